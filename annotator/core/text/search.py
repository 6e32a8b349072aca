"""Search in the article: literal, without regard to case and accents, with offsets of the text as it is."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from annotator.core.span import Span

_SAME = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "})


def fold(char: str) -> str:
    """One code point without case and accents: none, one or several code points."""
    plain = "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))
    return plain.casefold().translate(_SAME)


@lru_cache(maxsize=4)
def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its code points, the offset in the text that it comes from."""
    if text.isascii():
        return text.lower().replace("\n", " "), []
    known: dict[str, str] = {}
    out: list[str] = []
    origin: list[int] = []
    for offset, char in enumerate(text):
        plain = known.get(char)
        if plain is None:
            plain = known[char] = " " if char == "\n" else fold(char)
        out.append(plain)
        origin.extend([offset] * len(plain))
    return "".join(out), origin


def find_all(text: str, wanted: str) -> tuple[Span, ...]:
    """Every place where `wanted` stands, left to right, not overlapping; none for an empty search.

    A match covers whole code points of the text together with the accents that follow its last letter.
    """
    needle = "".join(fold(char) for char in wanted).replace("\n", " ")
    if not needle.strip():
        return ()
    folded, origin = _folded(text)
    spans: list[Span] = []
    at = folded.find(needle)
    while at >= 0:
        last = at + len(needle)
        start = origin[at] if origin else at
        end = (origin[last - 1] if origin else last - 1) + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        spans.append(Span(start, end))
        at = folded.find(needle, last)
    return tuple(spans)
