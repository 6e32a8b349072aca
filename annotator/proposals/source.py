"""Sources: the words that name who says it, between a clause boundary and the cue."""

from __future__ import annotations

from annotator.core.span import Pieces, Span
from annotator.proposals.cue import Cue
from annotator.proposals.lexicon import ADVERBS, BEFORE, NOUNS
from annotator.proposals.reading import Reading
from annotator.proposals.word import (
    AUXILIARIES,
    DETERMINERS,
    MONTHS,
    OPENERS,
    PERSONAL,
    PLACES,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    WEEKDAYS,
    is_adverb,
)

NONE: Pieces = ()
_RELATIVE = frozenset("who which whose whom where".split())
_JOINS = frozenset("that because but if when while whether so then as".split())


def sources(reading: Reading, cue: Cue) -> tuple[Pieces, ...]:
    """Ranked alternatives for the source of a cue; no words at all come last."""
    if cue.entry.kind == ADVERBS or (cue.entry.words[:1] in (("is",), ("are",)) and cue.entry.words[-1] == "to"):
        return (NONE,)
    found: list[Span] = []
    if cue.entry.kind == BEFORE:
        found = _after(reading, cue.last + 1, tag=False)
    elif inverted(reading, cue):
        found = _after(reading, cue.last + 1, tag=True)
    else:
        found = _before(reading, cue)
        if cue.entry.kind == NOUNS:
            return (NONE, *((each,) for each in found))
    found += [short for each in found[:1] for short in _shorter(reading, each)]
    return (*dict.fromkeys((each,) for each in found if each.length), NONE)


def _shorter(reading: Reading, span: Span) -> list[Span]:
    """Ways to say less: up to each comma, the part behind the first one, the name without what follows it."""
    first, last = reading.at(span.start), reading.at(span.end) - 1
    commas = [at for at in range(first + 1, last + 1) if "," in reading.gap(at)]
    found = [_span(reading, first, at) for at in commas]
    if len(commas) == 1 and reading.word(commas[0]) not in _RELATIVE:
        found.append(_span(reading, commas[0], last + 1))
    found.append(_span(reading, first, last + 1))
    end = first
    while end <= last and reading.capital(end) and (end == first or not reading.gap(end).strip()):
        end += 1
    if first < end <= last:
        found.append(_span(reading, first, end))
    return found


def inverted(reading: Reading, cue: Cue) -> bool:
    """Whether the speaker follows the verb: “…,” said Ana Ruiz."""
    after = cue.last + 1
    if after >= reading.count or reading.gap(after).strip():
        return False
    gap = reading.gap(cue.first).strip()
    if not gap and cue.first > 0:
        return False
    if cue.first == 0:
        # A sentence that begins with the verb goes on from a quotation before it.
        return reading.capital(after) and not reading.capital(0)
    word = reading.word(after)
    named = reading.capital(after) or word in DETERMINERS or word in PERSONAL or not reading.opens_after(cue.last)
    ends = any(mark in gap for mark in ',"”’»?!—–') and ":" not in gap
    if not ends or not named or word == "that":
        return False
    return not _relative(reading, cue.first)


def _relative(reading: Reading, index: int) -> bool:
    """Whether the comma before the verb closes a relative clause or an apposition, whose noun is its subject."""
    if reading.closes_before(index):
        return False
    return any("," in reading.gap(at) for at in range(1, index)) or index <= 12


def _after(reading: Reading, start: int, *, tag: bool) -> list[Span]:
    """From a word on: the noun phrase with its relative clauses, then shorter ones."""
    if start >= reading.count:
        return []
    ends: list[int] = []
    index = start
    commas = 0
    while index < reading.count:
        if index > start:
            gap = reading.gap(index)
            if reading.opens_after(index - 1) or any(mark in gap for mark in ";:—–"):
                break
            if reading.gap(index).strip()[:1] in ("”", '"', "»"):
                break
            if "," in gap:
                ends.append(index)
                commas += 1
                if not _apposition(reading, index, tag=tag):
                    break
            elif (begins_time(reading, index) and commas == 0 and not _clause(reading, start, index)) or (
                tag and reading.word(index) in ("adding", "after", "when", "while", "as", "before")
            ):
                ends.append(index)
                break
        index += 1
    ends.append(index)
    order = sorted(set(ends), reverse=True)
    return [_span(reading, start, end) for end in order if end > start]


def _clause(reading: Reading, start: int, index: int) -> bool:
    """Whether a relative clause has begun: a time in it belongs to it."""
    return any(reading.word(at) in ("that", "who", "which") for at in range(start, index))


def _apposition(reading: Reading, index: int, *, tag: bool) -> bool:
    """Whether what follows the comma before this word still belongs to the name before it."""
    word = reading.word(index)
    if word in _RELATIVE or word.isdigit():
        return True
    if word in ("a", "an", "the", "his", "her", "their", "its"):
        return tag or not any("," in reading.gap(at) for at in range(index + 1, reading.count))
    if tag:
        return word not in OPENERS and not word.endswith("ing") and word not in ("and", "or")
    return False


def begins_time(reading: Reading, index: int) -> bool:
    """Whether a time or a place of saying begins here: on Tuesday, last week, in a statement."""
    word = reading.word(index)
    if word in WEEKDAYS or word in ("yesterday", "today", "tonight"):
        return True
    if word in ("last", "this", "earlier", "late", "early"):
        return reading.word(index + 1) in TIMES
    if word not in ("on", "in", "at", "during", "to", "via", "after"):
        return False
    near = [reading.word(at) for at in range(index + 1, min(index + 5, reading.count))]
    if near[:1] and (near[0] in WEEKDAYS or near[0] in MONTHS or (near[0].isdigit() and word in ("on", "in"))):
        return True
    return any(each in PLACES for each in near) and near[0] in (*DETERMINERS, *PLACES)


def _span(reading: Reading, start: int, end: int) -> Span:
    return Span(reading.words[start].start, reading.words[end - 1].end)


def _before(reading: Reading, cue: Cue) -> list[Span]:
    """The noun phrase that ends before the cue, its adverbs and auxiliaries."""
    last = cue.first - 1
    while last >= 0 and (is_adverb(reading.word(last)) or reading.word(last) in AUXILIARIES):
        if reading.gap(last + 1).strip() and last + 1 < cue.first and "," in reading.gap(last + 1):
            break
        last -= 1
    last = _without_time(reading, last)
    if last < 0 or reading.closes_before(last + 1):
        return []
    if reading.word(last) in PERSONAL and "," not in reading.gap(last + 1):
        return [_span(reading, last, last + 1)]
    if "," in reading.gap(last + 1):
        return _with_appositions(reading, last)
    start = _start(reading, last)
    if reading.word(last) in ("and", "but") or start > last:
        # “…, and added”: the subject stands further left.
        return []
    if (
        start == last
        and reading.word(last) in _RELATIVE
        and not reading.text[reading.words[last].start :][:2].isupper()
    ):
        return _antecedent(reading, last)
    found = [_span(reading, start, last + 1)]
    if reading.word(start - 1) in ("and", "or"):
        # Rents fell and officials said …; but: Both the school and the police said …
        found.append(_span(reading, _start(reading, start - 2), last + 1))
    head = start
    while head > 0 and reading.gap(head).strip() == "," and head - 1 >= 0:
        wider = _start(reading, head - 1)
        if wider >= head or reading.word(wider) in OPENERS or reading.word(wider) in ("and", "or"):
            break
        found.append(_span(reading, wider, last + 1))
        head = wider
    return found


def _without_time(reading: Reading, last: int) -> int:
    """The last word before a time that stands between subject and verb: the ministry on Sunday said."""
    if reading.word(last) in WEEKDAYS or reading.word(last) in ("yesterday", "today"):
        return last - 2 if reading.word(last - 1) in ("on", "late", "early", "last") else last - 1
    return last


def _start(reading: Reading, last: int) -> int:
    """The first word of the clause that ends with a word, without what introduces it."""
    index = last
    while index > 0:
        gap = reading.gap(index)
        if any(mark in gap for mark in ",;:—–()") or reading.closes_before(index) or reading.opens_after(index - 1):
            break
        word = reading.word(index - 1)
        if word in _JOINS or (word in ("and", "or") and not _listed(reading, index - 1)):
            break
        index -= 1
    return _introduced(reading, index, last)


def _listed(reading: Reading, index: int) -> bool:
    """Whether “and” joins two names or nouns of one subject: Ruiz and Brandt said."""
    return reading.capital(index - 1) and reading.capital(index + 1)


def _introduced(reading: Reading, first: int, last: int) -> int:
    """The first word of the noun phrase, without a time, a place or a joining word in front of it."""
    index = first
    while index <= last and reading.word(index) in ("and", "but", "or", "yet", "so", "then", "still", "though", "that"):
        index += 1
    if index > last or reading.word(index) not in OPENERS:
        return index
    if reading.word(last) in PRONOUNS:
        return last
    for at in range(index + 1, last + 1):
        word, before = reading.word(at), reading.word(at - 1)
        if before in PREPOSITIONS or before in DETERMINERS or before in ("last", "this", "next"):
            continue
        named = reading.capital(at) and not reading.capital(at - 1) and word not in TIMES
        if word in DETERMINERS or named or before in TIMES or before.isdigit():
            if word in TIMES or word.isdigit():
                continue
            return at
    return index


def _with_appositions(reading: Reading, last: int) -> list[Span]:
    """A subject that is closed by a comma: Dag Rønning, the board's chair, said. The widest first."""
    found: list[Span] = []
    head = last
    for _ in range(4):
        start = head
        while start > 0 and not _edge(reading, start):
            start -= 1
        first = _introduced(reading, start, last)
        opens = reading.word(start) in _RELATIVE or reading.word(start).isdigit() or reading.word(start) in DETERMINERS
        found.append(_span(reading, first, last + 1))
        if start == 0 or reading.gap(start).strip() != ",":
            break
        if reading.word(start) in ("and", "but", "or"):
            break
        before = start - 1
        if reading.word(_start(reading, before)) in PREPOSITIONS and not opens:
            break
        head = before
    text = reading.text
    wide = found[::-1]
    return [Span(each.start, each.end + 1) if text[each.end : each.end + 1] == "," else each for each in wide]


def _edge(reading: Reading, index: int) -> bool:
    return any(mark in reading.gap(index) for mark in ",;:—–") or reading.closes_before(index)


def _antecedent(reading: Reading, relative: int) -> list[Span]:
    """The noun that a relative clause belongs to: the firm, which says …"""
    if relative == 0:
        return []
    start = _start(reading, relative - 1)
    return [_span(reading, start, relative)] if start < relative else []
