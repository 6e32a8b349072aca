"""Events: the only thing that is ever written. What is current is their fold, last writer wins.

A *change* replaces the whole state of one thing (its key) by another; a *batch* is what one command changed and the
unit of undo; an *event* is a change that has been stored by a writer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

KINDS = ("article", "scheme", "speaker", "put", "status", "assign", "decide", "refuse")
"""A closed list."""

CLASS_OF: Mapping[str, str] = {
    "article": "plan",
    "scheme": "plan",
    "speaker": "plan",
    "assign": "plan",
    "put": "layer",
    "status": "layer",
    "refuse": "layer",
    "decide": "review",
}
"""Kind → class of writer. Each writer belongs to one class and a pull filters by writer, so gaps stay meaningful."""

Key: TypeAlias = tuple[str, ...]
"""What an event replaces, within its kind.

article (id) · scheme ("scheme") · speaker (id) · put (article, layer, annotator, round, id)
status (article, layer, annotator, round) · assign (article, annotator, round) · decide (id)
refuse (article, annotator, round, id)
"""

Body: TypeAlias = Mapping[str, Any]


class EventId(NamedTuple):
    """Writer (a random id minted at each program start) and its own gapless counter from 1."""

    writer: str
    seq: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing's new whole state."""

    kind: str
    key: Key
    body: Body | None
    """None: the thing is no more (a deleted claim, an undone speaker)."""
    prev: EventId | None = None
    """The event that is current for this key as far as the maker of the change knows; None: there is none."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one command changed: written whole or not at all."""

    id: str
    changes: tuple[Change, ...]
    annotator: str
    article: str = ""
    """The article on whose undo stack the batch lies; empty when it lies on none."""
    screen: str = ""
    """`label` or `review`: the undo stack it lies on; empty for the command line, which is not undone by a key."""
    ref: str = ""
    """The batch that this one undoes or redoes."""
    seconds: float = 0.0
    text: str = ""
    """SHA-256 of the article's text that it was made on, where a screen shows one; empty: whatever text there is."""


@dataclass(frozen=True, slots=True)
class Current:
    """One thing as it is now: a row of the projection."""

    kind: str
    key: Key
    body: Body
    event: EventId
    clock: int
    """Hybrid logical clock: milliseconds since 1970 shifted left by 16, plus a counter."""
