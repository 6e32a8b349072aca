"""W3C Web Annotation, out and in: JSON-LD for each article and layer, and the texts that the annotations point into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from annotator.core.article import Article
from annotator.core.claim import Layer
from annotator.core.record import canonical
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.filename import file_names
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.records.line import Context
from annotator.core.standoff.document import Mark, Relation, Sheet, Value
from annotator.core.standoff.mapping import NOTE, SPEAKER
from annotator.core.standoff.marks import sheet_of
from annotator.formats.standoff.json_layer import ARTICLE, LAYER, article_keys, layer_keys
from annotator.formats.standoff.naming import Names, names, page_files
from annotator.formats.web_annotation.annotation import CONTEXT, ENTITY, JSON
from annotator.formats.web_annotation.reader import STYLE, TEXT, read_files

AROUND = 32
"""Characters of the text before and after a quote that stand beside it."""
_PURPOSES = {SPEAKER: "identifying", NOTE: "commenting"}


class WebAnnotationFormat:
    """A text for each article, and a collection of annotations for each article and layer."""

    name = "web_annotation"
    help = "W3C Web Annotation (JSON-LD): one collection for each article and annotator, beside the texts"
    suffix = ""
    deep = True

    def recognises(self, names: Sequence[str], head: bytes) -> bool:
        """Whether there are collections, or the file says that it is one."""
        return any(name.endswith(".jsonld") for name in names) or b"ns/anno.jsonld" in head or b'"TextQuote' in head

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The annotations of the files, on texts beside them or of the project."""
        return read_files(sources, known, wanted)

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """Each text, then what is said about it. Positions are code points, as the recommendation has it."""
        assert data.scheme is not None
        called, context = names(data.scheme), Context(data.speakers, data.scheme)
        texts, files = file_names(data.articles), page_files(data.layers)
        for name, portion in data.by_portion():
            within = f"{name}/" if name else ""
            for article, layers in portion.by_article():
                losses.add("articles without a layer, left out", not layers)
                text = f"{texts[article.id]}.txt"
                if layers:
                    yield Part(f"{within}{text}", article.text.encode("utf-8"))
                for layer, content in layers:
                    sheet = sheet_of(content.claims, article, context, STYLE, losses)
                    writing = _Writing(article, quote(text), quote(f"{files[layer]}.jsonld"), called)
                    made = canonical(writing.collection(sheet, layer, content))
                    yield Part(f"{within}{files[layer]}.jsonld", made + b"\n")


class _Writing:
    """One collection while it is made. Its addresses are relative to the folder, wherever that will stand."""

    def __init__(self, article: Article, source: str, file: str, called: Names) -> None:
        self.article, self.source, self.file, self.called = article, source, file, called

    def collection(self, sheet: Sheet, layer: Layer, content: Content) -> dict[str, Any]:
        """The whole file. The keys `text`, `article` and `layer` are not of the context: others pass over them."""
        kind = "Software" if layer.kind == "model" else "Person"
        ids = self._ids(sheet)
        records = {carried.mark: carried.record for carried in sheet.carried}
        ties: dict[str, list[Relation]] = {}
        for relation in sheet.relations:
            ties.setdefault(relation.head, []).append(relation)
        items = [self._annotation(mark, ties.get(mark.id, []), ids, records.get(mark.id)) for mark in sheet.marks]
        return {
            "@context": CONTEXT,
            "id": self.file,
            "type": "AnnotationCollection",
            "label": self.article.title,
            "creator": {"type": kind, "nickname": layer.annotator},
            TEXT: self.source,
            ARTICLE: article_keys(self.article),
            LAYER: layer_keys(layer, content),
            "total": len(items),
            "first": {"id": f"{self.file}#items", "type": "AnnotationPage", "startIndex": 0, "items": items},
        }

    def _ids(self, sheet: Sheet) -> dict[str, str]:
        """Mark → address: that of its claim, or of a part of the claim. It stays the same from export to export."""
        hooks = {carried.mark: quote(str(carried.record["id"]), safe="") for carried in sheet.carried}
        owners = {relation.head: relation.tail for relation in sheet.relations if relation.head not in hooks}
        return {
            mark.id: f"{self.file}#claim/{hooks.get(mark.id) or f'{hooks[owners[mark.id]]}/{mark.labels[0]}'}"
            for mark in sheet.marks
        }

    def _annotation(
        self, mark: Mark, ties: Sequence[Relation], ids: Mapping[str, str], record: dict[str, Any] | None
    ) -> dict[str, Any]:
        role = self.called.roles[mark.labels[0]]
        bodies: list[dict[str, Any]] = [{"type": "TextualBody", "purpose": "tagging", "value": role}]
        # By position: two speakers may have one name.
        items = iter([each.get("wikidata") for each in (record or {}).get("speakers", ())])
        for key, value in mark.values:
            bodies.append(self._body(key, value, next(items, None) if key == SPEAKER else None))
        for relation in ties:
            label = self.called.relations[relation.type]
            said = {"purpose": "linking", "label": label, "source": ids[relation.tail]}
            bodies.append({"type": "SpecificResource", **said})
        if record:
            value = canonical(record).decode("utf-8")
            bodies.append({"type": "TextualBody", "purpose": "describing", "format": JSON, "value": value})
        target = [self._target(start, end) for start, end in mark.spans]
        head = {"id": ids[mark.id], "type": "Annotation", "motivation": "classifying"}
        return {**head, "body": bodies, "target": target}

    def _body(self, key: str, value: Value, item: str | None) -> dict[str, Any]:
        """What an annotation says of a field, speaker or note. The recommendation wants a text for a value."""
        word = str(value).lower() if isinstance(value, bool) else str(value)
        said = {"purpose": _PURPOSES.get(key, "classifying"), "label": self.called.fields[key]}
        if item:
            return {"type": "SpecificResource", **said, "source": f"{ENTITY}{item}", "name": word}
        return {"type": "TextualBody", **said, "value": word}

    def _target(self, start: int, end: int) -> dict[str, Any]:
        text = self.article.text
        quoted = {"exact": text[start:end], "prefix": text[max(0, start - AROUND) : start]}
        selectors = [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {"type": "TextQuoteSelector", **quoted, "suffix": text[end : end + AROUND]},
        ]
        return {"type": "SpecificResource", "source": self.source, "selector": selectors}


FORMAT = WebAnnotationFormat()
