"""What may leave the program for a terminal: the sequences of its own frames, and text that drives nothing.

It is a list of what is allowed, not of what is not: a byte that nobody has thought of is a stray.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

# Colours and the styles of our themes. Blinking, concealed and other fonts are none of them.
_COLOUR = r"[34]8;5;\d{1,3}|[34]8;2;\d{1,3};\d{1,3};\d{1,3}|3[0-79]|4[0-79]|9[0-7]|10[0-7]"
_SGR = rf"(?:0|1|2|3|4|7|9|21|22|23|24|27|29|{_COLOUR})"
FRAME = (
    rf"\x1b\[(?:{_SGR}(?:;{_SGR})*)?m",
    r"\x1b\[\d{1,3};\d{1,3}H",
    r"\x1b\[\?(?:1049|25|1000|1002|1003|1004|1006|1015|2004|2026|2031|2048|7)[hl]",
    r"\x1b\[\?(?:2026|2048)\$p",
    r"\x1b\[[<>=]\d{0,2}u",
    r"\x1b\[\?u",
    r"\x1b\[>?\d?[cq]",
    r"\x1b\]22;[a-z-]{1,20}\x07",
    r"\r\n",
)
"""Of the screens: colours, where the cursor goes, modes, questions about the terminal, the mouse's shape."""
TALK = (r"\r\n", r"\r\x1b\[K", r"\n")
"""Of the verbs: line ends, and the one line that is written over while somebody waits."""
_PLACE = regex.compile(r"\x1b\[(\d+);(\d+)H")
_FRAME = regex.compile(r"[\p{C}\p{Zl}\p{Zp}\u061c\u115f\u1160\u3164\uffa0]|\p{M}{4,}")
"""What no text on a screen holds: nothing that is not seen, nor more marks on a letter than a line has room for."""
_TALK = regex.compile(r"[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff]")
"""What no output holds: controls, what turns text around, and what ends a line for some readers."""


@cache
def _tokens(allowed: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile("|".join(allowed))


def strays(raw: bytes, allowed: tuple[str, ...], columns: int, rows: int) -> Iterator[str]:
    """What is no allowed sequence and no harmless text, with what stands around it."""
    text = raw.decode("utf-8", "backslashreplace")
    for match in _PLACE.finditer(text):
        if int(match[1]) > rows or int(match[2]) > columns + 1:
            yield f"the cursor is put to {match.group()!r} of {columns} columns and {rows} rows"
    # What is allowed becomes a character that separates words and is harmless itself.
    rest = _tokens(allowed).sub("\u00b6", text)
    for match in (_FRAME if allowed is FRAME else _TALK).finditer(rest):
        yield f"{match.group()!r} in {rest[max(0, match.start() - 30) : match.end() + 30]!r}"
