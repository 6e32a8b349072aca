"""Undo and redo: batches of ordinary changes that put back what was there before.

Nothing is ever taken out of the store: an undo is a further batch, with `ref` = the batch it answers. The two stacks
belong to (annotator, article, screen) and are folded from the stored batches, so they reach across windows and
restarts without limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from annotator.core.claim import Claim
from annotator.core.event import Key
from annotator.core.speaker import Speaker

if TYPE_CHECKING:
    from annotator.core.records.assignment import Refusal
    from annotator.core.records.decision import Decision

Thing: TypeAlias = "Claim | Speaker | Refusal | Decision | bool | None"
"""A claim, a speaker, a refused proposal, a decision, or whether the article is done; None: there is none."""


class Swap(NamedTuple):
    """One thing before and after a batch."""

    kind: str
    key: Key
    before: Thing
    after: Thing


@dataclass(frozen=True, slots=True)
class Entry:
    """One batch on a stack."""

    batch: str
    swaps: tuple[Swap, ...]
    ref: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The two stacks, latest last."""

    done: tuple[Entry, ...] = ()
    undone: tuple[Entry, ...] = ()

    def push(self, entry: Entry) -> History:
        """With one more batch: an undo moves its target over, a redo moves it back, any other ends what was undone."""
        done, undone = list(self.done), list(self.undone)
        _push(done, undone, entry)
        return History(tuple(done), tuple(undone))


def fold(entries: Iterable[Entry]) -> History:
    """The stacks after these batches, in the order in which they were committed."""
    done: list[Entry] = []
    undone: list[Entry] = []
    for entry in entries:
        _push(done, undone, entry)
    return History(tuple(done), tuple(undone))


def _push(done: list[Entry], undone: list[Entry], entry: Entry) -> None:
    if not entry.ref:
        done.append(entry)
        undone.clear()
    elif _taken(done, entry.ref):
        undone.append(entry)
    elif _taken(undone, entry.ref):
        done.append(entry)


def _taken(stack: list[Entry], batch: str) -> bool:
    """Take a batch out of a stack; whether it was there.

    Mostly it is the last. Above it may lie one of which nothing was left to undo, so that nothing was stored, or one
    that another window has put there at the same moment: it stays.
    """
    for index in range(len(stack) - 1, -1, -1):
        if stack[index].batch == batch:
            del stack[index]
            return True
    return False


def answer(entry: Entry, now: Callable[[str, Key], Thing]) -> tuple[tuple[Swap, ...], tuple[Swap, ...]]:
    """What undoes a batch: (the swaps to make, the swaps that must be left alone).

    A thing that another batch has changed since is left alone, because going back would erase that change.
    """
    make: list[Swap] = []
    leave: list[Swap] = []
    for swap in reversed(entry.swaps):
        current = now(swap.kind, swap.key)
        if current == swap.after:
            make.append(Swap(swap.kind, swap.key, swap.after, swap.before))
        else:
            leave.append(swap)
    return tuple(make), tuple(leave)
