"""What Fleiss, Scott, Bennett and Gwet count: how each unit's values are shared out, every unit weighing the same.

>>> found = shares(Coding([["a", "a", "b"], ["a", "b", None]]))
>>> found.units, found.paired, found.values
(3, 2, {'a': 1.5, 'b': 1.5})
>>> found.pairs == {frozenset("ab"): 1.0}
True
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from annotator.agreement.measures.coding import Rows, rows
from annotator.core.compare.measure import Coding


@dataclass(frozen=True, slots=True)
class Shares:
    """Sums over units; parts that share no unit add up with `+` or `total`."""

    units: float = 0
    """Units with a value."""
    paired: float = 0
    """Units with two values or more."""
    values: Mapping[Hashable, float] = field(default_factory=dict)
    """Value → sum of its shares in the units with a value (Gwet: a single value counts here, and only here)."""
    pairs: Mapping[frozenset[Hashable], float] = field(default_factory=dict)
    """Two different values → sum of the share of such pairs among all pairs of a unit."""

    def __add__(self, other: Shares) -> Shares:
        return total((self, other), (1, 1))

    @property
    def disagreement(self) -> float:
        """Mean share of unequal pairs of the units with two values. 0 when there are none."""
        return sum(self.pairs.values()) / self.paired if self.paired else 0.0


def shares(coding: Coding) -> Shares:
    """The shares of a coding. Raises ValueError when the annotators' rows differ in length."""
    return shares_of(rows(coding))


def shares_of(counted: Rows) -> Shares:
    """The shares of rows that have been counted already."""
    units = paired = 0
    values: defaultdict[Hashable, float] = defaultdict(int)
    pairs: defaultdict[frozenset[Hashable], float] = defaultdict(float)
    for row, times in counted.items():
        numbers = Counter(value for value in row if value is not None)
        size = numbers.total()
        if not size:
            continue
        units += times
        paired += times if size > 1 else 0
        for value, n in numbers.items():
            values[value] += times * n / size
        for (a, n), (b, m) in combinations(numbers.items(), 2):
            pairs[frozenset((a, b))] += times * 2 * n * m / (size * (size - 1))
    return Shares(units, paired, dict(values), dict(pairs))


def total(parts: Iterable[Shares], weights: Iterable[float]) -> Shares:
    """The weighted sum; a weight of 0 leaves a part out. Raises ValueError when there is not one weight per part."""
    units: float = 0
    paired: float = 0
    values: defaultdict[Hashable, float] = defaultdict(int)
    pairs: defaultdict[frozenset[Hashable], float] = defaultdict(float)
    for part, weight in zip(parts, weights, strict=True):
        if weight:
            units += weight * part.units
            paired += weight * part.paired
            for value, n in part.values.items():
                values[value] += weight * n
            for pair, n in part.pairs.items():
                pairs[pair] += weight * n
    return Shares(units, paired, dict(values), dict(pairs))
