"""Wrapping covers the text exactly once, within the width."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.core.text.segment import Segments
from annotator.core.text.wrap import Wrap
from annotator.core.visible import cells
from tests.strategies import news


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("", 10, [""]),
        ("one two three", 8, ["one two ", "three"]),
        ("one two three", 7, ["one two ", "three"]),
        ("one  two", 4, ["one  ", "two"]),
        ("longestword here", 6, ["longes", "tword ", "here"]),
        ("a\n\nb\n", 10, ["a", "", "b", ""]),
        ("橋は安全です", 6, ["橋は安", "全です"]),
        ("橋は 安全 です", 5, ["橋は ", "安全 ", "です"]),
        ("“no” — yes", 5, ["“no” ", "— yes"]),
    ],
)
def test_rows(text: str, width: int, rows: list[str]) -> None:
    """Breaks behind the last blank that fits; long words anywhere between graphemes."""
    wrap = Wrap(text, width)
    assert [text[wrap.start(row) : wrap.end(row)] for row in range(wrap.count)] == rows


@example("0 \u0e31" + "0 ", 2)
@given(news, st.integers(2, 40))
@settings(max_examples=200)
def test_rows_cover_the_text_once(text: str, width: int) -> None:
    """Rows follow each other without gap, fit the width but for hanging blanks, and part no grapheme."""
    wrap, segments = Wrap(text, width), Segments(text)
    at = 0
    for row in range(wrap.count):
        assert wrap.start(row) == at
        end = wrap.end(row)
        at = wrap.start(row + 1) if row + 1 < wrap.count else len(text)
        assert text[end:at] in ("", "\n")
        assert segments.is_boundary(wrap.start(row))
        assert cells(text[wrap.start(row) : end].rstrip(" ")) <= width
    assert at == len(text)


@given(news, st.integers(2, 40), st.data())
@settings(max_examples=200)
def test_cells_and_offsets_agree(text: str, width: int, data: st.DataObject) -> None:
    """The offset at the cell of an offset is its grapheme again."""
    wrap, segments = Wrap(text, width), Segments(text)
    offset = segments.snap(data.draw(st.integers(0, len(text))))
    row = wrap.row_of(offset)
    assert wrap.start(row) <= offset
    assert wrap.offset_at(row, wrap.cell_of(offset)) == offset or text[offset:].startswith(" ")
