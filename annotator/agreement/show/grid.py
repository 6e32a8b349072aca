"""A table in plain text: columns as wide as their cells; those that do not fit go below, the rows named again.

>>> print("\\n".join(grid(("", "F1", "soft"), [("ana  ben", ".74", ".69"), ("cleo", ".7", "–")])))
               F1  soft
    ana  ben  .74   .69
    cleo       .7     –
"""

from __future__ import annotations

from collections.abc import Sequence

from annotator.core.visible import cells, one_line

WIDTH = 79
INDENT = 4
_NAME = 12
"""What a row's name keeps at least."""


def grid(head: Sequence[str], rows: Sequence[Sequence[str]], *, width: int = WIDTH, indent: int = INDENT) -> list[str]:
    """The lines of a table: the first column is the row's name, on the left; all others stand on the right."""
    table = [head, *rows]
    sizes = [max(cells(row[at]) for row in table) for at in range(len(head))]
    blocks: list[list[int]] = [[]]
    space = width - indent - min(sizes[0], 30)
    for at in range(1, len(head)):
        used = sum(sizes[column] + 2 for column in blocks[-1])
        if blocks[-1] and used + sizes[at] + 2 > space:
            blocks.append([])
        blocks[-1].append(at)
    lines: list[str] = []
    for block in blocks:
        name = min(sizes[0], max(_NAME, width - indent - sum(sizes[at] + 2 for at in block)))
        for row in table:
            cut = row[0] if cells(row[0]) <= name else one_line(row[0], name)
            rest = "".join(" " * (sizes[at] + 2 - cells(row[at])) + row[at] for at in block)
            lines.append((" " * indent + cut + " " * (name - cells(cut)) + rest).rstrip())
    return lines if any(head) else [line for line in lines if line]


def text(words: str, *, indent: int = INDENT, hang: int = 0, width: int = WIDTH) -> list[str]:
    """Words on lines of at most the width."""
    from textwrap import wrap

    first, rest = " " * indent, " " * (indent + hang)
    return wrap(words, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [""]
