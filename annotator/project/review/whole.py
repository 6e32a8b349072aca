"""The whole project under review: every article at once, as those see it who look back on what was decided."""

from __future__ import annotations

from annotator.core.claim import MAIN, Claim
from annotator.core.compare.sense import sense_of
from annotator.core.records.dataset import Dataset
from annotator.core.records.decision import TEAM, Decision
from annotator.core.review.review import Review
from annotator.project.compare.gold import Readers, counting, fits
from annotator.project.project import Project
from annotator.project.review.opening import review_of
from annotator.project.review.setup import Setup


def reviews(project: Project, data: Dataset, *, open: bool = True, round: str = MAIN) -> dict[str, Review]:
    """The review of every article that somebody has read, as the team sees it: with all decisions that make gold.

    `open`: the columns are in the order of the names, not in the blind one.
    """
    setup = Setup(TEAM, round, project.config.gold, blind=not open, seed=project.config.id)
    done = (layer for layer, held in data.layers.items() if held.status == "done")
    readers = Readers(done, (each.key for each in data.assignments))
    sense = sense_of(project.scheme, data.speakers)
    claims: dict[str, dict[str, tuple[Claim, ...]]] = {}
    for layer, held in data.layers.items():
        article = data.articles.get(layer.article)
        if article is None or (layer.kind, layer.round) != ("human", round):
            continue
        if layer.annotator in readers.of(article.id, round) and fits(held.claims, len(article.text)):
            claims.setdefault(article.id, {})[layer.annotator] = held.claims
    decisions: dict[str, dict[str, Decision]] = {}
    for each in counting(data, project.config.gold):
        if round in each.rounds:
            decisions.setdefault(each.article, {})[each.id] = each
    return {
        id: review_of(
            data.articles[id],
            (claim for each in held.values() for claim in each),
            tuple(sorted(held)),
            decisions.get(id, {}),
            sense,
            setup,
        )
        for id, held in claims.items()
    }
