"""Tokens for formats that know nothing else: words, and every other grapheme that is no blank."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from annotator.core.span import Span
from annotator.core.text.grapheme import CLUSTER
from annotator.core.text.segment import Segments


def tokens(segments: Segments) -> list[Span]:
    """All of the text's, in order: disjoint, on grapheme boundaries, with everything that is no blank in one of them.

    Scripts without blanks between words are cut as words are there: a Han character is a token of its own.
    """
    return list(_tokens(segments))


def _tokens(segments: Segments) -> Iterator[Span]:
    text, at = segments.text, 0
    for index in range(len(segments.paragraphs())):
        for word in segments.words_of(index):
            # The marks on a word's last letter are its own, even where they join it with the next word.
            start = max(at, word.start)
            yield from _graphemes(text, at, start)
            if start < word.end:
                yield Span(start, word.end)
                at = word.end
    yield from _graphemes(text, at, len(text))


def _graphemes(text: str, start: int, end: int) -> Iterator[Span]:
    """What stands between two words; both ends are boundaries, so a look at this piece alone finds the others."""
    if text[start:end].isspace():
        return
    for match in CLUSTER.finditer(text, start, end):
        if not match.group().isspace():
            yield Span(*match.span())


def covering(found: Sequence[Span], span: Span) -> tuple[int, int]:
    """The tokens that a span touches, as `[first, last)` among them; first is last where it touches none.

    `found` are tokens as `tokens` gives them.
    """
    first = bisect_right(found, span.start, key=lambda token: token.end)
    return first, max(first, bisect_left(found, span.end, key=lambda token: token.start))
