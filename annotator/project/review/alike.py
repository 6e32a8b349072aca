"""All like this: every waiting case of the project that the recipe of one decision settles, shown before it is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from annotator.core.article import Article
from annotator.core.records.decision import Decision
from annotator.core.review.case import Case
from annotator.core.review.majority import MAJORITY
from annotator.core.review.recipe import Recipe, alike, applied
from annotator.core.review.review import WAITING, Review
from annotator.core.review.settle import decided, shown
from annotator.core.state import State


class Follower(NamedTuple):
    """One case that would be settled alike."""

    article: str
    title: str
    text: str
    """Of the article."""
    case: Case
    decision: Decision

    @property
    def words(self) -> str:
        """The words of the article that the case is about."""
        return self.text[self.case.span.start : self.case.span.end]


def followers(
    recipe: Recipe, reviews: Iterable[tuple[Article, Review]], state: State, now: str
) -> tuple[Follower, ...]:
    """Every waiting case that the recipe settles, with the decision that would be made. `state` lends its scheme."""
    found = []
    for article, review in reviews:
        for case in review.cases:
            if review.status(case) in WAITING and alike(recipe, case, review, article.text):
                made = _decision(recipe, case, article, review, state, now)
                if made is not None:
                    found.append(Follower(article.id, article.title, article.text, case, made))
    return tuple(found)


def _decision(recipe: Recipe, case: Case, article: Article, review: Review, state: State, now: str) -> Decision | None:
    results = applied(recipe, case, review)
    if results is None:
        return None
    sources = {part: step.source or MAJORITY for part, step in recipe.steps.items()} if results else {}
    there = replace(state, article=article, claims=(), review=review, active="")
    action = "compose" if results else "reject"
    after = decided(there, case, action, results, sources, now, state.claims[0].scheme if state.claims else None)
    if after.review is None:
        return None
    return next((each for id, each in after.review.decisions.items() if review.decisions.get(id) is not each), None)


def carried(state: State, found: Iterable[Follower]) -> State:
    """The state in which all of them are settled: those of this article here, the others among those made from here."""
    review = state.review
    if review is None:
        return state
    near, far = dict(review.decisions), dict(review.far)
    for each in found:
        (near if each.article == review.article else far)[each.decision.id] = each.decision
    return shown(state, replace(review, decisions=near, far=far))
