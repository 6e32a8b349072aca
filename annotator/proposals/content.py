"""Contents: what the cue attributes: the rest of the sentence, the clause before it, a quotation."""

from __future__ import annotations

from annotator.core.span import Pieces, Span, difference, pieces
from annotator.core.text.quotation import Quotation
from annotator.proposals.cue import Cue
from annotator.proposals.lexicon import ADVERBS, BEFORE, NOUNS
from annotator.proposals.reading import Reading
from annotator.proposals.skip import opening, past_hearer, past_time
from annotator.proposals.source import inverted
from annotator.proposals.speech import closing_at, joined_on, next_paragraph, speech, tidied

MOST = 8
"""Alternatives that are offered, at most."""
_HEARD = frozenset("tell inform assure reassure remind warn notify advise promise urge ask show".split())
_CUTS = (
    "which who whose where although though but while after as adding saying because since and or if when before "
    "despite noting citing however unless until so yet".split()
)


def contents(reading: Reading, cue: Cue, source: Pieces) -> tuple[Pieces, ...]:
    """Ranked alternatives for the content of a cue that has this source; empty when there is nothing to attribute."""
    if cue.entry.kind == ADVERBS:
        found = _around(reading, cue)
    elif cue.entry.kind == BEFORE:
        found = _beside_phrase(reading, cue, source)
    elif inverted(reading, cue):
        found = _front(reading, cue.first, cue, source)
    elif cue.entry.kind != NOUNS and _is_tag(reading, cue, source):
        subject = reading.at(source[0].start) if source else cue.first
        found = _front(reading, subject, cue, source)
        found += _behind(reading, cue)[:3]
    else:
        found = _behind(reading, cue)
        if not found and source:
            found = _front(reading, reading.at(source[0].start), cue, source)
    taken = pieces((*source, cue.span))
    clean = [_trimmed(reading.text, difference(each, taken)) for each in dict.fromkeys(found[: 2 * MOST])]
    whole = tuple(dict.fromkeys(each for each in clean if each))
    return tuple(each for each in whole if each == whole[0] or not _scrap(reading.text, each))[:MOST]


def _scrap(text: str, parts: Pieces) -> bool:
    """Whether it is a single word that nobody has put in quotation marks: no proposition."""
    words = [word for start, end in parts for word in text[start:end].split()]
    return len(words) < 2 and text[parts[0].start - 1 : parts[0].start] not in ("“", '"', "‘", "'", "«")


def _trimmed(text: str, parts: Pieces) -> Pieces:
    """The pieces without blanks at their ends; those that hold no word are gone."""
    found = []
    for start, end in parts:
        words = text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        if any(char.isalnum() for char in words):
            found.append(Span(start, end))
    return pieces(found)


def _is_tag(reading: Reading, cue: Cue, source: Pieces) -> bool:
    """Whether subject and verb stand behind what was said, or inside it: …, she said. …, she said, …"""
    subject = reading.at(source[0].start) if source else cue.first
    if subject == 0 and not (reading.gap(0).strip() and reading.closes_before(0)):
        return False
    gap = reading.gap(subject)
    if "," not in gap and not reading.closes_before(subject) and not any(mark in gap for mark in "—–"):
        return False
    last = past_time(reading, past_hearer(reading, cue.last))
    after = reading.gap(last + 1).strip()
    if last + 1 >= reading.count:
        return not reading.opens_after(last)
    if after[:1] in (",", ";", "—", "–"):
        return True
    return reading.closes_before(subject) and not after.startswith(":") and reading.word(cue.last + 1) != "that"


# ── behind the cue ───────────────────────────────────────────────────────────────────────────────────────────────


def _behind(reading: Reading, cue: Cue) -> list[Pieces]:
    """From the cue to the end of the sentence, then up to its inner boundaries; a quotation by its sentences."""
    first = opening(reading, cue.last + 1, hears=cue.entry.lemma in _HEARD)
    if reading.gap(reading.count).strip().endswith(":") and (below := next_paragraph(reading)):
        return below
    if first >= reading.count:
        return []
    start, end = reading.words[first].start, reading.sentence.end
    quotation = reading.quotation(start)
    if quotation is not None and reading.opens_after(first - 1):
        return [*speech(reading.segments, quotation), *joined_on(reading, quotation.inner)]
    gaps = [at for at in range(first + 1, reading.count) if _cut(reading, at)]
    soon = [at for at in gaps if _ends_here(reading, at)]
    ends = [reading.words[at - 1].end for at in soon[:1]] + [end]
    ends += [reading.words[at - 1].end for at in reversed(gaps[:MOST])]
    starts = [start]
    if reading.word(first) in ("to", "whether", "if") and first + 1 < reading.count:
        starts = [reading.words[first + 1].start, start]
    found = [tidied(reading.segments, at, each) for each in ends[:1] for at in starts]
    found += [tidied(reading.segments, at, each) for at in starts for each in ends[1:3]]
    for at in [at for at in range(first + 2, reading.count - 2) if reading.word(at) in ("and", "but")][:3]:
        skip = at + 1 + (reading.word(at + 1) == "that")
        found.append(tidied(reading.segments, starts[0], reading.words[at - 1].end))
        found.append(tidied(reading.segments, reading.words[skip].start, end))
    found += [tidied(reading.segments, starts[0], each) for each in ends[3:]]
    return [each for each in found if each and not reading.parts_quotation(each[0].start, each[-1].end + 1)] or found


def _ends_here(reading: Reading, index: int) -> bool:
    """Whether what follows surely belongs to no content: another attribution, a second “that”, a new clause."""
    word, gap = reading.word(index), reading.gap(index)
    if word == "according" or ";" in gap:
        return True
    if word in ("and", "but") and reading.word(index + 1) == "that":
        return True
    return "," in gap and word in ("but", "though", "although", "adding", "citing", "noting")


def _cut(reading: Reading, index: int) -> bool:
    """Whether a content may end before this word."""
    gap = reading.gap(index)
    if any(mark in gap for mark in ",;:—–"):
        return True
    return reading.word(index) in _CUTS and reading.word(index) not in ("or", "as", "so")


# ── before the cue ───────────────────────────────────────────────────────────────────────────────────────────────


def _front(reading: Reading, subject: int, cue: Cue, source: Pieces) -> list[Pieces]:
    """What stands before the subject: the quotation that closes there, or the clause; and what goes on behind."""
    segments, text = reading.segments, reading.text
    before = reading.words[subject].start if subject < reading.count else reading.sentence.end
    at = before
    while at > 0 and not text[at - 1].isalnum() and text[at - 1] not in '"”’»':
        at -= 1
    rest = _rest(reading, cue, source)
    quotation = closing_at(segments, at)
    if quotation is not None and quotation.inner.length and not _begun(reading, quotation):
        found = speech(segments, quotation)
        if rest and found:
            joined = pieces((*found[0], *rest))
            return [joined, *found, rest] if text[rest[0].start].islower() else [*found, joined, rest]
        return [*found[:2], *joined_on(reading, quotation.inner), *found[2:]]
    starts = [
        reading.words[index].start for index in range(1, subject) if any(mark in reading.gap(index) for mark in ";:")
    ]
    start = starts[-1] if starts else reading.sentence.start
    whole = tidied(segments, start, before)
    found = [whole] if whole else []
    if rest and whole and not inverted(reading, cue):
        joined = pieces((*whole, *rest))
        goes_on = _continues(reading, cue, source)
        found = [joined, *found, rest] if goes_on else [*found, joined, rest]
        wide = _rest(reading, cue, source, joins=True)
        if wide != rest:
            found.append(pieces((*whole, *wide)))
    if quotation is not None:
        found += [part for part in speech(segments, quotation)[:1] if part]
    if starts:
        found.append(tidied(segments, reading.sentence.start, before))
    for index in range(1, subject if len(found) < MOST else 0):
        if _cut(reading, index) and reading.words[index].start < before:
            skip = index + (reading.word(index) in ("and", "but", "that", "as"))
            found.append(tidied(segments, reading.words[skip].start if skip < reading.count else before, before))
    return [each for each in found if each]


def _begun(reading: Reading, quotation: Quotation) -> bool:
    """Whether words of the clause stand before the quotation: it “respects the result”, she said."""
    start = quotation.outer.start
    if ":" in reading.text[max(0, start - 2) : start]:
        return False
    return any(reading.sentence.start <= word.start < start for word in reading.words)


def _rest(reading: Reading, cue: Cue, source: Pieces, *, joins: bool = False) -> Pieces:
    """What goes on behind the tag in the same sentence: “…,” she said, “…”; or …, she said, …

    With `joins` a joining “and” belongs to it.
    """
    end = max(cue.span.end, source[0].end if source else 0)
    index = reading.at(end)
    if index >= reading.count:
        return ()
    # “…,” she told reporters in front of the hall, “and …”: what goes on in small letters is the other half.
    other = next((each for each in reading.quotations if each.outer.start >= end), None)
    if other is not None and reading.text[other.inner.start : other.inner.start + 1].islower():
        return (speech(reading.segments, other) or [()])[0]
    gap = reading.text[end : reading.words[index].start]
    if "," not in gap and ";" not in gap and not reading.opens_after(index - 1):
        return ()
    quotation = reading.quotation(reading.words[index].start)
    if quotation is not None and quotation.outer.start >= end:
        return (speech(reading.segments, quotation) or [()])[0]
    if reading.word(index) in ("adding", "citing", "noting", "who", "which", "after", "when", "a", "an"):
        return ()
    if reading.word(index) in ("and", "but") and index + 1 < reading.count and not joins:
        index += 1
    stop = next((at for at in range(index + 1, reading.count) if ";" in reading.gap(at)), reading.count)
    return tidied(reading.segments, reading.words[index].start, reading.words[stop - 1].end)


def _continues(reading: Reading, cue: Cue, source: Pieces) -> bool:
    """Whether the words behind the tag go on with the clause before it, and do not begin another."""
    end = max(cue.span.end, source[0].end if source else 0)
    index = reading.at(end)
    gap = reading.text[end : reading.words[index].start]
    return "," in gap and reading.word(index) not in ("and", "but", "or", "so", "though", "although")


# ── beside other cues ────────────────────────────────────────────────────────────────────────────────────────────


def _beside_phrase(reading: Reading, cue: Cue, source: Pieces) -> list[Pieces]:
    """Around “according to X”: the clause before it; at the start of a sentence what follows the source."""
    segments = reading.segments
    end = source[0].end if source else cue.span.end
    behind = reading.at(end)
    after = tidied(segments, reading.words[behind].start, reading.sentence.end) if behind < reading.count else ()
    if cue.first == 0:
        cuts = [at for at in range(behind + 1, reading.count) if _cut(reading, at)]
        start = reading.words[behind].start if behind < reading.count else end
        return [
            each
            for each in [after, *(tidied(segments, start, reading.words[at - 1].end) for at in reversed(cuts))]
            if each
        ]
    return _front(reading, cue.first, cue, source)


def _around(reading: Reading, cue: Cue) -> list[Pieces]:
    """Around an adverb: the clause that holds it, without it; then the sentence."""
    clause = reading.segments.clause(cue.span.start)
    whole = reading.sentence
    found = []
    for each in (clause, whole):
        parts = tidied(reading.segments, each.start, each.end)
        if parts:
            found.append(parts)
    return found
