"""The gate: what is asked of an event of somebody else before the store sees it.

It is one that this program could have written: shape, key, offsets in a text that is here, a clock that can be. What it
speaks of and is not here yet makes it wait, together with what its writer wrote after it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import copysign
from typing import Any

from pydantic import ValidationError

from annotator.core.article import Article, clean
from annotator.core.errors import Fault
from annotator.core.event import Body, Change
from annotator.core.record import excerpt, quote_faults
from annotator.core.records.canonical import parse
from annotator.core.records.check import claim_faults
from annotator.core.scheme import scheme_from_dict
from annotator.formats.records import BODIES
from annotator.store.clock import milliseconds
from annotator.store.row import StoredEvent, article_of, as_text, refuse_shape

AHEAD = 24 * 3_600_000
"""Milliseconds by which a clock may be ahead of this machine's."""
LONGEST = 200
"""Characters of a part of a key, and of what names a batch."""

_KEYS = {
    "article": ("id",),
    "speaker": ("id",),
    "decide": ("id",),
    "put": ("article", "layer", "annotator", "round", "id"),
    "status": ("article", "layer", "annotator", "round"),
    "assign": ("article", "annotator", "round"),
    "refuse": ("article", "annotator", "round", "id"),
}
_DEFAULTS = {"layer": "human", "round": "main"}
_OWN = {"put": 2, "status": 2, "refuse": 1}
"""Kinds that lie in an annotator's layer: where in the key it stands whose."""


class WaitingError(Exception):
    """What the event speaks of is not here yet; says what."""


class Gate:
    """`text` gives a frozen text by its hash, or None; `frozen` are the articles that are here, as (id, hash)."""

    def __init__(self, text: Callable[[str], str | None], frozen: set[tuple[str, str]], now: int) -> None:
        self._text, self._frozen, self._now = text, frozen, now

    def judge(self, event: StoredEvent) -> None:
        """Let the event pass. Raises ValueError with a clause, or WaitingError."""
        if milliseconds(event.clock) > self._now + AHEAD:
            hours = (milliseconds(event.clock) - self._now) // 3_600_000
            raise ValueError(f"its clock is {hours} hours ahead of this machine's; one of the two is wrong")
        key, body = _plain(event)
        if event.kind == "article":
            self._article(event, key, body)
            return
        if event.kind == "scheme":
            _scheme(key, body)
            return
        about = article_of(Change(event.kind, key, body))
        text = self._about(about, event.article_hash) if about else ""
        whose = _OWN.get(event.kind)
        if whose is not None and not event.annotator.startswith("@") and key[whose] != event.annotator:
            raise ValueError(f"{event.annotator} writes into the layer of {excerpt(key[whose])}")
        if event.kind == "put" and key[1] == "gold":
            raise ValueError("gold is what follows from decisions, and is never written itself")
        if body is not None:
            _shape(event.kind, key, body)
            _offsets(event.kind, body, text)

    def _article(self, event: StoredEvent, key: tuple[str, ...], body: Body | None) -> None:
        if body is None:
            raise ValueError("an article is never taken away")
        _shape("article", key, body)
        if body["sha256"] != event.article_hash:
            raise ValueError("the article and its event name two texts")
        text = self._text(event.article_hash)
        if text is None:
            raise WaitingError(f"the text of {key[0]}")
        if clean(text) != text or len(text) != body["length"]:
            raise ValueError("its text is not as texts are frozen")
        self._frozen.add((key[0], event.article_hash))

    def _about(self, article: str, sha256: str) -> str:
        """The text that an event is about."""
        if not sha256:
            sha256 = next((each for id, each in self._frozen if id == article), "")
        text = self._text(sha256) if (article, sha256) in self._frozen else None
        if text is None:
            raise WaitingError(f"the article {article}")
        return text


def _plain(event: StoredEvent) -> tuple[tuple[str, ...], Body | None]:
    """Key and body as values, written as we write them, so that one thing has one key."""
    key, body = parse(event.key), None if event.body is None else parse(event.body)
    if event.body is not None and not isinstance(body, dict):
        raise ValueError("its body is no object")
    if not isinstance(key, list) or as_text(key) != event.key or (body is not None and as_text(body) != event.body):
        raise ValueError("its key or body is not written as events are")
    refuse_shape(Change(event.kind, tuple(key), body))
    for part in (*key, event.batch, event.ref, event.article, event.screen, event.prev_writer or ""):
        if len(part) > LONGEST or not part.isprintable():
            raise ValueError("its key or batch is too long, or cannot be printed")
    if (event.prev_writer is None) != (event.prev_seq is None) or not _span(event.seconds):
        raise ValueError("it cannot have been made from what it says, or not in that time")
    if event.prev_writer == event.writer and not 0 < (event.prev_seq or 0) < event.seq:
        raise ValueError("it says that it was made from itself, or from what came after it")
    return tuple(key), body


def _span(seconds: float) -> bool:
    """Whether it is a time that a store gives back as it was hashed; of minus zero it forgets the sign."""
    return 0 <= seconds < 1e9 and copysign(1, seconds) > 0


def _shape(kind: str, key: tuple[str, ...], body: Body) -> None:
    try:
        BODIES[kind].model_validate(body)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{place[:100] or 'the body'} is not as it should be ({first['msg'][:80]})") from None
    if tuple(body.get(part, _DEFAULTS.get(part)) for part in _KEYS[kind]) != key:
        raise ValueError("its key and its body speak of two things")


def _scheme(key: tuple[str, ...], body: Body | None) -> None:
    try:
        scheme = scheme_from_dict(body or {})
        if key != ("scheme",) or not all(isinstance(each, str) for each in (scheme.id, scheme.whole, scheme.meaning)):
            raise ValueError
    except (AttributeError, KeyError, TypeError, ValueError):
        raise ValueError("it holds no scheme") from None


def _offsets(kind: str, body: Body, text: str) -> None:
    claims: list[Mapping[str, Any]] = [body] if kind == "put" else list(body.get("results", ()))
    faults: list[Fault] = []
    for claim in claims if kind in ("put", "decide") else ():
        if claim["article"] != body["article"]:
            raise ValueError("a claim of the decision is about another article")
        faults = faults or quote_faults(claim, text) or claim_faults(claim, Article("", text), None)
    if kind == "refuse" and body.get("cue") is not None:
        faults = quote_faults({"spans": {"cue": [body["cue"]]}}, text)
    if faults:
        raise ValueError(f"{faults[0].key[:100]}: {faults[0].what}")
