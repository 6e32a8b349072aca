"""Alignment: the claims of several layers on one article, in components that overlap and clusters that match.

A component is what a review shows: all claims that hang together by shared code points of the primary role. Inside it,
clusters hold at most one claim of each layer, and are those of the greatest sum of IoU over their pairs; equal sums are
decided by equal speakers, then by the scheme's further ties, then by what stands earlier. Nothing depends on the order
in which the claims come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from annotator.core.claim import Claim
from annotator.core.compare.component import linked
from annotator.core.compare.packing import pack
from annotator.core.compare.sense import Sense
from annotator.core.span import Pieces, intersection, length

SCALE = 40
"""Bits of an IoU as a whole number: sums of them are exact, so ties are ties."""
_TIE = 16
_POSITION = "position"


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
        Mark(parts[0].start, parts[-1].end, by, claim.id, parts, claim)
        for by, claims in layers.items()
        for claim in claims
        if (parts := claim.spans.get(role))
    ]
    found.sort(key=_place)
    return found


def _place(mark: Mark) -> tuple[int, int, str, str]:
    return mark[:4]


def align(layers: Mapping[str, Iterable[Claim]], sense: Sense) -> tuple[Component, ...]:
    """The components of one article, in text order. `layers` has name → claims; claims without the primary role are
    left out, because there is nothing to match them on."""
    found: list[Component] = []
    run: list[Mark] = []
    reach = 0
    for mark in marks(layers, sense.role):
        if mark.start >= reach and run:
            found += _components(run, sense)
            run = []
        run.append(mark)
        reach = max(reach, mark.end) if len(run) > 1 else mark.end
    if run:
        found += _components(run, sense)
    return tuple(found)


def _components(run: Sequence[Mark], sense: Sense) -> Iterable[Component]:
    """The components of claims whose hulls hang together; only a gap in one can part them."""
    if len(run) == 1:
        return (Component(((Member(run[0].by, run[0].claim),),)),)
    if all(len(mark.parts) == 1 for mark in run):
        return (_clustered(run, sense),)
    groups = linked([mark.parts for mark in run])
    return [_clustered([run[at] for at in group], sense) for group in groups]


def _clustered(group: Sequence[Mark], sense: Sense) -> Component:
    """One component, its claims packed into clusters."""
    if len({mark.by for mark in group}) == len(group):
        # One claim of each: together they weigh the most, and nothing has to be measured.
        return Component((_cluster(group),))
    numbers = {by: number for number, by in enumerate(sorted({mark.by for mark in group}))}
    if len(numbers) == 1:
        return Component(tuple(_cluster((mark,)) for mark in group))
    packing = pack([numbers[mark.by] for mark in group], weights(group, sense))
    clusters = tuple(_cluster([group[at] for at in cluster]) for cluster in packing.clusters)
    return Component(clusters, packing.exact)


def _cluster(group: Sequence[Mark]) -> Cluster:
    return tuple(sorted((Member(mark.by, mark.claim) for mark in group), key=_by))


def _by(member: Member) -> str:
    return member.by


def weights(group: Sequence[Mark], sense: Sense) -> list[dict[int, int]]:
    """For each mark: earlier marks of other owners that it overlaps → their weight, IoU and ties as one number."""
    ties = [tie for tie in sense.scheme.ties if tie != _POSITION]
    values = [[sense.value(mark.claim, tie) for tie in ties] for mark in group]
    reach = max(mark.end for mark in group)
    found: list[dict[int, int]] = []
    open_: list[int] = []
    for at, mark in enumerate(group):
        open_ = [other for other in open_ if group[other].end > mark.start]
        here: dict[int, int] = {}
        for other in open_:
            before = group[other]
            if before.by == mark.by:
                continue
            weight = overlap(before.parts, mark.parts)
            if weight:
                for own, others in zip(values[at], values[other], strict=True):
                    weight = weight << _TIE | (own is not None and own == others)
                here[other] = weight << SCALE | (2 * reach - before.start - mark.start)
        found.append(here)
        open_.append(at)
    return found


def overlap(a: Pieces, b: Pieces) -> int:
    """The IoU of two pieces as a whole number of `SCALE` bits; 0 when they share nothing."""
    if len(a) == 1 and len(b) == 1:
        (start, end), (from_, to) = a[0], b[0]
        shared = min(end, to) - max(start, from_)
        return (shared << SCALE) // (max(end, to) - min(start, from_)) if shared > 0 else 0
    shared = length(intersection(a, b))
    return (shared << SCALE) // (length(a) + length(b) - shared)
