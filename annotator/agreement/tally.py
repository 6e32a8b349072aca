"""The tally of one article: all that the report needs of it. They add up, so a change in one article costs one tally.

What is compared are the layers of one article by name, every one of somebody who read it; one without claims says that
there is nothing. Two annotators' claims are matched by their own two-way assignment, of the greatest sum of IoU; pairs
at or above the threshold are the same claim. A field is counted by cluster: of those whose claim has an IoU at or above
the threshold with another in it; anybody else is a missing value, never a category.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import NamedTuple, TypeAlias

from annotator.agreement.measures.alpha import Coincidences, coincidences_of
from annotator.agreement.measures.boundary import Offsets, offsets
from annotator.agreement.measures.character import marked
from annotator.agreement.measures.coding import Rows
from annotator.agreement.measures.pairwise import Pairing, pairing
from annotator.agreement.measures.shares import Shares, shares_of
from annotator.agreement.report import Reading, Shown
from annotator.core import span
from annotator.core.article import Article
from annotator.core.claim import Claim
from annotator.core.compare.alignment import Cluster, Component, align, marks, weights
from annotator.core.compare.assignment import assign
from annotator.core.compare.kinds import findings, names
from annotator.core.compare.sense import Compared, Sense
from annotator.core.span import Pieces
from annotator.core.text.pattern import lazy

_WORD = lazy(r"\w+(?:[’'\-]\w+)*")
UNDATED = "undated"
SETS = ("masi", "jaccard")
"""Levels whose values are sets: no scale, no chance-corrected share."""


class Match(NamedTuple):
    """Two claims of two annotators that were assigned to each other, whatever their IoU above 0."""

    first: Claim
    second: Claim
    iou: float


@dataclass(frozen=True, slots=True)
class PairTally:
    """Two annotators on one article."""

    pairing: Pairing
    offsets: Offsets
    """Second minus first, of matched claims."""
    fields: Mapping[str, Rows]
    """Key → (first's value, second's value) → matched claims on which both have one."""
    matches: tuple[Match, ...]


class FieldTally(NamedTuple):
    """One field on one article."""

    rows: Rows
    """Values by reader, in the order of the tally's readers → clusters."""
    coincidences: Coincidences
    shares: Shares
    """Empty for sets, which AC1 is not defined for."""
    entered: int
    """Values that entered: those in a cluster with at least two."""
    disagreements: int
    """Clusters with different values."""


Names: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """One article, counted."""

    article: Article
    readers: tuple[str, ...]
    """Sorted."""
    words: int
    week: str
    """ISO week in which its last claim was made (`2026-W03`); `undated` when that is not known."""
    layers: Mapping[str, tuple[Claim, ...]]
    """Reader → claims that have the primary role."""
    pairs: Mapping[Names, PairTally]
    """Every two readers, in the order of `readers`."""
    fields: Mapping[str, FieldTally]
    kinds: Counter[str]
    mass: float
    inexact: int
    character: Coincidences
    shown: tuple[Shown, ...]
    """Components in text order, with what differs in them."""

    @property
    def claims(self) -> int:
        """Of all readers together."""
        return sum(map(len, self.layers.values()))

    @property
    def reading(self) -> Reading:
        """The article as it was compared."""
        return Reading(self.article, self.readers, self.shown)


def tally(article: Article, layers: Mapping[str, Sequence[Claim]], sense: Sense, threshold: float) -> Tally:
    """Count one article. `layers` has every reader, those who found nothing too."""
    readers = tuple(sorted(layers))
    found = {name: tuple(claim for claim in layers[name] if claim.spans.get(sense.role)) for name in readers}
    components = align(found, sense)
    shown = tuple(Shown(each, findings(each, readers, sense, article.text)) for each in components)
    kinds = Counter(kind for each in shown for kind in names(each.findings))
    said = _Said(sense, (claim for claims in found.values() for claim in claims))
    matches = _matches(components, readers, sense)
    text = len(article.text)
    return Tally(
        article=article,
        readers=readers,
        words=len(_WORD.findall(article.text)),
        week=_week(claim for claims in found.values() for claim in claims),
        layers=found,
        pairs={pair: _pair(pair, found, matches[pair], threshold, said) for pair in combinations(readers, 2)},
        fields=_fields(components, readers, threshold, said),
        kinds=kinds,
        mass=sum(_mass(each) for each in shown),
        inexact=sum(not each.exact for each in components),
        character=marked(text, [[claim.pieces(sense.role) for claim in found[name]] for name in readers]),
        shown=shown,
    )


class _Said(dict[int, tuple[Compared | None, ...]]):
    """The values of the claims of one article, each read once."""

    def __init__(self, sense: Sense, claims: Iterable[Claim]) -> None:
        super().__init__((id(claim), sense.row(claim)) for claim in claims)
        self.sense = sense

    def of(self, claim: Claim) -> tuple[Compared | None, ...]:
        """The values of all keys, in their order."""
        return self[id(claim)]


def iou(a: Pieces, b: Pieces) -> float:
    """As `span.iou`, only faster for one piece each: this is asked for every two claims that touch."""
    if len(a) == 1 and len(b) == 1:
        (start, end), (from_, to) = a[0], b[0]
        shared = min(end, to) - max(start, from_)
        return shared / (max(end, to) - min(start, from_)) if shared > 0 else 0.0
    return span.iou(a, b)


def _mass(shown: Shown) -> float:
    """Disagreement mass of a component."""
    if not shown.findings:
        return 0.0
    return 0.5 if all(finding.trivial for finding in shown.findings) else 1.0


def _matches(components: Iterable[Component], readers: Sequence[str], sense: Sense) -> Mapping[Names, list[Match]]:
    found: dict[Names, list[Match]] = {pair: [] for pair in combinations(readers, 2)}
    for component in components:
        by: dict[str, list[Claim]] = {}
        for name, claim in component.members:
            by.setdefault(name, []).append(claim)
        for pair in combinations(sorted(by), 2):
            first, second = by[pair[0]], by[pair[1]]
            if len(first) == len(second) == 1:
                couples = [(first[0], second[0])]
            else:
                couples = _assigned(pair, first, second, sense)
            for one, two in couples:
                share = iou(one.spans[sense.role], two.spans[sense.role])
                if share:
                    found[pair].append(Match(one, two, share))
    return found


def _assigned(pair: Names, first: list[Claim], second: list[Claim], sense: Sense) -> list[tuple[Claim, Claim]]:
    group = marks({pair[0]: first, pair[1]: second}, sense.role)
    own = [at for at, mark in enumerate(group) if mark.by == pair[0]]
    others = [at for at, mark in enumerate(group) if mark.by == pair[1]]
    couples = [sorted(couple, key=lambda at: group[at].by) for couple in assign(own, others, weights(group, sense))]
    return [(group[one].claim, group[two].claim) for one, two in couples]


def _pair(
    pair: Names, layers: Mapping[str, Sequence[Claim]], matches: Sequence[Match], threshold: float, said: _Said
) -> PairTally:
    same = [match for match in matches if match.iou >= threshold]
    met: list[dict[tuple[Compared | None, ...], int]] = [{} for _ in said.sense.keys]
    for match in same:
        for one, two, counted in zip(said.of(match.first), said.of(match.second), met, strict=True):
            if one is not None and two is not None:
                counted[one, two] = counted.get((one, two), 0) + 1
    role = said.sense.role
    return PairTally(
        pairing((len(layers[pair[0]]), len(layers[pair[1]])), [match.iou for match in matches], threshold),
        offsets([(span.hull(m.first.spans[role]), span.hull(m.second.spans[role])) for m in same]),
        dict(zip(said.sense.keys, met, strict=True)),
        tuple(matches),
    )


def _fields(
    components: Sequence[Component], readers: Sequence[str], threshold: float, said: _Said
) -> Mapping[str, FieldTally]:
    place = {name: at for at, name in enumerate(readers)}
    clusters = [
        [(place[name], said.of(claim)) for name, claim in reaching]
        for component in components
        for cluster in component.clusters
        if len(reaching := _reaching(cluster, said.sense.role, threshold)) > 1
    ]
    keys, sense = said.sense.keys, said.sense
    return {
        key: _field([[(who, row[at]) for who, row in each] for each in clusters], len(place), sense.level(key) in SETS)
        for at, key in enumerate(keys)
    }


def _reaching(cluster: Cluster, role: str, threshold: float) -> Cluster:
    """The members whose claim has an IoU at or above the threshold with another of the cluster."""
    if len(cluster) < 2:
        return ()
    spans = [member.claim.spans[role] for member in cluster]
    if all(parts == spans[0] for parts in spans[1:]):
        return cluster
    reach = [False] * len(cluster)
    for one, two in combinations(range(len(cluster)), 2):
        if not (reach[one] and reach[two]) and iou(spans[one], spans[two]) >= threshold:
            reach[one] = reach[two] = True
    return tuple(member for member, enters in zip(cluster, reach, strict=True) if enters)


def _field(clusters: Sequence[Sequence[tuple[int, Compared | None]]], width: int, sets: bool) -> FieldTally:
    """One field's values in clusters of (place of the reader, value)."""
    counted: dict[tuple[Compared | None, ...], int] = {}
    entered = disagreements = 0
    for cluster in clusters:
        row: list[Compared | None] = [None] * width
        said: list[Compared] = []
        for who, value in cluster:
            if value is not None:
                row[who] = value
                said.append(value)
        if not said:
            continue
        key = tuple(row)
        counted[key] = counted.get(key, 0) + 1
        if len(said) > 1:
            entered += len(said)
            disagreements += any(value != said[0] for value in said)
    shares = Shares() if sets else shares_of(counted)
    return FieldTally(counted, coincidences_of(counted), shares, entered, disagreements)


def _week(claims: Iterable[Claim]) -> str:
    made = max((claim.created[:10] for claim in claims), default="")
    try:
        year, week, _ = date.fromisoformat(made).isocalendar()
    except ValueError:
        return UNDATED
    return f"{year}-W{week:02d}"
