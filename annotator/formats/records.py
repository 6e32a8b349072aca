"""The shape of every record, as pydantic models: they check what comes from outside and make the JSON Schemas.

Whoever needs it imports it late, because it loads pydantic. The codec in `annotator.core.record` makes exactly
these shapes; a test holds the two equal.
"""

# ruff: noqa: RUF012 (pydantic copies a mutable default for each instance)

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from annotator.core.records.decision import ACTIONS
from annotator.core.speaker import TYPES
from annotator.formats.shapes import (
    Adjudicator,
    ArticleRef,
    FieldValue,
    Hash,
    HashOrNone,
    Id,
    InputShape,
    Kind,
    Line,
    LinkShape,
    Meta,
    Name,
    Offset,
    Origin,
    Part,
    PieceShape,
    Record,
    SchemeShape,
    Seconds,
    Time,
    Words,
)


class SpeakerBody(Record):
    """Who answers for a claim."""

    id: Id
    name: Words
    # One list of types, core's: pydantic reads it when it runs, which the type checker cannot.
    type: Literal[TYPES] = "person"  # type: ignore[valid-type]
    role: Words | None = None
    affiliation: Words | None = None
    aliases: list[Words] = []
    wikidata: Words | None = None
    merged_into: Id | None = None


class SpeakerLine(SpeakerBody, Line):
    """One line of `speakers.jsonl`."""

    format: Literal["speaker/1"]


class ClaimBody(Record):
    """A claim as an event stores it: article and speakers are ids."""

    id: Id
    article: Id
    annotator: Name
    round: Name = "main"
    layer: Kind = "human"
    spans: dict[str, list[PieceShape]]
    speakers: list[Id] = []
    attribution: list[list[Id]] = []
    fields: dict[str, FieldValue] = {}
    links: list[LinkShape] = []
    note: Words = ""
    origin: dict[str, Origin] = {}
    score: float | None = None
    derived_from: list[Id] = []
    scheme: SchemeShape | None = None
    created: Time = ""
    updated: Time = ""
    seconds: Seconds = 0.0


class NestedClaim(Record):
    """A claim inside an article's line: what the layer around it says need not be repeated."""

    format: Literal["claims/1"] | None = None
    id: Id
    article: ArticleRef | None = None
    annotator: Name | None = None
    round: Name | None = None
    layer: Kind | None = None
    spans: dict[str, list[PieceShape]]
    speakers: list[SpeakerBody] = []
    attribution: list[list[Id]] = []
    mentioned: list[SpeakerBody] = []
    fields: dict[str, FieldValue] = {}
    links: list[LinkShape] = []
    note: Words = ""
    origin: dict[str, Origin] = {}
    score: float | None = None
    derived_from: list[Id] = []
    scheme: SchemeShape | None = None
    created: Time = ""
    updated: Time = ""
    seconds: Seconds = 0.0


class ClaimLine(NestedClaim):
    """One line of a claims export: a whole claim."""

    format: Literal["claims/1"]
    article: ArticleRef
    annotator: Name
    round: Name = "main"
    layer: Kind = "human"


class LayerShape(Part):
    """One annotator's claims on the article."""

    annotator: Name
    round: Name = "main"
    kind: Kind = "human"
    status: Literal["open", "done"] = "done"
    proposals: Literal["", "off", "held_out"] = ""
    claims: list[NestedClaim]


class ArticleLine(Record):
    """One line of an articles export: a text and its layers; large ones go on in a further line of the article."""

    format: Literal["article/1"]
    id: Id
    title: str = ""
    text: str
    sha256: Hash | None = None
    source_sha256: HashOrNone = ""
    meta: Meta = {}
    sentences: list[Annotated[list[Offset], Field(min_length=2, max_length=2)]] = []
    layers: list[LayerShape] = []


class ArticleBody(Record):
    """An article as an event stores it, without its text."""

    id: Id
    title: str = ""
    sha256: Hash
    source_sha256: HashOrNone = ""
    length: int = Field(ge=0)
    meta: Meta = {}


class AssignmentBody(Part):
    """An article that an annotator is to read."""

    article: Id
    annotator: Name
    round: Name = "main"


class StatusBody(Part):
    """How far a layer is."""

    article: Id
    annotator: Name
    round: Name = "main"
    layer: Kind = "human"
    status: Literal["open", "done"]
    proposals: Literal["", "off", "held_out"] = ""


class AssignmentLine(AssignmentBody, Line):
    """One line of `assignments.jsonl`."""

    format: Literal["assignment/1"]


class StatusLine(StatusBody, Line):
    """A layer's status as a record of its own."""

    format: Literal["status/1"]


class RefusalBody(Part):
    """A proposal that was refused for good."""

    article: Id
    annotator: Name
    round: Name = "main"
    id: Id
    cue: PieceShape | None = None
    offered: Words = ""


class RefusalLine(RefusalBody, Line):
    """One line of `refusals.jsonl`: a negative example."""

    format: Literal["refusal/1"]


class DecisionBody(Record):
    """What an adjudicator made of one cluster of claims."""

    id: Id
    article: Id
    inputs: list[InputShape] = []
    beside: list[InputShape] = []
    kinds: list[Words] = []
    # As `SpeakerBody.type`.
    action: Literal[ACTIONS]  # type: ignore[valid-type]
    sources: dict[str, Words] = {}
    results: list[ClaimBody] = []
    adjudicator: Adjudicator
    blind: bool = True
    note: Words = ""
    tags: list[Words] = []
    seconds: Seconds = 0.0
    created: Time = ""


class DecisionLine(DecisionBody, Line):
    """One line of `decisions.jsonl`."""

    format: Literal["decision/1"]


BODIES: dict[str, type[BaseModel]] = {
    "article": ArticleBody,
    "speaker": SpeakerBody,
    "put": ClaimBody,
    "status": StatusBody,
    "assign": AssignmentBody,
    "decide": DecisionBody,
    "refuse": RefusalBody,
}
"""Kind of event → shape of its body (`scheme` events are checked by the scheme's own reader)."""

LINES: dict[str, type[BaseModel]] = {
    "claims/1": ClaimLine,
    "article/1": ArticleLine,
    "speaker/1": SpeakerLine,
    "assignment/1": AssignmentLine,
    "decision/1": DecisionLine,
    "status/1": StatusLine,
    "refusal/1": RefusalLine,
}
"""Format → shape of its lines."""
