"""The reference that layers are scored against: gold where it is complete, or one annotator's own layers."""

from __future__ import annotations

from collections import Counter, defaultdict

from annotator.core.claim import Claim
from annotator.core.records.dataset import Dataset
from annotator.core.records.decision import IMPORT, RULE, TEAM, Decision
from annotator.core.records.gold import GOLD, fold
from annotator.project.compare.choice import Compared, Reasons


def gold_of(data: Dataset, names: tuple[str, ...], role: str, reasons: Reasons) -> dict[str, tuple[Claim, ...]]:
    """Article → gold claims, of articles where every claim is decided, or whose gold was imported.

    `names` are those whose decisions are gold; empty: everybody's. An article that is half decided would make every
    claim that waits look wrong, so it is left out.
    """
    decisions = counting(data, names)
    claims = [claim for layer, held in data.layers.items() if layer.kind == "human" for claim in held.claims]
    gold = fold(decisions, claims, role)
    waiting: Counter[str] = Counter(claim.article for claim in claims if claim.key not in gold.settled)
    by_id = {each.id: each.article for each in decisions}
    put_off = Counter(by_id[id] for id in (gold.stale | gold.deferred))
    imported = {each.article for each in decisions if each.action == "import"}
    decided = {each.article for each in decisions}
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in gold.claims:
        found[claim.article].append(claim)
    complete: dict[str, tuple[Claim, ...]] = {}
    for article in sorted(decided):
        if article not in imported and (waiting[article] or put_off[article]):
            reasons.add(GOLD, f"{waiting[article] + put_off[article]} claims are not decided yet", article)
        else:
            complete[article] = tuple(found[article])
    return complete


def counting(data: Dataset, names: tuple[str, ...]) -> tuple[Decision, ...]:
    """The decisions that make gold: those of `names`, of the team, by rule, and from outside; without names all."""
    named = (*names, TEAM, RULE, IMPORT)
    return tuple(each for each in data.decisions if not names or each.adjudicator in named)


def with_reference(compared: Compared, reference: str, claims: dict[str, tuple[Claim, ...]]) -> Compared:
    """The articles that have the reference, with it among the readers."""
    return {
        article: {**readers, reference: claims[article]} for article, readers in compared.items() if article in claims
    }
