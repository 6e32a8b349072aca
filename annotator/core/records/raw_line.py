"""Lines of a file from outside, one at a time; one that is too long to be a record is never held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from annotator.core.errors import Fault
from annotator.core.records import limits

_OURS = (b'{"format":"', b'"article":{"id":')
"""How a line of ours begins, and what stands early in those of ours that other tools read."""
EARLY = 1 << 16
_BLOCK = 1 << 20


def raw_lines(
    stream: BinaryIO, own: Callable[[bytes], bool] | None = None
) -> Iterator[tuple[int, bytes, Fault | None]]:
    """(number, the line with its end, what is wrong) of each line; the line is empty where something is wrong.

    `own`: whether a long line looks like one that an export has written; else as JSON Lines of ours look.
    """
    own = own or ours
    number = 0
    # Asked for with its limit, a line that has no end takes no more memory than one that has.
    while raw := stream.readline(limits.LINE + 1):
        number += 1
        most = limits.LINE
        if len(raw) > most and own(raw):
            most = limits.OWN_LINE
            raw += stream.readline(most + 1 - len(raw))
        if len(raw) <= most:
            yield number, raw, None
            continue
        while not raw.endswith(b"\n") and raw:
            raw = stream.readline(_BLOCK)
        yield number, b"", too_long(most)


def ours(raw: bytes) -> bool:
    """Whether a record looks like one that an export of ours has written, which may hold a whole article."""
    return raw.startswith(_OURS[0]) or _OURS[1] in raw[:EARLY]


def too_long(most: int = limits.LINE) -> Fault:
    """The fault of a record that is too long."""
    right = f"a record has at most {limits.shown(most)}; a longer article is added as a file of its own"
    return Fault("the record is too long to be read", right=right)
