"""CAS JSON, which brings its types with it: the same structures as in XMI, written as INCEpTION's second form."""

from __future__ import annotations

from typing import Any

from annotator.core.records.check import shown
from annotator.core.standoff.document import Place
from annotator.formats.standoff.reading import Found
from annotator.formats.uima.cas import SOFA, Cas, Structure
from annotator.formats.uima.types import REFERENCES, STRINGS, TOP, Feature, Types

TYPES, STRUCTURES, VIEWS = "%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"
_ELEMENTS = "elements"


def read_json(record: dict[str, Any], place: Place, found: Found) -> tuple[Types, Cas]:
    """The types and structures of a file; what is none of them is a fault."""
    types, cas = _types(record.get(TYPES), place, found), Cas()
    structures = record.get(STRUCTURES)
    if not isinstance(structures, list):
        what = f"{shown(structures)} is no list of structures"
        found.faults.append(place._replace(key=STRUCTURES).fault(what, "CAS JSON as INCEpTION exports it"))
        structures = []
    for number, each in enumerate(structures):
        structure = _structure(each, place._replace(key=f"{STRUCTURES}[{number}]"), found)
        if structure is None:
            continue
        if structure.type == SOFA:
            cas.sofas.append(structure)
        else:
            cas.keep(structure, found)
    views = record.get(VIEWS)
    for view in views.values() if isinstance(views, dict) else ():
        members = view.get("%MEMBERS") if isinstance(view, dict) else None
        if isinstance(members, list):
            cas.held.setdefault(str(view.get("%SOFA")), set()).update(map(str, members))
    return types, cas


def _types(said: Any, place: Place, found: Found) -> Types:
    types = Types()
    for name, type in said.items() if isinstance(said, dict) else ():
        if not isinstance(type, dict):
            what = f"{shown(type)} is no type"
            found.faults.append(place._replace(key=f"{TYPES}.{name}").fault(what, "an object with its features"))
            continue
        types.parents[name] = str(type.get("%SUPER_TYPE", TOP))
        types.own[name] = [
            Feature(key, _range(str(each.get("%RANGE"))))
            for key, each in type.items()
            if not key.startswith("%") and isinstance(each, dict)
        ]
    return types


def _range(said: str) -> str:
    """A range as XMI's type systems name it: arrays have types of their own."""
    if said.endswith("[]"):
        return STRINGS if said == "uima.cas.String[]" else REFERENCES
    return said


def _structure(said: Any, place: Place, found: Found) -> Structure | None:
    if not isinstance(said, dict) or not isinstance(said.get("%TYPE"), str):
        found.faults.append(place.fault(f"{shown(said)} is no structure", "an object with %ID and %TYPE"))
        return None
    values: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    for key, value in said.items():
        if key == "%ELEMENTS" and isinstance(value, list):
            lists[_ELEMENTS] = [each for each in value if isinstance(each, str)]
            values[_ELEMENTS] = " ".join(str(each) for each in value if isinstance(each, int))
        elif not key.startswith("%") and isinstance(value, (str, int, float)):
            values[key.lstrip("@#^")] = str(value).lower() if isinstance(value, bool) else str(value)
    return Structure(_id(said.get("%ID")), said["%TYPE"], values, lists, place)


def _id(said: Any) -> str:
    return str(said) if isinstance(said, int) and not isinstance(said, bool) else ""
