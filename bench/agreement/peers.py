"""The peers, under whatever Python they are installed in: a question as JSON on stdin, an answer on stdout.

Nothing of annotator is imported here. Each measures itself: importing it is not part of the time.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any


def best(run: Callable[[], Any], times: int) -> tuple[float, Any]:
    """Milliseconds of the fastest of several runs, and what it gave."""
    found, value = float("inf"), None
    for _ in range(times):
        begin = time.perf_counter()
        value = run()
        found = min(found, (time.perf_counter() - begin) * 1000)
    return found, value


def krippendorff(asked: dict[str, Any]) -> dict[str, Any]:
    """Alpha from Python labels, which it wants as numbers."""
    import krippendorff
    import numpy as np

    def run() -> float:
        codes: dict[str, int] = {}
        data = [[np.nan if v is None else codes.setdefault(v, len(codes)) for v in row] for row in asked["rows"]]
        return float(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))

    ms, value = best(run, asked["times"])
    return {"ms": ms, "value": value, "version": version("krippendorff")}


def nltk(asked: dict[str, Any]) -> dict[str, Any]:
    """Alpha from Python labels, which it wants as triples."""
    from nltk.metrics.agreement import AnnotationTask

    def run() -> float:
        data = [(who, at, v) for who, row in enumerate(asked["rows"]) for at, v in enumerate(row) if v is not None]
        return float(AnnotationTask(data=data).alpha())

    ms, value = best(run, asked["times"])
    return {"ms": ms, "value": value, "version": version("nltk")}


def pygamma(asked: dict[str, Any]) -> dict[str, Any]:
    """Gamma of one continuum, its compiled parts warm, on as many threads as it likes."""
    begin = time.perf_counter()
    import numpy as np
    import pygamma_agreement as pa
    from pyannote.core import Segment

    loading = (time.perf_counter() - begin) * 1000
    logging.disable()
    continuum = pa.Continuum()
    for number, layer in enumerate(asked["layers"]):
        continuum.add_annotator(f"p{number}")
        for start, end, category in layer:
            continuum.add(f"p{number}", Segment(start, end), str(category))
    apart = pa.CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)

    def run() -> tuple[float, float]:
        np.random.seed(3)
        found = continuum.compute_gamma(apart, n_samples=asked["samples"], sampler=pa.ShuffleContinuumSampler())
        return float(found.gamma), float(found.observed_disorder)

    with contextlib.redirect_stdout(io.StringIO()):
        run()
        ms, (value, disorder) = best(run, asked["times"])
    answer = {"ms": ms, "value": value, "disorder": disorder, "loading": loading}
    return {**answer, "version": version("pygamma-agreement")}


def annotator(asked: dict[str, Any]) -> dict[str, Any]:
    """Our own gamma, which needs numpy and scipy as well."""
    begin = time.perf_counter()
    from annotator.agreement.gamma.continuum import Continuum, Recipe, Unit, nominal
    from annotator.agreement.gamma.disorder import gamma

    loading = (time.perf_counter() - begin) * 1000
    here = Continuum("a", asked["length"], [[Unit(*unit) for unit in layer] for layer in asked["layers"]])
    recipe = Recipe(samples=asked["samples"], sampler="shift-half", table=nominal(asked["categories"]))
    ms, found = best(lambda: gamma([here], recipe), asked["times"])
    return {"ms": ms, "value": found.score.value, "disorder": found.observed, "loading": loading}


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(globals()[sys.argv[1]](json.load(sys.stdin))) + "\n")
