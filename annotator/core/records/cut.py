"""Stored bodies of claims, cut where a line differs from them, without parsing.

A body is canonical JSON with its keys in a fixed order, and a quotation mark inside of a string is always escaped; so
`],"fields":{` can only be the key of that name. A body that is not of this form is not cut.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Cut(NamedTuple):
    """A stored body, cut where a line differs from it. Each part is JSON as it stands there."""

    id: str
    spans: str
    """An object."""
    said: str
    """The keys `speakers` and `attribution`, with a comma in front."""
    fields: str
    """An object."""
    tail: str
    """From `links` to the end, with a comma in front."""


def cut(body: str) -> Cut | None:
    """The parts of a body; None when it is not in the form in which bodies are written."""
    article = body.find(',"article":"')
    spans = body.find(',"spans":{', article)
    said = body.find('},"speakers":[', spans) + 1
    fields = body.find('],"fields":{', said) + 1
    tail = body.find('},"links":[', fields) + 1
    if not (0 < article < spans < said < fields < tail and body.startswith('{"id":"')):
        return None
    return Cut(body[6:article], body[spans + 9 : said], body[said:fields], body[fields + 10 : tail], body[tail:])


def cuts(bodies: Iterable[str]) -> list[Cut] | None:
    """The parts of all these bodies; None when one is in another form."""
    found = []
    for body in bodies:
        parts = cut(body)
        if parts is None:
            return None
        found.append(parts)
    return found
