"""What a trial is: something done very often, counted, and the list of what did not hold."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

LONG = bool(os.environ.get("ANNOTATOR_PROVE"))
"""Set: the tests take the long setting of each trial."""


@dataclass(slots=True)
class Outcome:
    """Figures to publish, and a sentence for each promise that was broken."""

    figures: dict[str, float] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def add(self, what: str, count: float = 1) -> None:
        """Count."""
        self.figures[what] = self.figures.get(what, 0) + count


@dataclass(frozen=True, slots=True)
class Trial:
    """`run(folder, count, seed)` does it so many times, in an empty folder."""

    run: Callable[[Path, int, int], Outcome]
    quick: int
    long: int
    alone: bool = False
    """It measures how long something waits, so nothing else may run beside it."""

    @property
    def count(self) -> int:
        """How often, by the setting of this run."""
        return self.long if LONG else self.quick
