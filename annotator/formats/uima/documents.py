"""From the structures of a CAS to documents: annotations become marks, relation layers and links become relations.

Offsets are checked against the text later, span by span: a file quotes no words by which a wrong one could be seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from annotator.core.record import excerpt
from annotator.core.records.canonical import parse
from annotator.core.span import Span
from annotator.core.standoff.document import Document, Mark, Place, Relation, Sheet, Value
from annotator.formats.standoff.json_layer import take_article, take_layer
from annotator.formats.standoff.reading import Found, carried_claim, said_by
from annotator.formats.uima.cas import Cas, Structure
from annotator.formats.uima.characters import restored, unescaped
from annotator.formats.uima.layers import ARTICLE, EXPORT, LAYER, ODD, RECORD
from annotator.formats.uima.types import ANNOTATION, REFERENCES, STRINGS, Feature, Types, short

METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_PASSED = (
    "uima.tcas.DocumentAnnotation",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
)
"""Types that INCEpTION keeps for itself: metadata, tokens, sentences, its own notes."""
_GENERIC = ("Span", "NamedEntity")
"""Span layers that come with INCEpTION, whose labels stand in a feature."""
_LABELS = ("label", "value", "identifier")
_ENDS = ("Governor", "Dependent")
_BASE = ("sofa", "begin", "end")
_NUMBER = re.compile(r"\d{1,12}")
_CURATION = "CURATION_USER"
_ENDING = re.compile(r"\.(txt|html?|xml|xmi|json|pdf|docx?|tsv|conllu?)$", re.IGNORECASE)
"""Of a file, where the title of a document is one: a title may well have other dots in it."""


class Documents:
    """The documents of one file."""

    def __init__(self, cas: Cas, types: Types, file: str, found: Found) -> None:
        self.cas, self.types, self.file, self.found = cas, types, file, found
        self.sheet = Sheet()
        self.ours = False
        self._passed: set[str] = set()
        """Ids of structures that no mark is made of, on purpose."""

    def made(self) -> list[Document]:
        """One for each text."""
        stem = PurePath(self.file.replace("\\", "/")).stem
        self._unknown()
        texts = [sofa for sofa in self.cas.sofas if "sofaString" in sofa.values]
        if not texts:
            self.found.faults.append(Place(self.file).fault("there is no text in it", "a Sofa with a sofaString"))
        made = []
        for sofa in texts:
            name = stem if len(texts) == 1 else f"{stem}-{sofa.values.get('sofaID', sofa.id)}"
            document = Document(sofa.values["sofaString"], Place(self.file), name)
            self.sheet = Sheet()
            held = self._held(sofa.id)
            self._whose(document, held, stem)
            self._marks(held)
            document.sheets.append(self.sheet)
            made.append(document)
        return made

    def _held(self, sofa: str) -> list[Structure]:
        """What the view of a text holds, in the order of the file. A file without views holds everything."""
        members = self.cas.held.get(sofa)
        if members is None and self.cas.held:
            return []
        for id in sorted((members or set()) - self.cas.structures.keys()):
            what = f"the view names the structure {excerpt(id)}, which is not there"
            self.found.faults.append(Place(self.file).fault(what, "the id of a structure"))
        return [each for each in self.cas.structures.values() if members is None or each.id in members]

    def _unknown(self) -> None:
        """A fault for each type that the type system lacks: nothing of such a structure can be understood."""
        seen: dict[str, Structure] = {}
        for structure in self.cas.structures.values():
            known = structure.type.startswith(("uima.cas.", *_PASSED)) or structure.type.endswith("[]")
            if not known and not self.types.knows(structure.type):
                seen.setdefault(structure.type, structure)
        for type, structure in seen.items():
            what = f"the type {excerpt(type)} is not in the type system"
            self.found.faults.append(structure.place.fault(what, "the type system that was exported with the file"))

    def _whose(self, document: Document, held: Sequence[Structure], stem: str) -> None:
        """Whose work it is, on which article: as an export of ours says, else as INCEpTION says."""
        for structure in held:
            if structure.type == EXPORT:
                said = [_parsed(structure.values.get(key, "")) for key in (ARTICLE, LAYER, ODD)]
                self.ours = take_article(document, said[0]) and take_layer(self.sheet, said[1])
                if _places(said[2], document.raw):
                    document.raw = restored(document.raw, said[2])
            elif structure.type == METADATA:
                title, id = (structure.values.get(key, "") for key in ("documentTitle", "documentId"))
                if title and not self.ours:
                    document.id = _ENDING.sub("", PurePath(title).name)
                if id == stem != title and id == _CURATION:
                    self.sheet.kind = "gold"
                elif id == stem != title:
                    self.sheet.annotator = said_by(id)

    def _marks(self, held: Sequence[Structure]) -> None:
        """Marks first, so that relations know which structures are none."""
        annotations = [each for each in held if self.types.is_a(each.type, ANNOTATION)]
        relations = [each for each in annotations if self._is_relation(each.type)]
        for structure in annotations:
            if structure.type.startswith(_PASSED):
                self._passed.add(structure.id)
                self.found.notes[f"structures of the type {short(structure.type)}, left out"] += 1
            elif not self._is_relation(structure.type):
                self._mark(structure)
        marks = {mark.id for mark in self.sheet.marks}
        self._passed |= self.cas.structures.keys() - marks
        for structure in relations:
            self._relation(structure)
        for structure in annotations:
            if structure.id in marks:
                self._links(structure)

    def _is_relation(self, type: str) -> bool:
        """Whether it is a relation layer: INCEpTION's have a governor and a dependent."""
        ends = {each.name for each in self.types.features(type) if not self.types.is_primitive(each.range)}
        return ends.issuperset(_ENDS)

    def _mark(self, structure: Structure) -> None:
        begin, end = (structure.values.get(key, "") for key in ("begin", "end"))
        label = self._label(structure)
        wrong = structure.wrong
        if not (_NUMBER.fullmatch(begin) and _NUMBER.fullmatch(end)):
            if not wrong:
                what = f"{excerpt(begin)} to {excerpt(end)} is no span"
                self.found.faults.append(structure.place.fault(what, "begin and end, whole numbers"))
            begin, end, wrong = "0", "0", True
        span = Span(int(begin), int(end))
        values = tuple(self._values(structure, label))
        mark = Mark(structure.id, (label,), (span,), None, values, structure.place, named=False, wrong=wrong)
        self.sheet.marks.append(mark)

    def _label(self, structure: Structure) -> str:
        """The layer's name; of a relation and of a layer that INCEpTION brings, its label if it has one."""
        name = short(structure.type)
        if name in _GENERIC or self._is_relation(structure.type):
            return next((structure.values[key] for key in _LABELS if structure.values.get(key)), name)
        return name

    def _values(self, structure: Structure, label: str) -> list[tuple[str, Value]]:
        """What a mark says of itself; the claim that travels with it is taken, too."""
        found: list[tuple[str, Value]] = []
        texts: list[tuple[str, str]] = []
        for feature in self.types.features(structure.type):
            name = feature.name
            if name in _BASE or (name in _LABELS and structure.values.get(name) == label):
                continue
            if feature.range == STRINGS:
                texts += [(name, text) for text in self.cas.texts(structure, name)]
            elif self.types.is_primitive(feature.range) and name in structure.values:
                texts.append((name, structure.values[name]))
        for name, text in texts:
            record = _parsed(text) if name == RECORD else None
            carried = carried_claim(record, structure.place, structure.id)
            if carried:
                self.sheet.carried.append(carried)
            elif text or self.ours:
                found.append((name, unescaped(text) if self.ours else text))
        return found

    def _relation(self, structure: Structure) -> None:
        """One of a relation layer."""
        head, tail = (structure.values.get(key, "") for key in _ENDS)
        said = {each.name for each in self.types.features(structure.type)} & structure.values.keys()
        label = self._label(structure)
        for name in sorted(said - {*_BASE, *_ENDS}):
            self.found.notes[f"values of {excerpt(name)} at relations, left out"] += structure.values[name] != label
        self._tie(label, head, tail, structure.place)

    def _links(self, structure: Structure) -> None:
        """Relations that are features of a mark: links with roles and targets, or plain references."""
        for feature in self.types.features(structure.type):
            value = structure.values.get(feature.name, "")
            if feature.name in _BASE or not value or feature.range == STRINGS or self.types.is_primitive(feature.range):
                continue
            for id in self._targets(feature, value):
                link = self.cas.structures.get(id)
                if link is not None and not self.types.is_a(link.type, ANNOTATION) and "target" in link.values:
                    role = link.values.get("role") or feature.name
                    self._tie(role, structure.id, link.values["target"], link.place)
                else:
                    self._tie(feature.name, structure.id, id, structure.place)

    def _targets(self, feature: Feature, value: str) -> list[str]:
        if feature.range == REFERENCES or feature.range.endswith("[]"):
            return self.cas.references(value)
        return [value]

    def _tie(self, type: str, head: str, tail: str, place: Place) -> None:
        """A relation, unless an end of it is something that no mark is made of."""
        if head in self._passed or tail in self._passed:
            self.found.notes[f"ties of the type {excerpt(type)} to what is no span, left out"] += 1
        else:
            self.sheet.relations.append(Relation(type, head, tail, place))


def _parsed(text: str) -> Any:
    try:
        return parse(text) if text[:1] in ("{", "[") else None
    except ValueError:
        return None


def _places(said: Any, raw: str) -> bool:
    """Whether these are offsets and codes of characters of the text."""
    return isinstance(said, list) and all(
        isinstance(each, list)
        and len(each) == 2
        and all(isinstance(number, int) for number in each)
        and 0 <= each[0] < len(raw)
        and 0 <= each[1] < 0x110000
        for each in said
    )
