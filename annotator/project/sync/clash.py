"""Two texts under one id: added in two places before either knew of the other.

The text that was frozen first keeps the id. The other one goes on as `id~` and 8 digits of its hash, with all that was
made on it. These are ordinary events: wherever they are made, the same ones follow from the same texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from annotator.core.article import fresh_id
from annotator.core.event import Batch, Body, Change, Key
from annotator.project.desk import token
from annotator.project.project import PROGRAM
from annotator.store import Store
from annotator.store.row import StoredEvent, article_of, body_of, key_of
from annotator.store.union import frozen, made_on, standing

_PART = "part-"
"""What the names of its batches begin with."""


class Parted(NamedTuple):
    """An article that has got an id of its own."""

    id: str
    fresh: str


def part(store: Store, events: Iterable[StoredEvent]) -> tuple[list[Batch], list[Parted]]:
    """What is to be written because of these events, within the transaction in which they came in.

    Then each id has one text, and on each text stands what somebody wrote last of it, under whichever of its names.
    """
    held: dict[str, dict[str, Body]] = {}
    for id, body, sha256 in frozen(store):
        held.setdefault(id, {}).setdefault(sha256, body)
    about = {id for event in events for id in (event.article, _about(event))}
    clashes = {
        id: texts
        for id, texts in held.items()
        if len(texts) > 1 and not about.isdisjoint((id, *(fresh_id(id, sha256) for sha256 in texts)))
    }
    last: dict[str, dict[tuple[str, Key], StoredEvent]] = {}
    for event in made_on(store, (sha256 for texts in clashes.values() for sha256 in texts)) if clashes else ():
        if not parting(event):
            last.setdefault(event.article_hash, {})[event.kind, key_of(event.key)] = event
    changes: list[Change] = []
    parted: list[Parted] = []
    for id, texts in clashes.items():
        made = [*_articles(store, id, texts), *_things(store, id, texts, last)]
        parted += [Parted(id, fresh_id(id, sha256)) for sha256 in list(texts)[1:] if made]
        changes += made
    return ([Batch(f"{_PART}{token(12)}", tuple(changes), PROGRAM)] if changes else []), parted


def parting(event: StoredEvent) -> bool:
    """Whether an event only gives what somebody wrote another name."""
    return event.annotator == PROGRAM and event.batch.startswith(_PART)


def _about(event: StoredEvent) -> str:
    return article_of(Change(event.kind, key_of(event.key), body_of(event.body)))


def _articles(store: Store, id: str, texts: dict[str, Body]) -> Iterator[Change]:
    first, *others = texts
    for sha256 in others:
        fresh = fresh_id(id, sha256)
        if store.head("article", (fresh,)) is None:
            yield Change("article", (fresh,), {**texts[sha256], "id": fresh})
    if store.text_of(id) != first:
        yield Change("article", (id,), texts[first], store.head("article", (id,)))


def _things(
    store: Store, id: str, texts: dict[str, Body], last: dict[str, dict[tuple[str, Key], StoredEvent]]
) -> Iterator[Change]:
    """What stands otherwise than it should, of all that was made on texts that do not keep the id."""
    first, *others = texts
    wanted: dict[tuple[str, Key], StoredEvent | None] = {}
    names: dict[tuple[str, Key], str] = {}
    for sha256 in others:
        fresh = fresh_id(id, sha256)
        for (kind, key), event in last.get(sha256, {}).items():
            if (key[0] if kind != "decide" else _about(event) or id) not in (id, fresh):
                continue
            place = (kind, key if kind == "decide" else (fresh, *key[1:]))
            # What was changed under the new id since is later than what was there under the old one.
            there = wanted.get(place)
            if there is None or (there.clock, there.writer) < (event.clock, event.writer):
                wanted[place], names[place] = event, fresh
            if place[1] != key and key[0] == id:
                # Unless the first text has something of this key, too.
                wanted[kind, key], names[kind, key] = last.get(first, {}).get((kind, key)), id
    for (kind, key), right in wanted.items():
        now = standing(store, kind, key)
        if now is not None and not parting(now) and now.article_hash not in texts:
            continue
        body = _named(body_of(right.body), names[kind, key]) if right is not None else None
        if (body_of(now.body) if now is not None else None) != body:
            yield Change(kind, key, body, now.id if now is not None else None)


def _named(body: Body | None, article: str) -> Body | None:
    """A body as it is under another id of its article."""
    if body is None:
        return None
    renamed: dict[str, Any] = {**body, "article": article}
    if "results" in body:
        renamed["results"] = [{**claim, "article": article} for claim in body["results"]]
    return renamed
