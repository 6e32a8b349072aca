"""Measures of spans: F1 from matched pairs, offsets of boundaries, alpha over code points."""

from __future__ import annotations

from collections.abc import Hashable
from statistics import fmean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.measures import boundary, pairwise
from annotator.agreement.measures.alpha import Coincidences, alpha_from, coincidences
from annotator.agreement.measures.boundary import Offsets, bias_from, mean_from, median_from, offsets
from annotator.agreement.measures.character import marked, valued
from annotator.agreement.measures.distance import MASI
from annotator.agreement.measures.pairwise import (
    Pairing,
    f1_exact_from,
    f1_from,
    f1_soft_from,
    mean_iou_from,
    pairing,
    precision_from,
    recall_from,
)
from annotator.core.compare.measure import Coding, Score
from annotator.core.span import Pieces, Span, pieces

NO_CLAIMS = Score(None, "no claims")
NO_MATCH = Score(None, "no matched claims")


@pytest.mark.parametrize(
    ("claims", "ious", "exact", "found", "soft", "precision", "recall"),
    [
        ((2, 2), [1.0, 1.0], 1.0, 1.0, 1.0, 1.0, 1.0),
        ((3, 1), [1.0], 0.5, 0.5, 0.5, 1.0, 1 / 3),
        ((2, 2), [0.5, 0.4], 0.0, 0.5, 0.45, 0.5, 0.5),
        ((2, 3), [], 0.0, 0.0, 0.0, 0.0, 0.0),
        ((0, 3), [], 0.0, 0.0, 0.0, 0.0, "no claims"),
        ((3, 0), [], 0.0, 0.0, 0.0, "no claims", 0.0),
        ((0, 0), [], "no claims", "no claims", "no claims", "no claims", "no claims"),
    ],
)
def test_f1(
    claims: tuple[int, int],
    ious: list[float],
    exact: float | str,
    found: float | str,
    soft: float | str,
    precision: float | str,
    recall: float | str,
) -> None:
    """The threshold itself is a match; an empty layer beside one with claims is 0, two empty ones are undefined."""
    seen = pairing(claims, ious)
    scores = [of(seen) for of in (f1_exact_from, f1_from, f1_soft_from, precision_from, recall_from)]
    assert [score.reason or pytest.approx(score.value) for score in scores] == [exact, found, soft, precision, recall]


def test_mean_iou_is_of_matched_claims() -> None:
    """Pairs below the threshold are not matched, and without any there is no mean."""
    assert mean_iou_from(pairing((3, 3), [1.0, 0.5, 0.1])) == Score(0.75, "", 2)
    assert mean_iou_from(pairing((3, 3), [0.1])) == NO_MATCH
    assert mean_iou_from(pairing((3, 3), [0.1], threshold=0.1)).value == pytest.approx(0.1)


def test_what_f1_rests_on() -> None:
    """The claims of both layers; for precision and recall, of one."""
    seen = pairing((4, 6), [1.0])
    assert [of(seen).n for of in (f1_from, precision_from, recall_from, mean_iou_from)] == [10, 6, 4, 1]


def test_more_pairs_than_claims_are_an_error() -> None:
    """A matching gives each claim at most one partner."""
    with pytest.raises(ValueError, match="2 pairs cannot be made of 3 and 1 claims"):
        pairing((3, 1), [1.0, 1.0])


PAIRINGS = st.tuples(st.lists(st.floats(0.01, 1), max_size=5), st.integers(0, 3), st.integers(0, 3)).map(
    lambda drawn: pairing((len(drawn[0]) + drawn[1], len(drawn[0]) + drawn[2]), drawn[0])
)


@given(st.lists(st.tuples(PAIRINGS, st.integers(0, 3)), max_size=5))
def test_pairings_add_up(parts: list[tuple[Pairing, int]]) -> None:
    """The weighted sum is the sum of repeated parts; exact ≤ matched ≤ claims, and soft lies between."""
    whole = pairwise.total([part for part, _ in parts], [times for _, times in parts])
    again = sum((part for part, times in parts for _ in range(times)), Pairing())
    assert f1_soft_from(whole).value == pytest.approx(f1_soft_from(again).value)
    assert (whole.first, whole.second, whole.exact, whole.matched) == (
        again.first,
        again.second,
        again.exact,
        again.matched,
    )
    if whole.first + whole.second:
        exact, soft, found = (of(whole).value or 0 for of in (f1_exact_from, f1_soft_from, f1_from))
        assert exact <= soft + 1e-9
        assert exact <= found <= 1


HULLS = st.tuples(st.integers(0, 50), st.integers(1, 50)).map(lambda drawn: Span(drawn[0], sum(drawn)))


@given(st.lists(st.tuples(HULLS, HULLS), min_size=1, max_size=9))
def test_offsets_from_counts_are_those_of_the_pairs(pairs: list[tuple[Span, Span]]) -> None:
    """Mean, median and bias of the counted offsets equal those of the list."""
    seen = offsets(pairs)
    for side, at in ((seen.starts, 0), (seen.ends, 1)):
        apart = [second[at] - first[at] for first, second in pairs]
        assert mean_from(side).value == pytest.approx(fmean(map(abs, apart)))
        assert median_from(side).value == pytest.approx(median(map(abs, apart)))
        assert bias_from(side).value == pytest.approx(fmean(apart))
        assert {of(side).n for of in (mean_from, median_from, bias_from)} == {len(pairs)}


@given(st.lists(st.tuples(st.lists(st.tuples(HULLS, HULLS), max_size=4), st.integers(0, 2)), max_size=4))
def test_offsets_add_up(parts: list[tuple[list[tuple[Span, Span]], int]]) -> None:
    """The weighted sum is what the repeated pairs give; `+` weighs each by 1."""
    counted = [offsets(pairs) for pairs, _ in parts]
    whole = boundary.total(counted, [times for _, times in parts])
    assert whole == offsets([pair for pairs, times in parts for pair in pairs * times])
    assert sum(counted, Offsets()) == offsets([pair for pairs, _ in parts for pair in pairs])


def test_no_pair_has_no_offset() -> None:
    """Undefined with its reason, not 0."""
    assert [of(offsets([]).ends) for of in (mean_from, median_from, bias_from)] == [NO_MATCH] * 3


LENGTH = 30
PARTS = st.lists(st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 9)), min_size=1, max_size=3).map(
    lambda drawn: pieces((start, min(start + size, LENGTH)) for start, size in drawn)
)
LAYER = st.none() | st.lists(st.tuples(PARTS, st.sampled_from(["asserts", "denies", None])), max_size=4)
LAYERS = st.lists(LAYER, min_size=1, max_size=4)


def covering(layer: list[tuple[Pieces, Hashable]] | None, at: int) -> frozenset[Hashable] | None:
    """The values over one code point, looked up the long way."""
    if layer is None:
        return None
    return frozenset(value for parts, value in layer if any(part.contains(at) for part in parts))


def close(one: Coincidences, other: Coincidences) -> bool:
    """The same coincidences up to rounding."""
    return (
        one.units == other.units
        and one.values == other.values
        and one.pairs.keys() == other.pairs.keys()
        and all(one.pairs[pair] == pytest.approx(other.pairs[pair]) for pair in one.pairs)
    )


@given(LAYERS)
def test_breakpoints_give_what_all_code_points_give(layers: list[list[tuple[Pieces, Hashable]] | None]) -> None:
    """In or out, and sets of values: with overlapping, nested and broken claims, and annotators who have not read."""
    rows = [[covering(layer, at) for at in range(LENGTH)] for layer in layers]
    assert close(valued(LENGTH, layers), coincidences(Coding(rows)))
    inside = [[None if found is None else bool(found) for found in row] for row in rows]
    unvalued = [None if layer is None else [parts for parts, _ in layer] for layer in layers]
    assert close(marked(LENGTH, unvalued), coincidences(Coding(inside)))


@given(LAYERS, LAYERS)
def test_articles_add_up(
    one: list[list[tuple[Pieces, Hashable]] | None], two: list[list[tuple[Pieces, Hashable]] | None]
) -> None:
    """Two articles together are what one after the other is."""
    size = max(len(one), len(two))
    first, second = ([*layers, *[None] * (size - len(layers))] for layers in (one, two))
    rows = [
        [covering(layer, at) for at in range(LENGTH)] + [covering(more, at) for at in range(LENGTH)]
        for layer, more in zip(first, second, strict=True)
    ]
    assert close(valued(LENGTH, one) + valued(LENGTH, two), coincidences(Coding(rows)))


@pytest.mark.parametrize(
    ("layers", "value", "reason"),
    [
        ([[(Span(0, 5),)], [(Span(0, 5),)]], 1.0, ""),
        ([[(Span(0, 4),)], [(Span(0, 2),), (Span(2, 4),)]], 1.0, ""),
        ([[(Span(0, 5),)], [(Span(5, 10),)]], -0.9, ""),
        ([[], []], None, "one value only"),
        ([[(Span(0, 10),)], [(Span(0, 10),)]], None, "one value only"),
        ([[(Span(0, 5),)], None], None, "no unit has two values"),
        ([[(Span(0, 5),)], []], 1 - 19 * 10 / (2 * 5 * 15), ""),
    ],
    ids=["same", "cut in two", "apart", "nobody marked", "all marked", "one has read", "one found nothing"],
)
def test_character_alpha(layers: list[list[Pieces] | None], value: float | None, reason: str) -> None:
    """Ten code points; a cut costs nothing, not having read is not having found nothing."""
    score = alpha_from(marked(10, layers))
    assert score.value == (None if value is None else pytest.approx(value))
    assert score.reason == reason


def test_sets_of_values_may_be_weighed() -> None:
    """A code point under two claims is nearer to one under one of them than to none, by MASI."""
    both = [((Span(0, 6),), "asserts"), ((Span(3, 6),), "denies")]
    one = [((Span(0, 6),), "asserts")]
    found = valued(10, [both, one])
    nominal, masi = alpha_from(found).value, alpha_from(found, MASI).value
    assert nominal is not None
    assert masi is not None
    assert nominal < masi < 1


@pytest.mark.parametrize("span", [Span(5, 11), Span(-1, 3), Span(4, 4)])
def test_a_piece_outside_of_the_article_is_an_error(span: Span) -> None:
    """Layer and text do not belong together."""
    with pytest.raises(ValueError, match="does not lie within 10 code points"):
        marked(10, [[(span,)]])
