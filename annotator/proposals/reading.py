"""One sentence, read for rules: its words, what stands between them, and the quotations that it touches."""

from __future__ import annotations

from functools import cached_property

from annotator.core.span import Span
from annotator.core.text.quotation import Quotation
from annotator.core.text.segment import Segments

_SHORT = 3
"""Words up to which a quotation is part of a clause and not speech."""


class Reading:
    """The words of a sentence by number; gap `i` is the text before word `i`, gap `count` what follows the last."""

    def __init__(self, segments: Segments, sentence: Span) -> None:
        self.segments, self.text, self.sentence = segments, segments.text, sentence
        self.words = segments.words_in(sentence)
        first, last = sentence
        plain = self.text[first:last].lower().replace("’", "'")
        if len(plain) == last - first:
            self.lower = tuple([plain[start - first : end - first] for start, end in self.words])
        else:
            # Some capitals have a longer small form; then the words are taken one by one.
            self.lower = tuple(self.text[start:end].lower().replace("’", "'") for start, end in self.words)
        self.count = len(self.words)

    def gap(self, index: int) -> str:
        """The text between word `index - 1` and word `index`, or to the edge of the sentence."""
        start = self.words[index - 1].end if index > 0 else self.sentence.start
        end = self.words[index].start if index < self.count else self.sentence.end
        return self.text[start:end]

    def word(self, index: int) -> str:
        """The word in lower case; empty outside the sentence."""
        return self.lower[index] if 0 <= index < self.count else ""

    def capital(self, index: int) -> bool:
        """Whether the word begins with a capital letter."""
        return 0 <= index < self.count and self.text[self.words[index].start].isupper()

    def at(self, offset: int) -> int:
        """The first word that begins at or after an offset; `count` when there is none."""
        return next((index for index, word in enumerate(self.words) if word.start >= offset), self.count)

    @cached_property
    def marked(self) -> tuple[Quotation, ...]:
        """All quotations that this sentence touches, however short."""
        return tuple(
            each
            for each in self.segments.quotations(self.sentence.start)
            if each.outer.end > self.sentence.start and each.outer.start < self.sentence.end
        )

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """The quotations of speech that this sentence touches: longer than a few words, outermost only."""
        found: list[Quotation] = []
        for each in self.marked:
            inside = found and found[-1].outer.end >= each.outer.end
            if not inside and len(self.segments.words_in(each.inner)) > _SHORT:
                found.append(each)
        return tuple(found)

    def quotation(self, offset: int) -> Quotation | None:
        """The quotation of speech that holds an offset."""
        return next((each for each in self.quotations if each.outer.contains(offset)), None)

    def closes_before(self, index: int) -> bool:
        """Whether a quotation ends between the word before and this one."""
        start = self.words[index - 1].end if index > 0 else self.sentence.start
        end = self.words[index].start if index < self.count else self.sentence.end
        return any(each.closed and start < each.outer.end <= end for each in self.marked)

    def opens_after(self, index: int) -> bool:
        """Whether a quotation opens between this word and the next."""
        start = self.words[index].end if index >= 0 else self.sentence.start
        end = self.words[index + 1].start if index + 1 < self.count else self.sentence.end
        return any(each.inner.length and start <= each.outer.start < end for each in self.marked)

    def parts_quotation(self, start: int, end: int) -> bool:
        """Whether a stretch of the sentence holds one mark of a quotation without the other."""
        return any((start <= each.outer.start < end) != (start < each.outer.end <= end) for each in self.marked)
