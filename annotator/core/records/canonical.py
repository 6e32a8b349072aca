"""Canonical JSON: the one way in which a value becomes bytes, and the strict way back.

The same bytes are hashed, stored and exported. They are safe to print: no character in them drives a terminal, turns
the direction of the text around, or ends a line in some other reader.
"""

from __future__ import annotations

import json
import re
from typing import Any

from annotator.core.records.limits import DEPTH, INTEGER

# JSON itself escapes what is below U+0020. These are the rest: DEL and C1 (with NEL), the Arabic letter mark, the
# direction marks, line and paragraph separators, embeddings and overrides, isolates, the byte order mark.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff]")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False).encode


def canonical(value: Any) -> bytes:
    """Compact UTF-8 JSON of dicts (with string keys, in their order), lists, tuples, strings, numbers, bools and None.

    >>> canonical({"b": [1, "\\u2028"], "a": None})
    b'{"b":[1,"\\\\u2028"],"a":null}'

    Raises ValueError with a sentence for NaN, an infinity, a lone surrogate, or nesting beyond what can be read back.
    """
    try:
        text = _encode(value)
    except RecursionError:
        raise ValueError(f"the value is nested more than {DEPTH} levels deep") from None
    except ValueError:
        raise ValueError("NaN and infinity have no place in JSON; leave the key out or write null") from None
    if not text.isascii() or "\x7f" in text:
        text = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise ValueError(f"a lone surrogate (U+{code:04X}) stands in the value; no UTF-8 file can hold it") from None


def parse(line: bytes | str) -> Any:
    """The value of one JSON text. Raises ValueError with a sentence for everything that JSON Lines cannot carry safely.

    Refused besides broken JSON: a byte order mark, bytes that are not UTF-8, NaN and infinities, numbers that overflow,
    whole numbers beyond ±(2**53 - 1), a key given twice in one object, lone surrogates, nesting beyond `DEPTH`.
    """
    text = _decoded(line)
    try:
        value = _loads(text)
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        raise ValueError(f"this is not JSON at column {error.colno} ({reason})") from None
    except RecursionError:
        raise ValueError(f"the value is nested more than {DEPTH} levels deep") from None
    if text.count("[") + text.count("{") > DEPTH and levels(value) > DEPTH:
        raise ValueError(f"the value is nested more than {DEPTH} levels deep")
    if _SURROGATE.search(text):
        canonical(value)
    return value


def _decoded(line: bytes | str) -> str:
    if isinstance(line, bytes):
        try:
            line = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError(f"byte {error.start} is not UTF-8; save the file as UTF-8") from None
    if line.startswith("\ufeff"):
        raise ValueError("a byte order mark stands at the beginning; save the file as UTF-8 without it")
    return line


def _whole(digits: str) -> int:
    number = int(digits) if len(digits) <= 17 else INTEGER + 1
    if not -INTEGER <= number <= INTEGER:
        shown = digits if len(digits) <= 24 else digits[:20] + "…"
        raise ValueError(f"the number {shown} is too large; whole numbers go up to 2^53 - 1")
    return number


def _real(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"the number {digits[:20]} is too large")
    return number


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON; leave the key out or write null")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {json.dumps(twice)} stands twice in one object; keep one")
    return found


_loads = json.JSONDecoder(
    parse_int=_whole, parse_float=_real, parse_constant=_constant, object_pairs_hook=_object
).decode


def levels(value: Any) -> int:
    """Levels of nesting of what a file holds, without recursion; stops counting just above `DEPTH`."""
    level, depth = [value], 0
    while level and depth <= DEPTH:
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        depth += any(isinstance(item, (dict, list)) for item in level)
        level = inner
    return depth
