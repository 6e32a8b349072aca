"""An index of intervals: what covers this row, without looking at everything.

Hierarchical bins: level 0 cuts the text into bins of 128 code points, each further level into bins eight times as
wide. An interval lies in the narrowest bin that holds all of it, so adding and discarding touch one bin, and a query
looks into the few bins of each level that it meets.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)

_FIRST = 7
_STEP = 3


class Intervals(Generic[T]):
    """A set of (start, end, value), half-open, in code points; equal entries are one."""

    __slots__ = ("_bins", "_count", "_levels")

    def __init__(self) -> None:
        self._bins: dict[tuple[int, int], dict[tuple[int, int, T], None]] = {}
        self._levels: dict[int, int] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, start: int, end: int, value: T) -> None:
        """Add an interval. Raises ValueError for one that is empty or begins before 0."""
        if not 0 <= start < end:
            raise ValueError(f"[{start}, {end}) is no interval; 0 <= start < end is needed")
        shift = _shift(start, end)
        entries = self._bins.setdefault((shift, start >> shift), {})
        if (start, end, value) not in entries:
            entries[start, end, value] = None
            self._levels[shift] = self._levels.get(shift, 0) + 1
            self._count += 1

    def discard(self, start: int, end: int, value: T) -> None:
        """Take an interval away, if it is there."""
        shift = _shift(start, end)
        bin = (shift, start >> shift)
        entries = self._bins.get(bin)
        if entries is None or (start, end, value) not in entries:
            return
        del entries[start, end, value]
        if not entries:
            del self._bins[bin]
        self._levels[shift] -= 1
        if not self._levels[shift]:
            del self._levels[shift]
        self._count -= 1

    def over(self, start: int, end: int) -> list[tuple[int, int, T]]:
        """The intervals that share a code point with [start, end), in no order."""
        if end <= start:
            return []
        bins = self._bins
        found: list[tuple[int, int, T]] = []
        for shift in self._levels:
            for number in range(start >> shift, ((end - 1) >> shift) + 1):
                entries = bins.get((shift, number))
                if entries:
                    found.extend(entry for entry in entries if entry[0] < end and start < entry[1])
        return found

    def __iter__(self) -> Iterator[tuple[int, int, T]]:
        for entries in self._bins.values():
            yield from entries


def _shift(start: int, end: int) -> int:
    """log2 of the width of the narrowest bin that holds the interval."""
    shift = _FIRST
    while start >> shift != (end - 1) >> shift:
        shift += _STEP
    return shift
