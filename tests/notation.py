"""Marked text: `<…>` is a selection with the head at its end, `|` a bare cursor; a backslash escapes either.

>>> parse("Rents f|ell.")
('Rents fell.', 7, 7)
>>> show("Rents fell.", 0, 5)
'<Rents> fell.'
"""

from __future__ import annotations

_MARKS = "<>|\\"


def parse(marked: str) -> tuple[str, int, int]:
    """(text, anchor, head), in code points. Raises ValueError unless there is one cursor or one selection."""
    text: list[str] = []
    marks: list[tuple[str, int]] = []
    rest = iter(marked)
    for char in rest:
        if char == "\\":
            text.append(next(rest, "\\"))
        elif char in _MARKS:
            marks.append((char, len(text)))
        else:
            text.append(char)
    if "".join(char for char, _ in marks) not in ("|", "<>"):
        raise ValueError(f"one cursor or one selection: {marked!r}")
    return "".join(text), marks[0][1], marks[-1][1]


def show(text: str, anchor: int, head: int) -> str:
    """The marked text of a selection, whichever end its head is at; what `parse` reads."""
    start, end = sorted((anchor, head))
    before, inside, after = (
        "".join("\\" + char if char in _MARKS else char for char in part)
        for part in (text[:start], text[start:end], text[end:])
    )
    return f"{before}|{after}" if start == end else f"{before}<{inside}>{after}"
