"""The heaviest pairs first: a packing that is nearly always the heaviest, and often plainly so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Edge: TypeAlias = tuple[int, int, int]
"""Weight below zero, earlier claim, later claim: the heaviest sorts first."""


def greedy(owners: Sequence[int], weights: Sequence[Mapping[int, int]]) -> tuple[list[int], list[Edge]]:
    """The heaviest pairs first, wherever they still fit: for each claim its group, and the pairs that did not fit."""
    edges = [(-weight, early, late) for late, partners in enumerate(weights) for early, weight in partners.items()]
    edges.sort()
    groups = list(range(len(owners)))
    members = [[claim] for claim in groups]
    bits = [1 << owner for owner in owners]
    apart: list[Edge] = []
    for edge in edges:
        one, two = groups[edge[1]], groups[edge[2]]
        if one == two:
            continue
        if bits[one] & bits[two]:
            apart.append(edge)
            continue
        bits[one] |= bits[two]
        members[one] += members[two]
        for claim in members[two]:
            groups[claim] = one
    return groups, apart


def heaviest(
    owners: Sequence[int], weights: Sequence[Mapping[int, int]], groups: Sequence[int], apart: Sequence[Edge]
) -> bool:
    """Whether it is plain that no packing is heavier: of every two owners, each claim of the one is with that claim of
    the other which is heaviest for it. Only pairs that are `apart` can speak against it."""
    held = {(group, owner): claim for claim, (group, owner) in enumerate(zip(groups, owners, strict=True))}
    wanting: set[tuple[int, int]] = set()
    for weight, early, late in apart:
        for claim, other in ((early, late), (late, early)):
            one, two = owners[claim], owners[other]
            partner = held.get((groups[claim], two))
            if partner is None or _weight(claim, partner, weights) < -weight:
                if (two, one) in wanting:
                    return False
                wanting.add((one, two))
    return True


def _weight(one: int, two: int, weights: Sequence[Mapping[int, int]]) -> int:
    """Of two claims; 0 when they do not overlap."""
    return weights[two].get(one, 0) if one < two else weights[one].get(two, 0)
