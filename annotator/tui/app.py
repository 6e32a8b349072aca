"""The label screen: the article, its claims, and the two lines around them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from annotator.core.command import Effect
from annotator.core.keymap import Node
from annotator.core.proposal import ghost
from annotator.core.state import State
from annotator.project.desk import Desk
from annotator.tui import hints
from annotator.tui.article_view import ArticleView
from annotator.tui.claim_panel import ClaimPanel
from annotator.tui.drawing.theme import Theme
from annotator.tui.frame import Frame
from annotator.tui.hint_bar import Hint, HintBar
from annotator.tui.top_line import TopLine

if TYPE_CHECKING:
    from annotator.project.practice.lesson import Lesson
    from annotator.tui.lesson_bar import LessonBar


def taught(theme: Theme) -> LessonBar:
    """The tutor's words; loaded only for a lesson."""
    from annotator.tui.lesson_bar import LessonBar

    return LessonBar(theme)


class LabelApp(Frame[Desk]):
    """`annotator label`."""

    CSS = """
    Screen { layout: grid; grid-size: 2 3; grid-columns: 1fr 42; grid-rows: 1 1fr auto; layers: base above; }
    TopLine { column-span: 2; height: 1; }
    HintBar { column-span: 2; height: auto; }
    LessonBar { column-span: 2; }
    Screen.taught { grid-size: 2 4; grid-rows: 1 1fr 4 auto; }
    Screen.narrow LessonBar { column-span: 1; }
    Screen.narrow { grid-size: 1 4; grid-columns: 1fr; grid-rows: 1 1fr 7 auto; }
    Screen.narrow.taught { grid-size: 1 5; grid-columns: 1fr; grid-rows: 1 1fr 5 4 auto; }
    Screen.narrow TopLine, Screen.narrow HintBar { column-span: 1; }
    Screen.narrow.low { grid-size: 1 3; grid-rows: 1 1fr auto; }
    Screen.narrow.low.taught { grid-size: 1 4; grid-rows: 1 1fr 4 auto; }
    Screen.narrow.low ClaimPanel { display: none; }
    """

    def __init__(self, desk: Desk, article: str, theme: Theme, lesson: Lesson | None = None) -> None:
        super().__init__(desk, theme, ArticleView(theme), HintBar(theme))
        self.first_article = article
        self.top = TopLine(theme)
        self.panel = ClaimPanel(theme)
        self.lesson, self.lesson_bar = lesson, taught(theme) if lesson is not None else None
        self._ghost_key: tuple[object, ...] | None = None
        self._ghost: State | None = None

    def compose(self) -> ComposeResult:
        """Four widgets, the tutor's words while a lesson is taken, and over them the registry and a page."""
        yield self.top
        yield self.article_view
        yield self.panel
        if self.lesson_bar is not None:
            yield self.lesson_bar
        yield self.hint_bar
        yield self.registry
        yield self.page

    def begin(self) -> None:
        """The article that was asked for."""
        self.desk.open(self.first_article)
        self.screen.set_class(self.lesson is not None, "taught")

    def paint(self) -> None:
        """Let every widget compare the state with what it shows."""
        state = self.session.state
        shown = self._with_ghost(state)
        self.article_view.show(shown)
        self.panel.show(shown)
        number, count = self.desk.place()
        pace = self.session.keys_per_claim
        if self.lesson is not None and self.lesson_bar is not None:
            self.lesson.see(state)
            self.lesson_bar.show(self.lesson.text())
        self.top.show(state, number, count, self.session.unsaved, self.session.problem, pace)
        self.paint_bars(state)

    def hints(self, state: State, node: Node | None) -> tuple[Hint, ...]:
        """What can be done with the claim, the ghost, or the selection."""
        return hints.after(state, node)

    def _with_ghost(self, state: State) -> State:
        """The state as it is drawn; made anew only when the ghost or the claims have changed."""
        if state.ghost is None:
            return state
        key = (state.ghost, state.claims)
        old = self._ghost_key
        if self._ghost is None or old is None or any(a is not b for a, b in zip(key, old, strict=True)):
            self._ghost_key, self._ghost = key, ghost.drawn(state, self.session.segments)
        return replace(state, claims=self._ghost.claims, numbers=self._ghost.numbers, active=ghost.ID)

    def on_claim_panel_chosen(self, message: ClaimPanel.Chosen) -> None:
        """A click on a claim makes it the active one."""
        self.session.choose(message.claim_id)
        self.paint()

    def perform(self, effect: Effect) -> None:
        """The list of articles."""
        from annotator.tui import pages

        if effect.kind == "home":
            self.page.show("home", lambda _: pages.home(self.desk), self.size.width, self.session.state.article.id)

    def take(self, kind: str, chosen: str) -> None:
        """An article of the list, or of the agreement page."""
        if kind in ("home", "agreement") and chosen != self.session.state.article.id:
            self.go(chosen, "next")
