"""Random continua of gamma: what every sampler keeps, and how far moves are apart."""

from __future__ import annotations

import doctest
from collections import Counter
from itertools import combinations
from random import Random
from statistics import fmean

import pytest

from annotator.agreement.gamma import continuum, sampler
from annotator.agreement.gamma.continuum import Continuum, Unit, count
from annotator.agreement.gamma.sampler import SAMPLERS, free, sample

LENGTH = 1000


def marked(seed: int, people: int = 3, each: int = 8) -> Continuum:
    """Annotators with marks all over a text."""
    random = Random(seed)
    layers = [
        [
            Unit(start := random.randrange(LENGTH - 60), start + random.randrange(5, 60), random.randrange(4))
            for _ in range(each)
        ]
        for _ in range(people)
    ]
    return Continuum(f"text {seed}", LENGTH, layers)


@pytest.mark.parametrize("module", [continuum, sampler])
def test_examples_in_docstrings(module: object) -> None:
    """They run."""
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SAMPLERS)
def test_a_sample_is_repeatable_and_stands_alone(name: str) -> None:
    """Name, seed and number make it, whatever else is drawn."""
    here = marked(1)
    assert sample(name, here, 0, 3) == sample(name, here, 0, 3)
    others = [sample(name, here, 0, 4), sample(name, here, 1, 3), sample(name, here._replace(name="other"), 0, 3)]
    assert sample(name, here, 0, 3) not in others


@pytest.mark.parametrize("name", SAMPLERS)
def test_as_many_annotators_and_never_nothing(name: str) -> None:
    """Also where all but one have found nothing."""
    here = Continuum("text", LENGTH, [[Unit(3, 9, 0)], [], [], []])
    for number in range(50):
        found = sample(name, here, 0, number)
        assert len(found) == 4
        assert count(found)
        assert all(unit.end > unit.start for layer in found for unit in layer)
    with pytest.raises(ValueError, match="'text' has no units"):
        sample(name, here._replace(layers=[[], []]), 0, 0)


@pytest.mark.parametrize(("name", "share"), [("shift", 1.0), ("shift-half", 0.5)])
def test_a_shift_moves_a_whole_annotator(name: str, share: float) -> None:
    """Everybody's units are those of one, further round by one distance; two of these are far enough apart."""
    here = marked(2)
    sizes = fmean(unit.end - unit.start for layer in here.layers for unit in layer)
    for number in range(60):
        moves = []
        for layer in sample(name, here, 0, number):
            (of,) = (each for each in here.layers if [u[2] for u in each] == [u[2] for u in layer])
            steps = {round((new.start - old.start) % LENGTH, 6) % LENGTH for old, new in zip(of, layer, strict=True)}
            (step,) = steps
            moves.append(step)
            assert [round(u.end - u.start, 6) for u in layer] == [u.end - u.start for u in of]
            assert all(0 <= u.start < LENGTH for u in layer)
        for one, other in combinations(moves, 2):
            far = abs(one - other)
            assert min(far, LENGTH - far) >= share * sizes - 1e-5


def test_everybody_is_drawn_and_every_place_is_reached() -> None:
    """Over many samples each annotator's units come up alike, and moves are spread over the whole circle."""
    here = marked(3)
    whose: Counter[int] = Counter()
    tenths: Counter[int] = Counter()
    for number in range(600):
        for layer in sample("shift", here, 0, number):
            (at,) = (at for at, each in enumerate(here.layers) if [u[2] for u in each] == [u[2] for u in layer])
            whose[at] += 1
            tenths[int((layer[0].start - here.layers[at][0].start) % LENGTH // 100)] += 1
    assert all(500 < n < 700 for n in whose.values())
    assert len(tenths) == 10
    assert all(130 < n < 230 for n in tenths.values())


def test_a_full_circle_still_gives_samples() -> None:
    """Units as long as the text leave no room between moves; then a move may be anywhere."""
    assert free([0.0], LENGTH, LENGTH) == []
    here = Continuum("text", LENGTH, [[Unit(0, LENGTH, 0)], [Unit(0, LENGTH, 0)]])
    assert len({tuple(layer) for layer in sample("shift", here, 0, 0)}) == 2


def test_the_statistical_sampler_keeps_the_means() -> None:
    """Numbers, lengths and categories are as frequent as they were."""
    here = marked(4, people=2, each=40)
    drawn = [unit for number in range(60) for layer in sample("statistical", here, 0, number) for unit in layer]
    real = [unit for layer in here.layers for unit in layer]
    assert len(drawn) / 120 == pytest.approx(40)
    assert fmean(u.end - u.start for u in drawn) == pytest.approx(fmean(u.end - u.start for u in real), rel=0.1)
    for category, n in Counter(unit.category for unit in real).items():
        assert sum(unit.category == category for unit in drawn) / len(drawn) == pytest.approx(n / 80, abs=0.03)
