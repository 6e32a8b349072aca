"""Weighted sums of many sparse tallies over the same values: for a thousand resamples of one whole."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from operator import mul

_DENSE = 4
"""A value that one part in so many has is summed as a whole column."""


class Columns:
    """Tallies by part, turned to columns by value.

    >>> Columns([{"a": 1, "b": 2}, {"a": 4}], ["a", "b"]).at([1, 10])
    [41, 2]
    """

    def __init__(self, parts: Sequence[Mapping[Hashable, float]], values: Sequence[Hashable]) -> None:
        place = {value: at for at, value in enumerate(values)}
        held: list[list[tuple[int, float]]] = [[] for _ in values]
        for number, part in enumerate(parts):
            for value, n in part.items():
                held[place[value]].append((number, n))
        self._dense: list[tuple[int, list[float]]] = []
        self._few: list[tuple[int, list[tuple[int, float]]]] = []
        self._once: list[tuple[int, float]] = []
        self._places: list[int] = []
        for at, entries in enumerate(held):
            if len(entries) == 1:
                self._places.append(at)
                self._once.append(entries[0])
            elif len(entries) * _DENSE < len(parts):
                self._few.append((at, entries))
            else:
                column: list[float] = [0] * len(parts)
                for number, n in entries:
                    column[number] = n
                self._dense.append((at, column))
        self._size = len(values)

    def at(self, weights: Sequence[float]) -> list[float]:
        """For each value, the sum of its tallies, each times its part's weight."""
        sums: list[float] = [0] * self._size
        for at, column in self._dense:
            sums[at] = sum(map(mul, weights, column))
        for at, entries in self._few:
            sums[at] = sum([weights[number] * n for number, n in entries])
        for at, (number, n) in zip(self._places, self._once, strict=True):
            sums[at] = weights[number] * n
        return sums
