"""The document: a text with labelled spans, attributes and relations beside it, as other tools keep them.

brat, Label Studio, doccano, Prodigy, UIMA and Web Annotation differ in how they write this, hardly in what they mean.
A claim is several marks here: one for each role, or for each piece of it, tied together by relations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from annotator.core.errors import Fault
from annotator.core.span import Span


class Place(NamedTuple):
    """Where something stands in a file from outside."""

    file: str = ""
    line: int | None = None
    """One-based."""
    key: str = ""

    def fault(self, what: str, right: str = "") -> Fault:
        """What is wrong there."""
        return Fault(what, self.file, self.line, self.key, right)


NOWHERE = Place()


class Reference(NamedTuple):
    """Somebody or something in a knowledge base, such as Wikidata's Q42."""

    id: str
    name: str


Value: TypeAlias = str | bool | int | float | Reference


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled span of the file."""

    id: str
    """Unique in its sheet."""
    labels: tuple[str, ...]
    spans: tuple[Span, ...]
    """As the file counts them, until `offset.settle` has made them code points of the frozen text."""
    words: str | None = None
    """The words that the file says stand there, several spans' joined by a blank; None: it does not say."""
    values: tuple[tuple[str, Value], ...] = ()
    """Attributes in order; one with several values stands several times."""
    place: Place = NOWHERE
    named: bool = True
    """Whether the id is the file's own. Otherwise a claim of it gets one that is made from its content."""
    wrong: bool = False
    """It has a fault, and so has the claim that it belongs to."""


class Relation(NamedTuple):
    """From one mark to another, by their ids."""

    type: str
    head: str
    tail: str
    place: Place = NOWHERE


@dataclass(slots=True)
class Sheet:
    """What one annotator made of a document."""

    annotator: str = ""
    """Empty when the file does not say."""
    round: str = ""
    kind: str = ""
    status: str = ""
    proposals: str = ""
    marks: list[Mark] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    carried: list[Carried] = field(default_factory=list)
    """Claims that an export of ours has put beside the marks, whole."""
    tied: bool = True
    """Whether relations can say which marks make a claim. Otherwise only the carried claims do."""


class Carried(NamedTuple):
    """A claim (`claims/1`, as it stands nested in an article's line) that travels beside the marks made from it."""

    record: dict[str, Any]
    mark: str = ""
    """Id of the mark that it hangs on; empty: the one whose spans are its own."""
    place: Place = NOWHERE


@dataclass(slots=True)
class Document:
    """A text and everybody's sheets on it."""

    raw: str
    """The text as the tool has it, with a byte order mark if there is one."""
    place: Place = NOWHERE
    id: str = ""
    """Empty when the file gives none."""
    ours: bool = False
    """The id is one of this program's and is taken as it is; others are cleaned like the stem of a file."""
    article: Mapping[str, Any] = field(default_factory=dict)
    """Keys of `article/1` that the file carries: title, sha256, source_sha256, meta."""
    unit: str = ""
    """The unit of the offsets, where the file or the person says; empty: the format's own, or found by the quotes."""
    sheets: list[Sheet] = field(default_factory=list)
