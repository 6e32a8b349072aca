"""The lead's view: annotators beside gold, decisions, and how often gold went against the majority."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from annotator.core.compare.sense import Compared
from annotator.project.feedback.decided import Decided, decided
from annotator.project.feedback.ground import Ground, ground, left_out
from annotator.project.feedback.overturned import Overturned, overturned
from annotator.project.feedback.people import Person, people
from annotator.project.project import Project
from annotator.project.review.whole import reviews


@dataclass(frozen=True, slots=True)
class Lead:
    """Everything on the page."""

    title: str
    ground: Ground
    people: tuple[Person, ...]
    decided: Decided
    overturned: Overturned


def lead(project: Project, round: str = "main") -> Lead:
    """The view of a round. Raises UsageError for a round that nobody has."""
    found = ground(project, round=round)
    return Lead(
        project.title,
        found,
        people(found),
        decided((each for each in found.data.decisions if round in each.rounds), found.sense),
        overturned(reviews(project, found.data, round=round).values()),
    )


def as_dict(found: Lead) -> dict[str, Any]:
    """The page as plain values, `feedback-lead/1`."""
    of = found.decided
    return {
        "format": "feedback-lead/1",
        "round": found.ground.round,
        "annotators": [_person(each, found) for each in found.people],
        "decisions": {
            "actions": {name: dict(counts) for name, counts in of.actions.items()},
            "kinds": dict(of.kinds),
            "tags": dict(of.tags),
            "seconds": {key: {"n": each.n, "median": each.median} for key, each in of.spent.items()},
            "majority": {
                "n": found.overturned.n,
                "overturned": found.overturned.against,
                "parts": {key: {"overturned": k, "of": n} for key, (k, n) in found.overturned.parts.items()},
            },
            "rules": [each._asdict() for each in of.ruled],
            "adjudicators": [
                {
                    "names": list(each.adjudicators),
                    "n": each.n,
                    "same": {key: {"same": same, "of": n} for key, (same, n) in each.agree.items()},
                }
                for each in of.both
            ],
        },
        "left_out": [{"what": what, "why": why} for what, why in left_out(found.ground)],
    }


def _person(each: Person, found: Lead) -> dict[str, Any]:
    def plain(value: Compared) -> Any:
        return sorted(map(str, value)) if isinstance(value, frozenset) else value

    return {
        "name": each.name,
        "articles": each.articles,
        "settled": each.settled,
        "same": each.same,
        "kinds": dict(sorted(each.kinds.items())),
        "boundary": {"start": each.start, "end": each.end, "n": len(each.shifts)},
        "confusion": {
            key: [
                {"annotator": plain(mine), "gold": plain(gold), "n": n}
                for (mine, gold), n in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
            ]
            for key, counts in each.confusion.items()
        },
        "bias": {key: each.bias(key) for key in each.confusion if found.ground.sense.scheme.field_of(key)},
        "weeks": [week._asdict() for _, week in sorted(each.weeks.items())],
    }
