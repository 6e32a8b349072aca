"""Lately: on which articles something was written since a moment, by whichever window."""

from __future__ import annotations

from annotator.core.event import Change
from annotator.store import statements as sql
from annotator.store.row import article_of, body_of, key_of
from annotator.store.store import Store


def moment(store: Store) -> int:
    """A number that grows with every event that comes in, also with an older one of another machine; 0 at first."""
    return int(store.engine.run(sql.LAST_ROW)[0][0] or 0)


def touched(store: Store, after: int) -> dict[str, int]:
    """Article → moment of the last event about it, of those after a moment; empty: events about no article.

    What is about one article may be written while another one is shown, so the event itself is asked.
    """
    found: dict[str, int] = {}
    for kind, key, body, number in store.engine.run(sql.TOUCHED, (after,)):
        article = article_of(Change(kind, key_of(key), body_of(body)))
        found[article] = max(number, found.get(article, 0))
    return found
