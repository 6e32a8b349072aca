"""From runs to strips: every text that reaches the screen goes through here, made safe and cut to its width.

A run is (text, style name); a row is a sequence of runs. Names are those of `theme.NAMES`, or `hue:3` for the colour
of claim 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import regex
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotator.core.visible import clusters, is_simple
from annotator.tui.drawing.theme import Theme

_WORD = regex.compile(r" *[^ ]+ *| +")

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


def strip(row: Row, theme: Theme, cells: int) -> Strip:
    """The row as a strip of exactly `cells`: filled up, or cut with an ellipsis."""
    runs = cut(row, cells)
    used = sum(width(text) for text, _ in runs)
    return finish([Segment(text, theme.style(name)) for text, name in runs], used, cells, theme.style("text"))


def cut(row: Row, cells: int) -> list[Run]:
    """The row, safe to draw, in at most `cells`; an ellipsis ends what was longer."""
    drawn = [(*fitted(text, 1 << 30), name) for text, name in row if text]
    if sum(used for _, used, _ in drawn) <= cells:
        return [(text, name) for text, _, name in drawn]
    left = cells - 1
    runs: list[Run] = []
    for text, used, name in drawn:
        if used > left:
            kept = fitted(text, left + 1)[0] if left >= 0 else ""
            return [*runs, (kept, name)]
        runs.append((text, name))
        left -= used
    return runs


def finish(segments: list[Segment], used: int, cells: int, style: Style) -> Strip:
    """Fill up or cut segments that take `used` cells to a strip of exactly `cells`."""
    if used < cells:
        segments.append(Segment(" " * (cells - used), style))
        used = cells
    made = Strip(Segment.simplify(segments), used)
    return made if used == cells else made.crop(0, cells)


def columns(left: Row, right: Row, cells: int) -> list[Run]:
    """One row with `right` at the right edge; `left` is cut so that both fit."""
    taken = sum(width(text) for text, _ in right)
    runs = cut(left, max(0, cells - taken - (1 if taken else 0)))
    gap = max(0, cells - taken - sum(width(text) for text, _ in runs))
    return [*runs, (" " * gap, "text"), *right]


def flow(row: Row, cells: int, most: int) -> list[list[Run]]:
    """The row broken after blanks into at most `most` rows of at most `cells`; an ellipsis ends what is longer.

    A word that is wider than a row is broken anywhere, as scripts without blanks need it.
    """
    rows: list[list[Run]] = [[]]
    left = cells
    for text, name in row:
        for word in (piece for each in _WORD.findall(flat(text)) for piece in broken(each, cells)):
            if width(word.rstrip(" ")) > left and rows[-1] and len(rows) < most:
                rows.append([])
                left = cells
            rows[-1].append((word, name))
            left -= width(word)
    return [cut(_joined(each), cells) for each in rows]


def broken(word: str, cells: int) -> Iterator[str]:
    """The word in pieces of at most `cells`; what fits in one row stays as it is."""
    if width(word.rstrip(" ")) <= cells:
        yield word
        return
    piece, used = "", 0
    for _, shown, wide in clusters(word):
        if piece and used + wide > cells:
            yield piece
            piece, used = "", 0
        piece, used = piece + shown, used + wide
    yield piece


def _joined(row: Row) -> list[Run]:
    """The row with neighbours of one style as one run, and without blanks at its end."""
    joined: list[Run] = []
    for text, name in row:
        if joined and joined[-1][1] == name:
            joined[-1] = (joined[-1][0] + text, name)
        else:
            joined.append((text, name))
    if joined:
        joined[-1] = (joined[-1][0].rstrip(" "), joined[-1][1])
    return joined
