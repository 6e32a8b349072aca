"""Blocks as plain text of at most 79 columns."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.agreement.show.grid import grid, text
from annotator.project.paper.block import Block, Entry, Heading, Paragraph, Quote, Table


def plain(blocks: Iterable[Block]) -> str:
    """The page, ending in a line end. It may still hold characters that a terminal acts on."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            lines += ["", *text(block.words, indent=0)] if lines else text(block.words, indent=0)
        elif isinstance(block, Paragraph):
            lines += ["", *text(block.words, indent=2)]
        elif isinstance(block, Table):
            lines += ["", *grid(block.head, block.rows, indent=2)]
        elif isinstance(block, Entry):
            lines += ["", *text(block.words, indent=2, hang=2)]
            for label, words in block.rows:
                lines += text(f"{label}: {words}" if label else words, indent=6, hang=2)
        elif isinstance(block, Quote):
            lines += ["", *text(f"{block.before}⟦{block.words}⟧{block.after}", indent=4)]
        else:
            lines += ["", *(f"    {line}".rstrip() for line in block.text.split("\n"))]
    return "\n".join(lines) + "\n"
