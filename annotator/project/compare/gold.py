"""Gold of a project: whose decisions make it, on which layers they rest, and what they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from annotator.core.claim import Claim, Layer
from annotator.core.event import Key
from annotator.core.records.dataset import Dataset
from annotator.core.records.decision import RULE, TEAM, Decision
from annotator.core.records.gold import Gold, fold


def makes_gold(decision: Decision, names: Sequence[str]) -> bool:
    """Whether a decision makes gold in a project that names these adjudicators: none named is all. What a rule, the
    team, or an import says is gold in any."""
    if not names or decision.adjudicator in (*names, RULE, TEAM):
        return True
    return decision.action == "import"


def counting(data: Dataset, names: Sequence[str]) -> tuple[Decision, ...]:
    """The decisions of a project that make gold."""
    return tuple(each for each in data.decisions if makes_gold(each, names))


class Readers:
    """Who has read which article: those who are done with it and, where there is a plan, were given it."""

    def __init__(self, done: Iterable[Layer], plan: Iterable[Key]) -> None:
        """`done` are layers that are done, `plan` keys (article, annotator, round)."""
        self._done: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._plan: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for layer in done:
            if layer.kind == "human":
                self._done[layer.article, layer.round].add(layer.annotator)
        for article, annotator, round in plan:
            self._plan[article, round].add(annotator)

    def of(self, article: str, round: str) -> tuple[str, ...]:
        """The readers of an article, sorted."""
        done, plan = self._done[article, round], self._plan[article, round]
        return tuple(sorted(done & plan if plan else done))

    def absent(self, article: str, round: str) -> tuple[str, ...]:
        """Those who were given an article and are not done with it."""
        return tuple(sorted(self._plan[article, round] - self._done[article, round]))


def fits(claims: Iterable[Claim], size: int) -> bool:
    """Whether claims can have been made on a text of so many code points."""
    return all(part.end <= size for claim in claims for parts in claim.spans.values() for part in parts)


def compared(data: Dataset) -> tuple[Claim, ...]:
    """The claims that decisions are about: those of the readers of each article and round.

    A layer that was made on another text is nobody's reading of this one.
    """
    readers = Readers(
        (layer for layer, held in data.layers.items() if held.status == "done"), (each.key for each in data.assignments)
    )
    return tuple(
        claim
        for layer, held in data.layers.items()
        if layer.kind == "human" and layer.annotator in readers.of(layer.article, layer.round)
        if layer.article not in data.articles or fits(held.claims, len(data.articles[layer.article].text))
        for claim in held.claims
    )


def gold_of(data: Dataset, names: Sequence[str], role: str) -> Gold:
    """What the decisions come to in a project that names these adjudicators. `role` is the primary role."""
    return fold(counting(data, names), compared(data), role)
