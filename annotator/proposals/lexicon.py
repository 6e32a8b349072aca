"""The lexicon: which words attribute, how they inflect, and which stance they suggest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

VERBS, CAREFUL, BEFORE, PHRASES, NOUNS, ADVERBS = "verbs", "careful", "before", "phrases", "nouns", "adverbs"
TABLES = (VERBS, CAREFUL, BEFORE, PHRASES, NOUNS, ADVERBS)
"""Tables of entries in a lexicon file. A word that stands in two counts by the first of these."""
FORMS = "forms"
"""The table of irregular forms: plain form → all other forms."""
OFF = "off"
"""The value that takes an entry away."""


class Entry(NamedTuple):
    """One way of attributing, in one of its forms."""

    words: tuple[str, ...]
    """Lower case."""
    kind: str
    """The table it stands in."""
    stance: str
    lemma: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries by their first word, the longest first."""

    language: str
    entries: Mapping[str, tuple[Entry, ...]]

    @property
    def count(self) -> int:
        """Number of different entries, inflected forms not counted."""
        return len({(entry.lemma, entry.kind) for found in self.entries.values() for entry in found})


def inflected(verb: str) -> tuple[str, ...]:
    """The regular forms of an English verb: plain, third person, past, -ing.

    >>> inflected("deny")
    ('deny', 'denies', 'denied', 'denying')
    >>> inflected("argue")
    ('argue', 'argues', 'argued', 'arguing')
    """
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    third = verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s")
    if verb.endswith("ee"):
        return verb, third, verb + "d", verb + "ing"
    if verb.endswith("e"):
        return verb, third, verb + "d", verb[:-1] + "ing"
    return verb, third, verb + "ed", verb + "ing"


def lexicon(*files: Mapping[str, Any]) -> Lexicon:
    """The lexicon of these files, as plain data: later ones add to, change, or take from earlier ones."""
    tables: dict[str, dict[str, str]] = {table: {} for table in TABLES}
    forms: dict[str, tuple[str, ...]] = {}
    language = "en"
    for data in files:
        language = str(data.get("lexicon", {}).get("language", language))
        forms.update({_plain(word): tuple(map(_plain, given)) for word, given in data.get(FORMS, {}).items()})
        for table in TABLES:
            for word, stance in ((_plain(word), stance) for word, stance in data.get(table, {}).items()):
                for other in tables.values():
                    # A project that lists a careful verb as a plain one, or the reverse, means to move it.
                    if table in (VERBS, CAREFUL) and other in (tables[VERBS], tables[CAREFUL]):
                        other.pop(word, None)
                tables[table][word] = str(stance)
    found: dict[tuple[str, ...], Entry] = {}
    for table in TABLES:
        for word, stance in tables[table].items():
            if stance == OFF:
                continue
            for words in _forms(table, word, forms):
                found.setdefault(words, Entry(words, table, stance, word))
    entries: dict[str, list[Entry]] = {}
    for entry in found.values():
        entries.setdefault(entry.words[0], []).append(entry)
    return Lexicon(language, {first: _longest_first(each) for first, each in entries.items()})


def _plain(word: str) -> str:
    """With the apostrophe that a reading has: both are one."""
    return word.replace("’", "'")


def _longest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: -len(entry.words)))


def _forms(table: str, word: str, forms: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Every form of an entry, as words."""
    if table in (VERBS, CAREFUL):
        return tuple((form,) for form in ((word, *forms[word]) if word in forms else inflected(word)))
    if table == NOUNS and not word.endswith("s"):
        plural = word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else word + "s"
        return ((word,), (plural,))
    return (tuple(word.lower().split()),)
