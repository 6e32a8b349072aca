"""Components: claims that hang together because their primary spans overlap. A component is what a review shows."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.core.claim import Claim


def components(claims: Iterable[Claim], role: str) -> tuple[tuple[Claim, ...], ...]:
    """The claims of one article and round, grouped: two that share a code point of `role` are in one group.

    Groups are in text order, and so are the claims in each; the order of the input does not matter. A claim
    without the role stands alone, at the end.
    """
    ordered = sorted(claims, key=lambda claim: (claim.pieces(role)[:1] or ((1 << 60, 0),), claim.key))
    leader = list(range(len(ordered)))

    def head(index: int) -> int:
        while leader[index] != index:
            leader[index] = index = leader[leader[index]]
        return index

    # In order of starts, a piece meets an earlier one exactly when it meets the one that reaches furthest.
    places = sorted((part.start, part.end, index) for index, claim in enumerate(ordered) for part in claim.pieces(role))
    reach, furthest = 0, -1
    for start, end, index in places:
        if start < reach:
            one, two = sorted((head(furthest), head(index)))
            leader[two] = one
        if end > reach:
            reach, furthest = end, index
    groups: dict[int, list[Claim]] = {}
    for index, claim in enumerate(ordered):
        groups.setdefault(head(index), []).append(claim)
    return tuple(tuple(group) for group in groups.values())
