"""What gamma is computed on: annotators' units on a continuum, and the recipe, without which the number says nothing.

Source: Mathet, Widlöcher and Métivier (2015), The Unified and Holistic Method Gamma for Inter-Annotator Agreement
Measure and Alignment, Computational Linguistics 41(3). An article is a continuum, a claim a unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

SOURCE = "Mathet, Widlöcher and Métivier (2015), Computational Linguistics 41(3)"
SAMPLES = 30
"""Random continua drawn at first, as the paper does."""


class Unit(NamedTuple):
    """One claim of one annotator."""

    start: float
    end: float
    """After `start`."""
    category: int
    """Row of the table of categories."""


Units: TypeAlias = Sequence[Sequence[Unit]]
"""The units of each annotator; empty for one who has found nothing."""


class Continuum(NamedTuple):
    """One article as at least two annotators have read it."""

    name: str
    """Unique among those that are computed together; its random continua depend on it."""
    length: float
    """Units begin in `[0, length)`."""
    layers: Units

    @property
    def units(self) -> int:
        """Of all annotators together."""
        return count(self.layers)


class Recipe(NamedTuple):
    """Everything that moves the number besides the units."""

    alpha: float = 1.0
    """Weight of the position."""
    beta: float = 1.0
    """Weight of the category."""
    delta: float = 1.0
    """What a unit without a partner costs."""
    sampler: str = "shift"
    """A name of `sampler.SAMPLERS`."""
    samples: int = SAMPLES
    precision: float = 0.0
    """Above 0: as many samples as the expected disorder needs to lie within this share of its mean (95 %)."""
    seed: int = 0
    table: tuple[tuple[float, ...], ...] = ()
    """table[i][j]: distance of two categories, from 0 to 1; a square, symmetric, its diagonal 0."""


def count(layers: Units) -> int:
    """The number of units."""
    return sum(map(len, layers))


def nominal(size: int) -> tuple[tuple[float, ...], ...]:
    """The table of so many categories that are all equally apart.

    >>> nominal(2)
    ((0.0, 1.0), (1.0, 0.0))
    """
    return tuple(tuple(float(one != two) for two in range(size)) for one in range(size))


def with_open(table: Iterable[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    """The table with one category more, of units whose value is open: it is apart from nothing.

    >>> with_open(nominal(2))
    ((0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    """
    held = [(*row, 0.0) for row in table]
    return (*held, (0.0,) * (len(held) + 1))
