"""Intervals over articles: how often they hold a truth that is known, when there is none, and what they promise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from random import Random

import pytest

from annotator.agreement.bootstrap import Draws, estimate, planning, quantile
from annotator.agreement.measures.boundary import Offsets
from annotator.agreement.measures.pairwise import Pairing, f1_from, total
from annotator.agreement.pooling import Part, overlap
from annotator.core.compare.measure import Score


def simulated(random: Random) -> Pairing:
    """Two people on one article: how much both find varies from article to article."""
    claims, share = random.randint(8, 30), random.betavariate(2.8, 1.2)
    both = sum(random.random() < share for _ in range(claims))
    own = sum(random.random() < 0.5 for _ in range(claims - both))
    return Pairing(both + own, claims - own, both, both, both, both)


@cache
def truth() -> float:
    """F1 over very many such articles."""
    random = Random(99)
    many = [simulated(random) for _ in range(20_000)]
    return f1_from(total(many, [1] * len(many))).value or 0


def covered(articles: int, studies: int = 120) -> float:
    """In which share of studies the interval of F1 holds the truth."""
    hits = 0
    for number in range(studies):
        random = Random(1000 * articles + number)
        parts = [Part(simulated(random), Offsets()) for _ in range(articles)]
        seen = overlap(parts, Draws(100, number)).f1
        assert seen.low is not None
        assert seen.high is not None
        hits += seen.low <= truth() <= seen.high
    return hits / studies


def test_intervals_over_articles_hold_the_truth() -> None:
    """About 93 times in 100 over 30 articles; over 5 they are too narrow, and `planning` says so."""
    assert covered(30) >= 0.88
    assert 0.65 <= covered(5) <= 0.88
    assert "too narrow" in planning(5)
    assert "too narrow" not in planning(30)


@pytest.mark.parametrize(
    ("articles", "words"),
    [
        (0, "An interval needs two articles; 30 articles"),
        (1, "An interval needs two articles; 30 articles"),
        (9, "Intervals over 9 articles are too narrow"),
        (12, "With 12 articles read by at least two annotators an interval is about ±.13; 30 give about ±.08"),
        (30, "an interval is about ±.08; 120 would halve that."),
        (100, "an interval is about ±.04; 400 would halve that."),
    ],
)
def test_the_planning_rule(articles: int, words: str) -> None:
    """What so many articles are worth, and how many more would help."""
    assert words in planning(articles)


def test_why_there_is_no_interval() -> None:
    """One article; a value that most resamples do not have; none asked for; no value at all."""

    def scores(all_: Iterable[Sequence[int]]) -> list[Score]:
        return [Score(0.5 if weights[0] else None) for weights in all_]

    found = estimate(Score(0.5), scores, Draws(200), 1)
    assert (found.low, found.no_interval) == (None, "an interval needs two articles")
    # One of twenty articles has all there is: 36 of 100 resamples are without it.
    found = estimate(Score(0.5), scores, Draws(200), 20)
    assert (found.low, found.no_interval) == (None, "undefined in too many resamples")
    assert estimate(Score(0.5), scores, Draws(0), 20) == (0.5, "", 0, None, None, "")
    assert estimate(Score(None, "no claims"), scores, Draws(200), 20)[:2] == (None, "no claims")


def test_draws_come_again_and_add_up() -> None:
    """The same seed gives the same; each resample draws as many articles as there are."""
    one, two, other = (list(Draws(50, seed).of(7)) for seed in (1, 1, 2))
    assert one == two != other
    assert {sum(each) for each in one} == {7}
    assert {sum(each) for each in Draws(5).of(400)} == {400}


def test_quantiles_lie_between_neighbours() -> None:
    """The ends are the least and the greatest."""
    assert [quantile([1.0, 2.0, 4.0], share) for share in (0, 0.25, 0.5, 1)] == [1, 1.5, 2, 4]
