"""The report: what was compared, and every number, as one value. Tables, pages and files only show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.core.article import Article
from annotator.core.claim import SchemeRef
from annotator.core.compare.alignment import Component
from annotator.core.compare.kinds import Finding
from annotator.core.scheme import Scheme


class Estimate(NamedTuple):
    """A number with its uncertainty, or why there is none."""

    value: float | None
    reason: str = ""
    """Why there is no value, as a phrase; empty when there is one."""
    n: int = 0
    """Claims, pairs or units it rests on, as its place says."""
    low: float | None = None
    high: float | None = None
    """The middle 95 % over resampled articles."""
    no_interval: str = ""
    """Why there is no interval, as a phrase; empty when there is one or none was asked for."""


NOTHING = Estimate(None, "nothing to compare")


class LeftOut(NamedTuple):
    """Something that does not count, and why."""

    what: str
    why: str


class Boundary(NamedTuple):
    """How far the ends of matched claims lie apart, in code points."""

    start: Estimate = NOTHING
    end: Estimate = NOTHING
    """Means of the distances, without their signs."""
    start_bias: Estimate = NOTHING
    end_bias: Estimate = NOTHING
    """Means with their signs: second minus first of a pair; own minus the others' for a person. Below 0 is earlier."""


class Overlap(NamedTuple):
    """How well claims were found and where they end: over all pairs of annotators, or over one."""

    claims: int = 0
    """Claims, each counted once for each pair that it was compared in."""
    matched: float = 0
    """Pairs of claims with IoU at or above the threshold; in a slice by value, each of the two counts half a pair."""
    exact: float = 0
    """Of these, pairs with the same code points."""
    f1: Estimate = NOTHING
    f1_exact: Estimate = NOTHING
    f1_soft: Estimate = NOTHING
    """Each pair of claims that were assigned to each other counts its IoU, whatever it is."""
    mean_iou: Estimate = NOTHING
    """Of matched claims."""
    boundary: Boundary = Boundary()


class PairRow(NamedTuple):
    """Two annotators."""

    annotators: tuple[str, str]
    articles: int
    claims: tuple[int, int]
    overlap: Overlap
    fields: Mapping[str, Estimate]
    """Key → alpha of these two alone."""


class Confusion(NamedTuple):
    """How often one value met another on matched claims, over all pairs of annotators, symmetric."""

    values: tuple[str, ...]
    """In the scheme's order; sets are written with ` + `, the empty set as `–`."""
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    """counts[i][j] = counts[j][i]: meetings of values[i] and values[j]; the diagonal is agreement."""
    rest: int = 0
    """Meetings of values left out, because there are more than can be read."""


class FieldRow(NamedTuple):
    """A field, or speakers, or attribution."""

    key: str
    label: str
    level: str
    """nominal, ordinal, interval, masi, jaccard: the distance of its alpha."""
    alpha: Estimate
    """Krippendorff's alpha; n = units with at least two values."""
    ac1: Estimate
    """Gwet's AC1; undefined for sets of values (reason given)."""
    percent: Estimate
    """1 − observed disagreement."""
    disagreements: int
    """Units with different values."""
    coverage: float | None
    """Share of all claims whose value entered."""
    confusion: Confusion
    hint: str = ""
    """A sentence when one value has more than 80 %, so that AC1 and percent are to be read beside alpha."""
    others: Mapping[str, Estimate] = {}
    """Further measures that were asked for, by name."""


class PersonRow(NamedTuple):
    """An annotator beside the others."""

    name: str
    articles: int
    claims: int
    words: int
    """Words of the articles."""
    found: Estimate
    """Share of the others' claims that this one has too (recall, pooled over pairs)."""
    shared: Estimate
    """Share of this one's claims that the others have too (precision)."""
    length: float | None
    """Mean code points of a claim."""
    boundary: Boundary
    bias: Mapping[str, Mapping[str, float]]
    """Field → value → this one's share minus the others' share on matched claims; nominal and ordinal fields."""
    alphas: Mapping[str, Estimate]
    """Field → alpha of this one with the others, pooled over the pairs this one is in."""

    @property
    def per_thousand(self) -> float | None:
        """Claims per 1,000 words."""
        return 1000 * self.claims / self.words if self.words else None


class ArticleRow(NamedTuple):
    """An article that at least two have read."""

    id: str
    title: str
    annotators: tuple[str, ...]
    claims: int
    components: int
    mass: float
    """Disagreement mass: 1 for each component with a disagreement, half when all of it is trivial."""
    overlap: Overlap
    kinds: Mapping[str, int]


class Slice(NamedTuple):
    """A part of the comparison: one value, person, article or week."""

    name: str
    claims: int
    overlap: Overlap
    fields: Mapping[str, Estimate]
    """Field → alpha in this part."""
    kinds: Mapping[str, int] = {}


class RoundRow(NamedTuple):
    """A round, for how agreement changed."""

    round: str
    annotators: tuple[str, ...]
    articles: int
    overlap: Overlap
    fields: Mapping[str, Estimate]


class GammaRow(NamedTuple):
    """The gamma of all articles and its whole recipe."""

    estimate: Estimate
    recipe: Mapping[str, object] = {}
    """alpha, beta, delta, sampler, samples, seed, versions."""


NO_GAMMA = GammaRow(Estimate(None, "not asked for: --gamma"))


class Shown(NamedTuple):
    """A component with what differs in it."""

    component: Component
    findings: tuple[Finding, ...]


class Reading(NamedTuple):
    """One article as it was compared: its text, who read it, its components in text order."""

    article: Article
    annotators: tuple[str, ...]
    components: tuple[Shown, ...]


class PerValue(NamedTuple):
    """Precision, recall and F1 of one value against the reference."""

    value: str
    label: str
    precision: Estimate
    recall: Estimate
    f1: Estimate


class Scored(NamedTuple):
    """An annotator's or a model's layer against the reference."""

    name: str
    articles: int
    """Those that the reference has too."""
    precision: Estimate
    recall: Estimate
    overlap: Overlap
    fields: Mapping[str, tuple[PerValue, ...]]
    confusion: Mapping[str, Confusion]
    """Rows: the reference's values; columns: this layer's. Not symmetric. `counts` has one more row and column for
    claims that the other does not have."""


class Adjudication(NamedTuple):
    """How gold was made of the layers."""

    names: tuple[str, ...]
    """Who has decided."""
    articles: int
    by_hand: int
    """Decisions of people that are in force."""
    by_rule: int
    imported: int
    """Gold claims that came in from a file and stand."""
    blind: bool
    """Whether all of them decided without seeing whose version was whose."""
    importers: tuple[str, ...] = ()
    """Whose gold was imported, where that is known."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is known about the agreement of some layers."""

    title: str
    scheme: Scheme
    reference: SchemeRef
    threshold: float
    round: str
    annotators: tuple[str, ...]
    """Names as they are shown; a layer that is not human or of another round has a suffix (`ana/pilot`)."""
    articles: tuple[ArticleRow, ...]
    """By disagreement mass, the greatest first, then by id."""
    overall: Overlap
    character: Estimate
    """Alpha over code points: inside or outside of a claim."""
    pairs: tuple[PairRow, ...]
    fields: tuple[FieldRow, ...]
    kinds: Mapping[str, int]
    """Kind → components that have it; `agree` first, then the most frequent."""
    components: int
    inexact: int
    """Components too tangled for a proof that no better clusters exist."""
    people: tuple[PersonRow, ...]
    by: str = ""
    slices: tuple[Slice, ...] = ()
    rounds: tuple[RoundRow, ...] = ()
    """All rounds that have something to compare, when there are at least two."""
    gamma: GammaRow = NO_GAMMA
    against: str = ""
    """The reference's name, when layers were scored against one."""
    scored: tuple[Scored, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    resamples: int = 0
    seed: int = 0
    planning: str = ""
    """What an interval of this many articles is worth, and how many more would narrow it."""
    rates: Mapping[str, Estimate] = field(default_factory=dict)
    """Kind → share of components that have it, for every kind of `kinds`; n = components."""
    claims: int = 0
    """Claims of all annotators."""
    proposed: int = 0
    """Of these, claims whose primary span began as a proposal."""
    repeated: bool = False
    """Whether nobody is compared with others, but each annotator's rounds with one another."""
    adjudication: Adjudication | None = None
    readings: Mapping[str, Reading] = field(default_factory=dict)
    """Article id → the text and its components, for pages that show them; empty when not asked for."""
    speakers: Mapping[str, str] = field(default_factory=dict)
    """Speaker id → what the one behind it is called; comes with the texts."""

    def rate(self, kind: str) -> float | None:
        """Share of components that have a kind; None without components."""
        return self.kinds.get(kind, 0) / self.components if self.components else None
