"""scheme.toml: read with every fault at once, and written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from annotator.config.lines import line_of
from annotator.core.errors import Fault
from annotator.core.scheme import Change, Field, Role, Scheme, Value, meaning_hash

if TYPE_CHECKING:
    from annotator.config.scheme_model import SchemeFile

TIES = ("speakers", "position")
"""What may break ties besides the scheme's own fields."""


def read_scheme(text: str, *, file: str = "scheme.toml") -> tuple[Scheme | None, list[Fault]]:
    """The scheme of a TOML text, or None and all of its faults, each with table, key and line."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        return None, [syntax_fault(problem, file)]
    from pydantic import ValidationError

    from annotator.config.scheme_model import SchemeFile

    faults: list[Fault] = []
    parsed: SchemeFile | None = None
    try:
        parsed = SchemeFile.model_validate(_floats(data))
    except ValidationError as problem:
        faults += [_model_fault(error, data, text, file) for error in problem.errors()]
    faults += [
        Fault(what, file, line_of(text, place), _name(place, data), right) for place, what, right in _cross_checks(data)
    ]
    if parsed is None or faults:
        return None, sorted(dict.fromkeys(faults), key=lambda fault: fault.line or 0)
    scheme = _scheme(parsed)
    return replace(scheme, meaning=meaning_hash(scheme), whole=sha256(text.encode()).hexdigest()), []


def syntax_fault(problem: tomllib.TOMLDecodeError, file: str) -> Fault:
    """The fault of a text that is no TOML."""
    words = str(problem)
    line = None
    if "at line " in words:
        line = int(words.split("at line ")[1].split(",")[0])
    return Fault(f"this is not TOML: {words.split(' (at ')[0].lower()}", file, line, "", "mend the line")


def _floats(data: dict[str, Any]) -> dict[str, Any]:
    """Whole numbers where the model wants decimal ones."""
    copied = {**data}
    head = copied.get("scheme")
    if isinstance(head, dict) and isinstance(head.get("threshold"), int) and not isinstance(head["threshold"], bool):
        copied["scheme"] = {**head, "threshold": float(head["threshold"])}
    if isinstance(copied.get("field"), list):
        copied["field"] = [
            {
                key: float(value) if key in ("minimum", "maximum") and type(value) is int else value
                for key, value in item.items()
            }
            if isinstance(item, dict)
            else item
            for item in copied["field"]
        ]
    return copied


def _name(place: Sequence[str | int], data: dict[str, Any]) -> str:
    """A place as a person names it: `[[field]] stance.leader`."""
    here: Any = data
    words: list[str] = []
    for part in place:
        here = (
            here[part]
            if isinstance(here, list) and isinstance(part, int) and part < len(here)
            else (here.get(part) if isinstance(here, dict) and isinstance(part, str) else None)
        )
        if isinstance(part, int):
            key = here.get("key") if isinstance(here, dict) else None
            words[-1] = str(key or f"{words[-1]} {part + 1}")
        else:
            words.append(part)
    head = str(place[0]) if place else ""
    table = f"[[{head}]]" if len(place) > 1 and isinstance(place[1], int) else f"[{head}]"
    rest = ".".join(words if table.startswith("[[") else words[1:])
    return f"{table} {rest}".strip()


_RIGHT = {
    "missing": "it is required",
    "bool_type": "it takes true or false",
    "string_type": "it takes a text in quotation marks",
    "float_type": "it takes a number",
    "list_type": "it takes a list in square brackets",
    "greater_than": "it takes a number above 0 and at most 1",
    "less_than_equal": "it takes a number above 0 and at most 1",
    "too_short": "at least one is needed",
}


def _model_fault(error: Any, data: dict[str, Any], text: str, file: str) -> Fault:
    """A fault in our words, for one of pydantic's."""
    from annotator.config import scheme_model

    place = tuple(part for part in error["loc"] if not str(part).startswith(("literal[", "constrained-")))
    kind = error["type"]
    key = str(place[-1])
    given = error.get("input")
    right = _RIGHT.get(kind, "")
    what = f"{key} is not right: {given!r}"
    if kind == "missing":
        what = f"{key} is missing"
    elif kind == "extra_forbidden":
        tables = {"scheme": "Head", "features": "Features", "role": "RoleTable", "field": "FieldTable"}
        name = "ValueTable" if "value" in place[:-1] else tables.get(str(place[0]), "SchemeFile")
        known = list(getattr(scheme_model, name if len(place) > 1 else "SchemeFile").model_fields)
        near = get_close_matches(key, known, 1)
        what, right = f"{key} is unknown here", f"did you mean {near[0]}" if near else f"known are {', '.join(known)}"
    elif kind == "literal_error":
        right = f"it takes {error['ctx']['expected']}"
    elif kind == "string_pattern_mismatch":
        right = (
            "it takes one character, no blank, no digit, not ?" if key == "hotkey" else "letters, digits, _ and - only"
        )
    return Fault(what, file, line_of(text, place), _name(place, data), right)


Problem = tuple[tuple[str | int, ...], str, str]


def _tables(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = data.get(name, [])
    return [row if isinstance(row, dict) else {} for row in rows] if isinstance(rows, list) else []


def _cross_checks(data: dict[str, Any]) -> Iterator[Problem]:
    """What no single table shows: clashing keys, names that lead nowhere."""
    roles, fields = _tables(data, "role"), _tables(data, "field")
    primary = [index for index, role in enumerate(roles) if role.get("primary") is True]
    if roles and len(primary) != 1:
        place = ("role", primary[1], "primary") if primary else ("role", 0)
        yield place, f"{len(primary)} roles are primary", "exactly one role is, the one on which annotators are matched"
    yield from _twice("role", roles, "key", "a role of this key stands above")
    yield from _twice("field", fields, "key", "a field of this key stands above")
    yield from _twice("field", fields, "leader", "this leader is taken above; leaders are t, y and i")
    behind_r: dict[str, str] = {"@": "the chain", ">": "links"}
    for name, index, row in [
        *(("role", index, row) for index, row in enumerate(roles) if index >= 3),
        *(("field", index, row) for index, row in enumerate(fields)),
    ]:
        hotkey = row.get("hotkey", "")
        if name == "role" and not hotkey:
            yield (name, index), "hotkey is missing", "roles after the third are reached by r and this key"
        elif hotkey in behind_r:
            yield (name, index, "hotkey"), f"r {hotkey} means {behind_r[hotkey]} already", "choose another character"
        elif hotkey:
            behind_r[hotkey] = str(row.get("key"))
    names = {str(row.get("key")) for row in (*roles, *fields)}
    ties = data.get("scheme", {}).get("ties", []) if isinstance(data.get("scheme"), dict) else []
    for tie in ties if isinstance(ties, list) else []:
        if tie not in names and tie not in TIES:
            yield ("scheme", "ties"), f"{tie!r} breaks no ties", "name a field, speakers or position"
    for index, row in enumerate(fields):
        yield from _field_checks(index, row)
    for index, row in enumerate(_tables(data, "change")):
        if row.get("field") not in names:
            yield ("change", index, "field"), f"there is no field {row.get('field')!r}", "name a field of this scheme"


def _twice(table: str, rows: list[dict[str, Any]], key: str, right: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, row in enumerate(rows):
        value = row.get(key)
        if value and value in seen:
            yield (table, index, key), f"{key} {value!r} is there twice", right
        if isinstance(value, str):
            seen.add(value)


def _field_checks(index: int, row: dict[str, Any]) -> Iterator[Problem]:
    kind, place = row.get("type"), ("field", index)
    values = _tables(row, "value")
    if kind in ("nominal", "ordinal", "multi") and not values:
        yield place, f"a {kind} field needs values", "write [[field.value]] tables under it"
    if kind in ("boolean", "text", "entity") and values:
        yield (*place, "type"), f"a {kind} field has no values", "take them away, or make it nominal"
    if row.get("distance") and kind not in ("multi", "entity"):
        yield (
            (*place, "distance"),
            f"a {kind} field has no distance",
            "masi and jaccard are for multi and entity fields",
        )
    for key in ("key", "hotkey"):
        seen: set[str] = set()
        for at, value in enumerate(values):
            given = value.get(key)
            if given and given in seen:
                yield (*place, "value", at, key), f"{key} {given!r} is there twice", "each value has its own in a field"
            if isinstance(given, str):
                seen.add(given)
    default = row.get("default")
    offered = {str(value.get("key")) for value in values if not value.get("retired")}
    if default and default != "quotation" and default not in offered:
        yield (*place, "default"), f"{default!r} is no value on offer", "name a value that is not retired, or quotation"


def _scheme(parsed: SchemeFile) -> Scheme:
    """The core's value of a validated file; retired and shown values keep their place in the order."""
    head, features = parsed.scheme, parsed.features
    fields = tuple(
        Field(
            **{name: given for name, given in item.model_dump().items() if name != "value"},
            values=tuple(Value(**{**value.model_dump(), "label": value.label or value.key}) for value in item.value),
        )
        for item in parsed.field
    )
    return Scheme(
        id=head.id,
        version=head.version,
        title=head.title or head.id,
        roles=tuple(Role(**role.model_dump()) for role in parsed.role),
        fields=fields,
        threshold=head.threshold,
        ties=tuple(head.ties),
        speakers=features.speakers,
        speaker_types=tuple(features.speaker_types),
        attribution=features.attribution,
        links=tuple(features.links),
        note=features.note,
        changes=tuple(
            Change(row.version, row.action, row.field, tuple(row.values), tuple(row.into)) for row in parsed.change
        ),
    )


def write_scheme(scheme: Scheme) -> str:
    """The scheme as TOML; read again, it is the same but for the hash of the file."""
    import tomli_w

    def table(item: object, skip: tuple[str, ...] = ()) -> dict[str, Any]:
        from dataclasses import fields as parts

        found = {part.name: getattr(item, part.name) for part in parts(item)}  # type: ignore[arg-type]
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in found.items()
            if key not in skip and value not in ("", None, False, ())
        }

    data: dict[str, Any] = {
        "scheme": {key: getattr(scheme, key) for key in ("id", "version", "title", "threshold")}
        | {"ties": list(scheme.ties)},
        "features": {
            "speakers": scheme.speakers,
            "speaker_types": list(scheme.speaker_types),
            "attribution": scheme.attribution,
            "links": list(scheme.links),
            "note": scheme.note,
        },
        "role": [table(role) for role in scheme.roles],
        "field": [
            table(item, ("values",)) | ({"value": [table(value) for value in item.values]} if item.values else {})
            for item in scheme.fields
        ],
    }
    if scheme.changes:
        data["change"] = [table(change) for change in scheme.changes]
    return tomli_w.dumps(data)
