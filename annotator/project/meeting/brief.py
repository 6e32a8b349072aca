"""The meeting list for a screen: each point in a few rows, to be read and gone to, not filled in."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from annotator.core.claim import Claim
from annotator.core.feedback.wording import quoted
from annotator.core.meeting.point import Point
from annotator.core.records.gold import GOLD
from annotator.project.meeting.agenda import Agenda
from annotator.project.meeting.sheet import reasons
from annotator.project.paper.block import Block, Entry, Heading, Paragraph


def brief(found: Agenda, articles: Collection[str] | None = None) -> Iterator[Block]:
    """The list; with `articles`, only their points: an annotator sees no versions of what is still to be done."""
    points = [point for point in found.points if articles is None or point.article in articles]
    yield Heading(f"Meeting: {found.title}", 1)
    count = len(points)
    yield Paragraph(
        f"{count} {'point' if count == 1 else 'points'} that the guidelines (version {found.rulings.version}) do not "
        "settle. `annotator meeting -o FILE` writes them to be filled in."
    )
    article = ""
    for point in points:
        if point.article != article:
            article = point.article
            yield Heading(article)
        yield _entry(found, point)


def _entry(found: Agenda, point: Point) -> Entry:
    text = found.articles[point.article].text
    rows = list(reasons(found, point))
    for reader in point.readers:
        rows.append((found.who(point.article, reader), _says(found, point, reader)))
    if point.gold:
        rows.append((GOLD, _claims(found, point, point.gold)))
    slugs = found.passages(point)
    if slugs:
        rows.append(("guidelines", ", ".join(slugs)))
    return Entry(quoted((point.case.span,), text), tuple(rows), f"{point.article}:{point.case.span.start}")


def _says(found: Agenda, point: Point, reader: str) -> str:
    return _claims(found, point, point.case.of(reader)) or "no claim"


def _claims(found: Agenda, point: Point, claims: Collection[Claim]) -> str:
    text = found.articles[point.article].text
    return " / ".join(
        f"{found.wording.said(claim, point.role, text)} {found.wording.summary(claim)}" for claim in claims
    )
