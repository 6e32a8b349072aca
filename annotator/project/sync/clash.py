"""Two texts under one id: added in two places before either knew of the other.

The text that was frozen first keeps the id. The other one goes on as `id~` and 8 digits of its hash, with all that was
made on it. These are ordinary events: wherever they are made, the same ones follow from the same texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from annotator.core.event import Batch, Body, Change
from annotator.project.desk import token
from annotator.project.project import PROGRAM
from annotator.store import Store
from annotator.store.union import frozen, made_on


class Parted(NamedTuple):
    """An article that has got an id of its own."""

    id: str
    fresh: str


def part(store: Store) -> tuple[list[Batch], list[Parted]]:
    """What is to be written, within the transaction in which it was read, so that each id has one text."""
    texts: dict[str, dict[str, Body]] = {}
    for id, body, sha256 in frozen(store):
        texts.setdefault(id, {}).setdefault(sha256, body)
    changes: list[Change] = []
    parted: list[Parted] = []
    for id, held in texts.items():
        first, *others = held
        made = [change for sha256 in others for change in _moved(store, id, sha256, held[sha256])]
        current = store.get("article", (id,)) if others else None
        if current is not None and current.body.get("sha256") != first:
            made.append(Change("article", (id,), held[first], current.event))
        parted += [Parted(id, fresh_id(id, sha256)) for sha256 in others if made]
        changes += made
    return ([Batch(f"part-{token(12)}", tuple(changes), PROGRAM)] if changes else []), parted


def fresh_id(id: str, sha256: str) -> str:
    """The id of a text that does not keep its own."""
    return f"{id}~{sha256[:8]}"


def _moved(store: Store, id: str, sha256: str, body: Body) -> Iterator[Change]:
    fresh = fresh_id(id, sha256)
    if store.head("article", (fresh,)) is None:
        yield Change("article", (fresh,), {**body, "id": fresh})
    for row in made_on(store, sha256):
        if row.kind == "decide" and row.body.get("article") == id:
            results = [{**claim, "article": fresh} for claim in row.body.get("results", ())]
            yield Change(row.kind, row.key, {**row.body, "article": fresh, "results": results}, row.event)
        elif row.kind != "decide" and row.key[0] == id:
            yield Change(row.kind, row.key, None, row.event)
            key = (fresh, *row.key[1:])
            there = store.get(row.kind, key)
            # What was changed under the new id since is later than this.
            if there is None or there.clock < row.clock:
                renamed: dict[str, Any] = {**row.body, "article": fresh}
                yield Change(row.kind, key, renamed, store.head(row.kind, key))
