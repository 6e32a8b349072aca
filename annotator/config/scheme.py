"""scheme.toml: read with every fault at once, and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from annotator.config.lines import line_of
from annotator.config.scheme_checks import problems
from annotator.config.toml import SHOWN, load, right, shown
from annotator.core.errors import Fault
from annotator.core.scheme import Change, Field, Role, Scheme, Value, meaning_hash

if TYPE_CHECKING:
    from annotator.config.scheme_model import SchemeFile


def read_scheme(
    text: str, *, file: str = "scheme.toml", guidelines: str | None = None
) -> tuple[Scheme | None, list[Fault]]:
    """The scheme of a TOML text, or None and all of its faults, each with table, key and line.

    With the text of the guidelines, a `guideline` that is no heading there is a fault too.
    """
    data, faults = load(text, file)
    if data is None:
        return None, faults
    from pydantic import ValidationError

    from annotator.config.scheme_model import SchemeFile

    parsed: SchemeFile | None = None
    try:
        parsed = SchemeFile.model_validate(data)
    except ValidationError as problem:
        faults += [_model_fault(error, data, text, file) for error in problem.errors()]
    faults += [
        Fault(what, file, line_of(text, place), _name(place, data), better)
        for place, what, better in problems(data, guidelines)
    ]
    if parsed is None or faults:
        return None, sorted(dict.fromkeys(faults), key=lambda fault: fault.line or 0)
    scheme = _scheme(parsed)
    return replace(scheme, meaning=meaning_hash(scheme), whole=sha256(text.encode()).hexdigest()), []


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
            words[-1] = str(key or f"{words[-1]} {part + 1}")[:SHOWN]
        else:
            words.append(part[:SHOWN])
    head = str(place[0]) if place else ""
    table = f"[[{head}]]" if len(place) > 1 and isinstance(place[1], int) else f"[{head}]"
    rest = ".".join(words if table.startswith("[[") else words[1:])
    return f"{table} {rest}".strip()


def _model_fault(error: Any, data: dict[str, Any], text: str, file: str) -> Fault:
    """A fault in our words, for one of pydantic's."""
    from annotator.config import scheme_model

    place = tuple(part for part in error["loc"] if not str(part).startswith(("literal[", "constrained-")))
    kind = error["type"]
    key = str(place[-1])[:SHOWN]
    what, better = f"{key} is not right: {shown(error.get('input'))}", right(error)
    if kind == "missing":
        what = f"{key} is missing"
    elif kind == "extra_forbidden":
        tables = {"scheme": "Head", "features": "Features", "role": "RoleTable", "field": "FieldTable"}
        tables["change"] = "ChangeTable"
        name = "ValueTable" if "value" in place[:-1] else tables.get(str(place[0]), "SchemeFile")
        known = list(getattr(scheme_model, name if len(place) > 1 else "SchemeFile").model_fields)
        near = get_close_matches(key, known, 1)
        what, better = f"{key} is unknown here", f"did you mean {near[0]}" if near else f"known are {', '.join(known)}"
    elif kind == "string_pattern_mismatch":
        better = _PATTERNS.get(key, "letters, digits, _ and - only")
    return Fault(what, file, line_of(text, place), _name(place, data), better)


_PATTERNS = {
    "hotkey": "it takes one character that can be seen, no blank, no digit, not ?",
    "label": "no line breaks or control characters",
    "help": "no line breaks or control characters",
    "title": "no line breaks or control characters",
    "version": "no line breaks or control characters",
}


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

    def table(item: Any, skip: tuple[str, ...] = ()) -> dict[str, Any]:
        from dataclasses import fields as parts

        found = {part.name: getattr(item, part.name) for part in parts(item)}
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in found.items()
            if key not in skip and (key == "label" or value not in ("", None, ())) and value is not False
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
