"""What changes under a review: claims, readers, other adjudicators, gold from outside; and what rules decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.event import Batch, Change
from annotator.core.record import quote_faults
from annotator.core.records.decision import IMPORT, RULE, Decision, decision_body
from annotator.core.records.gold import imported
from annotator.core.review.review import sampled
from annotator.core.span import Span
from annotator.project.review.rules import record
from annotator.project.review.whole import reviews
from annotator.store import Store
from tests.review.adjudicator import TEXT, Adjudicator, mark

FELL, LONG, ONE, TWO = "Rents fell", "Rents fell in October", "nobody noticed", "The council may vote in May"
OTHER = f"So be it. {TEXT}"
PLAIN = "Rents fell / mayor / asserts / attributed"


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Adjudicator]:
    """An adjudicator of an empty project with two articles."""
    window = Adjudicator(tmp_path / "project").texts(TEXT, OTHER)
    yield window
    window.close()


def test_rules_decide_what_nobody_disputes(lead: Adjudicator) -> None:
    """Unanimous cases are decided by rule, once, whoever opens the project; others wait."""
    lead.layer("ana", mark("ana", FELL), mark("ana", ONE)).layer("ben", mark("ben", FELL)).begin()
    assert lead.gold == [PLAIN]
    (decision,) = lead.review.decisions.values()
    assert (decision.adjudicator, decision.action, decision.tags) == (RULE, "rule", ("unanimous",))
    other = Adjudicator(lead.folder).begin()
    assert list(other.review.decisions) == [decision.id]
    assert sum(event.kind == "decide" for event in other.project.store.events()) == 1
    other.close()


def test_two_open_at_once_what_nobody_disputes(lead: Adjudicator) -> None:
    """Another window writes what the rule says between our look and our write: nobody is refused."""
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", FELL)).begin()
    (made,) = lead.review.decisions.values()
    store, other = lead.project.store, Store.open(lead.project.store.path)
    store.record(Batch("away", (Change("decide", made.key, None, store.head("decide", made.key)),), RULE, "a1"))

    def meanwhile() -> Iterator[Decision]:
        yield made
        assert record(other, [made], TEXT, "a1", "theirs") == 1

    assert record(store, meanwhile(), TEXT, "a1", "ours") == 0
    assert [event.batch for event in store.events() if event.kind == "decide"][-1] == "theirs"
    other.close()


def test_a_rule_lets_go_of_claims_that_have_changed(lead: Adjudicator) -> None:
    """What it has made of them is no gold any more, and nobody has to look at it as stale."""
    claim = mark("ana", FELL)
    lead.layer("ana", claim).layer("ben", mark("ben", FELL)).begin()
    lead.layer("ana", mark("ana", FELL, id=claim.id, stance="denies"))
    lead.go("a1")
    assert lead.gold == []
    assert lead.status == "open"


def test_a_rules_decision_is_reversed_and_comes_back(lead: Adjudicator) -> None:
    """A person goes before a rule; what the person takes back, the rule says again."""
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", FELL)).begin()
    lead.press("⇥ d").saved()
    assert lead.gold == []
    lead.press("u").saved()
    assert lead.gold == [PLAIN]


def test_one_in_twenty_is_audited(lead: Adjudicator) -> None:
    """The same ones each time; Enter makes the decision a person's."""
    ids = [f"r{number}" for number in range(4000)]
    share = sum(sampled(id, "s") for id in ids) / len(ids)
    assert 0.035 < share < 0.065
    assert [sampled(id, "s") for id in ids[:99]] == [sampled(id, "s") for id in ids[:99]]
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", FELL)).begin()
    (decision,) = lead.review.decisions.values()
    seed = next(str(n) for n in range(1000) if sampled(decision.id, str(n)))
    lead.desk.setup = lead.desk.session.setup = replace(lead.desk.setup, seed=seed)
    lead.go("a1")
    assert lead.status == "audit"
    lead.press("⏎").saved()
    assert lead.review.decision(lead.focus).adjudicator == "lead"  # type: ignore[union-attr]
    assert lead.status == "decided"
    assert lead.gold == [PLAIN]


def test_trivial_boundaries_by_rule_only_if_the_project_says_so(lead: Adjudicator) -> None:
    """The shortest version stands where only a stop and "that" differ."""
    lead.layer("ana", mark("ana", "that nobody noticed.")).layer("ben", mark("ben", ONE)).begin()
    assert lead.gold == []
    other = Adjudicator(lead.folder).begin(trivial=True)
    assert other.gold == [f"{ONE} / mayor / asserts / attributed"]
    assert other.review.cases[0].trivial
    other.close()


def test_an_edited_claim_makes_its_decision_stale(lead: Adjudicator) -> None:
    """It returns to the queue with gold as it stands; Enter keeps that on fresh grounds."""
    claim = mark("ana", FELL)
    lead.layer("ana", claim).layer("ben", mark("ben", FELL, stance="denies")).begin().press("1 ⏎").saved()
    lead.layer("ana", mark("ana", FELL, id=claim.id, evidence="none"))
    lead.go("a1")
    assert lead.status == "stale"
    assert lead.gold == [PLAIN]
    lead.press("⏎").saved()
    assert lead.go("a1", lead.review.cases[0].key).status == "decided"
    assert lead.gold == [PLAIN]
    (decision,) = lead.review.decisions.values()
    assert (decision.action, decision.sources["evidence"], decision.sources["stance"]) == ("edit", "edited", "ana")


def test_a_note_or_time_makes_nothing_stale(lead: Adjudicator) -> None:
    """Only what is a label counts."""
    claim = mark("ana", FELL)
    lead.layer("ana", claim).layer("ben").begin().press("1").saved()
    lead.layer("ana", replace(claim, note="a note", seconds=9.0))
    assert lead.go("a1", lead.review.cases[0].key).status == "decided"


def test_an_annotator_joins(lead: Adjudicator) -> None:
    """A third layer that touches a case makes its decision stale; one that does not leaves it alone."""
    lead.layer("ana", mark("ana", FELL), mark("ana", ONE)).layer("ben").begin().press("1 ⏎ 1").saved()
    lead.layer("cleo", mark("cleo", LONG), mark("cleo", TWO))
    lead.desk.look("a1", write=True)
    lead.go("a1")
    assert [lead.review.status(case) for case in lead.review.cases] == ["stale", "decided", "open"]
    assert lead.review.readers == ("ana", "ben", "cleo")


def test_a_unanimous_case_opens_again_when_somebody_joins(lead: Adjudicator) -> None:
    """What a rule has made of fewer readers does not bind more of them."""
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", FELL)).begin()
    lead.layer("cleo")
    lead.desk.look("a1", write=True)
    lead.go("a1")
    assert lead.status == "open"
    lead.press("⏎").saved()
    assert lead.gold == [PLAIN]
    assert {each.adjudicator for each in lead.review.decisions.values()} == {RULE, "lead"}


def test_an_annotator_leaves(lead: Adjudicator) -> None:
    """A layer that is open again is not compared: decisions on it are stale, and their gold stays in sight."""
    lead.layer("ana", mark("ana", FELL)).layer("ben").layer("cleo").begin().press("1").saved()
    lead.layer("ana", mark("ana", FELL), done=False)
    lead.go("a1")
    (case,) = lead.review.everything
    assert (case.clusters, lead.review.status(case)) == ((), "stale")
    assert lead.gold == [PLAIN]
    lead.press("d").saved()
    assert lead.gold == []
    assert lead.go("a1").review.everything == ()


def test_only_those_who_were_given_an_article_are_readers(lead: Adjudicator) -> None:
    """Where there is a plan, a layer beside it is kept and not compared."""
    from annotator.core.records.assignment import Assignment, assignment_body

    for who in ("ana", "ben", "dora"):
        each = Assignment("a1", who, "main")
        lead.project.store.record(Batch(f"plan-{who}", (Change("assign", each.key, assignment_body(each)),), "lead"))
    for who in ("ana", "ben", "cleo"):
        lead.layer(who, mark(who, FELL))
    lead.begin()
    assert lead.review.readers == ("ana", "ben")
    assert lead.desk.summaries["a1"].absent == ("dora",)


def test_two_adjudicators_at_once(lead: Adjudicator) -> None:
    """Both make gold here: the newest decision is in force, the other one stays on record."""
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", FELL, stance="denies")).begin().press("1").saved()
    other = Adjudicator(lead.folder, name="rosa")
    other.begin()
    assert other.gold == [PLAIN]
    other.desk.session.clock = replace(other.desk.session.clock, now=lambda: "2027-01-01T00:00:00.000Z")
    other.press("⇥ 2").saved()
    assert other.gold == [PLAIN.replace("asserts", "denies")]
    assert len({each.adjudicator for each in other.review.decisions.values()}) == 2
    lead.go("a1")
    assert lead.gold == other.gold
    other.close()


def test_a_second_opinion_is_blind_to_the_first(lead: Adjudicator) -> None:
    """With --second, and for whom annotator.toml does not name, others' decisions are out of sight."""
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", FELL, stance="denies")).begin().press("1").saved()
    other = Adjudicator(lead.folder, name="rosa", second=True).begin()
    assert other.gold == []
    other.press("2").saved()
    assert other.gold == [PLAIN.replace("asserts", "denies")]
    other.close()


def test_the_same_adjudicator_in_two_windows(lead: Adjudicator) -> None:
    """Both decide one case: the later key is run on what the earlier one has saved; nothing is lost or doubled."""
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", FELL, stance="denies", flags="contested")).begin()
    other = Adjudicator(lead.folder).begin()
    lead.press("t 2").saved()
    other.press("i 2").saved()
    assert other.status == "decided"
    assert other.gold == [PLAIN.replace("asserts", "denies")]
    assert len(other.review.decisions) == 1
    lead.go("a1", lead.review.cases[0].key)
    assert lead.status == "decided"
    other.close()


def bring(lead: Adjudicator, *rows: str, round: str = "main") -> None:
    """Gold claims from outside, as an import makes decisions of them."""
    text = lead.project.article("a1").text
    for number, words in enumerate(rows):
        gold = replace(mark("gold", words, id=f"out{number}"), layer="gold", round=round)
        made = imported(gold, IMPORT, "2026-01-01T00:00:00.000Z")
        lead.project.store.record(
            Batch(f"gold-{number}", (Change("decide", made.key, decision_body(made, text)),), "lead")
        )


def test_gold_from_outside_settles_the_article(lead: Adjudicator) -> None:
    """Nothing waits; a case that is decided all the same puts its gold in place of that from outside."""
    lead.layer("ana", mark("ana", FELL), mark("ana", ONE)).layer("ben", mark("ben", LONG))
    bring(lead, FELL, TWO)
    lead.begin()
    assert {lead.review.status(case) for case in lead.review.everything} == {"imported"}
    lead.go("a1", lead.review.cases[0].key).press("2").saved()
    assert lead.gold == [f"{LONG} / mayor / asserts / attributed", f"{TWO} / mayor / asserts / attributed"]
    lead.press("d").saved()
    assert lead.gold == [f"{TWO} / mayor / asserts / attributed"]
    (case,) = [case for case in lead.review.everything if not case.clusters]
    lead.go("a1", case.key).press("t h").saved()
    assert lead.gold == [f"{TWO} / mayor / hedges / attributed"]
    lead.press("d").saved()
    assert lead.gold == []
    lead.press("u u u u").saved()
    assert lead.gold == [PLAIN, f"{TWO} / mayor / asserts / attributed"]


def test_gold_of_another_round_settles_nothing_here(lead: Adjudicator) -> None:
    """Its claims stand in no case of this round, for the adjudicator as for whoever reads all reviews."""
    lead.layer("ana", mark("ana", FELL), mark("ana", ONE)).layer("ben", mark("ben", LONG))
    bring(lead, FELL, TWO, round="training")
    lead.begin()
    whole = reviews(lead.project, lead.project.dataset())["a1"]
    for review in (lead.review, whole):
        assert ([review.status(case) for case in review.everything], review.gold.claims) == (["open", "open"], ())


def test_all_like_this(lead: Adjudicator) -> None:
    """One disagreement in all articles: shown first, one batch, one step to undo."""
    for article, text in (("a1", TEXT), ("a2", OTHER)):
        rows = [mark("ana", words, text) for words in (FELL, ONE, TWO)]
        others = [
            mark("ben", FELL, text, stance="hedges"),
            mark("ben", ONE, text, stance="hedges"),
            mark("ben", TWO, text, flags="contested"),
        ]
        lead.layer("ana", *rows, article=article).layer("ben", *others, article=article)
    lead.begin(article="a1")
    lead.press("g a")
    assert lead.state.message.startswith("Decide this one first")
    lead.press("t 2 g a")
    effect = lead.effects[-1]
    assert effect.kind == "alike"
    found = lead.desk.alike(effect)
    assert [(each.article, each.words) for each in found] == [("a1", ONE), ("a2", FELL), ("a2", ONE)]
    assert not any(row.claims for row in [lead.go("a2").state]), "a preview changes nothing"
    lead.go("a1", lead.review.cases[0].key)
    lead.desk.carry(found)
    assert lead.state.message == "3 settled alike in 2 articles; u takes all back."
    lead.saved()
    for row in lead.project.store.current("decide"):
        text = lead.project.article(str(row.body["article"])).text
        assert [fault for result in row.body["results"] for fault in quote_faults(result, text)] == []
    assert [claim.fields["stance"] for claim in lead.state.claims] == ["hedges", "hedges"]
    assert [claim.fields["stance"] for claim in lead.go("a2").state.claims] == ["hedges", "hedges"]
    lead.go("a1").press("u").saved()
    assert len(lead.state.claims) == 1
    assert lead.go("a2").gold == []
    lead.go("a1").press("U").saved()
    assert len(lead.go("a2").gold) == 2


def test_a_component_of_forty_claims(lead: Adjudicator) -> None:
    """It is decided cluster by cluster, and every claim is in exactly one case."""
    words = [TEXT[start : start + 12] for start in range(0, 100, 5)]
    lead.layer("ana", *(mark("ana", each) for each in words))
    lead.layer("ben", *(mark("ben", each[1:]) for each in words)).begin()
    cases = lead.review.cases
    assert {case.component for case in cases} == {0}
    ids = [claim.id for case in cases for claim in case.members]
    assert len(ids) == len(set(ids)) == 40
    lead.press("1 ⏎ " * len(lead.review.waiting())).saved()
    assert lead.review.waiting() == ()
    lead.go("a1")
    assert lead.review.waiting() == ()


def test_originals_never_change(lead: Adjudicator) -> None:
    """Whatever is decided, the layers are what they were."""
    lead.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", LONG)).begin()
    before = [(row.key, row.body) for row in lead.project.store.current("put")]
    lead.press("1 t d c } i h m 'why ⏎ S M d u x").saved()
    assert [(row.key, row.body) for row in lead.project.store.current("put")] == before


def test_a_layer_of_another_text_is_left_out(lead: Adjudicator) -> None:
    """Whose offsets do not fit has not read this article: the others are reviewed without it."""
    for who in ("ana", "ben"):
        lead.layer(who, mark(who, FELL))
    far = replace(mark("cleo", FELL), spans={"content": (Span(0, len(TEXT) + 9),)})
    lead.layer("cleo", far).begin(article="a1")
    assert lead.review.readers == ("ana", "ben")
    assert lead.gold == [PLAIN]
