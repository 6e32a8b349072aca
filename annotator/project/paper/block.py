"""The blocks that a page for people is made of. Their words come from anywhere; whoever writes them makes them safe."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Heading(NamedTuple):
    """A heading; level 1 is the page's title."""

    words: str
    level: int = 2
    anchor: str = ""
    """What a link names it by, when that is not made from its words."""


class Paragraph(NamedTuple):
    """Running text."""

    words: str


class Table(NamedTuple):
    """Rows under a head; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wordy: bool = False
    """Whether the cells hold words, which are read from the left, and not numbers."""


class Entry(NamedTuple):
    """A thing, and what is said of it."""

    words: str
    rows: tuple[tuple[str, str], ...]
    """(label, words); a label may be empty."""
    key: str = ""
    """Where it leads to on a screen."""


class Quote(NamedTuple):
    """Words of an article, with what stands around them."""

    before: str
    words: str
    after: str


class Source(NamedTuple):
    """Text that is kept line by line, such as a block to be filled in."""

    text: str
    kind: str = ""
    """What it is written in: stands behind the fence."""


class Raw(NamedTuple):
    """Markdown of the project's own, such as a passage of its guidelines."""

    text: str


Block: TypeAlias = Heading | Paragraph | Table | Entry | Quote | Source | Raw
