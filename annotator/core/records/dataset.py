"""The dataset: articles, layers, speakers, plan and decisions as one value that imports make and exports read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.core.article import Article
from annotator.core.claim import KINDS, Claim, Layer
from annotator.core.records.assignment import Assignment, Refusal
from annotator.core.records.decision import Decision
from annotator.core.scheme import Scheme
from annotator.core.speaker import Speaker


class Content(NamedTuple):
    """What a layer holds. A layer that is done and has no claims is a fact of its own."""

    status: str = "open"
    claims: tuple[Claim, ...] = ()
    proposals: str = ""
    """`off` or `held_out` when the layer was made without proposals; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Any part of a project: what an import brings, or what an export is to write."""

    articles: Mapping[str, Article] = field(default_factory=dict)
    """By id."""
    layers: Mapping[Layer, Content] = field(default_factory=dict)
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    """The registry, by id."""
    assignments: tuple[Assignment, ...] = ()
    decisions: tuple[Decision, ...] = ()
    scheme: Scheme | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    """Name → text of the project's own files (scheme.toml, annotator.toml, guidelines.md), word for word."""
    refusals: tuple[Refusal, ...] = ()
    """Proposals that were refused for good: examples of what is no claim."""

    def by_article(self) -> Iterator[tuple[Article, list[tuple[Layer, Content]]]]:
        """Every article by id, its layers and their claims in the order of all exports.

        Layers of articles that are not here are left out.
        """
        found: dict[str, list[tuple[Layer, Content]]] = {}
        for layer, content in self.layers.items():
            ordered = content._replace(claims=self.in_order(content.claims))
            found.setdefault(layer.article, []).append((layer, ordered))
        for id in sorted(self.articles):
            yield self.articles[id], _sorted(found.get(id, ()))

    def in_order(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """Claims by first start, end, id of the primary role; those without any span come last."""
        role = self.scheme.primary.key if self.scheme else ""

        def place(claim: Claim) -> tuple[int, int, str]:
            parts = claim.spans.get(role) or [part for other in claim.spans.values() for part in other]
            if not parts:
                return (1 << 60, 0, claim.id)
            return (min(part.start for part in parts), max(part.end for part in parts), claim.id)

        return tuple(sorted(claims, key=place))


def layers_of(claims: Iterable[Claim], status: str = "done") -> dict[Layer, Content]:
    """The layers that these claims make up."""
    found: dict[Layer, list[Claim]] = {}
    for claim in claims:
        found.setdefault(Layer(claim.article, claim.annotator, claim.round, claim.layer), []).append(claim)
    return {layer: Content(status, tuple(held)) for layer, held in found.items()}


def _sorted(layers: Iterable[tuple[Layer, Content]]) -> list[tuple[Layer, Content]]:
    return sorted(layers, key=lambda item: (KINDS.index(item[0].kind), item[0].annotator, item[0].round))
