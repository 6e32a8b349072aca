"""How far apart two annotators begin and end the claims on which they agree, in code points.

From pairs of hulls (first start to last end) of matched claims. The mean and the median are of distances without sign;
the bias is the mean with its sign: above 0, the second annotator begins, or ends, later than the first.
Undefined: `no matched claims`. `n` is the number of pairs. Defined here; no paper fixes it.

>>> seen = offsets([(Span(10, 60), Span(10, 62)), (Span(80, 95), Span(76, 95)), (Span(100, 130), Span(100, 130))])
>>> mean_from(seen.starts).value, median_from(seen.starts).value, bias_from(seen.starts).value
(1.3333333333333333, 0.0, -1.3333333333333333)
>>> mean_from(seen.ends) == bias_from(seen.ends) == Score(2 / 3, "", 3)
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from annotator.agreement.measures.pairwise import NO_MATCH
from annotator.core.compare.measure import Score
from annotator.core.span import Span


@dataclass(frozen=True, slots=True)
class Offsets:
    """Second minus first, in code points → pairs; parts add up with `+` or `total`."""

    starts: Mapping[int, float] = field(default_factory=dict)
    ends: Mapping[int, float] = field(default_factory=dict)

    def __add__(self, other: Offsets) -> Offsets:
        return total((self, other), (1, 1))


def offsets(hulls: Iterable[tuple[Span, Span]]) -> Offsets:
    """Counts the offsets of pairs (hull of the first, hull of the second)."""
    pairs = list(hulls)
    return Offsets(
        dict(Counter(second.start - first.start for first, second in pairs)),
        dict(Counter(second.end - first.end for first, second in pairs)),
    )


def total(parts: Iterable[Offsets], weights: Iterable[float]) -> Offsets:
    """The weighted sum; a weight of 0 leaves a part out. Raises ValueError when there is not one weight per part."""
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    for part, weight in zip(parts, weights, strict=True):
        if weight:
            for sums, counts in ((starts, part.starts), (ends, part.ends)):
                for offset, n in counts.items():
                    sums[offset] = sums.get(offset, 0) + weight * n
    return Offsets(starts, ends)


def mean_from(side: Mapping[int, float]) -> Score:
    """Mean distance, without sign."""
    return _mean((abs(offset), n) for offset, n in side.items())


def bias_from(side: Mapping[int, float]) -> Score:
    """Mean offset, with its sign: above 0, the second comes later."""
    return _mean(side.items())


def median_from(side: Mapping[int, float]) -> Score:
    """Median distance, without sign; of an even number of pairs, the middle of the two in the middle."""
    far = sorted((abs(offset), n) for offset, n in side.items())
    size = sum(n for _, n in far)
    if not size:
        return Score(None, NO_MATCH)
    reached = list(zip(far, accumulate(n for _, n in far), strict=True))
    low = next(offset for (offset, _), sofar in reached if 2 * sofar >= size)
    high = next(offset for (offset, _), sofar in reached if 2 * sofar > size)
    return Score((low + high) / 2, "", int(size))


def _mean(pairs: Iterable[tuple[int, float]]) -> Score:
    counted = list(pairs)
    size = sum(n for _, n in counted)
    return Score(sum(offset * n for offset, n in counted) / size, "", int(size)) if size else Score(None, NO_MATCH)
