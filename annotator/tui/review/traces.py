"""Traces: what is drawn of a case in the text, as claims that the article view can paint.

Of the case in focus: what all have is strong. What only some have is faded and underlined, in plain text `( )`. Once
it is decided, gold is strong, and what gold has left out is faded.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotator.core.claim import Claim
from annotator.core.records.gold import GOLD
from annotator.core.review.case import Case
from annotator.core.review.majority import INTERSECTION, UNION
from annotator.core.review.recipe import joined
from annotator.core.review.review import Review
from annotator.core.span import Pieces, difference

FOCUS, SOME, REST = "@focus", "@some", "@rest"
"""Ids of the traces of the case in focus: what all have, or the gold claim that keys work on; what only some have;
further gold claims of the case."""
IDS = (FOCUS, SOME, REST)
APART = "@apart"
"""The role of what only some have: none of the scheme's, so it is underlined."""


def trace(id: str, spans: dict[str, Pieces]) -> Claim:
    """A claim that is only drawn."""
    return Claim(id, "", GOLD, spans={role: parts for role, parts in spans.items() if parts})


def gold(id: str, results: Sequence[Claim], role: str) -> Claim:
    """The gold of a case, of which only the primary role is drawn."""
    return trace(id, {role: joined([claim.pieces(role) for claim in results], UNION)})


def focused(review: Review, case: Case, active: str, *, plain: bool) -> tuple[Claim, ...]:
    """The traces of the case in focus; `active` is the gold claim that keys work on."""
    decision, results = review.decision(case), review.results(case)
    settled = bool(results) or (decision is not None and decision.action != "defer")
    current = next((claim for claim in results if claim.id == active), results[0] if results else None)
    rest = [claim for claim in results if claim is not current]
    own: dict[str, Pieces] = {}
    some: dict[str, Pieces] = {}
    others: dict[str, Pieces] = {}
    for role in review.sense.scheme.roles:
        versions = versions_of(review, case, role.key)
        marked = [parts for parts in versions if parts]
        if settled:
            own[role.key] = current.pieces(role.key) if current else ()
        elif marked and len(marked) == len(versions):
            own[role.key] = joined(marked, INTERSECTION)
        else:
            own[role.key] = ()
        others[role.key] = joined([claim.pieces(role.key) for claim in rest], UNION) if rest else ()
        apart = difference(joined(marked, UNION) if marked else (), own[role.key])
        apart = difference(apart, others[role.key])
        if role.primary:
            some[APART] = apart
        if not (role.primary and plain):
            some[role.key] = apart
    return (trace(FOCUS, own), trace(SOME, some), trace(REST, others))


def versions_of(review: Review, case: Case, role: str) -> list[Pieces]:
    """What each reader who marked something here has in a role, all claims of the case together."""
    held = (case.of(reader) for reader in review.readers)
    return [joined([claim.pieces(role) for claim in claims], UNION) for claims in held if claims]
