"""The review screen: the article with a lane for each reader, and the versions of the case in focus."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size

from annotator.core.command import Effect
from annotator.core.keymap import Node
from annotator.core.state import State
from annotator.project.review.alike import Follower
from annotator.project.review.desk import ReviewDesk
from annotator.project.review.queue import ORDERS
from annotator.tui.drawing.theme import Theme
from annotator.tui.frame import Frame
from annotator.tui.hint_bar import Hint
from annotator.tui.listing import Listing
from annotator.tui.review import hints, pages
from annotator.tui.review.bar import ReviewBar
from annotator.tui.review.case_panel import CasePanel
from annotator.tui.review.case_view import CaseView
from annotator.tui.review.top import ReviewTop

WIDE = 165
"""Columns from which the panel grows no more."""


class ReviewApp(Frame[ReviewDesk]):
    """`annotator review`."""

    CSS = f"""
    Screen {{ layout: grid; grid-size: 2 3; grid-columns: 1fr 44%; grid-rows: 1 1fr auto; layers: base above; }}
    Screen.wide {{ grid-columns: 1fr {WIDE * 44 // 100}; }}
    TopLine {{ column-span: 2; height: 1; }}
    HintBar {{ column-span: 2; height: auto; }}
    Screen.narrow {{ grid-size: 1 4; grid-columns: 1fr; grid-rows: 1 1fr 1fr auto; }}
    Screen.narrow TopLine, Screen.narrow HintBar {{ column-span: 1; }}
    """

    def __init__(self, desk: ReviewDesk, article: str, case: str, theme: Theme, said: str = "") -> None:
        """Without a case the first one that waits. `said` stands in the bar until the first key."""
        view = CaseView(theme)
        super().__init__(desk, theme, view, ReviewBar(view.sights, theme))
        self.first, self.said = (article, case), said
        self.case_view = view
        self.top = ReviewTop(theme)
        self.panel = CasePanel(view.sights, theme)
        self._alike: tuple[Follower, ...] = ()

    def compose(self) -> ComposeResult:
        """Four widgets, and over them the registry and a page."""
        yield self.top
        yield self.article_view
        yield self.panel
        yield self.hint_bar
        yield self.registry
        yield self.page

    def begin(self) -> None:
        """The case that was asked for."""
        self.desk.open(*self.first)
        if self.said:
            self.session.tell(self.said)

    def _narrow(self, size: Size) -> None:
        super()._narrow(size)
        self.screen.set_class(size.width >= WIDE, "wide")

    def paint(self) -> None:
        """Let every widget compare the state with what it shows."""
        state, session = self.session.state, self.desk.session
        self.article_view.show(state)
        self.panel.show(state)
        self.desk.refresh()
        sight = self.case_view.sights.of(session.review)
        waiting, _ = self.desk.waiting()
        inset = self.article_view.measure.inset
        # A note that waits for its decision is saved when it is in its file.
        unsaved = session.unsaved + self.desk.drafts.due
        place = self.desk.place()
        counts = (sight.waiting, waiting, self.desk.put_off())
        self.top.show_review(state, inset, place, counts, self._who(), unsaved, session.problem)
        self.paint_bars(state)

    def _news(self) -> None:
        """What was written elsewhere is looked at a few articles at a time, between the keys."""
        super()._news()
        with self.going_on():
            if self.desk.catch_up():
                self.call_later(self._news)
            self.paint()

    def _who(self) -> str:
        setup = self.desk.setup
        second = setup.second or (bool(setup.gold) and setup.adjudicator not in setup.gold)
        who = f"{setup.adjudicator} · second opinion" if second else setup.adjudicator
        return who if setup.round == "main" else f"{who} · {setup.round}"

    def hints(self, state: State, node: Node | None) -> tuple[Hint, ...]:
        """What settles the case."""
        return hints.after(state, node, self.case_view.sights.of(self.desk.session.review))

    def on_case_panel_chosen(self, message: CasePanel.Chosen) -> None:
        """A click on a case of the component brings it into focus."""
        self.desk.session.visit(message.key)
        self.paint()

    # ── going on ─────────────────────────────────────────────────────────────────────────────────────────────────

    def perform(self, effect: Effect) -> None:
        """The next case of the queue, the queue itself, all like this."""
        if effect.kind in ("onward", "backward"):
            self._onward(1 if effect.kind == "onward" else -1)
        elif effect.kind == "home":
            self._queue()
        elif effect.kind == "alike":
            self._followers(effect)

    def _onward(self, step: int) -> None:
        """Go to the next case of the queue that waits, wherever it is; what others have decided meanwhile is passed."""
        session = self.desk.session
        for _ in range(len(self.desk.ids) + 1):
            item = self.desk.onward(step)
            if item is None:
                break
            if item.article == session.state.article.id:
                session.visit(item.key)
                return
            if not self.settled():
                return
            self.desk.open(item.article, item.key)
            if item.key == session.review.at and session.review.focus in session.review.waiting():
                return
        session.tell(self._all_done(), warn=bool(session.state.only))

    def _all_done(self) -> str:
        waiting, count = self.desk.waiting()
        if self.session.state.only:
            return "No other case is like that; O shows all that waits."
        if waiting:
            return f"Only this case waits: {waiting} of {count}."
        return f"Nothing waits any more: all {count} cases are decided or put off. g h shows the queue."

    def open(self, article: str, place: str = "") -> None:
        """Show an article at a case, or at the first one that waits."""
        self.desk.open(article, place)

    def reach(self, article: str, start: int) -> None:
        """A place, with the case that lies there in focus."""
        super().reach(article, start)
        review = self.desk.session.review
        case = next((each for each in review.everything if each.span.contains(start)), None)
        if case is not None and self.session.state.article.id == article:
            self.desk.session.visit(case.key)
            self.paint()

    # ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _queue(self) -> None:
        here = self.session.state.article.id
        self.page.show("queue", lambda cells: pages.queue(self.desk, cells), self.size.width, here)

    def _followers(self, effect: Effect) -> None:
        self._alike = self.desk.alike(effect)
        if self._alike:
            state = self.session.state
            self.page.show("alike", lambda cells: pages.alike(self._alike, state, cells), self.size.width)
        else:
            self.session.tell("No other case that waits has the same disagreement.", warn=True)

    def page_key(self, page: Listing, key: str) -> None:
        """On the queue `o` puts it into another order; everything else is as on any page."""
        if page.kind == "queue" and key == "o":
            names = list(ORDERS)
            self.desk.reorder(names[(names.index(self.desk.order) + 1) % len(names)])
            self._queue()
            return
        super().page_key(page, key)

    def take(self, kind: str, chosen: str) -> None:
        """Open what was chosen in the queue; settle all that is alike."""
        if kind == "queue":
            article, _, case = chosen.partition("/")
            if article == self.session.state.article.id and case:
                self.desk.session.visit(case)
                self.paint()
            else:
                self.go(article, "next", case)
        elif kind == "agreement" and chosen in self.desk.summaries and chosen != self.session.state.article.id:
            self.go(chosen, "next")
        elif kind == "alike":
            self.desk.carry(self._alike)
            self.paint()
