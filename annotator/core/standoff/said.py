"""What the attributes of a claim's marks say: its fields, speakers and note."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from annotator.core.errors import Fault
from annotator.core.records.check import shown
from annotator.core.scheme import Field, Scheme
from annotator.core.speaker import Speaker
from annotator.core.standoff.cast import Cast
from annotator.core.standoff.document import Place, Value
from annotator.core.standoff.mapping import CLOSED, IGNORE, NOTE, SPEAKER, LabelMapping, field_of, value_of, worded
from annotator.core.standoff.unit import Unit

_WHOLE = re.compile(r"[+-]?\d{1,15}")
_REAL = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?([eE][+-]?\d{1,3})?")
_TRUE, _FALSE = ("true", "yes", "1", "on"), ("false", "no", "0", "off")


class Said(NamedTuple):
    """Values as JSON has them."""

    fields: dict[str, Any]
    speakers: tuple[Speaker, ...]
    names: tuple[str, ...]
    """What the speakers are called there."""
    note: str


def said(unit: Unit, mapping: LabelMapping, scheme: Scheme, cast: Cast) -> tuple[Said, list[Fault]]:
    """What a claim's unit says, and what in it cannot be taken."""
    held: dict[str, list[tuple[str, Value, Place]]] = {}
    speakers: dict[str, Speaker] = {}
    names: list[str] = []
    notes: list[str] = []
    for name, value, place in unit.values():
        key = field_of(mapping, name, scheme)
        if mapping.values.get(name, {}).get(worded(value)) == IGNORE:
            continue
        if key == SPEAKER:
            # An empty box is nobody.
            if not worded(value).strip():
                continue
            speaker = cast.speaker(value)
            speakers.setdefault(speaker.id, speaker)
            names.append(worded(value))
        elif key == NOTE:
            notes.append(worded(value))
        elif key != IGNORE:
            held.setdefault(key, []).append((name, value, place))
    faults: list[Fault] = []
    fields: dict[str, Any] = {}
    for key, word in unit.implied.items():
        held.setdefault(key, []).append(("", word, unit.place))
    for key, values in held.items():
        target = scheme.field_of(key)
        assert target is not None, key
        found, fault = _converted(target, values, mapping, cast)
        if fault:
            faults.append(fault)
        elif found is not None:
            fields[key] = found
    return Said(fields, tuple(speakers.values()), tuple(names), "\n".join(dict.fromkeys(notes))), faults


def _converted(
    target: Field, values: list[tuple[str, Value, Place]], mapping: LabelMapping, cast: Cast
) -> tuple[Any, Fault | None]:
    """The field's value as JSON has it (None: there is none), or what is wrong."""
    if target.type in CLOSED:
        return _one(target, [value_of(mapping, name, value, target) for name, value, _ in values], values[-1][2])
    if target.type == "entity":
        named = [value for _, value, _ in values if worded(value).strip()]
        return sorted({cast.speaker(value).id for value in named}) or None, None
    if target.type == "text":
        return "\n".join(dict.fromkeys(worded(value) for _, value, _ in values)), None
    found: list[Any] = []
    for name, value, place in values:
        word = mapping.values.get(name, {}).get(worded(value), worded(value))
        read = _number(word) if target.type == "number" else _truth(word)
        if read is None:
            what = f"{shown(word)} is no value of the field {target.key}"
            return None, place.fault(what, "a number" if target.type == "number" else "true or false")
        found.append(read)
    return _one(target, found, values[-1][2])


def _one(target: Field, found: Iterable[Any], place: Place) -> tuple[Any, Fault | None]:
    several = list(dict.fromkeys(found))
    if target.type == "multi":
        return sorted(several), None
    if len(several) > 1:
        told = " and ".join(shown(each) for each in several)
        return None, place.fault(f"the field {target.key} is {told} at once", "one value")
    return (several[0] if several else None), None


def _number(word: str) -> int | float | None:
    word = word.strip()
    if _WHOLE.fullmatch(word):
        return int(word)
    number = float(word) if _REAL.fullmatch(word) else math.inf
    return number if math.isfinite(number) else None


def _truth(word: str) -> bool | None:
    word = word.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None
