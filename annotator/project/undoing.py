"""Undo and redo as steps from one state to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from annotator.core.command import Effect
from annotator.core.event import Key
from annotator.core.history import Entry, Swap, answer
from annotator.core.registry.roster import uses
from annotator.core.speaker import Speaker
from annotator.core.state import State
from annotator.project.changes import apply, status_key, thing

Step = Callable[[State], tuple[State, tuple[Effect, ...]]]
"""What a key does, to be run now and again on fresh claims if another window was faster."""
Used = Callable[[str, Key], int]
"""(speaker, layer) → how many claims outside of this layer name the speaker."""


def taking_back(entry: Entry, used_elsewhere: Used, *, redo: bool) -> Step:
    """The step that puts back what was there before a batch, apart from what has changed since."""

    def step(now: State) -> tuple[State, tuple[Effect, ...]]:
        make, leave = answer(entry, lambda kind, key: thing(now, kind, key))
        kept = tuple(swap for swap in make if not _needed(now, make, swap, used_elsewhere))
        after = _shown(apply(now, kept), kept)
        left = len(leave) + len(make) - len(kept)
        word = "Done again" if redo else "Undone"
        named = f"; {left} changed since then, left alone" if left else ""
        return replace(after, message=f"{word}: {_about(kept, after)}{named}.", warn=bool(left)), ()

    return step


def _needed(state: State, make: tuple[Swap, ...], swap: Swap, used_elsewhere: Used) -> bool:
    """Whether a speaker that would be taken away still answers for a claim that stays."""
    if swap.kind != "speaker" or swap.after is not None:
        return False
    speaker = swap.key[0]
    after = apply(state, tuple(each for each in make if each.kind == "put"))
    return uses(after, speaker) > 0 or used_elsewhere(speaker, status_key(state)) > 0


def _shown(state: State, made: tuple[Swap, ...]) -> State:
    """The state with the claim active that came back, and no part in hand that is gone."""
    state = replace(state, hand="", held=None, trail=(), ghost=None)
    if state.review is not None:
        from annotator.core.review.settle import focused

        cases = [case for swap in made if swap.kind == "decide" and (case := state.review.case_of(swap.key[0]))]
        return focused(state, cases[0]) if cases else state
    for swap in made:
        if swap.kind == "put" and swap.after is not None:
            return replace(state, active=swap.key[-1])
    return state


def _about(made: tuple[Swap, ...], state: State) -> str:
    """What a batch was about, in a few words."""
    for swap in made:
        if swap.kind == "decide":
            count = sum(each.kind == "decide" for each in made)
            return "a decision" if count == 1 else f"{count} decisions"
        if swap.kind == "put":
            return f"claim {state.numbers.get(swap.key[-1], 0) or 'that was gone'}"
        if swap.kind == "status":
            return "the article's status"
        if swap.kind == "refuse":
            return "a refused proposal"
        speaker = swap.after or swap.before
        if isinstance(speaker, Speaker):
            return f"speaker {speaker.name}"
    return "nothing was left to change"
