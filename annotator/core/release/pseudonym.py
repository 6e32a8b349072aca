"""Pseudonyms: what people wrote about others stays, who wrote it, when, and their notes go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from annotator.core.claim import Claim, Layer
from annotator.core.records.assignment import Assignment, Refusal
from annotator.core.records.decision import NOBODY, Decision, Input
from annotator.core.records.gold import GOLD


class Pseudonyms:
    """What stands for a name of a person, and for an id, which may be made of one.

    `name` and `id` give the same for the same; names that begin with @, the name gold, and the empty name stay, and so
    do those of `models`, which are no secret.
    """

    def __init__(
        self, name: Callable[[str], str], id: Callable[[str], str], models: frozenset[str] = frozenset()
    ) -> None:
        self._name, self._id, self._models = name, id, models

    def name(self, name: str) -> str:
        """What stands for a person."""
        return name if name in ("", GOLD) or name.startswith("@") else self._name(name)

    def _whose(self, name: str) -> str:
        """What stands for somebody of whom it is not said whether they are a person or a model."""
        return name if name in self._models else self.name(name)

    def layer(self, layer: Layer) -> Layer:
        """The layer, as somebody else's. What a model is called is no secret."""
        return layer if layer.kind == "model" else layer._replace(annotator=self.name(layer.annotator))

    def claim(self, claim: Claim) -> Claim:
        """The claim without note, times and unknown keys, under another name and id."""
        links = (
            link._replace(target=self._id(link.target), annotator=self._whose(link.annotator)) for link in claim.links
        )
        return replace(
            claim,
            id=self._id(claim.id),
            annotator=claim.annotator if claim.layer == "model" else self.name(claim.annotator),
            links=tuple(links),
            derived_from=tuple(self._id(id) for id in claim.derived_from),
            note="",
            created="",
            updated="",
            seconds=0.0,
            extra={},
        )

    def assignment(self, assignment: Assignment) -> Assignment:
        """The assignment, as somebody else's."""
        return assignment._replace(annotator=self.name(assignment.annotator))

    def refusal(self, refusal: Refusal) -> Refusal:
        """The refusal, as somebody else's."""
        return replace(refusal, annotator=self.name(refusal.annotator), id=self._id(refusal.id))

    def decision(self, decision: Decision) -> Decision:
        """The decision without note, tags, times and unknown keys. Hashes of inputs go too: they name old labels."""
        return replace(
            decision,
            id=self._id(decision.id),
            inputs=tuple(self._input(item) for item in decision.inputs),
            beside=tuple(self._input(item) for item in decision.beside),
            sources={part: name if name in NOBODY else self._whose(name) for part, name in decision.sources.items()},
            results=tuple(self.claim(claim) for claim in decision.results),
            adjudicator=self.name(decision.adjudicator),
            note="",
            tags=(),
            seconds=0.0,
            created="",
            extra={},
        )

    def _input(self, item: Input) -> Input:
        name = item.annotator if item.layer == "model" else self.name(item.annotator)
        return item._replace(annotator=name, id=self._id(item.id), hash="")
