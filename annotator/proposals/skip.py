"""Words that stand between a cue and what was said: hearers, times, places of saying, “that”."""

from __future__ import annotations

from annotator.proposals.reading import Reading
from annotator.proposals.source import begins_time
from annotator.proposals.word import HEARERS, MONTHS, PLACES, TIMES, WEEKDAYS


def past_time(reading: Reading, last: int) -> int:
    """The last word of “on Tuesday” behind a tag's verb; the verb itself without one, or when the clause goes on."""
    if last + 1 >= reading.count or reading.gap(last + 1).strip() or not begins_time(reading, last + 1):
        return last
    for at in range(last + 2, min(last + 7, reading.count + 1)):
        if reading.gap(at).strip()[:1] in (",", ".", ";") or at == reading.count:
            return at - 1
    return last


def past_hearer(reading: Reading, last: int) -> int:
    """The last word of “to the paper” behind a tag's verb; the verb itself without one."""
    if reading.word(last + 1) != "to" or reading.gap(last + 1).strip():
        return last
    for at in range(last + 2, min(last + 5, reading.count + 1)):
        if reading.gap(at).strip()[:1] in (",", ".", ";"):
            return at - 1
    return last


def opening(reading: Reading, index: int, *, hears: bool) -> int:
    """The first word of what was said: behind hearers, times, places of saying, and “that”."""
    at = index
    for _ in range(4):
        if at >= reading.count or reading.opens_after(at - 1):
            return at
        skipped = _skip(reading, at, hears=hears)
        if skipped == at:
            break
        at = skipped
    if reading.word(at) == "that" and reading.word(at + 1) not in ("is", "was"):
        at += 1
        if at < reading.count and reading.gap(at).strip() == ",":
            return at
    return at


def _skip(reading: Reading, at: int, *, hears: bool) -> int:
    """Past one hearer, time, or place of saying; only when “that”, a colon or a quotation follows, or a subject."""
    for size in (3, 2, 1) if hears else ():
        if " ".join(reading.lower[at : at + size]) in HEARERS and _goes_on(reading, at + size):
            return at + size
    word = reading.word(at)
    if word in WEEKDAYS or word in ("yesterday", "today", "earlier", "later"):
        return at + 1
    for end in range(at + 1, min(at + 9, reading.count)):
        gap = reading.gap(end)
        if ":" in gap or reading.word(end) == "that" or (reading.opens_after(end - 1) and "," in gap):
            said = {reading.word(inner) for inner in range(at, end)}
            if said & (TIMES | PLACES | MONTHS) or ":" in gap or (hears and end - at <= 6):
                return end
        if "," in gap or ";" in gap:
            break
    if word in ("on", "in", "at", "last", "this", "late", "early", "during"):
        end = at + 1
        while end < min(at + 5, reading.count) and not (reading.word(end) in TIMES or reading.word(end) in PLACES):
            end += 1
        if end < reading.count and (reading.word(end) in TIMES or reading.word(end) in PLACES):
            while reading.word(end + 1) in TIMES:
                end += 1
            return end + 1
    return at


def _goes_on(reading: Reading, at: int) -> bool:
    return reading.word(at) not in ("to", "and") or reading.opens_after(at - 1)
