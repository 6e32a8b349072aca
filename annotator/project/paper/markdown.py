"""Blocks as Markdown in which no word from outside is markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from annotator.core.visible import visible
from annotator.project.paper.block import Block, Entry, Heading, Paragraph, Quote, Source, Table

_MARKUP = re.compile(r"[\\`*<>\[\]|~&$]|(?<![^\W_])_|_(?![^\W_])|^[#+\-=](?=\s|$|[#+\-=])|^\d+(?=[.)])")

_FENCE = re.compile("`{3,}")


def escaped(words: str) -> str:
    """The words on one line, as text that Markdown leaves alone and a terminal too."""
    flat = " ".join(visible(words, keep_newline=True).split())
    return _MARKUP.sub(lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", flat)


def markdown(blocks: Iterable[Block]) -> str:
    """The page, ending in a line end."""
    return "\n\n".join("\n".join(_lines(block)) for block in blocks) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        if block.anchor:
            yield f'<a id="{block.anchor}"></a>\n'
        yield f"{'#' * block.level} {escaped(block.words)}"
    elif isinstance(block, Paragraph):
        yield escaped(block.words)
    elif isinstance(block, Table):
        yield _row(block.head)
        yield "|---" + ("|---" if block.wordy else "|--:") * (len(block.head) - 1) + "|"
        yield from map(_row, block.rows)
    elif isinstance(block, Entry):
        yield f"- {escaped(block.words)}"
        for label, words in block.rows:
            yield f"  - {f'**{escaped(label)}:** ' if label else ''}{escaped(words)}"
    elif isinstance(block, Quote):
        # In brackets, because bold does not begin or end beside every character.
        words = f"⟦**{escaped(block.words)}**⟧"
        yield f"> {_beside(block.before)}{words}{_beside(block.after)}".rstrip()
    elif isinstance(block, Source):
        text = visible(block.text, keep_newline=True)
        fence = "`" * max(3, *(len(run[0]) + 1 for run in _FENCE.finditer(text)), 3)
        yield f"{fence}{block.kind}\n{text}\n{fence}"
    else:
        # Behind the mark of a quotation nothing in it can end what stands around it.
        yield from (f"> {line}".rstrip() for line in visible(block.text, keep_newline=True).split("\n"))


def _beside(words: str) -> str:
    """The words with a blank kept where they had one."""
    shown = escaped(words)
    return (" " if words[:1].isspace() else "") + shown + (" " if shown and words[-1:].isspace() else "")


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |"
