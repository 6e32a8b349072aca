"""Differences: in what an annotator's claims and gold are not the same, each with the claims of both.

Kinds are those of a disagreement (`annotator.core.compare.kinds`), seen from the annotator: a claim that only one has
is `missed` by the annotator or `rejected` by gold; a part that the annotator left open differs from what gold says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.compare.alignment import Cluster, Component
from annotator.core.compare.kinds import BOUNDARY, FRAGMENTATION, MISSING, SPLIT, findings, splits_of
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS, Sense
from annotator.core.records.gold import GOLD
from annotator.core.scheme import DISCUSS, Scheme
from annotator.core.span import Pieces, hull

MISSED, REJECTED = "missed", "rejected"
"""Gold has a claim where the annotator has none; the other way round."""


class Difference(NamedTuple):
    """One thing in which an annotator and gold differ."""

    kind: str
    """`missed`, `rejected`, `boundary`, `fragmentation`, `split_merge`, `role:KEY`, `speakers`, `attribution` or
    `field:KEY`."""
    mine: tuple[Claim, ...]
    """None of a missed claim, several where gold made one of them."""
    gold: tuple[Claim, ...]
    trivial: bool = False
    """Of a boundary or role: only white space, punctuation or "that" differ."""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The annotator's claims, or else those of gold."""
        return self.mine or self.gold


def kinds(scheme: Scheme, sense: Sense) -> tuple[str, ...]:
    """All kinds that there can be, in the order in which they are listed."""
    roles = [f"role:{role.key}" for role in scheme.roles if not role.primary]
    return (MISSED, REJECTED, SPLIT, BOUNDARY, FRAGMENTATION, *roles, *(_named(key, sense) for key in sense.keys))


def part_of(kind: str, scheme: Scheme) -> str:
    """The role or field that a difference is about, or `speakers` or `attribution`."""
    if kind in (MISSED, REJECTED, SPLIT, BOUNDARY, FRAGMENTATION):
        return scheme.primary.key
    return kind.partition(":")[2] or kind


def shift(mine: Pieces, gold: Pieces) -> tuple[int, int] | None:
    """How many characters later gold begins, and how many later it ends; None when one of them is not marked."""
    if not mine or not gold:
        return None
    one, two = hull(mine), hull(gold)
    return two.start - one.start, two.end - one.end


def differences(component: Component, name: str, sense: Sense, text: str) -> tuple[Difference, ...]:
    """What differs in a component of `name` and gold: cluster by cluster, each in the order of `kinds`."""
    found: list[tuple[int, Difference]] = []
    for finding in findings(component, (name, GOLD), sense, text):
        cluster = component.clusters[finding.cluster]
        mine, gold = sides(cluster, name)
        kind = finding.kind
        if kind.startswith("field:") and _only_discuss(mine[0], gold[0], part_of(kind, sense.scheme)):
            continue
        if kind == MISSING:
            kind = MISSED if finding.by == (name,) else REJECTED
        elif kind == SPLIT:
            mine, gold = _parts(component, cluster, finding.by[0], name, sense.role)
        found.append((finding.cluster, Difference(kind, mine, gold, finding.trivial)))
    for number, cluster in enumerate(component.clusters):
        mine, gold = sides(cluster, name)
        if mine and gold:
            found += ((number, Difference(kind, mine, gold)) for kind in _left_open(mine[0], gold[0], sense))
    order = {kind: at for at, kind in enumerate(kinds(sense.scheme, sense))}
    return tuple(each for _, each in sorted(found, key=lambda item: (item[0], order.get(item[1].kind, len(order)))))


def sides(cluster: Cluster, name: str) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The annotator's claim of a cluster and the gold one; either may be missing."""
    by: Mapping[str, Claim] = {member.by: member.claim for member in cluster}
    return tuple(by[each] for each in (name,) if each in by), tuple(by[each] for each in (GOLD,) if each in by)


def _parts(
    component: Component, cluster: Cluster, owner: str, name: str, role: str
) -> tuple[tuple[Claim, ...], tuple[Claim, ...]]:
    """The long claim of a cluster and the parts that `owner` has in its place, as (annotator's, gold)."""
    found = next(split for split in splits_of(component, role) if split.long in cluster and split.parts[0].by == owner)
    long, parts = found.long.claim, tuple(member.claim for member in found.parts)
    return (parts, (long,)) if owner == name else ((long,), parts)


def _only_discuss(mine: Claim, gold: Claim, key: str) -> bool:
    """Whether all that differs is the wish to talk about the claim."""
    one, two = mine.fields.get(key, ()), gold.fields.get(key, ())
    return isinstance(one, tuple) and isinstance(two, tuple) and set(one) ^ set(two) == {DISCUSS}


def _left_open(mine: Claim, gold: Claim, sense: Sense) -> Iterable[str]:
    """The kinds of those parts that the annotator left open and gold did not."""
    unsaid = sense.unsaid(mine)
    for key in sense.keys:
        # Without speakers there is no chain either: one difference, not two.
        counted = key != ATTRIBUTION or not sense.scheme.speakers
        if counted and key not in unsaid and sense.value(mine, key) is None and sense.value(gold, key) is not None:
            yield _named(key, sense)


def _named(key: str, sense: Sense) -> str:
    return key if key in (SPEAKERS, ATTRIBUTION) or sense.scheme.field_of(key) is None else f"field:{key}"
