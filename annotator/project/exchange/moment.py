"""A moment of a project, now or as it was at a release: what is exported from, read piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar, overload

from annotator.config.project import ProjectConfig
from annotator.core.article import Article
from annotator.core.claim import Claim, Layer
from annotator.core.event import Body, Key
from annotator.core.record import article_from_body, claim_from_body, speaker_from_body
from annotator.core.records.assignment import assignment_from_body
from annotator.core.records.cut import Cut, cuts
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.decision import Decision, decision_from_body
from annotator.core.records.gold import GOLD
from annotator.core.scheme import Scheme
from annotator.core.speaker import Speaker
from annotator.project.compare.choice import Reasons
from annotator.project.compare.gold import counting, gold_of
from annotator.project.compare.reference import reference_of
from annotator.project.project import Project
from annotator.store import Store, walk

T = TypeVar("T")


class Read(Sequence[T], Generic[T]):
    """Things that are read when they are asked for, by key."""

    def __init__(self, keys: Iterable[Key], read: Callable[[Key], T]) -> None:
        self._keys = list(keys)
        self._read = read

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return Read(self._keys[index], self._read)
        return self._read(self._keys[index])

    def __len__(self) -> int:
        return len(self._keys)


@dataclass(slots=True)
class Moment:
    """A project's store, scheme and files, as they are or as they were."""

    store: Store
    scheme: Scheme
    config: ProjectConfig
    files: Mapping[str, str]
    _decided: dict[str, list[str]] | None = field(default=None, init=False)
    """Article → ids of its decisions."""

    @classmethod
    def now(cls, project: Project) -> Moment:
        """The project as it is."""
        return cls(project.store, project.scheme, project.config, project.files())

    def bodies(self) -> Iterator[tuple[str, Body]]:
        """Id and record of every article, by id, without the texts."""
        for key in sorted(walk.keys(self.store, "article")):
            row = self.store.get("article", key)
            if row is not None:
                yield key[0], row.body

    def article(self, id: str) -> Article:
        """An article with its text. Raises KeyError."""
        row = self.store.get("article", (id,))
        if row is None:
            raise KeyError(id)
        return article_from_body(row.body, self.store.text(str(row.body["sha256"])))

    def speakers(self) -> dict[str, Speaker]:
        """The registry."""
        return {row.key[0]: speaker_from_body(row.body) for row in self.store.current("speaker")}

    def layers(self) -> dict[Layer, Content]:
        """Every layer with its status and without its claims; those of gold come from the decisions."""
        found: dict[Layer, Content] = {}
        for article, kind, annotator, round in walk.layers(self.store):
            found[Layer(article, annotator, round, kind)] = Content()
        for row in self.store.current("status"):
            article, kind, annotator, round = row.key
            status, proposals = str(row.body.get("status", "open")), str(row.body.get("proposals", ""))
            found[Layer(article, annotator, round, kind)] = Content(status, (), proposals)
        for id in self.decided():
            for layer, content in self._gold(id).items():
                found[layer] = content._replace(claims=())
        return found

    def claims(self, layer: Layer) -> tuple[Claim, ...]:
        """The claims of a layer, in no order."""
        if layer.kind == GOLD:
            held = self._gold(layer.article).get(layer)
            return held.claims if held else ()
        rows = self.store.current("put", (layer.article, layer.kind, layer.annotator, layer.round))
        return tuple(claim_from_body(row.body) for row in rows)

    def stored(self, layer: Layer) -> list[Cut] | None:
        """The claims of a layer as they are stored; None for gold, which is not, and for bodies of another form."""
        if layer.kind == GOLD:
            return None
        return cuts(walk.bodies(self.store, "put", (layer.article, layer.kind, layer.annotator, layer.round)))

    def decided(self) -> Mapping[str, Sequence[str]]:
        """Article → ids of its decisions."""
        if self._decided is None:
            self._decided = {}
            for key in sorted(walk.keys(self.store, "decide")):
                row = self.store.get("decide", key)
                if row is not None:
                    self._decided.setdefault(str(row.body["article"]), []).append(key[0])
        return self._decided

    def decision(self, id: str) -> Decision:
        """A decision by its id. Raises KeyError."""
        row = self.store.get("decide", (id,))
        if row is None:
            raise KeyError(id)
        return decision_from_body(row.body)

    def _gold(self, article: str) -> dict[Layer, Content]:
        """The gold layers of an article: done where every claim is decided, or where gold was imported."""
        done = {row.key for row in self.store.current("status", (article,)) if row.body.get("status") == "done"}
        held: dict[Layer, list[Claim]] = {}
        for row in self.store.current("put", (article, "human")):
            id, kind, annotator, round, _ = row.key
            held.setdefault(Layer(id, annotator, round, kind), []).append(claim_from_body(row.body))
        data = Dataset(
            layers={
                layer: Content(
                    "done" if (layer.article, layer.kind, layer.annotator, layer.round) in done else "open",
                    tuple(claims),
                )
                for layer, claims in held.items()
            },
            assignments=tuple(assignment_from_body(row.body) for row in self.store.current("assign", (article,))),
            decisions=tuple(self.decision(id) for id in self.decided().get(article, ())),
        )
        names = self.config.gold
        decisions = counting(data, names)
        layers: dict[Layer, list[Claim]] = {}
        for claim in gold_of(data, names, self.scheme.primary.key).claims:
            layers.setdefault(Layer(claim.article, claim.annotator, claim.round, GOLD), []).append(claim)
        if not layers:
            layers = {Layer(article, GOLD, round, GOLD): [] for each in decisions for round in each.rounds}

        def status(round: str) -> str:
            return (
                "done" if article in reference_of(data, names, self.scheme, (round,), (article,), Reasons()) else "open"
            )

        return {layer: Content(status(layer.round), tuple(held)) for layer, held in layers.items()}
