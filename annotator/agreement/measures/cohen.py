"""Cohen's kappa of two annotators: plain, weighted by any distance, and the highest that their margins allow.

Sources: Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20;
Cohen (1968), Weighted kappa, Psychological Bulletin 70. Only units that both have coded count; `n` is their number.
Undefined: `no data`, `one annotator`, `not two annotators` (for more, take alpha, or every pair), `no unit has two
values`, `one value only` (both have used one and the same). Negative values are kept.

The published example (1960, p. 45: kappa .492, at most .831), and Artstein and Poesio's (2008, p. 568: .8163):

>>> cells = {"11": 88, "12": 14, "13": 18, "21": 10, "22": 40, "23": 10, "31": 2, "32": 6, "33": 12}
>>> seen = {(pair[0], pair[1]): n for pair, n in cells.items()}
>>> round(kappa_from(seen).value, 3), round(kappa_max_from(seen).value, 3), kappa_from(seen).n
(0.492, 0.831, 200)
>>> tags = {("STAT", "STAT"): 46, ("IReq", "STAT"): 6, ("IReq", "IReq"): 32, ("IReq", "Chck"): 6, ("Chck", "Chck"): 10}
>>> from annotator.agreement.measures.distance import table
>>> far = table([("Chck", "STAT", 0.5), ("Chck", "IReq", 0.5)])
>>> round(kappa_from(tags, far).value, 4)
0.8163
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeAlias

from annotator.agreement.measures.coding import NO_DISTANCE, NO_PAIR, NOT_TWO, ONE_VALUE, Named, rows, silence
from annotator.agreement.measures.distance import LINEAR, NOMINAL, QUADRATIC, Distance, NoDistanceError
from annotator.core.compare.measure import Coding, Score

SOURCE = "Cohen (1960), A coefficient of agreement for nominal scales"
Confusion: TypeAlias = Mapping[tuple[Hashable, Hashable], float]
"""(value of the first, value of the second) → units; confusions of parts add up as Counters do."""


def confusion(coding: Coding) -> Counter[tuple[Hashable, Hashable]]:
    """The units that two annotators have coded, by what they have said. Raises ValueError when there are not two."""
    found: Counter[tuple[Hashable, Hashable]] = Counter()
    for (a, b), times in rows(coding).items():
        if a is not None and b is not None:
            found[a, b] += times
    return found


def total(parts: Iterable[Confusion], weights: Iterable[float]) -> dict[tuple[Hashable, Hashable], float]:
    """The weighted sum; a weight of 0 leaves a part out. Raises ValueError when there is not one weight per part."""
    found: dict[tuple[Hashable, Hashable], float] = {}
    for part, weight in zip(parts, weights, strict=True):
        if weight:
            for pair, n in part.items():
                found[pair] = found.get(pair, 0) + weight * n
    return found


def margins(seen: Confusion) -> tuple[dict[Hashable, float], dict[Hashable, float]]:
    """How often the first and the second have used each value."""
    first: dict[Hashable, float] = {}
    second: dict[Hashable, float] = {}
    for (a, b), n in seen.items():
        first[a] = first.get(a, 0) + n
        second[b] = second.get(b, 0) + n
    return first, second


def kappa_from(seen: Confusion, far: Distance = NOMINAL, order: Sequence[Hashable] = ()) -> Score:
    """1 minus observed over expected distance; `order` is the scale for linear and quadratic weights, lowest first."""
    n = sum(seen.values())
    if not n:
        return Score(None, NO_PAIR)
    first, second = margins(seen)
    if len(first | second) == 1:
        return Score(None, ONE_VALUE, int(n))
    both = {value: first.get(value, 0) + second.get(value, 0) for value in first | second}
    try:
        metric = far.over(both, order).at(both)
    except NoDistanceError as problem:
        return Score(None, str(problem), int(n))
    expected = metric.spread(first, second)
    if not expected:
        return Score(None, NO_DISTANCE, int(n))
    observed = sum(times * metric.between(a, b) for (a, b), times in seen.items())
    return Score(1 - n * observed / expected, "", int(n))


def kappa_max_from(seen: Confusion) -> Score:
    """The highest plain kappa that two annotators can reach who use the values as often as these do."""
    n = sum(seen.values())
    if not n:
        return Score(None, NO_PAIR)
    first, second = margins(seen)
    reachable = sum(min(times, second.get(value, 0)) for value, times in first.items())
    expected = sum(times * second.get(value, 0) for value, times in first.items())
    if expected == n * n:
        return Score(None, ONE_VALUE, int(n))
    return Score((n * reachable - expected) / (n * n - expected), "", int(n))


def _of_two(score: Callable[[Coding], Score]) -> Callable[[Coding], Score]:
    def measure(coding: Coding) -> Score:
        why = silence(coding) or ("" if len(coding.ratings) == 2 else NOT_TWO)
        return Score(None, why) if why else score(coding)

    return measure


def _kappa(far: Distance) -> Callable[[Coding], Score]:
    return _of_two(lambda coding: kappa_from(confusion(coding), far, coding.order))


COHEN = Named("cohen", "Cohen's kappa of two annotators", SOURCE, _kappa(NOMINAL))
COHEN_LINEAR = Named("cohen_linear", "Cohen's kappa, weighted by steps on the scale", LINEAR.source, _kappa(LINEAR))
COHEN_QUADRATIC = Named(
    "cohen_quadratic", "Cohen's kappa, weighted by squared steps on the scale", QUADRATIC.source, _kappa(QUADRATIC)
)
KAPPA_MAX = Named(
    "kappa_max",
    "the highest Cohen's kappa that the two annotators' habits allow",
    SOURCE,
    _of_two(lambda coding: kappa_max_from(confusion(coding))),
)
