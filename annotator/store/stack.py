"""The batches of an undo stack, as they were committed."""

from __future__ import annotations

from annotator.core.event import Change, EventId
from annotator.store import statements as sql
from annotator.store.row import StoredBatch, StoredChange, article_of, body_of, key_of
from annotator.store.store import Store


def stack(store: Store, annotator: str, article: str, screen: str) -> list[StoredBatch]:
    """The batches of one undo stack, in the order in which they were committed.

    Those that were made on another text are left out: it had this id until a sync gave it one of its own.
    """
    found: dict[str, tuple[str, list[StoredChange]]] = {}
    texts: dict[str, str] = {}
    elsewhere: set[str] = set()
    for row in store.engine.run(sql.STACK, (annotator, article, screen)):
        batch, ref, kind, key, body, writer, seq, made_on, prev_body = row
        made = Change(kind, key_of(key), body_of(body))
        held = found.setdefault(batch, (ref, []))[1]
        held.append(StoredChange(kind, made.key, made.body, body_of(prev_body), EventId(writer, seq)))
        about = article_of(made) or article
        if about not in texts:
            texts[about] = store.text_of(about)
        if made_on not in ("", texts[about]):
            elsewhere.add(batch)
    return [StoredBatch(id, ref, tuple(changes)) for id, (ref, changes) in found.items() if id not in elsewhere]
