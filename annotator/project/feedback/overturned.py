"""How often gold went against what most annotators had said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.compare.sense import Sense
from annotator.core.records.decision import RULE
from annotator.core.review.case import Case
from annotator.core.review.majority import EXISTS, part_of, parts_of
from annotator.core.review.review import DEFERRED, STALE, Review


class Overturned(NamedTuple):
    """Decisions of people where most annotators had said the same."""

    n: int
    """Decisions where the majority left nothing open."""
    against: int
    """Of these, those whose gold is anything else."""
    parts: Mapping[str, tuple[int, int]]
    """`exists` or a part → (how often gold says something else, of how many with a majority)."""


def overturned(reviews: Iterable[Review]) -> Overturned:
    """Over all cases with a decision of a person in force that at least two readers could have settled."""
    n = against = 0
    wrong: Counter[str] = Counter()
    of: Counter[str] = Counter()
    order: tuple[str, ...] = ()
    for review in reviews:
        order = (EXISTS, *parts_of(review.sense))
        for case in review.cases if len(review.readers) > 1 else ():
            decision = review.decision(case)
            if decision is None or decision.adjudicator == RULE or decision.action == "import":
                continue
            if review.status(case) in (STALE, DEFERRED):
                continue
            gold, draft = review.results(case), review.draft(case)
            if not draft.open:
                n += 1
                against += said(gold, review.sense) != said(draft.results, review.sense)
            for part, differs in _parts(case, gold, review):
                of[part] += 1
                wrong[part] += differs
    return Overturned(n, against, {part: (wrong[part], of[part]) for part in order if of[part]})


def _parts(case: Case, gold: tuple[Claim, ...], review: Review) -> Iterator[tuple[str, bool]]:
    """Every part with a majority, and whether gold says something else there."""
    draft = review.draft(case)
    if EXISTS not in draft.open:
        yield EXISTS, bool(gold) == draft.rejects
    if len(gold) == len(draft.results) == 1:
        for part in parts_of(review.sense):
            most = part_of(draft.results[0], part, review.sense)
            if part not in draft.open and most is not None:
                yield part, most != part_of(gold[0], part, review.sense)


def said(claims: Iterable[Claim], sense: Sense) -> Counter[Hashable]:
    """What gold claims say, whatever their ids: where they are, and what counts, as it is compared."""
    roles = [role.key for role in sense.scheme.roles]
    return Counter((tuple(map(claim.pieces, roles)), sense.row(claim)) for claim in claims)
