"""The line at the top: which article, who, whether all is saved, whether it is done."""

from __future__ import annotations

from textual.strip import Strip

from annotator.core.records.metadata import byline
from annotator.core.state import State
from annotator.tui.drawing.paint import Run, columns, strip, width
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.sheet import Sheet


def safe(unsaved: int, problem: str) -> Run:
    """Whether all is saved: a dot while something is on its way, how many when it cannot be saved."""
    if problem:
        return (f"● {unsaved} not saved ", "warn")
    return ("    ● ", "accent") if unsaved else ("saved ", "quiet")


class TopLine(Sheet):
    """One row: the title, cut to what is left by place, annotator, done, saved."""

    def __init__(self, theme: Theme = DARK, *, id: str | None = None) -> None:
        super().__init__(theme, id=id)
        self._left: list[Run] = []
        self._right: list[Run] = []

    @property
    def count(self) -> int:
        """Number of rows."""
        return 1

    def show(
        self,
        state: State,
        number: int = 0,
        count: int = 0,
        unsaved: int = 0,
        problem: str = "",
        pace: float | None = None,
    ) -> None:
        """Show the article, its place (`number` of `count`), and whether everything is saved.

        `unsaved` changes wait for their COMMIT; with a `problem` they cannot be saved at the moment. `pace` is keys for
        each claim since the article was opened.
        """
        left: list[Run] = [(" ", "text"), (state.article.title or state.article.id, "title")]
        who = state.annotator if state.round == "main" else f"{state.annotator} · {state.round}"
        right: list[Run] = [(f"  {number} of {count}   ", "quiet")] if count > 1 and number else []
        if pace is not None:
            right.append((f"{pace:.1f} keys/claim   ", "quiet"))
        if state.done:
            right.append(("✓ done   ", "good"))
        right.append((f"{who}   ", "quiet"))
        right.append(safe(unsaved, problem))
        appeared = byline(state.article.meta)
        # Whole or not at all: half a date says nothing.
        if appeared and width(" · " + appeared) + sum(width(text) for text, _ in (*left, *right)) < self.size.width:
            left.append((f" · {appeared}", "quiet"))
        self.put(left, right)

    def put(self, left: list[Run], right: list[Run]) -> None:
        """Show these runs; painted only when they are others than before."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh_rows([0])

    def paint_row(self, row: int, edge: str) -> Strip:
        """The line."""
        return strip(columns(self._left, self._right, self.size.width), self.theme, self.size.width)
