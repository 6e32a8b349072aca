"""The interval index finds what a walk over all intervals finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.text.interval import Intervals

ends = st.integers(0, 5000)
intervals = st.tuples(ends, st.integers(1, 3000), st.sampled_from("abc")).map(lambda t: (t[0], t[0] + t[1], t[2]))


@settings(max_examples=200)
@given(st.lists(intervals, max_size=40), st.lists(intervals, max_size=10), ends, st.integers(1, 400))
def test_a_query_equals_brute_force(kept: list, dropped: list, start: int, length: int) -> None:
    """After any additions and removals, `over` returns exactly the entries that overlap."""
    index: Intervals[str] = Intervals()
    for entry in kept + dropped:
        index.add(*entry)
    for entry in dropped:
        index.discard(*entry)
    left = set(kept) - set(dropped)
    assert sorted(index.over(start, start + length)) == sorted(
        e for e in left if e[0] < start + length and start < e[1]
    )
    assert len(index) == len(left)
    assert set(index) == left


def test_an_empty_query_meets_nothing() -> None:
    """A query without a code point overlaps no interval."""
    index: Intervals[str] = Intervals()
    index.add(0, 10, "a")
    assert index.over(5, 5) == []


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_what_is_no_interval_is_refused(start: int, end: int) -> None:
    """Empty, turned and negative intervals are a caller's mistake."""
    with pytest.raises(ValueError, match="no interval"):
        Intervals[str]().add(start, end, "a")


def test_discarding_what_is_not_there_changes_nothing() -> None:
    """Discard is silent, as for a set."""
    index: Intervals[str] = Intervals()
    index.add(0, 200, "a")
    index.discard(0, 200, "b")
    index.discard(0, 10, "a")
    assert list(index) == [(0, 200, "a")]
