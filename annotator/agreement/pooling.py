"""Pooling: overlap and boundaries of any parts of the comparison, summed over articles and pairs before they divide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from annotator.agreement.bootstrap import Draws, estimate
from annotator.agreement.measures import boundary, pairwise
from annotator.agreement.measures.boundary import Offsets, bias_from, mean_from
from annotator.agreement.measures.pairwise import (
    Pairing,
    f1_exact_from,
    f1_from,
    f1_soft_from,
    mean_iou_from,
)
from annotator.agreement.measures.resample import Resamples
from annotator.agreement.report import Boundary, Estimate, Overlap
from annotator.agreement.tally import PairTally
from annotator.core.compare.measure import Score

NO_DRAWS = Draws(0)
"""For numbers that get no interval."""


class Part(NamedTuple):
    """What one article adds."""

    pairing: Pairing
    offsets: Offsets


def part(pairs: Iterable[PairTally]) -> Part:
    """The pairs of one article together."""
    held = list(pairs)
    if len(held) == 1:
        return Part(held[0].pairing, held[0].offsets)
    ones = [1] * len(held)
    return Part(
        pairwise.total([each.pairing for each in held], ones), boundary.total([each.offsets for each in held], ones)
    )


def overlap(parts: Sequence[Part], draws: Draws = NO_DRAWS) -> Overlap:
    """The overlap of some articles, one part each."""
    seen = pairwise.total([each.pairing for each in parts], [1] * len(parts))
    found: list[Pairing] = []

    def drawn(score: Callable[[Pairing], Score]) -> Estimate:
        def scores(all_: Resamples) -> Iterable[Score]:
            if not found:
                found.extend(pairings([each.pairing for each in parts], all_))
            return map(score, found)

        return estimate(score(seen), scores, draws, len(parts))

    return Overlap(
        claims=int(seen.first + seen.second),
        matched=_count(seen.matched),
        exact=_count(seen.exact),
        f1=drawn(f1_from),
        f1_exact=drawn(f1_exact_from),
        f1_soft=drawn(f1_soft_from),
        mean_iou=drawn(mean_iou_from),
        boundary=boundaries([each.offsets for each in parts], draws),
    )


def _count(pairs: float) -> float:
    """As a whole number wherever it is one; only slices by value have halves."""
    return int(pairs) if pairs == int(pairs) else pairs


def pairings(parts: Sequence[Pairing], draws: Resamples) -> Iterable[Pairing]:
    """For each draw the weighted sum of the parts."""
    columns = [draws.sums([getattr(part, name) for part in parts]) for name in Pairing.__slots__]
    return (Pairing(*row) for row in zip(*columns, strict=True))


def ratios(above: Sequence[float], below: Sequence[float], draws: Resamples) -> Iterable[Score]:
    """For each draw the sum of the one column by that of the other."""
    both = zip(draws.sums(above), draws.sums(below), strict=True)
    return (Score(one / other, "", int(other)) if other else Score(None) for one, other in both)


def boundaries(parts: Sequence[Offsets], draws: Draws = NO_DRAWS) -> Boundary:
    """The offsets of some articles, one part each."""
    seen = boundary.total(parts, [1] * len(parts))
    pairs = [sum(each.starts.values()) for each in parts]

    def drawn(side: str, score: Callable[[dict[int, float]], Score], *, sign: bool) -> Estimate:
        sums = [
            sum((offset if sign else abs(offset)) * n for offset, n in getattr(each, side).items()) for each in parts
        ]

        return estimate(score(getattr(seen, side)), lambda all_: ratios(sums, pairs, all_), draws, len(parts))

    return Boundary(
        drawn("starts", mean_from, sign=False),
        drawn("ends", mean_from, sign=False),
        drawn("starts", bias_from, sign=True),
        drawn("ends", bias_from, sign=True),
    )
