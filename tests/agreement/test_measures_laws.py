"""What holds for every coding: who and what may change places, what adds up, and which measures are one."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.measures import BUILT_IN, ac1, alpha, cohen, measure_of, percent
from annotator.agreement.measures import shares as share
from annotator.agreement.measures.alpha import alpha_from, coincidences
from annotator.agreement.measures.distance import (
    INTERVAL,
    JACCARD,
    LINEAR,
    MASI,
    NOMINAL,
    ORDINAL,
    QUADRATIC,
    RATIO,
    Distance,
    Metric,
    table,
)
from annotator.agreement.measures.resample import Resamples
from annotator.core.compare.measure import Coding, Score

SCALE = (1, 2, 3, 4)
SETS = tuple(frozenset(some) for some in ("", "a", "b", "ab", "bc", "abc"))
OF_SETS = ("alpha_jaccard", "alpha_masi")
OF_TWO = ("cohen", "cohen_linear", "cohen_quadratic", "kappa_max", "scott")
TABLE = table([(1, 2, 0.5), (3, 4, 0.25)], default=0.75)
FIXED = (NOMINAL, INTERVAL, RATIO, LINEAR, QUADRATIC, TABLE)


def codings(values: Sequence[Hashable] = SCALE, annotators: int = 0) -> st.SearchStrategy[Coding]:
    """Small codings with missing values; `annotators` of them, or one to four."""

    def of(people: int) -> st.SearchStrategy[Coding]:
        unit = st.tuples(*[st.sampled_from([*values, None])] * people)
        return st.lists(unit, max_size=8).map(
            lambda units: Coding([[unit[who] for unit in units] for who in range(people)], tuple(values))
        )

    return of(annotators) if annotators else st.integers(1, 4).flatmap(of)


def same(one: Score, other: Score) -> bool:
    """Equal up to rounding; the same reason."""
    return (one.reason, one.n) == (other.reason, other.n) and one.value == pytest.approx(other.value, abs=1e-9)


def for_each(*left_out: str) -> pytest.MarkDecorator:
    """Every built-in measure but these."""
    return pytest.mark.parametrize("name", [name for name in BUILT_IN if name not in left_out])


def drawn(name: str, data: st.DataObject) -> Coding:
    """A coding that suits the measure."""
    return data.draw(codings(SETS if name in OF_SETS else SCALE, 2 if name in OF_TWO else 0))


@for_each()
@settings(max_examples=40)
@given(data=st.data())
def test_order_of_people_and_units_is_nothing(name: str, data: st.DataObject) -> None:
    """Any permutation of annotators and of units gives the same score."""
    coding = drawn(name, data)
    people = data.draw(st.permutations(coding.ratings))
    units = data.draw(st.permutations(list(zip(*people, strict=True))))
    shuffled = [[unit[who] for unit in units] for who in range(len(people))]
    assert same(measure_of(name).measure(coding), measure_of(name).measure(Coding(shuffled, coding.order)))


@for_each("fleiss", "bennett", "ac1", "ac2_linear", "ac2_quadratic")
@settings(max_examples=40)
@given(data=st.data())
def test_a_single_value_changes_nothing(name: str, data: st.DataObject) -> None:
    """A unit that one annotator has coded is no evidence; Fleiss, Bennett and Gwet do use it, by definition."""
    coding = drawn(name, data)
    who = data.draw(st.integers(0, len(coding.ratings) - 1))
    value = data.draw(st.sampled_from(coding.order))
    more = [[*row, value if at == who else None] for at, row in enumerate(coding.ratings)]
    before, after = measure_of(name).measure(coding), measure_of(name).measure(Coding(more, coding.order))
    assert same(before, after) or before.reason in ("no data", "one annotator")


@pytest.mark.parametrize(
    "name", ["percent", "percent_by_unit", "cohen", "kappa_max", "fleiss", "bennett", "alpha", "ac1"]
)
@settings(max_examples=40)
@given(data=st.data())
def test_categories_are_only_names(name: str, data: st.DataObject) -> None:
    """Renaming them one to one changes no nominal measure."""
    coding = data.draw(codings(annotators=2))
    names = dict(zip([*SCALE, None], [*data.draw(st.permutations("wxyz")), None], strict=True))
    renamed = Coding([[names[value] for value in row] for row in coding.ratings], tuple("wxyz"))
    assert same(measure_of(name).measure(coding), measure_of(name).measure(renamed))


@for_each("kappa_max")
@settings(max_examples=40)
@given(data=st.data())
def test_full_agreement_is_one_and_nothing_is_more(name: str, data: st.DataObject) -> None:
    """1 exactly when all say the same, or undefined; never above."""
    coding = drawn(name, data)
    value = measure_of(name).measure(coding).value
    assert value is None or value <= 1 + 1e-12
    alike = measure_of(name).measure(Coding([coding.ratings[0]] * 2, coding.order)).value
    assert alike is None or alike == pytest.approx(1)


PARTS = st.lists(st.tuples(codings(annotators=3), st.integers(0, 3)), min_size=1, max_size=4)


def joined(parts: Sequence[tuple[Coding, int]]) -> Coding:
    """The units of all parts, each part as often as it weighs."""
    rows: list[list[Hashable | None]] = [[], [], []]
    for (coding, times), (at, row) in product(parts, enumerate(rows)):
        row.extend(list(coding.ratings[at]) * times)
    return Coding(rows, SCALE)


@given(PARTS)
def test_weighted_parts_are_the_whole(parts: list[tuple[Coding, int]]) -> None:
    """Alpha, percent, AC1 and AC2 from parts that weigh 0 to 3 equal those of the units repeated so often."""
    each, weights, whole = [coding for coding, _ in parts], [times for _, times in parts], joined(parts)
    found = alpha.total([coincidences(coding) for coding in each], weights)
    for distance in (*FIXED, ORDINAL):
        assert same(alpha_from(found, distance, SCALE), alpha_from(coincidences(whole), distance, SCALE))
    assert same(percent.percent_from(found), percent.percent_from(coincidences(whole)))
    summed = share.total([share.shares(coding) for coding in each], weights)
    for distance in (NOMINAL, LINEAR, QUADRATIC):
        for order in ((), SCALE):
            assert same(ac1.ac_from(summed, distance, order), ac1.ac_from(share.shares(whole), distance, order))


@given(PARTS)
def test_confusions_add_up(parts: list[tuple[Coding, int]]) -> None:
    """Of the first two annotators."""
    two = [Coding(coding.ratings[:2]) for coding, _ in parts]
    found = cohen.total([cohen.confusion(coding) for coding in two], [times for _, times in parts])
    assert found == dict(cohen.confusion(Coding(joined(parts).ratings[:2])))


@given(PARTS)
def test_plus_is_the_sum(parts: list[tuple[Coding, int]]) -> None:
    """`+` is the sum with weights of 1, and an empty part is nothing."""
    one, other = coincidences(parts[0][0]), coincidences(parts[-1][0])
    assert one + other == alpha.total([one, other], [1, 1])
    assert one + alpha.Coincidences() == one
    left, right = share.shares(parts[0][0]), share.shares(parts[-1][0])
    assert left + right == share.total([left, right], [1, 1])
    assert left + share.Shares() == left


@given(PARTS, st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), max_size=4))
def test_resamples_are_weighted_sums(parts: list[tuple[Coding, int]], draws: list[list[int]]) -> None:
    """The fast way over many draws gives what each draw gives by itself."""
    each = [coincidences(coding) for coding, _ in parts]
    weights = Resamples([draw[: len(each)] for draw in draws])
    for distance in (*FIXED, ORDINAL):
        fast = list(alpha.resampled(each, weights, distance, SCALE))
        slow = [alpha_from(alpha.total(each, some), distance, SCALE) for some in weights]
        assert all(map(same, fast, slow))
        assert len(fast) == len(slow)
    totals = [percent.percent_from(alpha.total(each, some)) for some in weights]
    assert all(map(same, percent.resampled(each, weights), totals))
    sums = [share.shares(coding) for coding, _ in parts]
    for order in ((), SCALE, SCALE[:3]):
        slow = [ac1.ac_from(share.total(sums, some), NOMINAL, order) for some in weights]
        assert all(map(same, ac1.resampled(sums, weights, order), slow))


NUMBERS = st.one_of(
    st.lists(st.integers(-(10**6), 10**6), max_size=5),
    st.lists(st.integers(-(10**30), 10**30), max_size=5),
    st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), max_size=5),
)


@given(NUMBERS, st.lists(st.lists(st.integers(0, 255), min_size=5, max_size=5), max_size=6))
def test_sums_of_resamples_are_sums(column: list[float], draws: list[list[int]]) -> None:
    """Whole numbers of any size and sign exactly, others as near as a float is."""
    weights = [draw[: len(column)] for draw in draws]
    exact = [sum(Fraction(n) * weight for n, weight in zip(column, draw, strict=True)) for draw in weights]
    found = Resamples(weights).sums(column)
    far = max(map(abs, column), default=0) * 1e-9
    assert all(abs(Fraction(one) - other) <= far for one, other in zip(found, exact, strict=True))
    if all(isinstance(number, int) for number in column):
        assert found == exact


def test_a_resample_has_one_weight_for_each_part() -> None:
    """Neither draws nor a column may be shorter."""
    for draws, column in (([[1, 2], [1]], [1, 2]), ([[1, 2]], [1]), ([[1, 2]], [1, 2, 3])):
        with pytest.raises(ValueError, match="zip"):
            Resamples(draws).sums(column)


@given(codings((1, 2)))
def test_two_categories_have_one_distance(coding: Coding) -> None:
    """With two values, ordinal, interval, ratio, linear and quadratic are nominal, whatever the values are called."""
    found = coincidences(coding)
    for distance in (ORDINAL, INTERVAL, RATIO, LINEAR, QUADRATIC):
        assert same(alpha_from(found, distance, (1, 2)), alpha_from(found))


@given(codings(annotators=2))
def test_two_annotators_have_one_percent(coding: Coding) -> None:
    """The two definitions of percent agreement part only with three annotators and missing values."""
    assert same(measure_of("percent").measure(coding), measure_of("percent_by_unit").measure(coding))


@given(codings(tuple(frozenset(name) for name in "abcd")))
def test_sets_of_one_are_categories(coding: Coding) -> None:
    """Where each set has one element, Jaccard and MASI compare names."""
    found = coincidences(coding)
    assert same(alpha_from(found, MASI), alpha_from(found))
    assert same(alpha_from(found, JACCARD), alpha_from(found))


COUNTS = st.dictionaries(st.sampled_from(SCALE), st.integers(1, 9), min_size=1)


@pytest.mark.parametrize("distance", FIXED, ids=lambda distance: distance.name)
@given(rows=COUNTS, columns=COUNTS)
def test_spread_is_the_sum_of_all_pairs(
    distance: Distance, rows: dict[Hashable, int], columns: dict[Hashable, int]
) -> None:
    """The short ways (moments, equal values) give the long sum; a distance is symmetric and at most the largest."""
    metric = distance.over(SCALE, SCALE)
    assert isinstance(metric, Metric)
    for one, other in ((rows, columns), (rows, rows)):
        assert metric.spread(one, other) == pytest.approx(Metric.spread(metric, one, other))
    for a, b in product(SCALE, SCALE):
        assert metric.between(a, b) == metric.between(b, a) <= metric.largest
        assert (metric.between(a, b) == 0) == (a == b)


SET_COUNTS = st.dictionaries(st.sampled_from(SETS), st.integers(1, 9), min_size=1)


@pytest.mark.parametrize("distance", [JACCARD, MASI], ids=lambda distance: distance.name)
@given(rows=SET_COUNTS, columns=SET_COUNTS)
def test_sets_are_found_by_what_they_share(
    distance: Distance, rows: dict[Hashable, int], columns: dict[Hashable, int]
) -> None:
    """The index over elements gives the sum over all pairs; MASI is never nearer than Jaccard."""
    metric = distance.over(SETS, ()).at({})
    for one, other in ((rows, columns), (rows, rows)):
        assert metric.spread(one, other) == pytest.approx(Metric.spread(metric, one, other))
    jaccard, masi = JACCARD.over(SETS, ()).at({}), MASI.over(SETS, ()).at({})
    for a, b in product(SETS, SETS):
        assert metric.between(a, b) == metric.between(b, a)
        assert masi.between(a, b) >= jaccard.between(a, b)
