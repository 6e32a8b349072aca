"""The heaviest assignment between the claims of two owners, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import TypeAlias

_Pairs: TypeAlias = Mapping[int, Mapping[int, int]]
"""Claim of the one owner → claim of the other → weight."""


def assign(one: Sequence[int], two: Sequence[int], weights: Sequence[Mapping[int, int]]) -> tuple[tuple[int, int], ...]:
    """The pairs (earlier, later) of the greatest total weight, each claim at most once.

    `weights[i]` has j → weight > 0 for partners j < i; partners of other owners are passed over. Claims are taken into
    the matching one by one, each by the chain of changes that loses least (the Hungarian method by shortest paths).
    A chain runs only along pairs that there are, so claims that are far apart in a text cost each other nothing.
    """
    mine, theirs = (one, two) if len(one) <= len(two) else (two, one)
    pairs: dict[int, dict[int, int]] = {claim: {} for claim in mine}
    within = set(theirs)
    for claim in mine:
        pairs[claim].update((other, weight) for other, weight in weights[claim].items() if other in within)
    for other in theirs:
        for claim, weight in weights[other].items():
            if claim in pairs:
                pairs[claim][other] = weight
    matching = _Matching(pairs)
    # Claims with many partners come last: one over a whole article would else be moved on by each of the others.
    for claim in sorted(mine, key=lambda claim: len(pairs[claim])):
        matching.add(claim)
    return tuple(sorted((min(pair), max(pair)) for pair in matching.held.items()))


class _Matching:
    """The heaviest matching of the claims that were added, with a proof that it is.

    Each claim has a worth and each other a price, none below 0. Together they are at least what the pair weighs, and
    just that where it is matched; who is alone has none.
    """

    def __init__(self, pairs: _Pairs) -> None:
        self.held: dict[int, int] = {}
        """Other → the claim that it is matched with."""
        self._pairs = pairs
        self._worth: dict[int, int] = {}
        self._price: dict[int, int] = {}

    def add(self, claim: int) -> None:
        """Take in one claim more."""
        pairs, worth, price, held = self._pairs, self._worth, self._price, self.held
        least = max([weight - price.get(other, 0) for other, weight in pairs[claim].items()], default=0)
        if least <= 0:
            return
        worth[claim] = least
        lost: dict[int, int] = {}
        """Other → what a chain loses that ends by taking it; and the claim that takes it."""
        taker: dict[int, int] = {}
        settled: dict[int, int] = {}
        heap: list[tuple[int, int]] = []
        at, sofar, alone, end = claim, 0, claim, -1
        while True:
            for other, weight in pairs[at].items():
                loss = sofar + worth[at] + price.get(other, 0) - weight
                if loss < least and loss < lost.get(other, least):
                    lost[other], taker[other] = loss, at
                    heappush(heap, (loss, other))
            while heap and heap[0][1] in settled:
                heappop(heap)
            if not heap or heap[0][0] >= least:
                break
            sofar, other = heappop(heap)
            if other not in held:
                least, end = sofar, other
                break
            settled[other] = sofar
            at = held[other]
            if sofar + worth[at] < least:
                least, alone = sofar + worth[at], at
        before = {held[other]: other for other in settled}
        for other, loss in settled.items():
            price[other] = price.get(other, 0) + least - loss
            worth[held[other]] -= least - loss
        worth[claim] -= least
        # Along the chain each claim gives what it had to the one that takes it; the last stays alone or takes `end`.
        if end < 0:
            end = before.get(alone, -1)
        while end >= 0:
            gets = taker[end]
            held[end] = gets
            end = before.get(gets, -1)
