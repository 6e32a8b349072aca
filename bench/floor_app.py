"""The floor: the least that a Textual app can do. One widget shows a text; a key changes one cell."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Page(Widget):
    """The first lines of a text, with one cell that changes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows = text.split("\n")
        self.at = 0

    def render_line(self, y: int) -> Strip:
        """One row."""
        width = self.size.width
        row = self.rows[y] if y < len(self.rows) else ""
        row = row[:width].ljust(width)
        if y == 0:
            spot = self.at % width
            style = Style()
            marks = [(row[:spot], style), (row[spot], Style(reverse=True)), (row[spot + 1 :], style)]
            return Strip([Segment(text, look) for text, look in marks if text], width)
        return Strip([Segment(row, Style())], width)


class Floor(App[None]):
    """Shows a file; any key moves the marked cell by one; q quits."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, text: str) -> None:
        super().__init__()
        self.page = Page(text)

    def compose(self) -> ComposeResult:
        """One widget."""
        yield self.page

    async def on_event(self, event: events.Event) -> None:
        """Every key changes one cell."""
        if isinstance(event, events.Key):
            if event.key == "q":
                self.exit()
            self.page.at += 1
            self.page.refresh(Region(self.page.at % max(1, self.page.size.width), 0, 1, 1))
        else:
            await super().on_event(event)


if __name__ == "__main__":
    Floor(Path(sys.argv[1]).read_text("utf-8")).run()
