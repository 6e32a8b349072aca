"""Blocks as the rows of a page: the same pages that the command line prints, to be read and to be gone from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.agreement.show.grid import grid
from annotator.core.visible import visible
from annotator.project.paper.block import Block, Entry, Heading, Paragraph, Quote, Source, Table
from annotator.tui.listing import Line
from annotator.tui.pages import BLANK, MEASURE, title
from annotator.tui.prose import rows, styled


def lines(blocks: Iterable[Block], width: int, hint: str) -> list[Line]:
    """The rows of a page at a width in cells; an entry that leads somewhere can be chosen."""
    measure = max(20, min(MEASURE, width - 8))
    found: list[Line] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            found += title(visible(block.words), hint)
        else:
            found += _lines(block, measure)
    return found


def _lines(block: Block, width: int) -> Iterator[Line]:
    yield BLANK
    if isinstance(block, Heading):
        yield Line(((visible(block.words), "strong" if block.level > 2 else "title"),))
    elif isinstance(block, Paragraph):
        yield from map(Line, styled([(block.words, "text")], width, hang=0))
    elif isinstance(block, Table):
        for text in grid(block.head, block.rows, width=width, indent=0):
            yield Line(((visible(text), "text"),))
    elif isinstance(block, Entry):
        for number, row in enumerate(styled([(block.words, "strong")], width)):
            yield Line(row, "" if number else block.key)
        for label, words in block.rows:
            head = [(f"{label}:", "quiet")] if label else []
            yield from map(Line, styled([*head, (words, "text")], width, indent=4))
    elif isinstance(block, Quote):
        parts = [(block.before, "text"), (f"⟦{block.words}⟧", "strong"), (block.after, "text")]
        yield from map(Line, styled(parts, width, hang=0))
    elif isinstance(block, Source):
        for text in block.text.split("\n"):
            yield Line(((visible(text), "quiet"),))
    else:
        yield from map(Line, rows(block.text, width))
