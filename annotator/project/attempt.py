"""What a key did, so that it can be done again, and the time that it was done at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.core.state import State
from annotator.project.undoing import Step

if TYPE_CHECKING:
    from annotator.project.recorder import Job


class Ids:
    """The ids of what one key makes: the same ones when it is done again, so that what later keys have said of a new
    claim still finds it."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._make = make
        self._made: list[str] = []
        self._at = 0

    def again(self) -> None:
        """From the first one on."""
        self._at = 0

    def __call__(self) -> str:
        """The next one."""
        if self._at == len(self._made):
            self._made.append(self._make())
        self._at += 1
        return self._made[self._at - 1]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was done, so that it can be done again on fresh claims."""

    step: Step
    before: State
    seconds: float
    ids: Ids
    ref: str = ""
    """The batch that it undoes or redoes."""
    job: Job | None = None
    """What was to be written of it the last time."""


def lapsed(now: State, before: State) -> str:
    """Why what was done cannot be done again on what was read just now; empty when it can."""
    if before.roster is not None:
        # The registry does not depend on what is active in the article.
        return ""
    if before.review is not None:
        gone = bool(before.review.at) and (now.review is None or now.review.case(before.review.at) is None)
        return "That case was changed in another window: the last key no longer applies." if gone else ""
    claim = now.claim(before.active)
    if before.active and claim is None:
        number = before.numbers.get(before.active, 0)
        return f"Claim {number} was deleted in another window: the last key no longer applies."
    if before.hand and before.ghost is None and not (claim and before.held in claim.pieces(before.hand)):
        return "That part was changed in another window: the last key no longer applies."
    return ""


def resumed(now: State, before: State) -> State:
    """What was read just now, with the screen as it was when something was done: to do it again there."""
    if now.review is not None and before.review is not None:
        now = replace(now, review=replace(now.review, at=before.review.at))
    return replace(
        now,
        active=before.active if now.claim(before.active) else "",
        selection=before.selection,
        hand=before.hand,
        held=before.held,
        ghost=before.ghost,
        prompt=before.prompt,
        jump=before.jump,
        roster=before.roster,
        confirm=before.confirm,
        last=before.last,
        trail=before.trail,
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, passed in: UTC as text, seconds that only grow, and a random prefix for ids."""

    now: Callable[[], str]
    seconds: Callable[[], float]
    prefix: str
