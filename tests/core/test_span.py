"""Pieces as sets of code points: what the fast ways find is what sets find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.span import Pieces, common, difference, intersection, pieces, union

PIECES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8).map(pieces)


def points(parts: Pieces) -> set[int]:
    """The code points themselves."""
    return {at for start, end in parts for at in range(start, end)}


@given(PIECES, PIECES)
def test_pieces_are_sets(a: Pieces, b: Pieces) -> None:
    """Both, either, only the first, and how many."""
    for found, expected in (
        (intersection(a, b), points(a) & points(b)),
        (difference(a, b), points(a) - points(b)),
        (union(a, b), points(a) | points(b)),
    ):
        assert points(found) == expected
        assert found == pieces(found)
    assert common(a, b) == len(points(a) & points(b))
