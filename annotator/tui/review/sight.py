"""The sight of a review: what the widgets ask of it at every key, worked out once as long as nothing is decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.records.gold import ClaimKey
from annotator.core.review.case import Case
from annotator.core.review.review import DECIDED, RULED, WAITING, Review
from annotator.core.span import Pieces, Span
from annotator.core.state import State
from annotator.core.text.interval import Intervals
from annotator.tui.review import traces

GOLD = -1
"""The lane of gold; readers have 0 and up."""


class Extent(NamedTuple):
    """How far one claim of a lane reaches."""

    lane: int
    case: str
    parts: Pieces


class Sight:
    """The cases of an article as they are decided now."""

    def __init__(self, review: Review, old: Sight | None = None) -> None:
        """`old` is a sight of the same claims: what was not decided since is as it was there."""
        self.review = review
        """Only its cases and decisions are looked at: the focus may be another one by now."""
        self.cases = review.everything
        self.by_key = {case.key: case for case in self.cases}
        self.numbers = {case.key: number for number, case in enumerate(self.cases, 1)}
        """Case → its number on the screen, in text order."""
        self.homes: dict[ClaimKey, str] = old.homes if old else _homes(review)
        self.status: dict[str, str] = {}
        self.looks: dict[str, object] = {}
        """Case → what it looks like: the same before and after means that none of it is to be painted anew."""
        self.golds: dict[str, tuple[Claim, tuple[Extent, ...]]] = {}
        """Case → its gold as it is drawn while another case is in focus, and as it lies in the lane."""
        self.extents: Intervals[Extent] = old.extents if old else _lanes(review)
        same = old.same(review) if old else set[str]()
        for case in self.cases:
            self._add(case, old if case.key in same else None)
        if old is not None:
            for _, extents in old.golds.values():
                self._reach(extents, there=False)
        for _, extents in self.golds.values():
            self._reach(extents, there=True)
        self.waiting = sum(status in WAITING for status in self.status.values())
        """Cases that are to be decided."""

    def _add(self, case: Case, old: Sight | None) -> None:
        key, review, role = case.key, self.review, self.review.sense.role
        if old is not None:
            self.status[key], self.looks[key] = old.status[key], old.looks[key]
            if key in old.golds:
                self.golds[key] = old.golds[key]
            return
        self.status[key] = review.status(case)
        self.looks[key] = (self.status[key], id(review.decision(case)), case.span)
        results = review.results(case)
        if results:
            extents = tuple(Extent(GOLD, key, parts) for claim in results if (parts := claim.pieces(role)))
            self.golds[key] = traces.gold(key, results, role), extents

    def _reach(self, extents: Iterable[Extent], *, there: bool) -> None:
        for extent in extents:
            change = self.extents.add if there else self.extents.discard
            change(extent.parts[0].start, extent.parts[-1].end, extent)

    def same(self, review: Review) -> set[str]:
        """The cases on which nothing was decided between this sight and a later review of the same claims.

        Gold from outside and gold on nobody's claim are about no case by name: with them everything is looked at anew.
        """
        before, now = self.review.decisions, review.decisions
        changed = {id for id in before.keys() | now.keys() if before.get(id) is not now.get(id)}
        touched: set[str] = set()
        for decision in (each for id in changed for each in (before.get(id), now.get(id)) if each):
            keys = [(decision.article, item.layer, item.annotator, item.round, item.id) for item in decision.inputs]
            homes = {self.homes.get(key, "") for key in keys}
            if not homes or "" in homes or review.imported or self.review.imported:
                return set()
            touched |= homes
        return self.by_key.keys() & {case.key for case in review.cases} - touched

    def beside(self, case: Case) -> tuple[Case, ...]:
        """The other cases that are shown with one, because their claims overlap."""
        if not case.clusters:
            return ()
        found = (each for each in self.cases if each.clusters and each.component == case.component)
        return tuple(each for each in found if each.key != case.key)

    def over(self, start: int, end: int) -> list[tuple[Span, Extent]]:
        """What reaches over [start, end), outermost first."""
        found = [(Span(first, last), extent) for first, last, extent in self.extents.over(start, end)]
        found.sort(key=lambda each: (each[0].start, -each[0].end, self.numbers[each[1].case]))
        return found

    def changed(self, old: Sight) -> list[Span]:
        """The places of the cases that look different from before."""
        keys = {key for key, look in self.looks.items() if old.looks.get(key) != look} | (old.looks.keys() - self.looks)
        return [each.by_key[key].span for key in keys for each in (self, old) if key in each.by_key]


def _homes(review: Review) -> dict[ClaimKey, str]:
    return {claim.key: case.key for case in review.cases for claim in case.members}


def _lanes(review: Review) -> Intervals[Extent]:
    """The readers' claims, by place."""
    found: Intervals[Extent] = Intervals()
    role, lanes = review.sense.role, {reader: lane for lane, reader in enumerate(review.readers)}
    for case in review.cases:
        for claim in case.members:
            parts = claim.pieces(role)
            if parts and claim.annotator in lanes:
                found.add(parts[0].start, parts[-1].end, Extent(lanes[claim.annotator], case.key, parts))
    return found


def revealed(review: Review, status: str) -> bool:
    """Whether the readers' names are shown: with blinding off always, else once the case is decided."""
    return not review.blind or status in (DECIDED, RULED)


class Sights:
    """Keeps the last sight, and what is drawn of it."""

    def __init__(self, *, plain: bool) -> None:
        self.plain = plain
        """Whether brackets stand for tints."""
        self._sight: Sight | None = None
        self._key: tuple[object, ...] = ()
        self._drawn: tuple[Claim, ...] = ()
        self._numbers: dict[str, int] = {}

    def of(self, review: Review) -> Sight:
        """The sight of a review; the same one as long as the readers' claims and the decisions are."""
        kept = self._sight
        same = kept is not None and kept.review.cases is review.cases
        if kept is None or not same or kept.review.decisions is not review.decisions:
            kept = self._sight = Sight(review, kept if same else None)
        return kept

    def drawn(self, state: State) -> State:
        """The state as the article view paints it: its claims are the case in focus and, faded, gold elsewhere."""
        review = state.review
        if review is None:
            return state
        sight = self.of(review)
        case = sight.by_key.get(review.at)
        key = (sight, review.at, state.active)
        if key != self._key:
            own = traces.focused(review, case, state.active, plain=self.plain) if case else ()
            self._key = key
            self._drawn = (*(claim for at, (claim, _) in sight.golds.items() if at != review.at), *own)
            self._numbers = {**sight.numbers, **dict.fromkeys(traces.IDS, sight.numbers[case.key] if case else 0)}
        return replace(state, claims=self._drawn, numbers=self._numbers, active=traces.FOCUS if case else "")
