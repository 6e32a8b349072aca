"""The report from tallies: nothing is read here and nothing is counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from annotator.agreement.bootstrap import RESAMPLES, Draws, estimate, planning
from annotator.agreement.fields import field_row, pair_alphas
from annotator.agreement.measures import alpha
from annotator.agreement.people import person
from annotator.agreement.pooling import NO_DRAWS, overlap, part, ratios
from annotator.agreement.report import (
    NO_GAMMA,
    Adjudication,
    ArticleRow,
    Estimate,
    GammaRow,
    LeftOut,
    PairRow,
    Report,
    RoundRow,
    Scored,
)
from annotator.agreement.scoring import scored
from annotator.agreement.slices import field_alphas, slices
from annotator.agreement.tally import Tally
from annotator.core.claim import Claim, SchemeRef
from annotator.core.compare.kinds import AGREE
from annotator.core.compare.measure import Score
from annotator.core.compare.sense import Sense

MANY_PAIRS = 45
"""Pairs of annotators for which intervals are drawn: ten people. Beyond, only the overview has them."""
TOO_MANY = f"none for single pairs when there are more than {MANY_PAIRS}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the report is to show."""

    title: str
    reference: SchemeRef
    sense: Sense
    threshold: float
    round: str
    by: str = ""
    measures: tuple[str, ...] = ()
    against: str = ""
    """Name of the reference layer among the readers; it is compared with, and counts in nothing else."""
    resamples: int = RESAMPLES
    seed: int = 0
    texts: bool = False
    """Whether texts and components are kept for pages that show them."""
    speakers: Mapping[str, str] | None = None
    """Speaker id → what the one behind it is called, for such pages."""
    repeated: bool = False
    """Whether each annotator is compared with their own other rounds only."""
    withheld: Mapping[str, str] | None = None
    """Field → why it is not compared."""


def report(
    tallies: Sequence[Tally],
    asked: Asked,
    *,
    scores: Sequence[Tally] = (),
    rounds: Mapping[str, Sequence[Tally]] | None = None,
    left_out: Sequence[LeftOut] = (),
    gamma: GammaRow = NO_GAMMA,
    adjudication: Adjudication | None = None,
) -> Report:
    """The report of some articles, one tally each with at least two readers.

    `scores` are tallies with the reference among the readers; `rounds` are the tallies of every round that can be
    compared. Raises UsageError for a breakdown that does not exist.
    """
    sense, draws = asked.sense, Draws(asked.resamples, asked.seed)
    # Sums of floats and draws depend on the order; by id they do not depend on the order of the input.
    tallies, scores = _by_id(tallies), _by_id(scores)
    names = sorted({name for each in tallies for name in each.readers})
    pairs = [pair for pair in combinations(names, 2) if any(pair in each.pairs for each in tallies)]
    character = alpha.total([each.character for each in tallies], [1] * len(tallies))
    withheld = asked.withheld or {}
    kinds = sum((each.kinds for each in tallies), Counter[str]())
    return Report(
        title=asked.title,
        scheme=sense.scheme,
        reference=asked.reference,
        threshold=asked.threshold,
        round=asked.round,
        annotators=tuple(names),
        articles=tuple(sorted(map(article_row, tallies), key=lambda row: (-row.mass, row.id))),
        overall=overlap([part(each.pairs.values()) for each in tallies], draws),
        character=estimate(
            alpha.alpha_from(character),
            lambda all_: alpha.resampled([each.character for each in tallies], all_),
            draws,
            len(tallies),
        ),
        pairs=tuple(_pair(pair, tallies, sense, draws if len(pairs) <= MANY_PAIRS else None) for pair in pairs),
        fields=tuple(
            field_row(key, tallies, sense, draws, withheld=withheld.get(key, ""), measures=asked.measures)
            for key in sense.keys
        ),
        kinds=_by_frequency(kinds),
        components=sum(len(each.shown) for each in tallies),
        inexact=sum(each.inexact for each in tallies),
        people=tuple(person(name, tallies, sense) for name in names),
        by=asked.by,
        slices=slices(asked.by, tallies, sense, asked.threshold) if asked.by else (),
        rounds=tuple(round_row(name, _by_id(held), sense) for name, held in (rounds or {}).items()),
        gamma=gamma,
        against=asked.against,
        scored=_scored(scores, asked, draws),
        left_out=tuple(left_out),
        resamples=asked.resamples,
        seed=asked.seed,
        planning=planning(len(tallies)),
        claims=sum(each.claims for each in tallies),
        proposed=sum(_proposed(claim, sense) for each in tallies for held in each.layers.values() for claim in held),
        repeated=asked.repeated,
        adjudication=adjudication,
        rates={kind: _rate(kind, tallies, draws) for kind in _by_frequency(kinds)},
        readings={each.article.id: each.reading for each in tallies} if asked.texts else {},
        speakers=dict(asked.speakers or {}) if asked.texts else {},
    )


def _by_id(tallies: Sequence[Tally]) -> Sequence[Tally]:
    return sorted(tallies, key=lambda each: each.article.id)


def article_row(each: Tally) -> ArticleRow:
    """One article of the list."""
    return ArticleRow(
        id=each.article.id,
        title=each.article.title,
        annotators=each.readers,
        claims=each.claims,
        components=len(each.shown),
        mass=each.mass,
        overlap=overlap([part(each.pairs.values())]),
        kinds=_by_frequency(each.kinds),
    )


def round_row(name: str, tallies: Sequence[Tally], sense: Sense) -> RoundRow:
    """One round of the change by round."""
    return RoundRow(
        round=name,
        annotators=tuple(sorted({reader for each in tallies for reader in each.readers})),
        articles=len(tallies),
        overlap=overlap([part(each.pairs.values()) for each in tallies]),
        fields=field_alphas(tallies, sense),
    )


def _pair(pair: tuple[str, str], tallies: Sequence[Tally], sense: Sense, draws: Draws | None) -> PairRow:
    held = [each.pairs[pair] for each in tallies if pair in each.pairs]
    seen = overlap([part([each]) for each in held], draws or NO_DRAWS)
    if draws is None:
        seen = seen._replace(f1=seen.f1._replace(no_interval=TOO_MANY))
    return PairRow(
        annotators=pair,
        articles=len(held),
        claims=(int(sum(each.pairing.first for each in held)), int(sum(each.pairing.second for each in held))),
        overlap=seen,
        fields=pair_alphas({key: [each.fields[key] for each in held] for key in sense.keys}, sense),
    )


def _proposed(claim: Claim, sense: Sense) -> bool:
    return claim.origin.get(sense.role) in ("proposed", "edited")


def _rate(kind: str, tallies: Sequence[Tally], draws: Draws) -> Estimate:
    """The share of components that have a kind."""
    have, size = [each.kinds[kind] for each in tallies], [len(each.shown) for each in tallies]
    score = Score(sum(have) / sum(size), "", sum(size)) if sum(size) else Score(None)
    return estimate(score, lambda all_: ratios(have, size, all_), draws, len(tallies))


def _scored(tallies: Sequence[Tally], asked: Asked, draws: Draws) -> tuple[Scored, ...]:
    names = sorted({name for each in tallies for name in each.readers} - {asked.against})
    return tuple(scored(name, asked.against, tallies, asked.sense, draws, asked.threshold) for name in names)


def _by_frequency(kinds: Mapping[str, int]) -> Mapping[str, int]:
    return dict(sorted(kinds.items(), key=lambda item: (item[0] != AGREE, -item[1], item[0])))
