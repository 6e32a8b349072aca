"""The mapping: what the labels, relations and attributes of a file from elsewhere are in this project's scheme.

What is called exactly as a key of the scheme needs no entry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from annotator.core.errors import Fault
from annotator.core.record import excerpt
from annotator.core.scheme import Field, Scheme
from annotator.core.standoff.document import Document, Place, Reference, Value

IGNORE = "@ignore"
"""It is left out, on purpose."""
JOIN, PIECE = "@join", "@piece"
"""Relations: between two parts of one claim, whose labels say which parts; between two pieces of one part."""
SPEAKER, NOTE = "@speaker", "@note"
"""Attributes: the names of those who answer for the claim; its note."""
CLOSED = ("nominal", "ordinal", "multi")
"""Types of field whose values are a closed list."""


@dataclass(frozen=True, slots=True)
class LabelMapping:
    """Every table by the file's own word."""

    roles: Mapping[str, str] = field(default_factory=dict)
    """Label → role, or `IGNORE`."""
    implied: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Label → what it says besides its role: field → value."""
    relations: Mapping[str, str] = field(default_factory=dict)
    """Relation → the role of its end that is no claim's primary part, a type of link, `JOIN`, `PIECE`, or `IGNORE`."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Attribute → field, `SPEAKER`, `NOTE`, or `IGNORE`."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Attribute → its value → the field's value, or `IGNORE`."""
    speakers: Mapping[str, str] = field(default_factory=dict)
    """Name → id in the registry, for names that the registry does not find by itself."""


TABLES = ("roles", "implied", "relations", "fields", "values", "speakers")


@dataclass(slots=True)
class Inventory:
    """What a file uses, how often, and where first."""

    labels: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    attributes: Counter[str] = field(default_factory=Counter)
    values: dict[str, Counter[str]] = field(default_factory=dict)
    """By attribute. Beyond `MOST` different values no further one is kept."""
    first: dict[tuple[str, str], Place] = field(default_factory=dict)
    """(table, word) → where it stands first."""

    MOST = 200

    def add(self, document: Document) -> None:
        """Count what a document uses."""
        for sheet in document.sheets:
            for mark in sheet.marks:
                for label in mark.labels:
                    self.labels[label] += 1
                    self.first.setdefault(("roles", label), mark.place)
                for name, value in mark.values:
                    self.attributes[name] += 1
                    self.first.setdefault(("fields", name), mark.place)
                    held = self.values.setdefault(name, Counter())
                    if len(held) < self.MOST or worded(value) in held:
                        held[worded(value)] += 1
                        self.first.setdefault((f"values.{name}", worded(value)), mark.place)
            for relation in sheet.relations:
                self.relations[relation.type] += 1
                self.first.setdefault(("relations", relation.type), relation.place)


def worded(value: Value) -> str:
    """A value as a mapping names it: a text as it is, otherwise as TOML writes it."""
    if isinstance(value, Reference):
        return value.name or value.id
    return str(value).lower() if isinstance(value, bool) else str(value)


def role_of(mapping: LabelMapping, label: str, scheme: Scheme) -> str:
    """The role of a label, `IGNORE`, or empty when it is open."""
    return mapping.roles.get(label) or (label if scheme.role(label) else "")


def relation_of(mapping: LabelMapping, type: str, scheme: Scheme) -> str:
    """What a relation means, or empty when it is open."""
    return mapping.relations.get(type) or (type if type in (*_others(scheme), *scheme.links) else "")


def field_of(mapping: LabelMapping, name: str, scheme: Scheme) -> str:
    """The field of an attribute, `SPEAKER`, `NOTE`, `IGNORE`, or empty when it is open."""
    return mapping.fields.get(name) or (name if scheme.field_of(name) else "")


def value_of(mapping: LabelMapping, name: str, value: Value, target: Field) -> str:
    """The key of a closed list that an attribute's value means, `IGNORE`, or empty when it is open."""
    word = worded(value)
    return mapping.values.get(name, {}).get(word) or (word if target.value(word) else "")


def unknown(mapping: LabelMapping, scheme: Scheme) -> Iterator[tuple[tuple[str, ...], str, list[str]]]:
    """Entries that lead nowhere in the scheme: (place, what it says, what it could say)."""
    roles = [role.key for role in scheme.roles]
    fields = [item.key for item in scheme.fields]
    for label, role in mapping.roles.items():
        if role and role not in (*roles, IGNORE):
            yield ("roles", label), role, [*roles, IGNORE]
    for label, said in mapping.implied.items():
        for key, value in said.items():
            target = scheme.field_of(key)
            if target is None:
                yield ("implied", label, key), key, fields
            elif target.type in CLOSED and not target.value(value):
                yield ("implied", label, key), value, [item.key for item in target.values]
    for type, meant in mapping.relations.items():
        known = [*_others(scheme), *scheme.links, JOIN, PIECE, IGNORE]
        if meant and meant not in known:
            yield ("relations", type), meant, known
    for name, key in mapping.fields.items():
        if key and key not in (*fields, SPEAKER, NOTE, IGNORE):
            yield ("fields", name), key, [*fields, SPEAKER, NOTE, IGNORE]
    for name, values in mapping.values.items():
        target = scheme.field_of(field_of(mapping, name, scheme))
        if target is not None and target.type in CLOSED:
            keys = [item.key for item in target.values]
            yield from (
                (("values", name, word), key, [*keys, IGNORE])
                for word, key in values.items()
                if key and key not in (*keys, IGNORE)
            )


def open_faults(mapping: LabelMapping, used: Inventory, scheme: Scheme) -> list[Fault]:
    """What a file uses and the mapping does not say."""
    roles = ", ".join(role.key for role in scheme.roles)
    faults = [
        _open(used, "roles", "label", label, count, f"{roles}, or {IGNORE}")
        for label, count in used.labels.items()
        if not role_of(mapping, label, scheme)
    ]
    meant = ", ".join([*_others(scheme), *scheme.links, JOIN, PIECE])
    faults += [
        _open(used, "relations", "relation", type, count, f"{meant}, or {IGNORE}")
        for type, count in used.relations.items()
        if not relation_of(mapping, type, scheme)
    ]
    for name, count in used.attributes.items():
        key = field_of(mapping, name, scheme)
        if not key:
            fields = ", ".join([*(item.key for item in scheme.fields), SPEAKER, NOTE])
            faults.append(_open(used, "fields", "attribute", name, count, f"{fields}, or {IGNORE}"))
            continue
        target = scheme.field_of(key)
        if target is not None and target.type in CLOSED:
            keys = ", ".join(item.key for item in target.values)
            faults += [
                _open(used, f"values.{name}", "value", word, number, f"{keys}, or {IGNORE}")
                for word, number in used.values[name].items()
                if not value_of(mapping, name, word, target)
            ]
    return faults


def _others(scheme: Scheme) -> list[str]:
    """The roles that a relation can tie to a claim's primary part."""
    return [role.key for role in scheme.roles if not role.primary]


def _open(used: Inventory, table: str, kind: str, word: str, count: int, right: str) -> Fault:
    place = used.first.get((table, word), Place())
    times = f"{count} times" if count > 1 else "once"
    what = f"the mapping does not say what the {kind} {excerpt(word)} is ({times} in the file)"
    return Fault(what, place.file, place.line, f"[{table}]", f"one of {right}")
