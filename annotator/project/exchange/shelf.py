"""Shelves: articles and layers that are read when they are asked for, so that a project need not fit into memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from annotator.core.article import Article
from annotator.core.claim import Claim, Layer
from annotator.core.records.dataset import Content, Stored
from annotator.core.release.pseudonym import Pseudonyms
from annotator.project.exchange.moment import Moment
from annotator.project.exchange.sieve import Place, Sieve
from annotator.project.exchange.tally import Tally


class Articles(Mapping[str, Article]):
    """Articles that are read when they are asked for, and not kept."""

    def __init__(self, moment: Moment, ids: Iterable[str]) -> None:
        self._moment, self._ids = moment, dict.fromkeys(ids)

    def __getitem__(self, id: str) -> Article:
        if id not in self._ids:
            raise KeyError(id)
        return self._moment.article(id)

    def __contains__(self, id: object) -> bool:
        return id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


class Lately(Mapping[str, Article]):
    """Articles of which those that were asked for lately are kept, because many claims in a row are about one."""

    def __init__(self, whole: Mapping[str, Article], size: int = 64) -> None:
        self._whole = whole
        self._kept: dict[str, Article] = {}
        self._size = size

    def __getitem__(self, id: str) -> Article:
        found = self._kept.get(id)
        if found is None:
            found = self._whole[id]
            if len(self._kept) >= self._size:
                del self._kept[next(iter(self._kept))]
            self._kept[id] = found
        return found

    def __contains__(self, id: object) -> bool:
        return id in self._whole

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole)

    def __len__(self) -> int:
        return len(self._whole)


class Layers(Mapping[Layer, Content]):
    """Layers whose claims are read, sifted and counted when they are asked for, and not kept."""

    def __init__(
        self,
        moment: Moment,
        shown: Mapping[Layer, tuple[Layer, Content]],
        sieve: Sieve,
        pseudonyms: Pseudonyms | None,
        tally: Tally,
    ) -> None:
        self._moment, self._shown, self._sieve = moment, shown, sieve
        self._pseudonyms, self._tally = pseudonyms, tally
        self._places: dict[Place, list[Layer]] = {}
        for source, _ in shown.values():
            self._places.setdefault(source[:3], []).append(source)

    def __getitem__(self, layer: Layer) -> Content:
        source, content = self._shown[layer]
        claims, dropped, cut = self._sieve(self._moment.claims(source), self._at)
        if self._pseudonyms is not None:
            claims = tuple(map(self._pseudonyms.claim, claims))
        content = content._replace(claims=claims)
        self._tally.see(layer, content, dropped, cut)
        return content

    def _at(self, place: Place) -> Iterator[Claim]:
        for source in self._places.get(place, ()):
            yield from self._moment.claims(source)

    def stored(self, layer: Layer) -> Stored | None:
        """A layer as it is stored, when it goes out as it is."""
        if self._pseudonyms is not None or not self._sieve.open or layer not in self._shown:
            return None
        source, content = self._shown[layer]
        found = self._moment.stored(source)
        if found is None:
            return None
        self._tally.see_stored(layer, found)
        return Stored(content, found)

    def __contains__(self, layer: object) -> bool:
        return layer in self._shown

    def __iter__(self) -> Iterator[Layer]:
        return iter(self._shown)

    def __len__(self) -> int:
        return len(self._shown)
