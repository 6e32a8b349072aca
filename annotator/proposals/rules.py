"""The rules: for each sentence, a proposal for every cue, then for the quotations that no cue has used."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from annotator.core import textobject
from annotator.core.proposal.proposal import CUE, Proposal
from annotator.core.span import Pieces, Span, hull, intersection
from annotator.core.text.segment import Segments
from annotator.proposals.content import contents
from annotator.proposals.cue import Cue, cues_in
from annotator.proposals.language import speaks
from annotator.proposals.lexicon import Lexicon
from annotator.proposals.reading import Reading
from annotator.proposals.source import sources
from annotator.proposals.unmarked import unmarked

_POINTING = frozenset(
    "claim claims allegation allegations accusation accusations figure figures report reports charge charges criticism "
    "statement idea suggestion".split()
)


class Rules:
    """Proposes by rule; nothing is remembered, so that the same paragraph always gives the same proposals."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def silent(self, segments: Segments) -> str:
        """Why the rules say nothing: the text is in a language that the lexicon is not for."""
        if speaks(segments, self.lexicon.language):
            return ""
        return "The rules for proposals know English only, and this text is none: n walks the sentences."

    def propose(self, segments: Segments, paragraph: Span) -> tuple[Proposal, ...]:
        """The proposals of one paragraph, in order: its cues, and the quotations that none of them has."""
        found: list[Proposal] = []
        fresh: list[Proposal] = []
        whole = _Paragraph(segments, segments.paragraph_index(paragraph.start), self.lexicon)
        for index, (_, cues) in enumerate(whole.sentences):
            before: Proposal | None = None
            for cue in cues:
                made = _proposal(whole, index, cue, before)
                before = made or before
                found += [made] if made else []
                # What is only pointed back to is not said here: it may still be a quotation of its own.
                fresh += [made] if made and not made.back else []
        found += unmarked(segments, paragraph, fresh)
        return tuple(sorted(found, key=lambda each: each.start))


class _Told(NamedTuple):
    """What somebody says by a cue."""

    cue: Span
    source: Pieces
    contents: tuple[Pieces, ...]
    reach: Span
    """From where the first content begins to where the last one ends."""


class _Paragraph:
    """A paragraph whose sentences are read once, however many cues ask about one another."""

    def __init__(self, segments: Segments, index: int, lexicon: Lexicon) -> None:
        self.segments = segments
        readings = [Reading(segments, sentence) for sentence in segments.sentences_of(index)]
        self.sentences = [(reading, cues_in(reading, lexicon)) for reading in readings]

    @cached_property
    def told(self) -> tuple[_Told, ...]:
        """What each cue attributes to words of the paragraph, in order."""
        found = []
        for reading, cues in self.sentences:
            for cue in cues:
                source = sources(reading, cue)[0]
                said = contents(reading, cue, source) if source else ()
                if said:
                    hulls = [hull(parts) for parts in said]
                    reach = Span(min(each.start for each in hulls), max(each.end for each in hulls))
                    found.append(_Told(cue.span, source, said, reach))
        return tuple(found)

    def outer(self, reading: Reading, cue: Cue) -> tuple[Pieces, ...]:
        """Who tells it, when the cue stands in somebody's speech: the source of the cue that quotes it."""
        quotation = reading.quotation(cue.span.start)
        if quotation is None:
            return ()
        for other in self.told:
            if other.cue == cue.span or quotation.outer.contains(other.cue.start):
                continue
            if other.reach.overlaps(quotation.inner) and any(
                intersection(each, (quotation.inner,)) for each in other.contents
            ):
                return (other.source,)
        return ()

    def said_before(self, index: int) -> tuple[Pieces, ...]:
        """What the sentence before was about, for a cue whose object points back to it: denies it."""
        if index == 0:
            return ()
        before, cues = self.sentences[index - 1]
        found: list[Pieces] = []
        for cue in reversed(cues):
            if not _points_back(before, cue):
                found += contents(before, cue, sources(before, cue)[0])[:1]
        return (*found, (textobject.tidy(self.segments, before.sentence),))


def _proposal(whole: _Paragraph, index: int, cue: Cue, before: Proposal | None) -> Proposal | None:
    """What a cue of a sentence proposes; `before` is what the cue before it does."""
    reading = whole.sentences[index][0]
    source = sources(reading, cue)
    if before is not None and not source[0] and reading.word(cue.first - 1) in ("and", "but"):
        # She waited and said …: the second verb has the subject of the first.
        source = before.sources
    content = contents(reading, cue, source[0])
    back = _points_back(reading, cue)
    if back:
        content = tuple(dict.fromkeys((*whole.said_before(index), *content)))
    if not content:
        return None
    return Proposal(CUE, (cue.span,), source, content, cue.stance, outer=whole.outer(reading, cue), back=back)


def _points_back(reading: Reading, cue: Cue) -> bool:
    """Whether the object of the verb only points to what was said before: it, this, the claim, that figure."""
    at = cue.last + 1
    if reading.word(at) in ("it", "this", "that", "both") and reading.gap(at + 1).strip()[:1] in (".", ",", ";", ""):
        return at + 1 >= reading.count or bool(reading.gap(at + 1).strip())
    noun = reading.word(at + 1)
    return reading.word(at) in ("the", "this", "that", "these", "those") and noun in _POINTING
