"""Going from case to case in a review: the next open one, any one, only some; and the article when all is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.core.command import Call, Effect, Outcome, command, refuse, say
from annotator.core.compare.kinds import AGREE, FRAGMENTATION, SPLIT
from annotator.core.compare.sense import ATTRIBUTION
from annotator.core.edit import label_of
from annotator.core.review.case import Case
from annotator.core.review.review import AUDIT, DEFERRED, OPEN, PART, STALE, WAITING, Review
from annotator.core.review.settle import focused
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.core.state import Prompt, Selection, State

WORDS = {
    OPEN: "open",
    PART: "not all of it decided",
    STALE: "decided before its claims changed",
    AUDIT: "decided by rule; look whether it is right",
    DEFERRED: "put off",
}
"""The state of a case in a sentence."""

_KINDS = {SPLIT: "split", FRAGMENTATION: "pieces", ATTRIBUTION: "told by", AGREE: "all the same"}


def kind_name(kind: str, scheme: Scheme) -> str:
    """A kind of disagreement in a word or two: a part by its label."""
    return _KINDS.get(kind) or label_of(kind.partition(":")[2] or kind, scheme)


def passes(review: Review, case: Case, only: str) -> bool:
    """Whether a filter lets a case through: `kind:KIND`, `status:STATUS`, or everything."""
    what, _, key = only.partition(":")
    if what == "kind":
        return key in case.kinds
    return review.status(case) == key if what == "status" else True


def wanted(review: Review, only: str) -> tuple[Case, ...]:
    """The cases that wait, or those in the state that the filter names, in text order."""
    states = (only.removeprefix("status:"),) if only.startswith("status:") else WAITING
    return tuple(case for case in review.everything if passes(review, case, only) and review.status(case) in states)


def to_case(state: State, case: Case) -> State:
    """The state with this case in focus and the cursor on its first word."""
    at = case.span.start
    calm = replace(state, hand="", held=None, goal=None, trail=(), selection=Selection(at, at), active="")
    after = focused(calm, case)
    review = after.review
    if review is None:
        return after
    # Whoever is asked for a speaker finds those of the versions first, in the order of the columns.
    named = [id for reader in review.readers for claim in case.of(reader) for id in claim.speakers]
    after = replace(after, digits=tuple(dict.fromkeys(named)))
    status = review.status(case)
    number = review.everything.index(case) + 1
    return say(after, f"Case {number} of {len(review.everything)}: {WORDS.get(status, status)}.")


def to_waiting(state: State, step: int) -> State | None:
    """The state at the next or previous case that waits; None when this article has none left in that direction."""
    review = state.review
    if review is None:
        return None
    found = beyond(wanted(review, state.only), place_of(state), step)
    return to_case(state, found) if found else None


def place_of(state: State) -> tuple[Span, str]:
    """Where the next case is looked for: at the one in focus, or at the cursor."""
    case = state.review.focus if state.review else None
    head = state.selection.head
    return (case.span, case.key) if case else (Span(head, head), "")


def beyond(cases: Sequence[Case], place: tuple[Span, str], step: int) -> Case | None:
    """The first case after a place, or the last one before it."""
    if step > 0:
        return next((case for case in cases if (case.span, case.key) > place), None)
    return next((case for case in reversed(cases) if (case.span, case.key) < place), None)


def onward(state: State, step: int) -> Outcome:
    """The state at the next case that waits; the shell looks for it in the queue when none is left here, or when the
    queue has an order of its own."""
    queued = state.review is not None and state.review.queued
    after = None if queued else to_waiting(state, step)
    return (state, Effect("onward" if step > 0 else "backward")) if after is None else after


@command(
    "next-case",
    "n",
    "Go to the next case that waits for a decision.",
    group="Review",
    hint="next open",
    screen="review",
)
def next_case(state: State, call: Call) -> Outcome:
    """In the next article of the queue when none is left here."""
    return onward(state, 1)


@command("previous-case", "N", "Go to the case before that waits.", group="Review", screen="review")
def previous_case(state: State, call: Call) -> Outcome:
    """In the article before when none is left here."""
    return onward(state, -1)


def _turn(state: State, step: int) -> State:
    """The next gold claim of the case in focus, then the next case, whatever its state."""
    review = state.review
    if review is None or not review.everything:
        return refuse(state, "There is nothing to review in this article.")
    case = review.focus
    ids = [claim.id for claim in review.results(case)] if case else []
    if state.active in ids and 0 <= ids.index(state.active) + step < len(ids):
        return replace(state, active=ids[ids.index(state.active) + step], hand="", held=None)
    shown = [each for each in review.everything if passes(review, each, state.only)] or list(review.everything)
    found = beyond(shown, place_of(state), step)
    return to_case(state, found or shown[0 if step > 0 else -1])


@command("any-case", "tab", "Go to the next case, decided or not.", group="Review", screen="review")
def any_case(state: State, call: Call) -> State:
    """Round the end of the article."""
    return _turn(state, 1)


@command("any-case-back", "shift+tab", "Go to the case before, decided or not.", group="Review", screen="review")
def any_case_back(state: State, call: Call) -> State:
    """Round the start of the article."""
    return _turn(state, -1)


@command(
    "only-kind", "O", "Go only through one kind of disagreement, or what was put off.", group="Review", screen="review"
)
def only_kind(state: State, call: Call) -> State:
    """A list to choose from; the first row shows all again. It holds in the next articles, too."""
    return replace(state, prompt=Prompt("only", "show only"))


def filters(review: Review) -> tuple[tuple[str, str, str], ...]:
    """What can be shown alone: (filter, label, how many)."""
    kinds: dict[str, int] = {}
    states: dict[str, int] = {}
    for case in review.everything:
        states[review.status(case)] = states.get(review.status(case), 0) + 1
        for kind in case.kinds:
            kinds[kind] = kinds.get(kind, 0) + 1
    rows = [("", "everything that waits", str(len(wanted(review, ""))))]
    scheme = review.sense.scheme
    ordered = sorted(kinds.items(), key=lambda row: (-row[1], row[0]))
    rows += [(f"kind:{kind}", kind_name(kind, scheme), str(n)) for kind, n in ordered]
    return (
        *rows,
        *(
            (f"status:{status}", "put off" if status == DEFERRED else status, str(n))
            for status, n in sorted(states.items())
        ),
    )


@command(
    "review-done",
    "Z",
    "Go to the first case that waits or, when none does, on to the next article.",
    group="Review",
    hint="on",
    screen="review",
)
def review_done(state: State, call: Call) -> Outcome:
    """There is nothing to mark as done: gold is complete when nothing waits."""
    review = state.review
    waiting = wanted(review, "") if review else ()
    if not waiting:
        return state, Effect("onward")
    after = to_case(state, waiting[0])
    more = f" ({len(waiting) - 1} more wait)" if len(waiting) > 1 else ""
    return refuse(after, f"Not done yet: {after.message[:1].lower()}{after.message[1:-1]}{more}.")


@command(
    "leave-case",
    "backspace  escape",
    "Back out: put the part down, drop the selection, leave the case.",
    group="Review",
    screen="review",
)
def leave_case(state: State, call: Call) -> State:
    """One step each time."""
    head = Selection(state.selection.head, state.selection.head)
    if state.hand or not state.selection.empty:
        return replace(state, hand="", held=None, selection=head, trail=(), goal=None)
    review = state.review
    if review is not None and review.at:
        return say(replace(state, active="", review=replace(review, at="")), "No case is in focus.")
    if state.only:
        return say(replace(state, only=""), "Everything that waits is shown.")
    if state.search:
        return replace(state, search="")
    return refuse(state, "Nothing to back out of; g q quits, and all is saved.")
