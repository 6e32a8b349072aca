"""Walking through a store that need not fit into memory: keys, layers, bodies as they are stored."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.core.event import Body, Key
from annotator.store import statements as sql
from annotator.store.row import between, body_of, key_of, naming
from annotator.store.store import Store


def keys(store: Store, kind: str) -> Iterator[Key]:
    """The keys of what there is now of a kind, in no order."""
    return (key_of(text) for (text,) in store.engine.each(sql.KEYS, (kind,)))


def layers(store: Store) -> Iterator[Key]:
    """(article, layer, annotator, round) of every layer that has a claim, by key; the claims are leapt over."""
    after = ""
    while rows := store.engine.run(sql.NEXT_KEY, ("put", after)):
        layer = key_of(rows[0][0])[:4]
        yield layer
        after = between(layer)[1]


def bodies(store: Store, kind: str, prefix: Key) -> list[str]:
    """The stored bodies, as canonical JSON, of what there is now of a kind, whose key begins with `prefix`."""
    return [row[0] for row in store.engine.run(sql.READ_BODIES, (kind, *between(prefix)))]


def mentions(store: Store, kind: str, text: str) -> list[tuple[Key, Body]]:
    """Key and body of what there is now of a kind and may mention this: an id that stands in its body by itself."""
    rows = store.engine.run(sql.READ_LIKE, (kind, naming(text)))
    return [(key_of(key), body_of(body) or {}) for _, key, body, *_ in rows]
