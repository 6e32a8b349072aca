"""lexicon.toml: a project's own cues, read with all its faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from annotator.config.lines import line_of
from annotator.config.toml import load, shown
from annotator.core.errors import Fault

TABLES = ("verbs", "careful", "before", "phrases", "nouns", "adverbs")
"""Tables of entries: the words, and the stance that they suggest."""
FILE = "lexicon.toml"
_WORDS = re.compile(r"[a-zà-öø-ÿ'’-]+(?: [a-zà-öø-ÿ'’-]+){0,7}")
_KEY = re.compile(r"[\w-]{1,64}")
_ONE_WORD = ("verbs", "careful", "nouns", "adverbs", "forms")


def read_lexicon(text: str, *, file: str = FILE) -> tuple[dict[str, Any] | None, list[Fault]]:
    """The tables of a lexicon, or None and all of its faults."""
    data, faults = load(text, file)
    if data is None:
        return None, faults
    found = [
        Fault(what, file, line_of(text, place), ".".join(map(str, place)), right)
        for place, what, right in _faults(data)
    ]
    return (None, found) if found else (data, [])


def _faults(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """(place, what is wrong, what would be right)."""
    known = ("lexicon", "forms", *TABLES)
    for table, rows in data.items():
        if table not in known:
            yield (table,), f"there is no table {shown(table)}", f"known are {', '.join(known)}"
        elif not isinstance(rows, dict):
            yield (table,), f"{table} is no table", f"[{table}] and one entry a line"
        elif table == "lexicon":
            yield from _head(rows)
        else:
            for words, value in rows.items():
                yield from _entry(table, words, value)


def _head(rows: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    for key, value in rows.items():
        if key != "language":
            yield ("lexicon", key), f"{shown(key)} is unknown here", "known is language"
        elif value != "en":
            yield ("lexicon", key), f"{shown(value)} is no language of the rules", 'language = "en"'


def _entry(table: str, words: str, value: object) -> Iterator[tuple[tuple[str, ...], str, str]]:
    place = (table, words)
    if not _WORDS.fullmatch(words) or (table in _ONE_WORD and " " in words):
        one = "one word" if table in _ONE_WORD else "words"
        yield place, f"{shown(words)} is no entry", f"{one} in lower-case letters"
    if table == "forms":
        forms = value if isinstance(value, list) else []
        if not forms or not all(isinstance(each, str) and _WORDS.fullmatch(each) for each in forms):
            yield place, f"{shown(value)} are no forms", 'a list such as ["says", "said", "saying"]'
    elif not isinstance(value, str) or not _KEY.fullmatch(value):
        yield place, f"{shown(value)} is no stance", 'a value of the stance, such as "asserts", or "off"'
