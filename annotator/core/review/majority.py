"""What most of those who marked a claim say of it, part by part; where there is no majority, the part is open.

A majority is more than half: of the readers for whether there is such a claim, of those who marked it for where it is
and what it says. Who left a part open has said nothing about it. Of a set, each value has its own majority. Links are
in no measure and stop nobody: a link that at least half have is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from annotator.core.claim import Claim, FieldValue, Link
from annotator.core.compare.alignment import Cluster
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS, Sense
from annotator.core.records.gold import GOLD
from annotator.core.review.case import Case
from annotator.core.scheme import Scheme, open_parts
from annotator.core.span import Pieces

EXISTS = "exists"
"""Whether there is such a claim at all."""
SPLIT = "split"
"""Whether it is one long claim or several."""
MAJORITY = "majority"
"""The source of a part in a decision."""
UNION, INTERSECTION = "union", "intersection"


class Said(NamedTuple):
    """What has been said of one part."""

    values: tuple[tuple[Hashable, tuple[str, ...]], ...]
    """Each distinct value with those who said it, the most frequent first; None is what nobody has filled."""
    winner: Hashable = None
    won: bool = False
    """Whether more than half say the same; then `winner` is it."""


class Drafted(NamedTuple):
    """What a majority makes of a case."""

    results: tuple[Claim, ...] = ()
    """The claims, without the open parts; none where most have marked nothing."""
    open: tuple[str, ...] = ()
    """Parts without a majority, in the scheme's order."""

    @property
    def rejects(self) -> bool:
        """Whether most have marked nothing."""
        return not self.results and not self.open


Ends: TypeAlias = Mapping[tuple[str, str], str]
"""Where links lead: (annotator, id) of a claim → the key of the case that decides it."""
NO_ENDS: Ends = MappingProxyType({})


def said(pairs: Iterable[tuple[str, Hashable]]) -> Said:
    """What some people say of one part, given as (who, value); who says None has said nothing."""
    by: dict[Hashable, list[str]] = {}
    for who, value in pairs:
        by.setdefault(value, []).append(who)
    rows = sorted(by.items(), key=lambda row: (row[0] is None, -len(row[1]), row[1]))
    values = tuple((value, tuple(who)) for value, who in rows)
    count = sum(len(who) for value, who in values if value is not None)
    if not count:
        return Said(values, None, True)
    best = values[0]
    won = 2 * len(best[1]) > count
    return Said(values, best[0] if won else None, won)


def part_of(claim: Claim, part: str, sense: Sense) -> Hashable:
    """What a claim says of a role, of speakers or chain, or of a field; None where it is open."""
    return claim.pieces(part) if sense.scheme.role(part) is not None else sense.value(claim, part)


def parts_of(sense: Sense) -> tuple[str, ...]:
    """What a gold claim says: roles, speakers, chain, and the fields that count."""
    return (*(role.key for role in sense.scheme.roles), *sense.keys)


def votes(cluster: Sequence[tuple[str, Claim]], part: str, sense: Sense) -> Said:
    """What the members of a cluster say of a part."""
    return said((who, part_of(claim, part, sense)) for who, claim in cluster)


def drafted(case: Case, readers: Sequence[str], sense: Sense, ends: Ends = NO_ENDS) -> Drafted:
    """What the majority makes of a case."""
    having = {who: len(case.of(who)) for who in readers}
    have = sum(1 for n in having.values() if n)
    if 2 * have < len(readers):
        return Drafted()
    opened: list[str] = [EXISTS] if 2 * have == len(readers) else []
    clusters: Sequence[Cluster] = case.clusters
    if case.split:
        shape = said((who, n) for who, n in having.items() if n)
        if not shape.won:
            return Drafted((), (*opened, SPLIT))
        same = {who for who, n in having.items() if n == shape.winner}
        clusters = [kept for each in clusters if (kept := tuple(member for member in each if member.by in same))]
    results: list[Claim] = []
    for cluster in clusters:
        claim, missing = merged(cluster, sense, ends)
        results.append(claim)
        opened += [part for part in missing if part not in opened]
    return Drafted(tuple(results), tuple(opened))


def merged(cluster: Sequence[tuple[str, Claim]], sense: Sense, ends: Ends = NO_ENDS) -> tuple[Claim, tuple[str, ...]]:
    """One claim from all of a cluster: (the claim with what has a majority, the parts that are open in it)."""
    by = dict(cluster)
    made = bare(tuple(by.values()))
    missing: list[str] = []
    mixed = False  # Whether the speakers come from several claims, so that no chain need end in just these.
    for part in parts_of(sense):
        vote = votes(cluster, part, sense)
        if vote.won:
            made = copied(made, by[vote.values[0][1][0]], part, sense.scheme)
        elif part == ATTRIBUTION and mixed and (chain := _chain(cluster, made.speakers, sense)) is not None:
            made = replace(made, attribution=chain)
        elif (several := _several(vote)) is None or (part == SPEAKERS and not several):
            missing.append(part)
        elif part == SPEAKERS:
            made, mixed = replace(made, speakers=several), True
        elif several:
            made = with_value(made, part, several)
    if ATTRIBUTION in missing:
        made = replace(made, attribution=())
    if SPEAKERS in missing and ATTRIBUTION in missing:
        # Who answers for it is one question, not two.
        missing.remove(ATTRIBUTION)
    made = replace(made, links=_links(cluster, ends))
    return made, (*missing, *(part for part in open_parts(made, sense.scheme) if part not in missing))


def _links(cluster: Sequence[tuple[str, Claim]], ends: Ends) -> tuple[Link, ...]:
    """The links that at least half have; two that lead into one case are one."""
    found: dict[tuple[str, object], list[Link]] = {}
    for _, claim in cluster:
        for link in _own_links(claim):
            end = (link.annotator, link.target)
            found.setdefault((link.type, ends.get(end, end)), []).append(link)
    return tuple(held[0] for held in found.values() if 2 * len(held) >= len(cluster))


def _own_links(claim: Claim) -> tuple[Link, ...]:
    """The links of an annotator's claim within its article, each with whose claim it leads to."""
    return tuple(
        dict.fromkeys(
            link._replace(annotator=link.annotator or claim.annotator) for link in claim.links if not link.article
        )
    )


def _chain(
    cluster: Sequence[tuple[str, Claim]], speakers: tuple[str, ...], sense: Sense
) -> tuple[tuple[str, ...], ...] | None:
    """The chain of speakers from several claims, by those who tell of theirs; None where most do not agree on it."""
    chains = ((who, sense.value(claim, ATTRIBUTION)) for who, claim in cluster)
    vote = said((who, chain[:-1] if isinstance(chain, tuple) else None) for who, chain in chains)
    outer = vote.winner if isinstance(vote.winner, tuple) else ()
    return ((*outer, speakers) if outer else ()) if vote.won else None


def _several(vote: Said) -> tuple[str, ...] | None:
    """The values of a set that more than half have, each by itself; None when one has exactly half, or it is no set."""
    rows = [(value, len(who)) for value, who in vote.values if value is not None]
    counted: Counter[str] = Counter()
    for value, n in rows:
        if not isinstance(value, frozenset):
            return None
        counted.update(dict.fromkeys(value, n))
    size = sum(n for _, n in rows)
    if any(2 * n == size for n in counted.values()):
        return None
    return tuple(sorted(value for value, n in counted.items() if 2 * n > size))


def bare(inputs: Sequence[Claim]) -> Claim:
    """A gold claim with nothing in it yet, made from these."""
    first = inputs[0]
    ids = tuple(sorted({claim.id for claim in inputs}))
    return Claim("", first.article, GOLD, first.round, GOLD, derived_from=ids, scheme=first.scheme)


def copied(claim: Claim, other: Claim, part: str, scheme: Scheme) -> Claim:
    """The claim with one part taken over from another; what is open there is open here."""
    if part == SPEAKERS:
        return replace(claim, speakers=other.speakers, attribution=other.attribution)
    if part == ATTRIBUTION:
        same = other.attribution and other.attribution[-1] == claim.speakers
        return replace(claim, attribution=other.attribution if same else ())
    if scheme.role(part) is not None:
        return with_pieces(claim, part, other.pieces(part))
    return with_value(claim, part, other.fields.get(part))


def with_pieces(claim: Claim, role: str, parts: Pieces) -> Claim:
    """The claim with these pieces in a role."""
    spans = {key: value for key, value in claim.spans.items() if key != role}
    return replace(claim, spans={**spans, role: parts} if parts else spans)


def with_value(claim: Claim, key: str, value: FieldValue | None) -> Claim:
    """The claim with this value in a field; None leaves it open."""
    fields = {name: old for name, old in claim.fields.items() if name != key}
    return replace(claim, fields={**fields, key: value} if value is not None else fields)


def whole(claim: Claim, sense: Sense) -> Claim:
    """One annotator's claim as gold: what is about the annotator (note, confidence, times) stays behind."""
    made = bare((claim,))
    for part in parts_of(sense):
        made = copied(made, claim, part, sense.scheme)
    return replace(made, links=_own_links(claim))
