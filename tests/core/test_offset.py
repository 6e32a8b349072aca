"""Offsets from outside: the unit is found by the quoted words of a whole document, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.article import clean
from annotator.core.span import Span
from annotator.core.standoff.document import Document, Mark, Place, Sheet
from annotator.core.standoff.offset import CODEPOINTS, GRAPHEMES, UNITS, UTF16, likeliest, settle, to_units
from tests.strategies import news


def document(raw: str, *marks: tuple[int, int, str | None]) -> Document:
    """A document with these marks: start, end, quoted words."""
    made = [
        Mark(str(number), ("Claim",), (Span(start, end),), words, place=Place("f", number))
        for number, (start, end, words) in enumerate(marks, 1)
    ]
    return Document(raw, Place("f"), sheets=[Sheet(marks=made)])


@pytest.mark.parametrize(
    ("raw", "marks", "expected", "ruler"),
    [
        ("Rents fell.", [(0, 5, "Rents")], [(0, 5)], ""),
        ("🇫🇷 fell", [(3, 7, "fell")], [(3, 7)], ""),
        ("🇫🇷 fell", [(5, 9, "fell"), (0, 4, "🇫🇷")], [(3, 7), (0, 2)], "UTF-16 units"),
        ("a\tb", [(0, 3, "a\tb")], [(0, 3)], ""),
        ("a\r\nb c", [(3, 4, "b")], [(3, 4)], ""),
        ("a\r\nb c", [(0, 2, "a\r"), (0, 3, "a\r\n")], [(0, 2), (0, 3)], ""),
        (
            *("a\r\nb c", [(2, 3, "b"), (0, 3, "a\nb")], [(3, 4), (0, 4)]),
            "code points, a line end of two characters counted as one",
        ),
        ("\ufeffRents", [(1, 6, "Rents")], [(0, 5)], ""),
        ("\ufeffRents", [(0, 3, "\ufeffRe")], [(0, 2)], ""),
        ("\ufeffRents", [(0, 5, "Rents")], [(0, 5)], "code points"),
        ("👍👍 a\r\nb c", [(9, 10, "c")], [(8, 9)], "UTF-16 units, a line end of two characters counted as one"),
        ("👍 no quote", [(2, 4, None)], [(2, 4)], "code points"),
        ("no quote", [(2, 4, None)], [(2, 4)], ""),
    ],
)
def test_settled(raw: str, marks: list[tuple[int, int, str]], expected: list[tuple[int, int]], ruler: str) -> None:
    """Offsets become code points of the frozen text, and the ruler is told unless it is the first."""
    held = document(raw, *marks)
    settled = settle(held, clean(raw).removeprefix("\ufeff"))
    assert settled.faults == ()
    assert [mark.spans for mark in held.sheets[0].marks] == [(Span(*pair),) for pair in expected]
    assert settled.ruler == ruler
    assert settled.unsure == (marks[0][2] is None and ruler != "")


def test_the_first_ruler_of_a_file_does_not_count_the_mark() -> None:
    """A byte order mark at the beginning of a file is the encoding's, unless the quotes say otherwise."""
    held = document("\ufeffRents rose", (0, 5, "Rents"))
    assert settle(held, "Rents rose", counted=False).ruler == ""
    other = document("\ufeffRents rose", (1, 6, "Rents"))
    assert settle(other, "Rents rose", counted=False).ruler == "code points, the byte order mark counted"
    assert other.sheets[0].marks[0].spans == (Span(0, 5),)


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ((0, 4, "Rents"), 'f:1: the quoted text is "Rents"; 0 to 4, counted in code points, is "Rent".'),
        ((3, 3, ""), "f:1: the span [3, 3) is empty, lies outside the article or cuts a character in two"),
        ((0, 99, "Rents"), "0 ≤ start < end ≤ 11, counted in code points."),
    ],
)
def test_what_no_unit_explains(mark: tuple[int, int, str], expected: str) -> None:
    """A mark that fits nowhere is a fault with its place, and wrong from then on."""
    held = document("Rents fell.", mark)
    (fault,) = settle(held, "Rents fell.").faults
    assert expected in str(fault)
    assert held.sheets[0].marks[0].wrong


def test_the_unit_is_that_of_the_whole_document() -> None:
    """Three marks agree on UTF-16; the fourth, which fits only in code points, is a fault and is not let through."""
    raw = "👍 rents fell, she said"
    held = document(raw, (3, 8, "rents"), (9, 13, "fell"), (15, 18, "she"), (18, 22, "said"))
    settled = settle(held, raw)
    assert [str(fault)[:4] for fault in settled.faults] == ["f:4:"]
    assert settled.ruler == "UTF-16 units"


def test_a_character_is_not_cut() -> None:
    """An offset inside of a pair of UTF-16 units is a fault."""
    held = document("👍👍", (1, 2, None))
    assert len(settle(held, "👍👍", [UTF16]).faults) == 1


@given(news, st.sampled_from(UNITS))
def test_there_and_back(text: str, unit: str) -> None:
    """Every offset written in a unit is read back; of a cluster's inside, its start."""
    units = to_units(text, unit)
    assert len(units) == len(text) + 1
    marks = [(units[at], units[-1], None) for at in range(len(text)) if units[at] < units[-1]]
    held = document(text, *marks)
    assert settle(held, text, [unit]).faults == ()
    starts = [mark.spans[0].start for mark in held.sheets[0].marks]
    assert all(units[start] == first for start, (first, _, _) in zip(starts, marks, strict=True))
    if unit != GRAPHEMES:
        assert starts == list(range(len(starts)))
    if unit == UTF16:
        assert units[-1] == len(text.encode("utf-16-le")) // 2


def test_the_likeliest_unit() -> None:
    """Word edges tell the unit where the text has characters of two; where it has none, all units are one."""
    raw = "👩🏽‍🔬🇫🇷 rents fell and fell"
    for unit in UNITS:
        at = to_units(raw, unit)
        spans = [(at[raw.index(word)], at[raw.index(word) + len(word)], None) for word in ("rents", "fell", "and")]
        assert likeliest(document(raw, *spans)) == unit
    assert likeliest(document("rents fell", (0, 5, None))) == CODEPOINTS
    assert likeliest(document("👍 — — — — —", (3, 4, None))) == ""
