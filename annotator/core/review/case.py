"""The case: what one decision settles. A component is shown; a cluster, or the parts of one split, is a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from annotator.core.claim import Claim
from annotator.core.compare.alignment import Cluster, Component, align
from annotator.core.compare.kinds import AGREE, Finding, findings, names, splits_of
from annotator.core.compare.sense import Sense
from annotator.core.records.canonical import canonical
from annotator.core.records.decision import Input
from annotator.core.records.gold import beside_of, input_of
from annotator.core.span import Span, hull

NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Case:
    """Claims that are decided together, as they were when the article was read."""

    key: str
    """Made from whose claims they are: it stays while they do, whatever is edited in them."""
    clusters: tuple[Cluster, ...]
    """One, or those of a split. None: gold that stands on no annotator's claim."""
    beside: tuple[Claim, ...] = ()
    """Claims of the same component that are decided apart."""
    findings: tuple[Finding, ...] = ()
    """What differs; cluster numbers count the clusters of this case."""
    component: int = 0
    """Number of the component in the article."""
    span: Span = NOWHERE
    """From the first to the last code point of any member's primary role."""
    members: tuple[Claim, ...] = field(init=False)
    """All claims, cluster by cluster."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "members", tuple(member.claim for each in self.clusters for member in each))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of disagreement, each once, sorted; `agree` when nothing differs."""
        return names(self.findings) if self.clusters else ()

    @property
    def agrees(self) -> bool:
        """Whether everybody says the same."""
        return bool(self.clusters) and self.kinds == (AGREE,)

    @property
    def trivial(self) -> bool:
        """Whether all that differs is white space, punctuation or "that"."""
        return bool(self.findings) and all(finding.trivial for finding in self.findings)

    @property
    def split(self) -> bool:
        """Whether one has a long claim where another has several."""
        return len(self.clusters) > 1

    def of(self, reader: str) -> tuple[Claim, ...]:
        """The claims of one reader in this case, in text order; none when that one has marked nothing here."""
        return tuple(member.claim for each in self.clusters for member in each if member.by == reader)

    def inputs(self) -> tuple[Input, ...]:
        """The claims as a decision names them, with what they say now."""
        return tuple(sorted(map(input_of, self.members)))

    def apart(self) -> tuple[Input, ...]:
        """The claims beside them, as a decision names them."""
        return tuple(sorted(map(beside_of, self.beside)))


def key_of(article: str, claims: Iterable[Claim]) -> str:
    """The key of a case, from whose claims they are."""
    return _hashed([article, *sorted(list(claim.key) for claim in claims)])


def gold_id(case: str, number: int = 0) -> str:
    """The id of a gold claim of a case. The same case always gives the same, whoever decides it."""
    return f"g{case[:12]}" + (f"-{number + 1}" if number else "")


def decision_id(adjudicator: str, article: str, inputs: Iterable[Input]) -> str:
    """The id of a person's decision on some claims: deciding again replaces it, so two windows cannot both make one."""
    named = sorted([item.layer, item.annotator, item.round, item.id] for item in inputs)
    return "d" + _hashed([adjudicator, article, *named])


def _hashed(value: object) -> str:
    return sha256(canonical(value)).hexdigest()[:24]


def cases(article: str, layers: Mapping[str, Sequence[Claim]], sense: Sense, text: str = "") -> tuple[Case, ...]:
    """All cases of an article, in text order. `layers` has every reader, those who found nothing too."""
    readers = tuple(sorted(layers))
    found = [
        case
        for number, component in enumerate(align(layers, sense))
        for case in _parted(article, component, number, readers, sense, text)
    ]
    found.sort(key=lambda case: (case.span, case.key))
    return tuple(found)


def _parted(
    article: str, component: Component, number: int, readers: Sequence[str], sense: Sense, text: str
) -> Iterable[Case]:
    """The cases of a component: each cluster alone, apart from those that a split holds together."""
    seen = findings(component, readers, sense, text)
    for group in _groups(component, sense.role):
        clusters = tuple(component.clusters[at] for at in group)
        place = {at: new for new, at in enumerate(group)}
        own = tuple(each._replace(cluster=place[each.cluster]) for each in seen if each.cluster in place)
        members = [member.claim for cluster in clusters for member in cluster]
        beside = tuple(
            member.claim for at, cluster in enumerate(component.clusters) if at not in place for member in cluster
        )
        parts = [part for claim in members for part in claim.pieces(sense.role)]
        whole = hull(tuple(sorted(parts)))._replace(end=max(part.end for part in parts))
        yield Case(key_of(article, members), clusters, beside, own, number, whole)


def _groups(component: Component, role: str) -> list[list[int]]:
    """The numbers of the clusters that belong together, in order."""
    size = len(component.clusters)
    if size == 1:
        return [[0]]
    leader = list(range(size))

    def head(at: int) -> int:
        while leader[at] != at:
            at = leader[at]
        return at

    place = {(member.by, member.claim.id): at for at, each in enumerate(component.clusters) for member in each}
    for split in splits_of(component, role):
        for member in (split.long, *split.parts):
            one, two = sorted(
                (head(place[split.long.by, split.long.claim.id]), head(place[member.by, member.claim.id]))
            )
            leader[two] = one
    groups: dict[int, list[int]] = {}
    for at in range(size):
        groups.setdefault(head(at), []).append(at)
    return list(groups.values())
