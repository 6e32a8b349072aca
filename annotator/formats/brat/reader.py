"""Reading a brat folder: each text with its annotation file, and the index if the folder is an export of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from annotator.core.errors import Fault
from annotator.core.records.check import quotes, shown
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Reading, Source, Wanted
from annotator.core.standoff.document import Document, Place, Sheet
from annotator.core.standoff.offset import BOM
from annotator.core.standoff.style import LISTS, Style
from annotator.formats.brat.ann import read_ann
from annotator.formats.standoff.json_text import json_lines
from annotator.formats.standoff.plain_text import lines_of_text, plain_text
from annotator.formats.standoff.reading import Found, Ways, understood

STYLE = Style(pieces=True, line_ends=False, shared=True, fields=LISTS)
INDEX = "index.jsonl"
"""What an export knows of each article beyond its text; brat does not look at it."""


class Entry(NamedTuple):
    """What the index says of one article and one layer on it."""

    article: dict[str, Any]
    layer: dict[str, Any]


def read_folder(sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
    """Every text of the folder and its folders, with what is marked in it."""
    files = {source.name.replace("\\", "/"): source for source in sources}
    found = Found()
    entries = _index(files, found)
    for name in sorted(files):
        stem, dot, ending = name.rpartition(".")
        if not dot or ending not in ("ann", "txt"):
            continue
        if ending == "ann" and f"{stem}.txt" not in files:
            found.faults.append(Fault("there is no text to it", files[name].name, right=f"a file {stem}.txt beside it"))
        elif ending == "txt":
            document = _document(stem, files, entries.get(stem), found)
            if document:
                found.documents.append(document)
    if not found.documents and not found.faults and not any(name.endswith(INDEX) for name in files):
        place = Place(sources[0].name if sources else "")
        found.faults.append(place.fault("there is no text in it", "a folder of .txt and .ann files"))
    return understood(found, Ways(STYLE, counted=False, same=same), known, wanted)


def same(words: str, found: str) -> bool:
    """Whether a quoted text stands there: brat has a blank where a span reaches over a line end."""
    return quotes(words, found) or words == found.replace("\n", " ")


def _document(stem: str, files: dict[str, Source], entry: Entry | None, found: Found) -> Document | None:
    text, source = plain_text(files[f"{stem}.txt"], found), files[f"{stem}.txt"]
    if text is None:
        return None
    document = Document(text, Place(source.name), stem.rsplit("/", 1)[-1])
    if entry:
        document.id, document.ours = entry.article["id"], True
        document.article = {key: value for key, value in entry.article.items() if key not in ("file", "id", "layers")}
    if f"{stem}.ann" not in files:
        return document
    annotations = lines_of_text(files[f"{stem}.ann"], b"#", found)
    if annotations is None:
        return None
    sheet, faults = read_ann(annotations.removeprefix(BOM), files[f"{stem}.ann"].name, found.notes)
    found.faults += faults
    document.sheets.append(_placed(sheet, entry))
    return document


def _placed(sheet: Sheet, entry: Entry | None) -> Sheet:
    for key in ("annotator", "round", "kind", "status", "proposals") if entry else ():
        assert entry
        setattr(sheet, key, entry.layer.get(key, ""))
    return sheet


def _index(files: dict[str, Source], found: Found) -> dict[str, Entry]:
    """Path of a text without its ending → what the index beside or above it says."""
    entries: dict[str, Entry] = {}
    for name, source in files.items():
        folder, slash, last = name.rpartition("/")
        if last != INDEX:
            continue
        for item in json_lines(source):
            if item.fault:
                found.faults.append(item.fault)
            for layer, path, fault in _layers(item.record or {}, item.place) if item.record is not None else ():
                if fault:
                    found.faults.append(fault)
                else:
                    entries[f"{folder}{slash}{path}"] = Entry(item.record or {}, layer)
    return entries


def _layers(record: dict[str, Any], place: Place) -> Iterator[tuple[dict[str, Any], str, Fault | None]]:
    """(layer, its path without an ending, what is wrong) of an entry of the index."""
    wrong = next((key for key in ("file", "id") if not isinstance(record.get(key), str)), "")
    layers = record.get("layers")
    if wrong or not isinstance(layers, list):
        what = f"{shown(record.get(wrong or 'layers'))} cannot be taken"
        yield {}, "", place._replace(key=wrong or "layers").fault(what, "an index as an export writes it")
        return
    for number, layer in enumerate(layers):
        if isinstance(layer, dict) and isinstance(layer.get("folder"), str):
            yield layer, f"{layer['folder']}/{record['file']}", None
        else:
            at = place._replace(key=f"layers[{number}]")
            yield {}, "", at.fault(f"{shown(layer)} cannot be taken", "an index as an export writes it")
