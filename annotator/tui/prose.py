"""Markdown as rows of a page: headings, paragraphs, lists and tables, wrapped, with bold kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from annotator.core.visible import cells, visible
from annotator.tui.drawing.paint import Run, broken

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_BLOCK = re.compile(r"\s*(?:[-*]|\d+\.)\s|\s*\||#|```|>|\s*$")


def rows(markdown: str, width: int) -> Iterator[tuple[Run, ...]]:
    """The rows of a text at a width in cells; headings are strong, tables become lines of a list."""
    for block, indent in _blocks(markdown):
        if block.startswith("#"):
            yield ((visible(block.lstrip("# ")), "strong"),)
            continue
        lead = " " * indent
        for number, line in enumerate(_wrapped(_words(block), width - indent)):
            yield ((lead if number else "", "text"), *line)


def _blocks(markdown: str) -> Iterator[tuple[str, int]]:
    """(text on one line, indent of what follows its first row)."""
    text, indent = "", 0
    for line in markdown.split("\n"):
        if text and _BLOCK.match(line):
            yield text, indent
            text = ""
        if line.lstrip().startswith("|"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not all(set(cell) <= set("-: ") for cell in cells):
                yield "**" + cells[0] + "**  " + " — ".join(cells[1:]), 4
        elif not line.strip():
            yield "", 0
        elif text:
            text += " " + line.strip()
        else:
            text = line.strip()
            indent = 2 if re.match(r"(?:[-*]|\d+\.)\s", text) else 0
            if text.startswith("#"):
                yield text, 0
                text = ""
    if text:
        yield text, indent


def _words(block: str) -> list[Run]:
    """Words with their style; emphasis marks and code marks are taken away."""
    words: list[Run] = []
    for number, part in enumerate(_BOLD.split(block)):
        plain = re.sub(r"(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|`", "", part)
        pieces = re.findall(r"\s+|\S+", visible(plain))
        words += [(piece, "strong" if number % 2 else "text") for piece in pieces]
    return words


def _wrapped(words: list[Run], width: int) -> Iterator[tuple[Run, ...]]:
    row: list[Run] = []
    used = 0
    for text, style in words:
        for piece in [" " if row else ""] if text.isspace() else _pieces(text, max(1, width)):
            size = cells(piece)
            if used + size > width and piece.strip() and used:
                yield tuple(row)
                row, used = [], 0
            if piece:
                row.append((piece, style))
                used += size
    yield tuple(row)


def styled(runs: Iterable[Run], width: int, indent: int = 0, hang: int = 2) -> Iterator[tuple[Run, ...]]:
    """Words of several styles on rows of at most a width; rows after the first stand `hang` cells further in.

    A word that is wider than a row is cut, as scripts without blanks need it.
    """
    row: list[Run] = []
    used, lead = 0, indent
    for text, style in runs:
        for word in _pieces(visible(text), max(1, width - indent - hang)):
            size = cells(word)
            if row and used + 1 + size > width:
                yield tuple(row)
                row, lead = [], indent + hang
            gap = " " if row else " " * lead
            used = (used if row else 0) + len(gap) + size
            row.append((gap + word, style))
    if row:
        yield tuple(row)


def _pieces(text: str, width: int) -> Iterator[str]:
    """The words of a text, those wider than the width in pieces."""
    return (piece for word in text.split() for piece in broken(word, width))
