"""Packing the claims of a component into clusters: the heaviest packing, exactly.

A cluster holds at most one claim of each owner; its weight is the sum over its pairs. For two owners that is an
assignment; for more it is hard in general, but the claims of a text are not general: read from left to right, only the
few that still overlap something to come need to be remembered. So the packing is found by reading the claims once and
keeping, for every way in which the open ones can lie in clusters, the best way that led there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from annotator.core.compare.assignment import assign

NARROW = 64
"""Ways kept in the first reading. Nearly every component needs fewer, and is then exact."""
WIDE = 1_000
"""Ways kept in the second, which drops those that cannot reach what the first has found."""
WORK = 2_000_000
"""Steps of a reading. A component so large and so tangled that it would take more is read with fewer ways."""

_MEMBERS = itemgetter(1)

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
    groups, best, limit = _greedy(owners, weights)
    if best == limit:
        return Packing(_gathered(groups))
    claims = _claims_of(owners)
    if len(claims) == 2:
        one, two = claims
        return Packing(_connected(_grouped(len(owners), assign(one, two, weights)), weights))
    field = _Field(owners, weights)
    complete, width = False, 0
    for ways in (NARROW, WIDE):
        if complete or field.width(ways) == width:
            break
        width = field.width(ways)
        found, trail, complete = field.read(width, best)
        if found > best:
            best, groups = found, _grouped(len(owners), _steps(trail))
        if not complete and ways == NARROW:
            # No packing outweighs what each two owners would have if they were alone.
            pairs = (pair for one, two in combinations(claims, 2) for pair in assign(one, two, weights))
            complete = best == sum(weights[late][early] for early, late in pairs)
    return Packing(_connected(groups, weights), complete)


def _steps(trail: _Trail) -> Iterable[tuple[int, int]]:
    """(claim in whose cluster, claim that joined it), in the order of the claims."""
    found: list[tuple[int, int]] = []
    while trail is not None:
        trail, claim, partner = trail
        found.append((partner, claim))
    return reversed(found)


def _greedy(owners: Sequence[int], weights: Sequence[Mapping[int, int]]) -> tuple[list[int], int, int]:
    """The heaviest pairs first, wherever they still fit: for each claim its group; the weight of all groups; and a
    limit that no packing exceeds: between two owners it weighs no more than the best pairs of each one's claims."""
    edges = [(-weight, early, late) for late, partners in enumerate(weights) for early, weight in partners.items()]
    edges.sort()
    people = max(owners) + 1
    best = [0] * (people * people)
    seen: set[int] = set()
    groups = list(range(len(owners)))
    members = [[claim] for claim in groups]
    bits = [1 << owner for owner in owners]
    for weight, early, late in edges:
        mine, other = owners[early], owners[late]
        # The first pair of a claim and an owner is the heaviest of these.
        key = early * people + other
        if key not in seen:
            seen.add(key)
            best[mine * people + other] -= weight
        key = late * people + mine
        if key not in seen:
            seen.add(key)
            best[other * people + mine] -= weight
        one, two = groups[early], groups[late]
        if one != two and not bits[one] & bits[two]:
            bits[one] |= bits[two]
            members[one] += members[two]
            for claim in members[two]:
                groups[claim] = one
    limit = sum(
        [min(best[one * people + two], best[two * people + one]) for one in range(people) for two in range(one)]
    )
    return groups, -sum([weight for weight, early, late in edges if groups[early] == groups[late]]), limit


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
        self.ends: set[int]
        """Claims after which others are forgotten."""
        self.bridged: list[set[int]] = [set() for _ in owners]
        """Earlier claims that overlap this one nowhere, but share with it a partner still to come."""
        self.rest = [0] * (count + 1)
        """The most that the claims from here on can still bring."""
        for claim, partners in enumerate(weights):
            ordered = sorted(partners)
            for at, partner in enumerate(ordered):
                self.last[partner] = claim
                self.bridged[partner].update(early for early in ordered[:at] if early not in weights[partner])
        self.steps = 1 + sum(map(len, weights)) + sum(map(len, self.bridged))
        """Of one way, roughly: pairs that it looks at."""
        people = max(owners) + 1
        best = [[0] * people for _ in range(count)]
        sums = [[0] * people for _ in range(people)]
        for claim in range(count - 1, -1, -1):
            here, rest = owners[claim], self.rest[claim + 1]
            for partner, weight in weights[claim].items():
                there = owners[partner]
                before = min(sums[here][there], sums[there][here])
                for one, owner, other in ((claim, here, there), (partner, there, here)):
                    if best[one][other] < weight:
                        sums[owner][other] += weight - best[one][other]
                        best[one][other] = weight
                rest += min(sums[here][there], sums[there][here]) - before
            self.rest[claim] = rest
        self.ends = {last for claim, last in enumerate(self.last) if last > claim}

    def width(self, ways: int) -> int:
        """So many ways, or fewer where each of them is long."""
        return max(1, min(ways, WORK // self.steps))

    def read(self, width: int, floor: int) -> tuple[int, _Trail, bool]:
        """The best weight above `floor` or 0, how, and whether nothing was dropped that could have been above it."""
        ways: dict[_State, tuple[int, _Trail]] = {(): (0, None)}
        complete = True
        for claim, bit in enumerate(self.bits):
            gains, bridged, least = self.weights[claim], self.bridged[claim], floor + 1 - self.rest[claim + 1]
            found: dict[_State, tuple[int, _Trail]] = {}
            for state, (value, trail) in ways.items():
                if value >= least:
                    after = self._after(state, claim, -1)
                    known = found.get(after)
                    if known is None or known[0] < value:
                        found[after] = (value, trail)
                for at, (mask, members) in enumerate(state):
                    if mask & bit:
                        continue
                    gain, joins = value, False
                    for member in members:
                        if member in gains:
                            gain += gains[member]
                            joins = True
                        elif member in bridged:
                            joins = True
                    if joins and gain >= least:
                        after = self._after(state, claim, at)
                        known = found.get(after)
                        if known is None or known[0] < gain:
                            found[after] = (gain, (trail, claim, members[0]))
            if len(found) > width:
                complete = False
                found = dict(sorted(found.items(), key=lambda item: -item[1][0])[:width])
            ways = found
        value, trail = max(ways.values(), key=lambda way: way[0], default=(0, None))
        return value, trail, complete

    def _after(self, state: _State, claim: int, at: int) -> _State:
        """The open clusters once `claim` has joined cluster `at`, or stands alone (-1); by their first open claim."""
        last, bit = self.last, self.bits[claim]
        stays = last[claim] > claim
        if claim not in self.ends:
            # Nothing is forgotten here, so nothing else changes.
            if at < 0:
                return (*state, (bit, (claim,))) if stays else state
            mask, members = state[at]
            joined = (mask | bit, (*members, claim) if stays else members)
            return (*state[:at], joined, *state[at + 1 :])
        after: list[_Cluster] = []
        for place, (mask, members) in enumerate(state):
            kept = tuple([member for member in members if last[member] > claim])
            if place == at:
                mask |= bit
                kept = (*kept, claim) if stays else kept
            if kept:
                after.append((mask, kept))
        if at < 0 and stays:
            after.append((bit, (claim,)))
        after.sort(key=_MEMBERS)
        return tuple(after)


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
