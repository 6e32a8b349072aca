"""A small project that three have labelled and one has reviewed: every kind of outcome once, made by hand.

`rents` is decided by rosa, with one claim put off, and in part again by omar; `fire` by rule, one of them overturned.
"""

from __future__ import annotations

from pathlib import Path

from annotator.core.article import Article, freeze
from annotator.core.claim import Claim
from annotator.core.records.dataset import Dataset, layers_of
from annotator.core.records.decision import RULE, Decision, rule_id
from annotator.core.records.format import Reading
from annotator.core.records.gold import input_of
from annotator.core.span import pieces
from annotator.core.speaker import Speaker
from annotator.project.create import create
from annotator.project.exchange.incoming import write
from annotator.project.project import Project

RENTS = freeze(
    "rents",
    "Rents fell by 4.1% in May, the ministry said on Monday. Ruiz called the figure invented. "
    "“The bridge is safe,” Brandt told reporters, “and will stay open.” Critics say that it may fall.\n",
    title="Rents fell",
)
FIRE = freeze("fire", "The fire began in the cellar, police said. It may spread, they warned.\n", title="The fire")
SPEAKERS = (
    Speaker("ministry", "Ministry", "organization"),
    Speaker("ruiz", "Ana Ruiz"),
    Speaker("brandt", "Ilse Brandt"),
    Speaker("critics", "critics", "group"),
    Speaker("police", "police", "organization"),
)
FELL, SAFE, STAY = "Rents fell by 4.1% in May", "The bridge is safe", "and will stay open"


def claim(id: str, words: str | tuple[str, ...], speaker: str, stance: str, evidence: str = "attributed") -> Claim:
    """A claim by the annotator whose initial begins the id, on the article that has the words; a week for each."""
    by = {"a": "ana", "b": "ben", "c": "cleo", "g": "gold"}[id[0]]
    parts = (words,) if isinstance(words, str) else words
    article = RENTS if parts[0] in RENTS.text else FIRE
    day = {"ana": "2026-01-05", "ben": "2026-01-06", "cleo": "2026-01-12", "gold": "2026-01-19"}[by]
    return Claim(
        *(id, article.id, by),
        layer="gold" if by == "gold" else "human",
        spans={"content": pieces((article.text.index(each), article.text.index(each) + len(each)) for each in parts)},
        speakers=(speaker,),
        fields={"stance": stance, "evidence": evidence, "quote": "indirect"},
        created=f"{day}T09:00:00.000Z",
    )


def flagged(made: Claim, note: str) -> Claim:
    """The claim on the meeting list."""
    from dataclasses import replace

    return replace(made, fields={**made.fields, "flags": ("discuss",)}, note=note)


ANA = (
    claim("a1", FELL, "ministry", "asserts"),
    claim("a2", "the figure", "ruiz", "denies"),
    claim("a3", (SAFE, STAY), "brandt", "asserts"),
    flagged(claim("a4", "it may fall", "critics", "hedges", "none"), "who are the critics?"),
    claim("a6", "The fire began in the cellar", "police", "asserts"),
    claim("a7", "It may spread", "police", "hedges"),
)
BEN = (
    claim("b1", "fell by 4.1% in May", "ministry", "asserts", "supported"),
    claim("b2", "the figure invented", "ruiz", "asserts"),
    claim("b3", SAFE, "brandt", "asserts"),
    claim("b4", STAY, "brandt", "asserts"),
    claim("b6", "The fire began in the cellar", "police", "asserts"),
    claim("b7", "It may spread,", "police", "hedges"),
)
CLEO = (
    claim("c1", FELL, "ministry", "asserts"),
    claim("c3", (SAFE, STAY), "brandt", "asserts"),
    claim("c5", "the ministry said on Monday", "@author", "asserts", "none"),
    claim("c6", "The fire began in the cellar", "police", "asserts"),
    claim("c7", "It may spread", "police", "hedges"),
)
CLAIMS = {each.id: each for each in (*ANA, *BEN, *CLEO)}


def decision(id: str, inputs: str, action: str, *gold: Claim, by: str = "rosa", **more: object) -> Decision:
    """A decision on the claims of these ids."""
    held = [CLAIMS[each] for each in inputs.split()]
    more.setdefault("created", "2026-01-20T10:00:00.000Z")
    return Decision(
        *(id, held[0].article, action, by),
        inputs=tuple(map(input_of, held)),
        results=gold,
        **more,  # type: ignore[arg-type]
    )


def ruled(inputs: str, gold: Claim, tag: str) -> Decision:
    """A decision by rule."""
    held = tuple(input_of(CLAIMS[each]) for each in inputs.split())
    created = "2026-01-19T10:00:00.000Z"
    return Decision(
        rule_id("fire", held), "fire", "majority", RULE, held, results=(gold,), tags=(tag,), created=created
    )


_FIGURE = claim("g2", "the figure", "ruiz", "denies")
_INVENTED = claim("g8", "the figure invented", "ruiz", "asserts")
_SPREAD = claim("g7", "It may spread", "police", "asserts")
DECISIONS = (
    decision(
        "d1",
        "a1 b1 c1",
        "majority",
        claim("g1", FELL, "ministry", "asserts"),
        seconds=4.0,
        kinds=("boundary", "field:evidence"),
    ),
    decision(
        *("d2", "a2 b2", "take", _FIGURE),
        beside=(),
        seconds=12.0,
        kinds=("boundary", "field:stance", "missing"),
        note="she denies the figure; “invented” is her word for it",
        sources={"content": "ana", "stance": "ana"},
    ),
    decision(
        "d3",
        "a3 b3 b4 c3",
        "take",
        claim("g3", SAFE, "brandt", "asserts"),
        claim("g4", STAY, "brandt", "asserts"),
        seconds=20.0,
        kinds=("split_merge",),
        tags=("guideline_gap",),
        note="two propositions",
    ),
    decision("d4", "a4", "defer", kinds=("missing",), tags=("discuss",), seconds=30.0),
    decision("d5", "c5", "reject", kinds=("missing",), tags=("slip",), seconds=2.0),
    decision("o1", "a1 b1 c1", "majority", claim("g1", FELL, "ministry", "asserts"), by="omar", seconds=5.0),
    decision("o2", "a2 b2", "take", _INVENTED, by="omar", seconds=9.0),
    ruled("a6 b6 c6", claim("g6", "The fire began in the cellar", "police", "asserts"), "unanimous"),
    ruled("a7 b7 c7", claim("g9", "It may spread", "police", "hedges"), "trivial_boundary"),
    decision("d7", "a7 b7 c7", "edit", _SPREAD, kinds=("boundary",), sources={"stance": "edited"}, seconds=8.0),
)
ARTICLES: dict[str, Article] = {each.id: each for each in (RENTS, FIRE)}
DATA = Dataset(
    articles=ARTICLES,
    layers=layers_of((*ANA, *BEN, *CLEO)),
    speakers={each.id: each for each in SPEAKERS},
    decisions=DECISIONS,
)


def reviewed(folder: Path, data: Dataset = DATA, gold: str = '["rosa"]') -> Path:
    """The project in a folder, with rosa's decisions as gold."""
    create(folder, title="Reviewed").close()
    config = folder / "annotator.toml"
    config.write_text(config.read_text("utf-8").replace("gold = []", f"gold = {gold}"), "utf-8")
    with Project.open(folder) as project:
        assert project.config.gold or gold == "[]"
        write(project, Reading(data))
    return folder
