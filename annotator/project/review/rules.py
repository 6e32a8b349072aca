"""Decisions made by rule: where everybody says the same, there is nothing to decide; one in twenty is looked at.

A rule never overrules a person, and its decisions are events like any other: visible, and reversed by deciding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from annotator.core.claim import Claim
from annotator.core.errors import StaleError
from annotator.core.event import Batch, Change
from annotator.core.records.decision import RULE, Decision, decision_body, rule_id
from annotator.core.review.case import Case, gold_id
from annotator.core.review.majority import MAJORITY, drafted, parts_of, with_pieces
from annotator.core.review.review import OPEN, Review
from annotator.core.span import length
from annotator.store import Store

UNANIMOUS, TRIVIAL = "unanimous", "trivial_boundary"
"""The tags of decisions made by rule."""


def ruled(review: Review, now: str, *, trivial: bool) -> tuple[Decision, ...]:
    """The decisions that rules make of an article: of cases that wait and that at least two readers marked alike.

    With `trivial`, boundaries that differ in white space, punctuation or "that" only are settled by the shortest.
    """
    if len(review.readers) < 2:
        return ()
    found = []
    for case in review.cases:
        if review.status(case) != OPEN or review.decision(case) is not None:
            continue
        if case.agrees:
            found.append(_made(review, case, _unanimous(review, case), UNANIMOUS, now))
        elif trivial and case.trivial and not case.split and set(case.kinds) == {"boundary"}:
            found.append(_made(review, case, _shortest(review, case), TRIVIAL, now))
    return tuple(each for each in found if each is not None)


def _unanimous(review: Review, case: Case) -> Claim | None:
    draft = drafted(case, review.readers, review.sense, review.ends)
    return draft.results[0] if len(draft.results) == 1 and not draft.open else None


def _shortest(review: Review, case: Case) -> Claim | None:
    """What everybody says, on the fewest code points; of equal ones the first in the text."""
    role = review.sense.role
    draft = drafted(case, review.readers, review.sense, review.ends)
    if len(draft.results) != 1 or set(draft.open) - {role}:
        return None
    parts = min((claim.pieces(role) for claim in case.members), key=lambda each: (length(each), each))
    return with_pieces(draft.results[0], role, parts)


def _made(review: Review, case: Case, claim: Claim | None, tag: str, now: str) -> Decision | None:
    if claim is None:
        return None
    inputs = case.inputs()
    gold = replace(claim, id=gold_id(case.key), created=now, updated=now)
    return Decision(
        id=rule_id(review.article, inputs),
        article=review.article,
        action="rule",
        adjudicator=RULE,
        inputs=inputs,
        beside=case.apart(),
        kinds=case.kinds,
        sources=dict.fromkeys(parts_of(review.sense), MAJORITY),
        results=(gold,),
        tags=(tag,),
        created=now,
    )


def record(store: Store, decisions: Iterable[Decision], text: str, article: str, batch: str) -> int:
    """Write what rules have decided in one article, apart from what is there already; how many."""
    bodies = {made.key: decision_body(made, text) for made in decisions}
    while True:
        changes = tuple(
            Change("decide", key, body, store.head("decide", key))
            for key, body in bodies.items()
            if store.get("decide", key) is None
        )
        try:
            if changes:
                store.record(Batch(batch, changes, RULE, article))
        except StaleError:
            # Somebody else has opened this review at the same time, and has written some of them.
            continue
        return len(changes)
