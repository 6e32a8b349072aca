"""Packing the claims of a component into clusters: the heaviest packing, exactly.

A cluster holds at most one claim of each owner; its weight is the sum over its pairs. For two owners that is an
assignment; for more it is hard in general, but the claims of a text are not general. Nearly always the heaviest pairs,
taken first, are plainly right (`greedy`); of few claims every packing is tried; else the claims are read from left to
right (`reading`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from annotator.core.compare.assignment import assign
from annotator.core.compare.greedy import greedy, heaviest
from annotator.core.compare.reading import Reading, steps

NARROW = 64
"""Ways kept in the first reading. Nearly every component needs fewer, and is then exact."""
WIDE = 1_000
"""Ways kept in the second, which drops those that cannot reach what the first has found."""
FEW = 8
"""Claims of which every packing is tried, which is less than making them ready for reading."""

_new = tuple.__new__
"""Makes a named tuple from a tuple, in a third of the time that its own constructor takes; once for each component."""


class Packing(NamedTuple):
    """Clusters as tuples of claim numbers, in order of their first; each hangs together by positive weights."""

    clusters: tuple[tuple[int, ...], ...]
    exact: bool = True
    """Whether no heavier packing exists. False is said in every report that rests on it."""


def pack(owners: Sequence[int], weights: Sequence[Mapping[int, int]]) -> Packing:
    """The heaviest packing. `owners[i]` owns claim i; `weights[i]` has j → weight > 0 for partners j < i.

    Claims are numbered in text order. Equal packings are decided by that order, so that the same claims give the same
    clusters however they came.
    """
    groups, apart = greedy(owners, weights)
    if not apart or heaviest(owners, weights, groups, apart):
        return _new(Packing, (_gathered(groups), True))
    best = sum(
        [each for late, here in enumerate(weights) for early, each in here.items() if groups[early] == groups[late]]
    )
    claims = _claims_of(owners)
    if len(claims) == 2:
        one, two = claims
        return Packing(_connected(_grouped(len(owners), assign(one, two, weights)), weights))
    if len(owners) <= FEW:
        return Packing(_connected(_tried(owners, weights, best) or groups, weights))
    reading = Reading(owners, weights)
    complete, width = False, 0
    for ways in (NARROW, WIDE):
        if complete or reading.width(ways) == width:
            break
        width = reading.width(ways)
        found, trail, complete = reading.read(width, best)
        if found > best:
            best, groups = found, _grouped(len(owners), steps(trail))
        if not complete and ways == NARROW:
            # No packing outweighs what each two owners would have if they were alone.
            pairs = (pair for one, two in combinations(claims, 2) for pair in assign(one, two, weights))
            complete = best == sum(weights[late][early] for early, late in pairs)
    return Packing(_connected(groups, weights), complete)


def _tried(owners: Sequence[int], weights: Sequence[Mapping[int, int]], floor: int) -> list[int]:
    """For each claim its group, in the heaviest packing above `floor`; empty when there is none. Tries every way."""
    count = len(owners)
    rest = [0] * (count + 1)
    for claim in range(count - 1, -1, -1):
        rest[claim] = rest[claim + 1] + sum(weights[claim].values())
    best, found = floor, list[int]()
    groups: list[int] = []

    def place(claim: int, value: int) -> None:
        nonlocal best, found
        if value + rest[claim] <= best:
            return
        if claim == count:
            best, found = value, groups.copy()
            return
        owner, mine = owners[claim], weights[claim]
        # A group is called after its first claim.
        gains, taken = {claim: 0}, set()
        for other, group in enumerate(groups):
            if owners[other] == owner:
                taken.add(group)
            gains[group] = gains.get(group, 0) + mine.get(other, 0)
        for group, gain in gains.items():
            if group not in taken:
                groups.append(group)
                place(claim + 1, value + gain)
                groups.pop()

    place(0, 0)
    return found


def _claims_of(owners: Sequence[int]) -> list[list[int]]:
    """The claims of each owner."""
    found: dict[int, list[int]] = {}
    for claim, owner in enumerate(owners):
        found.setdefault(owner, []).append(claim)
    return list(found.values())


def _grouped(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each claim the first of its group, when each pair (earlier, later) is in one."""
    joined = list(range(count))
    for early, late in pairs:
        joined[late] = early
    groups: list[int] = []
    for claim, partner in enumerate(joined):
        groups.append(claim if partner == claim else groups[partner])
    return groups


def _connected(groups: Sequence[int], weights: Sequence[Mapping[int, int]]) -> tuple[tuple[int, ...], ...]:
    """The groups, each cut into what hangs together by positive weights."""
    root = list(range(len(groups)))

    def find(claim: int) -> int:
        while root[claim] != claim:
            claim = root[claim]
        return claim

    for claim, partners in enumerate(weights):
        for partner in partners:
            if groups[partner] == groups[claim]:
                first, second = sorted((find(partner), find(claim)))
                root[second] = first
    return _gathered([find(claim) for claim in range(len(groups))])


def _gathered(groups: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The claims of each group, by their first."""
    clusters: dict[int, list[int]] = {}
    for claim, group in enumerate(groups):
        clusters.setdefault(group, []).append(claim)
    return tuple([tuple(cluster) for cluster in clusters.values()])
