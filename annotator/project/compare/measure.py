"""Agreement: the use case behind the verb, the page and the screen, so that their numbers cannot differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.agreement.build import Asked, report
from annotator.agreement.report import NO_GAMMA, GammaRow, Report
from annotator.agreement.tally import Tally, tally
from annotator.core.claim import Claim, SchemeRef
from annotator.core.compare.sense import Sense, sense_of
from annotator.core.errors import UsageError
from annotator.core.records.dataset import Dataset
from annotator.core.records.gold import GOLD
from annotator.core.scheme import Scheme
from annotator.core.speaker import told_apart
from annotator.project.compare.choice import Compared, Reasons, Wanted, checked, choose, fitting
from annotator.project.compare.reference import reference_of, with_reference
from annotator.project.compare.schemes import comparable, known_schemes, narrowed, said
from annotator.project.project import Project

ALL = Wanted()
ALONE = "read by one annotator only"


@dataclass(slots=True)
class Tallies:
    """Tallies that are kept from one report to the next, so that a change costs the articles it touches."""

    _kept: dict[tuple[str, ...], tuple[Mapping[str, Sequence[Claim]], Sense, float, Tally]] = field(
        default_factory=dict
    )
    counted: int = 0
    """How many articles were counted anew, ever."""
    told: Callable[[int, int], None] = lambda done, of: None
    """Hears of each article that is counted: how many are, of how many."""

    def of(self, data: Dataset, compared: Compared, sense: Sense, threshold: float) -> list[Tally]:
        """One tally for each article with at least two readers, by id."""
        ids = [id for id in sorted(compared) if len(compared[id]) > 1]
        found: list[Tally] = []
        for id in ids:
            found.append(self._one(data, id, compared[id], sense, threshold))
            self.told(len(found), len(ids))
        return found

    def _one(
        self, data: Dataset, id: str, layers: Mapping[str, tuple[Claim, ...]], sense: Sense, threshold: float
    ) -> Tally:
        key = (id, *sorted(layers))
        kept = self._kept.get(key)
        if kept is not None and kept[:3] == (layers, sense, threshold) and kept[3].article == data.articles[id]:
            return kept[3]
        made = tally(data.articles[id], layers, sense, threshold)
        self.counted += 1
        self._kept[key] = (layers, sense, threshold, made)
        return made


def agreement(project: Project, wanted: Wanted = ALL, tallies: Tallies | None = None) -> Report:
    """The report. Raises UsageError for an annotator, round, article, field or breakdown that does not exist."""
    kept = tallies or Tallies()
    data = project.dataset()
    wanted = replace(wanted, articles=tuple(project.resolve_id(each) for each in wanted.articles))
    checked(data, wanted)
    reasons = Reasons()
    scheme = narrowed(project.scheme, wanted)
    known = known_schemes(project, (claim for held in data.layers.values() for claim in held.claims))
    chosen, withheld = comparable(choose(data, wanted, reasons), known, project.scheme, wanted, reasons)
    withheld = {key: why for key, why in withheld.items() if not wanted.fields or key in wanted.fields}
    sense = sense_of(scheme, data.speakers)
    compared = fitting(data, chosen, wanted, reasons)
    scores: list[Tally] = []
    if wanted.against:
        reference = _reference(project, data, wanted, compared, reasons)
        scores = kept.of(data, with_reference(compared, wanted.against, reference), sense, scheme.threshold)
        compared = _without(compared, wanted.against)
    compared = _people(compared, wanted)
    for id, readers in compared.items():
        if len(readers) == 1 and not wanted.against:
            reasons.add("", ALONE, id)
    held = kept.of(data, compared, sense, scheme.threshold)
    own = project.scheme
    return report(
        held,
        Asked(
            title=project.title,
            reference=SchemeRef(own.id, own.version, own.meaning),
            sense=sense,
            threshold=scheme.threshold,
            round=", ".join(wanted.rounds),
            by=wanted.by,
            measures=wanted.measures,
            against=wanted.against,
            resamples=wanted.resamples,
            seed=wanted.seed,
            texts=wanted.texts,
            speakers=told_apart(data.speakers) if wanted.texts else None,
            withheld=withheld,
        ),
        scores=scores,
        rounds=_rounds(data, wanted, known, project, sense, kept),
        left_out=(*reasons.rows(), *said(withheld)),
        gamma=_gamma(held, wanted, sense),
    )


def _reference(
    project: Project, data: Dataset, wanted: Wanted, compared: Compared, reasons: Reasons
) -> dict[str, tuple[Claim, ...]]:
    """Article → claims of the reference. Raises UsageError when it has none."""
    if wanted.against == GOLD:
        found = reference_of(data, project.config.gold, project.scheme, reasons)
        if not found:
            raise UsageError("There is no article whose gold is complete yet; `annotator review` decides what is open.")
        return found
    return {id: readers[wanted.against] for id, readers in compared.items() if wanted.against in readers}


def _without(compared: Compared, name: str) -> Compared:
    return {id: {who: claims for who, claims in readers.items() if who != name} for id, readers in compared.items()}


def _people(compared: Compared, wanted: Wanted) -> Compared:
    """The layers that count among themselves: a model's only where it was named."""
    if wanted.annotators or not wanted.against:
        return compared
    return {
        id: {who: claims for who, claims in readers.items() if not who.endswith("/model")}
        for id, readers in compared.items()
    }


def _rounds(
    data: Dataset, wanted: Wanted, known: Mapping[str, Scheme], project: Project, sense: Sense, kept: Tallies
) -> dict[str, list[Tally]]:
    """Every round in which two have done the same article, when there are at least two such rounds."""
    done = Counter(
        (layer.round, layer.article)
        for layer, held in data.layers.items()
        if layer.kind == "human" and held.status == "done"
    )
    names = sorted({round for (round, _), readers in done.items() if readers > 1})
    if len(names) < 2:
        return {}
    found: dict[str, list[Tally]] = {}
    for name in names:
        asked, silent = replace(wanted, rounds=(name,), against=""), Reasons()
        chosen, _ = comparable(choose(data, asked, silent), known, project.scheme, asked, silent)
        found[name] = kept.of(data, fitting(data, chosen, asked, silent), sense, sense.scheme.threshold)
    return {name: held for name, held in found.items() if held}


def _gamma(tallies: Sequence[Tally], wanted: Wanted, sense: Sense) -> GammaRow:
    if not wanted.gamma:
        return NO_GAMMA
    from annotator.project.compare.gamma import gamma_row

    return gamma_row(tallies, wanted, sense)
