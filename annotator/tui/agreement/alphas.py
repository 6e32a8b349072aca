"""Alpha of each field for several people, rounds or other parts: a column for each field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.agreement.report import Estimate, FieldRow
from annotator.agreement.show.number import plural, share
from annotator.tui.agreement.figure import joined, left, right
from annotator.tui.drawing.paint import Run, width
from annotator.tui.listing import Line

COLUMN = 7
HEAD = 12
"""Cells of a field's name over its column, at most."""


def columns(fields: Sequence[FieldRow], room: int) -> list[tuple[FieldRow, int]]:
    """As many fields as there is room for, each with the cells of its column."""
    found: list[tuple[FieldRow, int]] = []
    for each in fields:
        size = max(COLUMN, min(HEAD, width(each.label)))
        if sum(held + 2 for _, held in found) + size + 2 > room:
            break
        found.append((each, size))
    return found


def heads(held: Sequence[tuple[FieldRow, int]]) -> list[Run]:
    """The fields' names."""
    return [right(each.label, size, "quiet") for each, size in held]


def alphas(of: Mapping[str, Estimate], held: Sequence[tuple[FieldRow, int]]) -> list[Run]:
    """One row's alphas."""
    return [right(share(of[each.key].value if each.key in of else None), size) for each, size in held]


def table(
    rows: Sequence[tuple[str, Mapping[str, Estimate]]], fields: Sequence[FieldRow], name: int, room: int
) -> list[Line]:
    """A row for each name."""
    held = columns(fields, room - name)
    lines = [Line(tuple(joined([left("", name), *heads(held)])))]
    return lines + [Line(tuple(joined([left(each, name), *alphas(of, held)]))) for each, of in rows]


def missing(fields: Sequence[FieldRow], held: Sequence[tuple[FieldRow, int]]) -> str:
    """A sentence when there was not room for all."""
    more = len(fields) - len(held)
    return f"{plural(more, 'more field')} in a wider window." if more else ""
