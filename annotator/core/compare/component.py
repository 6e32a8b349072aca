"""Components: claims that hang together because their primary spans overlap. A component is what a review shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.core.claim import Claim
from annotator.core.span import Pieces


def linked(spans: Sequence[Pieces]) -> list[list[int]]:
    """The numbers of the spans, grouped: two that share a code point are in one group. Groups by their first."""
    leader = list(range(len(spans)))

    def head(index: int) -> int:
        while leader[index] != index:
            leader[index] = index = leader[leader[index]]
        return index

    # In order of starts, a piece meets an earlier one exactly when it meets the one that reaches furthest.
    places = sorted((part.start, part.end, index) for index, parts in enumerate(spans) for part in parts)
    reach, furthest = 0, -1
    for start, end, index in places:
        if start < reach:
            one, two = sorted((head(furthest), head(index)))
            leader[two] = one
        if end > reach:
            reach, furthest = end, index
    groups: dict[int, list[int]] = {}
    for index in range(len(spans)):
        groups.setdefault(head(index), []).append(index)
    return list(groups.values())


def components(claims: Iterable[Claim], role: str) -> tuple[tuple[Claim, ...], ...]:
    """The claims of one article and round, grouped: two that share a code point of `role` are in one group.

    Groups are in text order, and so are the claims in each; the order of the input does not matter. A claim
    without the role stands alone, at the end.
    """
    ordered = sorted(claims, key=lambda claim: (claim.pieces(role)[:1] or ((1 << 60, 0),), claim.key))
    groups = linked([claim.pieces(role) for claim in ordered])
    return tuple(tuple(ordered[index] for index in group) for group in groups)
