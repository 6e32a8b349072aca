"""The reference that layers are scored against: gold where it is complete, or one annotator's own layers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from annotator.agreement.report import Adjudication
from annotator.core.claim import MAIN, Claim
from annotator.core.records.dataset import Dataset
from annotator.core.records.decision import IMPORT, RULE
from annotator.core.records.gold import GOLD
from annotator.core.scheme import Scheme, open_parts
from annotator.project.compare.choice import Compared, Reasons
from annotator.project.compare.gold import compared, counting, gold_of


def reference_of(
    data: Dataset, names: Sequence[str], scheme: Scheme, rounds: Collection[str], reasons: Reasons
) -> dict[str, tuple[Claim, ...]]:
    """Article → gold claims, of articles where every claim is decided, or whose gold was imported.

    `names` are those whose decisions are gold; empty: everybody's. Only gold of these rounds counts, or else that of
    the main one. An article that is half decided would make every claim that waits look wrong, so it is left out.
    """
    decisions = counting(data, names)
    gold = gold_of(data, names, scheme.primary.key)
    judged = {claim.round for claim in gold.claims}.intersection(rounds) or {MAIN}
    held = [claim for claim in gold.claims if claim.round in judged]
    waiting = Counter(
        claim.article for claim in compared(data) if claim.round in judged and claim.key not in gold.settled
    )
    waiting.update(claim.article for claim in held if open_parts(claim, scheme))
    by_id = {each.id: each.article for each in decisions}
    put_off = Counter(by_id[id] for id in (gold.stale | gold.deferred))
    imported = {each.article for each in decisions if each.action == "import"}
    decided = {each.article for each in decisions}
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in held:
        found[claim.article].append(claim)
    complete: dict[str, tuple[Claim, ...]] = {}
    for article in sorted(decided):
        if article not in imported and (waiting[article] or put_off[article]):
            reasons.add(GOLD, "not every claim is decided, or a decision is stale or put off", article)
        else:
            complete[article] = tuple(found[article])
    return complete


def adjudicated(data: Dataset, names: Sequence[str], articles: Collection[str]) -> Adjudication | None:
    """How gold was made of these articles; None when nothing was decided."""
    found = [each for each in counting(data, names) if each.article in articles]
    imported = [each for each in found if each.action == "import"]
    rules = [each for each in found if each.adjudicator == RULE]
    by_hand = [each for each in found if each.action not in ("import", "defer") and each.adjudicator != RULE]
    if not (imported or rules or by_hand):
        return None
    return Adjudication(
        names=tuple(sorted({each.adjudicator for each in (*by_hand, *imported)} - {IMPORT})),
        articles=len({each.article for each in (*imported, *rules, *by_hand)}),
        by_hand=len(by_hand),
        by_rule=len(rules),
        imported=sum(len(each.results) for each in imported),
        blind=bool(by_hand) and all(each.blind for each in by_hand),
    )


def reader_named(name: str, compared: Compared) -> str:
    """What the reference is called among the readers: an annotator's own layers go before a model's of that name."""
    readers = {who for held in compared.values() for who in held}
    return next((who for who in (name, f"{name}/model") if who in readers), name)


def with_reference(compared: Compared, reference: str, claims: Mapping[str, tuple[Claim, ...]]) -> Compared:
    """The articles that have the reference, with it among the readers."""
    return {
        article: {**readers, reference: claims[article]} for article, readers in compared.items() if article in claims
    }
