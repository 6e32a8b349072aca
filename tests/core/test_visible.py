"""The sanitiser: nothing that a terminal acts on passes, nothing is deleted, widths are those that Textual counts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.core.visible import cells, clusters, is_simple, one_line, safe_cluster, visible
from tests.strategies import news


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("plain", "plain"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x9b31m", "·31m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x7f", "␡"),
        ("a\u202eb", "a·b"),
        ("a\u2028b", "a·b"),
        ("\ufeff", "·"),
        ("\ue000", "·"),
        ("[/quote]", "[/quote]"),
        ("a" + "\u0301" * 30 + "b", "a" + "\u0301" * 30 + "b"),
        ("a" + "\u0301" * 32 + "b", "a" + "\u0301" * 30 + "··b"),
        ("café “so” — 家", "café “so” — 家"),
    ],
)
def test_visible(raw: str, safe: str) -> None:
    """One cell for each, never fewer characters."""
    assert visible(raw) == safe


@given(st.text(max_size=40))
def test_nothing_dangerous_passes(text: str) -> None:
    """The length stays, and no control, format or separator character is left."""
    shown = visible(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in shown)


@given(news)
def test_drawn_width_is_what_textual_counts(text: str) -> None:
    """Cells that the wrapping counts are the cells that Rich crops by."""
    for _, shown, width in clusters(text):
        assert cell_len(shown) == width
        assert width in (1, 2)


@given(news)
def test_simple_text_is_one_cell_a_character(text: str) -> None:
    """The fast road may only be taken where the slow one would give the same."""
    if is_simple(text):
        assert cell_len(text) == len(text) == sum(safe_cluster(char)[1] for char in text)


@given(news, st.integers(1, 30))
def test_one_line_fits(text: str, width: int) -> None:
    """Never wider than asked, never a line break."""
    line = one_line(text, width)
    assert cells(line) <= width
    assert "\n" not in line


def test_every_code_point_is_as_wide_as_textual_counts() -> None:
    """All of Unicode, one by one: what is drawn for it takes the cells that wrapping counts."""
    draw = safe_cluster.__wrapped__
    wrong = []
    for code in (*range(0x20, 0xD800), *range(0xE000, 0x110000)):
        shown, width = draw(chr(code))
        if cell_len(shown) != width:
            wrong.append(hex(code))
    assert wrong == []


def test_a_bomb_of_marks_stays_small() -> None:
    """Ten thousand accents on one letter draw as one letter."""
    assert safe_cluster("e" + "\u0301" * 10_000) == ("e\u0301\u0301", 1)
