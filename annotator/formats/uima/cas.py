"""One XMI file: texts (sofas), which structures its views hold, and the structures themselves, as they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from annotator.core.record import excerpt
from annotator.core.standoff.document import Place
from annotator.formats.standoff.reading import Found
from annotator.formats.uima.element import Element
from annotator.formats.uima.types import REFERENCES, STRINGS

XMI = "http://www.omg.org/XMI"
SOFA, VIEW, NULL = "uima.cas.Sofa", "uima.cas.View", "uima.cas.NULL"
_ID = re.compile(r"-?\d{1,18}")
_NO_SPACE = "uima.noNamespace."


@dataclass(slots=True)
class Structure:
    """A feature structure."""

    id: str
    type: str
    """With its package."""
    values: dict[str, str]
    """Feature → its value as written: a text, a number, ids with blanks between them."""
    lists: dict[str, list[str]]
    """Feature → texts that stand in elements of their own."""
    place: Place
    wrong: bool = False
    """It has a fault already."""


@dataclass(slots=True)
class Cas:
    """All of a file."""

    sofas: list[Structure] = field(default_factory=list)
    held: dict[str, set[str]] = field(default_factory=dict)
    """Id of a sofa → ids of what its view holds. What is in none has been deleted."""
    structures: dict[str, Structure] = field(default_factory=dict)

    def keep(self, structure: Structure, found: Found) -> None:
        """Take a structure in; a fault where its id is none, or another's."""
        id = structure.id
        if not _ID.fullmatch(id):
            what = f"the id is {excerpt(id) if id else 'missing'}"
            found.faults.append(structure.place.fault(what, "a whole number"))
        elif id in self.structures:
            found.faults.append(structure.place.fault(f"the id {id} is given twice", "an id for each structure"))
            self.structures[id].wrong = True
        else:
            self.structures[id] = structure

    def references(self, value: str) -> list[str]:
        """The ids that a value names: itself, or what the one array that it names holds."""
        ids = value.split()
        array = self.structures.get(ids[0]) if len(ids) == 1 else None
        if array is not None and (array.type == REFERENCES or array.type.endswith("[]")):
            return array.values.get("elements", "").split()
        return ids

    def texts(self, structure: Structure, feature: str) -> list[str]:
        """The texts of a feature that is a list of them."""
        if feature in structure.lists:
            return structure.lists[feature]
        value = structure.values.get(feature, "")
        array = self.structures.get(value)
        return array.lists.get("elements", []) if array is not None and array.type == STRINGS else value.split()


def read_cas(root: Element, name: str, found: Found) -> Cas | None:
    """The structures of a file whose root this is; None, and a fault, when it is no XMI."""
    if (root.space, root.name) != (XMI, "XMI"):
        what = f"the file is <{root.name}>"
        found.faults.append(Place(name, root.line).fault(what, "<xmi:XMI>, UIMA CAS XMI (XML 1.0)"))
        return None
    cas = Cas()
    for element in root.children:
        structure = _structure(element, name)
        if structure.type == VIEW:
            members = cas.held.setdefault(structure.values.get("sofa", ""), set())
            members.update(structure.values.get("members", "").split())
        elif structure.type == SOFA:
            cas.sofas.append(structure)
        elif structure.type != NULL:
            cas.keep(structure, found)
    return cas


def _structure(element: Element, file: str) -> Structure:
    package = element.space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    type = f"{package}.{element.name}".removeprefix(_NO_SPACE)
    values = dict(element.values)
    id = values.pop(f"{XMI} id", "")
    lists: dict[str, list[str]] = {}
    for child in element.children:
        lists.setdefault(child.name, []).append(child.text)
    return Structure(id, type, values, lists, Place(file, element.line, f"xmi:id {id}" if id else element.name))
