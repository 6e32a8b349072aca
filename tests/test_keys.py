"""The planner of keys: its plans, pressed on a real session, give the layers they were made for, within the limits."""

from __future__ import annotations

from statistics import median

import pytest

from bench.keys.__main__ import Counted, count, rules
from bench.keys.accuracy import counts
from bench.keys.baseline import arrows, stepping
from bench.keys.target import NEWS, SAMPLES, Layer, layers

FIRST = 7
"""Claims of each layer; `make bench-keys` plans all."""


@pytest.fixture(scope="module")
def some() -> list[Layer]:
    """One layer of each annotator, on articles that the rules have not seen."""
    work = {layer.annotator: layer for layer in layers(SAMPLES) if layer.unseen}
    return list(work.values())


@pytest.fixture(scope="module")
def planned(some: list[Layer]) -> list[Counted]:
    """The plans, with and without proposals."""
    return [count((layer, on, FIRST)) for layer in some for on in (True, False)]


def test_pressed_plans_give_the_layers(planned: list[Counted]) -> None:
    """Spans, speakers, chain, values and links are those of the layer, claim by claim."""
    assert [each.faults for each in planned] == [()] * len(planned)
    assert all(len(each.spans) == FIRST for each in planned)


def test_the_limits(planned: list[Counted]) -> None:
    """Seven keys for the spans and ten for the claim with proposals; fourteen and eighteen without: medians."""
    for on, spans, whole in ((True, 7, 10), (False, 14, 18)):
        mine = [each for each in planned if each.proposals == on]
        assert median(keys for each in mine for keys in each.spans) <= spans
        assert median(keys for each in mine for keys in each.whole) <= whole


def test_it_is_less_than_others_need(some: list[Layer], planned: list[Counted]) -> None:
    """Token stepping and arrows need several times as many for the spans alone."""
    ours = median(keys for each in planned if each.proposals for keys in each.spans)
    assert median(keys for layer in some for keys in stepping(layer.first(FIRST))) > 3 * ours
    assert median(keys for layer in some for keys in arrows(layer.first(FIRST))) > 6 * ours


def test_a_wrong_plan_is_seen(some: list[Layer]) -> None:
    """The comparison can fail: one key less, and the claims differ."""
    import tempfile
    from pathlib import Path

    from bench.keys import replay
    from bench.keys.__main__ import shown
    from bench.keys.hand import Hand
    from bench.keys.plan import Planner
    from bench.keys.target import scheme

    layer = some[0].first(3)
    plans, _ = Planner(Hand(layer.article, scheme(), shown), layer).plan()
    keys = [key for each in plans for key in each.keys]
    with tempfile.TemporaryDirectory() as folder:
        made = replay.pressed(layer, scheme(), keys[:-2], shown, Path(folder))
    assert replay.differences(layer, made)


def test_how_right_the_first_proposals_are() -> None:
    """On articles that the rules were written without, a floor under what is published."""
    unseen = [layer for folder in (SAMPLES, NEWS) for layer in layers(folder) if layer.unseen]
    found = counts(rules(), unseen)
    assert found["found"] / found["cued"] >= 0.78
    assert found["wanted"] / found["proposed"] >= 0.7
    assert found["content 4"] / found["first"] >= 0.65
    assert found["source"] / found["found"] >= 0.7
