"""Sentences: where they end in news text, and where a stop is only part of a word."""

from __future__ import annotations

import regex

from annotator.core.span import Span
from annotator.core.text.pattern import lazy

_TITLES = (
    "mr mrs ms mx dr prof sen rep gov gen col lt capt cmdr sgt maj adm rev hon st sr jr pres supt insp amb atty "
    "messrs mme mlle fr br dep sec"
).split()
_NEVER = frozenset([*_TITLES, "vs", "v", "eg", "ie", "cf", "al", "approx", "ca", "fig", "figs", "art", "sect", "pp"])
_BEFORE_DIGIT = frozenset(("no nos vol p ch jan feb mar apr jun jul aug sep sept").split())
_BEFORE_DIGIT = _BEFORE_DIGIT | frozenset(["oct", "nov", "dec", "art", "sec", "est", "c"])
_MAYBE = frozenset(
    (
        "inc co corp ltd llc etc bros assn dept univ ave blvd rd mt ft jan feb mar apr jun jul aug sep sept oct nov dec"
    ).split()
)
_STARTERS = frozenset(
    (
        "the a an he she it they we i you but and in on at for this that these those his her its their our my as when "
        "while if after before since there here who what why how no not yet so then also according later earlier"
    ).split()
)
# A stop with what may close behind it; a run of dots is one stop.
_STOP = lazy(r"(?:[.!?…]+|[。！？])[\"'”’»›」』)\]]*")
# Read backwards from the stop, because a search forwards would pass over the whole sentence for each.
_WORD_BEFORE = lazy(r"(?r)[\p{L}\p{N}.’'&-]+")
_NEXT = lazy(r"\s*[\"'“‘„«‹「『(\[—–-]*\s*(?P<word>[\p{L}\p{N}$€£@#]+)")
_OPENERS = "“‘„«‹「『([\"'"
_GOES_ON = _OPENERS + "—–"


def sentences_in(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences of one paragraph `text[start:end]`, without blanks around them.

    Every character that is not blank lies in exactly one; a line end inside the paragraph is a blank like any other.
    """
    found: list[Span] = []
    at = start
    for match in _STOP.finditer(text, start, end):
        cut = match.end()
        if cut <= at or not _ends(text, match.start(), cut, at, end):
            continue
        _add(found, text, at, cut)
        at = cut
    _add(found, text, at, end)
    return tuple(found)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = piece.lstrip()
    if left:
        found.append(Span(end - len(left), start + len(piece.rstrip())))


def _ends(text: str, stop: int, cut: int, start: int, end: int) -> bool:
    """Whether a sentence that began at `start` ends with the stop `text[stop:cut]`."""
    char = text[stop]
    if cut >= end:
        return True
    if char in "。！？":
        return True
    if not text[cut].isspace() and text[cut] not in _GOES_ON:
        return False
    following = _NEXT.match(text, cut, end)
    if following is None:
        return True
    word = following.group("word")
    if word[0].islower():
        # “Why?” he asked. — and — We won... or so he thought.
        return False
    closes = cut - stop > 1 and text[cut - 1] in "\"'”’»›」』"
    if char in "!?" or text.startswith("..", stop) or char == "…":
        return not (closes and _attributes(text, cut, end))
    return _full_stop(text, stop, start, word, closed=closes)


def _attributes(text: str, cut: int, end: int) -> bool:
    """Whether “Name said” follows a closed quotation, so that the sentence goes on: “Why?” Brandt asked."""
    pattern = (
        r"\s+(?:\p{Lu}[\p{L}.'’-]*\s+){1,3}(?:said|says|asked|asks|added|wrote|told|replied|answered|shouted|cried)\b"
    )
    return regex.compile(pattern).match(text, cut, end) is not None


def _full_stop(text: str, stop: int, start: int, word: str, *, closed: bool) -> bool:
    """Whether a full stop ends the sentence, by the word before it and the one after."""
    before = _WORD_BEFORE.match(text, start, stop)
    last = before.group() if before else ""
    bare = last.lower().replace(".", "").strip("’'")
    if closed:
        return True
    if bare in _NEVER:
        return False
    if bare in _BEFORE_DIGIT and word[0].isdigit():
        return False
    if len(last) == 1 and last.isupper():
        # An initial: J. K. Rowling. After “plan B.” a word that begins sentences ends this one all the same.
        return word.lower() in _STARTERS and last != "I"
    if "." in last:
        # U.S. officials, 3 p.m. Monday: the stop belongs to the word, unless a word follows that begins sentences.
        return word.lower() in _STARTERS
    if bare in _MAYBE:
        return word.lower() in _STARTERS
    return True
