"""Percent agreement: the share of pairs of values that are equal. Not corrected for chance.

With missing values two definitions part. `percent` is 1 minus the observed disagreement of Krippendorff's alpha: every
value weighs the same, so a unit that three have coded weighs more than one that two have coded. `percent_by_unit` is
Gwet's p_a: every unit with two values weighs the same. With two annotators, or nothing missing, they are equal.
Undefined: `no data`, `one annotator`, `no unit has two values`. One value only is full agreement: 1.
`n` is the number of units with two values or more.

Krippendorff's (2011) table with missing values gives .800 and, in Gwet's Handbook (4th ed., 2014), .81818:

>>> n = None
>>> a = [1, 2, 3, 3, 2, 1, 4, 1, 2, n, n, n]
>>> b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, n, 3]
>>> c = [n, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, n]
>>> d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, n]
>>> [round(each.measure(Coding([a, b, c, d])).value, 5) for each in (PERCENT, PERCENT_BY_UNIT)]
[0.8, 0.81818]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.agreement.measures.alpha import Coincidences, coincidences
from annotator.agreement.measures.coding import NO_PAIR, Named, silence
from annotator.agreement.measures.resample import Resamples
from annotator.agreement.measures.shares import Shares, shares
from annotator.core.compare.measure import Coding, Score


def percent_from(parts: Coincidences) -> Score:
    """1 minus the observed disagreement."""
    units = int(parts.units)
    return Score(1 - parts.disagreement, "", units) if units else Score(None, NO_PAIR)


def resampled(parts: Sequence[Coincidences], draws: Resamples) -> Iterator[Score]:
    """For each draw, one weight per part: `percent_from(total(parts, weights))`, only faster.

    Raises ValueError when a draw has not one weight per part.
    """
    units = draws.sums([part.units for part in parts])
    sizes = draws.sums([part.size for part in parts])
    pairs = draws.sums([sum(part.pairs.values()) for part in parts])
    for n, size, apart in zip(units, sizes, pairs, strict=True):
        yield Score(1 - apart / size, "", int(n)) if size else Score(None, NO_PAIR)


def percent_by_unit_from(parts: Shares) -> Score:
    """Mean agreement of the units with two values or more."""
    paired = int(parts.paired)
    return Score(1 - parts.disagreement, "", paired) if paired else Score(None, NO_PAIR)


def percent(coding: Coding) -> Score:
    """The share of equal pairs, each value weighing the same."""
    return Score(None, why) if (why := silence(coding)) else percent_from(coincidences(coding))


def percent_by_unit(coding: Coding) -> Score:
    """The share of equal pairs, each unit weighing the same."""
    return Score(None, why) if (why := silence(coding)) else percent_by_unit_from(shares(coding))


PERCENT = Named(
    "percent",
    "share of equal pairs of values (1 - observed disagreement)",
    "Krippendorff (2011), Computing Krippendorff's Alpha-Reliability",
    percent,
)
PERCENT_BY_UNIT = Named(
    "percent_by_unit",
    "share of equal pairs, each unit weighing the same",
    "Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.",
    percent_by_unit,
)
