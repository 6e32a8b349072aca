"""The guide walks proposals in order, asks no more paragraphs than it must, and joins what several proposers say."""

from __future__ import annotations

from annotator.core.proposal.guide import Guide, merged
from annotator.core.proposal.proposal import CUE, MODEL, QUOTATION, Proposal
from annotator.core.span import Span
from annotator.core.text.segment import Segments

TEXT = "\n\n".join(f"Paragraph {number} has words." for number in range(40))


class Words:
    """Proposes the second word of each paragraph, and counts how often it is asked."""

    def __init__(self, why: str = "") -> None:
        self.asked: list[Span] = []
        self.why = why

    def propose(self, segments: Segments, paragraph: Span) -> tuple[Proposal, ...]:
        """One proposal."""
        self.asked.append(paragraph)
        word = segments.words_in(paragraph)[1]
        return (Proposal("words", contents=((word,),)),)

    def silent(self, segments: Segments) -> str:
        """As it was told."""
        return self.why


def test_lazily_and_once() -> None:
    """Nothing is asked before the first question; a step asks one paragraph more; nothing is asked twice."""
    proposer = Words()
    guide = Guide(Segments(TEXT), lambda: ([proposer], ""))
    assert proposer.asked == []
    first = guide.after(-1, lambda each: True)
    assert first is not None
    assert len(proposer.asked) == 1
    second = guide.after(first.start, lambda each: True)
    assert second is not None
    assert len(proposer.asked) == 2
    assert guide.before(second.start, lambda each: True) == first
    assert len(proposer.asked) == 2
    assert [each.start for each in (first, second)] == [TEXT.index("0 has"), TEXT.index("1 has")]


def test_to_the_ends() -> None:
    """Walked forwards and backwards, the same proposals come; a test that nothing passes asks everything once."""
    guide = Guide(Segments(TEXT), lambda: ([Words()], ""))
    forwards, at = [], -1
    while (found := guide.after(at, lambda each: True)) is not None:
        forwards.append(found)
        at = found.start
    backwards, at = [], len(TEXT)
    while (found := guide.before(at, lambda each: True)) is not None:
        backwards.append(found)
        at = found.start
    assert len(forwards) == 40
    assert forwards == backwards[::-1]
    assert guide.after(-1, lambda each: False) is None


def test_withheld_and_silent() -> None:
    """Withheld proposals are not walked, though their words are known; a silent proposer knows nothing."""
    cue = Segments(TEXT).words_of(0)[0]

    class Cues(Words):
        def propose(self, segments: Segments, paragraph: Span) -> tuple[Proposal, ...]:
            return (Proposal(CUE, (cue,), contents=((Span(20, 24),),)),) if paragraph.start == 0 else ()

    withheld = Guide(Segments(TEXT), lambda: ([Cues()], "Held out."))
    assert withheld.silence == "Held out."
    assert withheld.after(-1, lambda each: True) is None
    assert withheld.on((cue,)) is not None
    foreign = Guide(Segments(TEXT), lambda: ([Words("Not English.")], ""))
    assert foreign.silence == "Not English."
    assert not foreign.knows
    assert Guide(Segments("")).after(0, lambda each: True) is None


def test_a_model_comes_first_on_the_same_words() -> None:
    """On one cue the model's alternatives stand before the rules'; a quotation and a cue of the rules stay two."""
    cue, one, two = (Span(10, 14),), (Span(0, 9),), (Span(0, 5),)
    model = Proposal(MODEL, cue, (((),)), (one,), score=0.5)
    rule = Proposal(CUE, cue, ((Span(15, 20),),), (two, one), stance="hedges")
    quotation = Proposal(QUOTATION, (), ((),), (two,))
    (both, other) = merged([[rule, quotation], [model]])
    if both.kind != MODEL:
        both, other = other, both
    assert both.contents == (one, two)
    assert both.stance == "hedges"
    assert both.score == 0.5
    assert other.kind == QUOTATION
