"""What counts as the same decision, and which decisions count."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.claim import Claim
from annotator.core.compare.sense import Sense
from annotator.core.feedback.wording import Wording
from annotator.core.records.dataset import layers_of
from annotator.core.records.decision import RULE, Decision
from annotator.core.records.gold import input_of
from annotator.project.feedback.decided import decided
from annotator.project.feedback.lead import lead
from annotator.project.feedback.own import Item
from annotator.project.feedback.show import entries
from annotator.project.project import Project
from tests.reviewed import CLAIMS, DATA, FELL, claim, decision, reviewed
from tests.values import SCHEME

SENSE = Sense(SCHEME, {"press_office": "ministry"})
GOLD = claim("g1", FELL, "ministry", "asserts")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (replace(GOLD, id="g2"), True),
        (replace(GOLD, speakers=("press_office",)), True),
        (replace(GOLD, attribution=(("ministry",),)), True),
        (replace(GOLD, speakers=("ministry", "ruiz")), False),
        (replace(GOLD, fields={**GOLD.fields, "sure": True, "remark": "hm"}), True),
        (replace(GOLD, fields={**GOLD.fields, "stance": "denies"}), False),
        (replace(GOLD, spans={**GOLD.spans, "cue": GOLD.pieces("content")}), False),
        (replace(GOLD, note="why"), True),
    ],
    ids=["id", "merged", "chain of one", "speakers", "does not count", "counts", "cue", "note"],
)
def test_two_adjudicators_say_the_same(other: Claim, same: bool) -> None:
    """Where all roles and all that counts are the same, speakers as those they turned out to be."""
    both = [decision("d1", "a1", "take", GOLD), decision("d2", "a1", "take", other, by="omar")]
    assert [each.agree["all"] for each in decided(both, SENSE).both] == [(int(same), 1)]


@pytest.mark.parametrize(
    ("looked", "expected"),
    [
        (decision("d1", "a1", "defer"), (1, 0, 0)),
        (decision("d1", "a1", "take", replace(GOLD, speakers=("press_office",))), (1, 1, 0)),
        (decision("d1", "a1", "reject"), (1, 1, 1)),
    ],
    ids=["put off", "the same", "rejected"],
)
def test_what_a_rule_has_made(looked: Decision, expected: tuple[int, int, int]) -> None:
    """Whoever puts a decision off has said nothing against it."""
    rule = decision("r1", "a1", "rule", GOLD, by=RULE, tags=("unanimous",))
    assert [each[1:] for each in decided([rule, looked], SENSE).ruled] == [expected]


def test_the_leads_view_is_of_one_round(tmp_path: Path) -> None:
    """Decisions about another round stand in its own view."""
    pilot = replace(CLAIMS["a1"], id="p1", round="pilot")
    made = replace(GOLD, id="g9", round="pilot")
    asked = Decision("p", "rents", "take", "omar", inputs=(input_of(pilot),), results=(made,))
    data = replace(DATA, layers=layers_of((*CLAIMS.values(), pilot)), decisions=(*DATA.decisions, asked))
    with Project.open(reviewed(tmp_path / "p", data)) as project:
        both = lead(project), lead(project, "pilot")
    assert [each.decided.actions.get("omar") for each in both] == [{"majority": 1, "take": 1}, {"take": 1}]


def test_two_claims_on_the_same_words_are_two_entries() -> None:
    """Each with what is said of it, however the differences come."""

    def item(id: str, kind: str, mine: str, gold: str) -> Item:
        said = ("“safe”", "“safe”", mine, gold, None, "", "", (), "rosa", "d")
        return Item("a", kind, False, 10, *said, claims=(id,), gold_claims=(f"g{id}",))

    items = [
        item("c1", "field:stance", "asserts", "denies"),
        item("c2", "field:stance", "denies", "asserts"),
        item("c1", "field:evidence", "none", "supported"),
    ]
    found = list(entries(items, Wording(SCHEME, {})))
    assert [[said for _, said in each.rows] for each in found] == [
        ["you: asserts; gold: denies", "you: none; gold: supported"],
        ["you: denies; gold: asserts"],
    ]
