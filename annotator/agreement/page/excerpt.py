"""The words around a claim, with what each version marks: long stretches that say nothing new are cut in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from annotator.agreement.page.markup import Html, join, safe, tag, words
from annotator.core.span import Pieces, Span, hull
from annotator.core.text.pattern import lazy
from annotator.core.text.segment import Segments

AROUND = 90
"""Code points of context on each side."""
LONG = 360
"""A stretch longer than this is cut."""
KEPT = 140
"""Code points that are kept at each end of a stretch that is cut."""
QUOTED = 160
"""Code points of a quotation."""
_BREAK = lazy(r"\n\s*\n\s*")


class Stretch(NamedTuple):
    """A run of text that all versions treat alike inside: each marks all of it or nothing."""

    span: Span
    marked: tuple[bool, ...]
    """By version."""


def stretches(versions: Sequence[Pieces], view: Span) -> list[Stretch]:
    """The view in stretches, in order."""
    cuts = sorted({view.start, view.end, *(at for parts in versions for part in parts for at in part)})
    return [
        Stretch(
            Span(start, end),
            tuple(any(part.start <= start and end <= part.end for part in parts) for parts in versions),
        )
        for start, end in pairwise(cuts)
    ]


class Prose:
    """The text of an article, ready to be cut: it is made safe as a whole, so that no cut parts what a joiner joins."""

    def __init__(self, text: str) -> None:
        self.text, self._shown, self._segments = text, safe(text), Segments(text)

    def window(self, versions: Sequence[Pieces]) -> Span:
        """All that the versions mark, and some words around it that stand in the same paragraph."""
        start, end = min(hull(each).start for each in versions), max(hull(each).end for each in versions)
        return Span(self._left(start), self._right(end))

    def _left(self, start: int) -> int:
        line = min(start, self._segments.paragraph(start).start)
        if start - line <= AROUND:
            return line
        blank = self.text.find(" ", start - AROUND, start)
        return blank + 1 if blank >= 0 else self._segments.snap(start - AROUND)

    def _right(self, end: int) -> int:
        stop = max(end, self._segments.paragraph(end - 1).end)
        if stop - end <= AROUND:
            return stop
        blank = self.text.rfind(" ", end, end + AROUND)
        return blank if blank >= 0 else self._segments.snap(end + AROUND)

    def version(self, view: Span, parts: Sequence[Stretch], which: int) -> Html:
        """The view with what one version marks; words that not all versions mark are marked otherwise than the rest."""
        whole = self._segments.paragraph(view.start).start, self._segments.paragraph(view.end - 1).end
        found: list[Html | str] = ["" if view.start in (0, whole[0]) else "… "]
        for (marked, every), run in groupby(parts, key=lambda each: (each.marked[which], all(each.marked))):
            held = [self._cut(each.span) for each in run]
            found.append(tag("mark", *held, class_=None if every else "own") if marked else join(*held))
        found.append("" if view.end in (len(self.text), whole[1]) else " …")
        return join(*found)

    def quoted(self, parts: Pieces) -> Html:
        """Marked words as a quotation; pieces are joined by ` … `, and what is long is cut."""
        found: list[Html] = []
        left = QUOTED
        for start, end in parts:
            if left <= 0:
                break
            stop = end if end - start <= left else self._segments.snap(start + left)
            found.append(join(self._words(start, stop), None if stop == end else "…"))
            left -= end - start
        return join("“", Html(" … ".join(found)), "”")

    def _cut(self, span: Span) -> Html:
        """A stretch, without its middle when it is long."""
        if span.length <= LONG:
            return self._words(*span)
        first, last = self._segments.snap(span.start + KEPT), self._segments.snap(span.end - KEPT)
        gap = tag("span", f" [… {last - first:,} characters …] ", class_="gap")
        return join(self._words(span.start, first), gap, self._words(last, span.end))

    def _words(self, start: int, end: int) -> Html:
        """Words of the text; the end of a paragraph is a sign among them."""
        return Html(_BREAK.sub(" ¶ ", words(self.text[start:end], self._shown[start:end])))
