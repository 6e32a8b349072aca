"""A point on the meeting's list: a case that the guidelines do not settle, with why it is there and who said so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.records.canonical import canonical
from annotator.core.records.decision import TEAM, Decision
from annotator.core.records.gold import input_of
from annotator.core.review.case import Case
from annotator.core.review.recipe import differing
from annotator.core.review.review import STALE, Review
from annotator.core.scheme import DISCUSS

GAP = "guideline_gap"
"""The reason that says that the guidelines have nothing to say."""
PUT_OFF = "put off"


class Why(NamedTuple):
    """One reason why a case is on the list."""

    reason: str
    """`discuss`, `guideline_gap` or `put off`."""
    by: str
    """Annotator or adjudicator."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One case on the list."""

    id: str
    """Made from what everybody says: it stays until somebody says something else, or somebody joins."""
    article: str
    case: Case
    readers: tuple[str, ...]
    """In the order of the versions."""
    why: tuple[Why, ...]
    decision: Decision | None
    """What is in force for the case."""
    gold: tuple[Claim, ...]
    """What gold has in its place now."""
    differs: tuple[str, ...]
    """The parts in which the versions differ."""
    role: str
    """The primary role."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that it is about: those that differ, or the primary role when only the claim's existence does."""
        return self.differs or (self.role,)


def points(review: Review, *, settled: bool = False) -> Iterator[Point]:
    """The points of an article, in text order. What a meeting has ruled is not on the list again unless `settled`."""
    for case in review.everything:
        decision = review.decision(case)
        if review.status(case) == STALE:
            decision = None
        if not settled and decision is not None and decision.adjudicator == TEAM:
            continue
        why = tuple(dict.fromkeys(_why(review, case, decision, review.results(case))))
        if why:
            yield point(review, case, why)


def point(review: Review, case: Case, why: tuple[Why, ...] = ()) -> Point:
    """A case as a point, whether it is on the list or not."""
    differs = tuple(part for part in differing(case, review.sense) if not _only_discuss(case, part))
    if case.split and review.sense.role not in differs:
        differs = (review.sense.role, *differs)
    return Point(
        point_id(review, case),
        review.article,
        case,
        review.readers,
        why,
        review.decision(case),
        review.results(case),
        differs,
        review.sense.role,
    )


def point_id(review: Review, case: Case) -> str:
    """The id: of what the versions say and in which order they stand; of gold without versions, of what it says."""
    claims = case.members or review.results(case)
    said = [review.article, list(review.readers), *sorted(list(input_of(claim)) for claim in claims)]
    return "p" + sha256(canonical(said)).hexdigest()[:10]


def discussed(claim: Claim) -> bool:
    """Whether somebody wants to talk about the claim."""
    return any(isinstance(value, tuple) and DISCUSS in value for value in claim.fields.values())


def _only_discuss(case: Case, part: str) -> bool:
    """Whether all that differs in a part is the wish to talk about the claim."""
    values = {claim.fields.get(part, ()) for claim in case.members}
    said = {frozenset(value) - {DISCUSS} for value in values if isinstance(value, tuple)}
    return len(values) > 1 and len(said) == 1 and all(isinstance(value, tuple) for value in values)


def _why(review: Review, case: Case, decision: Decision | None, gold: Iterable[Claim]) -> Iterator[Why]:
    for reader in review.readers:
        for claim in case.of(reader):
            if discussed(claim):
                yield Why(DISCUSS, reader, claim.note)
    if decision is None:
        return
    by, note = decision.adjudicator, decision.note
    if GAP in decision.tags:
        yield Why(GAP, by, note)
    if decision.action == "defer":
        yield Why(PUT_OFF, by, note)
    elif DISCUSS in decision.tags or any(map(discussed, gold)):
        yield Why(DISCUSS, by, note or next((claim.note for claim in gold if claim.note), ""))
