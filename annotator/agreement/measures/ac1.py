"""Gwet's AC1 and AC2: agreement beyond chance that stays high when one value prevails and nearly all agree.

Source: Gwet (2008), Computing inter-rater reliability and its variance in the presence of high agreement, British
Journal of Mathematical and Statistical Psychology 61; AC2 and missing values as in his Handbook (4th ed., 2014): a unit
with one value counts for how common the values are, and not for the agreement. The categories are those of `order`, or
else those that occur. AC2 weighs: w = 1 - distance / largest distance on the scale.
Undefined: `no data`, `one annotator`, `no unit has two values`, `one value only` (and no order that names another),
values that are not on the scale. Negative values are kept. `n` is the number of units with two values or more.

The published example (Gwet 2002: 118 and 0 in agreement, 5 and 2 not; kappa is -.023, AC1 .941), and his table of four
raters with missing values (Handbook: .77544):

>>> first, second = "+" * 123 + "-" * 2, "+" * 118 + "-" * 5 + "+" * 2
>>> round(AC1.measure(Coding([first, second])).value, 3)
0.941
>>> n = None
>>> a = [1, 2, 3, 3, 2, 1, 4, 1, 2, n, n, n]
>>> b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, n, 3]
>>> c = [n, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, n]
>>> d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, n]
>>> round(AC1.measure(Coding([a, b, c, d])).value, 5)
0.77544
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from annotator.agreement.measures.coding import NO_DISTANCE, NO_PAIR, ONE_VALUE, Named, silence, strangers
from annotator.agreement.measures.distance import LINEAR, NOMINAL, QUADRATIC, Distance, Metric, NoDistanceError
from annotator.agreement.measures.resample import Resamples
from annotator.agreement.measures.shares import Shares, shares, total
from annotator.core.compare.measure import Coding, Score

SOURCE = "Gwet (2008), British Journal of Mathematical and Statistical Psychology 61"


def ac_from(parts: Shares, distance: Distance = NOMINAL, order: tuple[Hashable, ...] = ()) -> Score:
    """AC1 with the nominal distance, AC2 with any other that does not depend on the counts (ordinal does)."""
    n = int(parts.paired)
    if not n:
        return Score(None, NO_PAIR)
    if outside := strangers(parts.values, order):
        return Score(None, outside, n)
    categories = dict.fromkeys(order or parts.values, 1)
    if len(categories) < 2:
        return Score(None, ONE_VALUE, n)
    try:
        metric = distance.over(categories, order)
    except NoDistanceError as problem:
        return Score(None, str(problem), n)
    if not isinstance(metric, Metric):
        return Score(None, f"no fixed weights: the {distance.name} distance depends on the counts", n)
    # Gwet's weights are 1 - distance / largest, so that all of them sum to q² minus the sum of distances.
    largest, q = metric.largest, len(categories)
    if not largest:
        return Score(None, NO_DISTANCE, n)
    weights = q * q - metric.spread(categories, categories) / largest
    observed = sum(share * metric.between(*pair) for pair, share in parts.pairs.items()) / largest
    return _score(parts.units, parts.paired, parts.values.values(), observed, weights / (q * (q - 1)))


def _score(units: float, paired: float, shares: Iterable[float], observed: float, weight: float) -> Score:
    """From sums over units; `weight` is Gwet's sum of weights over q (q - 1)."""
    chance = weight * (1 - sum(share * share for share in shares) / (units * units))
    return Score((1 - observed / paired - chance) / (1 - chance), "", int(paired))


def resampled(parts: Sequence[Shares], draws: Resamples, order: tuple[Hashable, ...] = ()) -> Iterator[Score]:
    """AC1 for each draw, one weight per part: `ac_from(total(parts, weights), NOMINAL, order)`, only faster.

    Raises ValueError when a draw has not one weight per part.
    """
    values = list(dict.fromkeys([*order, *(value for part in parts for value in part.values)]))
    outside = strangers(dict.fromkeys(values, 1), order)
    columns = [draws.sums([part.values.get(value, 0) for part in parts]) for value in values]
    sums = zip(*columns, strict=True) if columns else iter([()] * len(draws))
    units, paired = (draws.sums([getattr(part, name) for part in parts]) for name in ("units", "paired"))
    observed = draws.sums([sum(part.pairs.values()) for part in parts])
    for weights, row, all_, two, apart in zip(draws, sums, units, paired, observed, strict=True):
        q = len(order) or sum(share > 0 for share in row)
        if not two or outside or q < 2:
            yield ac_from(total(parts, weights), NOMINAL, order)
        else:
            yield _score(all_, two, row, apart, 1 / (q - 1))


def _ac(distance: Distance) -> Callable[[Coding], Score]:
    def measure(coding: Coding) -> Score:
        return Score(None, why) if (why := silence(coding)) else ac_from(shares(coding), distance, coding.order)

    return measure


AC1 = Named("ac1", "Gwet's AC1: for when one value prevails", SOURCE, _ac(NOMINAL))
AC2_LINEAR = Named("ac2_linear", "Gwet's AC2, weighted by steps on the scale", SOURCE, _ac(LINEAR))
AC2_QUADRATIC = Named("ac2_quadratic", "Gwet's AC2, weighted by squared steps on the scale", SOURCE, _ac(QUADRATIC))
