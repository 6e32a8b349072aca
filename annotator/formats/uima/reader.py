"""Reading the files of UIMA: XMI with its type system, CAS JSON, and zip files of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from annotator.core.errors import Fault
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Reading, Source, Wanted
from annotator.core.standoff.document import Document, Place
from annotator.core.standoff.offset import UTF16
from annotator.core.standoff.style import ALL, Style
from annotator.formats.standoff.json_text import json_array
from annotator.formats.standoff.reading import Found, Ways, understood
from annotator.formats.uima.archive import unpacked
from annotator.formats.uima.cas import read_cas
from annotator.formats.uima.cas_json import STRUCTURES, read_json
from annotator.formats.uima.documents import Documents
from annotator.formats.uima.element import Element, UnreadableError, tree
from annotator.formats.uima.types import Types, read_types

STYLE = Style(fields=ALL, speakers=True, note=True)
TYPES = "TypeSystem.xml"
_BEFORE = "INITIAL_CAS"
"""Whose work INCEpTION says it is when it is nobody's."""
OWN = b"http:///annotator.ecore"
"""What stands early in an XMI file that an export has written."""


def read_files(sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
    """Every XMI file, with the type system that lies beside it or above it; every CAS JSON file."""
    found = Found()
    named = {source.name.replace("\\", "/"): source for source in unpacked(sources, found)}
    systems = {
        name.rpartition("/")[0]: read_types(root)
        for name, source in named.items()
        if name.rpartition("/")[2].casefold() == TYPES.casefold() and (root := _root(source, found))
    }
    files = [name for name in named if name.casefold().endswith((".xmi", ".json"))]
    for name in files:
        if PurePath(name).stem == _BEFORE:
            found.notes["documents as they were before anybody had annotated them, left out"] += 1
            continue
        read = _json if name.casefold().endswith(".json") else _xmi
        found.documents += read(named[name], _nearest(systems, name), found)
    if not files and not systems and not found.faults:
        place = Place(sources[0].name if sources else "")
        found.faults.append(place.fault("there is no CAS in it", f"a folder of .xmi files with {TYPES}, or CAS JSON"))
    return understood(found, Ways(STYLE, (UTF16,)), known, wanted)


def _xmi(source: Source, types: Types | None, found: Found) -> list[Document]:
    """The documents of an XMI file, which cannot be understood without its types."""
    if types is None:
        right = f"name the folder that holds it and its {TYPES}"
        found.faults.append(Fault("there is no type system beside the file", source.name, right=right))
        return []
    root = _root(source, found)
    cas = read_cas(root, source.name, found) if root else None
    return Documents(cas, types, source.name, found).made() if cas else []


def _json(source: Source, types: Types | None, found: Found) -> list[Document]:
    """The documents of a CAS JSON file; another file of JSON, such as a project's settings, is left out."""
    made: list[Document] = []
    try:
        for item in json_array(source):
            if item.fault:
                found.faults.append(item.fault)
            elif item.record is not None and STRUCTURES in item.record:
                own, cas = read_json(item.record, item.place, found)
                made += Documents(cas, own if own.own or types is None else types, source.name, found).made()
            else:
                found.notes["files of JSON that are no CAS, left out"] += 1
    except UnreadableError as error:
        found.faults.append(Fault(str(error), source.name, error.line, right=error.right))
    return made


def _root(source: Source, found: Found) -> Element | None:
    try:
        with source.open() as stream:
            return tree(stream, OWN)
    except UnreadableError as error:
        found.faults.append(Fault(str(error), source.name, error.line, right=error.right))
        return None


def _nearest(systems: dict[str, Types], name: str) -> Types | None:
    folder = name
    while folder:
        folder = folder.rpartition("/")[0]
        if folder in systems:
            return systems[folder]
    return None
