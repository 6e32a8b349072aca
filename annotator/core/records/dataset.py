"""The dataset: articles, layers, speakers, plan and decisions as one value that imports make and exports read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from annotator.core.article import Article
from annotator.core.claim import KINDS, Claim, Layer
from annotator.core.records.assignment import Assignment, Refusal
from annotator.core.records.cut import Cut
from annotator.core.records.decision import Decision
from annotator.core.scheme import Scheme
from annotator.core.speaker import Speaker

K = TypeVar("K")
V = TypeVar("V")


class Content(NamedTuple):
    """What a layer holds. A layer that is done and has no claims is a fact of its own."""

    status: str = "open"
    claims: tuple[Claim, ...] = ()
    proposals: str = ""
    """`off` or `held_out` when the layer was made without proposals; empty otherwise."""


class Stored(NamedTuple):
    """A layer whose claims were not made, only cut."""

    content: Content
    """Its status; without claims."""
    cuts: Sequence[Cut]
    """In no order."""


def _nothing(layer: Layer) -> None:
    """Of a dataset that is not stored, every claim goes through `layers`."""


class Subset(Mapping[K, V]):
    """Some of a mapping's keys, in the order given. A value is looked up when it is asked for, and not kept."""

    def __init__(self, whole: Mapping[K, V], keys: Iterable[K]) -> None:
        self._whole = whole
        self._keys = dict.fromkeys(keys)

    def __getitem__(self, key: K) -> V:
        if key not in self._keys:
            raise KeyError(key)
        return self._whole[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Any part of a project: what an import brings, or what an export is to write.

    Its mappings may read each value when it is asked for, so that a project larger than memory can be walked.
    """

    articles: Mapping[str, Article] = field(default_factory=dict)
    """By id."""
    layers: Mapping[Layer, Content] = field(default_factory=dict)
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    """The registry, by id."""
    assignments: tuple[Assignment, ...] = ()
    decisions: Sequence[Decision] = ()
    scheme: Scheme | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    """Name → text of the project's own files (scheme.toml, annotator.toml, guidelines.md), word for word."""
    refusals: tuple[Refusal, ...] = ()
    """Proposals that were refused for good: examples of what is no claim."""
    portions: tuple[str, ...] = ()
    """Names of the portions of a split (train, dev, test), in order; empty when there is none."""
    split: Mapping[str, str] = field(default_factory=dict)
    """Article id → its portion. An article without one belongs to no portion."""
    texts: bool = True
    """Whether texts, titles made of them, and quoted words may be written."""
    stored: Callable[[Layer], Stored | None] = _nothing
    """A layer with its claims as they are stored, for a writer that can copy them; None where they must go through
    `layers`, because they are sifted, renamed, folded, or of another form."""

    def by_portion(self) -> Iterator[tuple[str, Dataset]]:
        """Each portion and what lies in it; without a split everything, under an empty name."""
        if not self.portions:
            yield "", self
        for name in self.portions:
            articles = Subset(self.articles, (id for id in self.articles if self.split.get(id) == name))
            layers = Subset(self.layers, (layer for layer in self.layers if layer.article in articles))
            yield name, replace(self, articles=articles, layers=layers)

    def walk(self) -> Iterator[tuple[Article, list[Layer]]]:
        """Every article by id, and its layers in the order of all exports; nothing of them is read.

        Layers of articles that are not here are left out.
        """
        found: dict[str, list[Layer]] = {}
        for layer in self.layers:
            found.setdefault(layer.article, []).append(layer)
        for id in sorted(self.articles):
            yield self.articles[id], sorted(found.pop(id, ()), key=_place)

    def content(self, layer: Layer) -> Content:
        """A layer, its claims in the order of all exports."""
        found = self.layers[layer]
        return found._replace(claims=self.in_order(found.claims))

    def by_article(self) -> Iterator[tuple[Article, list[tuple[Layer, Content]]]]:
        """Every article by id, its layers and their claims in the order of all exports."""
        for article, layers in self.walk():
            yield article, [(layer, self.content(layer)) for layer in layers]

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


def _place(layer: Layer) -> tuple[int, str, str]:
    return (KINDS.index(layer.kind), layer.annotator, layer.round)
