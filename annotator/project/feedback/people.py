"""Each annotator beside gold, in numbers: how much gold keeps, in what the rest differs, to which side, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.compare.kinds import SPLIT, differ
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS, Compared, Sense
from annotator.core.feedback.difference import differences, shift, sides
from annotator.core.scheme import DISCUSS
from annotator.project.feedback.ground import Ground


class Week(NamedTuple):
    """Claims made in one week, of those that are settled."""

    week: str
    """`2026-W05`, as ISO 8601 counts."""
    claims: int
    differ: int
    """How many of them gold does not have as they are."""


@dataclass(slots=True)
class Person:
    """One annotator's numbers."""

    name: str
    articles: int = 0
    """Articles with gold."""
    settled: int = 0
    same: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    """Kind of difference → places."""
    shifts: list[tuple[int, int]] = field(default_factory=list)
    """Of each claim that gold has too: how many characters later gold begins, and ends."""
    confusion: dict[str, Counter[tuple[Compared, Compared]]] = field(default_factory=dict)
    """Key → (the annotator's value, gold's) → claims; open values do not count, and neither does `discuss`."""
    weeks: dict[str, Week] = field(default_factory=dict)

    @property
    def start(self) -> float | None:
        """How much later gold begins, on average; below 0, the annotator begins too late."""
        return sum(start for start, _ in self.shifts) / len(self.shifts) if self.shifts else None

    @property
    def end(self) -> float | None:
        """How much later gold ends, on average; below 0, the annotator's claims are too long at the end."""
        return sum(end for _, end in self.shifts) / len(self.shifts) if self.shifts else None

    def bias(self, key: str) -> dict[str, int]:
        """Value of a field → how many more times the annotator gives it than gold does, on the same claims."""
        found: Counter[str] = Counter()
        for (mine, gold), n in self.confusion.get(key, {}).items():
            for value, by in ((mine, n), (gold, -n)):
                for each in value if isinstance(value, frozenset) else (value,):
                    found[str(each)] += by
        return {value: found[value] for value in sorted(found)}

    def steps(self, key: str, order: Sequence[str]) -> float | None:
        """Of an ordinal field: how many steps above gold the annotator is, on average."""
        counts: Mapping[tuple[Compared, Compared], int] = self.confusion.get(key, {})
        rank = {value: at for at, value in enumerate(order)}
        total = sum(counts.values())
        if not total or any(value not in rank for pair in counts for value in pair):
            return None
        return sum((rank[str(mine)] - rank[str(gold)]) * n for (mine, gold), n in counts.items()) / total


def people(found: Ground) -> tuple[Person, ...]:
    """Everybody who has a done article with gold, by name."""
    held: dict[str, Person] = {}
    for article in sorted(found.compared):
        for name in sorted(found.compared[article]):
            person = held.setdefault(name, Person(name))
            _add(found, article, person)
    return tuple(person for _, person in sorted(held.items()) if person.articles)


def _add(found: Ground, article: str, person: Person) -> None:
    name, sense = person.name, found.sense
    pairing = found.pairing(article, name)
    text = found.text(article)
    person.articles += bool(pairing.components)
    for component in pairing.components:
        seen = differences(component, name, sense, text)
        person.kinds.update(each.kind for each in seen)
        differing = {claim.id for each in seen for claim in each.mine}
        split = {claim.id for each in seen if each.kind == SPLIT for claim in (*each.mine, *each.gold)}
        for cluster in component.clusters:
            mine, gold = sides(cluster, name)
            for claim in mine:
                person.settled += 1
                person.same += claim.id not in differing
                _count_week(person, claim, claim.id in differing)
            if mine and gold:
                # Where one claim stands for several, its ends say nothing about how somebody cuts.
                moved = None if mine[0].id in split else shift(mine[0].pieces(sense.role), gold[0].pieces(sense.role))
                person.shifts += [moved] if moved else []
                _confuse(person, mine[0], gold[0], sense)


def _confuse(person: Person, mine: Claim, gold: Claim, sense: Sense) -> None:
    """Count the values that both have given."""
    for key in sense.keys:
        one, two = _counted(sense.value(mine, key)), _counted(sense.value(gold, key))
        # Another speaker is one disagreement: chains are compared where they end at the same.
        if one is None or two is None or (key == ATTRIBUTION and differ((mine, gold), SPEAKERS, sense)):
            continue
        person.confusion.setdefault(key, Counter())[one, two] += 1


def _counted(value: Compared | None) -> Compared | None:
    """The value without the wish to talk about the claim."""
    return value - {DISCUSS} if isinstance(value, frozenset) else value


def _count_week(person: Person, claim: Claim, differs: bool) -> None:
    try:
        year, number, _ = date.fromisoformat(claim.created[:10]).isocalendar()
    except ValueError:
        return
    week = f"{year}-W{number:02d}"
    old = person.weeks.get(week, Week(week, 0, 0))
    person.weeks[week] = Week(week, old.claims + 1, old.differ + differs)
