"""The rules: for each sentence, a proposal for every cue, then for the quotations that no cue has used."""

from __future__ import annotations

from annotator.core import textobject
from annotator.core.proposal.proposal import CUE, Proposal
from annotator.core.span import Pieces, Span, intersection
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
        for sentence in segments.sentences_of(segments.paragraph_index(paragraph.start)):
            reading = Reading(segments, sentence)
            before: Proposal | None = None
            for cue in cues_in(reading, self.lexicon):
                made = self._cue(reading, cue, before)
                before = made or before
                found += [made] if made else []
                # What is only pointed back to is not said here: it may still be a quotation of its own.
                fresh += [made] if made and not made.back else []
        found += unmarked(segments, paragraph, fresh)
        return tuple(sorted(found, key=lambda each: each.start))

    def _cue(self, reading: Reading, cue: Cue, before: Proposal | None) -> Proposal | None:
        source = sources(reading, cue)
        if before is not None and not source[0] and reading.word(cue.first - 1) in ("and", "but"):
            # She waited and said …: the second verb has the subject of the first.
            source = before.sources
        content = contents(reading, cue, source[0])
        back = _points_back(reading, cue)
        if back:
            content = tuple(dict.fromkeys((*self._said_before(reading), *content)))
        if not content:
            return None
        return Proposal(CUE, (cue.span,), source, content, cue.stance, outer=self._outer(reading, cue), back=back)

    def _outer(self, reading: Reading, cue: Cue) -> tuple[Pieces, ...]:
        """Who tells it, when the cue stands in somebody's speech: the source of the cue that quotes it."""
        quotation = reading.quotation(cue.span.start)
        if quotation is None:
            return ()
        segments = reading.segments
        for sentence in segments.sentences_of(segments.paragraph_index(cue.span.start)):
            near = Reading(segments, sentence)
            for other in cues_in(near, self.lexicon):
                if other.span == cue.span or quotation.outer.contains(other.span.start):
                    continue
                source = sources(near, other)[0]
                if source and any(intersection(each, (quotation.inner,)) for each in contents(near, other, source)):
                    return (source,)
        return ()

    def _said_before(self, reading: Reading) -> tuple[Pieces, ...]:
        """What the sentence before was about, for a cue whose object points back to it: denies it."""
        segments, start = reading.segments, reading.sentence.start
        sentences = segments.sentences_of(segments.paragraph_index(start))
        index = sentences.index(reading.sentence) if reading.sentence in sentences else 0
        if index == 0:
            return ()
        before = Reading(segments, sentences[index - 1])
        found: list[Pieces] = []
        for cue in reversed(cues_in(before, self.lexicon)):
            if not _points_back(before, cue):
                found += contents(before, cue, sources(before, cue)[0])[:1]
        tidy = textobject.tidy(segments, sentences[index - 1])
        return (*found, (tidy,))


def _points_back(reading: Reading, cue: Cue) -> bool:
    """Whether the object of the verb only points to what was said before: it, this, the claim, that figure."""
    at = cue.last + 1
    if reading.word(at) in ("it", "this", "that", "both") and reading.gap(at + 1).strip()[:1] in (".", ",", ";", ""):
        return at + 1 >= reading.count or bool(reading.gap(at + 1).strip())
    noun = reading.word(at + 1)
    return reading.word(at) in ("the", "this", "that", "these", "those") and noun in _POINTING
