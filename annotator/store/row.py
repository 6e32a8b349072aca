"""The event as it is stored: all columns, and the hash over them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from annotator.core.errors import StoreError
from annotator.core.event import KINDS, Body, Change, EventId, Key
from annotator.core.records.canonical import canonical

EVENT_VERSION = 1
"""Of the shape of an event: columns, keys and bodies."""

ARITY = {"article": 1, "scheme": 1, "speaker": 1, "put": 5, "status": 4, "assign": 3, "decide": 1, "refuse": 4}
"""Parts of a key, by kind."""

ON_ARTICLE = ("article", "put", "status", "assign", "refuse")
"""Kinds whose key begins with the article."""


class StoredEvent(NamedTuple):
    """One row of `event`, in the order of its columns. `key` and `body` are canonical JSON, byte for byte."""

    writer: str
    seq: int
    batch: str
    screen: str
    clock: int
    annotator: str
    article: str
    article_hash: str
    kind: str
    key: str
    body: str | None
    prev_writer: str | None
    prev_seq: int | None
    ref: str
    seconds: float
    version: int
    hash: str = ""

    @property
    def id(self) -> EventId:
        """Writer and counter."""
        return EventId(self.writer, self.seq)

    def sealed(self) -> StoredEvent:
        """The same event with the hash of its other columns."""
        return self._replace(hash=self.digest())

    def digest(self) -> str:
        """SHA-256 of the canonical JSON array of every column but the hash, as 64 hex digits."""
        return sha256(canonical(list(self[:-1]))).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredChange:
    """One change of a stored batch, with the body that it replaced."""

    kind: str
    key: Key
    body: Body | None
    prev_body: Body | None
    event: EventId


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """One batch of an undo stack."""

    id: str
    ref: str
    changes: tuple[StoredChange, ...]


def as_text(value: Any) -> str:
    """Canonical JSON as it is stored. Raises ValueError for what JSON or UTF-8 cannot hold."""
    return canonical(value).decode("utf-8")


def key_of(text: str) -> Key:
    """The key of its stored form. Raises StoreError when it has rotted."""
    return tuple(_parsed(text, list))


_PLAIN = re.compile(r'(\["[^"\\]*","\w+","[^"\\]*","[^"\\]*"),"[^"\\]*"\]$')
"""The stored key of a claim in which nothing is escaped, and its layer."""


def counted(keys: Iterable[str]) -> dict[Key, int]:
    """(article, layer, annotator, round) → how many of these stored keys of claims belong to it."""
    found: Counter[str | Key] = Counter()
    for text in keys:
        plain = _PLAIN.match(text)
        found[plain[1] if plain else key_of(text)[:4]] += 1
    counts: Counter[Key] = Counter()
    for layer, count in found.items():
        counts[key_of(f"{layer}]") if isinstance(layer, str) else layer] += count
    return dict(counts)


def body_of(text: str | None) -> Body | None:
    """The body of its stored form. Raises StoreError when it has rotted."""
    if text is None:
        return None
    body: Body = _parsed(text, dict)
    return body


def _parsed(text: str, kind: type) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        value = None
    if not isinstance(value, kind):
        raise StoreError("A row of the store is not as it was written; `annotator check` says more.")
    return value


def between(prefix: Key) -> tuple[str, str]:
    """The half-open range of stored keys that begin with these parts, or are exactly these.

    After the closing quote of a part only `,` or `]` can follow, and both lie below `^`.
    """
    head = as_text(list(prefix))[:-1]
    return f"{head},", f"{head}^"


def holding(name: str, value: str) -> str:
    """A pattern for LIKE with `!` as its escape: stored bodies that have this text under this name, at any depth."""
    return _anywhere(as_text({name: value})[1:-1])


def naming(value: str) -> str:
    """The same for bodies in which this text stands by itself, at whichever place."""
    return _anywhere(as_text(value))


def _anywhere(text: str) -> str:
    return f"%{''.join(f'!{char}' if char in '!%_' else char for char in text)}%"


def refuse_shape(change: Change) -> None:
    """Raise ValueError, naming the change, when its kind or key is not of the closed list."""
    if change.kind not in KINDS:
        raise ValueError(f"{change.kind!r} is not a kind of event; the kinds are {', '.join(KINDS)}")
    wanted = ARITY[change.kind]
    if len(change.key) != wanted or not all(isinstance(part, str) for part in change.key):
        raise ValueError(f"the key of {change.kind!r} has {wanted} strings, not {change.key!r}")


def article_of(change: Change) -> str:
    """The id of the article that a change is about, or empty."""
    if change.kind in ON_ARTICLE:
        return change.key[0]
    if change.kind == "decide" and change.body is not None:
        return str(change.body.get("article", ""))
    return ""
