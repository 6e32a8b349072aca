"""What a key does: one function per command, grouped by what the hand is doing."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.command import TABLE, Call, Command, Effect
from annotator.core.commands import claims, go, mark, move, tag, trim
from annotator.core.state import State

__all__ = ["COMMANDS", "claims", "go", "mark", "move", "perform", "tag", "trim"]

COMMANDS: dict[str, Command] = TABLE.rows
"""Name → command, in the order in which help lists them."""


def perform(name: str, state: State, call: Call) -> tuple[State, tuple[Effect, ...]]:
    """Run one command: the next state, and what the shell has to do.

    Every claim that the command has changed gets its time, and the time in hand is added to it.
    """
    outcome = COMMANDS[name].run(replace(state, message="", warn=False, pending=()), call)
    after, effects = (outcome, ()) if isinstance(outcome, State) else (outcome[0], (outcome[1],))
    if after.confirm == state.confirm:
        # Only the very next key can confirm.
        after = replace(after, confirm="")
    return stamped(state, after, call), effects


def stamped(before: State, after: State, call: Call) -> State:
    """The state with times and time in hand on every claim that has changed."""
    if after.claims == before.claims:
        return after
    old = {claim.id: claim for claim in before.claims}
    changed = [claim for claim in after.claims if old.get(claim.id) != claim]
    share = round(call.spent / len(changed), 1) if changed else 0.0
    for claim in changed:
        after = after.with_claim(replace(claim, updated=call.now, seconds=round(claim.seconds + share, 1)))
    return after
