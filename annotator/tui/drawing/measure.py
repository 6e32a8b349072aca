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
    """In cells: blank, margin, room for the text (with brackets), of which the text is wrapped into `text`."""

    inset: int
    room: int
    text: int

    @property
    def left(self) -> int:
        """Cells left of the text."""
        return self.inset + margin.CELLS


def measure(width: int, *, plain: bool) -> Measure:
    """The layout for a widget of this width; before the first layout (0) a row of the longest text."""
    spare = (width or margin.CELLS + LONGEST + EDGE) - margin.CELLS - EDGE
    inset = max(0, min(INSET, (spare - LONGEST) // 2))
    text = min(LONGEST, spare - inset)
    return Measure(inset, spare - inset, max(1, int(text * PLAIN_SHARE) if plain else text))
