"""Where a speaker is named: every mention of a name, an alias or a person's surname in the article."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import regex

from annotator.core.naming import usable
from annotator.core.span import Pieces, pieces
from annotator.core.speaker import Speaker, called, living, resolve
from annotator.core.state import State
from annotator.core.text.pattern import lazy
from annotator.core.text.search import find_all

_ARTICLE = lazy(r"(the|a|an)\s+(?=\S)", regex.IGNORECASE)
_UNSPACED = lazy(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
"""Letters of scripts that write words without blanks: there any place is the edge of a word."""


def names(id: str, registry: Mapping[str, Speaker]) -> tuple[str, ...]:
    """What the speaker behind an id is called in a text: also by the names of those that were merged into it.

    A leading article goes before a capital (“The Post”), and stays before a common word (“the firm”).
    """
    speaker = living(registry).get(resolve(id, registry).id)
    if speaker is None:
        return ()
    found = []
    for name in called(speaker):
        article = _ARTICLE.match(name)
        if article:
            rest = name[article.end() :]
            name = rest if rest[:1].isupper() else f"{article.group(1).lower()} {rest}"
        if usable(name):
            found.append(name)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4)
def mentions(text: str, names: tuple[str, ...]) -> Pieces:
    """Every place where one of the names stands as whole words, in order; where names overlap, their union.

    Accents and case do not matter, except that a name's capital must be one in the text too: Brown is not brown.
    """
    return pieces(
        span
        for name in names
        for span in find_all(text, name)
        if _whole(text, *span) and (text[span.start].isupper() or not name[0].isupper())
    )


def _whole(text: str, start: int, end: int) -> bool:
    return _edge(text[start - 1 : start], text[start]) and _edge(text[end - 1], text[end : end + 1])


def _edge(before: str, after: str) -> bool:
    """Whether a word ends between two neighbours."""
    return not (before.isalnum() and after.isalnum()) or bool(_UNSPACED.match(before) or _UNSPACED.match(after))


def lit(state: State) -> Pieces:
    """The mentions of the speaker that is highlighted; none while nobody is."""
    return mentions(state.article.text, names(state.lit, state.speakers)) if state.lit else ()
