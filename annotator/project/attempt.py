"""What a key did, so that it can be done again, and the time that it was done at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.core.state import State
from annotator.project.undoing import Step


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was done, so that it can be done again on fresh claims."""

    step: Step
    before: State
    seconds: float
    ref: str = ""
    """The batch that it undoes or redoes."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, passed in: UTC as text, seconds that only grow, and a random prefix for ids."""

    now: Callable[[], str]
    seconds: Callable[[], float]
    prefix: str
