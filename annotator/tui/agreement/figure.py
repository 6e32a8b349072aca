"""Numbers as a row shows them: aligned, with their range as a bar, and how much of something there is as a fill.

Nothing is told by hue: the digits say all, fill and tint only lead the eye.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotator.agreement.report import Estimate
from annotator.tui.drawing.paint import Run, fitted

FILLS = " ▁▂▃▄▅▆▇█"
EIGHTHS = " ▏▎▍▌▋▊▉"
HEATS = 4
"""Steps of the tint."""
RANGE = 14
"""Cells of a range: `[-.123, 1.000]`."""
VALUE = 6
"""Cells of a number."""


def left(text: str, cells: int, style: str = "text") -> Run:
    """A text in so many cells, at the left edge."""
    shown, used = fitted(text, cells)
    return shown + " " * (cells - used), style


def right(text: str, cells: int, style: str = "text") -> Run:
    """A text in so many cells, at the right edge."""
    shown, used = fitted(text, cells)
    return " " * (cells - used) + shown, style


def axis(of: Estimate, cells: int) -> list[Run]:
    """Where the number and its range lie between 0 and 1: `····╶──●─╴····`. What lies below 0 stands at the edge."""
    if of.value is None or cells < 3:
        return [(" " * cells, "text")]

    def place(number: float) -> int:
        return max(0, min(cells - 1, round(number * (cells - 1))))

    at = place(of.value)
    low, high = (at, at) if of.low is None or of.high is None else (place(of.low), place(of.high))
    low, high = min(low, at), max(high, at)
    mark = "◂" if of.value < 0 else "●"
    parts = (
        ("·" * low, "rule"),
        ("━" * (at - low), "quiet"),
        (mark, "accent"),
        ("━" * (high - at), "quiet"),
        ("·" * (cells - 1 - high), "rule"),
    )
    return [part for part in parts if part[0]]


def bar(part: float | None, cells: int) -> list[Run]:
    """A share as a bar, in eighths of a cell."""
    eighths = round(max(0.0, min(1.0, part or 0.0)) * cells * 8)
    full, rest = divmod(eighths, 8)
    drawn = "█" * full + (EIGHTHS[rest] if rest else "")
    return [(drawn, "accent"), (" " * (cells - len(drawn)), "text")]


def fill(part: float | None) -> str:
    """A share as a cell that is so full; anything above 0 shows."""
    if part is None or part <= 0:
        return FILLS[0]
    return FILLS[max(1, min(8, round(part * 8)))]


def heat(part: float | None) -> int:
    """The step of the tint for this share."""
    return max(0, min(HEATS - 1, int((part or 0.0) * HEATS)))


def joined(cells: Sequence[Run]) -> list[Run]:
    """Columns side by side, two cells between each."""
    found: list[Run] = []
    for number, cell in enumerate(cells):
        found += [("  ", "text"), cell] if number else [cell]
    return found
