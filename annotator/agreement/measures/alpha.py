"""Krippendorff's alpha: agreement beyond chance of any number of annotators, with missing values and any distance.

Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; the same table in Content Analysis, 4th ed.
(2019). Only pairable values count: a unit with one value changes nothing. Undefined: `no data`, `one annotator`,
`no unit has two values`, `one value only` (no variation: neither 0 nor 1), and values that the distance does not know.
Negative values are kept. `n` of the score is the number of units with two values or more.

The published example, sections C and D (values .743, .815, .849, .797):

>>> n = None
>>> a = [1, 2, 3, 3, 2, 1, 4, 1, 2, n, n, n]
>>> b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, n, 3]
>>> c = [n, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, n]
>>> d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, n]
>>> [round(each.measure(Coding([a, b, c, d])).value, 3) for each in (NOMINAL_ALPHA, ORDINAL_ALPHA)]
[0.743, 0.815]
>>> [round(each.measure(Coding([a, b, c, d])).value, 3) for each in (INTERVAL_ALPHA, RATIO_ALPHA)]
[0.849, 0.797]

What alpha needs of an article is its `Coincidences`; these add up, so that a number over many articles, or over a
resample of them, is made from parts and never from the values again:

>>> parts = [coincidences(Coding([a[:6], b[:6]])), coincidences(Coding([a[6:], b[6:]]))]
>>> parts[0] + parts[1] == coincidences(Coding([a, b]))
True
>>> alpha_from(total(parts, [1, 0])) == alpha_from(parts[0])
True
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeVar

from annotator.agreement.measures.coding import NO_DISTANCE, NO_PAIR, ONE_VALUE, Named, Rows, rows, silence
from annotator.agreement.measures.distance import (
    INTERVAL,
    JACCARD,
    MASI,
    NOMINAL,
    ORDINAL,
    RATIO,
    Distance,
    Metric,
    NoDistanceError,
    Space,
)
from annotator.agreement.measures.resample import Resamples
from annotator.core.compare.measure import Coding, Score

SOURCE = "Krippendorff (2011), Computing Krippendorff's Alpha-Reliability"
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Coincidences:
    """What alpha needs of some units; parts that share no unit add up with `+` or `total`."""

    units: float = 0
    """Units with two values or more."""
    values: Mapping[Hashable, float] = field(default_factory=dict)
    """Value → how often it occurs in these units; none is 0."""
    pairs: Mapping[frozenset[Hashable], float] = field(default_factory=dict)
    """Two different values → weight of their coincidences, both orders together: in a unit with m values, each ordered
    pair of values weighs 1 / (m - 1). What a value coincides with itself is the rest of its count."""

    def __add__(self, other: Coincidences) -> Coincidences:
        return total((self, other), (1, 1))

    @property
    def size(self) -> float:
        """Values that can be paired."""
        return sum(self.values.values())

    @property
    def disagreement(self) -> float:
        """Share of unequal pairs among the coincidences; the observed nominal disagreement. 0 when there are none."""
        return sum(self.pairs.values()) / self.size if self.values else 0.0


def coincidences(coding: Coding) -> Coincidences:
    """The coincidences of a coding. Raises ValueError when the annotators' rows differ in length."""
    return coincidences_of(rows(coding))


def coincidences_of(counted: Rows) -> Coincidences:
    """The coincidences of rows that have been counted already."""
    units = 0
    values: defaultdict[Hashable, float] = defaultdict(int)
    pairs: defaultdict[frozenset[Hashable], float] = defaultdict(float)
    for row, times in counted.items():
        said = [value for value in row if value is not None]
        if len(said) < 2:
            continue
        units += times
        if said.count(said[0]) == len(said):
            values[said[0]] += len(said) * times
            continue
        numbers = Counter(said)
        for value, n in numbers.items():
            values[value] += n * times
        weight = 2 * times / (len(said) - 1)
        for (a, n), (b, m) in combinations(numbers.items(), 2):
            pairs[frozenset((a, b))] += weight * n * m
    return Coincidences(units, dict(values), dict(pairs))


def total(parts: Iterable[Coincidences], weights: Iterable[float]) -> Coincidences:
    """The weighted sum; a weight of 0 leaves a part out. Raises ValueError when there is not one weight per part."""
    units: float = 0
    values: defaultdict[Hashable, float] = defaultdict(int)
    pairs: defaultdict[frozenset[Hashable], float] = defaultdict(float)
    for part, weight in zip(parts, weights, strict=True):
        if weight:
            units += weight * part.units
            for value, n in part.values.items():
                values[value] += weight * n
            for pair, n in part.pairs.items():
                pairs[pair] += weight * n
    return Coincidences(units, dict(values), dict(pairs))


def alpha_from(parts: Coincidences, distance: Distance = NOMINAL, order: Sequence[Hashable] = ()) -> Score:
    """Alpha from coincidences; `order` is the scale for the ordinal distance, lowest first."""
    try:
        return alpha_in(parts, (distance if len(parts.values) > 1 else NOMINAL).over(parts.values, order))
    except NoDistanceError as problem:
        return Score(None, str(problem), int(parts.units))


def alpha_in(parts: Coincidences, space: Space) -> Score:
    """Alpha when the distance is ready for all values of `parts` and perhaps more: for many resamples of one whole."""
    metric = space.at(parts.values)
    return _score(parts.units, parts.values, _observed(parts, metric), metric)


def resampled(
    parts: Sequence[Coincidences], draws: Resamples, distance: Distance = NOMINAL, order: Sequence[Hashable] = ()
) -> Iterator[Score]:
    """For each draw, one weight per part: `alpha_from(total(parts, weights), distance, order)`, only faster.

    Raises ValueError when a draw has not one weight per part, NoDistanceError as `Distance.over`.
    """
    values = list(dict.fromkeys(value for part in parts for value in part.values))
    space = (distance if len(values) > 1 else NOMINAL).over(values, order)
    units = draws.sums([part.units for part in parts])
    counts = _rows(draws, values, [part.values for part in parts])
    if isinstance(space, Metric):
        # With a fixed distance a part's observed disagreement is one number.
        observed = draws.sums([_observed(part, space) for part in parts])
        for size, row, apart in zip(units, counts, observed, strict=True):
            yield _score(size, row, apart, space)
        return
    pairs = list(dict.fromkeys(pair for part in parts for pair in part.pairs))
    for size, row, met in zip(units, counts, _rows(draws, pairs, [part.pairs for part in parts]), strict=True):
        metric = space.at(row)
        yield _score(size, row, sum(n * metric.between(*pair) for pair, n in met.items()), metric)


def _rows(
    draws: Resamples, keys: Sequence[_Key], tallies: Sequence[Mapping[_Key, float]]
) -> Iterator[dict[_Key, float]]:
    """For each draw, the weighted sum of the tallies; what is 0 is left out."""
    columns = [draws.sums([tally.get(key, 0) for tally in tallies]) for key in keys]
    rows = zip(*columns, strict=True) if columns else iter([()] * len(draws))
    return ({key: n for key, n in zip(keys, row, strict=True) if n} for row in rows)


def _observed(parts: Coincidences, metric: Metric) -> float:
    return sum(n * metric.between(*pair) for pair, n in parts.pairs.items())


def _score(units: float, values: Mapping[Hashable, float], observed: float, metric: Metric) -> Score:
    if not units:
        return Score(None, NO_PAIR, 0)
    if len(values) < 2:
        return Score(None, ONE_VALUE, int(units))
    expected = metric.spread(values, values)
    if not expected:
        return Score(None, NO_DISTANCE, int(units))
    return Score(1 - (sum(values.values()) - 1) * observed / expected, "", int(units))


def _alpha(distance: Distance) -> Callable[[Coding], Score]:
    def measure(coding: Coding) -> Score:
        return (
            Score(None, why) if (why := silence(coding)) else alpha_from(coincidences(coding), distance, coding.order)
        )

    return measure


NOMINAL_ALPHA = Named("alpha", "Krippendorff's alpha of categories", SOURCE, _alpha(NOMINAL))
ORDINAL_ALPHA = Named("alpha_ordinal", "Krippendorff's alpha of ranks on a scale", SOURCE, _alpha(ORDINAL))
INTERVAL_ALPHA = Named(
    "alpha_interval", "Krippendorff's alpha of numbers, by their difference", SOURCE, _alpha(INTERVAL)
)
RATIO_ALPHA = Named("alpha_ratio", "Krippendorff's alpha of numbers from zero, by their ratio", SOURCE, _alpha(RATIO))
JACCARD_ALPHA = Named("alpha_jaccard", "Krippendorff's alpha of sets, by the share in common", SOURCE, _alpha(JACCARD))
MASI_ALPHA = Named(
    "alpha_masi", "Krippendorff's alpha of sets, milder to one inside the other", MASI.source, _alpha(MASI)
)
