"""Advice: what the guidelines say of a part, what has been ruled since, and what this team's gold shows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from annotator.config.guidelines import passage
from annotator.config.project import ProjectConfig
from annotator.config.rulings import FIRST, Ruling, Rulings
from annotator.core.article import Article
from annotator.core.claim import MAIN
from annotator.core.errors import FaultsError
from annotator.core.feedback.example import MOST, Example, examples
from annotator.core.feedback.pairing import Settled, in_force
from annotator.core.records.decision import Decision, decision_from_body
from annotator.core.records.gold import fold_in, surroundings
from annotator.core.scheme import Field, Scheme
from annotator.project.compare.gold import makes_gold
from annotator.project.review.opening import layers
from annotator.store import Store

LOOKED = 10
"""Articles with gold that are read for examples: enough for one of each value, and no key waits for more."""


class Project(Protocol):
    """What is needed of an open project."""

    scheme: Scheme
    store: Store
    config: ProjectConfig

    def article(self, id: str) -> Article:
        """The article, with its text."""

    def guidelines(self) -> str:
        """The guidelines as Markdown; empty when there are none."""

    def rulings(self) -> Rulings:
        """What meetings have ruled."""


class Advice(NamedTuple):
    """What is to be known at the point of decision."""

    passage: str
    """Markdown: the passage; all of the guidelines when they have no such heading; empty without any."""
    version: str = FIRST
    """Of the guidelines."""
    rulings: tuple[Ruling, ...] = ()
    """Those on the passage."""
    examples: tuple[tuple[Field, tuple[Example, ...]], ...] = ()
    """For each field of the passage, what gold shows of its values."""


def advice(
    project: Project,
    topic: str,
    articles: Iterable[str],
    *,
    round: str = MAIN,
    most: int = MOST,
    counts: Callable[[Decision], bool] | None = None,
) -> Advice:
    """The advice on a topic: the slug of a passage, or the key of a part that has none.

    Examples are drawn from `articles`, in their order: to keep an annotator blind, name those that one has done. They
    rest on decisions that make gold, or on those that count elsewhere.
    """
    guidelines = project.guidelines()
    try:
        rulings = project.rulings()
    except FaultsError:
        # A file that cannot be read is said where it is used; here it must not stand between a hand and its work.
        rulings = Rulings()
    fields = [each for each in project.scheme.fields if topic in (each.guideline, each.key)]
    shown: list[tuple[Field, tuple[Example, ...]]] = []
    if fields:
        settled, texts = _gold(project, articles, round, counts or (lambda each: makes_gold(each, project.config.gold)))
        role = project.scheme.primary.key
        shown = [(field, found) for field in fields if (found := examples(field, settled, texts, role, most))]
    return Advice(passage(guidelines, topic) or guidelines, rulings.version, rulings.on(topic), tuple(shown))


def _gold(
    project: Project, articles: Iterable[str], round: str, counts: Callable[[Decision], bool]
) -> tuple[list[Settled], dict[str, str]]:
    """The decisions in force of the first articles that have any, and their texts."""
    role = project.scheme.primary.key
    settled: list[Settled] = []
    texts: dict[str, str] = {}
    for id in articles:
        rows = [decision_from_body(row.body) for row in project.store.about("decide", id)]
        decisions = [each for each in rows if counts(each)]
        if not decisions:
            continue
        article = project.article(id)
        claims, _ = layers(project.store, article, round)
        settled += in_force(decisions, fold_in(decisions, surroundings(claims, role))).get(id, [])
        texts[id] = article.text
        if len(texts) == LOOKED:
            break
    return settled, texts
