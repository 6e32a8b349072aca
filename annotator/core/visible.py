"""The one sanitiser: text from outside, made safe to paint and print.

Terminals act on control characters, and bidi marks reorder what stands beside them. Each such code point becomes one
visible cell; none is deleted, so that an offset into the text is an offset into what is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import category, east_asian_width

import regex

from annotator.core.text.grapheme import CLUSTER
from annotator.core.text.pattern import lazy

PLACEHOLDER = "\u00b7"
"""What stands for an invisible or unknown character that has no picture of its own."""

_UNSAFE = lazy(r"[\p{C}\p{Zl}\p{Zp}\u061c\u115f\u1160\u3164\uffa0]|(?<=\p{M}{30})\p{M}")
"""What a terminal might act on; and marks beyond the thirty that Unicode's stream-safe text has in a row, because drawn
above each other they cover the lines around."""
_NO_CELL = lazy(
    r"[\p{M}\u1160-\u11ff\ud7b0-\ud7ff"
    r"\u2630-\u2637\u268a-\u268f\u4dc0-\u4dff\U0001d300-\U0001d376\U0001f3fb-\U0001f3ff]"
)
"""What has no width to rely on: marks and parts of Hangul syllables with nothing before them that they could join,
lone skin tones, and the trigrams that one version of Unicode counts as one cell and the next as two."""
# One cell each in every terminal. Rich's own fast path is ASCII only, and nearly every news paragraph has one of these.
_SIMPLE = lazy(r"[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0373\u0400-\u0482\u2010-\u2027\u2030-\u205e\u20ac]*")


def _picture(match: regex.Match[str]) -> str:
    char = match.group()
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else PLACEHOLDER


def visible(text: str, *, keep_newline: bool = False) -> str:
    """The text with every code point that a terminal might act on shown as one visible cell; the length stays.

    C0 controls become their control pictures (ESC → ␛), DEL ␡, all others (C1, bidi, format, surrogate, private use,
    unassigned, line and paragraph separators) and marks piled higher than thirty a middle dot.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = _UNSAFE.sub(_picture, text)
    return shown.replace("\u240a", "\n") if keep_newline else shown


def is_simple(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether each code point of `text[start:end]` is a cluster of its own, one cell wide and safe as it is."""
    return _SIMPLE.fullmatch(text, start, len(text) if end is None else end) is not None


@lru_cache(maxsize=4096)
def safe_cluster(cluster: str) -> tuple[str, int]:
    """How one grapheme cluster is drawn, and in how many cells (1 or 2).

    Terminals disagree about skin tones, joined emoji, variation selectors and keycaps, so of those only the base is
    drawn; of an accented letter at most two marks. A cluster that would take no cell becomes a placeholder.
    """
    base = visible(cluster[0])
    if _NO_CELL.match(base) or category(base) == "Cn" or (base == " " and len(cluster) > 1):
        return PLACEHOLDER, 1
    if "\U0001f1e6" <= base <= "\U0001f1ff":
        return chr(ord("A") + ord(base) - 0x1F1E6), 1
    width = 2 if east_asian_width(base) in "WF" else 1
    marks = [char for char in cluster[1:] if category(char) == "Mn" and not "\ufe00" <= char <= "\ufe0f"]
    if width == 2 or not base.isalpha():
        marks = []
    return base + "".join(marks[:2]), width


def clusters(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str, int]]:
    """The grapheme clusters of `text[start:end]`: (offset, what is drawn, cells). A newline is none of them."""
    stop = len(text) if end is None else end
    if is_simple(text, start, stop):
        for offset in range(start, stop):
            yield offset, text[offset], 1
        return
    for match in CLUSTER.finditer(text, start, stop):
        cluster = match.group()
        if cluster != "\n":
            yield match.start(), *safe_cluster(cluster)


def cells(text: str) -> int:
    """Cells that the text takes when it is drawn by its safe clusters."""
    return len(text) if is_simple(text) else sum(width for _, _, width in clusters(text))


def one_line(text: str, width: int) -> str:
    """The text on one line: white space collapsed, safe to draw, cut to `width` cells with `…` where it is longer."""
    flat = " ".join(text[: 16 * width + 64].split())
    if is_simple(flat):
        return flat if len(flat) <= width else flat[: max(0, width - 1)] + "…" * (width > 0)
    drawn: list[str] = []
    used = 0
    for _, shown, size in clusters(flat):
        if used + size > width:
            while drawn and used > width - 1:
                used -= cells(drawn.pop())
            return "".join(drawn) + "…" * (width > 0)
        drawn.append(shown)
        used += size
    return "".join(drawn)
