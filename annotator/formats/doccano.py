"""doccano's JSON Lines, in and out: one record for an article and layer, offsets in UTF-16 units unless said otherwise.

doccano hands on whatever its browser counts: UTF-16 units, or grapheme clusters where the project says so. A file does
not tell which, and quotes nothing by which it could be found out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from annotator.core.article import Article
from annotator.core.record import canonical
from annotator.core.records.check import shown
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.records.line import Context
from annotator.core.span import Span
from annotator.core.standoff.document import Document, Mark, Place, Relation, Sheet
from annotator.core.standoff.marks import sheet_of
from annotator.core.standoff.offset import GRAPHEMES, UNITS, UTF16, likeliest, to_units
from annotator.core.standoff.style import Style
from annotator.formats.standoff.json_layer import (
    ARTICLE,
    CLAIMS,
    LAYER,
    about,
    article_keys,
    layer_keys,
    take_article,
    take_claims,
    take_layer,
)
from annotator.formats.standoff.json_text import json_lines
from annotator.formats.standoff.naming import Names, layer_files, names
from annotator.formats.standoff.reading import Found, Ways, listed, understood, whole

STYLE = Style()
OFFSETS = "offsets"
"""Extra key: the unit in which an export of ours was written."""
GUESS = "guess"
"""A unit that is chosen for each record by how many spans begin and end at words."""
_KNOWN = ("id", "text", "data", "entities", "relations", "label", "labels", "Comments", "meta", "metadata")


@dataclass(frozen=True, slots=True)
class DoccanoFormat:
    """A file for each layer."""

    name: ClassVar[str] = "doccano"
    help: ClassVar[str] = "doccano's JSON Lines: texts with entities and relations, one file for each annotator"
    suffix: ClassVar[str] = ""
    offsets: str = UTF16
    """The unit of an export; of an import that does not say."""

    def recognises(self, names: Sequence[str], head: bytes) -> bool:
        """Whether the first line looks like a record of doccano."""
        return b'"start_offset"' in head or b'"Comments"' in head

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """Every record."""
        found = Found()
        for source in sources:
            for item in json_lines(source):
                if item.fault:
                    found.faults.append(item.fault)
                elif item.record is not None:
                    document = _document(item.record, item.place, found)
                    unit = _unit(document, item.record, wanted.offsets, found) if document else None
                    if document and unit is not None:
                        document.unit = unit
                        found.documents.append(document)
        return understood(found, Ways(STYLE, (self.offsets,)), known, wanted._replace(offsets=""))

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """A part for each record; entities and relations are numbered through each file, as doccano does."""
        assert data.scheme is not None
        called = names(data.scheme)
        context = Context(data.speakers, data.scheme)
        stems = layer_files(data.layers)
        records: Counter[str] = Counter()
        counts: Counter[str] = Counter()
        for portion, part in data.by_portion():
            ending = f".{portion}.jsonl" if portion else ".jsonl"
            for article, layers in part.by_article():
                losses.add("articles without a layer, left out", not layers)
                for layer, content in layers:
                    name = stems[layer] + ending
                    sheet = sheet_of(content.claims, article, context, STYLE, losses)
                    first = counts[name]
                    counts[name] += len(sheet.marks) + len(sheet.relations)
                    records[name] += 1
                    record = {
                        "id": records[name],
                        "Comments": [],
                        ARTICLE: article_keys(article),
                        "text": article.text,
                        **self._marked(sheet, article, first, called, losses),
                        LAYER: layer_keys(layer, content),
                        CLAIMS: [carried.record for carried in sheet.carried],
                        OFFSETS: self.offsets,
                    }
                    yield Part(name, canonical(record) + b"\n")

    def _marked(self, sheet: Sheet, article: Article, first: int, called: Names, losses: Losses) -> dict[str, Any]:
        at = to_units(article.text, self.offsets)
        entities = []
        for mark in sheet.marks:
            (span,) = mark.spans
            if self.offsets == GRAPHEMES and any(0 < edge < len(at) - 1 and at[edge] == at[edge - 1] for edge in span):
                losses.add("spans that end inside a grapheme cluster, moved to its beginning")
            label = called.roles[mark.labels[0]]
            offsets = {"start_offset": at[span.start], "end_offset": at[span.end]}
            entities.append({"id": first + int(mark.id), "label": label, **offsets})
        ids = {mark.id: first + int(mark.id) for mark in sheet.marks}
        relations = [
            {
                "id": first + len(ids) + number,
                "from_id": ids[relation.head],
                "to_id": ids[relation.tail],
                "type": called.relations[relation.type],
            }
            for number, relation in enumerate(sheet.relations, 1)
        ]
        return {"entities": entities, "relations": relations}


def _unit(document: Document, record: dict[str, Any], wanted: str, found: Found) -> str | None:
    """The unit of a record: as the person says, else as an export of ours says; empty: doccano's own. None: a fault."""
    said = str(record.get(OFFSETS))
    if wanted == GUESS:
        unit = likeliest(document)
        if not unit:
            what = "no unit is likelier than the others for this record"
            found.faults.append(document.place.fault(what, f"say it with --offsets {', '.join(UNITS)}"))
        return unit or None
    unit = wanted or (said if said in UNITS else "")
    if unit:
        return unit
    if not document.raw.isascii() and max(document.raw) > "\uffff":
        found.notes["documents with characters of two UTF-16 units, read in UTF-16 units; else say --offsets"] += 1
    return ""


def _document(record: dict[str, Any], place: Place, found: Found) -> Document | None:
    """The document of a record; None when it has no text."""
    text = record.get("text", record.get("data"))
    if not isinstance(text, str):
        found.faults.append(place._replace(key="text").fault(f"the text is {shown(text)}", "a text"))
        return None
    held = record.get("meta") if isinstance(record.get("meta"), dict) else record.get("metadata")
    extra = {**(held if isinstance(held, dict) else {}), **record}
    document, sheet = Document(text, place), Sheet()
    if not take_article(document, extra.get(ARTICLE)):
        document.article = about(record, (*_KNOWN, ARTICLE, LAYER, CLAIMS, OFFSETS))
    take_layer(sheet, extra.get(LAYER))
    if record.get("Comments"):
        found.notes["records with comments, which are left out"] += 1
    entities = listed(record, "entities", place, found)
    labels = listed(record, "label" if "label" in record else "labels", place, found)
    sheet.marks = [_entity(each, number, place, found) for number, each in enumerate(entities)]
    sheet.marks += [_label(each, number, place, found) for number, each in enumerate(labels, len(entities))]
    ids: Counter[str] = Counter()
    for mark in sheet.marks:
        ids[mark.id] += 1
        if ids[mark.id] > 1:
            found.faults.append(mark.place.fault(f"the id {mark.id} is given twice", "an id of its own"))
    sheet.marks = [replace(mark, wrong=True) if ids[mark.id] > 1 else mark for mark in sheet.marks]
    relations = listed(record, "relations", place, found)
    for number, relation in enumerate(relations):
        made = _relation(relation, place._replace(key=f"relations[{number}]"), found)
        if made:
            sheet.relations.append(made)
    take_claims(sheet, extra.get(CLAIMS), place, found)
    document.sheets.append(sheet)
    return document


def _entity(given: Any, number: int, place: Place, found: Found) -> Mark:
    held = given if isinstance(given, dict) else {}
    id = whole(held.get("id"))
    return _mark(
        *(held.get("start_offset"), held.get("end_offset"), held.get("label")),
        *(f"entity-{number}" if id is None else str(id), id is not None),
        *(place._replace(key=f"entities[{number}]"), found),
    )


def _label(given: Any, number: int, place: Place, found: Found) -> Mark:
    start, end, label = given if isinstance(given, list) and len(given) == 3 else (None, None, None)
    return _mark(start, end, label, f"entity-{number}", False, place._replace(key=f"label[{number}]"), found)


def _mark(start: Any, end: Any, label: Any, id: str, named: bool, place: Place, found: Found) -> Mark:
    first, last = whole(start), whole(end)
    if first is None or last is None or not isinstance(label, (str, int)):
        what = f"{shown(start)} to {shown(end)} is no span of the label {shown(label)}"
        found.faults.append(place.fault(what, "start and end, whole numbers, and a label"))
        return Mark(id, (), (), named=named, place=place, wrong=True)
    return Mark(id, (str(label),), (Span(first, last),), named=named, place=place)


def _relation(given: Any, place: Place, found: Found) -> Relation | None:
    held = given if isinstance(given, dict) else {}
    head, tail, type = whole(held.get("from_id")), whole(held.get("to_id")), held.get("type")
    if head is None or tail is None or not isinstance(type, str):
        what = f"the relation {shown(type)} from {shown(held.get('from_id'))} to {shown(held.get('to_id'))} is none"
        found.faults.append(place.fault(what, "from_id and to_id, whole numbers, and a type"))
        return None
    return Relation(type, str(head), str(tail), place)


FORMAT = DoccanoFormat()
