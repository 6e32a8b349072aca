"""Layers against a reference: which gold counts, what is said of the rest, and how gold was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.agreement.report import Adjudication
from annotator.agreement.show.paragraph import paragraph
from annotator.core.claim import Claim, Layer, SchemeRef
from annotator.core.errors import AnnotatorError, UsageError
from annotator.core.records.dataset import Dataset
from annotator.core.records.decision import Decision
from annotator.core.records.format import Reading
from annotator.core.records.gold import imported, input_of
from annotator.project.compare.choice import Wanted
from annotator.project.compare.measure import agreement
from annotator.project.exchange.incoming import write
from annotator.project.exchange.moment import Moment
from annotator.project.feedback.own import own
from annotator.project.project import Project
from tests.agreement.marked import row
from tests.compared import DAMS, RENTS, WAGES, Marked, dataset, grown, left_out, project

Opened = Callable[..., Project]
ROUNDS = ("main", "training")


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Makes a project of a dataset, and closes it in the end."""

    def make(*held: Marked, **more: object) -> Project:
        return project(tmp_path / "p", dataset(*held, **more))  # type: ignore[arg-type]

    return make


def gold(decided: Claim, *results: Claim, by: str = "rosa", action: str = "take") -> Decision:
    """A decision about one claim."""
    made = tuple(
        replace(each, id=f"g-{each.id}", annotator="gold", layer="gold", fields={**each.fields, "evidence": "none"})
        for each in results
    )
    id = f"d-{decided.article}-{decided.id}-{by}"
    return Decision(id, decided.article, action, by, (input_of(decided),), results=made, created="2026-01-01T00:00:00Z")


def test_gold_counts_where_every_claim_is_decided(opened: Opened) -> None:
    """Claims of another round, and of layers that are not done, do not hold it up; a claim that waits does."""
    layers = [
        Marked("ana"),
        Marked("ana", "b"),
        Marked("ana", round="pilot"),
        Marked("ben", status="open"),
        Marked("ben", "b"),
    ]
    data = dataset(*layers)
    claims = {
        claim.article: claim
        for claim in (c for held in data.layers.values() for c in held.claims)
        if claim.annotator == "ana" and claim.round == "main"
    }
    with opened(*layers, decisions=[gold(claims["a"], claims["a"]), gold(claims["b"], claims["b"])]) as held:
        found = agreement(held, Wanted(against="gold"))
        assert [(each.name, each.precision.value, each.recall.value) for each in found.scored] == [("ana", 1, 1)]
        assert ("gold on b", "not every claim is decided, a decision is older than its claims") in left_out(found)
        assert [each.id for each in found.articles] == ["b"]


def test_a_rejected_claim_is_too_much(opened: Opened) -> None:
    """Gold without claims on a decided article is a fact."""
    layers = [Marked("ana", rows=[row(RENTS), row(WAGES)])]
    keep, drop = dataset(*layers).layers[Layer("a", "ana")].claims
    with opened(*layers, decisions=[gold(keep, keep), gold(drop, action="reject")]) as held:
        (seen,) = agreement(held, Wanted(against="gold")).scored
        assert (seen.precision.value, seen.recall.value) == (0.5, 1)


def brought(*held: Marked, by: str = "sam") -> list[Decision]:
    """Layers that came in as finished gold."""
    data = dataset(*held)
    claims = (claim for layer in data.layers.values() for claim in layer.claims)
    return [imported(claim, by, "2026-01-02T00:00:00Z") for claim in claims]


def test_gold_of_another_round_is_not_that_of_this_one(opened: Opened) -> None:
    """It makes no article complete; it scores its own round, and its layer alone is done."""
    layers = [Marked(name, article, round=round) for name in ("ana", "ben") for article in "ab" for round in ROUNDS]
    gold = brought(Marked("sam", "a", round="training"), Marked("sam", "b", rows=[row(RENTS), row(DAMS)]))
    with opened(*layers, decisions=gold) as held:
        found = agreement(held, Wanted(against="gold"))
        assert [(each.name, each.articles, each.recall.value) for each in found.scored] == [
            ("ana", 1, 0.5),
            ("ben", 1, 0.5),
        ]
        assert ("gold on a", "nothing is decided yet") in left_out(found)
        assert (found.adjudication.articles, found.adjudication.imported) == (1, 2)  # type: ignore[union-attr]
        found = agreement(held, Wanted(rounds=("training",), against="gold"))
        assert [(each.name, each.articles, each.recall.value) for each in found.scored] == [
            ("ana", 1, 1),
            ("ben", 1, 1),
        ]
        assert (found.adjudication.articles, found.adjudication.imported) == (1, 1)  # type: ignore[union-attr]
        assert [(page.article, page.gold) for page in own(held, "ana").pages] == [("b", 2)]
        golden = {
            (layer.article, layer.round): each.status
            for layer, each in Moment.now(held).layers().items()
            if layer.kind == "gold"
        }
        assert golden == {("a", "training"): "done", ("b", "main"): "done"}


def test_a_round_in_which_all_was_rejected_has_been_judged(opened: Opened) -> None:
    """Its gold is that there is nothing, not the main round's."""
    layers = [Marked("ana"), Marked("ana", round="pilot", rows=[row(WAGES)])]
    data = dataset(*layers)
    (main,), (pilot,) = (data.layers[Layer("a", "ana", round)].claims for round in ("main", "pilot"))
    with opened(*layers, decisions=[gold(main, main), gold(pilot, action="reject")]) as held:
        (seen,) = agreement(held, Wanted(rounds=("pilot",), against="gold")).scored
        assert (seen.precision.value, seen.recall.value) == (0, None)
        golden = [layer.round for layer in Moment.now(held).layers() if layer.kind == "gold"]
        assert golden == ["main"]


def test_how_gold_was_made(opened: Opened) -> None:
    """Decisions in force alone: neither stale, nor put off, nor overridden; deciders and importers apart."""
    layers = [Marked("ana", rows=[row(RENTS), row(WAGES), row(DAMS)]), Marked("ben")]
    data = dataset(*layers)
    rents, wages, dams = data.layers[Layer("a", "ana")].claims
    stale = replace(rents, fields={})
    decisions = [
        gold(wages, wages),
        replace(gold(wages, wages, by="tom"), created="2026-01-02T00:00:00Z"),
        gold(stale, rents),
        gold(dams, action="defer"),
        *brought(Marked("sam", rows=[row(DAMS)])),
    ]
    with opened(*layers, decisions=decisions) as held:
        found = agreement(held)
        assert found.adjudication == Adjudication(
            names=("tom",), importers=("sam",), articles=1, by_hand=1, by_rule=0, imported=1, blind=True
        )
        assert (
            "tom settled 1 disagreement one by one, without being shown whose version was whose and 1 gold claim of "
            "sam came in as a finished layer [how it was made]"
        ) in " ".join(paragraph(found).split())


def test_gold_of_an_older_scheme_has_no_value_of_what_has_grown(opened: Opened) -> None:
    """It could not have said it; a scheme that was never here leaves the article out."""
    held, old = grown(opened(Marked("ana"), Marked("ana", "b"), Marked("ana", "c")))
    foreign = SchemeRef("other", "3.0", "x" * 64)
    with held:
        gold = brought(Marked("sam", scheme=old), Marked("sam", "b"), Marked("sam", "c", scheme=foreign))
        write(held, Reading(Dataset(decisions=gold)))
        found = agreement(held, Wanted(against="gold"))
        (seen,) = found.scored
        assert [(each.value, each.recall.n, each.f1.value) for each in seen.fields["stance"]] == [("asserts", 1, 1)]
        assert ("stance of gold on a", "made under claims 1.0, in which it is not the same") in left_out(found)
        assert ("gold on c", "made under the scheme other 3.0, which this project has never had") in left_out(found)


def test_feedback_blames_nobody_for_what_gold_could_not_say(opened: Opened) -> None:
    """Gold was made before the field had the value that ana has."""
    held, old = grown(opened(Marked("ana", rows=[row(RENTS, "denies")])))
    with held:
        write(held, Reading(Dataset(decisions=brought(Marked("sam", scheme=old)))))
        assert [(page.settled, page.items) for page in own(held, "ana").pages] == [(1, ())]


def test_where_the_reference_is_not_is_said(opened: Opened) -> None:
    """Once, with the reason that is known already."""
    layers = [Marked("ana"), Marked("ben"), Marked("ben", "b"), Marked("ana", "c", status="open"), Marked("ben", "c")]
    with opened(*layers) as held:
        found = agreement(held, Wanted(against="ana"))
        assert [(each.name, each.articles) for each in found.scored] == [("ben", 1)]
        assert left_out(found) == [("ana on b", "has no layer there"), ("ana on c", "not done")]


def test_a_reference_of_several_rounds_lacks_none(opened: Opened) -> None:
    """Her other round is scored against her first; she has done both, and ben one alone."""
    layers = [Marked("ana"), Marked("ana", round="recheck"), Marked("ben")]
    with opened(*layers) as held:
        found = agreement(held, Wanted(rounds=("main", "recheck"), against="ana"))
        assert [each.name for each in found.scored] == ["ana/recheck", "ben"]
        assert left_out(found) == [("ben on a", "done in one of these rounds only")]


def test_scoring_a_model_and_against_one(opened: Opened) -> None:
    """By its name, without `/model`; people are then compared without it."""
    with opened(Marked("ana"), Marked("ben"), Marked("rules", kind="model", rows=[row(RENTS), row(DAMS)])) as held:
        found = agreement(held, Wanted(against="ana"))
        assert [(each.name, each.precision.value, each.recall.value) for each in found.scored] == [
            ("ben", 1, 1),
            ("rules/model", 0.5, 1),
        ]
        assert found.annotators == ()
        found = agreement(held, Wanted(against="rules"))
        assert found.against == "rules/model"
        assert [(each.name, each.precision.value, each.recall.value) for each in found.scored] == [
            ("ana", 1, 0.5),
            ("ben", 1, 0.5),
        ]
        assert found.annotators == ("ana", "ben")


def test_no_gold_is_said(opened: Opened) -> None:
    """It is no wrong call: code 1."""
    with opened(Marked("ana"), Marked("ben")) as held:
        with pytest.raises(AnnotatorError, match="no article whose gold is complete") as problem:
            agreement(held, Wanted(against="gold"))
        assert problem.value.code == 1
        assert "gold on a: nothing is decided yet." in str(problem.value)
        with pytest.raises(UsageError, match="no annotator 'zoe'"):
            agreement(held, Wanted(against="zoe"))


def test_a_case_that_was_put_off_is_named_by_its_article(opened: Opened) -> None:
    """Whoever hears that no gold is complete hears where it is not, and why."""
    data = dataset(Marked("ana"))
    claim = next(claim for held in data.layers.values() for claim in held.claims)
    with (
        opened(Marked("ana"), decisions=[gold(claim, action="defer")]) as held,
        pytest.raises(AnnotatorError) as problem,
    ):
        agreement(held, Wanted(against="gold"))
    assert "gold on a: a case is put off." in str(problem.value)
