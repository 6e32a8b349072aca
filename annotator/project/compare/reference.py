"""The reference that layers are scored against: gold where it is complete, or one annotator's own layers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from annotator.agreement.report import Adjudication
from annotator.core.claim import MAIN, Claim
from annotator.core.records.dataset import Dataset
from annotator.core.records.decision import IMPORT, RULE, Decision
from annotator.core.records.gold import GOLD
from annotator.core.scheme import Scheme, open_parts
from annotator.project.compare.choice import Compared, Reasons
from annotator.project.compare.gold import compared, counting, gold_of


def reference_of(
    data: Dataset,
    names: Sequence[str],
    scheme: Scheme,
    rounds: Collection[str],
    articles: Iterable[str],
    reasons: Reasons,
) -> dict[str, tuple[Claim, ...]]:
    """Article → gold claims, of those of the articles where every claim is decided, or whose gold was imported.

    `names` are those whose decisions are gold; empty: everybody's. Only gold of these rounds counts, or else that of
    the main one. An article that is half decided would make every claim that waits look wrong, so it is left out.
    """
    judged, decisions = _judging(data, names, rounds)
    gold = gold_of(data, names, scheme.primary.key)
    held = [claim for claim in gold.claims if claim.round in judged]
    waiting = Counter(
        claim.article for claim in compared(data) if claim.round in judged and claim.key not in gold.settled
    )
    waiting.update(claim.article for claim in held if open_parts(claim, scheme))
    old = Counter(each.article for each in decisions if each.id in gold.stale)
    put_off = Counter(each.article for each in decisions if each.id in gold.deferred)
    wanting = (
        (waiting, "not every claim is decided"),
        (old, "a decision is older than its claims"),
        (put_off, "a case is put off"),
    )
    imported = {each.article for each in decisions if each.action == "import"}
    decided = {each.article for each in decisions}
    found: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in held:
        found[claim.article].append(claim)
    complete: dict[str, tuple[Claim, ...]] = {}
    for article in sorted(articles):
        if article not in decided:
            reasons.add(GOLD, "nothing is decided yet", article)
        elif article not in imported and (why := [words for count, words in wanting if count[article]]):
            reasons.add(GOLD, ", ".join(why), article)
        else:
            complete[article] = tuple(found[article])
    return complete


def _judging(
    data: Dataset, names: Sequence[str], rounds: Collection[str]
) -> tuple[Collection[str], tuple[Decision, ...]]:
    """Which of these rounds have gold, or else the main one; and the decisions about them."""
    decisions = counting(data, names)
    judged = frozenset().union(*(each.rounds for each in decisions)).intersection(rounds) or {MAIN}
    return judged, tuple(each for each in decisions if not each.rounds.isdisjoint(judged))


def adjudicated(
    data: Dataset, names: Sequence[str], role: str, rounds: Collection[str], articles: Collection[str]
) -> Adjudication | None:
    """How the gold of these articles was made that `reference_of` takes, half decided ones included: by decisions in
    force, neither put off nor stale. None when there are none. `role` is the primary role."""
    _, decisions = _judging(data, names, rounds)
    gold = gold_of(data, names, role)
    force = {*gold.settled.values(), *gold.made.values()} - gold.stale - gold.deferred
    found = [each for each in decisions if each.article in articles and each.id in force]
    imported = [each for each in found if each.action == "import"]
    rules = [each for each in found if each.adjudicator == RULE]
    by_hand = [each for each in found if each.action != "import" and each.adjudicator != RULE]
    if not found:
        return None
    made = Counter(gold.made.values())
    return Adjudication(
        names=tuple(sorted({each.adjudicator for each in by_hand})),
        importers=tuple(sorted({each.adjudicator for each in imported} - {IMPORT})),
        articles=len({each.article for each in found}),
        by_hand=len(by_hand),
        by_rule=len(rules),
        imported=sum(made[each.id] for each in imported),
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
