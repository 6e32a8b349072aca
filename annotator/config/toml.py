"""TOML as people write it: parsed without ever raising, and its faults in words that fit the file."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

from annotator.core.errors import Fault
from annotator.core.records import limits
from annotator.core.records.canonical import levels
from annotator.core.records.limits import TOML

_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
SHOWN = 60
"""Characters of a value or a key that are shown."""

_RIGHT = {
    "missing": "it is required",
    "bool_type": "it takes true or false",
    "string_type": "it takes a text in quotation marks",
    "float_type": "it takes a number",
    "finite_number": "it takes a number",
    "list_type": "it takes a list in square brackets",
    "model_type": "it is a table",
    "too_short": "at least one is needed",
    "string_too_short": "it is not empty",
}
_LIMITS = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}


def load(text: str, file: str, *, largest: int = TOML) -> tuple[dict[str, Any] | None, list[Fault]]:
    """The tables of a text, or None and the fault that makes it no TOML. A byte order mark in front is skipped."""
    if len(text) > largest or len(text.encode("utf-8", "replace")) > largest:
        return None, [Fault("the file is too large", file, right=f"it has at most {limits.shown(largest)}")]
    try:
        data = tomllib.loads(text.removeprefix("\ufeff"))
        if levels(data) > limits.DEPTH:
            # Keys with dots are read without recursion, and what comes after the parser is not.
            raise RecursionError
        return data, []
    except tomllib.TOMLDecodeError as problem:
        words = str(problem)
        place = _PLACE.search(words)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1 if place else None
        what = _PLACE.sub("", words)
        return None, [Fault(f"this is not TOML: {what[:1].lower()}{what[1:]}", file, line, right="mend the line")]
    except (ValueError, RecursionError):
        # The parser leaves these two to Python: an integer of thousands of digits, brackets in brackets without end.
        what = "this is not TOML that can be read: a number is too long or its tables are nested too deeply"
        return None, [Fault(what, file, right="restore the file")]


def shown(value: object) -> str:
    """A value much as TOML writes it, shortened to 60 characters."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def right(error: Any) -> str:
    """What would be right, for one of pydantic's errors; empty when only the model's owner can say."""
    context = error.get("ctx", {})
    for limit, words in _LIMITS.items():
        if limit in context:
            return f"it takes a number {words} {context[limit]:g}"
    if error["type"] == "literal_error":
        return f"it takes {context['expected']}"
    if error["type"] == "string_too_long":
        return f"at most {context['max_length']} characters"
    return _RIGHT.get(error["type"], "")
