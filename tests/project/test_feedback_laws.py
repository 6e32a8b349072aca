"""Laws of what happens after deciding, over random claims and decisions, however odd."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.config.rulings import Rulings
from annotator.core.article import Article
from annotator.core.claim import Claim
from annotator.core.compare.sense import sense_of
from annotator.core.feedback.difference import MISSED, REJECTED, SPLIT, differences, part_of, sides
from annotator.core.feedback.pairing import in_force, pair
from annotator.core.feedback.wording import Wording
from annotator.core.meeting.point import points
from annotator.core.records.dataset import Dataset, layers_of
from annotator.core.records.decision import Decision
from annotator.core.records.gold import input_of
from annotator.project.compare.gold import gold_of
from annotator.project.meeting.agenda import Agenda
from annotator.project.meeting.brief import brief
from annotator.project.meeting.filled import read_filled
from annotator.project.meeting.sheet import sheet
from annotator.project.paper.markdown import markdown
from annotator.project.review.opening import review_of
from annotator.project.review.setup import Setup
from annotator.tui.paper import lines
from tests.values import SCHEME, articles, claims, decisions

NAMES = ("ana", "ben", "cleo")
WORDING = Wording(SCHEME, {})


class World(NamedTuple):
    """An article that three have read, and what was decided about it."""

    article: Article
    claims: list[Claim]
    decisions: list[Decision]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Claims of three annotators, and decisions on any of them with any gold."""
    article = draw(articles)
    held: dict[object, Claim] = {}
    for name in NAMES:
        for claim in draw(st.lists(claims(article), max_size=3)):
            made = replace(claim, annotator=name, round="main", layer="human")
            held[made.key] = made
    found = list(held.values())
    made_of = st.lists(st.sampled_from(found), max_size=3, unique_by=lambda claim: claim.key) if found else st.just([])
    decided: list[Decision] = []
    for number in range(draw(st.integers(0, 3))):
        decision = draw(decisions(article))
        results = tuple(replace(each, round="main", annotator="gold", layer="gold") for each in decision.results)
        inputs = tuple(map(input_of, draw(made_of)))
        tags = draw(st.sampled_from([(), ("guideline_gap",), ("discuss",)]))
        decided.append(replace(decision, id=f"d{number}", inputs=inputs, beside=(), results=results, tags=tags))
    return World(article, found, decided)


LAWS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@LAWS
@given(worlds())
def test_every_claim_is_told_of_once(world: World) -> None:
    """It waits, or it stands in one pair; every difference has the sides that its kind says, and words for both."""
    article, held, decided = world
    data = Dataset({article.id: article}, layers_of(held), decisions=tuple(decided))
    settled = in_force(decided, gold_of(data, (), "content")).get(article.id, [])
    sense = sense_of(SCHEME, {})
    for name in NAMES:
        mine = [claim for claim in held if claim.annotator == name]
        found = pair(name, "main", mine, settled, sense)
        paired = [claim for each in found.components for cluster in each.clusters for claim in sides(cluster, name)[0]]
        assert sorted(claim.id for claim in (*paired, *found.waiting)) == sorted(claim.id for claim in mine)
        for each in (
            each for component in found.components for each in differences(component, name, sense, article.text)
        ):
            counts = (len(each.mine), len(each.gold))
            assert counts == {MISSED: (0, 1), REJECTED: (1, 0)}.get(each.kind, counts)
            assert min(counts) == 1 or each.kind in (MISSED, REJECTED)
            assert max(counts) == 1 or each.kind == SPLIT
            part = part_of(each.kind, SCHEME)
            assert all(WORDING.said(claim, part, article.text) for claim in (*each.mine, *each.gold))


@LAWS
@given(worlds())
def test_the_list_is_read_as_nothing_filled_in(world: World) -> None:
    """Whatever the words of the article and the notes are; and its rows fit the screen."""
    article, held, decided = world
    setup = Setup("team", seed="x")
    review = review_of(article, held, NAMES, {each.id: each for each in decided}, sense_of(SCHEME, {}), setup)
    found = Agenda(
        title="T",
        open=False,
        round="main",
        points=tuple(points(review)),
        reviews={article.id: review},
        articles={article.id: article},
        wording=WORDING,
        guidelines="# G\n\n## Content\n\n```toml ruling\npoint = 'x'\n```\n",
        rulings=Rulings(),
    )
    filled, faults = read_filled(markdown(sheet(found, "2026-01-01")), file="m")
    assert (filled.answers, faults, filled.untouched) == ((), [], len(found.points))
    assert sum(bool(line.key) for line in lines(brief(found), 60, "")) == len(found.points)
