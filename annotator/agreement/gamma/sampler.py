"""Random continua: what annotators would have made who mark as they do, and where chance has it.

A sampler takes a continuum and a source of chance, and gives the units of as many annotators. A sample in which nobody
has marked anything is drawn again: it says nothing.

shift        each annotator's units are those of one who is drawn, moved around the continuum as on a circle; two moves
             are at least the mean length of a unit apart (Mathet et al. 2015, section 5.2.1)
shift-half   the same with half of that distance, as the authors' own program and pygamma-agreement have it
statistical  numbers, gaps and lengths are drawn from normal distributions with the mean and deviation of the real ones,
             and categories by their frequency, as pygamma-agreement does unless told otherwise
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from random import Random
from statistics import fmean, pstdev
from typing import TypeAlias

from annotator.agreement.gamma.continuum import Continuum, Unit, Units, count

Sampler: TypeAlias = Callable[[Continuum, Random], Units]


def sample(name: str, continuum: Continuum, seed: int, number: int) -> Units:
    """The sample of this number; the same for the same name, seed and number, whatever else is drawn.

    Raises KeyError for a name that is not in `SAMPLERS`, ValueError for a continuum without units.
    """
    if not continuum.units:
        raise ValueError(f"The continuum {continuum.name!r} has no units to draw from.")
    random = Random(f"{seed}:{number}:{continuum.name}")  # noqa: S311 - draws are to be repeatable, not secret
    while True:
        layers = SAMPLERS[name](continuum, random)
        if count(layers):
            return layers


def _shift(share: float, continuum: Continuum, random: Random) -> Units:
    length = continuum.length
    apart = share * fmean(unit.end - unit.start for layer in continuum.layers for unit in layer)
    moves: list[float] = []
    drawn: list[list[Unit]] = []
    for _ in continuum.layers:
        # Where the circle is full, a move may be anywhere.
        stretches = free(moves, apart, length) if moves else []
        move = _place(stretches or [(0.0, length)], random) % length
        moves.append(move)
        drawn.append([_moved(unit, move, length) for unit in random.choice(continuum.layers)])
    return drawn


def _moved(unit: Unit, move: float, length: float) -> Unit:
    """The unit further around the circle. One that is cut by the end of the continuum stays whole and hangs over."""
    start = (unit.start + move) % length
    return Unit(start, start + (unit.end - unit.start), unit.category)


def free(moves: Sequence[float], apart: float, length: float) -> list[tuple[float, float]]:
    """The stretches of a circle that are at least `apart` from all moves; a stretch may pass the circle's end.

    >>> free([2.0], 3.0, 10.0)
    [(5.0, 9.0)]
    >>> free([2.0, 7.0], 3.0, 10.0)
    []
    """
    ordered = sorted(moves)
    following = [*ordered[1:], ordered[0] + length]
    stretches = ((one + apart, two - apart) for one, two in zip(ordered, following, strict=True))
    return [(start, end) for start, end in stretches if start < end]


def _place(stretches: Sequence[tuple[float, float]], random: Random) -> float:
    """A place in one of the stretches, all places alike."""
    start, end = random.choices(stretches, [end - start for start, end in stretches])[0]
    return random.uniform(start, end)


def _statistical(continuum: Continuum, random: Random) -> Units:
    units = [unit for layer in continuum.layers for unit in layer]
    number = _like([float(len(layer)) for layer in continuum.layers], random)
    gap = _like(_gaps(continuum.layers), random)
    length = _like([unit.end - unit.start for unit in units], random)
    categories = [unit.category for unit in units]
    drawn: list[list[Unit]] = []
    for _ in continuum.layers:
        at = 0.0
        layer: list[Unit] = []
        for _ in range(abs(int(number()))):
            start = at + gap()
            while (at := start + abs(length())) <= start:
                pass
            layer.append(Unit(start, at, random.choice(categories)))
        drawn.append(layer)
    return drawn


def _like(values: Sequence[float], random: Random) -> Callable[[], float]:
    """Draws from the normal distribution that has the mean and deviation of the values."""
    return partial(random.normalvariate, fmean(values), pstdev(values))


def _gaps(layers: Units) -> list[float]:
    """From each unit to the one before it, or to the beginning; a gap of 0 is always among them."""
    found = [0.0]
    for layer in layers:
        ordered = sorted(layer)
        found += [ordered[0].start] if ordered and ordered[0].start > 0 else []
        found += [later.start - earlier.end for earlier, later in pairwise(ordered)]
    return found


SAMPLERS: Mapping[str, Sampler] = {
    "shift": partial(_shift, 1.0),
    "shift-half": partial(_shift, 0.5),
    "statistical": _statistical,
}
"""Name → sampler; the first is the paper's."""
