"""The review desk: what the review screen needs of a project, so that the screen knows neither files nor the store."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from annotator.core.article import Article
from annotator.core.compare.sense import Sense, sense_of
from annotator.core.errors import UsageError
from annotator.core.record import speaker_from_body
from annotator.core.records.decision import decision_from_body
from annotator.core.review.recipe import recipe_of
from annotator.core.review.review import Review
from annotator.core.state import State
from annotator.project.attempt import Clock
from annotator.project.corpus.choosing import chosen
from annotator.project.desk import Project, counting_of, drafts_of, token, utc_now
from annotator.project.ending.rescue import bring_back, put_away
from annotator.project.recorder import Recorder
from annotator.project.review.alike import Follower, carried, followers
from annotator.project.review.opening import SCREEN, layers, present, review_of
from annotator.project.review.queue import OWN, Item, Summary, articles, onward, ordered, summary_of
from annotator.project.review.rules import record, ruled
from annotator.project.review.session import ReviewSession
from annotator.project.review.setup import Setup
from annotator.store import Store
from annotator.store.lately import moment, touched

if TYPE_CHECKING:
    from annotator.core.command import Effect
    from annotator.project.compare.counting import Counting
    from annotator.project.feedback.advice import Advice
    from annotator.project.paper.block import Block

ALONE = 2
"""Readers from which there is something to compare."""


class ReviewDesk:
    """One adjudicator at work in one project."""

    def __init__(
        self,
        project: Project,
        setup: Setup,
        *,
        order: str = "mass",
        keys: dict[str, str] | None = None,
        where: Sequence[str] = (),
    ) -> None:
        """`where` are conditions on the articles of the queue. Raises UsageError when none fits."""
        self.where = tuple(where)
        self.project, self.setup, self.order = project, setup, order
        self.annotator = setup.adjudicator
        self.recorder = Recorder(project.store.path, Store.open, screen=SCREEN)
        self.session = ReviewSession(
            project.scheme,
            setup,
            self.recorder,
            Clock(utc_now, time.monotonic, token()),
            store=project.store,
            text_of=lambda id: project.article(id).text,
            keys=keys,
        )
        self.drafts = drafts_of(project, setup.adjudicator, setup.round, self.recorder)
        self.ids = chosen(project, where)
        self.summaries: dict[str, Summary] = {}
        self._shown: Review | None = None
        self._articles: tuple[object, tuple[str, ...]] = (None, ())
        self._behind: dict[str, None] = {}
        """Articles on which something was written since they were looked at, apart from the one that is shown."""
        self._seen = 0
        self._counting: Counting | None = None

    def start(self, wake: Callable[[], None]) -> str:
        """Begin to write; `wake` is called from another thread whenever there is news. What there is to say of changes
        that could not be saved the last time."""
        self.recorder.wake = wake
        said = bring_back(self.project.store, self.drafts.places, self.annotator)
        self.recorder.start()
        return said

    def keep(self, *, typing: bool = True) -> None:
        """Have kept what is being typed and, not at each key while it is, what was typed."""
        if typing or self.session.state.prompt is None:
            self.drafts.follow(self.session.state, unsaved=bool(self.session.unsaved))

    # ── the queue ────────────────────────────────────────────────────────────────────────────────────────────────

    def survey(self, *, write: bool = True) -> Iterator[str]:
        """Look at every article that two have read, one at each step; rules decide what needs nobody. Gives its id."""
        sense = self._sense()
        self._seen = moment(self.project.store)
        for id in self.ids:
            self.look(id, sense, write=write)
            yield id

    def look(self, id: str, sense: Sense | None = None, *, write: bool = False) -> None:
        """Look at one article again."""
        store = self.project.store
        article = self.project.article(id)
        review = self._review(article, sense or self._sense())
        if len(review.readers) < ALONE:
            self.summaries.pop(id, None)
            return
        if write and not store.read_only:
            made = ruled(review, utc_now(), trivial=self.setup.trivial)
            if record(store, made, article.text, id, f"rule-{token(12)}"):
                review = review.with_decisions({**review.decisions, **{each.id: each for each in made}})
        absent = present(store, id).absent(id, self.setup.round)
        self.summaries[id] = summary_of(review, article.title, article.text, absent)

    def _sense(self) -> Sense:
        registry = {row.key[0]: speaker_from_body(row.body) for row in self.project.store.current("speaker")}
        return sense_of(self.project.scheme, registry)

    def _review(self, article: Article, sense: Sense) -> Review:
        store = self.project.store
        claims, readers = layers(store, article, self.setup.round)
        decisions = {
            row.key[0]: each
            for row in store.about("decide", article.id)
            if self.setup.shows(each := decision_from_body(row.body))
        }
        return review_of(article, claims, readers, decisions, sense, self.setup)

    def refresh(self) -> Summary | None:
        """The summary of the article that is shown, as it is decided on the screen now."""
        review, article, shown = self.session.review, self.session.state.article, self._shown
        old = self.summaries.get(article.id)
        if old is not None and (shown is None or shown.decisions is not review.decisions):
            same = old if shown is not None and shown.cases is review.cases else None
            self.summaries[article.id] = summary_of(review, article.title, article.text, old.absent, same)
        self._shown = review
        return self.summaries.get(article.id)

    def catch_up(self, most: int = 3) -> bool:
        """Look again at articles on which others have written, or this window from another article; at most so many.

        Whether there are more.
        """
        found = touched(self.project.store, self._seen)
        self._seen = max((self._seen, *found.values()))
        self._behind.update(dict.fromkeys(id for id in found if id in self.ids))
        for id in list(self._behind)[:most]:
            del self._behind[id]
            if id != self.session.state.article.id:
                self.look(id, write=True)
        return bool(self._behind)

    def queue(self) -> tuple[Item, ...]:
        """Every case in the order that is chosen."""
        return ordered(self.summaries, self.order, self.articles())

    def articles(self) -> tuple[str, ...]:
        """The articles in the order that is chosen; made anew only when that or the articles have changed."""
        made_of = (self.order, frozenset(self.summaries))
        if self._articles[0] != made_of:
            self._articles = made_of, articles(self.summaries, self.order, self.ids, self.setup.seed)
        return self._articles[1]

    def rows(self) -> tuple[Summary, ...]:
        """The articles in the order of the queue, each with what waits in it."""
        return tuple(self.summaries[id] for id in self.articles())

    def waiting(self) -> tuple[int, int]:
        """(cases that wait, all cases) of the project."""
        held = self.summaries.values()
        return sum(each.waiting for each in held), sum(len(each.items) for each in held)

    def put_off(self) -> int:
        """Cases of the project that were put off: nobody is asked about them, and gold is not complete."""
        return sum(each.deferred for each in self.summaries.values())

    # ── going ────────────────────────────────────────────────────────────────────────────────────────────────────

    def first(self) -> Item:
        """The first case that waits; the first of all when none does. Raises UsageError when there is nothing."""
        queue = self.queue()
        if not queue:
            raise UsageError(
                "There is nothing to review yet: no article has been finished by two annotators. "
                "`annotator status` says who has read what."
            )
        return next((item for item in queue if item.waits), queue[0])

    def open(self, article: str, case: str = "") -> State:
        """Show this article at a case, or at the first one that waits; the filter stays. Raises StoreError, and all
        stays as it is."""
        only = ""
        if hasattr(self.session, "state"):
            only = self.session.state.only
            # What was typed and is saved since the last beat is no draft any more.
            self.keep()
        drafts = self.drafts.of(article)
        self.session.open(self.project.article(article), self.project.store, drafts, case, only)
        self.drafts.at(drafts)
        self.session.follow(queued=self.order in OWN)
        self._shown = None
        self.refresh()
        return self.session.state

    def reorder(self, order: str) -> None:
        """Put the queue into another order; from here on it is followed."""
        self.order = order
        self.session.follow(queued=order in OWN)

    def onward(self, step: int) -> Item | None:
        """The next case of the queue that waits, beyond the one in focus, or the one before."""
        self.refresh()
        state = self.session.state
        return onward(self.queue(), state.article.id, self.session.review.at, step, state.only)

    def neighbour(self, step: int) -> str | None:
        """The article before or after the one that is shown, in the order of the queue."""
        ids = self.articles()
        here = self.session.state.article.id
        index = ids.index(here) + step if here in ids else 0
        return ids[index] if 0 <= index < len(ids) else None

    def place(self) -> tuple[int, int]:
        """(number of the article that is shown, of how many)."""
        ids = self.articles()
        here = self.session.state.article.id
        return (ids.index(here) + 1 if here in ids else 0), len(ids)

    # ── all like this ────────────────────────────────────────────────────────────────────────────────────────────

    def alike(self, effect: Effect) -> tuple[Follower, ...]:
        """What would be settled like the case that the effect names."""
        state, review = self.session.state, self.session.review
        case = review.case(effect.topic)
        decision = review.decision(case) if case else None
        recipe = recipe_of(case, decision, review, state.article.text) if case and decision else None
        if recipe is None:
            return ()
        return followers(recipe, self._others(), state, utc_now())

    def _others(self) -> Iterator[tuple[Article, Review]]:
        sense = self.session.review.sense
        for id in self.summaries:
            if id == self.session.state.article.id:
                yield self.session.state.article, self.session.review
            else:
                article = self.project.article(id)
                yield article, self._review(article, sense)

    def carry(self, found: tuple[Follower, ...]) -> None:
        """Settle all of them, as one batch."""
        store = self.project.store
        heads = {("decide", each.decision.key): store.head("decide", each.decision.key) for each in found}
        here = self.session.state.article.id
        far = {each.decision.key for each in found if each.article != here}
        self.recorder.adopt({key: head for key, head in heads.items() if head is not None and key[1] in far})
        self.session.take(lambda now: (carried(now, found), ()))
        count, articles = len(found), len({each.article for each in found})
        self.session.tell(
            f"{count} settled alike in {articles} article{'s' if articles > 1 else ''}; u takes all back."
        )

    def advice(self, topic: str) -> Advice:
        """The guidelines on a topic, with examples from what is decided, as far as it counts on this screen."""
        from annotator.project.feedback.advice import advice

        return advice(self.project, topic, self.ids, round=self.setup.round, counts=self.setup.counts)

    def page(self, kind: str) -> Callable[[Any], Iterable[Block]]:
        """How the page `feedback` (of everybody) or `meeting` is made of an open project."""
        setup = self.setup

        def made(project: Any) -> Iterable[Block]:
            from annotator.project.feedback import board, lead
            from annotator.project.meeting.agenda import agenda
            from annotator.project.meeting.brief import brief

            if kind == "meeting":
                return brief(agenda(project, open=not setup.blind, round=setup.round))
            return board.page(lead.lead(project, setup.round))

        return made

    def counting(self) -> Counting:
        """The process that counts agreement, of the originals; it starts with the first look, and is kept."""
        if self._counting is None:
            self._counting = counting_of(self.project, self.annotator, self.setup.round)
        return self._counting

    def close(self, seconds: float = 2.0, *, insist: bool = True) -> str:
        """Save what can be saved; a sentence when something could not be, and where it lies now.

        Raises StoreError when it lies nowhere and nobody insists: then all goes on.
        """
        said = put_away(self.session, self.drafts, seconds, insist=insist)
        if self._counting is not None:
            self._counting.close()
        return said
