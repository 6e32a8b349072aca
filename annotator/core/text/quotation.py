"""Quotations: what stands between quotation marks, straight or curly, nested, unclosed, or over several paragraphs."""

from __future__ import annotations

from typing import NamedTuple

from annotator.core.span import Pieces, Span, intersection, pieces

_PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", "『": "』", "‘": "’"}
_CLOSERS = frozenset("”»›」』’“")
_STRAIGHT = "\"'"
_DEEPEST = 8
"""Levels that a closing mark looks outwards; a run of opening marks without partners stays cheap."""
_OPENS_AFTER = frozenset(" \n\u00a0([{—–-/“‘„«‹「『\"'…:")


class Quotation(NamedTuple):
    """One quotation."""

    outer: Span
    """With its marks."""
    inner: Span
    """Without them."""
    closed: bool
    """False when the closing mark is missing: it runs to the end of its paragraph."""
    depth: int
    """0 for one that stands in no other."""


def _is_apostrophe(text: str, at: int, start: int, end: int) -> bool:
    """Whether a single mark stands inside a word, or is the elision of a year or a word (’90s, ’em)."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if before.isalnum() and after.isalnum():
        return True
    if not before.isalnum() and after.isdigit():
        return True
    return text[at + 1 : at + 4].lower() in ("em ", "til", "tis")


def _opens(text: str, at: int, start: int, end: int) -> bool:
    """Whether a straight mark can open here: after a blank or bracket, before something that is not blank."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    return before in _OPENS_AFTER and not after.isspace()


def quotations_in(text: str, start: int, end: int) -> tuple[Quotation, ...]:
    """The quotations of one paragraph `text[start:end]`, by start, outer before inner.

    An opening mark without its partner runs to the end of the paragraph, apart from single ones: those are
    apostrophes then.
    """
    stack: list[int] = []
    found: list[tuple[int, int, bool, int]] = []
    for at in range(start, end):
        char = text[at]
        if char not in _PAIRS and char not in _CLOSERS and char not in _STRAIGHT:
            continue
        if char in "'’‘" and _is_apostrophe(text, at, start, end):
            continue
        depth = _partner(text, stack, at, start, end)
        if depth is not None:
            for level, lost in enumerate(stack[depth + 1 :], depth + 1):
                if text[lost] not in "'‘":
                    found.append((lost, at, False, level))
            found.append((stack[depth], at, True, depth))
            del stack[depth:]
        elif char in _PAIRS or (char in _STRAIGHT and _opens(text, at, start, end)):
            stack.append(at)
    for depth, opened in enumerate(stack):
        if text[opened] not in "'‘":
            found.append((opened, end, False, depth))
    found.sort(key=lambda each: (each[0], -each[1]))
    return tuple(_quotation(text, *each) for each in found)


def _partner(text: str, stack: list[int], at: int, start: int, end: int) -> int | None:
    """The place on the stack of the opening mark that this one closes."""
    char = text[at]
    if char == "'" and (at == start or text[at - 1].isspace()):
        return None
    for depth in range(len(stack) - 1, max(-1, len(stack) - 1 - _DEEPEST), -1):
        opened = text[stack[depth]]
        if opened == char and char in _STRAIGHT:
            inside = text[stack[depth] + 1 : at].strip()
            return depth if inside and not (text[at - 1].isspace() and _opens(text, at, start, end)) else None
        if char in _PAIRS.get(opened, "") and stack[depth] + 1 < at:
            return depth
    return None


def _quotation(text: str, opened: int, closing: int, closed: bool, depth: int) -> Quotation:
    outer = Span(opened, closing + 1 if closed else closing)
    inner_start, inner_end = opened + 1, closing
    while inner_start < inner_end and text[inner_start].isspace():
        inner_start += 1
    while inner_end > inner_start and text[inner_end - 1].isspace():
        inner_end -= 1
    if not closed:
        outer = Span(opened, inner_end)
    return Quotation(outer, Span(inner_start, inner_end), closed, depth)


def quote_type(quotations: tuple[Quotation, ...], parts: Pieces, text: str) -> str:
    """direct when all that is marked stands inside quotation marks, mixed when some of it does, else indirect.

    Marks, blanks and punctuation at the edges do not count; a quoted stretch of one or two words inside a longer
    content makes it mixed.
    """
    total = sum(text[at].isalnum() for part in parts for at in range(*part))
    inside = intersection(pieces(each.inner for each in quotations), parts)
    quoted = sum(text[at].isalnum() for part in inside for at in range(*part))
    if not quoted:
        return "indirect"
    return "direct" if quoted == total else "mixed"
