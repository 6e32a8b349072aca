"""Scoring: an annotator's or a model's layer against a reference, as a classifier is scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from enum import Enum

from annotator.agreement.bootstrap import Draws, estimate
from annotator.agreement.fields import in_order, label, readable, written
from annotator.agreement.measures import pairwise
from annotator.agreement.measures.pairwise import NO_CLAIMS, Pairing, f1, precision_from, recall_from
from annotator.agreement.people import facing
from annotator.agreement.pooling import overlap, pairings, part
from annotator.agreement.report import Confusion, Estimate, PerValue, Scored
from annotator.agreement.tally import Tally
from annotator.core.claim import Claim
from annotator.core.compare.measure import Score
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS, Sense


class Beside(Enum):
    """Rows and columns of a confusion that are no value of the scheme, and equal none."""

    OPEN = "(open)"
    """Claims whose value is open."""
    ABSENT = "(no claim)"
    """Claims that the other side does not have."""

    def __str__(self) -> str:
        return str(self.value)


ABSENT, OPEN = Beside.ABSENT, Beside.OPEN


def scored(name: str, reference: str, tallies: Sequence[Tally], sense: Sense, draws: Draws, threshold: float) -> Scored:
    """One layer's score on the articles that both have."""
    own = [each for each in tallies if {name, reference} <= set(each.readers)]
    pair = (name, reference) if name < reference else (reference, name)
    held = [facing(pair, each.pairs[pair], name) for each in own]
    parts = [part([each]) for each in held]
    seen = pairwise.total([each.pairing for each in parts], [1] * len(parts))

    def drawn(score: Callable[[Pairing], Score]) -> Estimate:
        held = [each.pairing for each in parts]
        return estimate(score(seen), lambda all_: map(score, pairings(held, all_)), draws, len(parts))

    closed = [key for key in sense.keys if key not in (SPEAKERS, ATTRIBUTION)]
    tables = {key: _table(key, name, reference, own, sense, threshold) for key in closed}
    return Scored(
        name=name,
        articles=len(own),
        precision=drawn(precision_from),
        recall=drawn(recall_from),
        overlap=overlap(parts, draws),
        fields={key: _per_value(key, tables[key], sense) for key in closed},
        confusion={key: _confusion(key, table, sense) for key, table in tables.items()},
    )


_Table = Counter[tuple[Hashable, Hashable]]
"""(reference's value, own value) → claims; `ABSENT` and `OPEN` stand for what is not there."""


def _table(key: str, name: str, reference: str, tallies: Sequence[Tally], sense: Sense, threshold: float) -> _Table:
    """The table of one field, without claims that were made under a scheme in which it is not the same."""
    found: _Table = Counter()

    def open_to(claims: Sequence[Claim]) -> bool:
        return not claims or any(key not in sense.unsaid(claim) for claim in claims)

    for each in tallies:
        if not (open_to(each.layers[name]) and open_to(each.layers[reference])):
            continue
        pair = (name, reference) if name < reference else (reference, name)
        met: set[int] = set()
        for match in each.pairs[pair].matches:
            if match.iou >= threshold:
                own, other = (match.first, match.second) if pair[0] == name else (match.second, match.first)
                met |= {id(own), id(other)}
                if open_to((own,)) and open_to((other,)):
                    found[_value(other, key, sense), _value(own, key, sense)] += 1
        for claim in each.layers[reference]:
            if id(claim) not in met:
                found[_value(claim, key, sense), ABSENT] += 1
        for claim in each.layers[name]:
            if id(claim) not in met:
                found[ABSENT, _value(claim, key, sense)] += 1
    return found


def _value(claim: Claim, key: str, sense: Sense) -> Hashable:
    value = sense.value(claim, key)
    return OPEN if value is None else value


def _per_value(key: str, table: _Table, sense: Sense) -> tuple[PerValue, ...]:
    """A claim counts as right when it is found and has the value; each label of a set on its own."""

    def labels(value: Hashable) -> frozenset[Hashable]:
        if isinstance(value, Beside):
            return frozenset()
        return value if isinstance(value, frozenset) else frozenset((value,))

    right: Counter[Hashable] = Counter()
    wanted: Counter[Hashable] = Counter()
    given: Counter[Hashable] = Counter()
    for (other, own), n in table.items():
        for value in labels(other):
            wanted[value] += n
        for value in labels(own):
            given[value] += n
        for value in labels(other) & labels(own):
            right[value] += n
    return tuple(
        PerValue(
            written(value),
            label(value, key, sense),
            _share(right[value], given[value]),
            _share(right[value], wanted[value]),
            Estimate(*f1(right[value], wanted[value], given[value])),
        )
        for value in in_order({*wanted, *given}, key, sense)
    )


def _share(right: int, of: int) -> Estimate:
    return Estimate(right / of, "", of) if of else Estimate(None, NO_CLAIMS)


def _confusion(key: str, table: _Table, sense: Sense) -> Confusion:
    """Of more values than can be read the most frequent, beside claims without a value or without a partner."""
    sizes: Counter[Hashable] = Counter()
    for pair, n in table.items():
        for value in pair:
            if not isinstance(value, Beside):
                sizes[value] += n
    values = readable(sizes, key, sense)
    values += [each for each in (OPEN, ABSENT) if any(each in pair for pair in table) or each == ABSENT]
    names = tuple(written(value) for value in values)
    labels = tuple(label(value, key, sense) for value in values)
    shown = {*values}
    rest = sum(n for pair, n in table.items() if not shown.issuperset(pair))
    return Confusion(names, labels, tuple(tuple(table[one, two] for two in values) for one in values), rest)
