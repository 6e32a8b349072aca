"""Quotations that no cue has: the next sentence of a speech, a post with the name of its writer below."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.core import textobject
from annotator.core.proposal.proposal import QUOTATION, Proposal
from annotator.core.span import Pieces, Span, intersection
from annotator.core.text.pattern import lazy
from annotator.core.text.segment import Segments
from annotator.core.text.sentence import sentences_in

FEWEST = 3
"""Words that a quotation must have to be speech, and not a title or a term."""
_SIGNED = lazy(r"\s*[—–-]{1,2}\s*(?P<name>\p{Lu}[^\n]{1,80})")
"""A line of its own that begins with a dash: the name below a post."""


def unmarked(segments: Segments, paragraph: Span, cues: Sequence[Proposal]) -> list[Proposal]:
    """A proposal for each sentence of speech in a paragraph that is in no content of a cue there."""
    firsts: Pieces = tuple(part for each in cues for part in each.contents[0])
    found: list[Proposal] = []
    for quotation in segments.quotations(paragraph.start):
        if quotation.depth or len(segments.words_in(quotation.inner)) < FEWEST or not quotation.inner.length:
            continue
        signed = _signature(segments, quotation.outer.end)
        for start, end in sentences_in(segments.text, *quotation.inner):
            span = textobject.tidy(segments, Span(start, end))
            if not _speech(segments, span) or intersection(firsts, (span,)):
                continue
            whole = textobject.tidy(segments, quotation.inner)
            contents: tuple[Pieces, ...] = tuple(dict.fromkeys([(span,), (whole,)]))
            found.append(Proposal(QUOTATION, (), ((signed,),) if signed else ((),), contents))
    return found


def _speech(segments: Segments, span: Span) -> bool:
    return len(segments.words_in(span)) >= FEWEST


def _signature(segments: Segments, end: int) -> Span | None:
    """The name behind a dash that follows a quotation, on the same line or the next."""
    match = _SIGNED.match(segments.text, end)
    if match is None:
        return None
    start, stop = match.span("name")
    cut = segments.text.find("(", start, stop)
    comma = segments.text.find(",", start, stop)
    stops = [at for at in (cut, comma, stop) if at > start]
    name = segments.text[start : min(stops)].rstrip()
    return Span(start, start + len(name)) if name else None
