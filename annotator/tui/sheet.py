"""A widget that shows some rows of something tall, and repaints only rows that have changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.events import MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from annotator.tui.drawing.lean import LeanStrip
from annotator.tui.drawing.paint import finish
from annotator.tui.drawing.theme import DARK, Theme

WHEEL = 3
"""Rows that one step of the mouse wheel scrolls."""
KEPT = 4096
"""Painted rows that are kept."""


class Sheet(Widget):
    """Rows 0 to `count`, of which those from `top` on are in view. A subclass paints one row at a time.

    The strips are kept by row (-1: any line below the last one), so scrolling paints only what comes into view.
    Each is filtered for the terminal once.
    """

    ALLOW_SELECT = False
    can_focus = False

    def __init__(self, theme: Theme = DARK, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id)
        self.auto_links = False
        self.theme = theme
        self.top = 0
        self._painted: dict[int, dict[str, Strip]] = {}
        self._high = 0

    @property
    def count(self) -> int:
        """Number of rows."""
        raise NotImplementedError

    @property
    def pinned(self) -> int:
        """Rows at the top that never scroll away."""
        return 0

    def paint_row(self, row: int, edge: str) -> Strip:
        """The row as a strip of exactly the widget's width; `edge` is what `edge_of` says for it."""
        raise NotImplementedError

    def edge_of(self, y: int) -> str:
        """What the right edge shows at this line of the screen, when the widget draws one."""
        return ""

    @property
    def high(self) -> int:
        """Its height in cells; while lines are rendered it is asked for once, because the answer takes Textual long."""
        return self._high or self.size.height

    @property
    def page_rows(self) -> int:
        """Rows in view."""
        return max(1, self.high)

    @property
    def last_top(self) -> int:
        """The furthest that one can scroll."""
        return max(0, self.count - self.page_rows)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme and paint everything anew."""
        self.theme = theme
        self.repaint()

    def repaint(self) -> None:
        """Forget every painted row."""
        self._painted.clear()
        self.refresh()

    def refresh_rows(self, rows: Iterable[int] | Mapping[int, int]) -> None:
        """Paint these rows anew, or of each only so many cells from the left; only those in view cost anything now."""
        top, height, width = self.top, self.size.height, self.size.width
        changed = rows if isinstance(rows, Mapping) else dict.fromkeys(rows, width)
        if not changed:
            return
        for row in changed if len(changed) < len(self._painted) else changed.keys() & self._painted.keys():
            self._painted.pop(row, None)
        pinned = self.pinned
        regions = [
            Region(0, row if row < pinned else row - top, cells, 1)
            for row, cells in changed.items()
            if row < pinned or top + pinned <= row < top + height
        ]
        if regions:
            self.refresh(*regions)

    def refresh_from(self, row: int) -> None:
        """Paint this row and all below it anew."""
        seen = range(self.top, self.top + self.size.height)
        self.refresh_rows({*(each for each in self._painted if each >= row), *(each for each in seen if each >= row)})

    def scroll_top(self, top: int) -> bool:
        """Bring this row to the top, as far as there are rows; says whether anything moved."""
        top = max(0, min(top, self.last_top))
        if top == self.top:
            return False
        self.top = top
        self.refresh()
        return True

    def reveal(self, first: int, last: int, margin: int = 2) -> bool:
        """Scroll as little as possible so that these rows are in view, `margin` rows from the edges."""
        margin = min(margin, max(0, (self.page_rows - 1) // 2))
        top = self.top
        if last + margin >= top + self.page_rows:
            top = last + margin - self.page_rows + 1
        if first - margin < top + self.pinned:
            top = first - margin - self.pinned
        return self.scroll_top(top)

    def row_at(self, y: int) -> int:
        """The row that stands at this line of the screen; -1 below the last one."""
        row = self.top + y if y >= self.pinned else y
        return row if row < self.count else -1

    def render_line(self, y: int) -> Strip:
        """One line of the screen; always exactly as wide as the widget."""
        row, edge = self.row_at(y), self.edge_of(y)
        painted = self._painted.get(row)
        found = painted.get(edge) if painted else None
        if found is None:
            found = self.paint_blank(edge) if row == -1 else self.paint_row(row, edge)
            for filter in self.get_line_filters():
                found = found.apply_filter(filter, self.background_colors[1])
            found = LeanStrip(found, found.cell_length)
            if len(self._painted) > KEPT:
                self._painted.clear()
            self._painted.setdefault(row, {})[edge] = found
        return found

    def paint_blank(self, edge: str) -> Strip:
        """A line below the last row."""
        width = self.size.width
        return finish([], 0, width, self.theme.style("text"))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region. Nothing here has borders or padding, so the painted rows are the answer."""
        self._dirty_regions.clear()
        width, self._high = self.size
        try:
            strips = [self.render_line(y) for y in crop.line_range]
        finally:
            self._high = 0
        if crop.column_span != (0, width):
            left, right = crop.column_span
            strips = [strip.crop(left, right) for strip in strips]
        return strips

    def on_resize(self, event: Resize) -> None:
        """Paint for the new size."""
        self._painted.clear()
        self.top = max(0, min(self.top, self.last_top))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Wheel."""
        event.stop()
        self.scroll_top(self.top + WHEEL)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Wheel."""
        event.stop()
        self.scroll_top(self.top - WHEEL)
