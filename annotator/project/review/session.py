"""The review session: keys in, states out, every decision on its way to the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from annotator.core.article import Article
from annotator.core.command import calm
from annotator.core.commands import draft
from annotator.core.commands import review as _commands  # noqa: F401 - its commands enter the table
from annotator.core.commands.review.cases import to_case, to_waiting
from annotator.core.history import Swap
from annotator.core.proposal.guide import Guide
from annotator.core.record import claim_from_body
from annotator.core.registry.roster import named_by
from annotator.core.scheme import Scheme
from annotator.core.state import Draft, Place, State
from annotator.core.text.segment import Segments
from annotator.project.attempt import Clock
from annotator.project.opening import Read
from annotator.project.recorder import Recorder
from annotator.project.review.opening import SCREEN, ReviewRead, again, fresh, read_review
from annotator.project.review.setup import Setup
from annotator.project.session import Session
from annotator.store import Store

if TYPE_CHECKING:
    from annotator.core.records.decision import Decision
    from annotator.core.review.review import Review
    from annotator.project.undoing import Step


class ReviewSession(Session):
    """One adjudicator deciding articles of one project, one at a time."""

    screen = SCREEN

    def __init__(
        self,
        scheme: Scheme,
        setup: Setup,
        recorder: Recorder,
        clock: Clock,
        *,
        store: Store,
        text_of: Callable[[str], str],
        keys: dict[str, str] | None = None,
    ) -> None:
        """`text_of(article)` gives the text of any article of the project."""
        super().__init__(
            scheme,
            setup.adjudicator,
            recorder,
            clock,
            round=setup.round,
            keys=keys,
            used_elsewhere=lambda speaker, layer: used_beyond(store, scheme, speaker, layer[0]),
        )
        self.setup = setup
        self._text_of = text_of

    @property
    def review(self) -> Review:
        """What is decided in the article that is shown."""
        return cast("Review", self.state.review)

    def open(
        self,
        article: Article,
        store: Store,
        drafts: Mapping[Place, Draft] | None = None,
        case: str = "",
        only: str = "",
    ) -> State:
        """Show an article at a case or, without one, at the first that waits."""
        found = read_review(store, article, self.scheme, self.setup)
        self.segments = Segments(article.text)
        self.guide = Guide(self.segments)
        self.state = state = replace(fresh(article, self.scheme, self.round, found), only=only)
        # Whoever asks for no case finds the one at which something was being typed.
        typed = (each.about for each in drafts or () if self.review.case(each.about))
        at = self.review.case(case or next(typed, ""))
        state = to_case(state, at) if at else to_waiting(state, 1) or state
        self.show(draft.greeted(state, drafts or {}), found)
        return self.state

    def visit(self, case: str) -> None:
        """Bring a case of the article that is shown into focus."""
        found = self.review.case(case)
        if found is not None:
            self.state = draft.aside(self.state, to_case(replace(calm(self.state), confirm=""), found))

    def follow(self, *, queued: bool) -> None:
        """Go from case to case as the queue has them, or as they stand in the text."""
        self.state = replace(self.state, review=replace(self.review, queued=queued))

    def reader(self) -> Callable[[Store], Read]:
        """What reads the article that is shown again."""
        article, scheme, setup = self.state.article, self.scheme, self.setup
        return lambda store: read_review(store, article, scheme, setup)

    def adopted(self, found: Read) -> State:
        """The state with what was read just now."""
        return again(self.state, cast(ReviewRead, found))

    def texts(self, made: tuple[Swap, ...]) -> dict[str, str]:
        """Texts of the other articles in which something was decided from here."""
        here = self.state.article.id
        about = {cast("Decision", swap.after).article for swap in made if swap.kind == "decide" and swap.after}
        return {id: self._text_of(id) for id in sorted(about - {here})}

    def take(self, step: Step) -> None:
        """Take a step that no single key stands for: decisions in several articles at once."""
        self._run(step)


def used_beyond(store: Store, scheme: Scheme, speaker: str, article: str) -> int:
    """How many claims name this speaker, gold of this article left out."""
    from annotator.store.walk import mentions

    bodies = [body for _, body in mentions(store, "put", speaker)]
    bodies += [
        body
        for _, made in mentions(store, "decide", speaker)
        if made.get("article") != article
        for body in made.get("results", ())
    ]
    return sum(speaker in named_by(claim_from_body(body), scheme) for body in bodies)
