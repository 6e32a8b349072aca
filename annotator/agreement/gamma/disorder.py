"""Gamma of some continua: one minus the disorder that they have by the disorder that chance would have.

The disorder of several continua is the sum of theirs by the sum of their mean numbers of units of an annotator; of one
continuum it is the paper's. Each is aligned and drawn for itself: no unit finds a partner in another article.
Undefined: `no two annotators`, `no claims`, and `chance has no disorder either`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from annotator.agreement.gamma.alignment import TooTangledError, align
from annotator.agreement.gamma.continuum import Continuum, Recipe, count
from annotator.agreement.gamma.sampler import sample
from annotator.core.compare.measure import Score

Array: TypeAlias = Any
"""A numpy array."""

NO_TWO = "no two annotators"
NO_CLAIMS = "no claims"
NO_CHANCE = "chance has no disorder either"
_CONFIDENCE = 1.96
"""Standard deviations on both sides of a mean between which 95 % lie."""


class Gamma(NamedTuple):
    """The measure, with what it is made of."""

    score: Score
    """`n` is the number of units."""
    observed: float | None = None
    expected: float | None = None
    samples: int = 0
    """How many random continua were drawn of each continuum."""
    resampled: tuple[float | None, ...] = ()
    """The value on each resample of the continua; None where it is undefined."""


def gamma(continua: Sequence[Continuum], recipe: Recipe, draws: Iterable[Sequence[float]] = ()) -> Gamma:
    """The measure. `draws` are resamples of the continua: each has one weight for every continuum.

    Raises TooTangledError, which names the continuum, and KeyError for a sampler that does not exist.
    """
    shared = [each for each in continua if len(each.layers) > 1]
    units = sum(each.units for each in shared)
    if not units:
        return Gamma(Score(None, NO_CLAIMS if shared else NO_TWO))
    # One row for each continuum, one column for what was observed and one for each sample.
    sums = np.stack([_sums(each, recipe, 0, recipe.samples) for each in continua])
    whole = np.ones((1, len(continua)))
    needed = _needed(_disorders(sums, whole)[0, 1:], recipe)
    if needed > recipe.samples:
        more = np.stack([_sums(each, recipe, recipe.samples, needed) for each in continua])
        sums = np.concatenate([sums, more[:, :, 1:]], axis=2)
    disorders = _disorders(sums, whole)
    observed, expected = float(disorders[0, 0]), float(disorders[0, 1:].mean())
    (value,) = _values(disorders)
    weights = np.array([list(each) for each in draws], dtype=float).reshape(-1, len(continua))
    return Gamma(
        Score(value, "" if value is not None else NO_CHANCE, units),
        observed,
        expected,
        sums.shape[2] - 1,
        tuple(_values(_disorders(sums, weights))),
    )


def _sums(continuum: Continuum, recipe: Recipe, first: int, last: int) -> Array:
    """Two rows, disorder and mean number of units; columns: as observed, and the samples from `first` to `last`."""
    people = len(continuum.layers)
    if people < 2 or not continuum.units:
        return np.zeros((2, 1 + last - first))
    layers = [continuum.layers, *(sample(recipe.sampler, continuum, recipe.seed, at) for at in range(first, last))]
    try:
        found = align(layers, recipe)
    except TooTangledError as problem:
        raise TooTangledError(f"{problem} in {continuum.name}") from None
    return np.array([[each.disorder for each in found], [count(each) / people for each in layers]])


def _disorders(sums: Array, weights: Array) -> Array:
    """For each row of weights: the disorder as observed and of each sample, over all continua."""
    with np.errstate(invalid="ignore"):
        return (weights @ sums[:, 0]) / (weights @ sums[:, 1])


def _values(disorders: Array) -> list[float | None]:
    """One minus observed by expected of each row; without any disorder observed it is 1 wherever chance has some."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = 1 - disorders[:, 0] / disorders[:, 1:].mean(axis=1)
    return [float(value) if np.isfinite(value) else None for value in found]


def _needed(expected: Array, recipe: Recipe) -> int:
    """How many samples bring the mean of the expected disorder within the precision (section 5.3)."""
    if not recipe.precision or recipe.samples < 2 or not expected.mean():
        return recipe.samples
    spread = float(expected.std(ddof=1) / expected.mean())
    return ceil((_CONFIDENCE * spread / recipe.precision) ** 2)
