"""Search folds case and accents, and its offsets are those of the text as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.text.search import find_all, fold


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Rents fell. RENTS rose.", "rents", ["Rents", "RENTS"]),
        ("Žofie and Zofie", "zofie", ["Žofie", "Zofie"]),
        ("cafe\u0301 and café", "café", ["cafe\u0301", "café"]),
        ("He said “no” twice", '"no"', ["“no”"]),
        ("Straße", "strasse", ["Straße"]),
        ("ﬁnal", "fin", ["ﬁn"]),
        ("one\ntwo", "one two", ["one\ntwo"]),
        ("家族 👩🏽‍🔬 家族", "家族", ["家族", "家族"]),
        ("nothing here", "", []),
        ("nothing here", "   ", []),
        ("aaaa", "aa", ["aa", "aa"]),
    ],
)
def test_find_all(text: str, wanted: str, found: list[str]) -> None:
    """Every match, as the words that stand in the text."""
    assert [text[start:end] for start, end in find_all(text, wanted)] == found


@given(st.text(max_size=60), st.data())
def test_a_piece_of_the_text_is_found(text: str, data: st.DataObject) -> None:
    """Whatever is cut out of a text is found in it, unless nothing of it is left when folded."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    wanted = text[start:end]
    if "".join(fold(char) for char in wanted).replace("\n", " ").strip():
        assert find_all(text, wanted)


@given(st.text(max_size=60), st.text(min_size=1, max_size=3))
def test_matches_are_in_order_and_apart(text: str, wanted: str) -> None:
    """Spans lie inside the text, in order, without overlap, and never part a letter from its accent."""
    before = 0
    for start, end in find_all(text, wanted):
        assert before <= start < end <= len(text)
        assert end == len(text) or not unicodedata.combining(text[end])
        before = end if not unicodedata.combining(text[end - 1]) else start + 1
