"""What a measure of agreement gives: a value, or why there is none."""

from __future__ import annotations

from typing import NamedTuple


class Score(NamedTuple):
    """A value of a measure, or the reason why it is undefined; never 0, 1 or NaN in place of one."""

    value: float | None
    reason: str = ""
    """Why there is no value, as a phrase (`one value only`); empty when there is one."""
    n: int = 0
    """Units, pairs or claims that it rests on, as the measure says."""
