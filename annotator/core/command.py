"""Commands are data: a name, keys, one sentence, and a pure function from state to state.

Help, hint bar, palette, `docs/keys.md` and the test for clashing keys all come from the one table that `command`
fills. A command never reads a clock, a file or a random number: what it needs of them is in its `Call`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from annotator.core.claim import SchemeRef
from annotator.core.proposal.guide import Guide
from annotator.core.state import State
from annotator.core.text.motion import Rows
from annotator.core.text.segment import Segments


@dataclass(frozen=True, slots=True)
class Call:
    """What a command may know besides the state; the shell passes it in."""

    segments: Segments
    rows: Rows
    """The rows of the article as the screen wraps them now."""
    page: int
    """Rows in a page."""
    now: str
    """UTC, `2026-01-31T09:00:00.000Z`."""
    new_id: Callable[[], str]
    """A claim id that no other writer can make."""
    scheme: SchemeRef
    arg: str = ""
    """What the end of the key sequence chose: a value, a digit, a character."""
    spent: float = 0.0
    """Seconds in hand since the last stored change; gaps over 30 s do not count."""
    guide: Guide | None = None
    """The proposals of the article; None where there are none."""
    top: int = 0
    """The first row in view."""
    elsewhere: Callable[[str], int] = lambda speaker: 0
    """Speaker id → how many claims outside of this layer name it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something for the shell to do after the state is shown."""

    kind: str
    """undo, redo, quit, next, previous, home, help, keys, guideline, about, agreement, feedback, meeting, palette,
    copy; in a review also onward, backward (to the next or previous article with a case that waits) and alike (`topic`:
    the case to follow)."""
    topic: str = ""


Outcome: TypeAlias = State | tuple[State, Effect]
Run: TypeAlias = Callable[[State, Call], Outcome]


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table."""

    name: str
    """Words with hyphens: what the palette and a user's key file call it."""
    keys: tuple[str, ...]
    """Alternatives; a sequence is written with blanks: `g g`."""
    group: str
    """The heading under which help lists it."""
    help: str
    """One sentence, in the imperative."""
    run: Run
    arg: str = ""
    screens: tuple[str, ...] = ("label", "review")
    hint: str = ""
    """What the hint bar calls it; empty: it is not hinted."""
    needs: str = ""
    """What it works on, where only keys that the scheme gives can say that: nobody runs or binds it by its name."""


class Table:
    """The commands in the order in which help lists them."""

    def __init__(self) -> None:
        self.rows: dict[str, Command] = {}

    def add(
        self,
        name: str,
        keys: str,
        help: str,
        *,
        group: str,
        arg: str = "",
        hint: str = "",
        screen: str = "label review",
        needs: str = "",
    ) -> Callable[[Run], Run]:
        """Decorator: this function is the command `name`.

        `keys` are alternatives parted by two blanks, `screen` the screens on which they hold, parted by one.
        """

        def register(run: Run) -> Run:
            if name in self.rows:
                raise ValueError(f"two commands are named {name}")
            alternatives = tuple(key.strip() for key in keys.split("  ") if key.strip())
            self.rows[name] = Command(name, alternatives, group, help, run, arg, tuple(screen.split()), hint, needs)
            return run

        return register


TABLE = Table()
command = TABLE.add


def keys_of(name: str, state: State) -> tuple[str, ...]:
    """The keys of a command, the person's own where there are some; none where it has none."""
    return state.keys[name] if name in state.keys else TABLE.rows[name].keys


def calm(state: State) -> State:
    """The state without what the key before has left behind: its sentence, keys that wait for more, labels."""
    return replace(state, message="", warn=False, pending=(), jump=None)


def say(state: State, message: str) -> State:
    """The state with one sentence about what happened."""
    return replace(state, message=message, warn=False)


def refuse(state: State, message: str) -> State:
    """The state with one sentence about why nothing happened, and what would help."""
    return replace(state, message=message, warn=True)
