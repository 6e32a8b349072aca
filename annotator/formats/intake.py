"""Taking in JSON Lines from outside: each line is parsed strictly, its version and shape are checked, faults are told.

The readers of the native formats share it. Lines are split at LF only, one at a time, whatever the size of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.core.errors import Fault
from annotator.core.records.bare import FORMATS as BARE
from annotator.core.records.canonical import parse
from annotator.core.records.check import shown
from annotator.core.records.format import Source
from annotator.core.records.raw_line import raw_lines

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

_VERSIONED = re.compile(r"([a-z]+)/(\d+)")


class Taken(NamedTuple):
    """One line, or a file whose records have none: a record of the right shape, or why there is none."""

    file: str
    line: int | None
    record: dict[str, Any] | None
    faults: tuple[Fault, ...] = ()


def lines(
    source: Source,
    format: str,
    given: Mapping[str, Any] | None = None,
    shortcut: Callable[[bytes, str, int], bool] | None = None,
) -> Iterator[Taken]:
    """The records of a JSON Lines source that should hold `format` (such as `claims/1`); blank lines are passed over.

    `given` sets keys before the shape is checked, so that what the person names need not be in the file. A line that
    `shortcut` (line, file, number) has taken is passed over, too.
    """
    with source.open() as stream:
        for number, raw, wrong in raw_lines(stream):
            if wrong:
                yield Taken(source.name, number, None, (replace(wrong, file=source.name, line=number),))
            if not raw.strip():
                continue
            line = raw.rstrip(b"\n")
            if shortcut is not None and shortcut(line, source.name, number):
                continue
            record, faults = record_of(line, format, given or {})
            placed = tuple(replace(fault, file=source.name, line=number) for fault in faults)
            yield Taken(source.name, number, record, placed)


def record_of(raw: bytes, format: str, given: Mapping[str, Any]) -> tuple[dict[str, Any] | None, list[Fault]]:
    """The record of a line, if it is JSON of the right version and shape, and every fault of it."""
    try:
        record = parse(raw)
    except ValueError as error:
        return None, [Fault(str(error))]
    if not isinstance(record, dict):
        return None, [Fault(f"the line is {shown(record)}", right="one JSON object in each line")]
    fault = version_fault(record.get("format"), format)
    if fault:
        return None, [fault]
    record.update(given)
    faults = shape_faults(record, line_model(format))
    return (None if faults else record), faults


def version_fault(found: Any, format: str) -> Fault | None:
    """Why a record that calls itself `found` is not taken where `format` is read; None: it is."""
    if found == format:
        return None
    right = f"this version understands {format}"
    match = _VERSIONED.fullmatch(found) if isinstance(found, str) else None
    name, number = format.split("/")
    if match and match[1] == name and int(match[2]) > int(number):
        return Fault(f"the record is {match[0]}, which a newer version of annotator wrote", key="format", right=right)
    if isinstance(found, str) and found in BARE:
        right = "`annotator rehydrate` puts the words back from the texts"
        return Fault(f"the record is {found}, which has no words", key="format", right=right)
    if found is None:
        return Fault("the key is missing", key="format", right=f'"format": "{format}"')
    return Fault(f"the record is {shown(found)}", key="format", right=right)


def body_faults(kind: str, body: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with the shape of an event's body; kinds without a shape of their own pass."""
    from annotator.formats.records import BODIES

    model = BODIES.get(kind)
    return shape_faults(body, model) if model else []


def shape_faults(record: Mapping[str, Any], model: type[BaseModel]) -> list[Fault]:
    """Every key that is missing, unknown where no unknown key can be kept, or of the wrong type."""
    from pydantic import ValidationError

    try:
        model.model_validate(record)
    except ValidationError as error:
        return [_fault(detail) for detail in error.errors(include_url=False)]
    return []


@cache
def line_model(format: str) -> type[BaseModel]:
    """The shape of a format's lines."""
    from annotator.formats.records import LINES

    return LINES[format]


_RIGHT = {
    "string_type": "a text in quotes",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a pair of numbers",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
}


def _fault(detail: ErrorDetails) -> Fault:
    key = _key(detail["loc"])
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "missing":
        return Fault("the key is missing", key=key)
    if kind == "extra_forbidden":
        return Fault("the key is not known", key=key, right="unknown keys are kept only at the top of a record")
    if kind == "literal_error":
        return Fault(f"{shown(value)} is not a value of this key", key=key, right=f"one of {context['expected']}")
    if kind == "string_pattern_mismatch":
        return Fault(f"{shown(value)} has another form", key=key, right=f"a text of the form {context['pattern']}")
    if kind in _RIGHT:
        return Fault(f"{shown(value)} has the wrong type", key=key, right=_RIGHT[kind])
    said = detail["msg"]
    return Fault(f"{shown(value)} cannot be taken", key=key, right=said[:1].lower() + said[1:])


def _key(place: tuple[int | str, ...]) -> str:
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return "".join(parts).lstrip(".")
