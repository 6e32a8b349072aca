"""Canonical JSON: bytes that are safe to print, and a reader that refuses what other readers would garble."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given

from annotator.core.records.canonical import canonical, parse
from annotator.core.records.limits import DEPTH
from tests.values import json_values

ROWS = [
    ({"b": 1, "a": [True, None, 0.5]}, b'{"b":1,"a":[true,null,0.5]}'),
    ("é日👩🏽‍🔬", '"é日👩🏽‍🔬"'.encode()),
    ("\u2028\u2029\x85", rb'"\u2028\u2029\u0085"'),
    ("\x1b[31m\x7f\x9b", rb'"\u001b[31m\u007f\u009b"'),
    ("a\x7fb", rb'"a\u007fb"'),
    ("\ufeff\u202e\u2066\u200f\u061c", rb'"\ufeff\u202e\u2066\u200f\u061c"'),
    (("a", "b"), b'["a","b"]'),
]


@pytest.mark.parametrize(("value", "expected"), ROWS)
def test_bytes(value: object, expected: bytes) -> None:
    """Compact, in the order given, with everything unsafe as an escape."""
    assert canonical(value) == expected


@given(json_values)
def test_read_back(value: object) -> None:
    """What is written is read back as it was, and by any other reader too."""
    assert parse(canonical(value)) == value
    assert json.loads(canonical(value)) == value


@given(json_values)
def test_safe_to_print(value: object) -> None:
    """No character of the output drives a terminal, turns direction, or ends a line."""
    text = canonical(value).decode()
    assert text.splitlines() in ([text], [])
    for char in text:
        assert unicodedata.category(char) not in ("Cc", "Zl", "Zp", "Cs")
        assert unicodedata.bidirectional(char) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        assert char not in "\ufeff\u200e\u200f\u061c"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (float("nan"), "NaN"),
        ([float("inf")], "infinity"),
        ({"a": "\ud83d"}, "lone surrogate (U+D83D)"),
    ],
)
def test_not_written(value: object, said: str) -> None:
    """What JSON or UTF-8 cannot hold is a sentence, not a traceback or a broken file."""
    with pytest.raises(ValueError, match=said.replace("(", r"\(").replace(")", r"\)").replace("+", r"\+")):
        canonical(value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"a": 1', "not JSON at column"),
        (b"", "not JSON"),
        (b'{"a": 1} x', "extra data"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'{"a": "\xff"}', "byte 7 is not UTF-8"),
        (b'{"a": "\xed\xa0\xbd"}', "not UTF-8"),
        (b'{"a": NaN}', "NaN is not JSON"),
        (b'{"a": -Infinity}', "-Infinity is not JSON"),
        (b'{"a": 1e400}', "too large"),
        (b'{"a": -1e400}', "too large"),
        (b'{"a": 9007199254740992}', "too large"),
        (b'{"a": ' + b"9" * 5000 + b"}", "too large"),
        (b'{"a": "\\ud83d"}', "lone surrogate"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b"[" * 100_000, "nested more than"),
        (b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1), "nested more than"),
    ],
)
def test_not_read(line: bytes, said: str) -> None:
    """Each way in which a line can be garbled is refused with a sentence."""
    with pytest.raises(ValueError, match=said):
        parse(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"[" * DEPTH + b"]" * DEPTH, None),
        (b'"\\ud83d\\ude00"', "😀"),
        (b"9007199254740991", 2**53 - 1),
        (b' {"a" : 1.5}\r', {"a": 1.5}),
        (b"-0.0", -0.0),
    ],
)
def test_read(line: bytes, expected: object) -> None:
    """What stays within the limits is read, surrogate pairs and blanks around it included."""
    assert expected is None or parse(line) == expected
