"""Labels: each is one place's alone, and the nearest places get the easiest keys."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.text.label import HOME, KEYS, labels

PLACES = st.integers(0, 60), st.integers(0, 1500)


@given(*PLACES)
@settings(max_examples=150)
def test_no_label_begins_another(near: int, far: int) -> None:
    """Sorted, a label that begins another would stand right before it or one that it begins too."""
    found = sorted(labels(near, far))
    assert not any(b.startswith(a) for a, b in pairwise(found))


@given(*PLACES)
@settings(max_examples=150)
def test_every_place_has_one_until_keys_run_out(near: int, far: int) -> None:
    """As many labels as places, or as many as the keys allow while the home row is kept for what is near."""
    found = labels(near, far)
    kept = min(near, HOME)
    assert len(found) == min(near + far, kept + (len(KEYS) - kept) * len(KEYS))
    assert [len(label) for label in found] == sorted(len(label) for label in found)
    assert sum(len(label) == 1 for label in found) >= min(kept, near + far)


@pytest.mark.parametrize(
    ("near", "far", "single", "pairs"),
    [
        (0, 0, "", []),
        (3, 0, "fjd", []),
        (2, 2, "fj", ["df", "dj"]),
        (34, 0, KEYS, []),
        (35, 0, KEYS[:-1], ["9f", "9j"]),
        (0, 35, "", [f"f{key}" for key in KEYS] + ["jf"]),
        (30, 200, KEYS[:28], [KEYS[28 + at // 34] + KEYS[at % 34] for at in range(202)]),
    ],
)
def test_the_easiest_keys_come_first(near: int, far: int, single: str, pairs: list[str]) -> None:
    """One key for what is near, unless so many are needed to begin the labels of two."""
    assert labels(near, far) == (*single, *pairs)


def test_keys_are_typed_without_shift_and_look_apart() -> None:
    """Lower-case letters once each and digits, without 0 and 1."""
    assert len(set(KEYS)) == len(KEYS)
    assert set(KEYS) == set("abcdefghijklmnopqrstuvwxyz23456789")
