"""The left margin: lanes that show how far each content reaches, and the numbers of those that begin here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from typing import NamedTuple

LANES = 3
NUMBERS = 5
MARGIN = 1 + LANES + 1 + NUMBERS + 1
"""Cells of the whole margin: a blank, the lanes, a blank, the numbers, a blank."""


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


def numbers(starting: Iterable[int]) -> tuple[tuple[str, int | None], ...]:
    """The numbers of the claims that begin on a row, as (text, number) in at most `NUMBERS` cells.

    Commas belong to no number; `+` stands for those that found no room.
    """
    runs: list[tuple[str, int | None]] = []
    used = 0
    order = sorted(starting)
    for index, number in enumerate(order):
        text = str(number)
        comma = 1 if runs else 0
        rest = 0 if index == len(order) - 1 else 1
        if used + comma + len(text) + rest > NUMBERS:
            runs.append(("+", None))
            break
        if comma:
            runs.append((",", None))
        runs.append((text, number))
        used += comma + len(text)
    return tuple(runs)


def margin(lanes: Mapping[int, tuple[str, int]], starting: Iterable[int]) -> tuple[tuple[str, int | None], ...]:
    """The whole margin of a row as (text, claim number or None), `MARGIN` cells wide.

    `lanes` is lane → (sign, claim number).
    """
    runs: list[tuple[str, int | None]] = [(" ", None)]
    runs += [lanes.get(lane, (" ", None)) for lane in range(LANES)]
    runs.append((" ", None))
    named = numbers(starting)
    runs += named
    runs.append((" " * (NUMBERS + 1 - sum(len(text) for text, _ in named)), None))
    return tuple(runs)
