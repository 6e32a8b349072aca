"""The process that computes gamma: one line of JSON in, one line out. Nobody imports it; `gamma.py` starts it.

Only here are numpy and scipy loaded. The process ends by itself when its input closes, which is what happens when the
one that has started it ends in whatever way.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from threading import Thread
from typing import Any


def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The measure of what was asked for, or the reason why there is none."""
    import numpy as np
    import scipy

    from annotator.agreement.bootstrap import Draws
    from annotator.agreement.gamma.alignment import TooTangledError
    from annotator.agreement.gamma.continuum import Continuum, Recipe, Unit
    from annotator.agreement.gamma.disorder import gamma

    continua = [
        Continuum(name, length, [[Unit(*unit) for unit in layer] for layer in layers])
        for name, length, layers in asked["continua"]
    ]
    # Articles are drawn, each with all that stands in it.
    places: list[int] = asked["articles"]
    size = len(set(places))
    draws = Draws(asked["resamples"] if size > 1 else 0, asked["recipe"]["seed"]).of(size)
    weights = ([draw[at] for at in places] for draw in draws)
    try:
        found = gamma(continua, Recipe(**asked["recipe"]), weights)
    except TooTangledError as problem:
        return {"reason": str(problem)}
    return {
        "value": found.score.value,
        "reason": found.score.reason,
        "n": found.score.n,
        "observed": found.observed,
        "expected": found.expected,
        "samples": found.samples,
        "resampled": found.resampled,
        "versions": f"numpy {np.__version__}, scipy {scipy.__version__}",
    }


def _line() -> bytes:
    """What stands before the first line end. Read without a buffer, so that the watch can go on where this stops."""
    parts: list[bytes] = []
    while not parts or b"\n" not in parts[-1]:
        part = os.read(0, 1 << 20)
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


def _watch() -> None:
    while os.read(0, 1 << 10):
        pass
    os._exit(1)


def main() -> None:
    """Read, compute, write."""
    asked = json.loads(_line())
    Thread(target=_watch, daemon=True).start()
    sys.stdout.write(json.dumps(answer(asked)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
