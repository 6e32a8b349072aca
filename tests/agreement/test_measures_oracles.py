"""Other libraries on random codings: each tells the same number wherever both say something.

nltk comes with the test extra; the others are heavy, and `make test-gamma` asks them in an environment of its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from random import Random
from typing import Any

import pytest

from annotator.agreement.measures import measure_of
from annotator.agreement.measures.pairwise import f1_exact_from, pairing
from annotator.core.compare.measure import Coding

SEEDS = range(60)
SETS = tuple(frozenset(some) for some in ("a", "b", "ab", "bc", "abc"))


def codings(values: tuple[Hashable, ...], annotators: int, missing: float) -> Iterator[Coding]:
    """Codings in which annotators follow a hidden value, more or less."""
    for seed in SEEDS:
        yield coding_of(Random(seed), values, annotators, missing)


def coding_of(random: Random, values: tuple[Hashable, ...], annotators: int, missing: float) -> Coding:
    """One of them."""
    truth = [random.choice(values) for _ in range(random.randrange(5, 40))]
    noise = random.random()
    rows = [[value if random.random() > noise else random.choice(values) for value in truth] for _ in range(annotators)]
    holes = [[value if random.random() > missing else None for value in row] for row in rows]
    return Coding(holes, values)


def oracle(name: str) -> Any:
    """The library, or a test that is skipped for a reason."""
    return pytest.importorskip(name, reason=f"{name.partition('.')[0]} is not installed here: make test-gamma")


def task(coding: Coding, distance: Any = None) -> Any:
    """The coding as nltk wants it."""
    agreement = pytest.importorskip("nltk.metrics.agreement")
    data = [
        (who, unit, value)
        for who, row in enumerate(coding.ratings)
        for unit, value in enumerate(row)
        if value is not None
    ]
    return agreement.AnnotationTask(data=data, **({"distance": distance} if distance else {}))


def test_alpha_like_nltk() -> None:
    """Nominal, interval, Jaccard and MASI with missing values."""
    distance = pytest.importorskip("nltk.metrics.distance")
    for name, far, values in (
        ("alpha", None, ("a", "b", "c")),
        ("alpha_interval", distance.interval_distance, (1, 2, 4, 9)),
        ("alpha_jaccard", distance.jaccard_distance, SETS),
        ("alpha_masi", distance.masi_distance, SETS),
    ):
        for coding in codings(values, 4, 0.2):
            assert measure_of(name).measure(coding).value == pytest.approx(task(coding, far).alpha(), abs=1e-9)


def test_two_annotators_like_nltk() -> None:
    """Percent, S, pi and kappa of two who have coded everything."""
    for coding in codings(("a", "b", "c"), 2, 0):
        theirs, unordered = task(coding), Coding(coding.ratings)
        for name, value in (
            ("percent", theirs.avg_Ao()),
            ("bennett", theirs.S()),
            ("scott", theirs.pi()),
            ("cohen", theirs.kappa()),
        ):
            assert measure_of(name).measure(unordered).value == pytest.approx(value, abs=1e-9), name


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_like_krippendorff(level: str) -> None:
    """All four levels with missing values."""
    krippendorff = oracle("krippendorff")
    name = "alpha" if level == "nominal" else f"alpha_{level}"
    for coding in codings((0, 1, 2, 5), 4, 0.3):
        data = [[float("nan") if value is None else value for value in row] for row in coding.ratings]
        theirs = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
        assert measure_of(name).measure(coding).value == pytest.approx(theirs, abs=1e-9)


def test_kappa_like_scikit_learn() -> None:
    """Plain, linear and quadratic."""
    metrics = oracle("sklearn.metrics")
    for coding in codings((1, 2, 3, 4), 2, 0):
        for name, weights in (("cohen", None), ("cohen_linear", "linear"), ("cohen_quadratic", "quadratic")):
            theirs = metrics.cohen_kappa_score(*coding.ratings, weights=weights, labels=coding.order)
            assert measure_of(name).measure(coding).value == pytest.approx(theirs, abs=1e-9)


def test_exact_f1_like_nervaluate() -> None:
    """Its strict F1 on spans of one label."""
    nervaluate = oracle("nervaluate")
    places = [(10 * at, 10 * at + 5) for at in range(20)]
    for seed in SEEDS:
        random = Random(seed)
        first, second = ({place for place in places if random.random() < 0.5} | {(300, 305)} for _ in range(2))
        layers = [[[{"label": "claim", "start": a, "end": b} for a, b in sorted(layer)]] for layer in (first, second)]
        strict = nervaluate.Evaluator(*layers, tags=["claim"]).evaluate()["overall"]["strict"]
        ours = f1_exact_from(pairing((len(first), len(second)), [1.0] * len(first & second)))
        assert ours.value == pytest.approx(strict.f1, abs=1e-9)
