"""What goes with a decision: put off, remarked, given a reason; the one before repeated, or carried to all alike."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.command import Call, Effect, Outcome, command, refuse, say
from annotator.core.commands.review.cases import WORDS
from annotator.core.commands.review.focus import NO_CASE, decide, focus_of
from annotator.core.review.case import Case
from annotator.core.review.majority import MAJORITY
from annotator.core.review.recipe import Recipe, applied, recipe_of
from annotator.core.review.review import DEFERRED, NO_REMARK, OPEN, Remark, Review
from annotator.core.review.settle import focused, shown
from annotator.core.state import Prompt, State

REASONS = ("guideline_gap", "ambiguous_text", "slip")
"""Why annotators differed, as a list to choose from; any other word can be typed."""


@command(
    "defer",
    "!",
    "Put the decision off and on the meeting list, or take it up again.",
    group="Review",
    hint="defer",
    screen="review",
)
def defer(state: State, call: Call) -> Outcome:
    """It waits for the team; n passes it by."""
    found = focus_of(state)
    if found is None:
        return refuse(state, NO_CASE)
    review, case = found
    if not case.clusters:
        return refuse(state, "What was added can be changed or taken away with d; it is no disagreement to put off.")
    if review.status(case) == DEFERRED:
        old = review.decision(case)
        if old is not None and old.adjudicator != review.adjudicator:
            return refuse(state, f"{old.adjudicator} has put it off: decide it, or leave it on the meeting list.")
        decisions = {id: each for id, each in review.decisions.items() if old is None or id != old.id}
        after = focused(shown(state, replace(review, decisions=decisions)), case)
        status = after.review.status(case) if after.review else OPEN
        now = "It is open again." if status == OPEN else f"No longer put off: {WORDS.get(status, status)}, as before."
        return say(after, now)
    return say(decide(state, call, case, "defer", (), {}), "Put off, and on the meeting list. Enter goes on.")


@command("remark", "m", "Write a note on the decision.", group="Review", hint="note", screen="review")
def remark(state: State, call: Call) -> State:
    """Before a decision is made it waits for it."""
    found = focus_of(state)
    if found is None:
        return refuse(state, NO_CASE)
    return replace(state, prompt=Prompt("remark", "note on the decision", remark_of(*found).note))


@command(
    "reason",
    "#",
    "Say why they differ: guideline gap, ambiguous text, slip.",
    group="Review",
    hint="reason",
    screen="review",
)
def reason(state: State, call: Call) -> State:
    """Chosen again, a reason is taken back."""
    return replace(state, prompt=Prompt("reason", "reason")) if focus_of(state) else refuse(state, NO_CASE)


def remark_of(review: Review, case: Case) -> Remark:
    """What is said about a case so far."""
    old = review.decision(case)
    return review.remarks.get(case.key) or (Remark(old.note, old.tags) if old else NO_REMARK)


def remarked(state: State, call: Call, *, note: str | None = None, tag: str = "") -> State:
    """The state with a note or a reason on the case in focus."""
    found = focus_of(state)
    if found is None:
        return refuse(state, NO_CASE)
    review, case = found
    old, now = review.decision(case), remark_of(*found)
    if note is not None:
        now = now._replace(note=note.replace("\x00", "").strip())
    if tag:
        tags = tuple(each for each in now.tags if each != tag)
        now = now._replace(tags=tags if tag in now.tags else (*now.tags, tag))
    what = "Note" if note is not None else "Reason"
    if old is None or old.adjudicator != review.adjudicator:
        remarks = {**review.remarks, case.key: now}
        return say(replace(state, review=replace(review, remarks=remarks)), f"{what} kept for the decision.")
    made = replace(old, note=now.note, tags=now.tags)
    after = replace(state, review=replace(review, decisions={**review.decisions, old.id: made}))
    return say(after, f"{what}: {now.note if note is not None else ', '.join(now.tags) or 'none'}.")


@command(
    "repeat-decision",
    ".",
    "Settle this case like the one decided last.",
    group="Review",
    hint="repeat",
    screen="review",
)
def repeat(state: State, call: Call) -> State:
    """Its kinds and how each part was settled; refuses where they do not fit."""
    found = focus_of(state)
    if found is None:
        return refuse(state, NO_CASE)
    review, case = found
    recipe = last_recipe(state)
    if recipe is None:
        return refuse(state, "Nothing has been decided yet that could be repeated.")
    results = applied(recipe, case, review) if case.clusters and case.kinds == recipe.kinds else None
    if results is None:
        return refuse(state, "What was decided last does not fit here.")
    sources = {part: step.source or MAJORITY for part, step in recipe.steps.items()}
    after = decide(state, call, case, "compose" if results else "reject", results, sources)
    return say(after, "Settled like the one before. Enter goes on.")


def last_recipe(state: State) -> Recipe | None:
    """The recipe of this adjudicator's last decision in the article; None when there is none to repeat."""
    review = state.review
    if review is None:
        return None
    mine = [
        each for each in review.decisions.values() if each.adjudicator == review.adjudicator and each.action != "defer"
    ]
    last = max(mine, key=lambda each: each.created, default=None)
    case = review.case_of(last.id) if last else None
    return recipe_of(case, last, review, state.article.text) if last and case else None


@command(
    "all-like-this",
    "g a",
    "Settle every open case with the same disagreement like this one.",
    group="Review",
    hint="all like this",
    screen="review",
)
def all_like_this(state: State, call: Call) -> Outcome:
    """In all articles; shows first what will change, and is one step to undo."""
    found = focus_of(state)
    if found is None:
        return refuse(state, NO_CASE)
    review, case = found
    decision = review.decision(case)
    recipe = recipe_of(case, decision, review, state.article.text) if decision else None
    if recipe is None:
        return refuse(state, "Decide this one first; then the others with the same disagreement can follow.")
    return state, Effect("alike", case.key)
