"""Slices: the same numbers for a part of the comparison, by value of a field, annotator, article or week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.agreement.fields import alpha_of, in_order, label, label_of, pair_alphas
from annotator.agreement.measures import boundary
from annotator.agreement.measures.boundary import offsets
from annotator.agreement.measures.coding import Rows
from annotator.agreement.measures.pairwise import Pairing
from annotator.agreement.pooling import Part, overlap, part
from annotator.agreement.report import Estimate, Slice
from annotator.agreement.tally import Match, Tally
from annotator.core.claim import Claim
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS, Sense
from annotator.core.errors import UsageError
from annotator.core.span import hull

BY = ("quote", "annotator", "value", "article", "week")
QUOTE = "quote"
"""The field of the quote types, by its key in the ready schemes."""
CHOSEN = "the slices are chosen by it"


def slices(by: str, tallies: Sequence[Tally], sense: Sense, threshold: float) -> tuple[Slice, ...]:
    """The slices by one of `BY`. Raises UsageError for another, and for `quote` where the scheme has no such field."""
    if by == "article":
        return tuple(_of(each.article.id, [each], sense) for each in sorted(tallies, key=lambda one: one.article.id))
    if by == "week":
        weeks: defaultdict[str, list[Tally]] = defaultdict(list)
        for each in tallies:
            weeks[each.week].append(each)
        return tuple(_of(week, weeks[week], sense) for week in sorted(weeks))
    if by == "annotator":
        names = sorted({name for each in tallies for name in each.readers})
        return tuple(_of(name, tallies, sense, name) for name in names)
    if by == "value":
        keys = [key for key in sense.keys if key not in (SPEAKERS, ATTRIBUTION)]
        return tuple(
            found._replace(name=f"{label_of(key, sense)}: {found.name}")
            for key in keys
            for found in _values(key, tallies, sense, threshold)
        )
    if by == QUOTE:
        if QUOTE not in sense.keys:
            raise UsageError("The scheme has no field `quote` that counts; --by value shows every field's values.")
        return _values(QUOTE, tallies, sense, threshold)
    raise UsageError(f"There is no breakdown by {by!r}; there is {', '.join(BY)}.")


def field_alphas(tallies: Sequence[Tally], sense: Sense) -> Mapping[str, Estimate]:
    """Field → alpha over all annotators of some articles, by cluster, as in the overview."""
    return {key: alpha_of((each.fields[key].coincidences for each in tallies), key, sense) for key in sense.keys}


def _of(name: str, tallies: Sequence[Tally], sense: Sense, person: str = "") -> Slice:
    """Some articles, or the pairs of one person in them."""
    own = [each for each in tallies if person in each.readers] if person else tallies
    pairs = [[held for pair, held in each.pairs.items() if not person or person in pair] for each in own]
    if person:
        rows = {key: [held.fields[key] for some in pairs for held in some] for key in sense.keys}
        alphas, claims = pair_alphas(rows, sense), sum(len(each.layers[person]) for each in own)
        kinds: Counter[str] = Counter()
    else:
        alphas, claims = field_alphas(own, sense), sum(each.claims for each in own)
        kinds = sum((each.kinds for each in own), Counter())
    return Slice(name, claims, overlap([part(some) for some in pairs]), alphas, kinds)


def _values(key: str, tallies: Sequence[Tally], sense: Sense, threshold: float) -> tuple[Slice, ...]:
    """A slice for each value that occurs: claims with it, found when the other has a claim there, whatever its value.

    Every claim is in the slice of its own value, so its F1 is the share of claims of either annotator with this value
    that the other has too. A field's alpha counts the matched pairs in which at least one of the two has the value; the
    field that makes the slices has none, because what was chosen by a value cannot vary freely in it.
    """
    cache: dict[int, tuple[Hashable, ...]] = {}

    def values(claim: Claim) -> tuple[Hashable, ...]:
        if id(claim) not in cache:
            found = sense.value(claim, key)
            cache[id(claim)] = tuple(found) if isinstance(found, frozenset) else () if found is None else (found,)
        return cache[id(claim)]

    claims = Counter(
        value for each in tallies for layer in each.layers.values() for claim in layer for value in values(claim)
    )
    # Value → its shares of the articles. Numbers have as many values as claims, so each claim is looked at once.
    shares: defaultdict[Hashable, list[_Share]] = defaultdict(list)
    for each in tallies:
        for value, share in _shares(each, values).items():
            shares[value].append(share)
    found: list[Slice] = []
    for value in in_order(claims, key, sense):
        rows: dict[str, list[Rows]] = {other: [] for other in sense.keys}
        for share in shares[value]:
            _add(rows, [match for match, _ in share.sides if match.iou >= threshold], sense)
        alphas = {**pair_alphas(rows, sense), key: Estimate(None, CHOSEN)}
        parts = [_part(share, sense.role, threshold) for share in shares[value]]
        found.append(Slice(label(value, key, sense), claims[value], overlap(parts), alphas))
    return tuple(found)


@dataclass(slots=True)
class _Share:
    """What of an article has a value."""

    size: int = 0
    """Claims, each once for each pair that it is compared in."""
    sides: list[tuple[Match, int]] = field(default_factory=list)
    """Matches, and how many of the two have it."""


def _shares(each: Tally, values: Callable[[Claim], Iterable[Hashable]]) -> Mapping[Hashable, _Share]:
    found: defaultdict[Hashable, _Share] = defaultdict(_Share)
    for pair, held in each.pairs.items():
        for name in pair:
            for claim in each.layers[name]:
                for value in values(claim):
                    found[value].size += 1
        for match in held.matches:
            for value, n in Counter((*values(match.first), *values(match.second))).items():
                found[value].sides.append((match, n))
    return found


def _part(share: _Share, role: str, threshold: float) -> Part:
    """One article: each side of a match with the value counts half a pair, so that all divides by claims as ever."""
    held = share.sides
    same = [(match, n) for match, n in held if match.iou >= threshold]
    pairing = Pairing(
        share.size,
        0,
        sum(n for match, n in held if match.iou == 1) / 2,
        sum(n for _, n in same) / 2,
        sum(n * match.iou for match, n in held) / 2,
        sum(n * match.iou for match, n in same) / 2,
    )
    halves = [offsets([(hull(m.first.spans[role]), hull(m.second.spans[role]))]) for m, _ in same]
    return Part(pairing, boundary.total(halves, [n / 2 for _, n in same]))


def _add(rows: Mapping[str, list[Rows]], matches: Sequence[Match], sense: Sense) -> None:
    for key, held in rows.items():
        met: Counter[tuple[Hashable | None, ...]] = Counter()
        for match in matches:
            one, two = sense.value(match.first, key), sense.value(match.second, key)
            if one is not None and two is not None:
                met[one, two] += 1
        held.append(met)
