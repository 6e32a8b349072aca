"""Gold: the fold of decisions. It is never put, and a decision that no longer fits what it decided is stale."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple, TypeAlias

from annotator.core.claim import Claim
from annotator.core.compare.component import components
from annotator.core.record import claim_body, label_hash
from annotator.core.records.canonical import canonical
from annotator.core.records.decision import RULE, Decision, Input

GOLD = "gold"
"""Annotator and kind of the gold layer."""

ClaimKey: TypeAlias = tuple[str, str, str, str, str]


class Gold(NamedTuple):
    """What the decisions come to."""

    claims: tuple[Claim, ...]
    """The gold claims, those of stale decisions included."""
    settled: Mapping[ClaimKey, str]
    """Claim → id of the decision in force for it."""
    stale: frozenset[str]
    """Decisions in force whose inputs, or what the inputs overlap with, have changed since."""
    deferred: frozenset[str]
    """Decisions in force that put the decision off."""


def input_of(claim: Claim) -> Input:
    """How a decision names a claim that it settles."""
    return Input(claim.annotator, claim.round, claim.id, label_hash(claim), claim.layer)


def beside_of(claim: Claim) -> Input:
    """How a decision names a claim of the same component that it does not settle."""
    return input_of(claim)._replace(hash="")


def counting(decisions: Iterable[Decision], adjudicators: Collection[str]) -> tuple[Decision, ...]:
    """The decisions that make gold: those of the named adjudicators, those made by rule, and imports."""
    return tuple(
        item
        for item in decisions
        if item.adjudicator in adjudicators or item.adjudicator == RULE or item.action == "import"
    )


def fold(decisions: Iterable[Decision], claims: Iterable[Claim], role: str) -> Gold:
    """Gold from all decisions that count and all claims that are compared (any articles, any rounds; not gold ones).

    Of several decisions on one claim the newest is in force; a person's goes before a rule's. `role` is the
    primary role, on which overlap is judged.
    """
    settled: dict[ClaimKey, str] = {}
    valid: list[Decision] = []
    for decision in sorted(decisions, key=_rank, reverse=True):
        keys = [_key(decision.article, item) for item in decision.inputs]
        if any(key in settled for key in keys):
            continue
        settled.update(dict.fromkeys(keys, decision.id))
        valid.append(decision)
    around = _surroundings(claims, role)
    results: dict[ClaimKey, Claim] = {}
    for decision in reversed(valid):
        for claim in decision.results:
            gold = replace(claim, annotator=GOLD, layer=GOLD)
            results[gold.key] = gold
    return Gold(
        tuple(results[key] for key in sorted(results)),
        settled,
        frozenset(item.id for item in valid if _stale(item, around)),
        frozenset(item.id for item in valid if item.action == "defer"),
    )


def imported(claim: Claim, text: str, adjudicator: str, created: str = "") -> Decision:
    """The decision that an imported gold claim becomes. Its id is made from the claim: importing twice is one."""
    gold = replace(claim, annotator=GOLD, layer=GOLD)
    id = "i" + sha256(canonical(claim_body(gold, text))).hexdigest()[:24]
    return Decision(id, claim.article, "import", adjudicator, results=(gold,), blind=False, created=created)


_Surroundings: TypeAlias = Mapping[ClaimKey, tuple[str, frozenset[ClaimKey]]]


def _surroundings(claims: Iterable[Claim], role: str) -> _Surroundings:
    """Claim → its label hash and the keys of its component."""
    rounds: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        rounds.setdefault((claim.article, claim.round), []).append(claim)
    found: dict[ClaimKey, tuple[str, frozenset[ClaimKey]]] = {}
    for held in rounds.values():
        for group in components(held, role):
            keys = frozenset(claim.key for claim in group)
            found.update((claim.key, (label_hash(claim), keys)) for claim in group)
    return found


def _stale(decision: Decision, around: _Surroundings) -> bool:
    expected = {_key(decision.article, item) for item in (*decision.inputs, *decision.beside)}
    now: set[ClaimKey] = set()
    for item in decision.inputs:
        known = around.get(_key(decision.article, item))
        if known is None or known[0] != item.hash:
            return True
        now |= known[1]
    return bool(decision.inputs) and now != expected


def _key(article: str, item: Input) -> ClaimKey:
    return (article, item.layer, item.annotator, item.round, item.id)


def _rank(decision: Decision) -> tuple[bool, str, str]:
    return (decision.adjudicator != RULE, decision.created, decision.id)
