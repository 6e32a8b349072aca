"""The margin of a review: a lane for each reader, one for gold, and the numbers of the cases that begin on a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style

from annotator.core.review.review import WAITING
from annotator.core.span import Span
from annotator.core.text.motion import Rows
from annotator.tui.drawing import lanes
from annotator.tui.drawing.margin import NUMBERS, numbers
from annotator.tui.drawing.paint import Run
from annotator.tui.drawing.theme import Theme, blend
from annotator.tui.review.sight import GOLD, Extent, Sight

GOLD_HEAD = "G"


@lru_cache(512)
def lane(theme: Theme, number: int, *, strong: bool) -> Style:
    """How the lane of a case is drawn: strong for the one in focus, faded for others."""
    if theme.plain:
        return theme.style("strong" if strong else "quiet")
    ink = theme.hue(number).ink
    return Style(color=ink if strong else blend(ink, theme.paper), bgcolor=theme.paper, bold=strong)


def cells(readers: int) -> int:
    """Its width: a blank, the readers' lanes, a blank, gold's lane, a blank, the numbers, a blank."""
    return readers + NUMBERS + 5


def head(readers: int) -> list[Run]:
    """What stands above the lanes: the numbers of the versions, and G."""
    versions = "".join(str(number) for number in range(1, readers + 1))
    return [(f" {versions} ", "quiet"), (GOLD_HEAD, "strong"), (" " * (NUMBERS + 2), "text")]


def chosen(over: Iterable[tuple[Span, Extent]], focus: str) -> dict[int, tuple[Span, Extent]]:
    """Lane → what it shows: the case in focus before others, of others the innermost."""
    found: dict[int, tuple[Span, Extent]] = {}
    for place, extent in over:
        there = found.get(extent.lane)
        if there is None or there[1].case != focus or extent.case == focus:
            found[extent.lane] = place, extent
    return found


def sign(row: int, start: int, end: int, place: Span, extent: Extent, rows: Rows) -> str:
    """The lane's sign on a row that covers [start, end): dotted where the claim has a gap."""
    first, last = rows.row_of(place.start), rows.row_of(place.end - 1)
    marked = any(part.start < end and start < part.end for part in extent.parts)
    return lanes.bracket(row, first, last, marked=marked)


def segments(
    row: int, start: int, end: int, sight: Sight, focus: str, readers: int, rows: Rows, theme: Theme
) -> list[Segment]:
    """The margin of a row that covers [start, end) of the text."""
    text = theme.style("text")
    over = sight.over(start, end)
    shown = chosen(over, focus)
    made = [Segment(" ", text)]
    for at in (*range(readers), GOLD):
        if at == GOLD:
            made.append(Segment(" ", text))
        there = shown.get(at)
        if there is None:
            made.append(Segment(" ", text))
            continue
        place, extent = there
        style = lane(theme, sight.numbers[extent.case], strong=extent.case == focus)
        made.append(Segment(sign(row, start, end, place, extent, rows), style))
    made.append(Segment(" ", text))
    return [*made, *_numbers(start, end, over, sight, focus, theme)]


def _numbers(
    start: int, end: int, over: Sequence[tuple[Span, Extent]], sight: Sight, focus: str, theme: Theme
) -> list[Segment]:
    keys = {extent.case for _, extent in over}
    starting = {sight.numbers[key]: key for key in keys if start <= sight.by_key[key].span.start < end}
    made = []
    named = numbers(starting)
    here = sight.numbers.get(focus, 0)
    if here in starting and all(number != here for _, number in named):
        # Of many that begin on one row, the one in focus is always named.
        named = ((str(here), here), ("+", None))
    for words, number in named:
        key = starting.get(number or 0, "")
        if key and key == focus:
            style = lane(theme, number or 0, strong=True)
        elif key and sight.status[key] in WAITING:
            style = theme.number(number or 0)
        else:
            style = theme.style("quiet")
        made.append(Segment(words, style))
    made.append(Segment(" " * (NUMBERS + 1 - sum(len(words) for words, _ in named)), theme.style("text")))
    return made
