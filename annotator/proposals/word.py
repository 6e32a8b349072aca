"""Words of English that the rules go by: closed classes, times, hearers."""

from __future__ import annotations

DETERMINERS = frozenset(
    "the a an this these those his her its their our my your no any each every some another such of".split()
)
PRONOUNS = frozenset("i we you he she it they who this that these those one others many some both".split())
PERSONAL = frozenset("i we you he she it they".split())
BE = frozenset("is are was were be been being isn't wasn't aren't weren't".split())
AUXILIARIES = BE | frozenset(
    "has have had do does did will would can could may might must should shall cannot can't won't wouldn't".split()
)
MODALS = frozenset("will would can could may might must should shall to cannot can't".split())
NEGATIONS = frozenset("not never".split())
_ADVERBS = frozenset(
    "also now later then still even just once again today yesterday already soon often always never not simply "
    "once thus so ever first further himself herself itself themselves all both since long".split()
)
_NOT_ADVERBS = frozenset("family only supply reply ally assembly july italy".split())
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sept oct nov dec".split()
)
TIMES = (
    WEEKDAYS
    | MONTHS
    | frozenset(
        "today yesterday tomorrow tonight morning afternoon evening night week month year weekend time day noon "
        "midnight earlier later recently ago".split()
    )
)
PREPOSITIONS = frozenset(
    "in on at by after during since for before under with without despite from to as about over through until "
    "amid following asked speaking writing".split()
)
OPENERS = PREPOSITIONS | frozenset(
    "but and then still so however also meanwhile later earlier now yesterday today last this next there although "
    "while when if because once yet or nor".split()
)
HEARERS = frozenset(
    [
        *"reporters journalists us me him her them you people parliament lawmakers investors police".split(),
        "authorities",
        *("the court", "the press", "the media", "the committee", "the council", "the paper", "the crowd"),
        *("the public", "a reporter", "a journalist", "the newspaper", "this newspaper", "the parliament"),
        "the audience",
    ]
)
PLACES = frozenset(
    "statement interview speech letter report post tweet email message conference release briefing blog video note "
    "article editorial book memo".split()
)
"""Nouns of the places where something is said: in a statement, at a press conference."""


def is_adverb(word: str) -> bool:
    """Whether the word may stand between subject and verb."""
    return word in _ADVERBS or (word.endswith("ly") and word not in _NOT_ADVERBS and len(word) > 4)
