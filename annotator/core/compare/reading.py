"""A packing found by reading the claims of a component once, from left to right.

Only the claims that still overlap something to come need to be remembered. For every way in which these can lie in
clusters, the best way that led there is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TypeAlias

WORK = 2_000_000
"""Steps of a reading. A component so large and so tangled that it would take more is read with fewer ways."""

_MEMBERS = itemgetter(1)

_Cluster: TypeAlias = tuple[int, tuple[int, ...]]
"""Owners that have a claim in it, as bits; those of its claims that may still get a partner."""
_State: TypeAlias = tuple[_Cluster, ...]
Trail: TypeAlias = "tuple[Trail, int, int] | None"
"""How a way went: the way before, a claim, and the claim whose cluster it joined."""


class Reading:
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

    def read(self, width: int, floor: int) -> tuple[int, Trail, bool]:
        """The best weight above `floor` or 0, how, and whether nothing was dropped that could have been above it."""
        ways: dict[_State, tuple[int, Trail]] = {(): (0, None)}
        complete = True
        for claim, bit in enumerate(self.bits):
            gains, bridged, least = self.weights[claim], self.bridged[claim], floor + 1 - self.rest[claim + 1]
            found: dict[_State, tuple[int, Trail]] = {}
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


def steps(trail: Trail) -> Iterable[tuple[int, int]]:
    """(claim in whose cluster, claim that joined it), in the order of the claims."""
    found: list[tuple[int, int]] = []
    while trail is not None:
        trail, claim, partner = trail
        found.append((partner, claim))
    return reversed(found)
