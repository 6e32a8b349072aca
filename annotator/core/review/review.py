"""The review of one article: its cases, the decisions so far, and what they come to. A part of the screen's state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.compare.sense import Sense
from annotator.core.records.decision import RULE, Decision
from annotator.core.records.gold import Gold, Surroundings, fold_in
from annotator.core.review.case import NOWHERE, Case
from annotator.core.review.majority import EXISTS, SPLIT, Drafted, Ends, drafted, parts_of
from annotator.core.scheme import Scheme, open_parts
from annotator.core.span import hull, iou

OPEN, PART, STALE, AUDIT = "open", "part", "stale", "audit"
DEFERRED, RULED, IMPORTED, DECIDED = "deferred", "by rule", "imported", "decided"
WAITING = (OPEN, PART, STALE, AUDIT)
"""What `n` goes to: undecided; decided with something open; decided on other grounds; by rule, to be looked at."""
AUDITED = 20
"""One in so many decisions made by rule is looked at by a person."""
SAME = 0.5
"""IoU from which a gold claim from outside is about a case."""


NO_GOLD = Gold((), {}, frozenset(), frozenset())


class Remark(NamedTuple):
    """What is said about a decision before it is made."""

    note: str = ""
    tags: tuple[str, ...] = ()


NO_REMARK = Remark()


@dataclass(slots=True)
class Memo:
    """What was worked out and stays: drafts while the claims do, the fold while the decisions do."""

    drafts: dict[str, Drafted] = field(default_factory=dict)
    """Case → what a majority makes of it; no decision changes that."""
    decisions: Mapping[str, Decision] | None = None
    gold: Gold = NO_GOLD
    made: dict[str, tuple[Claim, ...]] = field(default_factory=dict)
    """Decision → the gold claims that come from it."""
    lone: tuple[Case, ...] | None = None
    states: dict[str, str] = field(default_factory=dict)
    """Case → its status, as far as anybody has asked."""


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that is decided in one article, and what is left to decide."""

    article: str
    adjudicator: str
    readers: tuple[str, ...]
    """Those who have read the article, in the order of the columns: version k is the kth."""
    cases: tuple[Case, ...]
    """In text order, as the readers' claims are now; `lone` are the others."""
    sense: Sense
    around: Surroundings
    decisions: Mapping[str, Decision]
    """Those that count, of this article, by id."""
    far: Mapping[str, Decision] = field(default_factory=dict)
    """Those of other articles that were made from here."""
    seed: str = ""
    blind: bool = True
    """Whether columns are numbers until a case is decided."""
    queued: bool = False
    """Whether the next case is the next one of the queue, which may stand elsewhere, and not the next one in the
    text."""
    at: str = ""
    """Key of the case in focus."""
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    """Case → what will be said with its decision. Not saved before that."""
    ends: Ends = field(default_factory=dict)
    memo: Memo = field(default_factory=Memo, compare=False, repr=False)
    gold: Gold = field(init=False)
    imported: bool = field(init=False)
    """Whether gold of this article came from outside: what it does not have was settled there."""
    lone: tuple[Case, ...] = field(init=False)
    """Gold that stands on no reader's claim any more, or never did, as cases."""
    _made: Mapping[str, tuple[Claim, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        memo = self.memo
        if memo.decisions is not self.decisions:
            memo.decisions, memo.gold = self.decisions, fold_in(self.decisions.values(), self.around)
            memo.made, memo.lone, memo.states = {}, None, {}
            for claim in memo.gold.claims:
                id = memo.gold.made[claim.key]
                memo.made[id] = (*memo.made.get(id, ()), claim)
        object.__setattr__(self, "gold", memo.gold)
        object.__setattr__(self, "_made", memo.made)
        object.__setattr__(self, "imported", any(each.action == "import" for each in self.decisions.values()))
        if memo.lone is None:
            memo.lone = self._lone()
        object.__setattr__(self, "lone", memo.lone)

    def _lone(self) -> tuple[Case, ...]:
        """A case for each decision with gold that no case leads to."""
        reached = {self.gold.settled.get(claim.key, "") for case in self.cases for claim in case.members}
        found = []
        for id, claims in self._made.items():
            if id in reached or any(self._meets(claim, case) for claim in claims for case in self._outer(id)):
                continue
            parts = tuple(sorted(part for claim in claims for part in claim.pieces(self.sense.role)))
            found.append(Case(id, (), span=hull(parts) if parts else NOWHERE))
        return tuple(found)

    def _outer(self, id: str) -> tuple[Case, ...]:
        """The cases that gold from outside may be about."""
        return self.cases if self.decisions[id].action == "import" else ()

    @property
    def everything(self) -> tuple[Case, ...]:
        """All cases in text order."""
        if not self.lone:
            return self.cases
        return tuple(sorted((*self.cases, *self.lone), key=lambda case: (case.span, case.key)))

    def case(self, key: str) -> Case | None:
        """The case of this key."""
        return next((case for case in (*self.cases, *self.lone) if case.key == key), None)

    @property
    def focus(self) -> Case | None:
        """The case that keys work on."""
        return self.case(self.at) if self.at else None

    def decision(self, case: Case) -> Decision | None:
        """The decision in force for a case; None while all of its claims wait for one."""
        if not case.clusters:
            return self.decisions.get(case.key)
        ids = self._ids(case) - {""}
        # Several only when its claims were decided apart before they hung together.
        return self.decisions.get(min(ids)) if ids else None

    def _ids(self, case: Case) -> set[str]:
        """The decisions in force for the claims of a case; empty for a claim that waits."""
        return {self.gold.settled.get(claim.key, "") for claim in case.members}

    def results(self, case: Case) -> tuple[Claim, ...]:
        """The gold claims of a case, in text order."""
        if not case.clusters:
            return self._made.get(case.key, ())
        ids = sorted(self._ids(case) - {""})
        found = [claim for id in ids for claim in self._made.get(id, ())] if ids else list(self._about(case))
        return tuple(sorted(found, key=lambda claim: (claim.pieces(self.sense.role)[:1], claim.id)))

    def kept(self, claim: Claim) -> Claim:
        """A gold claim as its decision keeps it: with links that lead nowhere yet, unless they have been changed."""
        id = self.gold.made.get(claim.key, "")
        shown = next((each for each in self._made.get(id, ()) if each.id == claim.id), None)
        own = next((each for each in self.decisions[id].results if each.id == claim.id), None) if shown else None
        return replace(claim, links=own.links) if own and shown and shown.links == claim.links else claim

    def counterpart(self, case: Case, reader: str, gold: Claim) -> Claim | None:
        """The claim of a reader that one gold claim of a case is compared with: of as many, the one in its place, else
        the one that begins nearest. None when that reader has marked nothing here."""
        own, ids = case.of(reader), [claim.id for claim in self.results(case)]
        if len(own) == len(ids) and gold.id in ids:
            return own[ids.index(gold.id)]
        start = self._start(gold)
        return min(own, key=lambda claim: abs(self._start(claim) - start), default=None)

    def _start(self, claim: Claim) -> int:
        parts = claim.pieces(self.sense.role)
        return parts[0].start if parts else 0

    def outside(self, case: Case) -> tuple[Claim, ...]:
        """Gold that a decision on the case puts another in place of, although no reader's claim leads to it."""
        decision = None if case.clusters else self.decisions.get(case.key)
        if decision is None:
            return self._about(case)
        mine = decision.adjudicator == self.adjudicator and decision.action != "import"
        return () if mine else self.results(case)

    def _about(self, case: Case) -> tuple[Claim, ...]:
        """Imported gold on the words of a case."""
        if not self.imported:
            return ()
        return tuple(
            claim
            for id, claims in self._made.items()
            if self.decisions[id].action == "import"
            for claim in claims
            if self._meets(claim, case)
        )

    def _meets(self, claim: Claim, case: Case) -> bool:
        own = claim.pieces(self.sense.role)
        if not own or own[0].start >= case.span.end or own[-1].end <= case.span.start:
            return False
        return any(iou(own, each.pieces(self.sense.role)) >= SAME for each in case.members)

    def status(self, case: Case) -> str:
        """One of the words above."""
        # A review of before may still be asked, while the memo goes with the newest one.
        states = self.memo.states if self.memo.decisions is self.decisions else {}
        found = states.get(case.key)
        if found is None:
            found = states[case.key] = self._status(case)
        return found

    def _status(self, case: Case) -> str:
        decision = self.decision(case)
        if decision is None:
            return IMPORTED if self.imported else OPEN
        if decision.id in self.gold.stale:
            return STALE
        if decision.action == "defer":
            return DEFERRED
        if self.unsettled(case):
            return PART
        if decision.adjudicator == RULE:
            if not (case.agrees or case.trivial):
                return OPEN
            return AUDIT if sampled(decision.id, self.seed) else RULED
        return IMPORTED if decision.action == "import" else DECIDED

    def draft(self, case: Case) -> Drafted:
        """What a majority makes of a case."""
        found = self.memo.drafts.get(case.key)
        if found is None:
            found = self.memo.drafts[case.key] = drafted(case, self.readers, self.sense, self.ends)
        return found

    def unsettled(self, case: Case) -> tuple[str, ...]:
        """Parts of the gold of a case that are still open: required and not there, or without a majority and not
        chosen by anybody."""
        decision = self.decision(case)
        if decision is None or not decision.results:
            return ()
        missing = [part for claim in decision.results for part in open_parts(claim, self.sense.scheme)]
        if case.clusters and decision.action in ("compose", "edit"):
            missing += [part for part in self.draft(case).open if part not in (*decision.sources, EXISTS, SPLIT)]
        order = parts_of(self.sense)
        return tuple(sorted(set(missing), key=lambda part: order.index(part) if part in order else len(order)))

    def waiting(self) -> tuple[Case, ...]:
        """What is left to do, in text order."""
        return tuple(case for case in self.everything if self.status(case) in WAITING)

    def case_of(self, decision: str) -> Case | None:
        """The case that a decision settles, in force or not."""
        made = self.decisions.get(decision)
        if made is None:
            return None
        inputs = {(item.layer, item.annotator, item.round, item.id) for item in made.inputs}
        for case in (*self.cases, *self.lone):
            if case.key == decision or any(each.key[1:] in inputs for each in case.members):
                return case
        return None

    def owner(self, claim: str) -> Case | None:
        """The case that a gold claim belongs to."""
        id = next((id for id, held in self._made.items() if any(each.id == claim for each in held)), "")
        return self.case_of(id) if id else None

    def with_decisions(self, decisions: Mapping[str, Decision]) -> Review:
        """With other decisions in place."""
        return replace(self, decisions=decisions)


def sampled(id: str, seed: str) -> bool:
    """Whether a decision made by rule is one of those that a person looks at: the same ones each time."""
    return int(sha256(f"{seed}:{id}".encode()).hexdigest()[:8], 16) % AUDITED == 0


def complete(review: Review, scheme: Scheme) -> bool:
    """Whether gold says all there is to say of the article: nothing waits and nothing is put off."""
    return all(review.status(case) not in (*WAITING, DEFERRED) for case in review.everything)
