"""One row of text as the screen draws it: grapheme clusters in their safe form, and the cells they take."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from annotator.core.span import Span
from annotator.core.visible import clusters, is_simple


class Glyphs:
    """The clusters of `text[start:end]`. Offsets are code points of the article, cells count from the row's start."""

    __slots__ = ("_drawn", "_edges", "_offsets", "end", "start")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self._drawn: Sequence[str]
        self._offsets: Sequence[int]
        self._edges: Sequence[int]
        if is_simple(text, start, end):
            self._drawn, self._offsets, self._edges = text[start:end], range(start, end), range(end - start + 1)
            return
        found = list(clusters(text, start, end))
        self._drawn = [shown for _, shown, _ in found]
        self._offsets = [offset for offset, _, _ in found]
        self._edges = [0, *accumulate(cells for _, _, cells in found)]

    @property
    def width(self) -> int:
        """Cells of the whole row."""
        return self._edges[-1]

    def _index(self, offset: int) -> int:
        """Which cluster holds the code point; the number of clusters at or after the end."""
        if offset >= self.end:
            return len(self._drawn)
        return max(0, bisect_right(self._offsets, offset) - 1)

    def cell(self, offset: int) -> int:
        """The cell at which the cluster of this code point begins."""
        return self._edges[self._index(offset)]

    def drawn(self, start: int, end: int) -> str:
        """What stands on the screen for the clusters that begin in [start, end)."""
        return "".join(self._drawn[self._index(start) : self._index(end)])

    def after(self, offset: int) -> int:
        """The end of the cluster at this code point."""
        index = self._index(offset) + 1
        return self._offsets[index] if index < len(self._offsets) else self.end

    def before(self, offset: int) -> int:
        """The start of the cluster that ends at this code point."""
        index = self._index(offset) - 1
        return self._offsets[index] if index >= 0 else self.start

    def covered(self, labels: Sequence[tuple[int, str]]) -> tuple[Glyphs, tuple[Span, ...]]:
        """The same clusters with others drawn over some of them, and what is covered, in code points.

        Labels are (code point, text of one-cell characters), in order. Each takes the cells of its cluster and, where
        it is longer, of the clusters behind, up to the next label or the end of the row; what does not fit is left out.
        A blank between two labels stays, so that the eye can part them.
        """
        made = object.__new__(Glyphs)
        made.start, made.end, made._offsets, made._edges = self.start, self.end, self._offsets, self._edges
        drawn, spans = list(self._drawn), []
        stops = [self._index(offset) for offset, _ in labels[1:]] + [len(drawn)]
        for (offset, text), stop in zip(labels, stops, strict=False):
            first = at = self._index(offset)
            while text and at < stop and not (at > first and drawn[at] == " " and at + 1 == stop < len(drawn)):
                cells = self._edges[at + 1] - self._edges[at]
                drawn[at], text = text[:cells].ljust(cells), text[cells:]
                at += 1
            if at > first:
                spans.append(Span(self._offsets[first], self._offsets[at] if at < len(drawn) else self.end))
        made._drawn = drawn
        return made, tuple(spans)

    def offset(self, cell: int) -> int:
        """The start of the cluster drawn at this cell; the row's end right of the text."""
        # Left of the text is its first cell, of which a blank row has none.
        cell = max(0, cell)
        if cell >= self._edges[-1]:
            return self.end
        return self._offsets[bisect_right(self._edges, cell) - 1]
