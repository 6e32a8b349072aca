"""Lanes and numbers in the margin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.text.wrap import Wrap
from annotator.tui.drawing.lanes import LANES, Rows, assign, bracket
from annotator.tui.drawing.margin import NUMBERS, drawn_lanes, numbers
from annotator.tui.drawing.marks import Extent
from annotator.tui.drawing.measure import measure

extents = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=30).map(
    lambda pairs: [Rows(first, first + more, f"c{index}") for index, (first, more) in enumerate(pairs)]
)


@given(extents)
def test_no_two_claims_share_a_lane_on_a_row(rows: list[Rows]) -> None:
    """And a claim goes without only where every lane is taken on its first row."""
    lanes = assign(rows)
    by_id = {each.claim: each for each in rows}
    cells = [(lane, row) for id, lane in lanes.items() for row in range(by_id[id].first, by_id[id].last + 1)]
    assert len(cells) == len(set(cells))
    assert set(lanes.values()) <= set(range(LANES))
    for each in rows:
        if each.claim not in lanes:
            assert all((lane, each.first) in cells for lane in range(LANES))


@given(extents)
def test_lanes_do_not_depend_on_the_order_of_claims(rows: list[Rows]) -> None:
    """The same claims get the same lanes however they are listed."""
    assert assign(rows) == assign(rows[::-1])


@pytest.mark.parametrize(
    ("extents", "lanes"),
    [
        ([(0, 0), (1, 1)], [0, 0]),
        ([(0, 2), (1, 1)], [0, 1]),
        ([(0, 0), (0, 0)], [0, 1]),
        ([(0, 3), (1, 2), (2, 2), (2, 2)], [0, 1, 2, None]),
        ([(1, 1), (0, 3)], [1, 0]),
    ],
)
def test_the_leftmost_free_lane_is_taken(extents: list[tuple[int, int]], lanes: list[int | None]) -> None:
    """Top to bottom, the longer of two that begin together first; a fourth one goes without."""
    found = assign(Rows(first, last, f"c{index}") for index, (first, last) in enumerate(extents))
    assert [found.get(f"c{index}") for index in range(len(extents))] == lanes


@pytest.mark.parametrize(
    ("row", "first", "last", "marked", "sign"),
    [(3, 3, 3, True, "╺"), (3, 3, 5, True, "┏"), (4, 3, 5, True, "┃"), (4, 3, 5, False, "┇"), (5, 3, 5, True, "┗")],
)
def test_a_bracket_shows_where_a_content_begins_goes_on_and_ends(
    row: int, first: int, last: int, marked: bool, sign: str
) -> None:
    """One sign per row, another one in a gap."""
    assert bracket(row, first, last, marked=marked) == sign


@pytest.mark.parametrize(
    ("starting", "shown"),
    [
        ([], ""),
        ([7], "7"),
        ([3, 2, 4], "2,3,4"),
        ([1, 2, 3, 4], "1,2+"),
        ([11, 12], "11,12"),
        ([9, 10, 11], "9,10+"),
        ([645], "645"),
        ([1000, 1001], "1000+"),
        ([100000], "+"),
    ],
)
def test_numbers_fit_the_margin(starting: list[int], shown: str) -> None:
    """In order, parted by commas; a plus for those without room."""
    assert "".join(text for text, _ in numbers(starting)) == shown


@given(st.lists(st.integers(1, 20000), max_size=8))
def test_numbers_are_never_wider_than_their_column(starting: list[int]) -> None:
    """The text of a row begins at the same column on every row."""
    assert sum(len(text) for text, _ in numbers(starting)) <= NUMBERS


@pytest.mark.parametrize(
    ("width", "plain", "layout"),
    [
        (80, False, (0, 67, 67)),
        (80, True, (0, 67, 52)),
        (120, False, (3, 104, 100)),
        (300, False, (16, 271, 100)),
        (0, False, (0, 100, 100)),
        (5, False, (0, -8, 1)),
    ],
)
def test_text_is_never_longer_than_is_good_to_read(width: int, plain: bool, layout: tuple[int, int, int]) -> None:
    """A hundred cells at most; what is left over becomes a margin; brackets get their share."""
    assert measure(width, plain=plain)[:3] == layout


@pytest.mark.parametrize("order", ["abcd", "dabc"])
def test_the_active_claim_has_a_lane_where_all_are_taken(order: str) -> None:
    """It takes the last one for as long as it is active, wherever it begins."""
    extents = [Extent(0, 9, id) for id in order]
    places = {"a": 0, "b": 1, "c": 2}
    rows = Wrap("some words", 40)
    claims = {active: drawn_lanes(0, extents, set("abcd"), places, rows, active)[2][1] for active in ("", "a", "d")}
    assert claims == {"": "c", "a": "c", "d": "d"}
