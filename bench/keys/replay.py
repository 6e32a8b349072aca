"""The planned keys pressed on a real session with a real store, and what comes out beside what was wanted."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path

from annotator.core.article import Article
from annotator.core.claim import Claim
from annotator.core.event import Batch, Change
from annotator.core.proposal.guide import Source
from annotator.core.record import article_body
from annotator.core.scheme import Scheme
from annotator.core.text.wrap import Wrap
from annotator.project.attempt import Clock
from annotator.project.recorder import Recorder
from annotator.project.session import Session
from annotator.store import Store
from bench.keys.hand import CELLS, ROWS, followed
from bench.keys.target import Layer


class Fixed:
    """Proposers that are given, for every article."""

    sticky: tuple[str, ...] = ()
    suggests = True

    def __init__(self, source: Source) -> None:
        self._source = source

    def mode(self, article: str) -> str:
        """on, or off when the proposals are withheld."""
        return "off" if self._source()[1] else "on"

    def source(self, article: Article) -> Source:
        """What was given."""
        return self._source


def pressed(layer: Layer, scheme: Scheme, keys: Iterable[str], source: Source, folder: Path) -> tuple[Claim, ...]:
    """The claims that the store holds after these keys, by place: nothing is taken from the session's own state."""
    folder.mkdir(parents=True, exist_ok=True)
    store = Store.open(folder / "store.sqlite", create=True)
    article = layer.article
    body = article_body(article)
    batch = Batch("add", (Change("article", (article.id,), body),), "hand")
    store.record(batch, texts={article.sha256: article.text})
    recorder = Recorder(folder / "store.sqlite", Store.open)
    recorder.start()
    ticks = itertools.count()
    clock = Clock(lambda: f"2026-01-01T00:00:00.{next(ticks):09d}Z", lambda: float(next(ticks)), "k")
    session = Session(scheme, "hand", recorder, clock, proposing=Fixed(source))
    session.open(article, store)
    rows, top = Wrap(article.text, CELLS), 0
    for key in keys:
        before = session.state
        session.press(key, rows, ROWS, top)
        top = followed(rows, top, before, session.state)
        session.drain()
    left = recorder.close(30.0)
    assert not left, "not everything was saved"
    session.open(article, store)
    claims = session.state.claims
    store.close()
    return claims


def differences(layer: Layer, made: tuple[Claim, ...]) -> list[str]:
    """What the made claims say otherwise than the layer: spans, speakers, chain, values, links; empty when nothing.

    Speakers and claims are compared one to one: ids of a fresh registry differ, who is who must not. A link to a claim
    further on is left out: it is made from there.
    """
    found: list[str] = []
    if len(made) != len(layer.claims):
        found.append(f"{len(made)} claims instead of {len(layer.claims)}")
    order = sorted(made, key=lambda claim: (claim.created, claim.id))
    people: dict[str, str] = {}
    twin = {goal.id: claim.id for goal, claim in zip(layer.claims, order, strict=False)}
    seen: set[str] = set()
    for goal, claim in zip(layer.claims, order, strict=False):
        if dict(goal.spans) != dict(claim.spans):
            found.append(f"{goal.id}: the spans differ")
        fields = {key: value for key, value in goal.fields.items() if value != ()}
        if fields != dict(claim.fields):
            found.append(f"{goal.id}: {fields} became {dict(claim.fields)}")
        ours = (goal.speakers, *goal.attribution)
        theirs = (claim.speakers, *claim.attribution)
        if [len(each) for each in ours] != [len(each) for each in theirs]:
            found.append(f"{goal.id}: the speakers differ in number")
        for one, two in zip(itertools.chain(*ours), itertools.chain(*theirs), strict=False):
            if people.setdefault(one, two) != two or (one.startswith("@") and one != two):
                found.append(f"{goal.id}: {one} is {two} here and {people[one]} elsewhere")
        links = {(link.type, twin[link.target]) for link in goal.links if link.target in seen}
        if links != {(link.type, link.target) for link in claim.links}:
            found.append(f"{goal.id}: the links differ")
        seen.add(goal.id)
    if len(set(people.values())) != len(people):
        found.append("two speakers became one")
    return found
