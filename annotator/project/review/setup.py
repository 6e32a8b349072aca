"""Who reviews, and how: whose decisions count on the screen, which layers are compared, in what order of columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from annotator.core.claim import MAIN, Claim
from annotator.core.records.decision import RULE, Decision
from annotator.project.compare.gold import makes_gold


@dataclass(frozen=True, slots=True)
class Setup:
    """One adjudicator at work in one project."""

    adjudicator: str
    round: str = MAIN
    gold: tuple[str, ...] = ()
    """Names whose decisions are gold; empty: everybody's."""
    second: bool = False
    """Whether others' decisions stay out of sight, so that two adjudicators can be compared."""
    blind: bool = True
    seed: str = ""
    """The project's id: with it orders and samples are the same each time."""
    trivial: bool = False
    """Whether a rule settles boundaries that differ in white space, punctuation or "that" only."""

    def counts(self, decision: Decision) -> bool:
        """Whether a decision counts for the adjudicator, whatever its round."""
        if self.second or (self.gold and self.adjudicator not in self.gold):
            return decision.adjudicator in (self.adjudicator, RULE) or decision.action == "import"
        return makes_gold(decision, self.gold)

    def shows(self, decision: Decision) -> bool:
        """Whether it is one of those, and of the round that is reviewed: gold of another settles nothing here."""
        return self.round in decision.rounds and self.counts(decision)

    def columns(self, article: str, readers: Iterable[str]) -> tuple[str, ...]:
        """The readers in the order of the columns: while one is blind, another one in each article."""
        found = sorted(readers)
        if self.blind:
            Random(f"{self.seed}:{article}").shuffle(found)  # noqa: S311 - an order to be repeated, no secret
        return tuple(found)


def by_reader(claims: Iterable[Claim], readers: Sequence[str]) -> dict[str, tuple[Claim, ...]]:
    """Reader → claims, those who found nothing too."""
    found: dict[str, list[Claim]] = {reader: [] for reader in readers}
    for claim in claims:
        if claim.annotator in found:
            found[claim.annotator].append(claim)
    return {reader: tuple(held) for reader, held in found.items()}
