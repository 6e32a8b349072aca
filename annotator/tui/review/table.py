"""The table of a case: what each version says of each part, and gold, as values; `table_rows` writes them down.

A row stands for one value and names the versions that have it, so that as many rows as a part has are as many opinions,
and nine readers take no more room than two.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.compare.alignment import Cluster
from annotator.core.compare.kinds import BOUNDARY, FRAGMENTATION, MISSING
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS
from annotator.core.review.case import Case
from annotator.core.review.majority import EXISTS, SPLIT, part_of, parts_of, votes
from annotator.core.review.review import Review
from annotator.core.span import iou

SAME, TRIVIAL, DIFFERS = "", "≈", "≠"
"""Whether the versions of a part differ, and by more than punctuation."""
TAKEN, MAJORITY, ASKED, NONE = "◆", "◇", "?", "✕"
"""Gold: decided; what a majority would make it; open; that there is no such claim."""
WOULD_BE_NONE = "×"
"""What a majority would make it: no such claim."""
EMPTY: tuple[Hashable, ...] = (None, (), frozenset())
"""Values that say nothing."""


class Line(NamedTuple):
    """One value of one part."""

    part: str
    value: Hashable
    claim: Claim | None
    """A claim that has this value; None in the line that says who has marked the claim at all."""
    who: tuple[int, ...]
    """The numbers of the versions that have it."""
    gold: str = ""
    differs: str = SAME


class Block(NamedTuple):
    """What is said of one claim: the versions of a cluster, and the gold claim that stands on them."""

    lines: tuple[Line, ...]
    present: frozenset[int]
    """The numbers of the versions that have a claim here."""
    gold: Claim | None = None


def settled(review: Review, case: Case) -> bool:
    """Whether anybody has decided the case, so that gold is what they say and nothing is dim."""
    decision = review.decision(case)
    return bool(review.results(case)) or (decision is not None and decision.action != "defer")


def blocks(review: Review, case: Case) -> tuple[Block, ...]:
    """One block, or one for each part of a split, and one for each gold claim that no version leads to."""
    results = review.results(case)
    golds: Sequence[Claim] = results if settled(review, case) else review.draft(case).results if case.clusters else ()
    homes = _homes(golds, case.clusters, review.sense.role)
    found = [Block(tuple(_shape(review, case)), frozenset(range(1, len(review.readers) + 1)))] if case.split else []
    found += [
        Block(tuple(_lines(review, case, number, homes.get(number))), _present(review, cluster), homes.get(number))
        for number, cluster in enumerate(case.clusters)
    ]
    placed = {id(claim) for claim in homes.values()}
    for claim in golds:
        if id(claim) not in placed:
            found.append(Block(tuple(_alone(review, claim)), frozenset(), claim))
    return tuple(found)


def _homes(golds: Sequence[Claim], clusters: Sequence[Cluster], role: str) -> dict[int, Claim]:
    """Cluster number → the gold claim that stands on it: best overlap first, each at most once."""
    pairs = [
        (max(iou(gold.pieces(role), member.claim.pieces(role)) for member in cluster), -number, -at)
        for at, gold in enumerate(golds)
        for number, cluster in enumerate(clusters)
    ]
    found: dict[int, Claim] = {}
    used: set[int] = set()
    for _, number, at in sorted(pairs, reverse=True):
        if -number not in found and -at not in used:
            found[-number] = golds[-at]
            used.add(-at)
    return found


def _present(review: Review, cluster: Cluster) -> frozenset[int]:
    return frozenset(review.readers.index(member.by) + 1 for member in cluster)


def _shape(review: Review, case: Case) -> Iterable[Line]:
    """How many claims each version makes of it: none, one, or several."""
    having = [(number, len(case.of(reader))) for number, reader in enumerate(review.readers, 1)]
    is_settled, draft = settled(review, case), review.draft(case)
    golds = len(review.results(case) if is_settled else draft.results)
    for count in sorted({n for _, n in having} | ({0} if is_settled and not golds else set())):
        who = tuple(number for number, n in having if n == count)
        if is_settled:
            gold = "" if count != golds else TAKEN if golds else NONE
        elif count:
            gold = ASKED if SPLIT in draft.open else MAJORITY if count == golds else ""
        else:
            gold = ASKED if EXISTS in draft.open else WOULD_BE_NONE if draft.rejects else ""
        yield Line(SPLIT, count, None, who, gold, DIFFERS)


def _lines(review: Review, case: Case, number: int, gold: Claim | None) -> Iterable[Line]:
    cluster, sense = case.clusters[number], review.sense
    differing = _differing(case, number, sense.role)
    yield from _existence(review, case, number, gold)
    for part in parts_of(sense):
        said = votes(cluster, part, sense)
        found: list[Line] = []
        by = dict(cluster)
        for value, who in said.values:
            numbers = tuple(sorted(review.readers.index(each) + 1 for each in who))
            found.append(Line(part, value, by[who[0]], numbers, "", differing.get(part, SAME)))
        found = _with_gold(found, part, gold, _asked(review, case, part), settled(review, case), review)
        if _says(found, part, review):
            yield from found


def _alone(review: Review, gold: Claim) -> Iterable[Line]:
    """The lines of a gold claim that stands on no version."""
    for part in parts_of(review.sense):
        value = part_of(gold, part, review.sense)
        found = [Line(part, value, gold, (), TAKEN)]
        if _says(found, part, review):
            yield from found


def _existence(review: Review, case: Case, number: int, gold: Claim | None) -> Iterable[Line]:
    """Who has marked it at all, where not all have, or where gold has none; of a split, its shape says that."""
    if case.split:
        return
    missing = any(finding.kind == MISSING and finding.cluster == number for finding in case.findings)
    is_settled = settled(review, case)
    none = is_settled and gold is None
    if not (missing or none):
        return
    draft = review.draft(case)
    sign = TAKEN if gold is not None else NONE
    if not is_settled:
        sign = ASKED if EXISTS in draft.open else WOULD_BE_NONE if draft.rejects else MAJORITY
    who = tuple(sorted(_present(review, case.clusters[number])))
    yield Line(EXISTS, None, None, who, sign, DIFFERS if missing else SAME)


def _differing(case: Case, number: int, role: str) -> dict[str, str]:
    """Part → how the versions of a cluster differ in it."""
    found: dict[str, str] = {}
    for finding in case.findings:
        if finding.cluster != number:
            continue
        sign = TRIVIAL if finding.trivial else DIFFERS
        if finding.kind in (BOUNDARY, FRAGMENTATION):
            found[role] = sign
        else:
            found[finding.kind.partition(":")[2] or finding.kind] = sign
    return found


def _asked(review: Review, case: Case, part: str) -> bool:
    """Whether a part waits to be chosen."""
    if settled(review, case):
        return part in review.unsettled(case)
    return part in review.draft(case).open or (part == ATTRIBUTION and SPEAKERS in review.draft(case).open)


def _with_gold(
    found: list[Line], part: str, gold: Claim | None, asked: bool, is_settled: bool, review: Review
) -> list[Line]:
    """The lines with gold's sign; a line of its own for what no version says."""
    if asked:
        return [found[0]._replace(gold=ASKED), *found[1:]] if found else [Line(part, None, gold, (), ASKED)]
    if gold is None:
        return found
    sign = TAKEN if is_settled else MAJORITY
    value = part_of(gold, part, review.sense)
    for at, line in enumerate(found):
        if line.value == value or (line.value in EMPTY and value in EMPTY):
            return [*found[:at], line._replace(gold=sign), *found[at + 1 :]]
    differs = found[0].differs if found else SAME
    return [*found, Line(part, value, gold, (), sign, differs)]


def _says(found: Sequence[Line], part: str, review: Review) -> bool:
    """Whether the lines of a part are worth a row: something is said, or asked."""
    if part == ATTRIBUTION:
        return any(line.claim is not None and line.claim.attribution for line in found)
    return any(line.value not in EMPTY or line.gold == ASKED for line in found)
