"""Alignment: the claims of several layers on one article, in components that overlap and clusters that match.

A component is what a review shows: all claims that hang together by shared code points of the primary role. Inside it,
clusters hold at most one claim of each layer, and are those of the greatest sum of IoU over their pairs; equal sums are
decided by equal speakers, then by the scheme's further ties, then by what stands earlier. Nothing depends on the order
in which the claims come.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from annotator.core.claim import Claim
from annotator.core.compare.component import linked
from annotator.core.compare.packing import pack
from annotator.core.compare.sense import Sense
from annotator.core.span import Pieces, common, length

SCALE = 40
"""Bits of an IoU as a whole number: sums of them are exact, so ties are ties."""
_TIE = 16
_CLOSED = 16
"""Marks that end before what is read are passed by, and dropped when so many have been."""
_new = tuple.__new__
"""Makes a named tuple from a tuple; its own constructor takes three times as long, and this is done for each claim."""
_PLACE = itemgetter(0, 1, 2, 3)
_BY = itemgetter(0)


class Member(NamedTuple):
    """A claim of a cluster and whose it is: an annotator, or what else a layer is called in a comparison."""

    by: str
    claim: Claim


Cluster: TypeAlias = tuple[Member, ...]
"""Matching claims, at most one of each layer, sorted by `by`."""


class Component(NamedTuple):
    """Claims that hang together, in text order of their clusters' first claims."""

    clusters: tuple[Cluster, ...]
    exact: bool = True
    """False when it was too tangled to prove that no better clusters exist."""

    @property
    def members(self) -> tuple[Member, ...]:
        """All claims."""
        return tuple(member for cluster in self.clusters for member in cluster)


class Mark(NamedTuple):
    """A claim ready to be sorted: text order first, then its owner and id, so that the order is one."""

    start: int
    end: int
    by: str
    id: str
    parts: Pieces
    claim: Claim


def marks(layers: Mapping[str, Iterable[Claim]], role: str) -> list[Mark]:
    """The claims that have the role, in text order."""
    found = [
        _new(Mark, (parts[0][0], parts[-1][1], by, claim.id, parts, claim))
        for by, claims in layers.items()
        for claim in claims
        if (parts := claim.spans.get(role))
    ]
    found.sort(key=_PLACE)
    return found


def align(layers: Mapping[str, Iterable[Claim]], sense: Sense) -> tuple[Component, ...]:
    """The components of one article, in text order. `layers` has name → claims; claims without the primary role are
    left out, because there is nothing to match them on."""
    found: list[Component] = []
    run: list[Mark] = []
    reach, gaps = 0, False
    for mark in marks(layers, sense.role):
        start, end, _, _, parts, _ = mark
        if start >= reach and run:
            found += _parted(run, sense) if gaps else (_clustered(run, sense),)
            run, reach, gaps = [], 0, False
        run.append(mark)
        if end > reach:
            reach = end
        if len(parts) > 1:
            gaps = True
    if run:
        found += _parted(run, sense) if gaps else (_clustered(run, sense),)
    return tuple(found)


def _parted(run: Sequence[Mark], sense: Sense) -> Iterable[Component]:
    """The components of claims whose hulls hang together: a gap in one can part them."""
    groups = linked([mark.parts for mark in run])
    return [_clustered([run[at] for at in group], sense) for group in groups]


def _clustered(group: Sequence[Mark], sense: Sense) -> Component:
    """One component, its claims packed into clusters."""
    names = {mark[2] for mark in group}
    if len(names) == len(group):
        # One claim of each: together they weigh the most, and nothing has to be measured.
        return _new(Component, ((_cluster(group),), True))
    if len(names) == 1:
        return Component(tuple([_cluster((mark,)) for mark in group]))
    numbers: dict[str, int] = {}
    owners = [numbers.setdefault(mark[2], len(numbers)) for mark in group]
    packing = pack(owners, weights(group, sense))
    clusters = tuple([_cluster([group[at] for at in cluster]) for cluster in packing.clusters])
    return _new(Component, (clusters, packing.exact))


def _cluster(group: Sequence[Mark]) -> Cluster:
    if len(group) == 1:
        return (_new(Member, (group[0][2], group[0][5])),)
    members = [_new(Member, (mark[2], mark[5])) for mark in group]
    members.sort(key=_BY)
    return tuple(members)


def weights(group: Sequence[Mark], sense: Sense) -> list[dict[int, int]]:
    """For each mark: earlier marks of other owners that it overlaps → their weight, IoU and ties as one number."""
    level, every = _TIE * len(sense.ties), _all_tied(len(sense.ties))
    reach = 2 * max([mark.end for mark in group])
    found: list[dict[int, int]] = []
    open_: list[tuple[int, int, int, str, Pieces, Sequence[Hashable | None], int]] = []
    closed = 0
    for at, (start, end, by, _, parts, claim) in enumerate(group):
        here: dict[int, int] = {}
        mine, plain = sense.tied(claim), len(parts) == 1
        size = end - start if plain else length(parts)
        for other, before, until, whose, others, theirs, wide in open_:
            if until <= start:
                closed += 1
                continue
            if whose == by:
                continue
            if plain and len(others) == 1:
                shared = (end if end < until else until) - start
            else:
                shared = common(others, parts)
                if not shared:
                    continue
            ties = every if mine == theirs and None not in mine else _ties(mine, theirs)
            share = (shared << SCALE) // (size + wide - shared)
            here[other] = (share << level | ties) << SCALE | (reach - before - start)
        found.append(here)
        if closed > _CLOSED:
            open_, closed = [each for each in open_ if each[2] > start], 0
        open_.append((at, start, end, by, parts, mine, size))
    return found


@cache
def _all_tied(count: int) -> int:
    """What `_ties` says where all of so many are the same."""
    return sum(1 << _TIE * at for at in range(count))


def _ties(one: Sequence[Hashable | None], other: Sequence[Hashable | None]) -> int:
    """One bit for each tie, set where both have the same value; the first tie's is the highest."""
    found = 0
    for own, theirs in zip(one, other, strict=True):
        found = found << _TIE | (own is not None and own == theirs)
    return found


def overlap(a: Pieces, b: Pieces) -> int:
    """The IoU of two pieces as a whole number of `SCALE` bits; 0 when they share nothing."""
    shared = common(a, b)
    return (shared << SCALE) // (length(a) + length(b) - shared) if shared else 0
