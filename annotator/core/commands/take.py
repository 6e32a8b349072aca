"""Taking a ghost: what is shown becomes a claim, as it stands or because a hand has begun to correct it."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.command import TABLE, Call, say
from annotator.core.edit import fresh, label_of
from annotator.core.proposal.ghost import alternatives, claim_of
from annotator.core.scheme import Role
from annotator.core.span import Pieces, Span
from annotator.core.state import Ghost, Selection, State

RESHAPES = frozenset(["trim-start", "grow-start", "trim-end", "grow-end", "expand", "shrink"])
"""Commands that cut the part in hand anew, besides all whose name begins with `extend-`."""
CORRECTS = frozenset(["add-piece", "remove-piece", "split", "merge", "new-claim", "reply-claim"])


def takes(name: str, state: State) -> bool:
    """Whether a command works on the ghost as on a claim, so that it becomes one first."""
    if state.ghost is None:
        return False
    if name in RESHAPES or name.startswith("extend-"):
        return bool(state.hand)
    return name in CORRECTS or (TABLE.rows[name].group == "Tag")


def chosen(state: State) -> Span | None:
    """The words that were selected to be marked: not empty, and not a stored part that is in hand."""
    return None if state.selection.empty or state.hand else state.selection.span


def in_hand(state: State, role: str, part: Span) -> State:
    """The state with a piece of the active claim taken up and selected."""
    return replace(state, hand=role, held=part, selection=Selection(part.start, part.end), goal=None, trail=())


def taken(state: State, call: Call) -> State:
    """The state in which the ghost is a claim: active, with the part that was highlighted in hand."""
    ghost = state.ghost
    if ghost is None:
        return state
    drawn = claim_of(state, ghost, call.segments)
    made = fresh(state, call)
    claim = replace(
        made,
        spans=drawn.spans,
        speakers=drawn.speakers,
        attribution=drawn.attribution,
        fields=drawn.fields,
        links=drawn.links,
        origin=drawn.origin,
        score=ghost.proposal.score,
    )
    after = replace(state.with_claim(claim), active=claim.id, ghost=None)
    number = after.numbers[claim.id]
    if state.hand and claim.pieces(state.hand):
        parts = claim.pieces(state.hand)
        held = state.held if state.held in parts else parts[0]
        # The selection is kept as it is: what follows may be about to move one of its ends.
        after = replace(after, held=held) if state.held in parts else in_hand(after, state.hand, held)
    return say(after, f"New claim {number}.")


def accepted(base: State, now: State, after: State) -> State:
    """What a command has made of `now`, in which it had a claim to work on. Where it has only asked or refused, it is
    made of `base`, which has none yet: neither a question nor a refusal accepts a proposal or decides a case."""
    if now is base or after.claims is not now.claims or not (after.warn or after.prompt):
        return after
    message = "" if after.message == now.message else after.message
    return replace(base, prompt=after.prompt, message=message, warn=after.warn, confirm=after.confirm)


def shown(state: State, ghost: Ghost) -> State:
    """The state that shows a ghost, with its content highlighted."""
    state = replace(state, ghost=ghost, active="", search="", goal=None, trail=())
    return lit(state, state.scheme.primary)


def lit(state: State, role: Role) -> State:
    """The state with one part of the ghost highlighted: the part that `x` changes and the trimming keys cut."""
    parts = pieces_of(state, role)
    if not parts:
        return replace(state, hand="", held=None)
    return in_hand(state, role.key, parts[0])


def pieces_of(state: State, role: Role) -> Pieces:
    """The words that the ghost gives a role now."""
    ghost = state.ghost
    if ghost is None:
        return ()
    if role.primary:
        return ghost.proposal.contents[ghost.content]
    base = state.claim(ghost.base) if ghost.base else None
    if base is not None:
        return base.pieces(role.key)
    found = alternatives(ghost.proposal, role)
    index = ghost.source if role.speaker else 0
    return found[index] if index < len(found) else ghost.proposal.roles.get(role.key, ())


def highlight(state: State, role: Role) -> State:
    """The state with another part of the ghost highlighted."""
    label = label_of(role.key, state.scheme)
    count = len(alternatives(state.ghost.proposal, role)) if state.ghost else 0
    more = f"; x shows the other {count - 1}" if count > 1 else ""
    after = lit(state, role)
    if not after.hand:
        # Nothing is proposed for it: the role is highlighted all the same, so that x can offer one.
        after = replace(after, hand=role.key if count > 1 else "", held=None)
        return say(after, f"No {label} is proposed{more}.")
    return say(after, f"The {label} is highlighted{more}.")
