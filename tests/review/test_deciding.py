"""Keys on a case: rows of layers, keys, and what gold is then. Columns are ana, ben, cleo: versions 1, 2, 3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.claim import Claim
from annotator.core.records.decision import RULE
from tests.review.adjudicator import TEXT, Adjudicator, mark


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Adjudicator]:
    """An adjudicator of an empty project with one article."""
    window = Adjudicator(tmp_path / "project").texts(TEXT)
    yield window
    window.close()


def layers(lead: Adjudicator, *rows: Claim) -> Adjudicator:
    """The rows as done layers of ana, ben and cleo, those without a row included, opened for review."""
    for who in ("ana", "ben", "cleo"):
        lead.layer(who, *(row for row in rows if row.annotator == who))
    return lead.begin()


FELL, LONG = "Rents fell", "Rents fell in October"
A, B, C = (mark(who, FELL) for who in ("ana", "ben", "cleo"))
PLAIN = "Rents fell / mayor / asserts / attributed"


@pytest.mark.parametrize(
    ("rows", "keys", "gold", "action"),
    [
        ([A, B], "⏎", [PLAIN], "majority"),
        ([A], "⏎", [], "majority"),
        ([A], "1", [PLAIN], "take"),
        ([A, B], "d", [], "reject"),
        ([A, B, mark("cleo", FELL, stance="denies")], "⏎", [PLAIN], "majority"),
        ([A, B, mark("cleo", FELL, stance="denies")], "3", [PLAIN.replace("asserts", "denies")], "take"),
        ([A, B, mark("cleo", FELL, stance="denies")], "t 3", [PLAIN.replace("asserts", "denies")], "compose"),
        ([A, B, mark("cleo", FELL, stance="denies")], "t h", [PLAIN.replace("asserts", "hedges")], "edit"),
        ([A, B, mark("cleo", LONG)], "⏎", [PLAIN], "majority"),
        ([A, B, mark("cleo", LONG)], "c 3", [PLAIN.replace(FELL, LONG)], "compose"),
        ([A, B, mark("cleo", LONG)], "x", [PLAIN.replace(FELL, LONG)], "compose"),
        ([A, mark("ben", LONG)], "x", [PLAIN], "compose"),
        ([A, mark("ben", LONG)], "x x", [PLAIN.replace(FELL, LONG)], "compose"),
        ([A, B, mark("cleo", FELL, by="ruiz")], "@ 2", [PLAIN.replace("mayor", "ruiz")], "edit"),
        ([A, B, mark("cleo", FELL)], "y c", [PLAIN.replace("attributed", "corroborated")], "edit"),
        ([A, B, mark("cleo", FELL, stance="-")], "⏎", [PLAIN], "majority"),
        ([A, mark("ben", "fell in October"), mark("cleo", "Rents fell in")], "1", [PLAIN], "take"),
    ],
)
def test_one_case(lead: Adjudicator, rows: list[Claim], keys: str, gold: list[str], action: str) -> None:
    """What the keys make of gold, and what the decision says was done."""
    layers(lead, *rows).press(keys).saved()
    assert lead.gold == gold
    (decision,) = [each for each in lead.review.decisions.values() if each.adjudicator != RULE] or [None]
    if decision is not None:
        assert decision.action == action
        assert sorted(item.id for item in decision.inputs) == sorted(row.id for row in rows)
    again = lead.go("a1").gold
    assert again == gold, "what is stored folds to what was shown"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([A, mark("ben", FELL, stance="denies")], "stance (1 : 1)"),
        ([A, mark("ben", LONG)], "content (1 : 1)"),
        ([A, mark("ben", FELL, by="ruiz")], "speaker (1 : 1)"),
        ([A, mark("ben", FELL, cue="said")], "cue (1 : 1)"),
        ([A, mark("ben", FELL, flags="contested")], "flags (1 : 1)"),
    ],
)
def test_enter_refuses_without_a_majority(lead: Adjudicator, rows: list[Claim], words: str) -> None:
    """It names the open parts with the votes, and nothing is decided."""
    layers(lead, *rows).press("⏎")
    assert words in lead.state.message
    assert lead.state.warn
    assert lead.gold == []
    assert not lead.review.decisions


def test_open_until_every_part_is_chosen(lead: Adjudicator) -> None:
    """A part that was chosen leaves the others open; Enter names them, and goes on when none is left."""
    layers(lead, A, mark("ben", FELL, stance="denies", flags="contested"))
    lead.press("t 2")
    assert lead.status == "part"
    lead.press("⏎")
    assert lead.state.message == "Still open: flags (1 : 1)."
    lead.press("i 2")
    assert lead.status == "decided"
    assert lead.gold == [PLAIN.replace("asserts", "denies")]
    lead.press("⏎")
    assert [effect.kind for effect in lead.effects] == ["onward"]


def test_two_readers_one_missing(lead: Adjudicator) -> None:
    """One of two is no majority: a digit keeps it, d says there is none."""
    lead.layer("ana", A).layer("ben").begin()
    lead.press("⏎")
    assert lead.state.message.startswith("No majority: 1 of 2 marked it.")
    lead.press("2")
    assert "has no such claim" in lead.state.message
    lead.press("1")
    assert lead.gold == [PLAIN]


WHOLE = "nobody noticed. The council may vote in May"
ONE, TWO = "nobody noticed", "The council may vote in May"


def split(lead: Adjudicator) -> Adjudicator:
    """ana has one claim where ben has two."""
    lead.layer("ana", mark("ana", WHOLE)).layer("ben", mark("ben", ONE), mark("ben", TWO, stance="hedges"))
    return lead.begin()


@pytest.mark.parametrize(
    ("keys", "gold"),
    [
        ("M", [f"{WHOLE} / mayor / asserts / attributed"]),
        ("S", [f"{ONE} / mayor / asserts / attributed", f"{TWO} / mayor / hedges / attributed"]),
        ("2", [f"{ONE} / mayor / asserts / attributed", f"{TWO} / mayor / hedges / attributed"]),
        ("1", [f"{WHOLE} / mayor / asserts / attributed"]),
        ("S M", [f"{WHOLE} / mayor / asserts / attributed"]),
        ("S ⇥ t d", [f"{ONE} / mayor / asserts / attributed", f"{TWO} / mayor / denies / attributed"]),
        ("S ⇥ d", [f"{ONE} / mayor / asserts / attributed"]),
        ("d", []),
    ],
)
def test_split(lead: Adjudicator, keys: str, gold: list[str]) -> None:
    """The parts and the whole are one case: S keeps the parts, M the whole."""
    split(lead)
    assert len(lead.review.cases) == 1
    lead.press("⏎")
    assert "S keeps the parts" in lead.state.message
    lead.press(keys).saved()
    assert sorted(lead.gold) == sorted(gold)
    assert lead.status in ("decided",)
    assert sorted(lead.go("a1").gold) == sorted(gold)


def test_undo_and_redo_reach_across_windows(lead: Adjudicator) -> None:
    """Each decision is a step; a new window goes on where the old one was."""
    layers(lead, A, mark("ben", FELL, stance="denies"), mark("cleo", FELL, stance="hedges"))
    lead.press("1").press("t d").saved()
    assert lead.gold == [PLAIN.replace("asserts", "denies")]
    other = Adjudicator(lead.folder).begin()
    other.press("u")
    assert other.gold == [PLAIN]
    other.press("u")
    assert other.gold == []
    other.press("u")
    assert other.state.message.startswith("Nothing to undo")
    other.press("U U").saved()
    assert other.gold == [PLAIN.replace("asserts", "denies")]
    other.close()


def test_an_added_claim(lead: Adjudicator) -> None:
    """Words that nobody has marked become gold, are edited like any claim, and go again."""
    layers(lead, A, B, C)
    lead.on("nobody noticed").press("c").on("Critics").press("a @ ⏎ t a y n").saved()
    assert "nobody noticed" in lead.gold[-1]
    (added,) = [each for each in lead.review.decisions.values() if each.action == "add"]
    assert added.inputs == ()
    assert lead.review.status(lead.focus) == "decided"
    lead.go("a1", added.id).press("d").saved()
    assert lead.gold == [PLAIN]
    assert [each.action for each in lead.review.decisions.values()] == ["rule"]


def test_the_adjudicator_recuts(lead: Adjudicator) -> None:
    """With words selected in the case, c cuts its content anew; with a part in hand the trimming keys do."""
    layers(lead, A, mark("ben", LONG), mark("cleo", "fell in October"))
    lead.on("Rents fell in").press("c").saved()
    assert lead.gold == ["Rents fell in / mayor / asserts / attributed"]
    lead.press("{").saved()
    assert lead.gold == [PLAIN]
    (decision,) = lead.review.decisions.values()
    assert (decision.action, decision.sources["content"], decision.sources["stance"]) == ("edit", "edited", "majority")


def test_links_lead_to_gold(lead: Adjudicator) -> None:
    """A link to an annotator's claim leads to the gold claim that this one became, whichever is decided first."""
    first, second = mark("ana", FELL, id="x1"), mark("ana", ONE, id="x2", links="x1")
    lead.layer("ana", first, second).layer("ben").begin()
    lead.go("a1", lead.review.cases[1].key).press("1")
    (claim,) = lead.state.claims
    assert claim.links == ()
    lead.press("N 1").saved()
    one, two = lead.state.claims
    assert [link.target for link in two.links] == [one.id]


def test_defer_remark_reason(lead: Adjudicator) -> None:
    """What is put off is passed by; a note and a reason wait for the decision, or go with it at once."""
    lead.layer("ana", A, mark("ana", ONE)).layer("ben").begin()
    lead.press("m 'unclear ⏎ # 1")
    assert not lead.review.decisions
    lead.press("!")
    assert lead.status == "deferred"
    (deferred,) = lead.review.decisions.values()
    assert (deferred.action, deferred.note, deferred.tags) == ("defer", "unclear", ("guideline_gap",))
    lead.press("⏎ n")
    assert lead.state.article.text[slice(*lead.focus.span)] == ONE, "n passes by what was put off"
    lead.press("⇤ !")
    assert lead.status == "open"
    lead.press("1 # 3 m '_late ⏎").saved()
    assert [(each.action, each.note, each.tags) for each in lead.review.decisions.values()] == [
        ("take", "late", ("slip",))
    ]


def test_repeat(lead: Adjudicator) -> None:
    """The same disagreement, the same decision, one key."""
    rows = [
        mark(who, words, stance=stance)
        for words in (FELL, ONE, TWO)
        for who, stance in (("ana", "asserts"), ("ben", "hedges"))
    ]
    lead.layer("ana", *rows[::2]).layer("ben", *rows[1::2]).begin()
    lead.press("t 2 ⏎ . ⏎").saved()
    assert [claim.fields["stance"] for claim in lead.state.claims] == ["hedges", "hedges"]


def test_repeat_refuses_another_disagreement(lead: Adjudicator) -> None:
    """How a stance was settled says nothing about boundaries."""
    lead.layer("ana", A, mark("ana", ONE)).layer(
        "ben", mark("ben", FELL, stance="denies"), mark("ben", "nobody")
    ).begin()
    lead.press(".")
    assert lead.state.message == "Nothing has been decided yet that could be repeated."
    lead.press("t 2 ⏎ .")
    assert lead.state.message == "What was decided last does not fit here."


def test_only_one_kind(lead: Adjudicator) -> None:
    """A filter lets n go through one kind alone."""
    lead.layer("ana", A, mark("ana", ONE), mark("ana", TWO)).layer("ben", mark("ben", TWO, stance="hedges")).begin()
    lead.press("O 'stance ⏎ n")
    assert lead.focus.kinds == ("field:stance",)
    lead.press("n")
    assert lead.effects[-1].kind == "onward"


def test_a_version_without_what_is_the_annotators_own(lead: Adjudicator) -> None:
    """Confidence and notes are about the annotator and do not become gold."""
    claim = mark("ana", FELL, confidence="3")
    lead.layer("ana", claim).layer("ben").begin().press("1")
    (gold,) = lead.state.claims
    assert "confidence" not in gold.fields
    assert gold.derived_from == (claim.id,)
    assert (gold.annotator, gold.layer) == ("gold", "gold")


@pytest.mark.parametrize(("ana", "ben", "end"), [("c1", "c2", FELL), ("c2", "c1", ONE), ("c1", "c1", "")])
def test_links_of_annotators_with_the_same_ids(lead: Adjudicator, ana: str, ben: str, end: str) -> None:
    """What one calls c1 the other calls c2: gold leads to the claim that both mean, and nowhere when they differ."""
    lead.layer("ana", mark("ana", FELL, id="c1"), mark("ana", ONE, id="c2"), mark("ana", TWO, id="c3", links=ana))
    lead.layer("ben", mark("ben", FELL, id="c2"), mark("ben", ONE, id="c1"), mark("ben", TWO, id="c3", links=ben))
    lead.layer("cleo", *(mark("cleo", words) for words in (FELL, ONE, TWO))).begin()
    one, two, three = lead.state.claims
    assert [link.target for link in three.links] == [each.id for each in (one, two) if lead.told(each).startswith(end)][
        : bool(end)
    ]
    lead.go("a1", lead.review.cases[2].key).press("1").saved()
    target = {one.id: "c1", two.id: "c2"}
    assert [target[link.target] for link in lead.state.claims[2].links] == [ana]


@pytest.mark.parametrize("keys", ["t d", "t 2", "x", "c {"])
def test_a_link_that_leads_nowhere_yet_is_kept(lead: Adjudicator, keys: str) -> None:
    """Whatever is changed in the claim before the one that it leads to is decided."""
    lead.layer("ana", mark("ana", FELL, id="x1"), mark("ana", ONE, id="x2", links="x1"))
    lead.layer("ben", mark("ben", "nobody", stance="hedges")).begin()
    lead.go("a1", lead.review.cases[1].key).press("1").press(keys)
    lead.go("a1", lead.review.cases[0].key).press("1").saved()
    one, two = lead.state.claims
    assert [link.target for link in two.links] == [one.id]
