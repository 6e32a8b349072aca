"""A matrix of numbers as rows of the screen: each cell its digits, a fill and a tint; too wide, it goes on below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotator.tui.agreement.figure import fill, heat, left, right
from annotator.tui.drawing.paint import Run, width
from annotator.tui.listing import Line

LABEL = 22
"""Cells of a row's name, at most."""
HEAD = 12
"""Cells of a name over a column, at most; longer ones are numbered."""
AGAIN = 20
"""Rows after which the heads of the columns are said again."""


class Cell(NamedTuple):
    """One number."""

    text: str
    part: float | None = None
    """How much it is, 0 to 1; None: nothing to tint."""


def matrix(labels: Sequence[str], cells: Sequence[Sequence[Cell]], room: int) -> list[Line]:
    """`cells[row][column]`, rows and columns with the same labels, in `room` cells.

    Columns have the labels as heads where all of these are short, numbers otherwise; columns for which there is no room
    come in further blocks below.
    """
    if not labels:
        return []
    digits = len(str(len(labels)))
    widest = max(map(width, labels))
    body = max(len(cell.text) for row in cells for cell in row) + 2
    named = widest <= HEAD and min(LABEL, widest) + len(labels) * max(body, widest + 2) <= room
    column = max(body, widest + 2) if named else max(body, digits + 2)
    name = min(LABEL, widest, max(4, room // 3)) if named else min(LABEL, widest + digits + 1, max(6, room // 3))
    most = max(1, (room - name) // column)
    lines = [Line(((f"{most} columns at a time; the others follow below.", "quiet"),))] if most < len(labels) else []
    for start in range(0, len(labels), most):
        places = range(start, min(start + most, len(labels)))
        heads = [labels[at] if named else str(at + 1) for at in places]
        head: list[Run] = [(" " * name, "text"), *(right(f"{each} ", column, "quiet") for each in heads)]
        for row, label in enumerate(labels):
            if row % AGAIN == 0:
                lines += [Line(())] if lines else []
                lines.append(Line(tuple(head)))
            number: list[Run] = [] if named else [right(str(row + 1), digits, "quiet"), (" ", "text")]
            words = left(label, name - (0 if named else digits + 1))
            runs = [run for at in places for run in drawn(cells[row][at], column)]
            lines.append(Line((*number, words, *runs)))
    return lines


def drawn(cell: Cell, column: int) -> tuple[Run, ...]:
    """A gap, the digits and the fill on the tint."""
    if cell.part is None:
        return (right(f"{cell.text} ", column, "quiet"),)
    tint = heat(cell.part)
    return (" ", "text"), right(cell.text, column - 2, f"heat:{tint}"), (fill(cell.part), f"fill:{tint}")
