"""Labels: short sequences of keys to choose one of many places by, the easiest for the nearest."""

from __future__ import annotations

from itertools import islice, product

KEYS = "fjdkslaghrueiwoqptyvncmbxz23456789"
"""Home row, row above, row below, digits: the easiest first. 0 and 1 look too much like o and l."""
HOME = 9
"""Keys of the home row: they stay labels of their own however many places there are."""


def labels(near: int, far: int) -> tuple[str, ...]:
    """Labels for `near` places, nearest first, and then for `far` more; none begins with another.

    Near places get one key each, all others two. A key that begins labels of two is never a label itself; as few as
    will do begin them, the easiest that are left, so that near places lose no more of theirs than must be. Where keys
    run out, the last places get no label.
    """
    count = near + far
    most = len(KEYS) - min(near, HOME)
    leaders = next((n for n in range(most) if min(near, len(KEYS) - n) + n * len(KEYS) >= count), most)
    single = min(near, len(KEYS) - leaders)
    first = KEYS[single : single + leaders]
    return (*KEYS[:single], *islice(("".join(pair) for pair in product(first, KEYS)), count - single))
