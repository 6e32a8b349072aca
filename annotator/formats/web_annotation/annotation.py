"""One annotation: what its bodies say, and which words its targets select."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from annotator.core.records.canonical import parse
from annotator.core.records.check import shown
from annotator.core.span import Span
from annotator.core.standoff.document import Mark, Place, Reference, Relation, Sheet, Value
from annotator.formats.standoff.reading import Found, carried_claim, whole
from annotator.formats.web_annotation.anchor import Selector

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
JSON = "application/json"
ENTITY = "http://www.wikidata.org/entity/"
_KEYED = re.compile(r"([\w-]+)\s*[:=]\s*(\S.*)")
"""A tag that is an attribute and its value: `stance:denies`."""
COMMENT = "comment"
"""What is written without a word for what it is."""


class Annotations:
    """The annotations of one record of a file, as marks and relations on sheets."""

    def __init__(self, found: Found, selectors: dict[str, Sequence[Selector]], prefix: str) -> None:
        self.found, self.selectors, self._prefix = found, selectors, prefix
        self._ids: dict[str, str] = {}
        self._taken: set[str] = set()
        self._count = 0

    def know(self, records: Iterable[dict[str, Any]]) -> None:
        """Learn the addresses of all, so that links between them lead to marks."""
        for number, record in enumerate(records):
            address = record.get("id", record.get("@id"))
            if isinstance(address, str):
                self._ids.setdefault(address, f"{self._prefix}:{number}")

    def take(self, record: dict[str, Any], sheet: Sheet, place: Place) -> None:
        """Take one annotation."""
        address = record.get("id", record.get("@id"))
        self._count += 1
        id = self._ids.get(address, "") if isinstance(address, str) else f"{self._prefix}:-{self._count}"
        if not id or id in self._taken:
            self.found.faults.append(place.fault(f"the id {shown(address)} is given twice", "an id of its own"))
            sheet.marks = [mark if mark.id != id else replace(mark, wrong=True) for mark in sheet.marks]
            return
        self._taken.add(id)
        selectors = list(self._selectors(record, place))
        said = _Said(id, record, place, self)
        labels = tuple(dict.fromkeys(said.labels)) or (_motivation(record),)
        words = [each.exact for each in selectors]
        quoted = " ".join(map(str, words)) if selectors and None not in words else None
        spans = tuple(each.span for each in selectors if each.span)
        spans = spans if len(spans) == len(selectors) else ()
        self.selectors[id] = selectors
        wrong = not selectors or len(selectors) < len(_listed(record.get("target"))) or said.wrong
        sheet.marks.append(Mark(id, labels, spans, quoted, tuple(said.values), place, named=False, wrong=wrong))
        sheet.relations += said.relations
        for value in said.records:
            carried = carried_claim(value, place, id)
            if carried:
                sheet.carried.append(carried)

    def end(self, address: str) -> str:
        """The mark at an address; the address itself when there is none."""
        return self._ids.get(address, address)

    def _selectors(self, record: dict[str, Any], place: Place) -> Iterator[Selector]:
        """What each target selects; a target whose selectors are not known is a fault."""
        for number, target in enumerate(_listed(record.get("target"))):
            where = place._replace(key=f"{place.key}.target[{number}]".lstrip("."))
            given = _listed(target.get("selector")) if isinstance(target, dict) else []
            held = [each for each in given if isinstance(each, dict)]
            by_type = {type: each for each in held for type in _texts(_listed(each.get("type")))}
            position, quote = by_type.get("TextPositionSelector"), by_type.get("TextQuoteSelector")
            if position is None and quote is None:
                kinds = ", ".join(shown(each.get("type")) for each in held) or "no selector"
                right = "a TextPositionSelector, a TextQuoteSelector, or both"
                self.found.faults.append(where.fault(f"the words cannot be found by {kinds}", right))
                continue
            selector = _selector(position or {}, quote or {})
            if selector is None:
                what = f"{shown(position or quote)} selects nothing"
                right = "start and end, whole numbers; exact, prefix and suffix, texts"
                self.found.faults.append(where._replace(key=f"{where.key}.selector").fault(what, right))
            else:
                yield selector


class _Said:
    """What the bodies of an annotation say."""

    def __init__(self, id: str, record: dict[str, Any], place: Place, around: Annotations) -> None:
        self.id, self.place, self.around = id, place, around
        self.labels: list[str] = []
        self.values: list[tuple[str, Value]] = []
        self.relations: list[Relation] = []
        self.records: list[Any] = []
        self.wrong = False
        motivation = _motivation(record)
        for number, body in enumerate(_listed(record.get("body"))):
            where = place._replace(key=f"{place.key}.body[{number}]".lstrip("."))
            if isinstance(body, dict):
                self._body(body, motivation, where)
            elif isinstance(body, str) and motivation == "linking":
                self._link("linking", body, where)
            else:
                around.found.notes["bodies that are addresses of other things, left out"] += 1
        for tag in _texts(record.get("tags")):
            self._tag(tag)
        for key in ("bodyValue", "text"):
            if isinstance(record.get(key), str) and record[key]:
                self.values.append((COMMENT, record[key]))

    def _body(self, body: dict[str, Any], motivation: str, place: Place) -> None:
        purpose = next(iter(_texts(_listed(body.get("purpose")))), motivation)
        label, value, source = body.get("label"), body.get("value"), body.get("source", body.get("id"))
        name = label if isinstance(label, str) and label else ""
        if isinstance(value, str):
            self._text(value, purpose, name, body.get("format"), place)
        elif isinstance(source, str) and purpose == "linking":
            self._link(name or "linking", source, place)
        elif isinstance(source, str):
            said = str(body["name"]) if isinstance(body.get("name"), str) else ""
            item = source.removeprefix(ENTITY)
            self.values.append((name or purpose, Reference(item, said) if item != source else said or source))
        else:
            self.wrong = True
            what = f"the body says {shown(value)}"
            self.around.found.faults.append(place.fault(what, "a value, which is a text, or a source"))

    def _link(self, type: str, address: str, place: Place) -> None:
        end = self.around.end(address)
        if end == address and address.startswith(("http:", "https:")):
            self.around.found.notes["links to other pages, left out"] += 1
        else:
            self.relations.append(Relation(type, self.id, end, place))

    def _text(self, value: str, purpose: str, name: str, format: Any, place: Place) -> None:
        if format == JSON:
            record = _parsed(value)
            if carried_claim(record, place):
                self.records.append(record)
                return
        if name:
            self.values.append((name, value))
        elif purpose in ("tagging", "classifying"):
            self._tag(value)
        else:
            self.values.append((COMMENT if purpose in ("commenting", "describing", "replying") else purpose, value))

    def _tag(self, tag: str) -> None:
        keyed = _KEYED.fullmatch(tag.strip())
        if keyed:
            self.values.append((keyed[1], keyed[2]))
        elif tag.strip():
            self.labels.append(tag.strip())


def sources_of(record: dict[str, Any]) -> list[str]:
    """The texts that an annotation points into, each once."""
    found = []
    for target in _listed(record.get("target")):
        if isinstance(target, dict):
            source = target.get("source", target.get("id"))
            source = source.get("id") if isinstance(source, dict) else source
            found.append(source if isinstance(source, str) else record.get("uri"))
        else:
            found.append(target)
    return list(dict.fromkeys(each for each in found if isinstance(each, str)))


def _selector(position: dict[str, Any], quote: dict[str, Any]) -> Selector | None:
    start, end, exact = whole(position.get("start")), whole(position.get("end")), quote.get("exact")
    around = [quote.get(key) or "" for key in ("prefix", "suffix")]
    texts = all(isinstance(each, str) for each in (exact or "", *around))
    if not texts or (position and (start is None or end is None)) or (quote and not exact):
        return None
    span = Span(start, end) if start is not None and end is not None else None
    return Selector(span, exact, *around)


def _motivation(record: dict[str, Any]) -> str:
    """Why it was made; `annotation` when it does not say."""
    return next(iter(_texts(_listed(record.get("motivation")))), "annotation")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _parsed(text: str) -> Any:
    try:
        return parse(text)
    except ValueError:
        return None
