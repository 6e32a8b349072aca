"""A type system: which types there are, what they come from, and what they can say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.formats.uima.element import Element, escaped, written

TOP, STRING = "uima.cas.TOP", "uima.cas.String"
STRINGS, REFERENCES = "uima.cas.StringArray", "uima.cas.FSArray"
ANNOTATION_BASE, ANNOTATION, DOCUMENT = (
    "uima.cas.AnnotationBase",
    "uima.tcas.Annotation",
    "uima.tcas.DocumentAnnotation",
)
SPACE = "http://uima.apache.org/resourceSpecifier"
_BUILT_IN = {ANNOTATION_BASE: TOP, ANNOTATION: ANNOTATION_BASE, DOCUMENT: ANNOTATION}
_PRIMITIVE = {
    f"uima.cas.{name}" for name in ("Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double", "String")
}


class Feature(NamedTuple):
    """What structures of a type can say."""

    name: str
    range: str
    """Name of the type of its values."""
    element: str = ""
    """Of an array: the type of what stands in it."""


@dataclass(slots=True)
class Types:
    """The types of a file, and those that every type system has."""

    parents: dict[str, str] = field(default_factory=lambda: dict(_BUILT_IN))
    own: dict[str, list[Feature]] = field(default_factory=dict)
    """Type → its own features, without those it inherits."""
    _all: dict[str, list[Feature]] = field(default_factory=dict)

    def line(self, type: str) -> Iterator[str]:
        """A type and all that it comes from, the nearest first; a circle ends."""
        seen: set[str] = set()
        while type and type not in seen:
            seen.add(type)
            yield type
            type = self.parents.get(type, "")

    def is_a(self, type: str, wanted: str) -> bool:
        """Whether a type is another or comes from it."""
        return wanted in self.line(type)

    def knows(self, type: str) -> bool:
        """Whether it is defined here."""
        return type in self.parents

    def features(self, type: str) -> list[Feature]:
        """All that structures of the type can say."""
        if type not in self._all:
            self._all[type] = [feature for each in self.line(type) for feature in self.own.get(each, ())]
        return self._all[type]

    def is_primitive(self, range: str) -> bool:
        """Whether values of a range are written as a text; lists of allowed texts come from String."""
        return any(each in _PRIMITIVE for each in self.line(range))


def short(type: str) -> str:
    """The name of a type without its package, as INCEpTION shows it."""
    return type.rpartition(".")[2]


def read_types(root: Element) -> Types:
    """The types of a type system description; what is no type in it is passed over."""
    found = Types()
    for type in _below(root, "types", "typeDescription"):
        name = _said(type, "name")
        if name:
            found.parents[name] = _said(type, "supertypeName") or TOP
            found.own[name] = [
                Feature(_said(each, "name"), _said(each, "rangeTypeName"), _said(each, "elementType"))
                for each in _below(type, "features", "featureDescription")
                if _said(each, "name")
            ]
    return found


def write_types(types: Iterable[tuple[str, str, Iterable[Feature]]]) -> bytes:
    """A type system description of these types: (name, what it comes from, its features)."""
    made = "".join(_type(*each) for each in types)
    root = written("typeSystemDescription", [("xmlns", SPACE)], "\n" + written("types", (), "\n" + made))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'.encode()


def _type(name: str, parent: str, features: Iterable[Feature]) -> str:
    made = "".join(
        written(
            "featureDescription", (), _texts(name=each.name, description="", rangeTypeName=each.range) + _element(each)
        )
        for each in features
    )
    head = _texts(name=name, description="", supertypeName=parent)
    return written("typeDescription", (), head + written("features", (), "\n" + made).strip())


def _element(feature: Feature) -> str:
    if not feature.element:
        return ""
    return _texts(elementType=feature.element, multipleReferencesAllowed="false")


def _texts(**texts: str) -> str:
    return "".join(written(name, (), escaped(text)).strip() for name, text in texts.items())


def _below(element: Element, *names: str) -> Iterator[Element]:
    found = [element]
    for name in names:
        found = [child for each in found for child in each.children if child.name == name]
    yield from found


def _said(element: Element, name: str) -> str:
    return next((child.text.strip() for child in element.children if child.name == name), "")
