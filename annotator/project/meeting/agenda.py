"""The agenda: every point of the project that the guidelines do not settle, and what is needed to show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.config.guidelines import slugs
from annotator.config.rulings import Rulings
from annotator.core.article import Article
from annotator.core.claim import MAIN, Claim
from annotator.core.feedback.wording import Wording
from annotator.core.meeting.point import Point, points
from annotator.core.records.decision import IMPORT, RULE, TEAM
from annotator.core.review.majority import parts_of
from annotator.core.review.review import Review
from annotator.project.compare.choice import Wanted, checked
from annotator.project.feedback.passage import passage_of
from annotator.project.project import Project
from annotator.project.review.whole import reviews

_NOBODY = {TEAM: "the team", RULE: "a rule", IMPORT: "an import"}
"""Who decides without being one person."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """The list of a meeting."""

    title: str
    open: bool
    """Whether people are named; else they are numbers, in another order for each article."""
    round: str
    points: tuple[Point, ...]
    """By article, in text order."""
    reviews: Mapping[str, Review]
    articles: Mapping[str, Article]
    wording: Wording
    guidelines: str
    rulings: Rulings

    def who(self, article: str, name: str) -> str:
        """What somebody is called."""
        if self.open:
            return name
        if name in _NOBODY:
            return _NOBODY[name]
        readers = self.reviews[article].readers
        return f"version {readers.index(name) + 1}" if name in readers else "the adjudicator"

    def parts(self, point: Point) -> tuple[str, ...]:
        """The parts of which anybody says anything, in the scheme's order."""
        sense = self.reviews[point.article].sense
        claims = (*point.case.members, *point.gold)
        return tuple(part for part in parts_of(sense) if any(_has(claim, part) for claim in claims))

    def version(self, point: Point, claims: Iterable[Claim], part: str) -> str:
        """What a version has in a part."""
        text = self.articles[point.article].text
        return " / ".join(self.wording.said(claim, part, text) for claim in claims)

    def passages(self, point: Point) -> tuple[str, ...]:
        """The passages of the guidelines on the parts that differ."""
        known = slugs(self.guidelines)
        found = (passage_of(part, self.wording.scheme, known) for part in point.parts)
        return tuple(dict.fromkeys(each for each in found if each))


def _has(claim: Claim, part: str) -> bool:
    if part == "speakers":
        return bool(claim.speakers)
    if part == "attribution":
        return bool(claim.attribution)
    return bool(claim.pieces(part)) or claim.fields.get(part) not in (None, ())


def agenda(project: Project, *, open: bool = False, round: str = MAIN, settled: bool = False) -> Agenda:
    """The list of a round; `settled` has what meetings have ruled as well.

    Raises FaultsError for rulings.toml, UsageError for a round that nobody has.
    """
    data = project.dataset()
    checked(data, Wanted(rounds=(round,)))
    found = reviews(project, data, open=open, round=round)
    return Agenda(
        title=project.title,
        open=open,
        round=round,
        points=tuple(point for id in sorted(found) for point in points(found[id], settled=settled)),
        reviews=found,
        articles=data.articles,
        wording=Wording(project.scheme, data.speakers),
        guidelines=project.guidelines(),
        rulings=project.rulings(),
    )
