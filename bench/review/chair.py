"""A hand at the review screen, without a screen or a store: keys on states, so that ways can be tried and left."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.core import keymap
from annotator.core.article import Article
from annotator.core.claim import Claim
from annotator.core.commands import COMMANDS
from annotator.core.commands.review.cases import to_case
from annotator.core.compare.sense import sense_of
from annotator.core.review.case import Case
from annotator.core.review.settle import shown
from annotator.core.scheme import Scheme
from annotator.core.speaker import Speaker
from annotator.core.state import State
from annotator.project.review.opening import review_of
from annotator.project.review.rules import ruled
from annotator.project.review.setup import Setup
from bench.keys.hand import MARGIN, ROWS, Hand


class Chair(Hand):
    """One adjudicator and one article."""

    def __init__(
        self,
        article: Article,
        scheme: Scheme,
        claims: Sequence[Claim],
        readers: Sequence[str],
        speakers: dict[str, Speaker],
    ) -> None:
        super().__init__(article, scheme)
        self._case: Case
        self.root, faults = keymap.build(COMMANDS, scheme, screen="review")
        assert not faults
        setup = Setup("hand", seed="bench")
        review = review_of(article, claims, tuple(readers), {}, sense_of(scheme, speakers), setup)
        made = ruled(review, "2026-01-01T00:00:00.000Z", trivial=False)
        self.first = shown(
            State(article, scheme, "gold", speakers=speakers, suggests=False),
            review.with_decisions({each.id: each for each in made}),
        )

    def at(self, case: Case) -> State:
        """The article with a case in focus, as `n` goes there."""
        self._case = case
        state = to_case(self.first, case)
        self._tops[id(state)] = state, self.top_at(case)
        return state

    def top_at(self, case: Case) -> int:
        """The first row in view when a case has just been opened."""
        return max(0, min(self.rows.row_of(case.span.start) - MARGIN, self.rows.count - ROWS))

    def results(self, state: State) -> tuple[Claim, ...]:
        """The gold claims of the case that was put in focus; none once a key has led away from it."""
        review = state.review
        assert review is not None
        return review.results(self._case) if review.at == self._case.key else ()
