"""The case in focus: what keys work on in a review, and how a decision on it is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.core.claim import Claim
from annotator.core.command import TABLE, Call
from annotator.core.commands.take import RESHAPES, chosen, in_hand
from annotator.core.edit import label_of
from annotator.core.review.case import Case
from annotator.core.review.majority import EXISTS, SPLIT
from annotator.core.review.recipe import differing
from annotator.core.review.review import Review
from annotator.core.review.settle import decided, drafts
from annotator.core.state import Selection, State

NO_CASE = "No case is in focus: n goes to the next one that is open."
CORRECTS = frozenset(["add-piece", "remove-piece", "new-claim", "reply-claim", "set-value", "speaker-digit"])
MARKS = frozenset(["mark-first", "mark-second", "mark-third", "mark-role"])


def focus_of(state: State) -> tuple[Review, Case] | None:
    """The review and its case in focus; None when none is."""
    review = state.review
    case = review.focus if review else None
    return (review, case) if review and case else None


def takes(name: str, state: State) -> bool:
    """Whether a command works on the gold claim, so that where none is yet there must be one first."""
    found = focus_of(state)
    if found is None or state.current is not None or found[0].results(found[1]):
        return False
    case = found[1]
    if name in RESHAPES or name.startswith("extend-"):
        return bool(state.hand and state.held)
    if name in MARKS:
        span = chosen(state)
        return span is not None and span.overlaps(case.span)
    return name in CORRECTS and TABLE.rows[name].group != "Go"


def taken(state: State) -> State:
    """The state with gold claims to work on: what has a majority is filled, the rest is open."""
    found = focus_of(state)
    if found is None:
        return state
    made, _ = drafts(*found)
    after = state
    for claim in made:
        after = after.with_claim(claim)
    return replace(after, active=made[0].id, review=state.review) if made else after


def kept(state: State, case: Case, results: list[Claim]) -> list[Claim]:
    """New results under the ids of the old ones, so that links to them still lead somewhere."""
    old = state.review.results(case) if state.review else ()
    return [replace(claim, id=old[at].id if at < len(old) else "") for at, claim in enumerate(results)]


def decide(
    state: State, call: Call, case: Case, action: str, results: Sequence[Claim], sources: dict[str, str]
) -> State:
    """The state in which a case is decided now, with no part in hand."""
    after = decided(state, case, action, results, sources, call.now, call.scheme, spent=call.spent)
    # What was selected only because it was in hand is put down with it: it is not meant for the next mark.
    start = state.selection.span.start
    selection = Selection(start, start) if state.hand else after.selection
    return replace(after, hand="", held=None, trail=(), goal=None, selection=selection)


def missing(state: State) -> str:
    """The end of a sentence: what the gold claim in focus still needs."""
    found = focus_of(state)
    parts = found[0].unsettled(found[1]) if found else ()
    words = ", ".join(label_of(part, state.scheme) for part in parts)
    return f"; {words} still open." if words else ". Enter goes on."


def disputed(state: State) -> tuple[str, ...]:
    """The parts of the case in focus that are open, then those in which its versions differ."""
    found = focus_of(state)
    if found is None:
        return ()
    review, case = found
    open_ = review.unsettled(case) if review.results(case) else review.draft(case).open if case.clusters else ()
    parts = (*open_, *differing(case, review.sense))
    return tuple(part for part in parts if part not in (EXISTS, SPLIT))


def taken_up(state: State, part: str) -> State:
    """The state with a role in hand whose pieces have just been chosen."""
    claim = state.current
    parts = claim.pieces(part) if claim else ()
    return in_hand(state, part, parts[0]) if parts and state.scheme.role(part) else state


def worked(state: State, case: Case) -> tuple[Claim | None, tuple[Claim, ...], dict[str, str]]:
    """(the gold claim that keys work on, all of the case, where their parts came from)."""
    review = state.review
    if review is None:
        return None, (), {}
    results = tuple(map(review.kept, review.results(case)))
    old = review.decision(case)
    sources = dict(old.sources) if old and results else {}
    if not results:
        results, sources = drafts(review, case)
    active = next((claim for claim in results if claim.id == state.active), results[0] if results else None)
    return active, results, sources


def put_in(results: Sequence[Claim], made: Claim) -> list[Claim]:
    return [made if claim.id == made.id else claim for claim in results]
