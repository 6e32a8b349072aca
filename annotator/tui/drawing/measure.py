"""How a row of the article is laid out from left to right, for a width."""

from __future__ import annotations

from typing import NamedTuple

from annotator.tui.drawing import margin

LONGEST = 100
"""Cells of text in a row at most: longer lines are hard to read."""
EDGE = 2
"""Cells at the right: one for the cursor behind a full row, one for the rule that is also the position mark."""
INSET = 16
"""Blank cells left of the margin at most, on screens wider than the text."""
PLAIN_SHARE = 0.78
"""Share of the room that text fills where brackets are put into the rows."""


class Measure(NamedTuple):
    """In cells: blank, room for the text (with brackets), of which the text is wrapped into `text`; the margin."""

    inset: int
    room: int
    text: int
    margin: int = margin.CELLS

    @property
    def left(self) -> int:
        """Cells left of the text."""
        return self.inset + self.margin


def measure(width: int, *, plain: bool, cells: int = margin.CELLS) -> Measure:
    """The layout for a widget of this width; before the first layout (0) a row of the longest text.

    `cells` is the width of the margin.
    """
    spare = (width or cells + LONGEST + EDGE) - cells - EDGE
    inset = max(0, min(INSET, (spare - LONGEST) // 2))
    text = min(LONGEST, spare - inset)
    return Measure(inset, spare - inset, max(1, int(text * PLAIN_SHARE) if plain else text), cells)
