"""What a key does: one function per command, grouped by what the hand is doing."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.command import TABLE, Call, Command, Effect, calm
from annotator.core.commands import (
    alike,
    claims,
    draft,
    go,
    jump,
    mark,
    move,
    propose,
    registry,
    tag,
    take,
    trim,
    value,
)
from annotator.core.proposal.ghost import dimmed
from annotator.core.state import State

__all__ = [
    "COMMANDS",
    "alike",
    "claims",
    "draft",
    "go",
    "jump",
    "label",
    "mark",
    "move",
    "perform",
    "propose",
    "registry",
    "settled",
    "tag",
    "take",
    "trim",
    "value",
]

COMMANDS: dict[str, Command] = TABLE.rows
"""Name → command, in the order in which help lists them."""


def perform(name: str, state: State, call: Call) -> tuple[State, tuple[Effect, ...]]:
    """Run one command: the next state, and what the shell has to do.

    A ghost that the command works on becomes a claim first, and so does what the majority says in a review, unless the
    command only asks or refuses. Every claim that has changed gets its time, and the time in hand is added to it.
    """
    base = now = calm(state)
    if take.takes(name, now):
        now = take.taken(now, call)
    elif now.review is not None:
        now = _gold(name, now)
    outcome = COMMANDS[name].run(now, call)
    after, effects = (outcome, ()) if isinstance(outcome, State) else (outcome[0], (outcome[1],))
    after = take.accepted(base, now, after)
    if after.confirm == state.confirm:
        # Only the very next key can confirm.
        after = replace(after, confirm="")
    if after.prompt is not None and now.prompt is None:
        after = draft.resumed(after)
    return settled(state, after, call), effects


def _gold(name: str, state: State) -> State:
    """The state with a gold claim where a command is about to work on one that nobody has made yet."""
    from annotator.core.commands.review import focus

    return focus.taken(state) if focus.takes(name, state) else state


def label(state: State, call: Call, key: str) -> tuple[State, tuple[Effect, ...]]:
    """One key while labels are shown on the words."""
    return settled(state, jump.typed(state, call, key), call), ()


def settled(before: State, after: State, call: Call) -> State:
    """The state with times on every claim that has changed, and with what Enter would fill in now.

    In a review, what has changed in the gold claims becomes decisions.
    """
    if after.review is not None:
        from annotator.core.review.settle import settle

        return settle(before, after, call.now, call.scheme, spent=call.spent)
    after = stamped(before, after, call)
    same = after.claims is before.claims and after.active == before.active and after.ghost is before.ghost
    return after if same and after.speakers is before.speakers else replace(after, dim=dimmed(after, call.guide))


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
