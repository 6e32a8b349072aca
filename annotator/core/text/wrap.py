"""Wrapping: the article's rows at a width in cells, found in one pass and kept as row starts."""

from __future__ import annotations

from array import array
from bisect import bisect_right

from annotator.core.visible import clusters, is_simple

_NARROWEST = 2
"""A wide character needs two cells."""


class Wrap:
    """The rows of a text: `[start(row), start(row + 1))` cover it exactly once.

    A row breaks behind the last blank that fits; a word longer than a row is broken between graphemes; a newline ends
    its row and is not shown. Blanks at a break may hang over the edge; they belong to the row and are not drawn.
    """

    def __init__(self, text: str, width: int) -> None:
        self.text = text
        self.width = max(_NARROWEST, width)
        starts = array("Q", [0])
        size = len(text)
        at = 0
        while at <= size:
            stop = text.find("\n", at)
            if stop < 0:
                stop = size
            if stop - at > self.width or not is_simple(text, at, stop):
                self._break(starts, at, stop)
            at = stop + 1
            if at <= size:
                starts.append(at)
        self._starts = starts

    def _break(self, starts: array[int], start: int, end: int) -> None:
        """Row starts inside one line, after its own."""
        if is_simple(self.text, start, end):
            self._break_simple(starts, start, end)
            return
        row, used = start, 0
        behind, used_there = start, 0
        for offset, shown, cells in clusters(self.text, start, end):
            if shown == " ":
                used += 1
                behind, used_there = offset + 1, used
                continue
            if used + cells > self.width and behind > row:
                row, used = behind, used - used_there
                starts.append(row)
            if used + cells > self.width and offset > row:
                row = behind = offset
                used = 0
                starts.append(row)
            used += cells

    def _break_simple(self, starts: array[int], start: int, end: int) -> None:
        """The same where each code point is one cell."""
        text, width = self.text, self.width
        row = start
        while end - row > width:
            blank = text.rfind(" ", row, row + width + 1)
            if blank < 0:
                row += width
            else:
                row = blank + 1
                while row < end and text[row] == " ":
                    row += 1
            if row >= end:
                return
            starts.append(row)

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self._starts)

    def row_of(self, offset: int) -> int:
        """The row on which an offset lies."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def start(self, row: int) -> int:
        """The first offset of a row."""
        return self._starts[row]

    def end(self, row: int) -> int:
        """The offset behind the last character shown: the newline that ends a line is not."""
        if row + 1 >= len(self._starts):
            return len(self.text)
        stop = self._starts[row + 1]
        return stop - 1 if self.text[stop - 1] == "\n" else stop

    def cell_of(self, offset: int) -> int:
        """The cell column of an offset within its row."""
        row = self.row_of(offset)
        return sum(cells for _, _, cells in clusters(self.text, self.start(row), min(offset, self.end(row))))

    def offset_at(self, row: int, cell: int) -> int:
        """The grapheme start drawn at a cell of a row.

        Right of the text it is the row's last place: the line's end, or, where the line goes on, its last grapheme.
        """
        at = 0
        last = self.start(row)
        for offset, _, cells in clusters(self.text, last, self.end(row)):
            if at + cells > cell:
                return offset
            at += cells
            last = offset
        goes_on = row + 1 < self.count and self.start(row + 1) == self.end(row)
        return last if goes_on else self.end(row)
