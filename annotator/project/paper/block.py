"""The blocks that a page for people is made of. Their words come from anywhere; whoever writes them makes them safe."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias


class Heading(NamedTuple):
    """A heading; level 1 is the page's title."""

    words: str
    level: int = 2


class Paragraph(NamedTuple):
    """Running text."""

    words: str


class Table(NamedTuple):
    """Rows under a head; the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Entry(NamedTuple):
    """A thing, and what is said of it."""

    words: str
    rows: tuple[tuple[str, str], ...]
    """(label, words); a label may be empty."""
    key: str = ""
    """Where it leads to on a screen."""


Block: TypeAlias = Heading | Paragraph | Table | Entry
