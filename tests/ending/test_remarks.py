"""A note and a reason that wait for a decision of a review outlive the window, and go into the decision."""

from __future__ import annotations

from pathlib import Path

from annotator.core.review.review import Remark
from tests.review.adjudicator import TEXT, Adjudicator, mark


def test_what_is_said_before_a_decision_waits_for_it(tmp_path: Path) -> None:
    """Shown as not saved until its file is there; read again with the article; gone once the decision is stored."""
    lead = Adjudicator(tmp_path / "p").texts(TEXT)
    lead.layer("ana", mark("ana", "Rents fell")).layer("ben", mark("ben", "Rents fell in October"))
    lead.begin(article="a1").press("m 'why_so ⏎ # 1")
    case = lead.focus.key
    lead.desk.keep()
    assert lead.desk.drafts.due in (0, 2)
    lead.saved()
    assert lead.desk.drafts.due == 0
    lead.close()

    again = Adjudicator(tmp_path / "p").begin(article="a1")
    assert dict(again.review.remarks) == {case: Remark("why so", ("guideline_gap",))}
    assert (again.state.drafts, again.desk.drafts.due) == ({}, 0)
    again.press("1").saved()
    again.desk.keep()
    again.saved()
    (decision,) = again.review.decisions.values()
    assert (decision.note, decision.tags) == ("why so", ("guideline_gap",))
    assert not list((tmp_path / "p" / ".annotator" / "drafts").glob("typed-*"))
    again.close()


def test_a_second_adjudicator_has_their_own(tmp_path: Path) -> None:
    """What one says is not put into the mouth of another."""
    lead = Adjudicator(tmp_path / "p").texts(TEXT)
    lead.layer("ana", mark("ana", "Rents fell")).layer("ben", mark("ben", "Rents fell in October"))
    lead.begin(article="a1").press("m 'why ⏎").saved().close()
    other = Adjudicator(tmp_path / "p", name="omar").begin(article="a1")
    assert dict(other.review.remarks) == {}
    other.close()


def test_a_click_on_another_case_does_not_move_a_note(tmp_path: Path) -> None:
    """It stays half-typed with its case."""
    lead = Adjudicator(tmp_path / "p").texts(TEXT)
    lead.layer("ana", mark("ana", "Rents fell"), mark("ana", "Critics")).layer("ben")
    lead.begin(article="a1").press("m 'why")
    first, second = lead.review.everything
    assert lead.focus == first
    lead.desk.session.visit(second.key)
    assert (lead.focus, lead.state.prompt) == (second, None)
    assert lead.state.message == "A half-typed note on case 1 is kept: open it again to go on."
    lead.press("m 'no ⏎")
    lead.desk.session.visit(first.key)
    lead.press("m '! ⏎")
    assert {key: each.note for key, each in lead.review.remarks.items()} == {first.key: "why!", second.key: "no"}
    lead.close()
