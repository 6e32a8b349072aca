"""Pieces of lines that occur again and again: each is checked the long way when it is first seen, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from annotator.core.article import Article
from annotator.core.claim import FieldValue, Link, SchemeRef
from annotator.core.records.canonical import parse
from annotator.core.records.check import claim_faults
from annotator.core.records.line import ARTICLE_FORMAT, CLAIMS_FORMAT, claim_from_line
from annotator.core.scheme import Scheme
from annotator.core.speaker import Speaker
from annotator.formats.intake import line_model, record_of, shape_faults

T = TypeVar("T")
KEPT = 4096
"""Different pieces of one kind that are remembered at once."""
_SILENT = {
    "format": CLAIMS_FORMAT,
    "id": "c",
    "article": {"id": "a", "sha256": "0" * 64},
    "annotator": "a",
    "spans": {},
}
_NOWHERE = Article("a", "")


class Said(NamedTuple):
    """Who is said to speak, in some claims."""

    ids: tuple[str, ...]
    attribution: tuple[tuple[str, ...], ...]
    speakers: tuple[Speaker, ...]


class Made(NamedTuple):
    """How some claims were made."""

    origin: Mapping[str, str]
    scheme: SchemeRef | None


class Remembered:
    """What the pieces seen so far come to. Every method gives None for a piece about which there is any doubt."""

    def __init__(self, scheme: Scheme | None, given: Mapping[str, Any]) -> None:
        self._scheme, self._given = scheme, dict(given)
        self._layers: dict[str, dict[str, Any]] = {}
        self._said: dict[str, Said] = {}
        self._fields: dict[str, Mapping[str, FieldValue]] = {}
        self._made: dict[str, Made] = {}
        self._links: dict[str, tuple[Link, ...]] = {}

    def said(self, text: str) -> Said | None:
        """Of the keys `speakers`, `attribution` and `mentioned`, with a comma in front."""
        return once(self._said, text, self._new_said)

    def fields(self, text: str) -> Mapping[str, FieldValue] | None:
        """Of the key `fields`, with a comma in front."""
        return once(self._fields, text, self._new_fields)

    def made(self, text: str) -> Made | None:
        """Of the keys `origin` and `scheme`, with a comma in front."""
        return once(self._made, text, self._new_made)

    def links(self, text: str) -> tuple[Link, ...] | None:
        """Of the key `links`, with a comma in front."""
        return once(self._links, text, self._new_links)

    def layer(self, text: str) -> dict[str, Any] | None:
        """Of the beginning of a layer in an article's line, up to its first claim: what it says of itself."""
        return once(self._layers, text, self._new_layer)

    def alone(self, text: str, *keys: str) -> dict[str, Any] | None:
        """A record that has exactly these keys of the piece, and else nothing to say."""
        try:
            piece = parse(f"{{{text[1:]}}}")
        except ValueError:
            return None
        if tuple(piece) != keys:
            return None
        record = {**_SILENT, **piece, **self._given}
        if shape_faults(record, line_model(CLAIMS_FORMAT)):
            return None
        return None if claim_faults(record, _NOWHERE, self._scheme) else record

    def _new_said(self, text: str) -> Said | None:
        record = self.alone(text, "speakers", "attribution", "mentioned")
        if record is None:
            return None
        claim, speakers = claim_from_line(record)
        return Said(claim.speakers, claim.attribution, speakers)

    def _new_fields(self, text: str) -> Mapping[str, FieldValue] | None:
        record = self.alone(text, "fields")
        return claim_from_line(record)[0].fields if record else None

    def _new_made(self, text: str) -> Made | None:
        record = self.alone(text, "origin", "scheme")
        if record is None:
            return None
        claim, _ = claim_from_line(record)
        return Made(claim.origin, claim.scheme)

    def _new_links(self, text: str) -> tuple[Link, ...] | None:
        record = self.alone(text, "links")
        return claim_from_line(record)[0].links if record else None

    def _new_layer(self, text: str) -> dict[str, Any] | None:
        line = f'{{"format":"{ARTICLE_FORMAT}","id":"a","text":"a","layers":[{text}]}}]}}'
        record, faults = record_of(line.encode("utf-8"), ARTICLE_FORMAT, {})
        return None if record is None or faults else dict(record["layers"][0])


def once(kept: dict[str, T], text: str, make: Callable[[str], T | None]) -> T | None:
    """What a piece comes to, made when it is first seen."""
    found = kept.get(text)
    if found is None:
        found = make(text)
        if found is not None:
            if len(kept) >= KEPT:
                kept.clear()
            kept[text] = found
    return found
