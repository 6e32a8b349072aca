"""The meeting list as a page: each point with its text, all versions side by side, and a block to fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from annotator.config.guidelines import passage
from annotator.core.meeting.point import GAP, PUT_OFF, Point
from annotator.core.records.canonical import canonical
from annotator.core.scheme import DISCUSS
from annotator.core.text.segment import Segments
from annotator.project.meeting.agenda import Agenda
from annotator.project.meeting.filled import GOLD, MEETING, NONE, RULING
from annotator.project.paper.block import Block, Entry, Heading, Paragraph, Quote, Raw, Source, Table

REASONS = {
    DISCUSS: "to be discussed",
    GAP: "a gap in the guidelines",
    PUT_OFF: "put off",
}

EXAMPLE = f"""\
ruling = "officials-hedge"   # a short name; several points may have the same; empty: nothing was ruled
text = "…"                   # what was ruled; once for each ruling is enough
passage = "stance"           # the heading of the guidelines that it belongs to
take = "1"                   # a version; "{GOLD}" as it is now; "{NONE}": no such claim; empty: left to the adjudicator
set = {{ stance = "hedges", speakers = ["Ana Ruiz"] }}    # parts of it that were ruled otherwise
words = {{ content = "as they stand … in the article" }}  # other words; … parts pieces
look = {{ stance = ["asserts"], words = ["may"] }}        # earlier claims to look at again; else what was overruled"""
"""What a block can say. It is no block itself, and is not read."""


def sheet(found: Agenda, date: str) -> Iterator[Block]:
    """The whole list. `date` stands in it as the meeting's."""
    yield Heading(f"Meeting: {found.title}", 1)
    count = len(found.points)
    yield Paragraph(
        f"{count} {'point' if count == 1 else 'points'}. Guidelines version {found.rulings.version}. "
        + ("" if found.open else "Versions are numbered, in another order for each article.")
    )
    yield Paragraph(
        "Fill in the block under a point and bring this file back: annotator meeting --rulings FILE. Blocks without a "
        "ruling are passed over, and everything outside of the blocks is yours. What a block can say:"
    )
    yield Source(EXAMPLE, "toml")
    yield Source(
        f"date = {toml_text(date)}\nversion = {toml_text(found.rulings.version)}   # of the guidelines, from now on",
        f"toml {MEETING}",
    )
    article = ""
    for point in found.points:
        if point.article != article:
            article = point.article
            title = found.articles[article].title
            yield Heading(f"{article}: {title}" if title != article else article)
        yield from _point(found, point)
    yield from _passages(found)


def _point(found: Agenda, point: Point) -> Iterator[Block]:
    yield Heading(f"{point.id}: {', '.join(dict.fromkeys(REASONS[why.reason] for why in point.why))}", 3, point.id)
    yield context(found, point)
    yield versions(found, point)
    yield Entry("Why it is here", tuple(reasons(found, point)))
    slugs = found.passages(point)
    if slugs:
        yield Paragraph(f"Guidelines: {', '.join(slugs)}")
    yield Source(_block(found, point), f"toml {RULING}")


def context(found: Agenda, point: Point) -> Quote:
    """The words of the case in their sentences, with the sentence before and after."""
    text = found.articles[point.article].text
    segments = Segments(text)
    start, end = point.case.span
    first = segments.sentence(start)
    last = segments.sentence(max(start, end - 1))
    before = segments.sentence(first.start - 1).start if first.start else 0
    after = segments.sentence(last.end).end if last.end < len(text) else last.end
    return Quote(_flat(text[before:start]).lstrip(), _flat(text[start:end]), _flat(text[end:after]).rstrip())


def _flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def versions(found: Agenda, point: Point) -> Table:
    """Parts by versions, the conflicting parts marked."""
    names = [f" {found.who(point.article, reader)}" if found.open else "" for reader in point.readers]
    heads = [f"{number}{name}" for number, name in enumerate(names, 1)]
    columns = [point.case.of(reader) for reader in point.readers]
    if point.gold:
        heads.append(GOLD)
        columns.append(point.gold)
    rows = [("", *heads)]
    label = found.wording.label
    for part in found.parts(point):
        mark = "≠ " if part in point.differs else ""
        cells = [found.version(point, claims, part) if claims else "no claim" for claims in columns]
        rows.append((mark + label(part), *cells))
    return Table(rows[0], tuple(rows[1:]), wordy=True)


def reasons(found: Agenda, point: Point) -> Iterator[tuple[str, str]]:
    """(who, why and with which words) of everybody who brought the point up, then the notes of the others."""
    for why in point.why:
        note = " ".join(why.note.split())
        yield found.who(point.article, why.by), f"{REASONS[why.reason]}{f': {note}' if note else ''}"
    said = {(why.by, why.note) for why in point.why}
    for reader in point.readers:
        for claim in point.case.of(reader):
            if claim.note and (reader, claim.note) not in said:
                yield found.who(point.article, reader), " ".join(claim.note.split())


def _block(found: Agenda, point: Point) -> str:
    """The block to fill in."""
    choices = [json.dumps(str(number)) for number, reader in enumerate(point.readers, 1) if point.case.of(reader)]
    if point.gold:
        choices.append(f'"{GOLD}"')
    slug = next(iter(found.passages(point)), "")
    return "\n".join(
        (
            f"point = {toml_text(point.id)}",
            'ruling = ""',
            'text = ""',
            f"passage = {toml_text(slug)}",
            f'take = ""   # {", ".join([*choices, json.dumps(NONE)])}',
        )
    )


def _passages(found: Agenda) -> Iterator[Block]:
    """Every passage that a point names, once, and what has been ruled on it."""
    slugs = dict.fromkeys(slug for point in found.points for slug in found.passages(point))
    if slugs:
        yield Heading("Passages of the guidelines")
    for slug in slugs:
        yield Raw(passage(found.guidelines, slug) or slug)
        ruled = found.rulings.on(slug)
        if ruled:
            yield Entry("Ruled", tuple((f"{each.name}, {each.date}", each.text) for each in ruled))


def toml_text(words: str) -> str:
    """A basic string of TOML, which has JSON's escapes but for pairs of surrogates."""
    return canonical(words).decode("utf-8")
