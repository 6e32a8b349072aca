"""An array that is read in blocks: the same records, lines and faults whatever the size of a block."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.records import limits
from annotator.formats.standoff import json_text
from annotator.formats.standoff.json_text import Item, json_array
from tests.formats.reading import source

values = st.recursive(
    st.none() | st.integers(0, 99) | st.text('"\\]}[{,:é👍\n\u2028a', max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('"\\]k', max_size=2), inner, max_size=3),
    max_leaves=8,
)
records = st.lists(st.dictionaries(st.text("ab", min_size=1, max_size=2), values, max_size=3), max_size=5)


def items(data: bytes, block: int = json_text.BLOCK) -> list[Item]:
    """What is read in blocks of this size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "BLOCK", block)
        return list(json_array(source(data, "in.json")))


def told(found: list[Item]) -> list[Any]:
    """(line, record or fault) of each."""
    return [(each.place.line, str(each.fault) if each.fault else each.record) for each in found]


@given(records, st.integers(1, 9), st.sampled_from([None, 1]), st.booleans())
def test_blocks(held: list[dict[str, Any]], block: int, indent: int | None, ascii: bool) -> None:
    """Every record comes, at the line where it begins."""
    text = json.dumps(held, indent=indent, ensure_ascii=ascii)
    found = items(text.encode(), block)
    assert [each.record for each in found] == held
    assert [each.place.line for each in found] == _lines(text)


def _lines(text: str) -> list[int]:
    """The line of each record of an array, by a decoder of Python's own."""
    decode, at, found = json.JSONDecoder().raw_decode, 1, []
    while (at := len(text) - len(text[at:].lstrip(" \n,"))) < len(text) and text[at] != "]":
        found.append(text.count("\n", 0, at) + 1)
        at = decode(text, at)[1]
    return found


@given(st.binary(max_size=40) | st.text('[]{}",:\\ 1\n', max_size=40).map(str.encode), st.integers(1, 5))
def test_anything(data: bytes, block: int) -> None:
    """Any bytes at all say the same in small blocks as in one."""
    assert told(items(data, block)) == told(items(data))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'[{"a": "%s"}, {"b": 1}]', [(1, "too long"), (1, {"b": 1})]),
        (b'[{"a": "\\"%s\\\\\\""},\n{"b": 1}]', [(1, "too long"), (2, {"b": 1})]),
        (b'[{"a": ["%s", {"c": "]"}]}\n, {"b": 1}]', [(1, "too long"), (2, {"b": 1})]),
        (b'[{"z": 1},\n{"a": "%s', [(1, {"z": 1}), (2, "too long"), (2, "middle of a record")]),
        (b'{"a": "%s"}', [(1, "too long")]),
        (b'[{"a": "%s"}] x', [(1, "too long"), (1, "something follows")]),
        (b'[{"a": "%s"}, \xff', [(1, "too long"), (1, "is not UTF-8")]),
    ],
)
@pytest.mark.parametrize("block", [1, 7, 50, 1000])
def test_too_long(data: bytes, expected: list[Any], block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is too long is named, and those around it are read."""
    monkeypatch.setattr(limits, "LINE", 100)
    found = told(items(data.replace(b"%s", b"x" * 40 + b"\\\\" * 60 + b"y" * 40), block))
    assert len(found) == len(expected), found
    for (line, what), (where, wanted) in zip(found, expected, strict=True):
        assert line == where
        assert wanted in what if isinstance(what, str) else what == wanted
