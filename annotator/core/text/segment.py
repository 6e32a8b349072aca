"""Segments: graphemes, words, sentences, clauses, quotations and paragraphs of a text, each found when first asked for.

Nothing is computed for the whole text: every question looks at one paragraph, or at a few characters, and paragraphs
are remembered. So a text of ten million characters opens as fast as a short one.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from functools import cached_property

import regex

from annotator.core.span import Pieces, Span
from annotator.core.text.grapheme import CLUSTER, FLAGS_BEFORE
from annotator.core.text.pattern import lazy
from annotator.core.text.quotation import Quotation

_CERTAIN = lazy(
    r"(?r)[\p{GCB=Other}\p{GCB=Control}\p{GCB=LF}\p{GCB=LV}\p{GCB=LVT}]{2}",
)
"""Two characters that never join, searched from the end: every rule that joins needs a mark, a joiner, a flag letter,
a part of a syllable, or CR LF. So a look back ends at the first plain pair, in any script."""
_LONGEST = 20_000
"""Longest paragraph that is segmented in one go; a longer line is cut at blanks, so that no key waits for it."""
_WORD = lazy(
    r"[$€£¥#@]?\p{N}+(?:[.,:’'/-]\p{N}+)*\p{L}*%?"
    r"|(?:\p{Lu}\.){2,}"
    r"|[@#]?[\p{L}\p{M}\p{N}_]+(?:[’'\-‑./@]?[\p{L}\p{M}\p{N}_]+)*"
)
_PLAIN = lazy(r"[^\r\u0300-\u200f\u2028-\U0010ffff]*")
"""Letters of Europe and the marks of printing: no joiner, no combining mark, no wide script."""
_WIDE = lazy(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]")
_WIDE_RUN = lazy(
    r"\p{Han}\p{M}*|\p{Hiragana}+|[\p{Katakana}ー]+|\p{Thai}\p{M}*|[^\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]+"
)
_HARD_WRAP = 100
"""Lines shorter than this, several to a blank line, are rows of a paragraph and not paragraphs."""


class Segments:
    """Where the units of one frozen text begin and end. Offsets are code points; all results are spans of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._sentences: dict[int, tuple[Span, ...]] = {}
        self._quotations: dict[int, tuple[Quotation, ...]] = {}
        self._words: dict[int, tuple[Span, ...]] = {}
        self._clauses: dict[Span, tuple[Span, ...]] = {}

    # ── graphemes ────────────────────────────────────────────────────────────────────────────────────────────────

    def _simple(self, offset: int) -> bool:
        """Whether a boundary lies at the offset for certain: plain characters on both sides."""
        before, after = self.text[offset - 1], self.text[offset]
        # Quotation marks and dashes join nothing either, and stand at most ends of what is looked for.
        return (
            (before < "\u0300" or "\u2010" <= before <= "\u2027")
            and (after < "\u0300" or "\u2010" <= after <= "\u2027")
            and before != "\r"
        )

    def snap(self, offset: int) -> int:
        """The grapheme boundary at or before an offset, within the text."""
        text, size = self.text, len(self.text)
        if offset <= 0:
            return 0
        if offset >= size:
            return size
        if self._simple(offset):
            return offset
        flags = FLAGS_BEFORE.match(text, 0, offset)
        if flags and FLAGS_BEFORE.match(text[offset]):
            return offset - (flags.end() - flags.start()) % 2
        certain = _CERTAIN.search(text, 0, offset + 1)
        start = certain.end() - 1 if certain else 0
        if start == offset:
            return offset
        before = start
        for match in CLUSTER.finditer(text, start):
            if match.end() > offset:
                return match.start() if match.start() <= offset else before
            before = match.end()
        return before

    def is_boundary(self, offset: int) -> bool:
        """Whether no grapheme is parted here."""
        return self.snap(offset) == offset

    def whole(self, span: Span) -> Span:
        """The graphemes that a span touches."""
        return Span(self.snap(span.start), span.end if self.is_boundary(span.end) else self.next_grapheme(span.end))

    def next_grapheme(self, offset: int) -> int:
        """The boundary after the grapheme at an offset; the end of the text stays."""
        if offset >= len(self.text):
            return len(self.text)
        start = self.snap(offset)
        if start + 1 < len(self.text) and self._simple(start + 1):
            return start + 1
        match = CLUSTER.match(self.text, start)
        return match.end() if match else start + 1

    def prev_grapheme(self, offset: int) -> int:
        """The boundary before the grapheme that ends at or holds an offset; 0 stays."""
        return self.snap(min(offset, len(self.text)) - 1) if offset > 0 else 0

    # ── paragraphs ───────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _paragraphs(self) -> tuple[Span, ...]:
        text = self.text
        lines: list[Span] = []
        at = 0
        for line in text.split("\n"):
            if line and not line.isspace():
                left = len(line) - len(line.lstrip())
                # A mark may stand on the last blank: the two are one cluster, and begin the paragraph together.
                lines.append(Span(self.snap(at + left), at + len(line.rstrip())))
            at += len(line) + 1
        return tuple(cut for each in self._joined(lines) for cut in self._cut(each))

    def _joined(self, lines: list[Span]) -> list[Span]:
        """Lines that are rows of hard-wrapped paragraphs become those paragraphs."""
        text = self.text
        blank_lines = text.count("\n\n") + text.count("\n \n")
        near = [a.length for a, b in itertools.pairwise(lines) if text.count("\n", a.end, b.start) == 1]
        # Rows of a wrapped paragraph are of one length, near the edge; short lines in a list are not.
        wrapped = len(near) >= 3 and blank_lines >= 1 and max(near) <= _HARD_WRAP and min(near) >= max(near) * 0.6
        if not wrapped:
            return lines
        joined: list[Span] = []
        for line in lines:
            if joined and text.count("\n", joined[-1].end, line.start) == 1:
                joined[-1] = Span(joined[-1].start, line.end)
            else:
                joined.append(line)
        return joined

    def _cut(self, paragraph: Span) -> list[Span]:
        cuts = []
        start, end = paragraph
        while end - start > _LONGEST:
            blank = self.text.rfind(" ", start + 1, start + _LONGEST)
            stop = blank + 1 if blank > 0 else self.snap(start + _LONGEST)
            if stop <= start:
                # One cluster that is longer than that: a letter under a mountain of marks.
                stop = min(end, self.next_grapheme(start))
            cuts.append(Span(start, stop))
            start = stop
        return [*cuts, Span(start, end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [each.start for each in self._paragraphs]

    def paragraphs(self) -> tuple[Span, ...]:
        """Lines that are not blank; in a hard-wrapped text, blocks of them between blank lines."""
        return self._paragraphs

    def paragraph_index(self, offset: int) -> int:
        """Which paragraph holds an offset, or is the last one before it; the first for what stands before all."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def paragraph(self, offset: int) -> Span:
        """The paragraph at or before an offset; an empty span in a text without any."""
        if not self._paragraphs:
            return Span(0, 0)
        return self._paragraphs[self.paragraph_index(offset)]

    # ── words ────────────────────────────────────────────────────────────────────────────────────────────────────

    def words_of(self, index: int) -> tuple[Span, ...]:
        """The words of one paragraph, in order."""
        found = self._words.get(index)
        if found is None:
            found = ()
            if index < len(self._paragraphs):
                start, end = self._paragraphs[index]
                if _PLAIN.fullmatch(self.text, max(0, start - 1), min(end + 1, len(self.text))):
                    # Nothing here joins its neighbour: every end of a match is the end of a cluster.
                    found = tuple(Span(*match.span()) for match in _WORD.finditer(self.text, start, end))
                    self._words[index] = found
                    return found
                found = tuple(word for match in _WORD.finditer(self.text, start, end) for word in self._script(match))
            self._words[index] = found
        return found

    def _script(self, match: regex.Match[str]) -> list[Span]:
        if not _WIDE.search(match.group()):
            return [Span(self.snap(match.start()), self._ceil(match.end()))]
        spans = [Span(*run.span()) for run in _WIDE_RUN.finditer(self.text, match.start(), match.end())]
        return [Span(self.snap(a), self._ceil(b)) for a, b in spans]

    def _ceil(self, offset: int) -> int:
        return offset if self.is_boundary(offset) else self.next_grapheme(offset)

    def words_in(self, span: Span) -> tuple[Span, ...]:
        """The words that lie wholly inside a span."""
        found: list[Span] = []
        last = self.paragraph_index(max(span.start, span.end - 1)) if self._paragraphs else -1
        for index in range(self.paragraph_index(span.start), last + 1):
            words = self.words_of(index)
            end = bisect_right(words, span.end, key=lambda word: word.end)
            found += words[bisect_left(words, Span(span.start, 0)) : end]
        return tuple(found)

    def word(self, offset: int) -> Span | None:
        """The word at an offset; None between words."""
        return next((each for each in self.words_of(self.paragraph_index(offset)) if each.contains(offset)), None)

    def next_word(self, offset: int) -> int:
        """The start of the next word after an offset; the end of the text after the last."""
        for index in range(self.paragraph_index(offset), len(self._paragraphs)):
            words = self.words_of(index)
            at = bisect_right(words, offset, key=lambda word: word.start)
            if at < len(words):
                return words[at].start
        return len(self.text)

    def prev_word(self, offset: int) -> int:
        """The start of the last word that begins before an offset; 0 before the first."""
        if not self._paragraphs:
            return 0
        for index in range(self.paragraph_index(offset), -1, -1):
            words = self.words_of(index)
            at = bisect_right(words, offset - 1, key=lambda word: word.start)
            if at > 0:
                return words[at - 1].start
        return 0

    # ── sentences, clauses, quotations ───────────────────────────────────────────────────────────────────────────

    def sentences_of(self, index: int) -> tuple[Span, ...]:
        """The sentences of one paragraph."""
        found = self._sentences.get(index)
        if found is None:
            from annotator.core.text.sentence import sentences_in

            cut = sentences_in(self.text, *self._paragraphs[index]) if self._paragraphs else ()
            found = tuple(Span(self.snap(each.start), each.end) for each in cut)
            self._sentences[index] = found
        return found

    def sentences(self) -> tuple[Span, ...]:
        """All sentences of the text."""
        return tuple(each for index in range(len(self._paragraphs)) for each in self.sentences_of(index))

    def sentence(self, offset: int) -> Span:
        """The sentence at an offset; between two sentences of a paragraph the next one, behind the last the last."""
        if not self._paragraphs:
            return Span(0, 0)
        index = self.paragraph_index(offset)
        if offset >= self._paragraphs[index].end and offset < len(self.text) and index + 1 < len(self._paragraphs):
            blank = self.text[self._paragraphs[index].end : offset + 1]
            index += 1 if "\n" in blank and self.text[offset] == "\n" and blank.count("\n") > 1 else 0
        inside = self.sentences_of(index)
        return next((each for each in inside if offset < each.end), inside[-1] if inside else Span(offset, offset))

    def clauses(self, sentence: Span) -> tuple[Span, ...]:
        """The clauses of a sentence."""
        found = self._clauses.get(sentence)
        if found is None:
            from annotator.core.text.clause import clauses_in

            marks = tuple(each for each in self.quotations(sentence.start) if each.outer.overlaps(sentence))
            cut = clauses_in(self.text, sentence, marks)
            found = self._clauses[sentence] = tuple(Span(self.snap(each.start), each.end) for each in cut)
        return found

    def clause(self, offset: int) -> Span:
        """The clause at an offset, or the next one of its sentence; behind the last the last."""
        sentence = self.sentence(offset)
        inside = self.clauses(sentence)
        return next((each for each in inside if offset < each.end), inside[-1])

    def quotations(self, offset: int) -> tuple[Quotation, ...]:
        """The quotations of the paragraph at an offset, by start, outer before inner."""
        index = self.paragraph_index(offset)
        found = self._quotations.get(index)
        if found is None:
            from annotator.core.text.quotation import quotations_in

            found = quotations_in(self.text, *self._paragraphs[index]) if self._paragraphs else ()
            self._quotations[index] = found
        return found

    def quotation(self, offset: int, level: int = 0) -> Quotation | None:
        """The innermost quotation at an offset; a level outwards for each `level`. None when there is none."""
        around = [each for each in self.quotations(offset) if each.outer.contains(offset)]
        around.sort(key=lambda each: each.outer.length)
        return around[level] if level < len(around) else None

    def quote_type(self, parts: Pieces) -> str:
        """direct, mixed or indirect: how much of the pieces stands inside quotation marks."""
        marks = {each for part in parts for each in self.quotations(part.start)}
        from annotator.core.text.quotation import quote_type

        return quote_type(tuple(sorted(marks)), parts, self.text)
