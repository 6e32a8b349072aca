"""Reading Web Annotations: collections, pages, lists and single ones, from an export of ours or from the web."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urldefrag

from annotator.core.article import Article
from annotator.core.records.check import shown
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Reading, Source, Wanted
from annotator.core.standoff.document import Document, Place, Sheet
from annotator.core.standoff.style import ALL, Style
from annotator.formats.standoff.json_layer import ARTICLE, LAYER, take_article, take_layer
from annotator.formats.standoff.json_text import json_array, json_lines
from annotator.formats.standoff.plain_text import plain_text
from annotator.formats.standoff.reading import Found, Ways, said_by, understood
from annotator.formats.web_annotation.anchor import Selector, by_quotes, same
from annotator.formats.web_annotation.annotation import Annotations, sources_of

STYLE = Style(pieces=True, fields=ALL, speakers=True, note=True)
TEXT = "text"
"""Key of a collection: the text that an export of ours has put beside it."""
ADDRESS = "address"
"""Key of an article's metadata: where it stands on the web."""
_LISTS = ("items", "rows", "@graph")
"""Where annotations stand in a page of the recommendation, in an answer of Hypothesis, and in plain JSON-LD."""


def read_files(sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
    """Every annotation of the files that end in `.jsonld`, else of all that are no texts."""
    named = {source.name.replace("\\", "/"): source for source in sources}
    texts = {name: source for name, source in named.items() if name.endswith(".txt")}
    found = Found()
    selectors: dict[str, Sequence[Selector]] = {}
    files = [name for name in named if name.endswith(".jsonld")] or [name for name in named if name not in texts]
    shelf = _Shelf(texts, known, found)
    for name in files:
        source, held = named[name], []
        for item in json_lines(source) if name.endswith(".jsonl") else json_array(source):
            if item.fault:
                found.faults.append(item.fault)
            elif item.record is not None:
                held.append((item.record, item.place))
        found.documents += _File(name, shelf, found, selectors).documents_of(held)
    if sources and not files:
        place = Place(sources[0].name)
        found.faults.append(place.fault("there are no annotations in it", "a .jsonld file, with the texts beside it"))
    return understood(found, Ways(STYLE, same=same, settle=by_quotes(selectors, found.notes)), known, wanted)


@dataclass(slots=True)
class _Shelf:
    """The texts that annotations can point into."""

    texts: Mapping[str, Source]
    known: Dataset
    found: Found
    _read: dict[str, str | None] = field(default_factory=dict)
    _addresses: dict[str, str] | None = None

    def beside(self, file: str, address: str) -> str | None:
        """The name of a text beside a file to which a relative address leads, or whose name a web address ends in."""
        folder, last = file.rpartition("/")[0], PurePosixPath(unquote(urldefrag(address).url).replace("\\", "/")).name
        tries = [f"{folder}/{each}" if folder else each for each in (last, f"{last}.txt", f"{_stem(last)}.txt")]
        return next((each for each in tries if each in self.texts), None) if last else None

    def text(self, name: str) -> str | None:
        """The text of a file; None, and a fault the first time, when it is not UTF-8."""
        if name not in self._read:
            self._read[name] = plain_text(self.texts[name], self.found)
        return self._read[name]

    def article(self, address: str) -> Article | None:
        """The project's article that stands at an address, or that a relative one names."""
        if self._addresses is None:
            self._addresses = {}
            for id, article in self.known.articles.items():
                said = article.meta.get(ADDRESS)
                if isinstance(said, str):
                    self._addresses.setdefault(_bare(said), id)
        found = self._addresses.get(_bare(address))
        if found is None and ":" not in address:
            stem = _stem(PurePosixPath(unquote(address)).name)
            found = stem if stem in self.known.articles else None
        return self.known.articles[found] if found else None


class _File:
    """What one file holds: a document for each text that its annotations point into."""

    def __init__(self, name: str, shelf: _Shelf, found: Found, selectors: dict[str, Sequence[Selector]]) -> None:
        self.name, self.shelf, self.found = name, shelf, found
        self.annotations = Annotations(found, selectors, name)
        self.documents: dict[str, Document] = {}
        self._sheets: dict[tuple[str, str], Sheet] = {}
        self._lost: set[str] = set()
        self.ours: dict[str, Any] = {}

    def documents_of(self, records: Sequence[tuple[dict[str, Any], Place]]) -> Iterable[Document]:
        """The documents of its collections, pages, lists and annotations."""
        held = []
        for record, place in records:
            if len(records) == 1 and isinstance(record.get(ARTICLE), dict) and isinstance(record.get(TEXT), str):
                self.ours = record
                self._sheet(record[TEXT], "", place)
            held += [(each, where, self._creator(record)) for each, where in self._annotations(record, place)]
        self.annotations.know(each for each, _, _ in held)
        for each, where, creator in held:
            self._annotation(each, where, creator)
        return self.documents.values()

    def _annotations(self, record: dict[str, Any], place: Place) -> Iterator[tuple[dict[str, Any], Place]]:
        """(annotation, where) of all that a record holds."""
        first = record.get("first")
        if "target" in record:
            yield record, place
        elif isinstance(first, dict):
            yield from self._annotations(first, place._replace(key=_below(place, "first")))
            if isinstance(first.get("next"), str):
                self.found.notes["further pages of a collection that are not in the file, left out"] += 1
        elif key := next((key for key in _LISTS if key in record), ""):
            held = record[key]
            if not isinstance(held, list):
                self.found.faults.append(
                    place._replace(key=_below(place, key)).fault(f"{shown(held)} is no list", "a list")
                )
                return
            for number, each in enumerate(held):
                where = place._replace(key=_below(place, f"{key}[{number}]"))
                if isinstance(each, dict) and "target" in each:
                    yield each, where
                elif not self._is_reply(each):
                    self.found.faults.append(where.fault(f"{shown(each)} is no annotation", "an object with a target"))
        else:
            what = f"the page is elsewhere ({shown(first)})" if isinstance(first, str) else "this is no annotation"
            self.found.faults.append(place.fault(what, "an annotation, or a collection with its first page in it"))

    def _is_reply(self, each: Any) -> bool:
        """Whether it is a note of Hypothesis on a page or on another note, which has no target with a selector."""
        return isinstance(each, dict) and "references" in each

    def _annotation(self, record: dict[str, Any], place: Place, creator: str) -> None:
        sources = sources_of(record)
        if len(sources) != 1:
            what = f"the annotation points into {len(sources) or 'no'} text{'s' if len(sources) > 1 else ''}"
            self.found.faults.append(place._replace(key=_below(place, "target")).fault(what, "targets with one source"))
            return
        sheet = self._sheet(sources[0], self._creator(record) or creator, place)
        if sheet is not None:
            self.annotations.take(record, sheet, place)

    def _creator(self, record: dict[str, Any]) -> str:
        """Who made it, as the recommendation or Hypothesis says; empty when nobody is named."""
        said = record.get("creator") or record.get("user")
        if isinstance(said, dict):
            said = next(
                (said[key] for key in ("nickname", "name", "email", "id") if isinstance(said.get(key), str)), ""
            )
        if not isinstance(said, str):
            return ""
        return said_by(said.removeprefix("acct:").removeprefix("mailto:").rstrip("/").rpartition("/")[2])

    def _sheet(self, source: str, creator: str, place: Place) -> Sheet | None:
        """The sheet of a person on a text; None, with a fault the first time, when the text is not known."""
        document = self.documents.get(source) or self._document(source, place)
        if document is None:
            return None
        if self.ours:
            creator = ""
        key = (source, creator)
        if key not in self._sheets:
            sheet = Sheet(creator)
            if self.ours:
                take_layer(sheet, self.ours.get(LAYER))
            document.sheets.append(sheet)
            self._sheets[key] = sheet
        return self._sheets[key]

    def _document(self, source: str, place: Place) -> Document | None:
        if source in self._lost:
            return None
        name = self.shelf.beside(self.name, source)
        article = None if name else self.shelf.article(source)
        text = self.shelf.text(name) if name else article.text if article else None
        if text is None:
            self._lost.add(source)
            if not name:
                what = f"the text of {shown(source)} is not known"
                right = (
                    f"a .txt file of this name beside the annotations, or an article of the project with this {ADDRESS}"
                )
                self.found.faults.append(place.fault(what, right))
            return None
        id = article.id if article else _stem(PurePosixPath(name or "").name)
        document = Document(text, place, id, ours=article is not None)
        if self.ours and source == self.ours[TEXT]:
            take_article(document, self.ours[ARTICLE])
        self.documents[source] = document
        return document


def _stem(name: str) -> str:
    return name.removesuffix(".txt").removesuffix(".html").removesuffix(".htm")


def _bare(address: str) -> str:
    """An address by which two that differ in nothing of weight are the same."""
    return urldefrag(address.strip()).url.rstrip("/").removeprefix("https://").removeprefix("http://")


def _below(place: Place, key: str) -> str:
    return f"{place.key}.{key}" if place.key else key
