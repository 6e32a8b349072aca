"""The hybrid logical clock: wall time where it can be trusted, a counter where it cannot.

One integer: milliseconds since 1970 shifted left by 16 bits, plus a counter. Within one store it never goes back
and never repeats, whatever the machine's clock does, so it orders all events of a store by itself.
"""

from __future__ import annotations

COUNTER_BITS = 16


def tick(last: int, now: int) -> int:
    """The next reading after `last`, at wall time `now` (milliseconds since 1970).

    >>> tick(0, 1) == 1 << 16
    True
    >>> tick(5 << 16, 3) == (5 << 16) + 1
    True
    """
    return max(last + 1, now << COUNTER_BITS)


def milliseconds(clock: int) -> int:
    """The wall time of a reading, in milliseconds since 1970."""
    return clock >> COUNTER_BITS
