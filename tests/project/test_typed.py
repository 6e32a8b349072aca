"""Typing a number: within the bounds of its field, which a refusal names as they are written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.scheme import Field
from tests.hand import Hand


@pytest.mark.parametrize(
    ("low", "high", "typed", "message"),
    [
        (None, 10, "11", "N takes a number up to 10."),
        (3, None, "2.5", "N takes a number from 3 on."),
        (0, 1234567, "9999999", "N takes a number from 0 to 1234567."),
        (0.5, 2, "0.4", "N takes a number from 0.5 to 2."),
        (None, None, "1e99", "N takes a number."),
        (None, 10, "ten", "N takes a number, such as 3 or 0.5."),
        (None, 10, "10", "Claim 1: n 10."),
    ],
)
def test_bounds(tmp_path: Path, low: float | None, high: float | None, typed: str, message: str) -> None:
    """The prompt stays open where it is refused, and nothing is stored."""
    hand = Hand(tmp_path, "Rents fell.").on("Rents fell").press("c")
    field = Field("n", "number", "N", "n", minimum=low, maximum=high)
    hand.session.state = replace(hand.state, scheme=replace(hand.scheme, fields=(*hand.scheme.fields, field)))
    hand.session.run("ask-value", "n", hand.rows, 10)
    hand.press(f"'{typed} ⏎")
    assert (hand.message, hand.state.prompt is None) == (message, message.startswith("Claim"))
    assert hand.state.claims[0].fields.get("n") == (10 if message.startswith("Claim") else None)
    hand.close()
