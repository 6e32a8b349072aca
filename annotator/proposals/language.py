"""Which language a text is in, as far as it matters: whether the lexicon is for it."""

from __future__ import annotations

from annotator.core.text.segment import Segments

_COMMON = {
    "en": frozenset(
        "the of and to in a is was that for on with as by he she it be are at from his her have has had not but they "
        "which or an were their said who will".split()
    )
}
"""The commonest words of the languages that a lexicon can be for."""
LOOKED_AT = 40
"""Paragraphs that are looked at, from the top."""
ENOUGH = 0.18
"""Share of common words from which on a text is taken for that language; English news has about 0.4."""
FEW = 12
"""Words below which nothing can be told, and the text is taken for that language."""


def speaks(segments: Segments, language: str) -> bool:
    """Whether the text is, or may be, in a language."""
    common = _COMMON.get(language)
    if common is None:
        return True
    total = known = 0
    for index in range(min(LOOKED_AT, len(segments.paragraphs()))):
        for start, end in segments.words_of(index):
            total += 1
            known += segments.text[start:end].lower() in common
    return total < FEW or known >= ENOUGH * total
