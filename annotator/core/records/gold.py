"""Gold: the fold of decisions. It is never put, and a decision that no longer fits what it decided is stale.

A link of a result may name an annotator's claim: in gold it leads to the claim of the decision that settled that one,
and is left out while there is none, so that claims can be decided in any order. Annotators may use the same ids, so
such a link says whose claim it means; where one does not, and could mean several, it is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from annotator.core.claim import Claim, Link
from annotator.core.compare.component import components
from annotator.core.record import label_hash
from annotator.core.records.canonical import canonical
from annotator.core.records.decision import RULE, Decision, Input

GOLD = "gold"
"""Annotator and kind of the gold layer."""

ClaimKey: TypeAlias = tuple[str, str, str, str, str]


Surroundings: TypeAlias = Mapping[ClaimKey, tuple[str, frozenset[ClaimKey]]]
"""Claim → its label hash and the keys of its component."""


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
    made: Mapping[ClaimKey, str] = MappingProxyType({})
    """Gold claim → id of the decision that it comes from."""


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
    return fold_in(decisions, surroundings(claims, role))


def fold_in(decisions: Iterable[Decision], around: Surroundings) -> Gold:
    """As `fold`, for claims whose surroundings are known: a decision changes none of them."""
    settled: dict[ClaimKey, str] = {}
    valid: list[Decision] = []
    stale: set[str] = set()
    for decision in sorted(decisions, key=_rank, reverse=True):
        keys = [_key(decision.article, item) for item in decision.inputs]
        if any(key in settled for key in keys):
            continue
        if _stale(decision, around):
            # What a rule has made of other claims is nobody's work: the rule is asked again.
            if decision.adjudicator == RULE:
                continue
            stale.add(decision.id)
        settled.update(dict.fromkeys(keys, decision.id))
        valid.append(decision)
    results: dict[ClaimKey, Claim] = {}
    made: dict[ClaimKey, str] = {}
    for decision in valid:
        for claim in decision.results:
            gold = replace(claim, annotator=GOLD, layer=GOLD)
            # A later decision may have settled a gold claim itself: one that came from outside, say.
            if gold.key not in made and settled.get(gold.key, decision.id) == decision.id:
                results[gold.key], made[gold.key] = gold, decision.id
    ends = _ends(valid, made) if any(claim.links for claim in results.values()) else {}
    return Gold(
        tuple(_linked(results[key], results, ends) for key in sorted(results)),
        settled,
        frozenset(stale),
        frozenset(item.id for item in valid if item.action == "defer"),
        made,
    )


_End: TypeAlias = tuple[str, str, str, str]
"""Article, annotator, round and id of a claim; without an annotator it is anybody's."""


def _ends(valid: Iterable[Decision], made: Mapping[ClaimKey, str]) -> Mapping[_End, frozenset[str]]:
    """Settled claim → the id of the gold claim that it became; without an annotator, of all that it may have become."""
    found: dict[_End, set[str]] = {}
    for decision in valid:
        ids = (each.id for each in decision.results if made.get(_gold_key(each)) == decision.id)
        first = next(ids, "")
        for item in decision.inputs if first else ():
            for annotator in (item.annotator, ""):
                found.setdefault((decision.article, annotator, item.round, item.id), set()).add(first)
    return {end: frozenset(ids) for end, ids in found.items()}


def _gold_key(claim: Claim) -> ClaimKey:
    return (claim.article, GOLD, GOLD, claim.round, claim.id)


def _linked(claim: Claim, results: Mapping[ClaimKey, Claim], ends: Mapping[_End, frozenset[str]]) -> Claim:
    """The claim with links that lead to gold claims."""
    if not claim.links:
        return claim
    links = []
    for link in claim.links:
        round = link.round or claim.round
        if link.article:
            links.append(link)
            continue
        if not link.annotator and (claim.article, GOLD, GOLD, round, link.target) in results:
            found = frozenset([link.target])
        else:
            found = ends.get((claim.article, link.annotator, round, link.target), frozenset())
        links += [Link(link.type, id) for id in found if len(found) == 1 and id != claim.id]
    return replace(claim, links=tuple(dict.fromkeys(links)))


def imported(claim: Claim, adjudicator: str, created: str = "") -> Decision:
    """The decision that an imported gold claim becomes. Its id is made from the claim's key: importing twice is one."""
    gold = replace(claim, annotator=GOLD, layer=GOLD)
    id = "i" + sha256(canonical([gold.article, gold.round, gold.id])).hexdigest()[:24]
    return Decision(id, claim.article, "import", adjudicator, results=(gold,), blind=False, created=created)


def surroundings(claims: Iterable[Claim], role: str) -> Surroundings:
    """For each claim its label hash and its component, on which decisions about it rest."""
    rounds: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        rounds.setdefault((claim.article, claim.round), []).append(claim)
    found: dict[ClaimKey, tuple[str, frozenset[ClaimKey]]] = {}
    for held in rounds.values():
        for group in components(held, role):
            keys = frozenset(claim.key for claim in group)
            found.update((claim.key, (label_hash(claim), keys)) for claim in group)
    return found


def _stale(decision: Decision, around: Surroundings) -> bool:
    # A gold claim from outside is no annotator's, and nothing but a decision changes it.
    inputs = [item for item in decision.inputs if item.layer != GOLD]
    expected = {_key(decision.article, item) for item in (*inputs, *decision.beside)}
    now: set[ClaimKey] = set()
    for item in inputs:
        known = around.get(_key(decision.article, item))
        if known is None or known[0] != item.hash:
            return True
        now |= known[1]
    return bool(inputs) and now != expected


def _key(article: str, item: Input) -> ClaimKey:
    return (article, item.layer, item.annotator, item.round, item.id)


def _rank(decision: Decision) -> tuple[bool, str, str]:
    return (decision.adjudicator != RULE, decision.created, decision.id)
