"""One row of text as the screen draws it: grapheme clusters in their safe form, and the cells they take."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

import regex

_BAD = regex.compile(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]")


def visible(text: str) -> str:
    return _BAD.sub("�", text)


def cells(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def clusters(text: str, start: int, end: int) -> Iterator[tuple[int, str, int]]:
    for m in regex.finditer(r"\X", text, pos=start, endpos=end):
        c = m.group()
        if c == "\n":
            continue
        base = visible(c[0])
        if unicodedata.combining(base) or unicodedata.category(base)[0] == "M":
            base = "�"
        yield m.start(), base, cells(base)


class Glyphs:
    """The clusters of `text[start:end]`. Offsets are code points of the article, cells count from the row's start."""

    __slots__ = ("_drawn", "_edges", "_offsets", "end", "start")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start = start
        self.end = end
        drawn: list[str] = []
        offsets: list[int] = []
        widths: list[int] = []
        for offset, shown, cells in clusters(text, start, end):
            offsets.append(offset)
            drawn.append(shown)
            widths.append(cells)
        self._drawn = drawn
        self._offsets = offsets
        self._edges = [0, *accumulate(widths)]

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

    def offset(self, cell: int) -> int:
        """The start of the cluster drawn at this cell; the row's end right of the text."""
        if cell >= self._edges[-1]:
            return self.end
        return self._offsets[bisect_right(self._edges, max(0, cell)) - 1]
