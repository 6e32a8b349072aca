"""Offsets from outside: in which unit a document counts is found by its quoted words, and never guessed.

Code points are tried first, then UTF-16 units; then, where the file has them, the same with CRLF counted as one
character, and with a leading byte order mark counted or not. A unit holds for a whole document. What no unit explains
is a fault of its own for each mark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from annotator.core.errors import Fault
from annotator.core.record import excerpt
from annotator.core.records.check import quotes
from annotator.core.span import Span, pieces
from annotator.core.standoff.document import Document, Mark
from annotator.core.text.grapheme import CLUSTER

CODEPOINTS, UTF16, GRAPHEMES = "codepoints", "utf16", "graphemes"
UNITS = (CODEPOINTS, UTF16, GRAPHEMES)
BOM = "\ufeff"
_SAID = {CODEPOINTS: "code points", UTF16: "UTF-16 units", GRAPHEMES: "grapheme clusters"}


class Ruler(NamedTuple):
    """How a document counts."""

    name: str
    """`UTF-16 units, a line end of two characters counted as one`."""
    edges: Sequence[int]
    """Foreign offset → code point of the frozen text; -1 where the offset lies inside a character."""
    one_end: bool = False
    """CRLF is one character to the tool, and a blank and a line end here."""

    def span(self, span: Span) -> Span | None:
        """The span in code points; None when an end lies outside the text or inside a character."""
        start, end = (self.edges[at] if 0 <= at < len(self.edges) else -1 for at in span)
        return Span(start, end) if 0 <= start < end else None


class Settled(NamedTuple):
    """What became of a document's offsets."""

    ruler: str
    """Name of the ruler when it is not the first one, or when no word says which; empty otherwise."""
    unsure: bool
    """Whether several rulers would have fitted, because nothing is quoted."""
    faults: tuple[Fault, ...]


def rulers(raw: str, dropped: bool, units: Sequence[str], *, counted: bool) -> Iterator[Ruler]:
    """The ways in which a tool may count this text, the likeliest first.

    `dropped`: the raw text begins with a byte order mark that the frozen text lacks. `counted`: the tool is likely to
    count it, because it stands inside the tool's own text rather than at the beginning of a file.
    """
    body = raw[1:] if dropped else raw
    ends = (False, True) if "\r\n" in body else (False,)
    marks = ((True, False) if counted else (False, True)) if dropped else (False,)
    for one_end in ends:
        for with_mark in marks:
            for unit in units:
                edges: Sequence[int] = _edges(body, unit, one_end)
                if with_mark:
                    edges = [0, *edges]
                name = _SAID[unit] + (", the byte order mark counted" if with_mark else "")
                yield Ruler(name + (", a line end of two characters counted as one" if one_end else ""), edges, one_end)


def to_units(text: str, unit: str) -> Sequence[int]:
    """Offset in the unit of every code point and of the text's end; inside a cluster that of its start."""
    if unit == CODEPOINTS:
        return range(len(text) + 1)
    found = [0] * (len(text) + 1)
    if unit == UTF16:
        at = 0
        for index, char in enumerate(text):
            found[index] = at
            at += 2 if char > "\uffff" else 1
        found[len(text)] = at
        return found
    number = -1
    for number, match in enumerate(CLUSTER.finditer(text)):
        found[match.start() : match.end()] = [number] * (match.end() - match.start())
    found[len(text)] = number + 1
    return found


def settle(
    document: Document,
    text: str,
    units: Sequence[str] = (CODEPOINTS, UTF16),
    *,
    counted: bool = True,
    same: Callable[[str, str], bool] = quotes,
) -> Settled:
    """Turn the spans of all marks into code points of the frozen text, in place; marks that fit nowhere become wrong.

    `same` compares a mark's words with what stands in the text. The chosen ruler is the first that explains all quoted
    words, else the one that explains most; every mark that it does not explain is a fault.
    """
    marks = [mark for sheet in document.sheets for mark in sheet.marks if not mark.wrong]
    dropped = document.raw.startswith(BOM) and len(document.raw) == len(text) + 1
    best: Ruler | None = None
    least, first, several = len(marks) + 1, "", False
    quoting = [mark for mark in marks if mark.words is not None]
    for ruler in rulers(document.raw, dropped, units, counted=counted):
        first = first or ruler.name
        wrong = sum(not _fits(mark, ruler, text, same) for mark in quoting)
        if best is not None and not quoting and marks and list(ruler.edges) != list(best.edges):
            several = True
        if wrong < least:
            best, least = ruler, wrong
        if (quoting or not marks) and not wrong:
            break
    assert best is not None
    faults: list[Fault] = []
    for sheet in document.sheets:
        for index, mark in enumerate(sheet.marks):
            if mark.wrong:
                continue
            fault = _fault(mark, best, text, same)
            if fault is None:
                spans = [found for span in mark.spans if (found := best.span(span))]
                sheet.marks[index] = replace(mark, spans=pieces(spans))
            else:
                faults.append(fault)
                sheet.marks[index] = replace(mark, wrong=True)
    return Settled("" if best.name == first and not several else best.name, several, tuple(faults))


def likeliest(document: Document) -> str:
    """The unit in which most spans begin and end at the edge of a word; empty when none is better than the others.

    A guess, for files that quote nothing, and only where somebody asks for it.
    """
    raw = document.raw
    spans = [span for sheet in document.sheets for mark in sheet.marks for span in mark.spans]
    scores: dict[tuple[Span | None, ...], tuple[int, str]] = {}
    for unit in UNITS:
        edges = _edges(raw, unit, False)
        found = tuple(Ruler(unit, edges).span(span) for span in spans)
        hits = sum(_at_word(raw, span.start) + _at_word(raw, span.end) for span in found if span)
        scores.setdefault(found, (hits, unit))
    best = max(hits for hits, _ in scores.values())
    units = [unit for hits, unit in scores.values() if hits == best]
    return units[0] if len(units) == 1 else ""


def _at_word(raw: str, at: int) -> bool:
    before, after = raw[at - 1 : at], raw[at : at + 1]
    return not (before.isalnum() and after.isalnum())


def _edges(body: str, unit: str, one_end: bool) -> Sequence[int]:
    if unit == CODEPOINTS and not one_end:
        return range(len(body) + 1)
    if unit == GRAPHEMES:
        return [*(match.start() for match in CLUSTER.finditer(body)), len(body)]
    found: list[int] = []
    for index, char in enumerate(body):
        if one_end and char == "\r" and body[index + 1 : index + 2] == "\n":
            continue
        found.append(index - 1 if one_end and char == "\n" and body[index - 1 : index] == "\r" else index)
        if unit == UTF16 and char > "\uffff":
            found.append(-1)
    found.append(len(body))
    return found


def _slice(mark: Mark, ruler: Ruler, text: str) -> str | None:
    """The words at the mark's spans, joined by a blank; None when a span is none."""
    found = [ruler.span(span) for span in mark.spans]
    return None if None in found else " ".join(text[each.start : each.end] for each in found if each)


def _fits(mark: Mark, ruler: Ruler, text: str, same: Callable[[str, str], bool]) -> bool:
    found = _slice(mark, ruler, text)
    if found is None or mark.words is None:
        return found is not None
    if ruler.one_end:
        found = found.replace(" \n", "\n")
    return same(mark.words, found) or (mark.words.startswith(BOM) and same(mark.words[1:], found))


def _fault(mark: Mark, ruler: Ruler, text: str, same: Callable[[str, str], bool]) -> Fault | None:
    for span in mark.spans:
        if ruler.span(span) is None:
            what = f"the span [{span.start}, {span.end}) is empty, lies outside the article or cuts a character in two"
            return mark.place.fault(what, f"0 ≤ start < end ≤ {len(ruler.edges) - 1}, counted in {ruler.name}")
    if not mark.spans:
        return mark.place.fault("the mark has no span", "a start and an end")
    if _fits(mark, ruler, text, same):
        return None
    found = excerpt(_slice(mark, ruler, text) or "")
    right = f"{mark.spans[0].start} to {mark.spans[-1].end}, counted in {ruler.name}, is {found}"
    return mark.place.fault(f"the quoted text is {excerpt(mark.words or '')}", right)
