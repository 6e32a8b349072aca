"""Which parts of which claims lie where: kept beside the state and changed only where the claims have changed."""

from __future__ import annotations

from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.scheme import Scheme
from annotator.core.span import Span, hull
from annotator.core.state import everything
from annotator.core.text.interval import Intervals


class Part(NamedTuple):
    """A role of a claim; its place is beside it in the index."""

    claim: str
    role: str


class Mark(NamedTuple):
    """One piece of one part, in code points."""

    start: int
    end: int
    part: Part


class Extent(NamedTuple):
    """From a claim's first piece to its last, in code points."""

    start: int
    end: int
    claim: str


class Marks:
    """The pieces and the extents of a layer's claims, by place."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._given: tuple[Claim, ...] = ()
        self._claims: dict[str, Claim] = {}
        self._pieces: Intervals[Part] = Intervals()
        self._extents: Intervals[str] = Intervals()
        self.extents: dict[str, Span] = {}
        """Claim id → extent; a claim without any span is absent."""

    def replace(self, claims: tuple[Claim, ...]) -> list[Span]:
        """Take over these claims; returns the spans, old and new, of every claim that is not the same as before."""
        if claims is self._given:
            return []
        self._given = claims
        after = {claim.id: claim for claim in claims}
        before = self._claims
        touched: list[Span] = []
        for id, claim in before.items():
            if after.get(id) is not claim:
                touched += self._drop(claim)
        for id, claim in after.items():
            if before.get(id) is not claim:
                touched += self._take(claim)
        self._claims = after
        return touched

    def _drop(self, claim: Claim) -> list[Span]:
        for role, parts in claim.spans.items():
            for start, end in parts:
                self._pieces.discard(start, end, Part(claim.id, role))
        extent = self.extents.pop(claim.id, None)
        if extent is None:
            return []
        self._extents.discard(*extent, claim.id)
        return self.spans(claim)

    def _take(self, claim: Claim) -> list[Span]:
        for role, parts in claim.spans.items():
            for start, end in parts:
                self._pieces.add(start, end, Part(claim.id, role))
        marked = everything(claim, self._scheme)
        if not marked:
            return []
        extent = hull(marked)
        self.extents[claim.id] = extent
        self._extents.add(*extent, claim.id)
        return self.spans(claim)

    def spans(self, claim: Claim | None) -> list[Span]:
        """All that a claim draws on: its extent and the pieces of every role."""
        if claim is None:
            return []
        own = [part for parts in claim.spans.values() for part in parts]
        return [*own, self.extents[claim.id]] if claim.id in self.extents else own

    def over(self, start: int, end: int) -> list[Mark]:
        """The pieces that meet [start, end): longest first among those that begin together."""
        return sorted((Mark(*found) for found in self._pieces.over(start, end)), key=_outer_first)

    def around(self, start: int, end: int) -> list[Extent]:
        """The extents that meet [start, end), in the same order."""
        return sorted((Extent(*found) for found in self._extents.over(start, end)), key=_outer_first)


def _outer_first(item: Mark | Extent) -> tuple[int, int, str | Part]:
    return (item.start, -item.end, item[2])
