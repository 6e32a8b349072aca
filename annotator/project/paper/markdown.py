"""Blocks as Markdown in which no word from outside is markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotator.core.visible import visible
from annotator.project.paper.block import Block, Heading, Paragraph, Table

_MARKUP = re.compile(r"[\\`*<>\[\]|~&$]|(?<![^\W_])_|_(?![^\W_])|^[#+\-=](?=\s|$|[#+\-=])|^\d+(?=[.)])")


def escaped(words: str) -> str:
    """The words on one line, as text that Markdown leaves alone and a terminal too."""
    flat = " ".join(visible(words, keep_newline=True).split())
    return _MARKUP.sub(lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", flat)


def markdown(blocks: Iterable[Block]) -> str:
    """The page, ending in a line end."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {escaped(block.words)}")
        elif isinstance(block, Paragraph):
            parts.append(escaped(block.words))
        elif isinstance(block, Table):
            parts.append("\n".join(_table(block)))
        else:
            rows = (f"  - {f'**{escaped(label)}:** ' if label else ''}{escaped(words)}" for label, words in block.rows)
            parts.append("\n".join((f"- {escaped(block.words)}", *rows)))
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> Iterable[str]:
    yield _row(table.head)
    yield "|---" + "|--:" * (len(table.head) - 1) + "|"
    for row in table.rows:
        yield _row(row)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |"
