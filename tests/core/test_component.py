"""Components: what overlaps hangs together, whatever the order of the input."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.claim import Claim
from annotator.core.compare.component import components
from annotator.core.span import Span, iou, pieces

Row = dict[str, list[tuple[int, int]]]


def made(row: Row) -> list[Claim]:
    """Claims `a1` (annotator a) … with these content pieces."""
    return [
        Claim(id, "x", id[0], spans={"content": tuple(Span(*part) for part in parts)} if parts else {})
        for id, parts in row.items()
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, []),
        ({"a1": [(0, 5)], "b1": [(3, 8)]}, ["a1 b1"]),
        ({"a1": [(0, 5)], "b1": [(5, 8)]}, ["a1", "b1"]),
        ({"a1": [(0, 9)], "a2": [(2, 3)], "b1": [(4, 5)]}, ["a1 a2 b1"]),
        ({"a1": [(0, 2), (10, 12)], "b1": [(5, 6)], "b2": [(11, 14)]}, ["a1 b2", "b1"]),
        ({"b1": [(20, 30)], "a1": [(0, 5)], "c1": [(4, 21)]}, ["a1 c1 b1"]),
        ({"a1": [], "b1": []}, ["a1", "b1"]),
    ],
)
def test_groups(row: Row, expected: list[str]) -> None:
    """Overlap joins, touching does not; a chain of overlaps is one group; gaps between pieces do not count."""
    assert [" ".join(claim.id for claim in group) for group in components(made(row), "content")] == expected


content = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6)), max_size=3).map(
    lambda cuts: pieces((start, start + size) for start, size in cuts)
)


@given(st.lists(content, max_size=8), st.randoms())
def test_equal_to_closure(contents: list[tuple[Span, ...]], chance: object) -> None:
    """The groups are the transitive closure of IoU > 0, and the same for every order of the input."""
    claims = [Claim(f"c{n}", "x", "a", spans={"content": parts}) for n, parts in enumerate(contents)]
    groups = [{claim.id} for claim in claims]
    for one in claims:
        for two in claims:
            if iou(one.pieces("content"), two.pieces("content")) > 0:
                joined = [group for group in groups if one.id in group or two.id in group]
                groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    found = components(claims, "content")
    assert sorted(sorted(claim.id for claim in group) for group in found) == sorted(map(sorted, groups))
    shuffled = claims[:]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert components(shuffled, "content") == found
