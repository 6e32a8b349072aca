"""Tokens of a text: rows for scripts, and what holds for every text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.span import Span
from annotator.core.text.segment import Segments
from annotator.core.text.token import covering, tokens
from tests.values import texts


def words(text: str) -> list[str]:
    """What the tokens say."""
    return [text[start:end] for start, end in tokens(Segments(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" \n\u2028 ", []),
        ("Rents fell, she said.", ["Rents", "fell", ",", "she", "said", "."]),
        ("“No 👍🏽,”", ["“", "No", "👍🏽", ",", "”"]),
        ("👩🏽‍🔬🇫🇷🇩🇪", ["👩🏽‍🔬", "🇫🇷", "🇩🇪"]),
        ("Cafe\u0301s\r\n\r\n+1.5%", ["Cafe\u0301s", "+", "1.5%"]),
        ("𠮷野家は「家」", ["𠮷", "野", "家", "は", "「", "家", "」"]),
        ("a \u0301b", ["a", " \u0301b"]),
        ("a\u200db", ["a\u200d", "b"]),
    ],
)
def test_rows(text: str, found: list[str]) -> None:
    """Words, signs, and clusters that stay whole."""
    assert words(text) == found


@given(st.one_of(texts, st.text(st.sampled_from("ab .\n\r\u0301\u200d🇫👩🏽日はกำ\u2028\ufeff'-1"), max_size=30)))
def test_every_text(text: str) -> None:
    """Disjoint and in order; on boundaries; what lies between is blank; none of them is."""
    segments, at = Segments(text), 0
    for start, end in tokens(segments):
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end].strip()
        assert segments.is_boundary(start)
        assert segments.is_boundary(end)
        at = end
    assert not text[at:].strip()


@given(texts, st.integers(0, 40), st.integers(0, 40))
def test_covering(text: str, start: int, end: int) -> None:
    """The tokens that a span touches are those that overlap it."""
    if start < end:
        found, span = tokens(Segments(text)), Span(start, end)
        first, last = covering(found, span)
        assert found[first:last] == [each for each in found if each.overlaps(span)]
