"""Reports to draw: from layers made here, through the tally, as a project's are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from annotator.agreement.bootstrap import Draws
from annotator.agreement.build import Asked, report, round_row
from annotator.agreement.report import Estimate, GammaRow, LeftOut, Report
from annotator.agreement.scoring import scored
from annotator.agreement.slices import slices
from annotator.agreement.tally import tally
from annotator.core.article import Article, freeze
from annotator.core.claim import Claim
from annotator.core.compare.sense import Sense
from annotator.core.span import Span, pieces
from tests.values import REF, SCHEME

SENSE = Sense(SCHEME, {})
STANCES, LEVELS = ("asserts", "hedges", "denies"), ("none", "hearsay", "attributed")
SPEAKERS = {"ilse_brandt": "Ilse Brandt", "harbor_post": "Harbor Post", "union": "Union of Porters"}
_WORDS = (
    "the harbor bridge closed on Monday after two inspectors found cracks in its piers and the mayor said that nobody "
    "had been in danger while a report named water, salt and thirty years of lorries as causes"
).split(" ")


def claim(article: Article, by: str, number: int, *content: tuple[int, int], **said: Any) -> Claim:
    """A claim. Source and cue are spans, speakers and note what they are; everything else is a field."""
    roles = {role: pieces([said.pop(role)]) for role in ("source", "cue") if role in said}
    parts = {key: said.pop(key) for key in ("speakers", "attribution", "note") if key in said}
    spans = {"content": pieces(content), **roles}
    made = Claim(f"{by}{number}", article.id, by, spans=spans, speakers=("ilse_brandt",), fields=said, scheme=REF)
    return replace(made, **parts)


def drawn(layers: Sequence[tuple[Article, Mapping[str, Sequence[Claim]]]], **asked: Any) -> Report:
    """The report of some layers; what is asked for besides goes to `Asked`."""
    tallies = [tally(article, held, SENSE, 0.5) for article, held in layers]
    wanted = Asked("Harbor", REF, SENSE, 0.5, "main", resamples=50, texts=True, speakers=SPEAKERS)
    return report(tallies, replace(wanted, **asked))


def text(random: Random, words: int) -> str:
    """Sentences in paragraphs."""
    parts: list[str] = []
    for at in range(words):
        parts.append(random.choice(_WORDS))
        if at % 17 == 16:
            parts[-1] += ".\n\n" if at % 85 == 84 else "."
    return " ".join(parts).replace("\n ", "\n")


def noisy(article: Article, people: Sequence[str], claims: int, random: Random) -> dict[str, list[Claim]]:
    """Layers that disagree in every way: claims are missed, moved, cut in two, and tagged otherwise."""
    found: dict[str, list[Claim]] = {by: [] for by in people}
    size = len(article.text)
    for number in range(claims):
        start = (number * size) // claims + random.randrange(max(1, size // claims // 3))
        end = min(size, start + random.randrange(20, max(21, size // claims)))
        stance, level = random.choice(STANCES), random.choice(LEVELS)
        for by in people:
            found[by] += _mine(article, by, number, Span(start, end), stance, level, random)
    return found


def _mine(
    article: Article, by: str, number: int, place: Span, stance: str, level: str, random: Random
) -> Iterator[Claim]:
    if random.random() < 0.2:
        return
    start, end = place
    if random.random() < 0.3:
        start, end = max(0, start - random.randrange(12)), min(len(article.text), end + random.randrange(12))
    said = {
        "stance": random.choice(STANCES) if random.random() < 0.2 else stance,
        "evidence": random.choice(LEVELS) if random.random() < 0.3 else level,
        "flags": ("headline",) if random.random() < 0.1 else (),
        "speakers": ("union",) if random.random() < 0.1 else ("ilse_brandt",),
    }
    if end - start > 40 and random.random() < 0.08:
        middle = (start + end) // 2
        yield claim(article, by, 2 * number, (start, middle - 2), **said)
        yield claim(article, by, 2 * number + 1, (middle, end), **said)
    else:
        yield claim(article, by, 2 * number, (start, end), **said)


def many(articles: int, people: int, claims: int, *, seed: int = 0, words: int = 600, resamples: int = 50) -> Report:
    """A project of some size."""
    random = Random(seed)
    names = [f"reader{number:02d}" for number in range(1, people + 1)]
    made = [freeze(f"article-{number:03d}", text(random, words)) for number in range(articles)]
    return drawn([(each, noisy(each, names, claims, random)) for each in made], resamples=resamples)


def everything() -> Report:
    """A report with all that one can ask for."""
    random = Random(1)
    made = freeze("pilot", text(random, 120))
    counted = tally(made, noisy(made, ["ana", "ben", "gold"], 6, random), SENSE, 0.5)
    recipe = {"alpha": 1, "beta": 1, "delta": 1, "sampler": "shift", "samples": 30, "seed": 7}
    return replace(
        many(3, 3, 8, words=120),
        rounds=(round_row("pilot", [counted], SENSE), round_row("main", [counted], SENSE)),
        gamma=GammaRow(Estimate(0.4321, "", 12, 0.4123, 0.4567), recipe),
        against="gold",
        scored=tuple(scored(name, "gold", [counted], SENSE, Draws(20), 0.5) for name in ("ana", "ben")),
        left_out=(LeftOut("cleo on pilot", "not done"), LeftOut("field flags", "not the same in claims 0.9")),
        by="article",
        slices=slices("article", [counted], SENSE, 0.5),
        inexact=2,
    )
