"""Kinds of disagreement: what is different about the claims of a component, and whose.

missing        a reader of the article has no claim in a cluster
boundary       claims of a cluster begin or end elsewhere; trivial when only white space, punctuation or "that" differ
fragmentation  the same hull in other pieces
split_merge    one has a long claim where another has several; what follows from that is not reported again
role:KEY       another role is marked elsewhere, or by some only
speakers, attribution, field:KEY   the values differ; a part that somebody left open differs from nothing
agree          none of these
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from annotator.core.claim import Claim
from annotator.core.compare.alignment import Cluster, Component, Member
from annotator.core.compare.sense import SPEAKERS, Sense
from annotator.core.span import Pieces, Span, common, difference, hull, intersection, length, pieces, union

AGREE, MISSING, BOUNDARY, FRAGMENTATION, SPLIT = "agree", "missing", "boundary", "fragmentation", "split_merge"
INSIDE = 0.8
"""Share of a part that lies inside the long claim."""
COVERED = 0.6
"""Share of the long claim that its parts cover together."""
_SMALL = frozenset(("that",))

_Key: TypeAlias = tuple[str, str]
"""Whose claim, and its id."""


class Finding(NamedTuple):
    """One kind of disagreement in one place."""

    kind: str
    cluster: int
    """Number of the cluster in its component."""
    by: tuple[str, ...] = ()
    """Who misses the claim, or split it."""
    trivial: bool = False
    """Of a boundary or role: only white space, punctuation or "that" differ."""


class Split(NamedTuple):
    """A long claim and the parts that another has in its place."""

    long: Member
    parts: tuple[Member, ...]


class _Splits(NamedTuple):
    """The splits of a component, and what they explain in each of its clusters, by number."""

    found: tuple[tuple[int, Split], ...] = ()
    """Each with the number of the long claim's cluster."""
    absent: Mapping[int, set[str]] = {}
    """Who has no claim there because of a split: theirs is the long one, or theirs are the parts."""
    parts: Mapping[int, set[_Key]] = {}
    """Parts that lie in one cluster with their long claim."""


def findings(component: Component, readers: Collection[str], sense: Sense, text: str = "") -> tuple[Finding, ...]:
    """All that differs in a component, by kind and cluster; empty when everybody agrees.

    `readers` are those who read the article, so who has no claim missed it. Without `text` no boundary is trivial.
    """
    alone = len(component.clusters) < 2
    splits = _Splits() if alone else _explained(component, splits_of(component, sense.role))
    found: list[Finding] = []
    for number, cluster in enumerate(component.clusters):
        missing = set(readers) - {member.by for member in cluster} - splits.absent.get(number, set())
        if missing:
            found.append(Finding(MISSING, number, tuple(sorted(missing))))
        if len(cluster) > 1:
            found += _differences(cluster, number, splits, sense, text)
    found += [Finding(SPLIT, number, (split.parts[0].by,)) for number, split in splits.found]
    return tuple(sorted(found))


def names(found: Iterable[Finding]) -> tuple[str, ...]:
    """The kinds of findings, each once, sorted; `agree` when there are none."""
    return tuple(sorted({finding.kind for finding in found})) or (AGREE,)


def splits_of(component: Component, role: str) -> tuple[Split, ...]:
    """Long claims with at least two parts of one other layer, one of which got no partner of the long one's."""
    present: dict[_Key, set[str]] = {}
    for cluster in component.clusters:
        owners = {member.by for member in cluster}
        present.update((_key(member), owners) for member in cluster)
    found: list[Split] = []
    for long, parts in _candidates(component.members, role):
        if len(parts) < 2 or all(long.by in present[_key(part)] for part in parts):
            continue
        whole = long.claim.pieces(role)
        covered = pieces(each for part in parts for each in intersection(part.claim.pieces(role), whole))
        if length(covered) >= COVERED * length(whole):
            found.append(Split(long, parts))
    return tuple(found)


def _candidates(members: Iterable[Member], role: str) -> Iterable[tuple[Member, tuple[Member, ...]]]:
    """Every claim with those of one other layer that lie inside it. Only claims that meet are looked at."""
    placed = sorted(((hull(each.claim.spans[role]), _key(each), each) for each in members), key=lambda item: item[:2])
    found: defaultdict[tuple[_Key, str], list[Member]] = defaultdict(list)
    longs: dict[_Key, Member] = {}
    open_: list[tuple[Span, Member]] = []
    for reach, _, member in placed:
        open_ = [other for other in open_ if other[0].end > reach.start]
        for _, other in open_:
            if other.by == member.by:
                continue
            for long, part in ((other, member), (member, other)):
                if _inside(part.claim.spans[role], long.claim.spans[role]):
                    longs[_key(long)] = long
                    found[_key(long), part.by].append(part)
        open_.append((reach, member))
    for (key, _), parts in sorted(found.items()):
        yield longs[key], tuple(parts)


def _key(member: Member) -> _Key:
    return member.by, member.claim.id


def _explained(component: Component, splits: Sequence[Split]) -> _Splits:
    """What the splits of a component explain in each of its clusters."""
    where = {_key(member): number for number, cluster in enumerate(component.clusters) for member in cluster}
    absent: defaultdict[int, set[str]] = defaultdict(set)
    inside: defaultdict[int, set[_Key]] = defaultdict(set)
    for split in splits:
        number = where[_key(split.long)]
        absent[number].add(split.parts[0].by)
        for part in split.parts:
            absent[where[_key(part)]].add(split.long.by)
            if where[_key(part)] == number:
                inside[number].add(_key(part))
    return _Splits(tuple((where[_key(split.long)], split) for split in splits), absent, inside)


def _inside(part: Pieces, whole: Pieces) -> bool:
    """Whether `part` lies mostly inside `whole` and is shorter than it."""
    size = length(part)
    return size < length(whole) and common(part, whole) >= INSIDE * size


def _differences(cluster: Cluster, number: int, splits: _Splits, sense: Sense, text: str) -> Iterable[Finding]:
    claims = [member.claim for member in cluster]
    first = claims[0]
    if any(claim.spans.get(sense.role) != first.spans.get(sense.role) for claim in claims[1:]):
        yield from _boundaries(cluster, number, splits, sense.role, text)
    for role in sense.scheme.roles:
        if not role.primary:
            spans = [claim.pieces(role.key) for claim in claims]
            if any(parts != spans[0] for parts in spans):
                yield Finding(f"role:{role.key}", number, trivial=_trivial(spans, text))
    if all(_said(claim) == _said(first) for claim in claims[1:]):
        return
    rows = [sense.row(claim) for claim in claims]
    for (key, _), values in zip(sense.shape, zip(*rows, strict=True), strict=True):
        # A value that is not there differs from nothing, and only what is not equal is looked at closer.
        if any(value != values[0] for value in values[1:]) and differ(claims, key, sense):
            yield Finding(key if sense.scheme.field_of(key) is None else f"field:{key}", number)


def _said(claim: Claim) -> tuple[object, ...]:
    return claim.speakers, claim.attribution, claim.fields


def differ(claims: Sequence[Claim], key: str, sense: Sense) -> bool:
    """Whether two of these claims have other values of a key; open ones differ from nothing."""
    values = {value for claim in claims if (value := sense.value(claim, key)) is not None}
    if len(values) < 2:
        return False
    # Another speaker is one disagreement, not two: a chain differs only where its end is the same.
    return key != "attribution" or not differ(claims, SPEAKERS, sense)


def _boundaries(cluster: Cluster, number: int, splits: _Splits, role: str, text: str) -> Iterable[Finding]:
    parts = splits.parts.get(number, ())
    spans = [member.claim.pieces(role) for member in cluster if _key(member) not in parts]
    hulls = {hull(parts) for parts in spans}
    if len(hulls) > 1:
        yield Finding(BOUNDARY, number, trivial=_trivial(spans, text))
    elif len(set(spans)) > 1:
        yield Finding(FRAGMENTATION, number, trivial=_trivial(spans, text))


def _trivial(spans: Sequence[Pieces], text: str) -> bool:
    """Whether what not all have is only white space, punctuation, or "that"."""
    if not text or not all(spans):
        return False
    every, shared = spans[0], spans[0]
    for parts in spans[1:]:
        every, shared = union(every, parts), intersection(shared, parts)
    return bool(shared) and all(_small(text, part) for part in difference(every, shared))


def _small(text: str, part: Span) -> bool:
    words = "".join(
        each if unicodedata.category(each)[0] not in "PZC" else " " for each in text[part.start : part.end]
    ).split()
    return all(word.casefold() in _SMALL for word in words)
