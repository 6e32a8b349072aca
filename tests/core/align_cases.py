"""Clusters and kinds by example: the alignment's specification, as facts.

A row of claims: id, annotator, spans, speaker, stance. Expected: clusters and kinds of each component.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """One example."""

    id: str
    annotators: tuple[str, ...]
    claims: list[tuple[str, str, list[tuple[int, int]], str, str]]
    expected: list[tuple[list[list[str]], list[str]]]


CASES = [
    Case(
        "full_agreement",
        ("ann1", "ann2", "ann3"),
        [
            ("a", "ann1", [(10, 60)], "minister", "asserts"),
            ("b", "ann2", [(10, 60)], "minister", "asserts"),
            ("c", "ann3", [(10, 60)], "minister", "asserts"),
        ],
        [([["a", "b", "c"]], ["agree"])],
    ),
    Case(
        "missing_one",
        ("ann1", "ann2", "ann3"),
        [("a", "ann1", [(10, 60)], "minister", "asserts"), ("b", "ann2", [(10, 60)], "minister", "asserts")],
        [([["a", "b"]], ["missing"])],
    ),
    Case(
        "singleton",
        ("ann1", "ann2", "ann3"),
        [("a", "ann1", [(10, 60)], "minister", "asserts")],
        [([["a"]], ["missing"])],
    ),
    Case(
        "boundary_start",
        ("ann1", "ann2", "ann3"),
        [
            ("a", "ann1", [(10, 60)], "minister", "asserts"),
            ("b", "ann2", [(4, 60)], "minister", "asserts"),
            ("c", "ann3", [(10, 60)], "minister", "asserts"),
        ],
        [([["a", "b", "c"]], ["boundary"])],
    ),
    Case(
        "boundary_nested_short",
        ("ann1", "ann2"),
        [("a", "ann1", [(0, 100)], "minister", "asserts"), ("b", "ann2", [(60, 90)], "minister", "asserts")],
        [([["a", "b"]], ["boundary"])],
    ),
    Case(
        "attribute_stance",
        ("ann1", "ann2", "ann3"),
        [
            ("a", "ann1", [(10, 60)], "minister", "asserts"),
            ("b", "ann2", [(10, 60)], "minister", "denies"),
            ("c", "ann3", [(10, 60)], "minister", "asserts"),
        ],
        [([["a", "b", "c"]], ["field:stance"])],
    ),
    Case(
        "attribute_speaker_and_boundary",
        ("ann1", "ann2"),
        [("a", "ann1", [(10, 60)], "minister", "asserts"), ("b", "ann2", [(10, 66)], "spokesman", "asserts")],
        [([["a", "b"]], ["boundary", "speakers"])],
    ),
    Case(
        "split",
        ("ann1", "ann2"),
        [
            ("a", "ann1", [(0, 100)], "minister", "asserts"),
            ("b", "ann2", [(0, 48)], "minister", "asserts"),
            ("d", "ann2", [(50, 100)], "minister", "asserts"),
        ],
        [([["a", "d"], ["b"]], ["split_merge"])],
    ),
    Case(
        "split_three_annotators",
        ("ann1", "ann2", "ann3"),
        [
            ("a", "ann1", [(0, 100)], "minister", "asserts"),
            ("b", "ann2", [(0, 48)], "minister", "asserts"),
            ("d", "ann2", [(50, 100)], "minister", "asserts"),
            ("e", "ann3", [(0, 100)], "minister", "asserts"),
        ],
        [([["a", "d", "e"], ["b"]], ["split_merge"])],
    ),
    Case(
        "two_adjacent_claims_not_split",
        ("ann1", "ann2"),
        [
            ("a", "ann1", [(0, 48)], "minister", "asserts"),
            ("b", "ann1", [(50, 100)], "minister", "asserts"),
            ("d", "ann2", [(0, 48)], "minister", "asserts"),
            ("e", "ann2", [(50, 100)], "minister", "asserts"),
        ],
        [([["a", "d"]], ["agree"]), ([["b", "e"]], ["agree"])],
    ),
    Case(
        "shifted_chain",
        ("ann1", "ann2"),
        [
            ("a", "ann1", [(0, 40)], "minister", "asserts"),
            ("b", "ann1", [(40, 80)], "minister", "asserts"),
            ("d", "ann2", [(20, 60)], "minister", "asserts"),
            ("e", "ann2", [(60, 100)], "minister", "asserts"),
        ],
        [([["a", "d"], ["b", "e"]], ["boundary"])],
    ),
    Case(
        "discontinuous_same",
        ("ann1", "ann2"),
        [
            ("a", "ann1", [(0, 20), (40, 60)], "minister", "asserts"),
            ("b", "ann2", [(0, 20), (40, 60)], "minister", "asserts"),
        ],
        [([["a", "b"]], ["agree"])],
    ),
    Case(
        "discontinuous_vs_continuous",
        ("ann1", "ann2"),
        [("a", "ann1", [(0, 20), (40, 60)], "minister", "asserts"), ("b", "ann2", [(0, 60)], "minister", "asserts")],
        [([["a", "b"]], ["fragmentation"])],
    ),
    Case(
        "claim_inside_gap_of_other",
        ("ann1", "ann2"),
        [
            ("a", "ann1", [(0, 20), (40, 60)], "minister", "asserts"),
            ("b", "ann2", [(0, 20), (40, 60)], "minister", "asserts"),
            ("d", "ann1", [(22, 38)], "minister", "denies"),
            ("e", "ann2", [(22, 38)], "minister", "denies"),
        ],
        [([["a", "b"]], ["agree"]), ([["d", "e"]], ["agree"])],
    ),
    Case(
        "overlapping_within_annotator",
        ("ann1", "ann2"),
        [
            ("a", "ann1", [(0, 100)], "minister", "asserts"),
            ("b", "ann1", [(50, 100)], "minister", "denies"),
            ("d", "ann2", [(0, 100)], "minister", "asserts"),
            ("e", "ann2", [(50, 100)], "minister", "denies"),
        ],
        [([["a", "d"], ["b", "e"]], ["agree"])],
    ),
    Case(
        "touching_is_no_overlap",
        ("ann1", "ann2"),
        [("a", "ann1", [(0, 50)], "minister", "asserts"), ("b", "ann2", [(50, 100)], "minister", "asserts")],
        [([["a"]], ["missing"]), ([["b"]], ["missing"])],
    ),
]
