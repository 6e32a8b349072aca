"""What counts as the same decision, and which decisions count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.core.claim import Claim
from annotator.core.compare.sense import Sense
from annotator.core.records.decision import RULE, Decision
from annotator.project.feedback.decided import decided
from tests.reviewed import FELL, claim, decision
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
