"""A case that is looked at again: confirmed, put off and taken up, settled like another, its parts turned over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.edit import with_field
from annotator.core.records.decision import RULE
from tests.review.adjudicator import TEXT, Adjudicator, mark

FELL, ONE, TWO = "Rents fell", "nobody noticed", "The council may vote in May"
PLAIN = f"{FELL} / mayor / asserts / attributed"


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Adjudicator]:
    """An adjudicator of an empty project with one article."""
    window = Adjudicator(tmp_path / "project").texts(TEXT)
    yield window
    window.close()


@pytest.mark.parametrize(
    ("keys", "now", "action", "source"),
    [
        ("3", "asserts", "edit", "edited"),
        ("3", "hedges", "take", "cleo"),
        ("t 3", "denies", "edit", "edited"),
        ("⏎", "hedges", "majority", "majority"),
        ("t h", "hedges", "edit", "edited"),
    ],
)
def test_confirmed_after_a_change(lead: Adjudicator, keys: str, now: str, action: str, source: str) -> None:
    """What somebody says no longer is gold by the adjudicator's hand; the rest keeps where it came from."""
    other, was = mark("ben", FELL), mark("cleo", FELL, stance="hedges")
    lead.layer("ana", mark("ana", FELL)).layer("ben", other).layer("cleo", was).begin().press(keys).saved()
    gold = lead.gold
    lead.layer("ben", with_field(other, "evidence", "none")).layer("cleo", with_field(was, "stance", now)).go("a1")
    assert lead.status == "stale"
    lead.press("⏎").saved()
    assert lead.gold == gold
    (decision,) = lead.review.decisions.values()
    assert (decision.action, decision.sources["stance"]) == (action, source)
    assert decision.sources["speakers"] in ("cleo", "majority")


@pytest.mark.parametrize(("now", "gold"), [("hedges", [PLAIN]), ("-", [])])
def test_what_was_put_off_is_open_when_its_claims_change(lead: Adjudicator, now: str, gold: list[str]) -> None:
    """Enter takes the majority then, and says there is none where there is none: nothing is rejected."""
    was = mark("cleo", FELL, stance="hedges")
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", FELL, stance="asserts" if gold else "denies"))
    lead.layer("cleo", was).begin().press("!").saved()
    lead.layer("cleo", mark("cleo", FELL, id=was.id, stance=now, evidence="supported")).go("a1")
    assert lead.status == "stale"
    lead.press("⏎").saved()
    assert lead.gold == gold
    assert [each.action for each in lead.review.decisions.values()] == ["majority" if gold else "defer"]
    assert gold or lead.state.message.startswith("No majority: stance")


def test_only_who_put_a_case_off_takes_it_back(lead: Adjudicator) -> None:
    """Another adjudicator's deferral and its note stay until somebody decides."""
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", FELL, stance="hedges")).begin()
    lead.press("! m 'why ⏎").saved()
    other = Adjudicator(lead.folder, name="rosa").begin()
    other.go("a1", other.review.cases[0].key).press("!")
    assert other.status == "deferred"
    assert other.state.message == "lead has put it off: decide it, or leave it on the meeting list."
    assert [(each.adjudicator, each.note) for each in other.review.decisions.values()] == [("lead", "why")]
    other.press("2").saved()
    assert other.status == "decided"
    other.close()


def test_taken_back_where_a_rule_has_decided(lead: Adjudicator) -> None:
    """The message says what the case is again."""
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", FELL)).begin()
    lead.go("a1", lead.review.cases[0].key).press("! !")
    assert lead.state.message == "No longer put off: by rule, as before."
    assert [each.adjudicator for each in lead.review.decisions.values()] == [RULE]


def test_like_the_last_decision_of_annotators_with_the_same_ids(lead: Adjudicator) -> None:
    """The case that was decided is found by whose claims they are; what was put off since is no decision."""
    rows = [mark("ana", FELL, id="c1"), mark("ana", ONE, id="c2", flags="contested")]
    lead.layer("ana", *rows, mark("ana", TWO, id="c3", flags="contested"))
    rows = [mark("ben", FELL, id="c2", stance="hedges"), mark("ben", ONE, id="c1"), mark("ben", TWO, id="c3")]
    lead.layer("ben", *rows).begin()
    first, second, third = lead.review.cases
    lead.go("a1", second.key).press("1").go("a1", first.key).press("!").go("a1", third.key).press(".")
    assert lead.state.message == "Settled like the one before. Enter goes on."
    assert [claim.fields.get("flags") for claim in lead.state.claims] == [("contested",), ("contested",)]


def test_what_is_common_is_so_of_those_who_have_it(lead: Adjudicator) -> None:
    """Who marked no source says nothing of its ends, here and where the same is repeated."""
    for who, first, second in (
        ("ana", "the mayor", "Critics say"),
        ("ben", "mayor said", "say that"),
        ("cleo", "", ""),
    ):
        sources = [{"source": each} if each else {} for each in (first, second)]
        lead.layer(who, mark(who, FELL, **sources[0]), mark(who, ONE, **sources[1]))
    lead.begin().press("a x x")
    assert lead.state.message.startswith("Source: intersection")
    lead.press("esc esc n .").saved()
    words = [[TEXT[start:end] for start, end in claim.pieces("source")] for claim in lead.state.claims]
    assert words == [["mayor"], ["say"]]


def test_x_on_the_second_part_of_a_split(lead: Adjudicator) -> None:
    """Offers what each reader has there: the part of who has as many, and the whole; round and back again."""
    lead.layer("ana", mark("ana", f"{FELL} in October")).layer("ben", mark("ben", FELL), mark("ben", "in October"))
    lead.begin().press("2 tab x").saved()
    assert [row.partition(" / ")[0] for row in lead.gold] == [FELL, f"{FELL} in October"]
    lead.press("x").saved()
    assert [row.partition(" / ")[0] for row in lead.gold] == [FELL, "in October"]


def test_no_union_of_what_has_one_piece(lead: Adjudicator) -> None:
    """Two sources that lie apart are alternatives; both together would be no source of this scheme."""
    lead.layer("ana", mark("ana", ONE, source="Critics", cue="say")).layer("ben", mark("ben", ONE, source="the mayor"))
    lead.begin().press("a x")
    assert lead.state.message == "Source: version 1 (1 of 2)."
    lead.press("x")
    assert lead.state.message == "Source: version 2 (2 of 2)."
