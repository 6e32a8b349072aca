"""Who was given which article, whether it is done, and what was refused for good.

An annotator who read an article and found nothing is a fact of its own: "did not mark" and "did not see" never look
the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from annotator.core.claim import MAIN
from annotator.core.event import Key
from annotator.core.span import Span

STATUSES = ("open", "done")


class Assignment(NamedTuple):
    """An article that an annotator is to read in a round."""

    article: str
    annotator: str
    round: str = MAIN

    @property
    def key(self) -> Key:
        """What an `assign` event replaces."""
        return (self.article, self.annotator, self.round)


class Status(NamedTuple):
    """How far a layer is."""

    article: str
    annotator: str
    round: str = MAIN
    layer: str = "human"
    status: str = "open"
    """One of `STATUSES`."""
    proposals: str = ""
    """`off` or `held_out` when the layer was made without proposals; empty otherwise."""

    @property
    def key(self) -> Key:
        """What a `status` event replaces."""
        return (self.article, self.layer, self.annotator, self.round)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A proposal that an annotator does not want to see again."""

    article: str
    annotator: str
    id: str
    """Made from what was offered, so that refusing the same thing twice is one refusal."""
    round: str = MAIN
    cue: Span | None = None
    """The words that gave rise to the proposal."""
    text: str = ""
    """Those words."""
    offered: str = ""
    """What was proposed: a role or a field."""

    @property
    def key(self) -> Key:
        """What a `refuse` event replaces."""
        return (self.article, self.annotator, self.round, self.id)


def assignment_body(assignment: Assignment) -> dict[str, Any]:
    """What an `assign` event stores."""
    return assignment._asdict()


def assignment_from_body(body: Mapping[str, Any]) -> Assignment:
    """The assignment of a body."""
    return Assignment(body["article"], body["annotator"], body.get("round", MAIN))


def status_body(status: Status) -> dict[str, Any]:
    """What a `status` event stores."""
    return {key: value for key, value in status._asdict().items() if key != "proposals" or value}


def status_from_body(body: Mapping[str, Any]) -> Status:
    """The status of a body."""
    return Status(
        *(body["article"], body["annotator"], body.get("round", MAIN), body.get("layer", "human")),
        body["status"],
        body.get("proposals", ""),
    )


def refusal_body(refusal: Refusal) -> dict[str, Any]:
    """What a `refuse` event stores."""
    cue = refusal.cue
    return {
        "article": refusal.article,
        "annotator": refusal.annotator,
        "round": refusal.round,
        "id": refusal.id,
        "cue": None if cue is None else {"start": cue.start, "end": cue.end, "text": refusal.text},
        "offered": refusal.offered,
    }


def refusal_from_body(body: Mapping[str, Any]) -> Refusal:
    """The refusal of a body."""
    cue = body.get("cue")
    return Refusal(
        body["article"],
        body["annotator"],
        body["id"],
        body.get("round", MAIN),
        None if cue is None else Span(cue["start"], cue["end"]),
        "" if cue is None else cue["text"],
        body.get("offered", ""),
    )
