"""Annotators who read the same articles and differ as people do: seeded, of any number and size.

Each article has claims of a hidden reading, one after another, some of which overlap the next. An annotator misses 15 %
of them, moves the ends of 40 % by a few characters, cuts 12 % in two, and gives another stance to 15 % and another
speaker to 10 %: about what the sample project's annotators did to each other.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

from annotator.config.scheme import read_scheme
from annotator.core.article import Article, freeze
from annotator.core.claim import Claim
from annotator.core.compare.sense import Sense
from annotator.core.event import Batch, Change
from annotator.core.record import claim_body
from annotator.core.records.canonical import canonical
from annotator.core.records.format import Wanted
from annotator.core.records.line import Context, claim_line
from annotator.core.span import Pieces, Span
from annotator.project.add import add
from annotator.project.create import create
from annotator.project.exchange.incoming import bring_in
from annotator.project.project import PROGRAM, Project
from bench.corpus import ROOT, text_of

STANCES = ("asserts", "hedges", "questions", "denies")
SPEAKERS = ("@author", "@unnamed")
EACH = 200
"""Characters of an article for each of its claims."""


def sense() -> Sense:
    """The default scheme's."""
    scheme, _ = read_scheme((ROOT / "schemas" / "claims.toml").read_text("utf-8"))
    assert scheme is not None
    return Sense(scheme, {})


def article(number: int, claims: int) -> Article:
    """A text of its own with room for that many claims."""
    return freeze(f"article-{number:04}", f"Article {number}\n\n{text_of(EACH * (claims + 1))}")


def read(number: int, people: int, claims: int) -> dict[str, tuple[Claim, ...]]:
    """What each annotator has on an article."""
    random = Random(number)
    layers: dict[str, list[Claim]] = {f"p{person:02}": [] for person in range(people)}
    for at in range(claims):
        start = 20 + at * EACH + random.randrange(EACH // 3)
        end = start + random.randrange(EACH // 3, EACH)
        stance, speaker = random.choice(STANCES), random.choice(SPEAKERS)
        for name, layer in layers.items():
            if random.random() < 0.15:
                continue
            first, last = start, end
            if random.random() < 0.4:
                first, last = start + random.randrange(-10, 11), end + random.randrange(-15, 16)
            said = stance if random.random() > 0.15 else random.choice(STANCES)
            by = speaker if random.random() > 0.1 else random.choice(SPEAKERS)
            middle = (first + last) // 2
            parts = [(first, middle - 1), (middle, last)] if random.random() < 0.12 else [(first, last)]
            for part, (a, b) in enumerate(parts):
                layer.append(_claim(f"{name}-{at}-{part}", number, name, (Span(a, max(b, a + 2)),), said, by))
    return {name: tuple(layer) for name, layer in layers.items()}


def _claim(id: str, number: int, name: str, parts: Pieces, stance: str, speaker: str) -> Claim:
    made = f"2026-01-{1 + number % 28:02}T09:00:00.000Z"
    fields = {"stance": stance, "evidence": "none", "quote": "indirect"}
    return Claim(
        id,
        f"article-{number:04}",
        name,
        spans={"content": parts},
        speakers=(speaker,),
        fields=fields,
        created=made,
        updated=made,
    )


def project(folder: Path, articles: int, people: int, claims: int) -> Project:
    """A project in which all of this is done."""
    made = create(folder / "project")
    texts = [article(number, claims) for number in range(articles)]
    (folder / "texts").mkdir()
    for each in texts:
        (folder / "texts" / f"{each.id}.txt").write_text(each.text, "utf-8")
    added = list(add(made, [folder / "texts"]))
    assert all(each.outcome == "added" for each in added)
    lines = [
        canonical(claim_line(claim, text, Context({}))) + b"\n"
        for number, text in enumerate(texts)
        for layer in read(number, people, claims).values()
        for claim in layer
    ]
    (folder / "claims.jsonl").write_bytes(b"".join(lines))
    done = bring_in(made, folder / "claims.jsonl", Wanted())
    assert not done.faults, done.faults[:3]
    return made


def change(made: Project, claim: Claim, stance: str) -> None:
    """Another stance of a claim, as a window would write it."""
    current = made.store.get("put", claim.key)
    assert current is not None
    text = made.article(claim.article).text
    body = claim_body(replace(claim, fields={**claim.fields, "stance": stance}), text)
    made.store.record(Batch(f"bench-{stance}", (Change("put", claim.key, body, current.event),), PROGRAM))
