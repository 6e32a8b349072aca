"""The tutor's words, between the article and the hint bar."""

from __future__ import annotations

from textual.strip import Strip

from annotator.tui.drawing.paint import Run, flow, strip
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.sheet import Sheet

HEIGHT = 4
"""Rows: a rule, where one is, and two of what to do."""


class LessonBar(Sheet):
    """Shown only while a lesson is taken."""

    DEFAULT_CSS = f"LessonBar {{ height: {HEIGHT}; }}"

    def __init__(self, theme: Theme = DARK, *, id: str | None = None) -> None:
        super().__init__(theme, id=id)
        self._words = ("", "")

    @property
    def count(self) -> int:
        """Number of rows."""
        return HEIGHT

    def show(self, words: tuple[str, str]) -> None:
        """Show where one is and what to do."""
        if words != self._words:
            self._words = words
            self.repaint()

    def paint_row(self, row: int, edge: str) -> Strip:
        """The rule, or a row of the words."""
        width = self.size.width
        where, what = self._words
        rows: list[list[Run]] = [[("─" * width, "rule")], [(f" {where}", "title")]]
        rows += [[(" ", "text"), *line] for line in flow([(what, "text")], max(10, width - 2), 2)]
        return strip(rows[row] if row < len(rows) else [], self.theme, width)
