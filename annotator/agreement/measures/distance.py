"""How far two values are apart. Distances are those that disagreement sums: squared where the source squares them.

`Distance.over(values, order)` makes ready what depends on the values alone, once for all resamples; `Space.at(counts)`
what depends on how often they occur (ordinal), once for each. A `Metric` then gives `between(a, b)`, symmetric and
0 for equals, and `spread(rows, columns)`, the sum of all pairs of two tallies, in less than pairs times pairs steps
wherever the distance allows it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import mul
from typing import Protocol, TypeAlias

from annotator.agreement.measures.coding import listed, strangers

Counts: TypeAlias = Mapping[Hashable, float]


class NoDistanceError(ValueError):
    """The distance is not defined for these values; the message is the reason, as a phrase."""


class Space(Protocol):
    """A distance over known values."""

    def at(self, counts: Counts) -> Metric:
        """The distance when the values occur this often."""


class Metric:
    """A distance over known values whose counts do not matter, or are known."""

    __slots__ = ()

    @property
    def largest(self) -> float:
        """The largest distance that two values can have."""
        return 1.0

    def at(self, counts: Counts) -> Metric:
        """The same, whatever the counts."""
        return self

    def between(self, a: Hashable, b: Hashable) -> float:
        """The distance of two values."""
        return float(a != b)

    def spread(self, rows: Counts, columns: Counts) -> float:
        """Sum of rows[a] · columns[b] · distance(a, b) over all a, b."""
        return sum(n * m * self.between(a, b) for a, n in rows.items() for b, m in columns.items())


class _Nominal(Metric):
    __slots__ = ()

    def spread(self, rows: Counts, columns: Counts) -> float:
        """All pairs but the equal ones."""
        if rows is columns:
            numbers = rows.values()
            return float(sum(numbers) ** 2 - sum(map(mul, numbers, numbers)))
        same = sum(n * columns[value] for value, n in rows.items() if value in columns)
        return sum(rows.values()) * sum(columns.values()) - same


class _Table(Metric):
    __slots__ = ("_default", "_pairs")

    def __init__(self, pairs: Mapping[frozenset[Hashable], float], default: float) -> None:
        self._pairs, self._default = pairs, default

    @property
    def largest(self) -> float:
        """The largest that is written in the table, or its default."""
        return max([self._default, *self._pairs.values()])

    def between(self, a: Hashable, b: Hashable) -> float:
        """What the table says."""
        return 0.0 if a == b else self._pairs.get(frozenset((a, b)), self._default)


class _Steps(Metric):
    """Values at places on a line, compared by their difference."""

    __slots__ = ("place",)

    def __init__(self, place: Mapping[Hashable, float]) -> None:
        self.place = place

    @property
    def largest(self) -> float:
        """From one end to the other."""
        return max(self.place.values()) - min(self.place.values())

    def between(self, a: Hashable, b: Hashable) -> float:
        """The difference, without its sign."""
        return abs(self.place[a] - self.place[b])


class _Ratio(_Steps):
    """Numbers of zero or more, compared by the square of their difference over their sum."""

    __slots__ = ()

    @property
    def largest(self) -> float:
        """Of zero and anything else."""
        return 1.0

    def between(self, a: Hashable, b: Hashable) -> float:
        """The squared difference over the sum."""
        x, y = self.place[a], self.place[b]
        return 0.0 if x == y else ((x - y) / (x + y)) ** 2


_TINY, _HUGE = 1e-100, 1e100


class _Line(_Steps):
    """Values at places on a line, compared by the square of their difference."""

    __slots__ = ()

    def __init__(self, place: Mapping[Hashable, float]) -> None:
        # What is made of these distances does not change when the line is moved or drawn to another scale. Sums of
        # squares lose least around the middle; squares of very large or small numbers leave what a float can hold.
        reach = max(map(abs, place.values()), default=0.0)
        if reach and not _TINY < reach < _HUGE:
            place = {value: at / reach for value, at in place.items()}
        middle = sum(place.values()) / len(place) if place else 0.0
        super().__init__({value: at - middle for value, at in place.items()})

    @property
    def largest(self) -> float:
        """From one end to the other."""
        return float(super().largest ** 2)

    def between(self, a: Hashable, b: Hashable) -> float:
        """The squared difference."""
        return (self.place[a] - self.place[b]) ** 2

    def spread(self, rows: Counts, columns: Counts) -> float:
        """By the moments of both tallies: one step per value."""
        n, x, xx = self._moments(rows)
        m, y, yy = self._moments(columns)
        return m * xx + n * yy - 2 * x * y

    def _moments(self, counts: Counts) -> tuple[float, float, float]:
        places = [(self.place[value], n) for value, n in counts.items()]
        return sum(n for _, n in places), sum(n * at for at, n in places), sum(n * at * at for at, n in places)


class _Ranks:
    """A scale whose steps are as long as its values are frequent."""

    __slots__ = ("_scale",)

    def __init__(self, scale: Sequence[Hashable]) -> None:
        self._scale = scale

    def at(self, counts: Counts) -> Metric:
        """Every value lies at its mean rank: the sum between two of them is the difference of their ranks."""
        numbers = [counts.get(value, 0) for value in self._scale]
        upper = accumulate(numbers)
        return _Line({value: top - n / 2 for value, top, n in zip(self._scale, upper, numbers, strict=True)})


class _Sets(Metric):
    """Sets, compared by what they share. Those that share nothing are at 1, so only the others are looked at."""

    __slots__ = ("_closeness", "_near")

    def __init__(self, values: Collection[Hashable], closeness: Callable[[int, int, int], float]) -> None:
        self._closeness = closeness
        self._near: list[tuple[Hashable, Hashable, float]] = []
        holders: defaultdict[Hashable, list[frozenset[Hashable]]] = defaultdict(list)
        for value in dict.fromkeys(values):
            found = _as_set(value)
            shared = Counter(other for element in found for other in holders[element])
            self._near += [(found, other, closeness(len(found), len(other), both)) for other, both in shared.items()]
            for element in found:
                holders[element].append(found)

    def between(self, a: Hashable, b: Hashable) -> float:
        """1 minus how close they are."""
        if a == b:
            return 0.0
        one, other = _as_set(a), _as_set(b)
        return 1.0 - self._closeness(len(one), len(other), len(one & other))

    def spread(self, rows: Counts, columns: Counts) -> float:
        """As if all different sets were disjoint, minus what those that touch are closer."""
        near, row, column = 0.0, rows.get, columns.get
        for a, b, close in self._near:
            if a in rows or a in columns:
                near += (row(a, 0) * column(b, 0) + row(b, 0) * column(a, 0)) * close
        return _NOMINAL.spread(rows, columns) - near


def _as_set(value: Hashable) -> frozenset[Hashable]:
    if not isinstance(value, frozenset):
        raise NoDistanceError(f"not a set: {value!r}")
    return value


def _jaccard(a: int, b: int, both: int) -> float:
    return both / (a + b - both)


def _masi(a: int, b: int, both: int) -> float:
    # Two different sets: one inside the other, overlapping, or apart.
    return both / (a + b - both) * (2 / 3 if both in (a, b) else 1 / 3 if both else 0.0)


def _numbers(values: Collection[Hashable]) -> dict[Hashable, float]:
    other = [value for value in values if not isinstance(value, int | float)]
    if other:
        raise NoDistanceError(f"not a number: {listed(other)}")
    return {value: value for value in values if isinstance(value, int | float)}


def _counted(values: Collection[Hashable]) -> dict[Hashable, float]:
    found = _numbers(values)
    below = [number for number in found.values() if number < 0]
    if below:
        raise NoDistanceError(f"below zero: {listed(below)}")
    return found


def _scale(values: Collection[Hashable], order: Sequence[Hashable]) -> Sequence[Hashable]:
    """The scale from its lowest value: as given, or the numbers in their order."""
    outside = strangers(dict.fromkeys(values, 1), tuple(order))
    if outside:
        raise NoDistanceError(outside)
    if order:
        return order
    try:
        found = _numbers(values)
    except NoDistanceError:
        raise NoDistanceError("no order of the values") from None
    return sorted(found, key=found.__getitem__)


def _places(values: Collection[Hashable], order: Sequence[Hashable]) -> dict[Hashable, float]:
    return {value: float(place) for place, value in enumerate(_scale(values, order))}


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance by its name, before it has seen values."""

    name: str
    source: str
    over: Callable[[Collection[Hashable], Sequence[Hashable]], Space]
    """`over(values, order)`: ready for these values. Raises NoDistanceError when it is not defined for them."""


_KRIPPENDORFF = "Krippendorff (2011), Computing Krippendorff's Alpha-Reliability"
_COHEN = "Cohen (1968), Weighted kappa, Psychological Bulletin 70"
_NOMINAL = _Nominal()

NOMINAL = Distance("nominal", _KRIPPENDORFF, lambda values, order: _NOMINAL)
ORDINAL = Distance("ordinal", _KRIPPENDORFF, lambda values, order: _Ranks(_scale(values, order)))
INTERVAL = Distance("interval", _KRIPPENDORFF, lambda values, order: _Line(_numbers(values)))
RATIO = Distance("ratio", _KRIPPENDORFF, lambda values, order: _Ratio(_counted(values)))
LINEAR = Distance("linear", _COHEN, lambda values, order: _Steps(_places(values, order)))
QUADRATIC = Distance("quadratic", _COHEN, lambda values, order: _Line(_places(values, order)))
JACCARD = Distance("jaccard", "Jaccard (1901), on sets", lambda values, order: _Sets(values, _jaccard))
MASI = Distance("masi", "Passonneau (2006), MASI, LREC", lambda values, order: _Sets(values, _masi))


def table(pairs: Iterable[tuple[Hashable, Hashable, float]], default: float = 1.0) -> Distance:
    """A distance written pair by pair; what is not written is `default` apart, equals are 0.

    >>> table([("Chck", "STAT", 0.5)]).over((), ()).at({}).between("STAT", "Chck")
    0.5
    """
    written = {frozenset((a, b)): far for a, b, far in pairs}
    metric = _Table(written, default)
    return Distance("table", "written by the project", lambda values, order: metric)


def between(distance: Distance, a: Hashable, b: Hashable) -> float:
    """The distance of two values by themselves (each occurs once). Raises NoDistanceError.

    Published examples (Passonneau 2006): MASI is 1 minus Jaccard times monotonicity.

    >>> a, ab, bc = frozenset("A"), frozenset("AB"), frozenset("BC")
    >>> [round(between(MASI, one, other), 3) for one, other in ((a, ab), (ab, bc), (a, bc))]
    [0.667, 0.889, 1.0]
    >>> between(JACCARD, a, ab), between(JACCARD, frozenset(), a)
    (0.5, 1.0)
    """
    return distance.over((a, b), ()).at({a: 1, b: 1}).between(a, b)
