"""What a field's rows say: alpha with its coverage, AC1 and percent beside it, and which values meet which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence

from annotator.agreement.bootstrap import Draws, estimate
from annotator.agreement.measures import ac1, alpha, measure_of, percent, shares
from annotator.agreement.measures.alpha import Coincidences, alpha_from, coincidences_of
from annotator.agreement.measures.coding import Rows
from annotator.agreement.measures.distance import INTERVAL, JACCARD, MASI, NOMINAL, ORDINAL, Distance, NoDistanceError
from annotator.agreement.report import NOTHING, Confusion, Estimate, FieldRow
from annotator.agreement.tally import SETS, FieldTally, Tally
from annotator.core.compare.measure import Coding, Score
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS, Sense

DISTANCES: Mapping[str, Distance] = {
    "nominal": NOMINAL,
    "ordinal": ORDINAL,
    "interval": INTERVAL,
    "masi": MASI,
    "jaccard": JACCARD,
}
"""Level → distance of its alpha."""
READABLE = 20
"""Values that a confusion matrix has at most."""
PREVAILING = 0.8
COUNTED = ("ac1", "ac2_linear", "ac2_quadratic", "bennett")
"""Measures whose chance depends on how many values could be chosen."""
NO_AC1 = "AC1 is not defined for sets of values"
_LABELS = {SPEAKERS: "Speakers", ATTRIBUTION: "Attribution"}


def order_of(key: str, sense: Sense) -> tuple[Hashable, ...]:
    """The scale of a field: its values in the scheme's order, retired ones too. Empty when the values are open.

    A number's values in the scheme are only names for some of the numbers that can be said.
    """
    field = sense.scheme.field_of(key)
    if field is None or field.type == "number" or sense.level(key) in SETS:
        return ()
    return (False, True) if field.type == "boolean" else tuple(value.key for value in field.values)


def label_of(key: str, sense: Sense) -> str:
    """The name of a field on a screen."""
    field = sense.scheme.field_of(key)
    return _LABELS.get(key, key) if field is None else field.label


def field_row(
    key: str, tallies: Sequence[Tally], sense: Sense, draws: Draws, *, withheld: str = "", measures: Iterable[str] = ()
) -> FieldRow:
    """One field over some articles; `withheld` is why it is not to be compared."""
    label, level = label_of(key, sense), sense.level(key)
    if withheld:
        why = Estimate(None, withheld)
        return FieldRow(key, label, level, why, why, why, 0, None, Confusion((), (), ()))
    parts = [each.fields[key] for each in tallies]
    order, distance = order_of(key, sense), DISTANCES[level]
    scale = _scale(key, sense, parts)
    seen = alpha.total([each.coincidences for each in parts], [1] * len(parts))
    entered, claims = sum(each.entered for each in parts), sum(each.claims for each in tallies)
    return FieldRow(
        key=key,
        label=label,
        level=level,
        alpha=_alpha([each.coincidences for each in parts], seen, distance, order, draws),
        ac1=Estimate(None, NO_AC1) if level in SETS else _ac1([each.shares for each in parts], scale, draws),
        percent=estimate(
            percent.percent_from(seen),
            lambda all_: percent.resampled([each.coincidences for each in parts], all_),
            draws,
            len(parts),
        ),
        disagreements=sum(each.disagreements for each in parts),
        coverage=entered / claims if claims else None,
        confusion=confusion([pair.fields[key] for each in tallies for pair in each.pairs.values()], key, sense),
        hint=_hint(seen, key, sense),
        others={
            name: Estimate(None, NO_AC1)
            if name == "ac1" and level in SETS
            else _other(name, key, tallies, scale if name in COUNTED else order)
            for name in measures
        },
    )


def alpha_of(parts: Iterable[Coincidences], key: str, sense: Sense) -> Estimate:
    """Alpha of a field without an interval."""
    held = list(parts)
    score = alpha_from(alpha.total(held, [1] * len(held)), DISTANCES[sense.level(key)], order_of(key, sense))
    return Estimate(*score)


def pair_alphas(rows: Mapping[str, Iterable[Rows]], sense: Sense) -> Mapping[str, Estimate]:
    """Field → alpha of what some pairs have said on their matched claims."""
    return {key: alpha_of((coincidences_of(merged(held)),), key, sense) for key, held in rows.items()}


def merged(parts: Iterable[Rows]) -> Rows:
    """Rows of several articles or pairs as one."""
    found: dict[tuple[Hashable | None, ...], int] = {}
    for each in parts:
        for row, n in each.items():
            found[row] = found.get(row, 0) + n
    return found


def confusion(met: Iterable[Rows], key: str, sense: Sense) -> Confusion:
    """Symmetric counts of all meetings; of more values than can be read the most frequent."""
    counted: Counter[tuple[Hashable, Hashable]] = Counter()
    for (one, two), n in merged(met).items():
        counted[one, two] += n
        if one != two:
            counted[two, one] += n
    sizes: Counter[Hashable] = Counter()
    for (one, _), n in counted.items():
        sizes[one] += n
    shown = readable(sizes, key, sense)
    rest = sum(n for (one, two), n in counted.items() if one not in shown or two not in shown)
    return Confusion(
        tuple(written(value) for value in shown),
        tuple(label(value, key, sense) for value in shown),
        tuple(tuple(counted[one, two] for two in shown) for one in shown),
        (rest + sum(counted[one, one] for one in sizes if one not in shown)) // 2,
    )


def readable(sizes: Mapping[Hashable, int], key: str, sense: Sense) -> list[Hashable]:
    """Values as `in_order`, of too many the most frequent."""
    most = sorted(sizes.items(), key=lambda item: (-item[1], written(item[0])))[:READABLE]
    return in_order((value for value, _ in most), key, sense)


def in_order(values: Iterable[Hashable], key: str, sense: Sense) -> list[Hashable]:
    """Values that occur, in the scheme's order; open ones by size or by how they are written."""
    field = sense.scheme.field_of(key)
    order: Sequence[Hashable] = order_of(key, sense) or [value.key for value in (field.values if field else ())]
    place = {value: at for at, value in enumerate(order)}

    def rank(value: Hashable) -> tuple[float, float, str]:
        number = float(value) if isinstance(value, int | float) else 0.0
        return place.get(value, len(order)), number, written(value)

    return sorted(values, key=rank)


def written(value: Hashable) -> str:
    """A value as it stands in a table: sets with ` + `, chains with ` > `, the empty set as `–`."""
    if isinstance(value, frozenset):
        return " + ".join(sorted(map(str, value))) or "–"
    if isinstance(value, tuple):
        return " > ".join(" + ".join(map(str, link)) for link in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def label(value: Hashable, key: str, sense: Sense) -> str:
    """A value as the scheme calls it."""
    field = sense.scheme.field_of(key)
    known = field.value(written(value)) if field is not None and isinstance(value, str | int | float) else None
    return known.label if known is not None and known.label else written(value)


def _alpha(
    parts: Sequence[Coincidences], seen: Coincidences, distance: Distance, order: tuple[Hashable, ...], draws: Draws
) -> Estimate:
    score = alpha_from(seen, distance, order)
    try:
        return estimate(score, lambda all_: alpha.resampled(parts, all_, distance, order), draws, len(parts))
    except NoDistanceError as problem:
        return Estimate(None, str(problem), score.n)


def _ac1(parts: Sequence[shares.Shares], order: tuple[Hashable, ...], draws: Draws) -> Estimate:
    seen = shares.total(parts, [1] * len(parts))
    score = ac1.ac_from(seen, NOMINAL, order)
    return estimate(score, lambda all_: ac1.resampled(parts, all_, order), draws, len(parts))


def _scale(key: str, sense: Sense, parts: Iterable[FieldTally]) -> tuple[Hashable, ...]:
    """The values that could be chosen: a retired one that nobody has used is no category."""
    field = sense.scheme.field_of(key)
    retired = {value.key for value in field.values if value.retired} if field is not None else set()
    used = {value for each in parts for value in each.shares.values} if retired else set()
    return tuple(value for value in order_of(key, sense) if value not in retired or value in used)


def _hint(seen: Coincidences, key: str, sense: Sense) -> str:
    if not seen.values or len(seen.values) < 2:
        return ""
    value, n = max(seen.values.items(), key=lambda item: (item[1], written(item[0])))
    share = n / seen.size
    if share <= PREVAILING:
        return ""
    name = "no value at all" if value == frozenset() else label(value, key, sense)
    beside = "percent" if sense.level(key) in SETS else "AC1 and percent"
    return f"{name} has {100 * share:.0f} % of all values, so a few others move alpha much; read {beside} beside it."


def _other(name: str, key: str, tallies: Sequence[Tally], order: tuple[Hashable, ...]) -> Estimate:
    """A measure that was asked for by its name, on all clusters as units."""
    names = sorted({reader for each in tallies for reader in each.readers})
    units: dict[str, list[Hashable | None]] = {each: [] for each in names}
    for each in tallies:
        place = {reader: at for at, reader in enumerate(each.readers)}
        for row, n in each.fields[key].rows.items():
            for who in names:
                units[who] += [row[place[who]] if who in place else None] * n
    try:
        score: Score = measure_of(name).measure(Coding(list(units.values()), order))
    except ValueError as problem:
        return Estimate(None, str(problem))
    return Estimate(*score) if names else NOTHING
