"""What differs between two states of a layer: rows made by hand, and laws."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.claim import Claim, Link
from annotator.core.record import label_hash
from annotator.core.release.difference import counts, differences
from annotator.core.span import Span

CLAIM = Claim(
    "c1",
    "rents",
    "ana",
    spans={"content": (Span(4, 9),), "cue": (Span(20, 24),)},
    speakers=("ministry",),
    fields={"stance": "asserts", "flags": ("headline",)},
)


@pytest.mark.parametrize(
    ("now", "moved", "relabelled"),
    [
        ({}, {}, {}),
        ({"note": "new", "updated": "2026-02-01T10:20:30.400Z", "seconds": 9.0, "score": 0.5}, {}, {}),
        ({"origin": {"content": "edited"}, "derived_from": ("c0",), "extra": {"x": 1}}, {}, {}),
        (
            {"spans": {"content": (Span(4, 12),), "cue": (Span(20, 24),)}},
            {"content": ([[4, 9]], [[4, 12]])},
            {},
        ),
        (
            {"spans": {"content": (Span(4, 9), Span(30, 33))}},
            {"content": ([[4, 9]], [[4, 9], [30, 33]]), "cue": ([[20, 24]], None)},
            {},
        ),
        ({"fields": {"stance": "denies", "flags": ("headline",)}}, {}, {"stance": ("asserts", "denies")}),
        (
            {"fields": {"flags": ("discuss", "headline")}},
            {},
            {"stance": ("asserts", None), "flags": (["headline"], ["discuss", "headline"])},
        ),
        ({"speakers": ("@author",)}, {}, {"speakers": (["ministry"], ["@author"])}),
        ({"speakers": ()}, {}, {"speakers": (["ministry"], None)}),
        ({"attribution": (("post",), ("ministry",))}, {}, {"attribution": (None, [["post"], ["ministry"]])}),
        ({"links": (Link("responds_to", "c9"),)}, {}, {"links": (None, [{"type": "responds_to", "target": "c9"}])}),
    ],
)
def test_a_claim_that_stayed(now: dict[str, Any], moved: dict[str, Any], relabelled: dict[str, Any]) -> None:
    """Part by part, with what was and what is; what a claim does not say is no difference."""
    found = differences([CLAIM], [replace(CLAIM, **now)])
    assert [(each.change, each.moved, each.relabelled) for each in found] == (
        [("changed", moved, relabelled)] if moved or relabelled else []
    )


def test_claims_that_came_and_went() -> None:
    """Identity is article, kind, annotator, round and id: one of the same id in another layer is another claim."""
    other = replace(CLAIM, annotator="ben")
    found = differences([CLAIM, replace(CLAIM, id="c2")], [CLAIM, other])
    assert [(each.change, each.claim.annotator, each.claim.id) for each in found] == [
        ("removed", "ana", "c2"),
        ("added", "ben", "c1"),
    ]
    assert counts(found) == {"added": 1, "removed": 1, "moved": 0, "relabelled": 0, "fields": {}}


def test_counts_by_field() -> None:
    """A claim that was both moved and relabelled counts for both, and for each of its fields."""
    now = replace(CLAIM, spans={"content": (Span(4, 8),)}, fields={"stance": "hedges"}, speakers=("x",))
    assert counts(differences([CLAIM], [now])) == {
        "added": 0,
        "removed": 0,
        "moved": 1,
        "relabelled": 1,
        "fields": {"flags": 1, "speakers": 1, "stance": 1},
    }


states = st.lists(
    st.builds(
        Claim,
        st.sampled_from(["c1", "c2"]),
        st.just("rents"),
        st.sampled_from(["ana", "ben"]),
        layer=st.sampled_from(["human", "model"]),
        spans=st.sampled_from([{}, {"content": (Span(4, 9),)}, {"content": (Span(4, 9), Span(11, 12))}]),
        speakers=st.sampled_from([(), ("ministry",)]),
        fields=st.sampled_from([{}, {"stance": "asserts"}, {"stance": "denies", "flags": ("headline",)}]),
        links=st.sampled_from([(), (Link("responds_to", "c9"),)]),
        note=st.sampled_from(["", "a note"]),
    ),
    max_size=5,
)


@given(states, states)
def test_nothing_differs_exactly_where_the_labels_are_the_same(old: list[Claim], new: list[Claim]) -> None:
    """A claim is listed if and only if it is on one side only, or its label hash differs."""
    before, after = {claim.key: claim for claim in old}, {claim.key: claim for claim in new}
    listed = {each.claim.key for each in differences(old, new)}
    for key in before.keys() | after.keys():
        same = key in before and key in after and label_hash(before[key]) == label_hash(after[key])
        assert (key in listed) != same
    there, back = differences(old, new), differences(new, old)
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(turned[each.change], each.claim.key) for each in there] == [(each.change, each.claim.key) for each in back]
    assert [{key: pair[::-1] for key, pair in each.moved.items()} for each in there] == [each.moved for each in back]
