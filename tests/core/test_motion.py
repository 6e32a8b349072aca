"""Motions: always inside the text, on a grapheme boundary, and never against their direction."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.text import motion
from annotator.core.text.segment import Segments
from annotator.core.text.wrap import Wrap
from tests.strategies import news


@given(news, st.integers(2, 40), st.data())
@settings(max_examples=150)
def test_motions_keep_their_direction(text: str, width: int, data: st.DataObject) -> None:
    """Forward never goes back, backward never on, and each lands on a boundary."""
    segments, rows = Segments(text), Wrap(text, width)
    at = segments.snap(data.draw(st.integers(0, len(text))))
    goal = data.draw(st.one_of(st.none(), st.integers(0, width)))
    backward = [motion.left(segments, at), motion.word_backward(segments, at), motion.row_start(rows, at)]
    forward = [motion.right(segments, at), motion.word_forward(segments, at), motion.row_end(rows, at)]
    assert all(0 <= offset <= at for offset in backward)
    assert all(at <= offset <= len(text) for offset in forward)
    above, below = motion.up(rows, at, goal)[0], motion.down(rows, at, goal)[0]
    assert rows.row_of(above) == max(0, rows.row_of(at) - 1)
    assert rows.row_of(below) == min(rows.count - 1, rows.row_of(at) + 1)
    assert all(segments.is_boundary(offset) for offset in (*backward, *forward, above, below))


def test_goal_column_survives_a_short_row() -> None:
    """Down over an empty row and on comes back to the column."""
    rows = Wrap("abcdef\n\nghijkl", 20)
    offset, goal = motion.down(rows, 4, None)
    assert (offset, goal) == (7, 4)
    assert motion.down(rows, offset, goal) == (12, 4)
