"""Agreement: the use case behind the verb, the page and the screen, so that their numbers cannot differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from annotator.agreement.build import Asked, report
from annotator.agreement.joining import together
from annotator.agreement.report import NO_GAMMA, GammaRow, Report
from annotator.agreement.tally import Tally, tally
from annotator.core.claim import Claim, Layer, SchemeRef
from annotator.core.compare.sense import Sense, sense_of
from annotator.core.errors import AnnotatorError
from annotator.core.event import EventId
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.gold import GOLD
from annotator.core.scheme import Scheme
from annotator.core.speaker import told_apart
from annotator.project.compare.choice import ALL, Compared, Reasons, Wanted, checked, choose, fitting, person_of
from annotator.project.compare.reference import adjudicated, reader_named, reference_of, with_reference
from annotator.project.compare.schemes import comparable, known_schemes, narrowed, unsaid, withheld
from annotator.project.project import Project

ALONE = "read by one annotator only"
ONCE = "done in one of these rounds only"


@dataclass(slots=True)
class Tallies:
    """Tallies that are kept from one report to the next, so that a change costs the articles it touches."""

    _kept: dict[tuple[str, ...], tuple[Mapping[str, Sequence[Claim]], Sense, float, Tally]] = field(
        default_factory=dict
    )
    claims: dict[EventId, Claim] = field(default_factory=dict)
    """The claims that were read for the last report, by the event that each one is."""
    counted: int = 0
    """How many articles were counted anew, ever."""
    told: Callable[[int, int], None] = lambda done, of: None
    """Hears of each article that is counted: how many are, of how many."""

    def of(self, data: Dataset, compared: Compared, sense: Sense, threshold: float, use: str = "") -> list[Tally]:
        """One tally for each article with at least two readers, by id. Those for another `use` are kept beside."""
        ids = [id for id in sorted(compared) if len(compared[id]) > 1]
        found: list[Tally] = []
        for id in ids:
            found.append(self._one(data, id, compared[id], sense, threshold, use))
            self.told(len(found), len(ids))
        return found

    def _one(
        self, data: Dataset, id: str, layers: Mapping[str, tuple[Claim, ...]], sense: Sense, threshold: float, use: str
    ) -> Tally:
        key = (use, id, *sorted(layers))
        kept = self._kept.get(key)
        if kept is not None and kept[:3] == (layers, sense, threshold) and kept[3].article == data.articles[id]:
            return kept[3]
        made = tally(data.articles[id], layers, sense, threshold)
        self.counted += 1
        self._kept[key] = (layers, sense, threshold, made)
        return made


def agreement(project: Project, wanted: Wanted = ALL, tallies: Tallies | None = None) -> Report:
    """The report. Raises UsageError for an annotator, round, article, field or breakdown that does not exist, and
    AnnotatorError when layers are to be scored against gold and there is none yet."""
    kept = tallies or Tallies()
    data = project.dataset(kept.claims)
    wanted = replace(wanted, articles=tuple(project.resolve_id(each) for each in wanted.articles))
    checked(data, wanted)
    reasons = Reasons()
    scheme = narrowed(project.scheme, wanted)
    known = known_schemes(project, data)
    chosen = comparable(choose(data, wanted, reasons), known, project.scheme, wanted, reasons)
    sense = sense_of(scheme, data.speakers, unsaid(known, project.scheme))
    compared = fitting(data, chosen, wanted, sense.role, reasons)
    against = reader_named(wanted.against, compared) if wanted.against else ""
    scores: list[Tally] = []
    if against:
        reference = _reference(project, data, wanted, known, compared, against, reasons)
        scores = kept.of(data, with_reference(compared, against, reference), sense, scheme.threshold)
        compared = _without(compared, against)
    compared = _people(compared, wanted)
    repeated = len(wanted.rounds) > 1
    if repeated:
        parts = [kept.of(data, each, sense, scheme.threshold) for each in _by_person(compared, against, reasons)]
        apart = [each for held in parts for each in held]
        held = [together(list(some)) for _, some in groupby(sorted(apart, key=_article), key=_article)]
    else:
        for id, readers in compared.items():
            if len(readers) == 1 and not against:
                reasons.add("", ALONE, id)
        apart = held = kept.of(data, compared, sense, scheme.threshold)
    own = project.scheme
    asked = Asked(
        title=project.title,
        reference=SchemeRef(own.id, own.version, own.meaning),
        sense=sense,
        threshold=scheme.threshold,
        round=", ".join(wanted.rounds),
        by=wanted.by,
        measures=wanted.measures,
        against=against,
        resamples=wanted.resamples,
        seed=wanted.seed,
        texts=wanted.texts,
        speakers=told_apart(data.speakers) if wanted.texts else None,
        repeated=repeated,
        withheld=withheld((claim for each in held for layer in each.layers.values() for claim in layer), sense),
    )
    rounds = _rounds(data, wanted, known, project, sense, kept)
    gamma = _gamma(apart, wanted, sense)
    return report(
        held,
        asked,
        scores=scores,
        rounds=rounds,
        left_out=reasons.rows(),
        gamma=gamma,
        adjudication=adjudicated(
            data, project.config.gold, sense.role, wanted.rounds, {each.article.id for each in (*held, *scores)}
        ),
    )


def _article(each: Tally) -> str:
    return each.article.id


def _by_person(compared: Compared, against: str, reasons: Reasons) -> list[Compared]:
    """The layers of each annotator by themselves. Of the reference's own only one is left, which is nobody's lack."""
    found: dict[str, Compared] = {}
    for id, readers in compared.items():
        for who, claims in readers.items():
            found.setdefault(person_of(who), {}).setdefault(id, {})[who] = claims
    for name, own in found.items():
        for id, readers in own.items():
            if len(readers) == 1 and name != person_of(against):
                reasons.add(next(iter(readers)), ONCE, id)
    return list(found.values())


def _reference(
    project: Project,
    data: Dataset,
    wanted: Wanted,
    known: Mapping[str, Scheme],
    compared: Compared,
    against: str,
    reasons: Reasons,
) -> dict[str, tuple[Claim, ...]]:
    """Article → claims of the reference. Raises AnnotatorError when there is no gold."""
    if against == GOLD:
        found = reference_of(data, project.config.gold, project.scheme, wanted.rounds, compared, reasons)
        if not found:
            why = [f" {each.what}: {each.why}." for each in reasons.rows() if each.what.startswith(f"{GOLD} on ")]
            raise AnnotatorError(
                "There is no article whose gold is complete among those that count: nothing can be scored against it."
                + "".join(why)
            )
        layers = {Layer(id, GOLD, wanted.rounds[0], GOLD): Content("done", claims) for id, claims in found.items()}
        fit = comparable(layers, known, project.scheme, wanted, reasons)
        return {layer.article: held.claims for layer, held in fit.items()}
    for id in compared:
        if against not in compared[id] and not reasons.has(against, id):
            reasons.add(against, "has no layer there", id)
    return {id: readers[against] for id, readers in compared.items() if against in readers}


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
        chosen = comparable(choose(data, asked, silent), known, project.scheme, asked, silent)
        compared = fitting(data, chosen, asked, sense.role, silent)
        # The round that is asked for has been counted already.
        use = "" if wanted.rounds == (name,) else name
        found[name] = kept.of(data, compared, sense, sense.scheme.threshold, use)
    return {name: held for name, held in found.items() if held}


def _gamma(tallies: Sequence[Tally], wanted: Wanted, sense: Sense) -> GammaRow:
    if not wanted.gamma:
        return NO_GAMMA
    from annotator.project.compare.gamma import gamma_row

    return gamma_row(tallies, wanted, sense)
