"""Packing the claims of a component into clusters: the heaviest packing, exactly.

A cluster holds at most one claim of each owner; its weight is the sum over its pairs. For two owners that is an
assignment; for more it is hard in general, but the claims of a text are not general: read from left to right, only the
few that still overlap something to come need to be remembered. So the packing is found by reading the claims once and
keeping, for every way in which the open ones can lie in clusters, the best way that led there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from annotator.core.compare.assignment import assign

NARROW = 64
"""Ways kept in the first reading. Nearly every component needs fewer, and is then exact."""
WIDE = 1_000
"""Ways kept in the second, which drops those that cannot reach what the first has found."""
SQUARE = 400
"""Claims up to which pairs of owners are settled by assignment, should the first reading not do."""

_Cluster: TypeAlias = tuple[int, tuple[int, ...]]
"""Owners that have a claim in it, as bits; those of its claims that may still get a partner."""
_State: TypeAlias = tuple[_Cluster, ...]
_Trail: TypeAlias = "tuple[_Trail, int, int] | None"
"""How a way went: the way before, a claim, and the claim whose cluster it joined."""


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
    quick, floor = _greedy(owners, weights)
    if floor == _limit(owners, weights):
        return Packing(_connected(quick, weights))
    field = _Field(owners, weights)
    best, trail, complete = field.read(NARROW, floor)
    if not complete and len(owners) <= SQUARE:
        # No packing outweighs what each two owners would have if they were alone; for two that is the packing.
        pairs = [assign(one, two, weights) for one, two in combinations(_claims_of(owners), 2)]
        if len(pairs) == 1:
            return Packing(_connected(_grouped(len(owners), pairs[0]), weights))
        complete = best == sum(weights[late][early] for pair in pairs for early, late in pair)
    if not complete:
        wider, found, complete = field.read(WIDE, best)
        if wider > best:
            trail = found
    steps: list[tuple[int, int]] = []
    while trail is not None:
        trail, claim, partner = trail
        steps.append((partner, claim))
    return Packing(_connected(_grouped(len(owners), steps), weights), complete)


def _greedy(owners: Sequence[int], weights: Sequence[Mapping[int, int]]) -> tuple[list[int], int]:
    """The heaviest pairs first, wherever they still fit: for each claim its group, and the weight of all groups."""
    edges = [(-weight, early, late) for late, partners in enumerate(weights) for early, weight in partners.items()]
    edges.sort()
    groups = list(range(len(owners)))
    members = [[claim] for claim in groups]
    bits = [1 << owner for owner in owners]
    for _, early, late in edges:
        one, two = groups[early], groups[late]
        if one != two and not bits[one] & bits[two]:
            bits[one] |= bits[two]
            members[one] += members[two]
            for claim in members[two]:
                groups[claim] = one
    return groups, -sum(weight for weight, early, late in edges if groups[early] == groups[late])


def _limit(owners: Sequence[int], weights: Sequence[Mapping[int, int]]) -> int:
    """More than any packing weighs, or as much: between two owners no more than the best of each one's claims."""
    best: dict[tuple[int, int], int] = {}
    for late, partners in enumerate(weights):
        for early, weight in partners.items():
            for key in ((early, owners[late]), (late, owners[early])):
                if best.get(key, 0) < weight:
                    best[key] = weight
    sums: dict[tuple[int, int], int] = {}
    for (claim, other), weight in best.items():
        between = (owners[claim], other)
        sums[between] = sums.get(between, 0) + weight
    return sum(min(weight, sums[two, one]) for (one, two), weight in sums.items() if one < two)


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


class _Field:
    """The claims of a component, made ready for reading."""

    def __init__(self, owners: Sequence[int], weights: Sequence[Mapping[int, int]]) -> None:
        count = len(owners)
        self.bits = [1 << owner for owner in owners]
        self.weights = weights
        self.last = list(range(count))
        """The last claim that overlaps each; after it, the claim is forgotten."""
        self.bridged: list[set[int]] = [set() for _ in owners]
        """Earlier claims that overlap this one nowhere, but share with it a partner still to come."""
        self.rest = [0] * (count + 1)
        """The most that the claims from here on can still bring."""
        for claim in range(count - 1, -1, -1):
            best: dict[int, int] = {}
            partners = sorted(weights[claim])
            for partner in partners:
                self.last[partner] = max(self.last[partner], claim)
                if owners[partner] != owners[claim]:
                    weight = weights[claim][partner]
                    best[owners[partner]] = max(best.get(owners[partner], 0), weight)
            self.rest[claim] = self.rest[claim + 1] + sum(best.values())
            for at, later in enumerate(partners):
                self.bridged[later].update(early for early in partners[:at] if early not in weights[later])

    def read(self, width: int, floor: int) -> tuple[int, _Trail, bool]:
        """The best weight found, how, and whether nothing was dropped that could have been better than `floor`."""
        ways: dict[_State, tuple[int, _Trail]] = {(): (0, None)}
        complete = True
        for claim, bit in enumerate(self.bits):
            gains, bridged, least = self.weights[claim], self.bridged[claim], floor - self.rest[claim + 1]
            stays = self.last[claim] > claim
            found: dict[_State, tuple[int, _Trail]] = {}
            for state, (value, trail) in ways.items():
                options: list[tuple[int, int]] = [(-1, 0)]
                for at, (mask, members) in enumerate(state):
                    if not mask & bit:
                        gain = sum(gains.get(member, 0) for member in members)
                        if gain or any(member in bridged for member in members):
                            options.append((at, gain))
                for at, gain in options:
                    if value + gain < least:
                        continue
                    step: _Trail = trail if at < 0 else (trail, claim, state[at][1][0])
                    after = self._after(state, claim, at, stays)
                    known = found.get(after)
                    if known is None or known[0] < value + gain:
                        found[after] = (value + gain, step)
            if len(found) > width:
                complete = False
                found = dict(sorted(found.items(), key=lambda item: -item[1][0])[:width])
            ways = found
        value, trail = max(ways.values(), key=lambda way: way[0], default=(0, None))
        return value, trail, complete

    def _after(self, state: _State, claim: int, at: int, stays: bool) -> _State:
        """The open clusters once `claim` has joined cluster `at`, or stands alone (-1)."""
        last, bit = self.last, self.bits[claim]
        after: list[_Cluster] = []
        for place, (mask, members) in enumerate(state):
            kept = tuple(member for member in members if last[member] > claim)
            if place == at:
                mask |= bit
                kept = (*kept, claim) if stays else kept
            if kept:
                after.append((mask, kept))
        if at < 0 and stays:
            after.append((bit, (claim,)))
        return tuple(sorted(after, key=lambda cluster: cluster[1]))


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
    clusters: dict[int, list[int]] = {}
    for claim in range(len(groups)):
        clusters.setdefault(find(claim), []).append(claim)
    return tuple(tuple(cluster) for _, cluster in sorted(clusters.items()))
