"""A page over the article: a list to choose from, or a text to read; one widget for all such pages."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.events import Resize
from textual.strip import Strip

from annotator.tui.drawing.paint import Run, strip
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.sheet import Sheet

MARGIN = "    "


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a page; a key makes it one that can be chosen."""

    runs: tuple[Run, ...]
    """(text, name of a style of the theme)."""
    key: str = ""


class Listing(Sheet):
    """Rows of text; those with a key can be walked and chosen, a page without keys is scrolled."""

    DEFAULT_CSS = "Listing { display: none; layer: above; dock: top; width: 100%; height: 100%; }"

    def __init__(self, theme: Theme = DARK, *, id: str | None = None) -> None:
        super().__init__(theme, id=id)
        self.lines: tuple[Line, ...] = ()
        self.at = -1
        self.kind = ""
        self._make: Callable[[int], Sequence[Line]] | None = None
        self._cells = 0

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.lines)

    def show(self, kind: str, make: Callable[[int], Sequence[Line]], cells: int, chosen: str = "") -> None:
        """Open the page, with the cursor on the row of this key or on the first that can be chosen.

        `make` gives its rows for a screen of so many cells; it is asked again when there are more or fewer.
        """
        self.kind, self._make = kind, make
        self._remake(cells, chosen)
        self.top = 0
        self.display = True
        self.repaint()
        if self.at >= 0 and self.size.height:
            self.reveal(self.at, self.at)

    def _remake(self, cells: int, chosen: str) -> None:
        if self._make is not None:
            self._cells, self.lines = cells, tuple(self._make(cells))
        keyed = [index for index, line in enumerate(self.lines) if line.key]
        self.at = next((index for index in keyed if self.lines[index].key == chosen), keyed[0] if keyed else -1)

    def on_resize(self, event: Resize) -> None:
        """Make the rows for another width; what is chosen stays so, and in view, as on a page that just opened."""
        if self._make is not None and self.display and event.size.width != self._cells:
            self._remake(event.size.width, self.chosen)
        super().on_resize(event)
        if self.at >= 0:
            self.reveal(self.at, self.at)

    @property
    def chosen(self) -> str:
        """The key of the row that Enter takes; empty on a page that is only read."""
        return self.lines[self.at].key if self.at >= 0 else ""

    def press(self, key: str) -> str:
        """One key on the page: what it asks for (`take`, `leave`), or empty."""
        if key in ("backspace", "escape", "q", "?"):
            return "leave"
        if key == "enter":
            return "take" if self.chosen else "leave"
        page = max(1, self.page_rows - 2)
        step = {"j": 1, "down": 1, "k": -1, "up": -1, "space": page, "pagedown": page, "pageup": -page}.get(key)
        if key in ("g", "home"):
            step = -self.count
        elif key in ("G", "end"):
            step = self.count
        if step is not None:
            self._walk(step)
        return ""

    def _walk(self, step: int) -> None:
        """Go on by a row that can be chosen, or by as many rows as the step has; what belongs to it comes into view.

        What does not fit into the view is scrolled through first.
        """
        keyed = [index for index, line in enumerate(self.lines) if line.key]
        if not keyed:
            self.scroll_top(self.top + step)
            return
        end = self._end(keyed)
        if 0 < step < self.count and end >= self.top + self.page_rows:
            self.scroll_top(min(self.top + max(step, self.page_rows // 2), end - self.page_rows + 1))
            return
        if -self.count < step < 0 and self.at < self.top:
            self.reveal(self.at, self.at)
            return
        before, place = self.at, keyed.index(self.at)
        if abs(step) > 1:
            passed = bisect_right(keyed, self.at + step) - 1 if step > 0 else bisect_left(keyed, self.at + step)
            place = max(place + 1, passed) if step > 0 else min(place - 1, passed)
        else:
            place += step
        self.at = keyed[max(0, min(len(keyed) - 1, place))]
        self.refresh_rows([before, self.at])
        self.reveal(self.at, self._end(keyed))

    def _end(self, keyed: Sequence[int]) -> int:
        """The last row of what is chosen: the one above the next that can be."""
        return next((index for index in keyed if index > self.at), self.count) - 1

    def paint_row(self, row: int, edge: str) -> Strip:
        """One row of the page."""
        line = self.lines[row]
        here = row == self.at
        mark: Run = ("  › ", "accent") if here else (MARGIN, "text")
        return strip([mark, *line.runs], self.theme, self.size.width)
