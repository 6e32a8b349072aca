"""Pairing: which gold claims stand where an annotator's do, as the decisions say.

A claim that a decision settled stands against what that decision came to, wherever else gold overlaps it. Gold that
came from outside has no inputs; it is aligned with those claims that no decision has settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.compare.alignment import Cluster, Component, Member, align
from annotator.core.compare.component import linked
from annotator.core.compare.sense import Sense
from annotator.core.records.decision import IMPORT, Decision, Input
from annotator.core.records.gold import GOLD, ClaimKey, Gold
from annotator.core.span import union


class Settled(NamedTuple):
    """A decision in force and the gold that it made: none when it says that there is no such claim."""

    decision: Decision
    gold: tuple[Claim, ...]

    @property
    def outside(self) -> bool:
        """Whether the gold came from outside, so that nobody's claims are known as its inputs."""
        return self.decision.action == "import" or self.decision.adjudicator == IMPORT


class Pairing(NamedTuple):
    """One annotator's claims of one article beside gold."""

    components: tuple[Component, ...]
    """The clusters hold at most one claim of the annotator and one of `GOLD`."""
    waiting: tuple[Claim, ...]
    """Claims of the annotator's that no decision has settled yet, or no longer."""


def in_force(decisions: Iterable[Decision], gold: Gold) -> dict[str, list[Settled]]:
    """Article → the decisions that say something about it now: neither put off nor stale, in order of their ids."""
    claims: dict[ClaimKey, Claim] = {claim.key: claim for claim in gold.claims}
    found: dict[str, list[Settled]] = {}
    for decision in sorted(decisions, key=lambda each: each.id):
        if decision.id in gold.deferred or decision.id in gold.stale:
            continue
        keys = [settles(decision.article, each) for each in decision.inputs]
        if any(gold.settled.get(key) != decision.id for key in keys):
            continue
        made = [(each.article, GOLD, GOLD, each.round, each.id) for each in decision.results]
        found.setdefault(decision.article, []).append(
            Settled(decision, tuple(claims[key] for key in made if key in claims))
        )
    return found


def settles(article: str, item: Input) -> ClaimKey:
    """The key of the claim that an input names."""
    return (article, item.layer, item.annotator, item.round, item.id)


def pair(name: str, round: str, mine: Sequence[Claim], settled: Sequence[Settled], sense: Sense) -> Pairing:
    """The claims that `name` made of one article in a round, beside the gold of that article and round."""
    held: dict[ClaimKey, Claim] = {claim.key: claim for claim in mine}
    clusters: list[Cluster] = []
    outside: list[Claim] = []
    imported = False
    for each in settled:
        decision = each.decision
        gold = [claim for claim in each.gold if claim.round == round]
        imported = imported or (each.outside and round in decision.rounds)
        human = [item for item in decision.inputs if item.layer != GOLD]
        if not human:
            outside += gold
        elif any(item.round == round for item in human):
            keys = [settles(decision.article, item) for item in human]
            clusters += _within(name, [held.pop(key) for key in keys if key in held], gold, sense)
    rest = {key: claim for key, claim in held.items() if imported and claim.pieces(sense.role)}
    clusters += _aligned(name, rest.values(), outside, sense)
    return Pairing(_components(clusters, sense.role), tuple(held[key] for key in held if key not in rest))


def _within(name: str, mine: Sequence[Claim], gold: Sequence[Claim], sense: Sense) -> Iterable[Cluster]:
    """The claims of one decision: one and one are a pair, however far apart."""
    if len(mine) == len(gold) == 1 and mine[0].pieces(sense.role) and gold[0].pieces(sense.role):
        return (_cluster(name, mine[0], gold[0]),)
    return _aligned(name, mine, gold, sense)


def _cluster(name: str, mine: Claim, gold: Claim) -> Cluster:
    return tuple(sorted((Member(name, mine), Member(GOLD, gold)), key=lambda member: member.by))


def _aligned(name: str, mine: Iterable[Claim], gold: Iterable[Claim], sense: Sense) -> Iterable[Cluster]:
    return [cluster for component in align({name: mine, GOLD: gold}, sense) for cluster in component.clusters]


def _components(clusters: Sequence[Cluster], role: str) -> tuple[Component, ...]:
    """The clusters that hang together, in text order, so that one claim for several is seen as a split."""
    placed = [(reduce(union, (member.claim.pieces(role) for member in cluster)), cluster) for cluster in clusters]
    placed.sort(key=lambda each: (each[0][0], each[0][-1], each[1][0].by, each[1][0].claim.id))
    groups = linked([spans for spans, _ in placed])
    return tuple(Component(tuple(placed[at][1] for at in group)) for group in groups)
