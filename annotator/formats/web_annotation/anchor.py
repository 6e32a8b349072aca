"""Where a selector points: by its position, else by the words that it quotes, where these stand in one place only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from annotator.core.errors import Fault
from annotator.core.record import excerpt
from annotator.core.records.check import quotes
from annotator.core.span import Span, pieces
from annotator.core.standoff.document import Document, Mark
from annotator.core.standoff.offset import Settled, settle

_SLACK = 32
"""Further characters of the text that are looked at beside a quoted word, because blanks may be more there."""


class Selector(NamedTuple):
    """What one target says of a span."""

    span: Span | None = None
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""


def same(words: str, found: str) -> bool:
    """Whether quoted words stand there; browsers fold white space."""
    return quotes(words, found) or words.split() == found.split()


def by_quotes(selectors: Mapping[str, Sequence[Selector]], notes: Counter[str]) -> Callable[..., Settled]:
    """A way to settle offsets that goes by the quoted words where positions are missing or do not fit.

    `selectors`: mark → its targets. What is found so is counted; what stands nowhere or in several places is a fault.
    """

    def settled(document: Document, text: str, units: Sequence[str], **more: bool) -> Settled:
        before = {mark.id for sheet in document.sheets for mark in sheet.marks if mark.wrong}
        first = settle(document, text, units, same=same, counted=more["counted"])
        said, faults = iter(first.faults), []
        for sheet in document.sheets:
            for index, mark in enumerate(sheet.marks):
                if not mark.wrong or mark.id in before:
                    continue
                fault = next(said)
                found = _found(mark, selectors[mark.id], text, fault)
                if isinstance(found, Fault):
                    faults.append(found)
                    continue
                sheet.marks[index] = replace(mark, spans=found, wrong=False)
                how = (
                    "alone"
                    if not all(each.span for each in selectors[mark.id])
                    else "because its position does not fit"
                )
                notes[f"annotations found by their words {how}"] += 1
        return first._replace(faults=tuple(faults))

    return settled


def _found(mark: Mark, selectors: Sequence[Selector], text: str, fault: Fault) -> tuple[Span, ...] | Fault:
    """The spans of a mark by its words, or what is wrong: as it was said of its positions, if it has some."""
    spans: list[Span] = []
    for selector in selectors:
        if not selector.exact:
            return fault
        places = occurrences(selector, text)
        if len(places) != 1:
            if selector.span and not places:
                return fault
            return mark.place.fault(*_why(selector, len(places)))
        spans += places
    return pieces(spans)


def _why(selector: Selector, count: int) -> tuple[str, str]:
    words = excerpt(selector.exact or "")
    if not count:
        return (
            f"the quoted text {words} does not stand in the article",
            "words of the article, and what stands around them",
        )
    what = f"the quoted text {words} stands in {count} places, and nothing tells which is meant"
    return what, "a prefix or suffix that stands in one of them only, or a position"


def occurrences(selector: Selector, text: str) -> list[Span]:
    """The places of a selector's words that its prefix and suffix allow: both of them, if there is more than one place.

    A single place needs one of them to be right, so that a short word is not found where another text has it by chance.
    """
    places = _places(re.escape(selector.exact or ""), text) or _places(_folded(selector.exact or ""), text)
    around = [_around(selector, span, text) for span in places]
    if len(places) == 1:
        return places if any(around[0]) or not (selector.prefix or selector.suffix) else []
    return [span for span, fits in zip(places, around, strict=True) if all(fits)]


def _places(pattern: str, text: str) -> list[Span]:
    return [Span(*match.span(1)) for match in re.finditer(f"(?=({pattern}))", text)] if pattern else []


def _folded(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split()))


def _around(selector: Selector, span: Span, text: str) -> list[bool]:
    """Whether what stands before and after is what the selector says, of those that it says."""
    found = []
    if selector.prefix.strip():
        before = text[max(0, span.start - len(selector.prefix) - _SLACK) : span.start]
        found.append(" ".join(before.split()).endswith(" ".join(selector.prefix.split())))
    if selector.suffix.strip():
        after = text[span.end : span.end + len(selector.suffix) + _SLACK]
        found.append(" ".join(after.split()).startswith(" ".join(selector.suffix.split())))
    return found
