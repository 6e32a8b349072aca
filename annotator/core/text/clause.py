"""Clauses of English news sentences, by rule: where a comma, a dash or a quotation mark parts what is said."""

from __future__ import annotations

import itertools

import regex

from annotator.core.span import Span
from annotator.core.text.pattern import lazy
from annotator.core.text.quotation import Quotation

_JOINS = (
    "and but or nor yet so for which who whom whose where when while although though because since unless until after "
    "before if whereas as that adding saying citing noting arguing according including despite with without he she it "
    "they we i you the a an"
).split()
_BREAK = lazy(r"[;:](?=\s)|\s[—–-]{1,2}\s|—")
_COMMA = lazy(r",(?=[\s\"'”’])")
_FOLLOWING = lazy(r"[\s\"'“”‘’]*(\p{L}+)")
_SERIES = lazy(r",(?:\s+[\p{L}\p{N}’'-]+){1,2}$")
"""An item of a list before “, and”: engineering, science, and art."""
_THAT = lazy(
    r"\b(?:said|says|saying|say|told|claimed|claims|argued|argues|warned|warns|insisted|added|noted|believes?|denied|denies|"
    r"confirmed|announced|reported|suggested|showed|shows|found|estimated|acknowledged|admitted)"
    r"(?:\s+[^\s,;:“”\"]+){0,4}?(?P<that>\s+that\s+)",
    regex.IGNORECASE,
)
_ABBREVIATED = lazy(r"(?:\b\p{L}\.){2,}$")
"""The last stop of U.S. or p.m. belongs to the word, also where it ends the sentence."""
_EDGE = ' \n,;:.!?…—–"“”«»'


def clauses_in(text: str, sentence: Span, quotations: tuple[Quotation, ...]) -> tuple[Span, ...]:
    """The clauses of a sentence, without the punctuation and marks around them, in order and apart."""
    cuts = {sentence.start, sentence.end}
    for match in _BREAK.finditer(text, sentence.start, sentence.end):
        cuts.update((match.start(), match.end()))
    for each in quotations:
        for at in (each.outer.start, each.outer.end):
            # A quotation of a few words inside a clause does not part it.
            if sentence.start < at < sentence.end and text[each.inner.start : each.inner.end].count(" ") >= 3:
                cuts.add(at)
    for match in _COMMA.finditer(text, sentence.start, sentence.end):
        word = _FOLLOWING.match(text, match.end(), sentence.end)
        if word and word.group(1).lower() in ("and", "or") and _SERIES.search(text, sentence.start, match.start()):
            continue
        closing = text[match.end() : match.end() + 1] in "\"'”’"
        if closing or (word and (word.group(1).lower() in _JOINS or _parenthesis(text, match.start(), sentence))):
            cuts.update((match.start(), match.end()))
    for match in _THAT.finditer(text, sentence.start, sentence.end):
        cuts.update((match.start("that"), match.end("that")))
    edges = sorted(cuts)
    found = []
    for start, end in itertools.pairwise(edges):
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE and not _ABBREVIATED.search(text, start, end):
            end -= 1
        if any(char.isalnum() for char in text[start:end]) and text[start:end].lower() != "that":
            found.append(Span(start, end))
    return tuple(found) or (sentence,)


def _parenthesis(text: str, comma: int, sentence: Span) -> bool:
    """Whether a reporting verb stands between this comma and the next, or the end: …, the ministry said, …"""
    stop = text.find(",", comma + 1, sentence.end)
    inside = text[comma + 1 : stop if stop > 0 else sentence.end]
    return regex.search(r"\b(?:said|says|told|wrote|added|asked|argued|warned)\b", inside) is not None
