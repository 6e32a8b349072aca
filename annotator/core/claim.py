"""The claim: one proposition that somebody in the article can be held to, as one object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from annotator.core.span import Pieces

FieldValue: TypeAlias = str | bool | int | float | tuple[str, ...]
"""Nominal, ordinal, text: str · boolean: bool · number: int or float · multi, entity: sorted tuple of keys or ids."""

MAIN = "main"
"""The round that counts unless another is named."""

RESERVED = ("gold", "team", "majority", "union", "intersection", "edited")
"""What no person is called: a decision is by the team, or has a part from one of the others."""

KINDS = ("human", "model", "gold")
"""Kinds of layer, in the order in which exports list them."""


class Link(NamedTuple):
    """A typed link to another claim of the same layer, or, with the further parts, of another."""

    type: str
    target: str
    annotator: str = ""
    round: str = ""
    article: str = ""


class SchemeRef(NamedTuple):
    """The scheme that a claim was made under: id, version, and the hash of its meaning."""

    id: str
    version: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim. Identity is (article, layer, annotator, round, id)."""

    id: str
    """Unique across writers: the writer's prefix and a counter. The screen shows a short number per article."""
    article: str
    annotator: str
    round: str = MAIN
    layer: str = "human"
    spans: Mapping[str, Pieces] = field(default_factory=dict)
    """Role key → pieces. A role without pieces is absent."""
    speakers: tuple[str, ...] = ()
    """Ids as they were when the claim was made; resolve through the registry to show them."""
    attribution: tuple[tuple[str, ...], ...] = ()
    """Outermost first; the last link equals `speakers`."""
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    """Field key → value. An open field is absent."""
    links: tuple[Link, ...] = ()
    note: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)
    """Part or field → manual, proposed, default, edited, imported. Absent means manual."""
    score: float | None = None
    derived_from: tuple[str, ...] = ()
    scheme: SchemeRef | None = None
    created: str = ""
    """UTC, `2026-01-31T09:00:00.000Z`."""
    updated: str = ""
    seconds: float = 0.0
    """Time in hand; gaps over 30 s are skipped."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Unknown keys of the record, kept through a round trip."""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """The identity: (article, layer, annotator, round, id)."""
        return (self.article, self.layer, self.annotator, self.round, self.id)

    def there(self, link: Link) -> tuple[str, str, str]:
        """Article, annotator and round of the layer that a link of it leads to."""
        return (link.article or self.article, link.annotator or self.annotator, link.round or self.round)

    def pieces(self, role: str) -> Pieces:
        """The pieces of a role; empty when it is not marked."""
        return self.spans.get(role, ())


class Layer(NamedTuple):
    """One annotator's claims on one article: the key of a layer."""

    article: str
    annotator: str
    round: str = MAIN
    kind: str = "human"

    @property
    def reserved(self) -> bool:
        """Whether it is under a name that is not for layers of its kind."""
        return self.annotator in RESERVED if self.kind == "human" else self.annotator == "gold" != self.kind
