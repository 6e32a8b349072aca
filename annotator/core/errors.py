"""What can go wrong, and how it is said.

AnnotatorError            a sentence for the person at the keyboard; the command line exits with `.code`
├── UsageError            the call itself is wrong (code 2)
├── FaultsError           data that was refused: every fault at once
├── StoreError            the store cannot do what it promises (refused drive, damaged or newer file, full disk)
└── StaleError            what a command was about to replace has changed since it was read

Raise for programmer and environment errors; *return* `Fault`s for data, all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN = 200
"""Characters of a key that are shown."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in data from outside: what, where, and what would be right."""

    what: str
    """A sentence without its full stop."""
    file: str = ""
    """The file as the person named it, or empty."""
    line: int | None = None
    """One-based line in that file."""
    key: str = ""
    """Table and key (`[[field]] stance.leader`) or record key (`spans.content[0].start`)."""
    right: str = ""
    """What would be right, without its full stop."""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part not in ("", None))
        key = self.key if len(self.key) <= SHOWN else self.key[:SHOWN] + "…"
        head = ": ".join(part for part in (place, key) if part)
        return (f"{head}: " if head else "") + self.what + (f"; {self.right}" if self.right else "") + "."


class AnnotatorError(Exception):
    """A sentence that says what, where, and what would be right."""

    code = 1


class UsageError(AnnotatorError):
    """The call is wrong: an unknown name, a missing argument."""

    code = 2


class FaultsError(AnnotatorError):
    """Data was refused; `faults` holds every reason."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class StoreError(AnnotatorError):
    """The store refuses, because it could not keep its promise."""


class StaleError(AnnotatorError):
    """Another window has changed what this change was made from; nothing was written."""


def sentence(problem: AnnotatorError | OSError) -> str:
    """What to tell the person: our own sentence, or which file the system refuses, and why."""
    if isinstance(problem, AnnotatorError):
        return str(problem)
    place = f"{problem.filename} cannot be used: " if problem.filename else ""
    return f"{place}{problem.strerror or problem}."
