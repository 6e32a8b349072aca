"""From words in the article to a speaker in the registry: who is meant, and what a new one is called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import regex

from annotator.core.speaker import AUTHOR, BUILT_IN, UNKNOWN, Speaker, called, living, resolve
from annotator.core.text.pattern import lazy
from annotator.core.text.search import fold

PRONOUNS = frozenset(
    {"i", "me", "we", "us", "you", "he", "him", "she", "her", "it", "they", "them", "his", "hers", "its", "their"}
    | {"theirs", "one", "who", "this", "that", "these", "those", "both"}
)
_BODIES = lazy(
    r"\b(administration|agency|alliance|archive|army|assembly|association|authority|bank|board|brigade|bureau|cabinet|"
    r"campaign|cent(re|er)|chamber|church|club|coalition|college|commission|committee|company|cooperative|council|court|"
    r"department|federation|firm|force|foundation|fund|government|group|hospital|inc|institute|institution|"
    r"laborator(y|ies)|league|ltd|ministry|movement|museum|navy|network|office|organi[sz]ation|panel|parliament|party|"
    r"police|school|senate|service|society|station|team|treasury|trust|union|university)\b",
    regex.IGNORECASE,
)
_ARTIFACTS = lazy(
    r"^(?:\w+ ){0,3}(analysis|audit|clip|document|figures|letter|minutes|photo|picture|poll|post|report|statement|"
    r"statistics|study|survey|tables?|video)\b(?! (?:author|writer))",
    regex.IGNORECASE,
)
_MANY = lazy(r"^(?:\w+ ){0,2}\w*[^\Wsui]s(?= (?:of|in|at|for|from|on|close|who|which|near)\b|,|$)")
"""A plural noun at the head: supporters of the sale."""
_PEOPLE = lazy(
    r"\b(spokes(man|woman|person)|minister|mayor|chief|director|president|head|leader|officer|secretary|professor)$",
    regex.IGNORECASE,
)
_MEDIA = lazy(r"\b(post|times|herald|news|gazette|tribune|radio|tv|television|daily|journal|courier)\b", regex.I)
_CROWD = lazy(r"\b(critics|residents|witnesses|experts|officials|people|some|many|others|analysts)\b", regex.I)


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """A name without case, accents and outer blanks: what names are compared by."""
    return "".join(fold(char) for char in text).strip()


def usable(words: str) -> bool:
    """Whether the words can name a speaker: letters in them, and more than a pronoun."""
    return any(char.isalpha() for char in words) and plain(words) not in PRONOUNS


def name_of(words: str) -> str:
    """The name that words of the article give a new speaker: one line, without a leading article."""
    name = " ".join(words.split())
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in ("the", "a", "an") else name


def guess_type(words: str) -> str:
    """The type that a new speaker of these words most likely has; person when nothing speaks against it."""
    if _MEDIA.search(words) and words[:1].isupper():
        return "media"
    named = words[:1].isupper() and (" " not in words or words.split()[1][:1].isupper())
    if _CROWD.search(words) or (_MANY.match(words) and not named):
        return "group"
    if _ARTIFACTS.match(words):
        return "artifact"
    head = words.partition(" of ")[0].strip()
    return "organization" if _BODIES.search(words) and not _PEOPLE.search(head) else "person"


def same_name(words: str, speaker: Speaker) -> bool:
    """Whether the words are a name or an alias of the speaker, or a person's surname."""
    wanted = plain(name_of(words))
    return any(wanted == plain(name_of(name)) for name in called(speaker))


def offered(
    typed: str, words: str, used: tuple[str, ...], registry: Mapping[str, Speaker]
) -> tuple[tuple[Speaker, ...], str]:
    """Whom to offer for what was typed, or for the words that are marked: (speakers, name of a new one or empty).

    Speakers that the words or the typing name exactly come first, then those of this article, then the registry by
    name, then the author and unknown. For a speaker that was merged away, the one that it turned out to be is offered.
    """
    known = living(registry)
    here = dict.fromkeys(resolve(id, registry).id for id in used)
    order = [known[id] for id in here if id in known]
    order += sorted((each for id, each in known.items() if id not in here), key=lambda each: plain(each.name))
    order += [BUILT_IN[AUTHOR], BUILT_IN[UNKNOWN]]
    asked = typed.strip() or (words if usable(words) else "")
    if typed.strip():
        wanted = plain(typed)
        order = [
            each
            for each in order
            if any(wanted in plain(name) for name in (each.name, *each.aliases, each.role or "", each.id))
        ]
    exact = [each for each in order if asked and same_name(asked, each)]
    rest = [each for each in order if each not in exact]
    # A surname alone may be somebody else's name: only a whole name leaves nobody new to make.
    whole = {plain(name_of(name)) for each in exact for name in (each.name, *each.aliases)}
    fresh = typed.strip() or not exact
    return tuple(exact + rest), name_of(asked) if asked and fresh and plain(name_of(asked)) not in whole else ""
