"""Motions: from one offset to the next, always on a grapheme boundary of the text."""

from __future__ import annotations

from typing import Protocol

from annotator.core.text.segment import Segments


class Rows(Protocol):
    """The article's rows as some screen wraps them."""

    @property
    def count(self) -> int:
        """Number of rows, at least 1."""

    def row_of(self, offset: int) -> int:
        """The row on which an offset lies; the end of the text lies on the last row."""

    def start(self, row: int) -> int:
        """The first offset of a row."""

    def end(self, row: int) -> int:
        """The offset behind the last character that the row shows; a newline is not shown."""

    def cell_of(self, offset: int) -> int:
        """The cell column of an offset within its row."""

    def offset_at(self, row: int, cell: int) -> int:
        """The grapheme start that is drawn at a cell of a row; the row's last place right of the text."""


def left(segments: Segments, offset: int) -> int:
    """One grapheme back."""
    return segments.prev_grapheme(offset)


def right(segments: Segments, offset: int) -> int:
    """One grapheme on."""
    return segments.next_grapheme(offset)


def word_forward(segments: Segments, offset: int) -> int:
    """The start of the next word, or the end of the text."""
    return segments.next_word(offset)


def word_backward(segments: Segments, offset: int) -> int:
    """The start of this word, or of the one before when the cursor is there already."""
    return segments.prev_word(offset)


def to_row(rows: Rows, offset: int, row: int, goal: int | None) -> tuple[int, int]:
    """The offset on another row nearest to the goal column; (offset, goal)."""
    goal = rows.cell_of(offset) if goal is None else goal
    return rows.offset_at(max(0, min(rows.count - 1, row)), goal), goal


def up(rows: Rows, offset: int, goal: int | None) -> tuple[int, int]:
    """One row up, keeping the goal column; (offset, goal)."""
    return to_row(rows, offset, rows.row_of(offset) - 1, goal)


def down(rows: Rows, offset: int, goal: int | None) -> tuple[int, int]:
    """One row down, keeping the goal column; (offset, goal)."""
    return to_row(rows, offset, rows.row_of(offset) + 1, goal)


def page(rows: Rows, offset: int, count: int, goal: int | None) -> tuple[int, int]:
    """That many rows down (up when negative), keeping the goal column; (offset, goal)."""
    return to_row(rows, offset, rows.row_of(offset) + count, goal)


def row_start(rows: Rows, offset: int) -> int:
    """The first offset of this row."""
    return rows.start(rows.row_of(offset))


def row_end(rows: Rows, offset: int) -> int:
    """The last place on this row."""
    row = rows.row_of(offset)
    return rows.offset_at(row, 1 << 30)
