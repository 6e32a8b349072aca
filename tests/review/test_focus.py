"""What belongs to the case in focus: tags, speakers, the guideline, the selection; and the way that the queue leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.review.majority import SPLIT
from tests.review.adjudicator import TEXT, Adjudicator, mark

FELL, LONG = "Rents fell", "Rents fell in October"


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Adjudicator]:
    """An adjudicator of a project with two articles."""
    window = Adjudicator(tmp_path / "project").texts(TEXT, f"{TEXT} Again.")
    yield window
    window.close()


def test_a_decision_puts_down_what_was_in_hand(lead: Adjudicator) -> None:
    """With its selection, so that the next mark does not fall on it."""
    lead.layer("ana", mark("ana", FELL, cue="said", stance="denies")).layer("ben", mark("ben", FELL)).begin()
    lead.press("v 1")
    assert lead.state.hand == "cue"
    assert not lead.state.selection.empty
    lead.press("t 1")
    assert lead.state.hand == ""
    assert lead.state.selection.empty
    assert TEXT[lead.state.selection.head :].startswith("said")


def test_the_speakers_of_the_versions_are_offered_first(lead: Adjudicator) -> None:
    """In the order of the columns."""
    lead.layer("ana", mark("ana", FELL, by="ruiz")).layer("ben", mark("ben", FELL, by="critics")).begin()
    assert lead.state.digits == ("ruiz", "critics")
    assert lead.press("@ 2").gold == ["Rents fell / critics / asserts / attributed"]


def test_a_tag_never_goes_to_gold_beside_the_case_in_focus(lead: Adjudicator) -> None:
    """Where it has no gold claim yet that could be tagged, although another one lies under the cursor."""
    rows = [mark("ana", "We will see … in spring"), mark("ben", "We will see"), mark("ben", "in spring")]
    lead.layer("ana", rows[0], mark("ana", "noticed")).layer("ben", *rows[1:], mark("ben", "noticed")).begin()
    assert lead.review.draft(lead.focus).open == (SPLIT,)
    at = TEXT.index("noticed")
    lead.desk.session.place(at, at)
    before = lead.gold
    lead.press("t d")
    assert lead.gold == before
    assert lead.state.message.startswith("There is no gold claim to tag yet")
    lead.press("M t d")
    assert "We will see … in spring / mayor / denies / attributed" in lead.gold


def test_the_whole_is_what_has_fewest_claims(lead: Adjudicator) -> None:
    """Where nobody has only one: ana marks a word of it as well, as ben does."""
    rows = [mark("ana", "We will see … in spring"), mark("ben", "We will see"), mark("ben", "in spring")]
    lead.layer("ana", rows[0], mark("ana", "see")).layer("ben", *rows[1:], mark("ben", "see")).begin()
    assert [len(lead.focus.of(who)) for who in ("ana", "ben")] == [2, 3]
    assert len(lead.press("M").gold) == 2
    assert len(lead.press("S").gold) == 3


@pytest.mark.parametrize(
    ("other", "keys", "slug"),
    [
        ({"stance": "denies"}, "", "stance"),
        ({"source": "the mayor"}, "", "source-and-cue"),
        ({"evidence": "supported"}, "1", "evidence"),
        ({}, "c", "content"),
        ({}, "", "content"),
    ],
)
def test_the_guideline_of_what_is_disputed(lead: Adjudicator, other: dict[str, str], keys: str, slug: str) -> None:
    """What is in hand, else what is open, else what differs, else the first role."""
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", FELL, **other)).begin()
    if not other:
        lead.press("⇥")
    lead.press(keys).press("g d")
    assert (lead.effects[-1].kind, lead.effects[-1].topic) == ("guideline", slug)


def test_an_order_of_its_own_leads_through_all_articles(lead: Adjudicator) -> None:
    """Phrase by phrase the next case is the next one with the same cue, wherever it stands."""
    for article in ("a1", "a2"):
        lead.layer("ana", mark("ana", FELL, cue="said"), mark("ana", "in spring", cue="added"), article=article)
        lead.layer("ben", article=article)
    lead.begin()
    lead.desk.reorder("phrase")
    first = lead.desk.queue()[0]
    lead.go(first.article, first.key).press("1 ⏎")
    assert lead.effects[-1].kind == "onward"
    seen = [first.phrase]
    for _ in range(3):
        item = lead.desk.onward(1)
        assert item is not None
        seen.append(item.phrase)
        lead.go(item.article, item.key).press("1")
    assert seen in (["added", "added", "said", "said"], ["said", "said", "added", "added"])
    lead.desk.reorder("mass")
    lead.go("a1").press("u n")
    assert lead.review.at


def test_what_is_carried_elsewhere_is_counted_once_it_is_saved(lead: Adjudicator) -> None:
    """And again when it is taken back."""
    for article in ("a1", "a2"):
        lead.layer("ana", mark("ana", FELL, stance="denies"), article=article)
        lead.layer("ben", mark("ben", FELL), article=article)
    lead.begin(article="a1")
    assert lead.desk.waiting() == (2, 2)
    lead.press("t 1 g a")
    lead.desk.carry(lead.desk.alike(lead.effects[-1]))
    assert lead.saved().desk.catch_up() is False
    lead.desk.refresh()
    assert lead.desk.waiting() == (0, 2)
    lead.press("u").saved().desk.catch_up()
    lead.desk.refresh()
    assert lead.desk.waiting() == (1, 2)


def test_a_review_of_before_answers_for_itself(lead: Adjudicator) -> None:
    """Although what was worked out goes with the newest one."""
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", LONG)).begin()
    before = lead.review
    lead.press("1")
    case = lead.focus
    assert [before.status(case), lead.review.status(case), before.status(case)] == ["open", "decided", "open"]


def test_the_queue_knows_new_cues(lead: Adjudicator) -> None:
    """When annotators change their cues, cases stand under the new phrase: in other articles, and in the one shown."""
    for article in ("a1", "a2"):
        for who, stance in (("ana", "asserts"), ("ben", "hedges")):
            lead.layer(who, mark(who, FELL, id="c1", cue="said", stance=stance), article=article)
    lead.begin(article="a1")
    for article in ("a1", "a2"):
        for who, stance in (("ana", "asserts"), ("ben", "hedges")):
            lead.layer(who, mark(who, FELL, id="c1", cue="told", stance=stance), article=article)
        lead.desk.catch_up()
        lead.desk.open("a1")
    assert [item.phrase for item in lead.desk.queue()] == ["told", "told"]
