"""The layers of a scheme as INCEpTION knows them: a span layer for each role, its fields and ties as features."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.core.scheme import Scheme
from annotator.core.standoff.mapping import NOTE, PIECE, SPEAKER
from annotator.formats.standoff.naming import Names, names
from annotator.formats.uima.types import (
    ANNOTATION,
    ANNOTATION_BASE,
    REFERENCES,
    STRING,
    STRINGS,
    TOP,
    Feature,
)

PACKAGE = "webanno.custom"
"""Where INCEpTION looks for layers that its users have made."""
EXPORT, RECORD, ARTICLE, LAYER, ODD = "annotator.Export", "record", "article", "layer", "characters"
"""The type in which an export says whose layer it is; the feature in which a claim travels; features of the first."""
_TAKEN = ("begin", "end", "sofa", "id", "type", "self", "role", "target", RECORD)


@dataclass(frozen=True, slots=True)
class Layers:
    """A scheme's names for types and features."""

    scheme: Scheme
    names: Names
    ties: Mapping[str, str]
    """Role, type of link or `PIECE` → the link feature. Pieces are tied to the one before, the rest to the claim."""

    def types(self) -> Iterator[tuple[str, str, list[Feature]]]:
        """(type, what it comes from, its features) of the whole type system."""
        links: list[tuple[str, str, list[Feature]]] = []
        for role in self.scheme.roles:
            features = [Feature(name, STRINGS if key in self.several() else STRING) for key, name in self._fields()]
            for tie, target in self._ties(role.key).items():
                link = self.link(role.key, tie)
                features.append(Feature(self.ties[tie], REFERENCES, link))
                links.append((link, TOP, [Feature("role", STRING), Feature("target", self.type(target))]))
            yield self.type(role.key), ANNOTATION, [*features, Feature(RECORD, STRING)]
        yield from links
        yield EXPORT, ANNOTATION_BASE, [Feature(key, STRING) for key in (ARTICLE, LAYER, ODD)]

    def type(self, role: str) -> str:
        """The span layer of a role."""
        return f"{PACKAGE}.{self.names.roles[role]}"

    def link(self, role: str, tie: str) -> str:
        """The type of the links that a role's layer has in one of its features."""
        return f"{PACKAGE}.{self.names.roles[role]}{self.ties[tie]}Link"

    def several(self) -> set[str]:
        """What a mark may say several times."""
        return {SPEAKER, *(item.key for item in self.scheme.fields if item.type == "multi")}

    def _fields(self) -> Iterator[tuple[str, str]]:
        for key, name in self.names.fields.items():
            item = self.scheme.field_of(key)
            if key in (SPEAKER, NOTE) or (item is not None and item.type != "entity"):
                yield key, name

    def _ties(self, role: str) -> dict[str, str]:
        """What marks of a role are tied by, and the role at the other end."""
        primary = self.scheme.primary.key
        if role != primary:
            return {PIECE: role}
        others = {other.key: other.key for other in self.scheme.roles if not other.primary}
        return {PIECE: role, **others, **dict.fromkeys(self.scheme.links, primary)}


def layers_of(scheme: Scheme) -> Layers:
    """The layers of a scheme. All names are identifiers, as Java needs them."""
    called = names(scheme, plain=True, besides=_TAKEN)
    ties = {role.key: called.roles[role.key] for role in scheme.roles if not role.primary}
    return Layers(scheme, called, {**{k: called.relations[k] for k in (*scheme.links, PIECE)}, **ties})
