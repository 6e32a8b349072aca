"""The case in focus beside the article: its table, what differs in words, how it was decided, and what it touches."""

from __future__ import annotations

from itertools import zip_longest

from textual.events import MouseDown, Resize
from textual.message import Message
from textual.strip import Strip

from annotator.core.state import State
from annotator.tui.drawing.paint import Run, strip
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.review.case_rows import CaseRows
from annotator.tui.review.sight import Sights
from annotator.tui.sheet import Sheet


class CasePanel(Sheet):
    """`show` lays out anew only when the case, its decision or what is said about it has changed."""

    class Chosen(Message):
        """Another case of the component was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, sights: Sights, theme: Theme = DARK, *, id: str | None = None) -> None:
        super().__init__(theme, id=id)
        self.sights = sights
        self.low = False
        """Whether it is the strip below the article."""
        self.rows: list[list[Run]] = []
        self._keys: list[str] = []
        """Of each row the case that it is about, when that is another one than the one in focus."""
        self._given: State | None = None
        self._seen: tuple[object, ...] = ()

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def pinned(self) -> int:
        """The header."""
        return 1

    def show(self, state: State) -> None:
        """Show the case in focus of this state."""
        review = state.review
        if review is None:
            return
        self._given = state
        remark = review.remarks.get(review.at)
        seen = (
            self.sights.of(review),
            review.at,
            remark,
            state.active,
            state.only,
            state.speakers,
            self.size,
            self.low,
        )
        if len(seen) == len(self._seen) and all(a is b or a == b for a, b in zip(seen, self._seen, strict=True)):
            return
        moved = not self._seen or self._seen[1] != review.at
        self._seen = seen
        before = self.rows
        rows = CaseRows(state, review, self.sights.of(review), self.size.width, self.size.height, low=self.low)
        self.rows, self._keys = rows.made()
        top, self.top = self.top, 0 if moved else min(self.top, self.last_top)
        if self.top != top:
            self.repaint()
        else:
            pairs = zip_longest(before, self.rows)
            self.refresh_rows([at for at, (old, new) in enumerate(pairs) if old != new])

    def paint_row(self, row: int, edge: str) -> Strip:
        """One row."""
        return strip(self.rows[row], self.theme, self.size.width)

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size: as wide as the screen means below the article."""
        super().on_resize(event)
        self.low = self.size.width >= self.app.size.width
        if self._given is not None:
            self.show(self._given)

    def on_mouse_down(self, event: MouseDown) -> None:
        """Click on another case of the component: it comes into focus, says the app."""
        row = self.top + event.y if event.y >= self.pinned else event.y
        if row < len(self._keys) and self._keys[row]:
            event.stop()
            self.post_message(self.Chosen(self._keys[row]))
