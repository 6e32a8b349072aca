"""Lanes: brackets in the left margin that show how far each content reaches."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import NamedTuple

LANES = 3


class Rows(NamedTuple):
    """The rows, first to last, that a claim's content reaches over."""

    first: int
    last: int
    claim: str


def assign(extents: Iterable[Rows]) -> dict[str, int]:
    """Claim id → lane. Two claims never share a lane on a row; the leftmost free lane is taken, top to bottom.

    A claim for which no lane is free is absent: its number and its tint still show it.
    """
    free = list(range(LANES))
    heapify(free)
    busy: list[tuple[int, int]] = []
    lanes: dict[str, int] = {}
    for first, last, claim in sorted(extents, key=lambda rows: (rows.first, -rows.last, rows.claim)):
        while busy and busy[0][0] < first:
            heappush(free, heappop(busy)[1])
        if free:
            lane = heappop(free)
            lanes[claim] = lane
            heappush(busy, (last, lane))
    return lanes


def bracket(row: int, first: int, last: int, *, marked: bool = True) -> str:
    """The lane's sign on this row; a dotted one where the content has a gap."""
    if first == last:
        return "╺"
    if row == first:
        return "┏"
    if row == last:
        return "┗"
    return "┃" if marked else "┇"
