"""The label scheme as a value: roles, fields, values and their keys. Nothing a person can press is hard-coded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from annotator.core.claim import Claim
from annotator.core.errors import Fault

FIELD_TYPES = ("nominal", "ordinal", "boolean", "multi", "entity", "number", "text")
DISTANCES = ("masi", "jaccard")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field."""

    key: str
    hotkey: str
    """One character, pressed after the field's leader."""
    label: str = ""
    help: str = ""
    """One line: the test an annotator applies."""
    retired: bool = False
    """Still shown and exported where it is stored; not offered any more. Values are never deleted."""


QUOTATION, CUE, SOURCE = "quotation", "cue", "source"
PREFILLS = (QUOTATION, CUE, SOURCE)
"""What a field's default may be besides a value: read off the quotation marks; the stance that the cue suggests; what a
source of this kind usually gives. The latter two are only shown dim."""

DISCUSS = "discuss"
"""The value that sends a claim to the team's meeting list, in whichever set field has it. It says nothing of the
claim."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is said about a claim."""

    key: str
    type: str
    """One of `FIELD_TYPES`."""
    label: str
    hotkey: str
    """One character, pressed after `r`; every field has one."""
    leader: str = ""
    """`t`, `y` or `i` when the field has a key of its own; empty otherwise."""
    values: tuple[Value, ...] = ()
    """In order; for an ordinal field the order is the scale, lowest first."""
    required: bool = False
    advanced: bool = False
    """Shown in the claim panel only when it has a value."""
    counts: bool = False
    """Whether it counts in agreement."""
    distance: str = ""
    """`masi` or `jaccard` for a multi or entity field that counts."""
    guideline: str = ""
    """Slug of the heading in guidelines.md."""
    default: str = ""
    """A value key that stands unless another is given, or one of `PREFILLS`."""
    help: str = ""
    minimum: float | None = None
    maximum: float | None = None

    def value(self, key: str) -> Value | None:
        """The value of this key, retired or not."""
        return next((value for value in self.values if value.key == key), None)

    @property
    def offered(self) -> tuple[Value, ...]:
        """The values that can be chosen now."""
        return tuple(value for value in self.values if not value.retired)


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of span that a claim can have. The first three have the keys c, a, v; all have r + hotkey."""

    key: str
    label: str
    hotkey: str = ""
    primary: bool = False
    """The role on which annotators are matched; exactly one."""
    pieces: bool = False
    """Whether it may have more than one piece."""
    required: bool = False
    speaker: bool = False
    """Its words name the speaker, so marking it can create one."""
    cue: bool = False
    """Its words are the attributing cue."""
    guideline: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A declared change between versions: rename, merge, split, require, retire."""

    version: str
    action: str
    field: str
    values: tuple[str, ...] = ()
    into: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole scheme, validated."""

    id: str
    version: str
    title: str
    roles: tuple[Role, ...]
    fields: tuple[Field, ...]
    threshold: float = 0.5
    """IoU of the primary role from which two claims match."""
    ties: tuple[str, ...] = ()
    speakers: bool = True
    speaker_types: tuple[str, ...] = ()
    attribution: bool = False
    links: tuple[str, ...] = ()
    """Types of link between claims."""
    note: bool = True
    changes: tuple[Change, ...] = ()
    meaning: str = ""
    """Hash of roles, field types, value keys and order; what agreement, import and stored events compare."""
    whole: str = ""
    """Hash of the whole file."""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def primary(self) -> Role:
        """The role on which claims are matched."""
        return next(role for role in self.roles if role.primary)

    @property
    def meeting(self) -> Field | None:
        """The first set field that has the value `discuss`."""
        return next((item for item in self.fields if item.type == "multi" and item.value(DISCUSS)), None)

    def role(self, key: str) -> Role | None:
        """The role of this key."""
        return next((role for role in self.roles if role.key == key), None)

    def field_of(self, key: str) -> Field | None:
        """The field of this key."""
        return next((item for item in self.fields if item.key == key), None)


def scheme_to_dict(scheme: Scheme) -> dict[str, Any]:
    """The scheme as plain JSON values, for keeping a validated one by the hash of its file."""
    return asdict(scheme)


def scheme_from_dict(stored: Mapping[str, Any]) -> Scheme:
    """The scheme that `scheme_to_dict` wrote; nothing is validated again."""
    fields = tuple(
        Field(**{**item, "values": tuple(Value(**value) for value in item["values"])}) for item in stored["fields"]
    )
    changes = tuple(
        Change(**{**item, "values": tuple(item["values"]), "into": tuple(item["into"])}) for item in stored["changes"]
    )
    rest: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in stored.items()}
    rest |= {"roles": tuple(Role(**item) for item in stored["roles"]), "fields": fields, "changes": changes}
    return Scheme(**rest)


def meaning_hash(scheme: Scheme) -> str:
    """SHA-256 over what claims mean: roles, field types, value keys and their order, and the built-in features.

    Help texts, labels, keys and retirement do not count: correcting them separates nothing.
    """
    meaning = {
        "roles": [[role.key, role.primary, role.pieces] for role in scheme.roles],
        "fields": [[item.key, item.type, [value.key for value in item.values]] for item in scheme.fields],
        "speakers": scheme.speakers,
        "attribution": scheme.attribution,
        "links": list(scheme.links),
    }
    return sha256(json.dumps(meaning, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def vanished(old: Scheme, new: Scheme) -> list[Fault]:
    """What a changed scheme takes from claims that may have it: roles, fields, types, values. Values retire instead."""
    faults = [
        Fault(f"the role {role.key} has vanished", key=f"[[role]] {role.key}", right="roles that claims have stay")
        for role in old.roles
        if new.role(role.key) is None
    ]
    for before in old.fields:
        after = new.field_of(before.key)
        if after is None:
            faults.append(Fault(f"the field {before.key} has vanished", key=f"[[field]] {before.key}", right=_RETIRE))
            continue
        if after.type != before.type:
            what = f"the field {before.key} was {before.type} and is now {after.type}"
            faults.append(Fault(what, key=f"[[field]] {before.key}.type", right="claims have values of the old type"))
        faults += [
            Fault(f"the value {value.key} has vanished", key=f"[[field]] {before.key}.{value.key}", right=_RETIRE)
            for value in before.values
            if after.value(value.key) is None
        ]
    return faults


_RETIRE = "values are never deleted: write `retired = true` under it"


def source_role(scheme: Scheme) -> Role | None:
    """The role whose words name the speaker."""
    return next((role for role in scheme.roles if role.speaker), None)


def cue_role(scheme: Scheme) -> Role | None:
    """The role of the attributing words."""
    return next((role for role in scheme.roles if role.cue), None)


def open_parts(claim: Claim, scheme: Scheme) -> tuple[str, ...]:
    """Keys of the required roles, speakers and fields that the claim does not have yet, in the scheme's order."""
    missing = [role.key for role in scheme.roles if role.required and not claim.pieces(role.key)]
    if scheme.speakers and not claim.speakers:
        missing.append("speakers")
    missing += [field.key for field in scheme.fields if field.required and field.key not in claim.fields]
    return tuple(missing)
