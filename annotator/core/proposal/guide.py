"""The guide: the proposals of one article, read by paragraph when first asked for, and remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from annotator.core.proposal.proposal import CUE, MODEL, QUOTATION, Proposal, Proposer
from annotator.core.span import Pieces, common, intersection
from annotator.core.text.segment import Segments

Passes: TypeAlias = Callable[[Proposal], bool]
Source: TypeAlias = Callable[[], tuple[Sequence[Proposer], str]]
"""Gives the proposers and, where their proposals are withheld, the sentence that says why."""


def nobody() -> tuple[Sequence[Proposer], str]:
    """No proposers at all."""
    return (), ""


class Guide:
    """What may be a claim, by place. Asks its proposers lazily; nothing is asked before the first question."""

    def __init__(self, segments: Segments, source: Source = nobody) -> None:
        self.segments = segments
        self._source = source
        self._proposers: Sequence[Proposer] | None = None
        self._silence = ""
        self._withheld = ""
        self._found: dict[int, tuple[Proposal, ...]] = {}

    @property
    def silence(self) -> str:
        """Why no proposal is shown in this article; empty when one may be."""
        self._ready()
        return self._withheld or self._silence

    @property
    def knows(self) -> bool:
        """Whether the words of the article mean something to a proposer, be its proposals shown or withheld."""
        return bool(self._ready())

    def _ready(self) -> Sequence[Proposer]:
        if self._proposers is None:
            given, self._withheld = self._source()
            reasons = [each.silent(self.segments) for each in given]
            self._proposers = [each for each, why in zip(given, reasons, strict=True) if not why]
            self._silence = "" if self._proposers else next(iter(reasons), "There is nobody to propose.")
        return self._proposers

    def of(self, index: int) -> tuple[Proposal, ...]:
        """The proposals that begin in one paragraph, in order."""
        found = self._found.get(index)
        if found is None:
            spans = self.segments.paragraphs()
            lists = [each.propose(self.segments, spans[index]) for each in self._ready()] if index < len(spans) else []
            found = self._found[index] = merged(lists)
        return found

    def after(self, offset: int, passes: Passes) -> Proposal | None:
        """The first proposal that stands behind an offset and passes."""
        return next(self._walk(offset, 1, passes), None)

    def before(self, offset: int, passes: Passes) -> Proposal | None:
        """The last proposal that stands before an offset and passes."""
        return next(self._walk(offset, -1, passes), None)

    def _walk(self, offset: int, step: int, passes: Passes) -> Iterator[Proposal]:
        if not self._ready() or self._withheld or not self.segments.paragraphs():
            return
        index = self.segments.paragraph_index(max(0, offset))
        stop = len(self.segments.paragraphs()) if step > 0 else -1
        for at in range(max(0, index - (step > 0)), stop, step) if step > 0 else range(index, stop, step):
            for each in self.of(at)[::step]:
                beyond = each.start > offset if step > 0 else each.start < offset
                if beyond and passes(each):
                    yield each

    def on(self, cue: Pieces) -> Proposal | None:
        """The proposal whose cue is, or overlaps, these words."""
        if not cue or not self._ready():
            return None
        found = self.of(self.segments.paragraph_index(cue[0].start))
        exact = next((each for each in found if each.cue == cue), None)
        return exact or next((each for each in found if intersection(each.cue, cue)), None)

    def about(self, content: Pieces) -> Proposal | None:
        """The proposal without a cue whose content is these words, or has most in common with them."""
        if not content or not self._ready():
            return None
        found = [each for each in self.of(self.segments.paragraph_index(content[0].start)) if not each.cue]
        exact = next((each for each in found if content in each.contents), None)
        near = max(found, key=lambda each: common(each.contents[0], content), default=None)
        return exact or (near if near and common(near.contents[0], content) else None)


def merged(lists: Sequence[Sequence[Proposal]]) -> tuple[Proposal, ...]:
    """The proposals of several proposers in one order; for one cue, a model's come first and rules add alternatives."""
    found: list[Proposal] = []
    for each in sorted((each for given in lists for each in given), key=lambda each: each.kind != MODEL):
        twin = next((at for at, other in enumerate(found) if _same(other, each)), None)
        if twin is None:
            found.append(each)
        elif found[twin].kind == MODEL and each.kind != MODEL:
            other = found[twin]
            found[twin] = other._replace(
                sources=tuple(dict.fromkeys((*other.sources, *each.sources))),
                contents=tuple(dict.fromkeys((*other.contents, *each.contents))),
                stance=other.stance or each.stance,
            )
    return tuple(sorted(found, key=lambda each: (each.start, each.kind != CUE)))


def _same(a: Proposal, b: Proposal) -> bool:
    """Whether two proposals of different proposers are about the same words."""
    ours = (CUE, QUOTATION)
    if a.kind == b.kind or (a.kind in ours and b.kind in ours):
        return False
    if a.cue and b.cue:
        return bool(intersection(a.cue, b.cue))
    return a.contents[0] == b.contents[0]
