"""From the documents of another tool to a reading: articles found, offsets settled, words mapped, claims checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.core.article import Article, article_id, clean, text_hash
from annotator.core.errors import Fault
from annotator.core.record import speaker_from_body
from annotator.core.records.canonical import canonical
from annotator.core.records.check import quotes, shown
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Reading, Wanted
from annotator.core.records.line import ARTICLE_FORMAT, CLAIMS_FORMAT
from annotator.core.standoff.cast import Cast
from annotator.core.standoff.claims import claims_of
from annotator.core.standoff.document import Carried, Document, Place, Sheet
from annotator.core.standoff.guess import guess
from annotator.core.standoff.mapping import Inventory, LabelMapping, open_faults
from annotator.core.standoff.offset import BOM, CODEPOINTS, UNITS, UTF16, Settled, likeliest, settle
from annotator.core.standoff.style import Style
from annotator.formats.gathering import Gathering
from annotator.formats.intake import Taken, shape_faults


@dataclass(slots=True)
class Found:
    """What a format has read before anything of it is understood."""

    documents: list[Document] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    """What was left out on purpose, as plural noun phrases."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How a format writes and counts."""

    style: Style
    units: Sequence[str] = (CODEPOINTS, UTF16)
    counted: bool = True
    """Whether a byte order mark at the beginning of a text is likely to be counted."""
    same: Callable[[str, str], bool] = quotes
    settle: Callable[..., Settled] = settle
    """How offsets become code points: as `core.standoff.offset.settle` does, or in a way that goes by quotes, too."""


def understood(found: Found, ways: Ways, known: Dataset, wanted: Wanted) -> Reading:
    """The reading of what was found. With anything open in the mapping there is none, only faults."""
    scheme = known.scheme
    assert scheme is not None, "an import from elsewhere needs the project's scheme"
    used = Inventory()
    for document in found.documents:
        used.add(document)
    mapping = wanted.mapping or guess(used, scheme)
    open = open_faults(mapping, used, scheme)
    if open:
        return Reading(Dataset(scheme=scheme), (*found.faults, *open), _told(found.notes), mapping)
    making = _Making(found, ways, known, wanted, mapping)
    for document in found.documents:
        making.document(document)
    reading = making.gathering.reading()
    return reading._replace(
        faults=(*found.faults, *reading.faults), notes=(*_told(found.notes), *reading.notes), mapping=mapping
    )


def _told(notes: Counter[str]) -> tuple[str, ...]:
    return tuple(f"{what}: {count}." for what, count in notes.items() if count)


class _Making:
    def __init__(self, found: Found, ways: Ways, known: Dataset, wanted: Wanted, mapping: LabelMapping) -> None:
        assert known.scheme is not None
        self.ways, self.known, self.wanted, self.mapping, self.notes = ways, known, wanted, mapping, found.notes
        self.scheme = known.scheme
        self.gathering = Gathering(known, wanted)
        self.cast = Cast(known.speakers, mapping.speakers)
        self._by_hash: dict[str, list[str]] = {}
        for id, article in known.articles.items():
            self._by_hash.setdefault(article.sha256, []).append(id)

    def document(self, document: Document) -> None:
        """Take a document: its article, then each sheet."""
        article = self._article(document)
        if article is None:
            return
        # A guess is for formats that quote nothing, and they have made it by now.
        unit = self.wanted.offsets if self.wanted.offsets in UNITS else document.unit
        units = [unit] if unit else self.ways.units
        likely = _suspected(document, units[0])
        settled = self.ways.settle(document, article.text, units, counted=self.ways.counted, same=self.ways.same)
        self.gathering.faults += settled.faults
        if settled.unsure:
            self.notes[f"documents that quote no words, whose offsets were taken as {settled.ruler}"] += 1
        elif settled.ruler:
            self.notes[f"documents whose offsets are {settled.ruler}, converted"] += 1
        if likely:
            self.notes[f"documents whose spans would end at words if counted otherwise; try --offsets {likely}"] += 1
        for sheet in document.sheets:
            self._sheet(document, sheet, article)

    def _article(self, document: Document) -> Article | None:
        """The article of a document: one of the project with the same text, or a new one; None with a fault."""
        raw = document.raw
        try:
            text = clean(raw)
        except ValueError as error:
            self.gathering.faults.append(document.place.fault(str(error)))
            return None
        given = document.article.get("sha256")
        if raw.startswith(BOM) and text_hash(text) != given and text_hash(text) not in self._by_hash:
            text = text[1:]
        if not text.strip() and not document.ours:
            self.gathering.faults.append(document.place.fault("the text is empty", "an article with words in it"))
            return None
        sha256 = text_hash(text)
        id = self._alike(document, sha256)
        if id and given in (None, sha256):
            return self.gathering.articles.get(id) or self.known.articles[id]
        id = document.id if document.ours else article_id(document.id or f"text-{sha256[:12]}")
        record = {"title": "", **document.article, "format": ARTICLE_FORMAT, "id": id, "text": text, "layers": []}
        if not record["title"]:
            del record["title"]
        from annotator.formats.records import ArticleLine

        faults = shape_faults(record, ArticleLine)
        before = len(self.gathering.faults)
        placed = tuple(replace(fault, file=document.place.file, line=document.place.line) for fault in faults)
        self.gathering.article(Taken(document.place.file, document.place.line, None if faults else record, placed))
        if len(self.gathering.faults) > before:
            return None
        self._by_hash.setdefault(sha256, []).append(id)
        return self.gathering.articles[id]

    def _alike(self, document: Document, sha256: str) -> str:
        """An article that has this text already: of the same id, else the project's; empty when there is none."""
        ids = self._by_hash.get(sha256, [])
        if document.id in ids:
            return document.id
        # Articles of an export that differ in nothing but their ids stay apart.
        found = [id for id in ids if id in self.known.articles or not document.ours]
        return found[0] if found else ""

    def _sheet(self, document: Document, sheet: Sheet, article: Article) -> None:
        from annotator.formats.records import LayerShape

        place = document.place
        taken = Taken(place.file, place.line, None)
        held: dict[str, Any] = {"annotator": sheet.annotator or self.wanted.annotator}
        held |= {key: value for key in ("round", "kind", "status", "proposals") if (value := getattr(sheet, key))}
        if not held["annotator"]:
            if held.get("kind") != "gold" and self.wanted.layer != "gold":
                self.gathering.faults.append(
                    place.fault("the file does not say who annotated", "say it with --as NAME")
                )
                return
            held["annotator"] = "gold"
        if self.gathering.fault_all(taken, shape_faults({**held, "claims": []}, LayerShape)):
            return
        layer = self.gathering.layer(taken, article.id, held)
        sound = []
        broken = set()
        for each in sheet.carried:
            if self._sound(each.record, each.place):
                sound.append(each)
            else:
                broken.add(each.mark)
        sheet.marks = [replace(mark, wrong=True) if mark.id in broken else mark for mark in sheet.marks]
        sheet.carried = sound
        for each in sheet.carried:
            for speaker in each.record.get("speakers", ()):
                self.cast.join(speaker_from_body(speaker))
        known = {claim.id: claim for claim in self.known.layers[layer].claims} if layer in self.known.layers else {}
        made = claims_of(sheet, article.text, self.mapping, self.ways.style, self.scheme, self.cast, self.notes, known)
        self.gathering.faults += made.faults
        head = {"format": CLAIMS_FORMAT, "annotator": layer.annotator, "round": layer.round, "layer": layer.kind}
        reference = {"id": article.id, "sha256": article.sha256, "length": len(article.text)}
        for where, record in made.claims:
            if self._sound(record, where):
                before = len(self.gathering.faults)
                self.gathering.claim(Taken(where.file, where.line, {**record, **head, "article": reference}))
                self._below(where, before)

    def _sound(self, record: Mapping[str, Any], place: Place) -> bool:
        """Whether a claim has the shape of one and can be written; if not, its faults are told."""
        from annotator.formats.records import NestedClaim

        before = len(self.gathering.faults)
        faults = shape_faults(record, NestedClaim)
        try:
            canonical(record)
        except ValueError as error:
            faults = faults or [Fault(str(error))]
        wrong = self.gathering.fault_all(Taken(place.file, place.line, None), faults)
        self._below(place, before)
        return not wrong

    def _below(self, place: Place, before: int) -> None:
        """Put the way to a claim in front of the keys of the faults that it has added."""
        faults = self.gathering.faults
        if place.key:
            faults[before:] = [replace(fault, key=f"{place.key}.{fault.key}") for fault in faults[before:]]


def _suspected(document: Document, unit: str) -> str:
    """Another unit in which more spans begin and end at words, where no words are quoted that could tell."""
    if document.raw.isascii() or max(document.raw) <= "\uffff":
        return ""
    if any(mark.words is not None for sheet in document.sheets for mark in sheet.marks):
        return ""
    likely = likeliest(document)
    return likely if likely != unit else ""


def carried_claim(value: Any, place: Place, mark: str = "") -> Carried | None:
    """A claim that an export has put beside the marks; None when the value is something else."""
    if isinstance(value, Mapping) and "id" in value and "spans" in value:
        return Carried(dict(value), mark, place)
    return None


def listed(held: Mapping[str, Any], key: str, place: Place, found: Found) -> list[Any]:
    """The list under a key; empty when there is none, and with a fault when it is something else."""
    value = held.get(key) or []
    if isinstance(value, list):
        return value
    found.faults.append(place._replace(key=key).fault(f"{shown(value)} is no list", "a list"))
    return []


def whole(value: Any) -> int | None:
    """A whole number that can be an offset; None for everything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def said_by(name: str) -> str:
    """An annotator's name from another tool's name, address or number: what is no letter, digit, `_`, `.` or `-` goes.

    >>> said_by("ana@example.org")
    'ana'
    """
    local = name.partition("@")[0]
    return "".join(char if char.isalnum() or char in "_.-" else "-" for char in local).strip("-")[:64]
