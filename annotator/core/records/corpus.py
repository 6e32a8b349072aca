"""What a corpus is: files of one kind, out of which articles are read.

A corpus is one file and one entry point (group `annotator.corpora`) that names such an object. It speaks core values
only, imports its client library inside the method that needs it, and never holds more than one article at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol, TypeAlias

from annotator.core.errors import Fault
from annotator.core.records import limits
from annotator.core.records.format import Source

EXTRACTOR = "extractor"
"""The metadata that says by which program, in which version, a text was taken out of a page."""


class Chosen(NamedTuple):
    """What the person said about the files."""

    text: str = ""
    """The column of the text; empty: `text`."""
    id: str = ""
    """The column that names an article; empty: `id` where there is one, else the file's name and a number."""
    keep: tuple[str, ...] = ()
    """Further columns that become metadata under their own names."""
    encoding: str = ""
    """Of files that are not UTF-8 and do not say it themselves."""
    largest: int = limits.ARTICLE
    """Bytes of an article in UTF-8, at most."""


class Raw(NamedTuple):
    """An article as a file holds it, before it is cleaned and frozen."""

    text: str
    name: str = ""
    """What its id is made of; empty: the name of the file, and the number of the record."""
    title: str = ""
    meta: Mapping[str, Any] = {}
    source: bytes = b""
    """The raw bytes that it was read from; empty when nothing like that exists."""
    line: int | None = None
    """One-based line at which the record begins; None when the file is the article."""
    number: int = 0
    """One-based, of the record."""
    note: str = ""
    """What was assumed, as a clause."""


class Note(NamedTuple):
    """A clause about the file as a whole: what was assumed, what was left out."""

    words: str


Found: TypeAlias = "Raw | Fault | Note"
"""A fault need not name its file; its line is that of the record."""


class Corpus(Protocol):
    """Files of one kind."""

    name: str
    help: str
    """One line for `add --help`."""
    endings: tuple[str, ...]
    """Of the files that are taken for it, in lower case with the dot."""
    many: bool
    """Whether a file holds many articles, in records. Such files are named, not looked for in folders."""

    def read(self, source: Source, chosen: Chosen) -> Iterator[Found]:
        """The articles of a file in their order, each as it is read, and every fault.

        The file can be read again from its beginning by calling it again. Never raises for what a file contains;
        MissingError when its library is not installed.
        """
        ...
