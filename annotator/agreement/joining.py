"""Joining tallies of one article whose readers are not compared with one another: each annotator with themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from annotator.agreement.measures import alpha, shares
from annotator.agreement.tally import UNDATED, FieldTally, Tally


def together(parts: Sequence[Tally]) -> Tally:
    """Several tallies of one article as one: readers of different parts are not compared with one another."""
    first = parts[0]
    readers = tuple(sorted(name for each in parts for name in each.readers))
    place = {name: at for at, name in enumerate(readers)}

    def widened(each: Tally, key: str) -> Iterable[tuple[tuple[Hashable | None, ...], int]]:
        for row, n in each.fields[key].rows.items():
            wide: list[Hashable | None] = [None] * len(readers)
            for name, value in zip(each.readers, row, strict=True):
                wide[place[name]] = value
            yield tuple(wide), n

    ones = [1] * len(parts)
    return Tally(
        article=first.article,
        readers=readers,
        words=first.words,
        week=max((each.week for each in parts if each.week != UNDATED), default=UNDATED),
        layers={name: claims for each in parts for name, claims in each.layers.items()},
        pairs={pair: held for each in parts for pair, held in each.pairs.items()},
        fields={
            key: FieldTally(
                dict(row for each in parts for row in widened(each, key)),
                alpha.total([each.fields[key].coincidences for each in parts], ones),
                shares.total([each.fields[key].shares for each in parts], ones),
                sum(each.fields[key].entered for each in parts),
                sum(each.fields[key].disagreements for each in parts),
            )
            for key in first.fields
        },
        kinds=sum((each.kinds for each in parts), Counter()),
        mass=sum(each.mass for each in parts),
        inexact=sum(each.inexact for each in parts),
        character=alpha.total([each.character for each in parts], ones),
        shown=tuple(shown for each in parts for shown in each.shown),
    )
