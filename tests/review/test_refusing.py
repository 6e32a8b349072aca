"""Keys on a case that can do nothing: nothing is decided by them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

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
