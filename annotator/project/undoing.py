"""Undo and redo as steps from one state to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from annotator.core.command import Effect
from annotator.core.history import Entry, Swap, answer
from annotator.core.speaker import Speaker
from annotator.core.state import State
from annotator.project.changes import apply, thing

Step = Callable[[State], tuple[State, tuple[Effect, ...]]]
"""What a key does, to be run now and again on fresh claims if another window was faster."""
Used = Callable[[str, str], bool]
"""(speaker, article) → whether a claim on another article has this speaker."""


def taking_back(entry: Entry, used_elsewhere: Used, *, redo: bool) -> Step:
    """The step that puts back what was there before a batch, apart from what has changed since."""

    def step(now: State) -> tuple[State, tuple[Effect, ...]]:
        make, leave = answer(entry, lambda kind, key: thing(now, kind, key))
        kept = tuple(swap for swap in make if not _needed(now, make, swap, used_elsewhere))
        after = _shown(apply(now, kept), kept)
        left = len(leave) + len(make) - len(kept)
        word = "Done again" if redo else "Undone"
        named = f"; {left} changed since then, left alone" if left else ""
        return replace(after, message=f"{word}: {_about(kept, now)}{named}.", warn=bool(left)), ()

    return step


def _needed(state: State, make: tuple[Swap, ...], swap: Swap, used_elsewhere: Used) -> bool:
    """Whether a speaker that would be taken away still answers for a claim that stays."""
    if swap.kind != "speaker" or swap.after is not None:
        return False
    speaker = swap.key[0]
    after = apply(state, tuple(each for each in make if each.kind == "put"))
    here = any(
        speaker in claim.speakers or any(speaker in link for link in claim.attribution) for claim in after.claims
    )
    return here or used_elsewhere(speaker, state.article.id)


def _shown(state: State, made: tuple[Swap, ...]) -> State:
    """The state with the claim active that came back, and no part in hand that is gone."""
    state = replace(state, hand="", held=None, trail=(), ghost=None)
    for swap in made:
        if swap.kind == "put" and swap.after is not None:
            return replace(state, active=swap.key[-1])
    return state


def _about(made: tuple[Swap, ...], state: State) -> str:
    """What a batch was about, in a few words."""
    for swap in made:
        if swap.kind == "put":
            return f"claim {state.numbers.get(swap.key[-1], 0) or 'that was gone'}"
        if swap.kind == "status":
            return "the article's status"
        if swap.kind == "refuse":
            return "a refused proposal"
        if isinstance(swap.after or swap.before, Speaker):
            return "a speaker"
    return "nothing was left to change"
