"""What a measure of agreement gives: a value, or why there is none."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple, Protocol


class Score(NamedTuple):
    """A value of a measure, or the reason why it is undefined; never 0, 1 or NaN in place of one."""

    value: float | None
    reason: str = ""
    """Why there is no value, as a phrase (`one value only`); empty when there is one."""
    n: int = 0
    """Units, pairs or claims that it rests on, as the measure says."""


class Coding(NamedTuple):
    """What annotators have said about the same units: `ratings[annotator][unit]`, all rows of one length."""

    ratings: Sequence[Sequence[Hashable | None]]
    """None is a missing value, never a category; several values at once are a frozenset."""
    order: tuple[Hashable, ...] = ()
    """All values of the scale, lowest first: for measures that weigh by rank or need the number of categories."""


class CodingMeasure(Protocol):
    """A measure of agreement on coded units. A package brings one under the entry-point group `annotator.measures`."""

    @property
    def name(self) -> str:
        """What it is asked for by."""

    @property
    def help(self) -> str:
        """One line: what it says."""

    @property
    def source(self) -> str:
        """The paper that defines it."""

    def measure(self, coding: Coding, /) -> Score:
        """The agreement, or why it is undefined. Raises ValueError when the rows differ in length."""
