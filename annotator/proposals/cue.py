"""Cues: where a sentence attributes, by the lexicon, and where the same words mean something else."""

from __future__ import annotations

from typing import NamedTuple

from annotator.core.span import Span
from annotator.proposals.lexicon import BEFORE, CAREFUL, NOUNS, PHRASES, VERBS, Entry, Lexicon
from annotator.proposals.reading import Reading
from annotator.proposals.word import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    HEARERS,
    MODALS,
    NEGATIONS,
    PLACES,
    TIMES,
    is_adverb,
)

_PARTING = ',;:—–“”"'
_CLAUSES = frozenset("where when which who whose if while as because after before that and but".split())
_PLURALS = frozenset("i we you they who people police men women many some others all both critics".split())
_TO_FOLLOWS = frozenset("went goes go going continued continues".split())


class Cue(NamedTuple):
    """One cue in a sentence."""

    span: Span
    entry: Entry
    first: int
    """Number of its first word in the sentence."""
    last: int
    """Number of its last word."""
    stance: str
    negated: bool = False


def cues_in(reading: Reading, lexicon: Lexicon) -> tuple[Cue, ...]:
    """The cues of a sentence, from left to right, apart."""
    found: list[Cue] = []
    index = 0
    while index < reading.count:
        cue = _at(reading, lexicon, index)
        if cue is not None and not _inside(reading, cue, found):
            found.append(cue)
            index = cue.last
        index += 1
    return tuple(found)


def _inside(reading: Reading, cue: Cue, before: list[Cue]) -> bool:
    """Whether the cue is only a word of what somebody says: in speech, or in a clause that another cue attributes."""
    if cue.entry.kind == BEFORE:
        return reading.quotation(cue.span.start) is not None
    reports = cue.last + 1 < reading.count and (_that(reading, cue.last) or reading.opens_after(cue.last))
    if reading.quotation(cue.span.start) is not None:
        return (
            not reports or reading.word(cue.first - 1) in ("i", "we", "you") or cue.entry.kind not in (VERBS, PHRASES)
        )
    if not before or reports or cue.entry.kind not in (VERBS, CAREFUL):
        return False
    between = range(before[-1].last + 1, cue.first + 1)
    parted = any(any(mark in reading.gap(at) for mark in _PARTING) for at in between)
    return not parted and not any(reading.word(at) in ("and", "but", "as") for at in between)


def _at(reading: Reading, lexicon: Lexicon, index: int) -> Cue | None:
    for entry in lexicon.entries.get(reading.lower[index], ()):
        last = index + len(entry.words) - 1
        if reading.lower[index : last + 1] != entry.words or not _unbroken(reading, index, last):
            continue
        if reading.capital(index) and (index > 0 or entry.kind not in (BEFORE, VERBS)):
            continue
        if entry.kind in (VERBS, CAREFUL) and not _verb(reading, index, entry):
            continue
        if entry.kind == NOUNS and not _noun(reading, index):
            continue
        if entry.kind == BEFORE and last + 1 >= reading.count:
            continue
        if entry.kind == PHRASES and reading.word(index - 1) in BE and entry.words[0] not in BE:
            continue
        return _cue(reading, entry, index, last)
    return None


def _unbroken(reading: Reading, first: int, last: int) -> bool:
    return all(not reading.gap(index).strip() for index in range(first + 1, last + 1))


def _cue(reading: Reading, entry: Entry, first: int, last: int) -> Cue:
    """The cue with the hearers that belong to it, and with a “not” before it."""
    stance, negated = entry.stance, False
    if entry.kind in (VERBS, CAREFUL) and entry.lemma == "tell":
        for size in (3, 2, 1):
            words = " ".join(reading.lower[last + 1 : last + 1 + size])
            if words in HEARERS and _unbroken(reading, last, last + size):
                last += size
                break
    if entry.kind in (VERBS, CAREFUL):
        at = first - 1
        while at >= 0 and is_adverb(reading.word(at)) and reading.word(at) not in NEGATIONS:
            at -= 1
        if reading.word(at) in NEGATIONS and _unbroken(reading, at, first):
            negated = True
            start = at - 1 if reading.word(at - 1) in AUXILIARIES and not reading.gap(at).strip() else at
            stance = {"asserts": "declines", "denies": "hedges", "questions": "asserts"}.get(stance, stance)
            first = start
        elif reading.word(at).endswith("n't"):
            negated, first = True, at
            stance = {"asserts": "declines", "denies": "hedges"}.get(stance, stance)
    return Cue(Span(reading.words[first].start, reading.words[last].end), entry, first, last, stance, negated)


def _verb(reading: Reading, index: int, entry: Entry) -> bool:
    """Whether the word is a verb here, of a main clause, with something that it attributes."""
    word, before, after = reading.lower[index], reading.word(index - 1), reading.word(index + 1)
    near = not reading.gap(index).strip()
    if near and (before in DETERMINERS or before.isdigit() or before.endswith(("'s", "s'"))):
        return False
    plain = word == entry.lemma
    if near and before == "to":
        return reading.word(index - 2) in _TO_FOLLOWS
    if near and before in BE and not word.endswith("ing"):
        return after == "by" or (reading.word(index - 2) == "it" and after == "that")
    if word.endswith("ing") and word != entry.lemma and near and before not in BE:
        return _complement(reading, index) and not reading.gap(index + 1).strip().startswith(".")
    if plain and not _plural(reading, index):
        return False
    if index == 0 and not _opens_tag(reading, word):
        return False
    if reading.gap(index).rstrip().endswith("-") or reading.gap(index + 1).startswith("-"):
        return False
    if entry.kind == CAREFUL:
        return _complement(reading, index) or _tag(reading, index)
    return index + 1 < reading.count or _tag(reading, index) or reading.opens_after(index)


def _noun(reading: Reading, index: int) -> bool:
    """Whether a noun of saying is followed by what was said."""
    if reading.word(index + 1) == "that" and not reading.gap(index + 1).strip():
        return reading.word(index + 2) not in AUXILIARIES
    gap = reading.gap(index + 1)
    return reading.opens_after(index) and (":" in gap or "," in gap)


def _complement(reading: Reading, index: int) -> bool:
    """Whether “that”, a colon, or an opening quotation follows, at once or after a few words."""
    if reading.opens_after(index) or ":" in reading.gap(index + 1) or _that(reading, index):
        return True
    for at in range(index + 1, min(index + 6, reading.count)):
        if reading.opens_after(at - 1):
            return True
        if any(char in reading.gap(at) for char in _PARTING):
            return False
        if reading.lower[at] == "that":
            # Reported in March that …; but not: called that promise unrealistic.
            said = {reading.word(each) for each in range(index + 1, at)}
            return bool(said & (TIMES | PLACES)) or " ".join(reading.lower[index + 1 : at]) in HEARERS
    return False


def _that(reading: Reading, index: int) -> bool:
    """Whether “that” follows at once and joins a clause."""
    if reading.word(index + 1) != "that" or reading.gap(index + 1).strip():
        return False
    following = reading.word(index + 2)
    return bool(following) and not (reading.lower[index] in ("called", "call", "calls") or following in BE)


def _plural(reading: Reading, index: int) -> bool:
    """Whether a plain form can be a verb here: behind a plural, a pronoun, an adverb; behind no modal verb."""
    before = reading.word(index - 1)
    if before in NEGATIONS or before.endswith("n't"):
        return reading.word(index - 2) not in MODALS or before.endswith("n't")
    if before in ("do", "did", "does"):
        return True
    if is_adverb(before):
        before = reading.word(index - 2)
    if not before or before in MODALS or before.isdigit():
        return False
    return before in _PLURALS or (before.endswith("s") and not before.endswith("ss")) or "," in reading.gap(index)


def _opens_tag(reading: Reading, word: str) -> bool:
    """Whether a sentence that begins with this verb is a tag behind a quotation: Said Ruiz: “…”"""
    return word.endswith(("id", "ed", "ys")) and reading.capital(1)


def _tag(reading: Reading, index: int) -> bool:
    """Whether the verb closes a tag behind what was said: “…,” the study found."""
    after = reading.gap(index + 1).strip()
    if reading.closes_before(index) and (reading.capital(index + 1) or reading.word(index + 1) in DETERMINERS):
        return True
    spoken = any(reading.closes_before(at) for at in range(max(1, index - 4), index + 1))
    if spoken:
        return index + 1 >= reading.count or after[:1] in (",", ".", ";")
    # Without quotation marks only at the very end, or as a short parenthesis: …, the study found. …, it states, …
    end = index + 1 >= reading.count
    commas = [at for at in range(max(1, index - (8 if end else 3)), index + 1) if "," in reading.gap(at)]
    return (end or after[:1] in (",", ";")) and bool(commas) and reading.word(commas[-1]) not in _CLAUSES
