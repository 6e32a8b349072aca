"""From runs to strips: every text that reaches the screen goes through here, made safe and cut to its width.

A run is (text, style name); a row is a sequence of runs. Names are those of `theme.NAMES`, or `hue:3` for the colour
of claim 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotator.core.visible import clusters, is_simple
from annotator.tui.theme import Theme

Run: TypeAlias = tuple[str, str]
Row: TypeAlias = Sequence[Run]


def fitted(text: str, cells: int) -> tuple[str, int]:
    """The text as the screen draws it, on one line, cut to at most `cells` with an ellipsis, and its width."""
    if is_simple(text):
        if len(text) <= cells:
            return text, len(text)
        return (text[: cells - 1] + "…", cells) if cells > 0 else ("", 0)
    drawn: list[tuple[str, int]] = [(shown, wide) for _, shown, wide in clusters(flat(text))]
    used = sum(wide for _, wide in drawn)
    if used <= cells:
        return "".join(shown for shown, _ in drawn), used
    if cells <= 0:
        return "", 0
    while drawn and used > cells - 1:
        used -= drawn.pop()[1]
    return "".join(shown for shown, _ in drawn) + "…", used + 1


def flat(text: str) -> str:
    """The text with its line ends as blanks, one for one."""
    return text.replace("\n", " ").replace("\r", " ")


def width(text: str) -> int:
    """Cells that a text takes once it is drawn."""
    return fitted(text, 1 << 30)[1]


def strip(row: Row, theme: Theme, cells: int, *, fill: str = "text") -> Strip:
    """The row as a strip of exactly `cells`; what does not fit ends in an ellipsis, what is left is filled up."""
    segments: list[Segment] = []
    left = cells
    for index, (text, name) in enumerate(row):
        if left <= 0:
            break
        shown, used = fitted(text, left)
        if used == left and index < len(row) - 1 and any(width(rest) for rest, _ in row[index + 1 :]):
            shown, used = fitted(text + " ", left - 1) if left > 1 else ("", 0)
            shown, used = (shown.rstrip(" ") + "…", used + 1) if not shown.endswith("…") else (shown, used)
        if shown:
            segments.append(Segment(shown, theme.style(name)))
            left -= used
    return finish(segments, cells - left, cells, theme.style(fill))


def finish(segments: list[Segment], used: int, cells: int, style: Style) -> Strip:
    """Fill up or cut segments that take `used` cells to a strip of exactly `cells`."""
    if used < cells:
        segments.append(Segment(" " * (cells - used), style))
        used = cells
    made = Strip(Segment.simplify(segments), used)
    return made if used == cells else made.crop(0, cells)


def columns(left: Row, right: Row, cells: int) -> tuple[Run, ...]:
    """One row with `right` at the right edge; `left` is cut so that both fit."""
    taken = sum(width(text) for text, _ in right)
    room = max(0, cells - taken - (1 if taken else 0))
    runs: list[Run] = []
    for text, name in left:
        shown, used = fitted(text, room)
        if shown:
            runs.append((shown, name))
        room -= used
        if room <= 0:
            break
    return (*runs, (" " * (max(0, room) + (1 if taken else 0)), "text"), *right)


def wrapped(text: str, cells: int, rows: int) -> list[str]:
    """The text broken after blanks into at most `rows` lines of at most `cells`; the last is cut with an ellipsis."""
    words: Iterable[str] = flat(text).split(" ")
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if width(longer) <= cells or not line:
            line = longer
            continue
        lines.append(line)
        line = word
    lines.append(line)
    if len(lines) > rows:
        lines = [*lines[: rows - 1], " ".join(lines[rows - 1 :])]
    return [fitted(each, cells)[0] for each in lines]
