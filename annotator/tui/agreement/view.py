"""What a part of the page is given and gives: room, rows, and lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from annotator.tui.drawing.paint import flow
from annotator.tui.listing import Line

if TYPE_CHECKING:
    from annotator.agreement.report import FieldRow, Report

MEASURE = 96
"""Cells of a sentence, at most."""
FREE = ("text", "number")
PREVAILING = "One value has more than 80 % of all, so a few others move alpha much; read AC1 and percent beside it."
BLANK = Line((("", "text"),))


class View(NamedTuple):
    """What decides how a part is laid out."""

    room: int
    """Cells of a row."""
    rows: int
    """Rows in view."""
    choice: int = 0
    """Which field, or which measure, where a part shows one at a time."""
    unread: frozenset[str] = frozenset()
    """Articles of which no numbers are shown, because whoever looks is still to label them."""


class Shown(NamedTuple):
    """A part of the page."""

    lines: Sequence[Line]
    head: Sequence[Line] = ()
    """What never scrolls away."""


Show: TypeAlias = "Callable[[Report, View], Shown]"
Choices: TypeAlias = "Callable[[Report], Sequence[str]]"


def sentence(words: str, view: View, style: str = "quiet") -> list[Line]:
    """A sentence on as many rows as it needs."""
    return [Line(tuple(row)) for row in flow([(words, style)], max(10, min(view.room, MEASURE)), 9)]


def heading(words: str, remark: str = "") -> Line:
    """What the rows below are about."""
    return Line(((words, "title"), (f"   {remark}" if remark else "", "quiet")))


def typed(key: str, report: Report) -> bool:
    """Whether a field's values are typed: which ones is what somebody has said of one claim, and no number."""
    known = report.scheme.field_of(key)
    return known is not None and known.type in FREE and not known.values


def hint(of: FieldRow, report: Report) -> str:
    """What is to be read beside alpha."""
    return PREVAILING if typed(of.key, report) else of.hint


def stacked(parts: Sequence[Sequence[Line]], view: View) -> list[Line]:
    """Parts below each other, a blank row between each where there is room for that."""
    held = [part for part in parts if part]
    airy = sum(map(len, held)) + len(held) - 1 <= view.rows
    found: list[Line] = []
    for part in held:
        found += [BLANK] if airy and found else []
        found += part
    return found
