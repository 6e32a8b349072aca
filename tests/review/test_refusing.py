"""Keys on a case that can do nothing: nothing is decided by them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.commands import COMMANDS
from annotator.core.prompt import choices
from tests.review.adjudicator import TEXT, Adjudicator, mark


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Adjudicator]:
    """An adjudicator of an empty project with one article."""
    window = Adjudicator(tmp_path / "project").texts(TEXT)
    yield window
    window.close()


@pytest.mark.parametrize("keys", ["+", "-", "@ ⌫", "r c", "r >", "m ⌫", "9"])
def test_a_refusal_or_a_question_decides_nothing(lead: Adjudicator, keys: str) -> None:
    """The case stays open, and there is no gold claim."""
    lead.layer("ana", mark("ana", "Rents fell")).layer("ben", mark("ben", "Rents fell in October")).begin()
    lead.press(keys)
    assert (lead.status, lead.gold, lead.review.decisions) == ("open", [], {})


def test_the_palette_runs_whatever_it_lists(lead: Adjudicator) -> None:
    """By its name alone; what only the scheme's keys can run is not listed."""
    lead.layer("ana", mark("ana", "Rents fell")).layer("ben", mark("ben", "Rents fell in October")).begin()
    needing = {name for name, row in COMMANDS.items() if row.needs}
    assert needing == {"set-value", "ask-value", "mark-role", "version-part"}
    for name, row in COMMANDS.items():
        if "review" not in row.screens or name in ("palette", "quit"):
            continue
        lead.press(f": '{name}")
        listed = [choice.key for choice in choices(lead.state)]
        assert (name in listed) == (name not in needing), name
        lead.press("⏎" if listed[:1] == [name] else " ".join(["⌫"] * (len(name) + 1)))
        while lead.state.prompt or lead.state.roster or lead.state.jump:
            lead.press("⌫")


def test_a_filter_leaves_the_gold_claim_in_focus(lead: Adjudicator) -> None:
    """A tag behind it goes to that claim, and a mark makes no second one."""
    lead.layer("ana", mark("ana", "Rents fell")).layer("ben", mark("ben", "Rents fell in October")).begin()
    lead.press("1 O 'boundary ⏎ t h")
    assert lead.gold == ["Rents fell / mayor / hedges / attributed"]
    lead.on("Rents fell in").press("c")
    assert lead.gold == ["Rents fell in / mayor / hedges / attributed"]
