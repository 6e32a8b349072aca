"""Spans `[start, end)` in Unicode code points, and pieces: the sorted, disjoint spans of one role.

Every function keeps this invariant: a `Pieces` value is sorted by start, its spans are not empty, do not overlap
and do not touch (touching pieces of one role are one piece).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias


class Span(NamedTuple):
    """Half-open: `text[start:end]`. Code points, never bytes or UTF-16 units."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Number of code points."""
        return self.end - self.start

    def contains(self, offset: int) -> bool:
        """Whether the code point at `offset` lies inside."""
        return self.start <= offset < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


Pieces: TypeAlias = tuple[Span, ...]


def pieces(spans: Iterable[Span | tuple[int, int]]) -> Pieces:
    """Sorted and disjoint: empty spans are dropped; overlapping and touching ones merge.

    >>> pieces([(4, 6), (0, 2), (2, 3)])
    (Span(start=0, end=3), Span(start=4, end=6))
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Span(start, end))
    return tuple(merged)


def hull(parts: Pieces) -> Span:
    """From the first start to the last end. Raises IndexError when there is no piece."""
    return Span(parts[0].start, parts[-1].end)


def length(parts: Pieces) -> int:
    """Code points covered by all pieces together."""
    return sum(part.length for part in parts)


def union(a: Pieces, b: Pieces) -> Pieces:
    """Code points of either."""
    return pieces(a + b)


def intersection(a: Pieces, b: Pieces) -> Pieces:
    """Code points of both."""
    found: list[tuple[int, int]] = []
    at = 0
    for start, end in a:
        while at < len(b) and b[at].end <= start:
            at += 1
        for from_, to in b[at:]:
            if from_ >= end:
                break
            found.append((max(start, from_), min(end, to)))
    return pieces(found)


def common(a: Pieces, b: Pieces) -> int:
    """How many code points `a` and `b` have both: `length(intersection(a, b))`, only faster.

    >>> common((Span(0, 4), Span(6, 9)), (Span(2, 8),))
    4
    """
    found = at = 0
    for start, end in a:
        while at < len(b) and b[at][1] <= start:
            at += 1
        for from_, to in b[at:]:
            if from_ >= end:
                break
            found += (end if end < to else to) - (start if start > from_ else from_)
    return found


def difference(a: Pieces, b: Pieces) -> Pieces:
    """Code points of `a` that are not in `b`."""
    edges = [0, *(edge for cut in b for edge in cut), a[-1].end if a else 0]
    return intersection(a, pieces(zip(edges[::2], edges[1::2], strict=True)))


def iou(a: Pieces, b: Pieces) -> float:
    """Intersection over union on sets of code points (`[0, 1]`); 0.0 when both are empty.

    >>> iou((Span(0, 10),), (Span(5, 10),))
    0.5
    """
    shared = common(a, b)
    total = length(a) + length(b) - shared
    return shared / total if total else 0.0
