"""Layers of several annotators, and their report, for the agreement page: no store, no process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.agreement.build import Asked, report, round_row
from annotator.agreement.report import LeftOut, Report
from annotator.agreement.tally import tally
from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer, SchemeRef
from annotator.core.compare.sense import sense_of
from annotator.core.records.dataset import Content, Dataset
from annotator.core.scheme import Scheme
from annotator.core.span import pieces
from tests.tui.scenes import SCHEME, SPEAKERS

REF = SchemeRef("claims", "1.0", "m" * 64)
TEXT = (
    "The ministry said that rents fell by four percent. Critics call the figure wrong and ask for another survey. " * 4
)
STANCES = ("asserts", "asserts", "hedges", "denies")
EVIDENCE = ("none", "hearsay", "attributed", "supported")
NAMES = ("ana", "ben", "cleo", "dan", "eva", "finn", "gus", "hana", "ida")
HOSTILE = "\x1b]0;owned\x07 [/b] \u202eevil\u202c\u2028\x9b2J 家族"


def names(count: int) -> tuple[str, ...]:
    """So many annotators."""
    return NAMES[:count] if count <= len(NAMES) else tuple(f"annotator_{number:02}" for number in range(count))


def claims(article: str, who: str, place: int, count: int) -> tuple[Claim, ...]:
    """What one of them has marked: most of what all have, some of it shifted or with another value."""
    found = []
    for at in range(count):
        mixed = place * 7 + at * 3
        if mixed % 5 == 0:
            continue
        start, end = at * 20, at * 20 + 12 + (mixed % 3)
        fields = {"stance": STANCES[(at + (mixed % 4 == 1)) % 4], "evidence": EVIDENCE[(at + (mixed % 4 == 2)) % 4]}
        speaker = ("ana_ruiz", "critics")[at % 2]
        spans = {"content": pieces([(start, end)])}
        found.append(Claim(f"{who}{at}", article, who, spans=spans, speakers=(speaker,), fields=fields))
    return tuple(found)


def dataset(people: Sequence[str], articles: int = 3, count: int = 8, title: str = "") -> Dataset:
    """Every one of them has done every article."""
    texts = [freeze(f"article-{number}", TEXT, title=title or f"Article {number}") for number in range(articles)]
    layers = {
        Layer(each.id, who): Content("done", claims(each.id, who, place + number, count))
        for number, each in enumerate(texts)
        for place, who in enumerate(people)
    }
    return Dataset({each.id: each for each in texts}, layers, SPEAKERS)


def made(data: Dataset, *, scheme: Scheme = SCHEME, rounds: bool = False, left_out: Sequence[LeftOut] = ()) -> Report:
    """The report of it, with few resamples."""
    sense = sense_of(replace(scheme, speakers=True), data.speakers)
    tallies = []
    for id, article in data.articles.items():
        layers = {layer.annotator: held.claims for layer, held in data.layers.items() if layer.article == id}
        if len(layers) > 1:
            tallies.append(tally(article, layers, sense, 0.5))
    asked = Asked("Test news", REF, sense, 0.5, "main", resamples=40)
    found = report(tallies, asked, left_out=left_out)
    return (
        replace(found, rounds=(round_row("pilot", tallies[:1], sense), round_row("main", tallies, sense)))
        if rounds
        else found
    )
