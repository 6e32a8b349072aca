"""The decision: what an adjudicator made of one cluster of claims, and from what. Gold is the fold of decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from operator import attrgetter
from typing import Any, NamedTuple

from annotator.core.claim import MAIN, Claim
from annotator.core.event import Key
from annotator.core.record import claim_body, claim_from_body, with_extra
from annotator.core.records.canonical import canonical

ACTIONS = ("take", "majority", "compose", "edit", "reject", "add", "defer", "rule", "import")
"""A closed list."""

RULE = "@rule"
"""The adjudicator of decisions that a rule made."""
IMPORT = "@import"
"""The adjudicator of imported gold when nobody is named."""
TEAM = "team"
"""The adjudicator of what was ruled in a meeting."""

NOBODY = ("majority", "union", "intersection", "edited")
"""What a part can come from besides an annotator: most of them, all, what all have, the adjudicator's own hand."""

DECISION_KEYS = (
    *("format", "id", "article", "inputs", "beside", "kinds", "action", "sources", "results", "adjudicator"),
    *("blind", "note", "tags", "seconds", "created"),
)
"""The known keys of `decision/1`, in order."""

_ROUND = attrgetter("round")


class Input(NamedTuple):
    """A claim that a decision settles, as it was then."""

    annotator: str
    round: str
    id: str
    hash: str = ""
    """Label hash of the claim when it was decided."""
    layer: str = "human"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about one article."""

    id: str
    article: str
    action: str
    """One of `ACTIONS`."""
    adjudicator: str
    inputs: tuple[Input, ...] = ()
    beside: tuple[Input, ...] = ()
    """Claims of the same component that this decision does not settle (their `hash` is empty): with them, one that
    joins or leaves later is noticed."""
    kinds: tuple[str, ...] = ()
    """Kinds of disagreement that were seen."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Part or field → annotator it was taken from, or one of `NOBODY`."""
    results: tuple[Claim, ...] = ()
    """The gold claims: none, one, or the parts of a split."""
    blind: bool = True
    note: str = ""
    tags: tuple[str, ...] = ()
    seconds: float = 0.0
    created: str = ""
    """UTC, `2026-01-31T09:00:00.000Z`."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Unknown keys of the record, kept through a round trip."""

    @property
    def key(self) -> Key:
        """What a `decide` event replaces."""
        return (self.id,)

    @property
    def rounds(self) -> frozenset[str]:
        """The rounds of what it settles and of what it made; the main one when it names neither."""
        return frozenset(map(_ROUND, (*self.inputs, *self.results))) or frozenset((MAIN,))


def rule_id(article: str, inputs: Iterable[Input]) -> str:
    """The id of a decision made by rule: a hash of its inputs, so that two openings of an article make one decision."""
    named = [article, *(list(item) for item in sorted(inputs))]
    return "r" + sha256(canonical(named)).hexdigest()[:24]


def decision_body(decision: Decision, text: str) -> dict[str, Any]:
    """What a `decide` event stores; its results are claim bodies."""
    body = {
        "id": decision.id,
        "article": decision.article,
        "inputs": [_input_to_json(item) for item in decision.inputs],
        "beside": [_input_to_json(item) for item in decision.beside],
        "kinds": list(decision.kinds),
        "action": decision.action,
        "sources": {part: decision.sources[part] for part in sorted(decision.sources)},
        "results": [claim_body(claim, text) for claim in decision.results],
        "adjudicator": decision.adjudicator,
        "blind": decision.blind,
        "note": decision.note,
        "tags": list(decision.tags),
        "seconds": decision.seconds,
        "created": decision.created,
    }
    return with_extra(body, decision.extra)


def decision_from_body(body: Mapping[str, Any]) -> Decision:
    """The decision of a body."""
    return Decision(
        id=body["id"],
        article=body["article"],
        action=body["action"],
        adjudicator=body["adjudicator"],
        inputs=_inputs(body.get("inputs", ())),
        beside=_inputs(body.get("beside", ())),
        kinds=tuple(body.get("kinds", ())),
        sources=dict(body.get("sources", {})),
        results=tuple(claim_from_body(claim) for claim in body.get("results", ())),
        blind=body.get("blind", True),
        note=body.get("note", ""),
        tags=tuple(body.get("tags", ())),
        seconds=float(body.get("seconds", 0.0)),
        created=body.get("created", ""),
        extra={key: value for key, value in body.items() if key not in DECISION_KEYS},
    )


def _input_to_json(item: Input) -> dict[str, str]:
    body = item._asdict()
    if item.layer == "human":
        del body["layer"]
    return body


def _inputs(items: Iterable[Mapping[str, str]]) -> tuple[Input, ...]:
    return tuple(
        Input(item["annotator"], item.get("round", MAIN), item["id"], item.get("hash", ""), item.get("layer", "human"))
        for item in items
    )
