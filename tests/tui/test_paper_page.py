"""Blocks as rows of a page: what can be chosen, how wide they are, and how one walks on it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.visible import cells, visible
from annotator.project.paper.block import Block, Entry, Heading, Paragraph, Quote, Raw, Source, Table
from annotator.tui.drawing.paint import flow
from annotator.tui.listing import Line, Listing
from annotator.tui.paper import lines
from annotator.tui.prose import rows, styled
from annotator.tui.review.fitting import shortened

PAGE: list[Block] = [
    Heading("Title", 1),
    Paragraph("one two"),
    Table(("", "n"), (("ana", "3"),)),
    Heading("Part"),
    Entry("“words”", (("stance", "asserts"), ("", "a note")), "a1:7"),
    Quote("before", "inside", "after"),
    Source("x = 1"),
    Raw("**b**"),
]


def text(line: Line) -> str:
    """The row as it is read."""
    return "".join(words for words, _ in line.runs)


def test_each_block_has_its_rows() -> None:
    """Headings, paragraphs, tables, entries with their key, quotations, sources, Markdown."""
    found = lines(PAGE, 80, "back")
    assert [text(line) for line in found if text(line)] == [
        *("Title   back", "one two", "     n", "ana  3", "Part", "“words”"),
        *("    stance: asserts", "    a note", "before ⟦inside⟧ after", "x = 1", "b"),
    ]
    assert [(text(line), line.key) for line in found if line.key] == [("“words”", "a1:7")]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "b", " ", "日", "e\u0301", "\x1b", "\n", "👩"]), max_size=60).map("".join),
    *(st.integers(12, 40), st.sampled_from([0, 4])),
)
def test_no_row_is_wider_and_no_word_is_lost(words: str, width: int, indent: int) -> None:
    """Also in scripts without blanks, and with characters that would drive the terminal."""
    rows = ["".join(text for text, _ in row) for row in styled([("head:", "key"), (words, "text")], width, indent)]
    assert all(cells(row) <= width for row in rows)
    assert "".join("".join(rows).split()) == "".join(("head:" + visible(words)).split())


def walked(keys: str, page: list[Line]) -> tuple[str, int]:
    """(the key that is chosen, the top row) after some keys on a page of ten rows."""
    sheet = Listing()
    sheet.show("feedback", lambda _: page, 80)
    sheet.__class__ = type("Ten", (Listing,), {"page_rows": 10, "last_top": max(0, len(page) - 10)})
    for key in keys.split():
        sheet.press(key)
    return sheet.chosen, sheet.top


ENTRIES: list[Line] = []
for number in range(6):
    ENTRIES += [Line((("entry", "text"),), str(number)), *[Line((("row", "text"),))] * (4 + number)]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("", "0"),
        ("j", "1"),
        ("j j k", "1"),
        ("space", "1"),
        ("space space", "2"),
        ("G", "5"),
        ("G pageup", "4"),
        ("G g", "0"),
        ("k", "0"),
    ],
)
def test_walking_by_entries_and_by_pages(keys: str, expected: str) -> None:
    """A step is an entry, a page is as many rows as are in view, and at least one entry."""
    assert walked(keys, ENTRIES)[0] == expected


@pytest.mark.parametrize("keys", ["j", "j j", "j j j", "G j"])
def test_all_of_an_entry_comes_into_view(keys: str) -> None:
    """The rows below the one that is chosen are read without another key, as far as they fit."""
    chosen, top = walked(keys, ENTRIES)
    first = next(at for at, line in enumerate(ENTRIES) if line.key == chosen)
    last = next((at for at, line in enumerate(ENTRIES) if at > first and line.key), len(ENTRIES)) - 1
    assert top <= first or keys == "G j"
    assert last < top + 10


def test_what_is_longer_than_the_page_is_scrolled_through() -> None:
    """Down to its end before the next is chosen, and back to its head."""
    page = [Line((("a", "text"),), "a"), *[Line((("r", "text"),))] * 24, Line((("b", "text"),), "b")]
    assert [walked(keys, page) for keys in ("", "j", "j j", "j j j", "j j j j", "j j k", "j j k k")] == [
        *(("a", 0), ("a", 5), ("a", 10), ("a", 15), ("b", 16), ("a", 0), ("a", 0)),
    ]
    assert walked("G", page)[0] == "b"


@pytest.mark.parametrize(
    "words",
    [
        "主张是某人可以对其负责的命题。" * 12,
        "see https://example.org/" + "a" * 120 + " for it",
        "**主张** 是 *某人* " * 9,
    ],
)
@pytest.mark.parametrize("width", [20, 33])
def test_scripts_without_blanks_are_wrapped_in_cells(words: str, width: int) -> None:
    """In a guideline and in a row of a panel; nothing of them is cut."""
    plain = words.replace("*", "")
    guideline = ["".join(text for text, _ in row) for row in rows(words, width)]
    panel = ["".join(text for text, _ in row) for row in flow([(plain, "text")], width, 99)]
    for found in (guideline, panel):
        assert all(cells(row.rstrip()) <= width for row in found)
        assert "".join("".join(found).split()) == "".join(plain.split())


@pytest.mark.parametrize(
    "text", ["主张是某人可以对其负责的命题", "Rents fell by 4% in the city", "主张 rents 某人 fell 命题 again"]
)
@pytest.mark.parametrize("room", [8, 12, 20])
def test_what_is_cut_in_its_middle_fits(text: str, room: int) -> None:
    """Both ends stay, in so many cells; what fits is not cut."""
    found = shortened(text, room)
    assert cells(found.replace(" … ", "")) <= room or found == text
    assert (found == text) == (cells(text) <= room)
    assert (found[0], found[-1]) == (text[0], text[-1])
