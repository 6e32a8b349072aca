"""Gamma: the values of other programs, brute force, and what undefined input says. Needs the extra `gamma`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from annotator.agreement.gamma.continuum import Continuum, Recipe, Unit, Units, count, nominal, with_open

WHY = "numpy and scipy are not installed here: make test-gamma"
alignment = pytest.importorskip("annotator.agreement.gamma.alignment", reason=WHY)
disorder = pytest.importorskip("annotator.agreement.gamma.disorder", reason=WHY)

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases" / "gamma.json").read_text("utf-8"))
PAIRS = [case for case in CASES if "pairs" in case]


@dataclass
class Read:
    """A case as our values."""

    units: Units
    recipe: Recipe
    names: dict[str, int]

    def again(self, rows: list[list[Any]]) -> Units:
        """Other units of the same annotators and categories."""
        who = sorted({row[0] for row in rows})
        layers = [[Unit(row[1], row[2], self.names[row[3]]) for row in rows if row[0] == each] for each in who]
        return [*layers, *[[] for _ in range(len(self.units) - len(layers))]]

    @property
    def continuum(self) -> Continuum:
        """The units from the first start to the last end, as the other programs bound a continuum."""
        first = min(unit.start for layer in self.units for unit in layer)
        last = max(unit.end for layer in self.units for unit in layer)
        moved = [[unit._replace(start=unit.start - first, end=unit.end - first) for unit in x] for x in self.units]
        return Continuum("case", last - first, moved)


def read(case: dict[str, Any]) -> Read:
    """Categories by their names' order."""
    names = {name: at for at, name in enumerate(sorted({row[3] for row in case["units"]}))}
    recipe = Recipe(case["alpha"], case["beta"], case["delta"], table=nominal(len(names)))
    found = Read([[] for _ in {row[0] for row in case["units"]}], recipe, names)
    found.units = found.again(case["units"])
    return found


def disorder_of(units: Units, recipe: Recipe) -> float:
    """The paper's disorder of the best alignment."""
    (found,) = alignment.align([units], recipe)
    return float(found.disorder / (count(units) / len(units)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_disorders_of_the_best_alignment(case: dict[str, Any]) -> None:
    """Published, or as another program has it, which counts in single precision."""
    held = read(case)
    assert disorder_of(held.units, held.recipe) == pytest.approx(case["disorder"]["value"], abs=1e-6)
    for each in case.get("sampled", ()):
        assert disorder_of(held.again(each["units"]), held.recipe) == pytest.approx(each["disorder"], abs=1e-5)


@pytest.mark.parametrize("case", PAIRS, ids=lambda case: case["id"])
def test_how_far_two_units_are_apart(case: dict[str, Any]) -> None:
    """By position, by category, and by both."""
    held = read(case)
    layers = dict(zip(sorted({row[0] for row in case["units"]}), held.units, strict=True))
    for one, i, other, j, *expected in case["pairs"]:
        two = [[[layers[one][i]], [layers[other][j]]]]
        recipes = (held.recipe._replace(alpha=1, beta=0), held.recipe._replace(alpha=0, beta=1), held.recipe)
        found = [float(alignment.Field(two, recipe).between(0, 1)) for recipe in recipes]
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("case", [case for case in CASES if "gamma" in case], ids=lambda case: case["id"])
def test_gamma_is_near_that_of_other_programs(case: dict[str, Any]) -> None:
    """Their chance is another, so only so near: with their sampler, 300 samples, and the tolerance of the source."""
    held, known = read(case), case["gamma"]
    found = disorder.gamma([held.continuum], held.recipe._replace(sampler=known["sampler"], samples=300, seed=1))
    assert found.score.value == pytest.approx(known["value"], abs=known["within"])
    assert (found.score.n, found.samples) == (count(held.units), 300)


def test_no_better_is_alone() -> None:
    """The published alignment has 6 groups, ours 7: its last pair costs as much as both units alone, and is none."""
    (case,) = (case for case in CASES if "groups" in case)
    held = read(case)
    (found,) = alignment.align([held.units], held.recipe)
    alone = [group for group in found.groups if len(group) == 1]
    assert len(found.groups) - len(alone) / 2 == case["groups"]
    flat = [unit for layer in held.units for unit in layer]
    one, other = (flat[group[0]] for group in alone)
    cost = float(alignment.Field([[[one], [other], []]], held.recipe).between(0, 1))
    assert (cost + 2 * held.recipe.delta) / 3 == pytest.approx(2 * held.recipe.delta)


def partitions(items: list[tuple[int, int]]) -> Iterator[list[list[tuple[int, int]]]]:
    """Every way to put (owner, number) into groups with each owner at most once."""
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for groups in partitions(rest):
        yield [[first], *groups]
        for at, group in enumerate(groups):
            if first[0] not in {owner for owner, _ in group}:
                yield [*groups[:at], [first, *group], *groups[at + 1 :]]


def brute(layers: Units, recipe: Recipe) -> float:
    """The least disorder, by trying everything, from the definition."""
    flat = [(owner, unit) for owner, layer in enumerate(layers) for unit in layer]
    pairs = len(layers) * (len(layers) - 1) / 2

    def apart(one: Unit, other: Unit) -> float:
        lengths = one.end - one.start + other.end - other.start
        place = ((abs(one.start - other.start) + abs(one.end - other.end)) / lengths) ** 2
        return recipe.delta * (recipe.alpha * place + recipe.beta * recipe.table[one.category][other.category])

    def cost(group: Sequence[tuple[int, int]]) -> float:
        known = [apart(flat[a][1], flat[b][1]) for (_, a), (_, b) in combinations(group, 2)]
        return (sum(known) + recipe.delta * (pairs - len(known))) / pairs

    numbered = [(owner, at) for at, (owner, _) in enumerate(flat)]
    return min(sum(map(cost, groups)) for groups in partitions(numbered))


def scattered(random: Random, people: int, units: int) -> list[list[Unit]]:
    """Units all over each other, open ones among them."""
    layers: list[list[Unit]] = [[] for _ in range(people)]
    for _ in range(units):
        start = random.randrange(0, 20)
        random.choice(layers).append(Unit(start, start + random.randrange(1, 9), random.randrange(4)))
    return layers


@pytest.mark.parametrize("people", [2, 3, 4, 5])
def test_an_alignment_is_as_good_as_brute_force_finds(people: int) -> None:
    """Many at once and one by one, with any weights."""
    random = Random(people)
    for _ in range(12):
        recipe = Recipe(random.choice((0, 0.5, 1, 3)), random.choice((0, 1, 2)), random.choice((0.5, 1, 2)))
        recipe = recipe._replace(table=with_open(nominal(3)))
        continua = [scattered(random, people, random.randrange(0, 8)) for _ in range(5)]
        found = alignment.align(continua, recipe)
        assert [each.disorder for each in found] == pytest.approx([brute(each, recipe) for each in continua])
        apart = [alignment.align([each], recipe)[0].disorder for each in continua]
        assert apart == pytest.approx([each.disorder for each in found])
        for each, layers in zip(found, continua, strict=True):
            owners = [owner for owner, layer in enumerate(layers) for _ in layer]
            assert sorted(unit for group in each.groups for unit in group) == list(range(len(owners)))
            assert all(len({owners[unit] for unit in group}) == len(group) for group in each.groups)


def test_a_solution_that_is_not_whole_is_made_whole() -> None:
    """Tangles of which the linear programme has a fractional optimum; the answer is that of brute force."""
    recipe = Recipe(table=nominal(4))
    broken = 0
    solved = alignment._solved

    def spy(*given: Any, whole: bool) -> Any:
        nonlocal broken
        broken += whole
        return solved(*given, whole=whole)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_solved", spy)
        for seed in (19, 20, 44, 74, 76):
            layers = scattered(Random(seed), 4, 9)
            (found,) = alignment.align([layers], recipe)
            assert found.disorder == pytest.approx(brute(layers, recipe))
    assert broken


def test_several_articles_are_pooled() -> None:
    """Disorders and units are summed before they divide; none finds a partner in another article."""
    recipe = Recipe(table=nominal(4), samples=5, seed=3)
    first = Continuum("first", 100, [[Unit(0, 10, 0)], [Unit(0, 10, 0), Unit(50, 60, 1)]])
    second = Continuum("second", 80, [[Unit(5, 9, 2)], [Unit(4, 9, 2)], [Unit(30, 40, 2)]])
    nobody = Continuum("nobody", 50, [[], []])
    found = disorder.gamma([first, second, nobody], recipe, draws=[[1, 0, 0], [0, 2, 5], [0, 0, 3]])
    (one,), (two,) = (alignment.align([each.layers], recipe) for each in (first, second))
    assert found.observed == pytest.approx((one.disorder + two.disorder) / (3 / 2 + 3 / 3))
    assert found.score.n == 6
    apart = [disorder.gamma([each], recipe).score.value for each in (first, second)]
    assert found.resampled == (pytest.approx(apart[0]), pytest.approx(apart[1]), None)


@pytest.mark.parametrize(
    ("continua", "reason"),
    [
        ([], "no two annotators"),
        ([Continuum("a", 9, [[Unit(0, 3, 0)]])], "no two annotators"),
        ([Continuum("a", 9, [[], []])], "no claims"),
        ([Continuum("a", 9, [[Unit(0, 3, 0)]]), Continuum("b", 9, [[], []])], "no claims"),
    ],
    ids=["no article", "one annotator", "nothing marked", "nothing marked by two"],
)
def test_undefined_says_why(continua: list[Continuum], reason: str) -> None:
    """Never 0 or 1 in place of a value."""
    found = disorder.gamma(continua, Recipe(table=nominal(1)))
    assert (found.score.value, found.score.reason, found.score.n) == (None, reason, 0)


def test_a_chance_without_disorder_is_undefined() -> None:
    """Where nothing can lie elsewhere and there is one category, agreement is no news."""
    whole = Continuum("a", 9, [[Unit(0, 9, 0)], [Unit(0, 9, 0)]])
    found = disorder.gamma([whole], Recipe(alpha=0, table=nominal(1)))
    assert (found.score.value, found.score.reason) == (None, "chance has no disorder either")


def test_an_annotator_who_found_nothing_counts() -> None:
    """All claims of the other are alone, as chance has them: no agreement."""
    found = disorder.gamma([Continuum("a", 90, [[Unit(0, 9, 0), Unit(20, 30, 0)], []])], Recipe(table=nominal(1)))
    assert found.observed == 2
    assert found.score.value is not None
    assert found.score.value < 0.01


def test_precision_draws_what_it_needs() -> None:
    """More samples for a tenth of the error, the first ones unchanged; and the mean is as near as asked."""
    random = Random(1)
    here = Continuum("a", 300, [[Unit(s := random.randrange(280), s + 12, 0) for _ in range(6)] for _ in range(2)])
    recipe = Recipe(table=nominal(1), samples=20)
    rough, fine = (disorder.gamma([here], recipe._replace(precision=share)) for share in (0.5, 0.01))
    assert (rough.samples, fine.samples > 100) == (20, True)
    assert disorder.gamma([here], recipe).expected == rough.expected
    other = disorder.gamma([here], recipe._replace(precision=0.01, seed=8))
    assert fine.expected == pytest.approx(other.expected, rel=0.03)


def test_too_many_annotators_are_refused_at_once() -> None:
    """Sixty on the same places have more groups than can be looked at; the article is named."""
    layers = [[Unit(0, 100, 0), Unit(300, 400, 1), Unit(900, 1000, 2)] for _ in range(60)]
    with pytest.raises(alignment.TooTangledError, match=r"more than 100,000 groups of claims .* in harbor"):
        disorder.gamma([Continuum("harbor", 2000, layers)], Recipe(table=nominal(3)))


def test_one_article_with_five_thousand_claims() -> None:
    """It is never held as a square of all claims, and a copy agrees with itself."""
    random = Random(5)
    layer = [Unit(40 * at, 40 * at + random.randrange(5, 60), random.randrange(4)) for at in range(2500)]
    (found,) = alignment.align([[layer, layer]], Recipe(table=nominal(4)))
    assert found == (tuple((at, at + 2500) for at in range(2500)), 0)
