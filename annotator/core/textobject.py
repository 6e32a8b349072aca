"""Text objects: what one key selects, and how a selection grows and shrinks by words and objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from annotator.core.span import Span
from annotator.core.text.segment import Segments

if TYPE_CHECKING:
    from annotator.core.text.quotation import Quotation

TextObject: TypeAlias = Callable[[Segments, int], Span | None]
"""From an offset to the object that holds it; None when there is none here."""

OBJECTS: dict[str, TextObject] = {}
"""Name → object. A further object is one decorated function."""

_QUOTES = "\"'“”‘’„«»‹›「」『』"
_CLOSING = ",;:.!?…—–- \n\u00a0"


def text_object(name: str) -> Callable[[TextObject], TextObject]:
    """Decorator: this function is the object `name`."""

    def register(function: TextObject) -> TextObject:
        OBJECTS[name] = function
        return function

    return register


@text_object("word")
def word(segments: Segments, offset: int) -> Span | None:
    """The word at the offset, or the grapheme between words."""
    return segments.word(offset) or grapheme(segments, offset)


@text_object("grapheme")
def grapheme(segments: Segments, offset: int) -> Span | None:
    """What the cursor stands on."""
    start = segments.snap(offset)
    end = segments.next_grapheme(start)
    return Span(start, end) if end > start else None


@text_object("clause")
def clause(segments: Segments, offset: int) -> Span | None:
    """The clause at the offset."""
    found = segments.clause(offset) if segments.paragraphs() else None
    return found if found and found.length else None


@text_object("sentence")
def sentence(segments: Segments, offset: int) -> Span | None:
    """The sentence at the offset."""
    found = segments.sentence(offset)
    return found if found.length else None


@text_object("quotation")
def quotation(segments: Segments, offset: int) -> Span | None:
    """The innermost quotation at the offset, or else the next one of its paragraph; without its marks."""
    found = segments.quotation(offset)
    if found is None:
        found = next((each for each in segments.quotations(offset) if each.outer.start >= offset), None)
    return found.inner if found and found.inner.length else None


@text_object("paragraph")
def paragraph(segments: Segments, offset: int) -> Span | None:
    """The paragraph at the offset."""
    found = segments.paragraph(offset)
    return found if found.length else None


def again(segments: Segments, name: str, span: Span) -> Span:
    """The same object once more: the next one too; for a quotation its marks, then the one around it."""
    if name == "quotation":
        for level in range(8):
            found = segments.quotation(span.start, level)
            if found is None:
                return span
            for wider in (found.inner, found.outer):
                if wider != span and wider.start <= span.start and wider.end >= span.end:
                    return wider
        return span
    if name == "word":
        return grow_end(segments, span)
    at = span.end
    while at < len(segments.text):
        found_span = OBJECTS[name](segments, at)
        if found_span is not None and found_span.end > span.end:
            return Span(span.start, found_span.end)
        at = segments.next_grapheme(at)
    return span


def expand(segments: Segments, span: Span) -> Span:
    """The smallest object that holds the span and more: word, clause, quotation, sentence, paragraph, article."""
    found: list[Span] = [Span(0, len(segments.text))]
    for name in ("word", "clause", "sentence", "paragraph"):
        each = OBJECTS[name](segments, span.start)
        if each is not None:
            found.append(each)
    for quote in segments.quotations(span.start):
        found += [quote.inner, quote.outer]
    wider = [each for each in found if each.start <= span.start and each.end >= span.end and each != span]
    return min(wider, key=lambda each: each.length, default=span)


def trim_start(segments: Segments, span: Span) -> Span:
    """Without its first word, or without the punctuation it starts with; at least one word stays."""
    words = segments.words_in(span)
    if not words:
        return span
    if words[0].start > span.start:
        return Span(words[0].start, span.end)
    return Span(words[1].start, span.end) if len(words) > 1 else span


def trim_end(segments: Segments, span: Span) -> Span:
    """Without its last word, or without the punctuation it ends with; at least one word stays."""
    words = segments.words_in(span)
    if not words:
        return span
    if words[-1].end < span.end:
        return Span(span.start, words[-1].end)
    return Span(span.start, words[-2].end) if len(words) > 1 else span


def grow_start(segments: Segments, span: Span) -> Span:
    """With the word before it."""
    start = segments.prev_word(span.start)
    return Span(start, span.end) if segments.words_in(Span(start, span.start)) or start < span.start else span


def grow_end(segments: Segments, span: Span) -> Span:
    """With the rest of the word it ends in, or the word after it."""
    inside = segments.word(span.end)
    if inside is not None and inside.start < span.end:
        return Span(span.start, inside.end)
    start = segments.next_word(span.end - 1) if span.end else segments.next_word(-1)
    start = max(start, span.end)
    following = segments.word(start) if start < len(segments.text) else None
    return Span(span.start, following.end) if following else span


def tidy(segments: Segments, span: Span) -> Span:
    """By the span rules, for new contents: without outer quotation marks, leading “that”, final comma or stop.

    A mark is outer when it has no partner inside the span, or encloses all of it; the stop of an abbreviation stays.
    """
    text = segments.text
    start, end = span
    quotations: tuple[Quotation, ...] | None = None
    changed = True
    while changed and start < end:
        changed = False
        while start < end and (text[start].isspace() or text[start] in ",;:—–"):
            start, changed = start + 1, True
        while end > start and (text[end - 1] in _CLOSING and not _belongs(segments, start, end)):
            end, changed = end - 1, True
        if quotations is not segments.quotations(start):
            quotations = segments.quotations(start)
            ends = {each.outer.start: each.outer.end for each in quotations}
            closed = {each.outer.end: each.outer.start for each in quotations if each.closed}
            innermost = {each.outer.end: each.outer.start for each in quotations}
        opening = start
        if start < end and text[start] in _QUOTES and ends.get(start, 0) >= end:
            start, changed = start + 1, True
        if end > start and text[end - 1] in _QUOTES:
            encloses = closed.get(end, end) <= opening
            alone = text.index(text[end - 1], start) == end - 1
            if encloses or (alone and innermost.get(end, start) <= start):
                end, changed = end - 1, True
        if text[start : start + 5].lower() == "that " and start + 5 < end:
            start, changed = start + 5, True
    return Span(segments.snap(start), end) if start < end else span


def _belongs(segments: Segments, start: int, end: int) -> bool:
    """Whether the stop at the end belongs to an abbreviation such as U.S. or p.m."""
    if segments.text[end - 1] != ".":
        return False
    before = segments.text[max(start, end - 3) : end - 1]
    return len(before) == 2 and before[0] == "." and before[1].isalpha()
