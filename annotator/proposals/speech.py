"""Speech: what quotation marks hold, as contents."""

from __future__ import annotations

from annotator.core import textobject
from annotator.core.span import Pieces, Span, pieces
from annotator.core.text.quotation import Quotation
from annotator.core.text.segment import Segments
from annotator.core.text.sentence import sentences_in
from annotator.proposals.reading import Reading


def tidied(segments: Segments, start: int, end: int) -> Pieces:
    if end <= start:
        return ()
    span = textobject.tidy(segments, Span(start, end))
    return (span,) if any(char.isalnum() for char in segments.text[span.start : span.end]) else ()


def speech(segments: Segments, quotation: Quotation) -> list[Pieces]:
    """A quotation: one sentence as it is, then its clauses; of several sentences the first, all, then the others."""
    inner = quotation.inner
    sentences = _sentences(segments, inner)
    whole = tidied(segments, inner.start, inner.end)
    if len(sentences) > 1:
        return [sentences[0], whole, *sentences[1:]]
    found = [whole] if whole else []
    words = segments.words_in(inner)
    for index in range(2, len(words) - 2):
        if segments.text[slice(*words[index])] in ("and", "but"):
            found.append(tidied(segments, inner.start, words[index - 1].end))
            found.append(tidied(segments, words[index + 1].start, inner.end))
    found += [tidied(segments, *each) for each in segments.clauses(inner) if each.length < inner.length]
    return [each for each in found if each]


def _sentences(segments: Segments, inner: Span) -> list[Pieces]:
    """The sentences inside a quotation."""
    found = [tidied(segments, *each) for each in sentences_in(segments.text, inner.start, inner.end)]
    return [each for each in found if each]


def closing_at(segments: Segments, at: int) -> Quotation | None:
    """The outermost quotation whose closing mark is the character before an offset."""
    return next((each for each in segments.quotations(max(0, at - 1)) if each.closed and each.outer.end == at), None)


def _opening_at(segments: Segments, at: int) -> Quotation | None:
    """The quotation whose opening mark stands at an offset."""
    if at >= len(segments.text):
        return None
    return next((each for each in segments.quotations(at) if each.outer.start == at), None)


def joined_on(reading: Reading, inner: Span) -> list[Pieces]:
    """The speech together with the quotation that the next sentence begins with: “…,” she said. “…”"""
    segments, text = reading.segments, reading.text
    at = reading.sentence.end
    while at < len(text) and text[at] == " ":
        at += 1
    following = _opening_at(segments, at)
    if following is None or not following.inner.length:
        return []
    first, second = tidied(segments, *inner), speech(segments, following)[:1]
    return [pieces((*first, *second[0]))] if first and second else []


def next_paragraph(reading: Reading) -> list[Pieces]:
    """The quotation that the next paragraph begins with: wrote: / “…”"""
    segments, text = reading.segments, reading.text
    at = reading.sentence.end
    while at < len(text) and text[at].isspace():
        at += 1
    quotation = _opening_at(segments, at)
    return speech(segments, quotation) if quotation is not None and quotation.inner.length else []
