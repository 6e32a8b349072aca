"""Mentions: from the words of a source to the speaker who is meant, or to the one who would have to be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import regex

from annotator.core import naming
from annotator.core.speaker import BUILT_IN, UNKNOWN, Speaker, living, new_id, resolve
from annotator.core.text.pattern import lazy

_HE = frozenset("he she him her his hers i".split())
_IT = frozenset("it its".split())
_THEY = frozenset("they them their we".split())
_RELATIVE = lazy(r",?\s+(?:who|which|whose|where|that)\b|,\s+\d+\b")
_NAME = lazy(
    r"\p{Lu}[\p{L}\p{M}.'’-]*(?:\s+(?:(?:of|for|and|the|de|der|van|von|al|bin|el)\s+){0,2}\p{Lu}[\p{L}\p{M}\p{N}.'’-]*)*"
)
_RUN = lazy(r"\p{Lu}[\p{L}\p{M}.'’-]*(?:\s+(?:(?:de|der|van|von|al|bin|el|ben)\s+)?\p{Lu}[\p{L}\p{M}\p{N}.'’-]*)+")
_ANONYMOUS = lazy(
    r"\b(?:anonym\w*|unnamed|not to be named|not want(?:ed)? to be named|close to the|familiar with|sources?|insiders?"
    r"|unidentified|wh?o asked not)\b",
    regex.IGNORECASE,
)
_TITLES = lazy(
    r"^(?:(?:mr|mrs|ms|dr|prof|professor|sir|dame|lord|lady|president|minister|mayor|senator|sen|rep|gov|governor|judge"
    r"|general|major|captain|colonel|sergeant|king|queen|prince|princess|pope|bishop|king)\.?\s+)+(?=\p{Lu})",
    regex.IGNORECASE,
)


_TITLED = lazy(
    r"\b(?:spokes\w+|minister|secretary|official|officer|chief|head|director|president|chair\w*|leader|member|adviser"
    r"|lawyer|economist|scientist|researcher|expert|analyst|representative|employee|founder|editor|author)\b",
    regex.IGNORECASE,
)
"""Who somebody is: a body that is named behind it is not the one who speaks."""
_ARTICLES = frozenset("the a an its his her their our".split())


class Meant(NamedTuple):
    """Who is meant by some words."""

    id: str = ""
    """Empty: nobody can be told."""
    new: Speaker | None = None
    """The speaker that would be made, with this id."""
    question: bool = False
    """Whether it is a guess."""


def meant(words: str, registry: Mapping[str, Speaker], before: Sequence[str], *, opens: bool = False) -> Meant:
    """Who is meant by the words of a source.

    `before` holds the ids of those who spoke so far, the latest last; `opens` says that the words open a sentence, so
    that their first capital says nothing. A title (“the ministry's spokesman”) never stands for the body it names.
    """
    words = " ".join(words.split())
    bare = naming.plain(words)
    if not words:
        return Meant()
    if bare in naming.PRONOUNS:
        return _pronoun(bare, registry, before)
    known = living(registry).values()
    found = next((each for each in known if naming.same_name(words, each)), None)
    if found is not None:
        return Meant(found.id)
    if _ANONYMOUS.search(words):
        return Meant(UNKNOWN)
    name, type = named(words, opens=opens)
    found = next((each for each in known if naming.same_name(name, each)), None)
    if found is not None:
        return Meant(found.id)
    if name == naming.name_of(words) or not any(char.isupper() for char in name[1:2]):
        role = next((each for each in known if each.role and naming.plain(each.role) == naming.plain(name)), None)
        if role is not None:
            return Meant(role.id)
        body = _body(words, registry, before)
        if body:
            return Meant(body, question=True)
    if not naming.usable(name):
        return Meant()
    made = Speaker(new_id(name, [*registry, *BUILT_IN]), name, type)
    return Meant(made.id, made)


def _pronoun(word: str, registry: Mapping[str, Speaker], before: Sequence[str]) -> Meant:
    """The last one who spoke and whom the pronoun fits."""
    for id in reversed(before):
        type = resolve(id, registry).type
        fits = (
            (word in _HE and type in ("person", "unknown"))
            or (word in _IT and type in ("organization", "media", "artifact"))
            or (word in _THEY and type in ("group", "organization", "person", "unknown"))
        )
        if fits:
            return Meant(id, question=True)
    return Meant()


def _body(words: str, registry: Mapping[str, Speaker], before: Sequence[str]) -> str:
    """The body that “the office” or “the company” points back to: the last one whose name ends with that noun."""
    first, _, noun = words.partition(" ")
    if first.lower() not in ("the", "this", "that") or not noun or " " in noun.strip() or noun[:1].isupper():
        return ""
    for id in reversed(before):
        speaker = resolve(id, registry)
        last = naming.plain(speaker.name).split()[-1:]
        if speaker.type in ("organization", "media", "group") and last == [naming.plain(noun)]:
            return id
    firm = naming.plain(noun) in ("company", "firm", "group", "agency", "newspaper", "paper", "organization", "party")
    bodies = [id for id in before if resolve(id, registry).type == "organization"]
    return bodies[-1] if firm and bodies else ""


def named(words: str, *, opens: bool = False) -> tuple[str, str]:
    """(name, type) that the words of a source give a new speaker.

    >>> named("the board's chair, Dag Rønning")
    ('Dag Rønning', 'person')
    >>> named("the Polar Office")
    ('Polar Office', 'organization')
    """
    short = _RELATIVE.split(words, 1)[0].strip(" ,") or words
    person = _person(short, opens=opens)
    if person:
        return person, "person"
    head = naming.name_of(short.split(",")[0].strip())
    # The person of a title is no body: “the ministry's spokesman” keeps its own name.
    found = _NAME.search(head, 1 if opens and not _two_capitals(head) else 0)
    titled = found is not None and _TITLED.search(head, 0, found.start()) is not None
    if titled:
        return head, "person"
    if found and naming.guess_type(found.group()) in ("organization", "media"):
        return found.group().strip(), naming.guess_type(found.group())
    if found and found.start() == 0 and " " not in found.group():
        word = found.group()
        return (word, naming.guess_type(word)) if head == word else (head, naming.guess_type(head))
    if opens and head[:1].isupper() and not _two_capitals(head):
        head = head[:1].lower() + head[1:] if len(head.split()) > 1 or head.lower().endswith("s") else head
    return head, naming.guess_type(head)


def _two_capitals(words: str) -> bool:
    return sum(word[:1].isupper() for word in words.split()[:2]) == 2 or len(words.split()) == 1


def _person(words: str, *, opens: bool) -> str:
    """The first run of capitals that looks like a person's name."""
    for match in _RUN.finditer(words):
        run = _TITLES.sub("", match.group())
        parts = run.split()
        if (
            opens
            and match.start() == 0
            and len(parts) > 1
            and parts[0].lower() in ("the", "a", "an", "its", "his", "her")
        ):
            parts = parts[1:]
        run = " ".join(parts).rstrip(".,")
        if 2 <= len(parts) <= 4 and naming.guess_type(run) == "person" and not any(part.isupper() for part in parts):
            return run.removesuffix("'s").removesuffix("’s")
    return ""
