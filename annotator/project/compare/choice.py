"""Which layers are compared, and which are left out and why: nothing is dropped in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from annotator.agreement.gamma.sampler import SAMPLERS
from annotator.agreement.report import LeftOut
from annotator.core.claim import MAIN, Claim, Layer
from annotator.core.errors import UsageError
from annotator.core.records.dataset import Content, Dataset
from annotator.project.compare.gold import fits

SHOWN = 5
"""Articles that a reason names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks for. Empty means everything that counts."""

    rounds: tuple[str, ...] = (MAIN,)
    """Of several rounds, those of each annotator are compared with one another: how far they agree with themselves."""
    fields: tuple[str, ...] = ()
    threshold: float | None = None
    """IoU from which two claims are the same; the scheme's unless given."""
    annotators: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    by: str = ""
    against: str = ""
    """`gold`, or the name of an annotator or model that the others are scored against."""
    measures: tuple[str, ...] = ()
    gamma: bool = False
    samples: int = 30
    """Of gamma: random continua."""
    precision: float = 0.0
    """Of gamma, above 0: as many samples, and at least `samples`, as bring the expected disorder within this share."""
    sampler: str = "shift"
    """Of gamma: how random continua are made, by name."""
    seed: int = 0
    resamples: int = 1000
    unfinished: bool = False
    """Whether layers that are not done count too."""
    texts: bool = False
    """Whether the report keeps texts and components, for pages that show them."""


ALL = Wanted()


class Reasons:
    """What was left out, gathered by whose it is and why."""

    def __init__(self) -> None:
        self._found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def add(self, whose: str, why: str, article: str) -> None:
        """An article that does not count for somebody."""
        self._found[whose, why].append(article)

    def has(self, whose: str, article: str) -> bool:
        """Whether anything was said of an article and somebody."""
        return any(name == whose and article in articles for (name, _), articles in self._found.items())

    def rows(self) -> tuple[LeftOut, ...]:
        """By whose and why, each with its articles."""
        found = []
        for (whose, why), articles in sorted(self._found.items()):
            named = ", ".join(sorted(articles)[:SHOWN])
            more = f" and {len(articles) - SHOWN} more" if len(articles) > SHOWN else ""
            found.append(LeftOut(f"{whose} on {named}{more}" if whose else f"{named}{more}", why))
        return tuple(found)


Compared = dict[str, dict[str, tuple[Claim, ...]]]
"""Article id → name of the reader → claims."""


def reader_of(layer: Layer, rounds: Sequence[str]) -> str:
    """How a layer is called in a comparison: `ana`, `ana/pilot` beside another round, `rules/model`."""
    name = layer.annotator if layer.round in rounds[:1] else f"{layer.annotator}/{layer.round}"
    return f"{name}/model" if layer.kind == "model" else name


def person_of(reader: str) -> str:
    """Whose layer it is, by the name of a reader."""
    return reader.partition("/")[0]


def checked(data: Dataset, wanted: Wanted) -> None:
    """Raises UsageError, with near names, for what the project does not have."""
    layers = [each for each in data.layers if each.kind != "gold"]
    people = {each.annotator for each in layers} | {each.annotator for each in data.assignments}
    _known(
        "annotator", (*wanted.annotators, *((wanted.against,) if wanted.against not in ("", "gold") else ())), people
    )
    rounds = {each.round for each in layers} | {each.round for each in data.assignments} | {MAIN}
    _known("round", wanted.rounds, rounds)
    if wanted.threshold is not None and not 0 < wanted.threshold <= 1:
        raise UsageError(f"The threshold {wanted.threshold:g} is no IoU; it is above 0 and at most 1.")
    if wanted.samples < 1:
        raise UsageError(f"Gamma cannot be made of {wanted.samples} samples; 30 are usual.")
    if not 0 <= wanted.precision < 1:
        raise UsageError(f"The precision {wanted.precision:g} is no share; it is above 0 and below 1, like 0.02.")
    if wanted.sampler not in SAMPLERS:
        raise UsageError(f"There is no sampler {wanted.sampler!r}; there is {', '.join(SAMPLERS)}.")


def _known(what: str, asked: Iterable[str], known: Iterable[str]) -> None:
    held = sorted(known)
    for name in asked:
        if name not in held:
            near = get_close_matches(name, held, 3) or held[:8]
            hint = f"there is {', '.join(near)}" if near else "there is none yet"
            raise UsageError(f"There is no {what} {name!r}; {hint}.")


def choose(data: Dataset, wanted: Wanted, reasons: Reasons) -> dict[Layer, Content]:
    """The layers that count: human ones of the wanted rounds, done, and assigned where there is a plan.

    A model's layer counts only where it is named, or where layers are scored.
    """
    plan: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for each in data.assignments:
        plan[each.article, each.round].add(each.annotator)
    named = {*wanted.annotators, wanted.against}
    found: dict[Layer, Content] = {}
    for layer, content in data.layers.items():
        if layer.kind == "gold" or (wanted.articles and layer.article not in wanted.articles):
            continue
        if wanted.annotators and layer.annotator not in named:
            continue
        who = reader_of(layer, wanted.rounds)
        if layer.kind == "model" and not (wanted.against or layer.annotator in named):
            reasons.add(who, "a model's layer counts when it is named or scored", layer.article)
        elif layer.round not in wanted.rounds:
            reasons.add(f"{layer.annotator}/{layer.round}", "of another round", layer.article)
        elif content.status != "done" and not wanted.unfinished:
            reasons.add(who, "not done", layer.article)
        elif layer.kind == "human" and _uninvited(layer, plan):
            reasons.add(who, "not assigned", layer.article)
        else:
            found[layer] = content
    for article, round in sorted(plan):
        if round in wanted.rounds and (not wanted.articles or article in wanted.articles):
            for name in sorted(plan[article, round]):
                layer = Layer(article, name, round)
                if layer not in data.layers and (not wanted.annotators or name in named):
                    reasons.add(reader_of(layer, wanted.rounds), "assigned, not begun", article)
    return found


def _uninvited(layer: Layer, plan: Mapping[tuple[str, str], set[str]]) -> bool:
    """Whether the article was given to others only."""
    invited = plan.get((layer.article, layer.round))
    return bool(invited) and layer.annotator not in (invited or ())


def fitting(data: Dataset, chosen: Mapping[Layer, Content], wanted: Wanted, role: str, reasons: Reasons) -> Compared:
    """Article → reader → claims, without layers whose offsets do not fit the text: they were made on another.

    Claims without the primary role are no match for any other, and are said.
    """
    found: Compared = {}
    for layer, content in sorted(chosen.items()):
        article = data.articles.get(layer.article)
        who = reader_of(layer, wanted.rounds)
        if article is None:
            reasons.add(who, "the article is not in the project", layer.article)
            continue
        if not fits(content.claims, len(article.text)):
            reasons.add(who, "its offsets do not fit the text: it was made on another text", layer.article)
            continue
        if not all(claim.spans.get(role) for claim in content.claims):
            reasons.add(f"some claims of {who}", f"without {role}, on which claims are matched", layer.article)
        found.setdefault(layer.article, {})[who] = content.claims
    return found
