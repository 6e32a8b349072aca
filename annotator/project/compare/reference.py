"""The reference that layers are scored against: gold where it is complete, or one annotator's own layers."""

from __future__ import annotations

from collections import Counter, defaultdict

from annotator.core.claim import Claim
from annotator.core.edit import open_parts
from annotator.core.records.dataset import Dataset
from annotator.core.records.gold import GOLD
from annotator.core.scheme import Scheme
from annotator.project.compare.choice import Compared, Reasons
from annotator.project.compare.gold import compared, counting, gold_of


def reference_of(
    data: Dataset, names: tuple[str, ...], scheme: Scheme, reasons: Reasons
) -> dict[str, tuple[Claim, ...]]:
    """Article → gold claims, of articles where every claim is decided, or whose gold was imported.

    `names` are those whose decisions are gold; empty: everybody's. An article that is half decided would make every
    claim that waits look wrong, so it is left out.
    """
    decisions = counting(data, names)
    gold = gold_of(data, names, scheme.primary.key)
    waiting = Counter(claim.article for claim in compared(data) if claim.key not in gold.settled)
    waiting.update(claim.article for claim in gold.claims if open_parts(claim, scheme))
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


def with_reference(compared: Compared, reference: str, claims: dict[str, tuple[Claim, ...]]) -> Compared:
    """The articles that have the reference, with it among the readers."""
    return {
        article: {**readers, reference: claims[article]} for article, readers in compared.items() if article in claims
    }
