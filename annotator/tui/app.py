"""The app: keys to the session, its state to the widgets. It holds nothing that could be lost."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, ComposeResult

from annotator.core import keymap, prompt
from annotator.core.command import Effect
from annotator.core.proposal import ghost
from annotator.core.state import State
from annotator.project.desk import Desk
from annotator.tui import hints
from annotator.tui.article_view import ArticleView
from annotator.tui.claim_panel import ClaimPanel
from annotator.tui.drawing.theme import Theme
from annotator.tui.hint_bar import HintBar
from annotator.tui.keys import name_of
from annotator.tui.listing import Line, Listing
from annotator.tui.registry import Registry
from annotator.tui.top_line import TopLine

if TYPE_CHECKING:
    from annotator.project.practice.lesson import Lesson
    from annotator.tui.agreement.page import AgreementPage
    from annotator.tui.lesson_bar import LessonBar

NARROW = 100
"""Columns below which the claims stand in a strip under the article."""
POLL_SECONDS = 1.0
"""How often an idle window asks whether another one has written."""


def taught(theme: Theme) -> LessonBar:
    """The tutor's words; loaded only for a lesson."""
    from annotator.tui.lesson_bar import LessonBar

    return LessonBar(theme)


class LabelApp(App[str]):
    """`annotator label`. The result is a sentence to print after the screen is gone, or empty."""

    ENABLE_COMMAND_PALETTE = False
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
    """

    def __init__(self, desk: Desk, article: str, theme: Theme, lesson: Lesson | None = None) -> None:
        gc.disable()
        super().__init__()
        self.desk, self.session, self.looks = desk, desk.session, theme
        self.first_article = article
        self.top = TopLine(theme)
        self.article_view = ArticleView(theme)
        self.panel = ClaimPanel(theme)
        self.lesson, self.lesson_bar = lesson, taught(theme) if lesson is not None else None
        self.hint_bar = HintBar(theme)
        self.registry = Registry(theme)
        self.page = Listing(theme)
        self.numbers: AgreementPage | None = None
        self.crash = ""
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

    def on_mount(self) -> None:
        """Show the first article, and start to write and to listen."""
        self.desk.start(self._wake)
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._leave, 128 + signal.SIGTERM)
        loop.add_signal_handler(signal.SIGHUP, self._hung_up)
        self.desk.open(self.first_article)
        self._narrow(self.size.width)
        self.screen.set_class(self.lesson is not None, "taught")
        self.paint()
        self.set_interval(POLL_SECONDS, self.desk.recorder.poll)
        self.call_after_refresh(self._painted)

    def _wake(self) -> None:
        """Called from the recorder's thread."""
        if self.is_running:
            self.call_later(self._news)

    def _painted(self) -> None:
        """What was made on the way to the first frame is never looked at by the collector again."""
        gc.collect()
        gc.freeze()
        gc.enable()

    async def on_event(self, event: events.Event) -> None:
        """Keys go to the session and nowhere else; all other events take Textual's way."""
        if isinstance(event, events.Key):
            self._press(name_of(event))
        elif isinstance(event, events.Paste):
            for char in " ".join(event.text.split()) if self.session.state.prompt else "":
                self._press(char)
        else:
            await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Below a hundred columns the panel moves under the article."""
        self._narrow(event.size.width)

    def _narrow(self, width: int) -> None:
        self.screen.set_class(width < NARROW, "narrow")

    def _press(self, key: str) -> None:
        if key == "quit":
            self._leave()
            return
        if key == "ctrl+z":
            self.action_suspend_process()
            return
        for page in (self.numbers, self.page):
            if page is not None and page.display:
                self._page_key(page, key)
                return
        view = self.article_view
        for effect in self.session.press(key, view.rows, view.page_rows, view.top):
            self._perform(effect)
        self.paint()

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
        rows = prompt.choices(state)
        node = keymap.descend(self.session.root, state.pending)
        self.hint_bar.show(state, rows, hints.after(state, node), self.session.problem)
        if state.roster is not None or self.registry.display:
            # The hint bar stays in view: there names are typed.
            self.registry.styles.height = max(1, self.size.height - self.hint_bar.count)
            self.registry.follow(state, self.session.root.hints())

    def _with_ghost(self, state: State) -> State:
        """The state as it is drawn; made anew only when the ghost or the claims have changed."""
        if state.ghost is None:
            return state
        key = (state.ghost, state.claims)
        old = self._ghost_key
        if self._ghost is None or old is None or any(a is not b for a, b in zip(key, old, strict=True)):
            self._ghost_key, self._ghost = key, ghost.drawn(state, self.session.segments)
        return replace(state, claims=self._ghost.claims, numbers=self._ghost.numbers, active=ghost.ID)

    def _news(self) -> None:
        if self.session.drain():
            self.paint()

    def on_article_view_pressed(self, message: ArticleView.Pressed) -> None:
        """A click puts the cursor there."""
        self.session.place(message.offset, message.offset)
        self.paint()

    def on_article_view_dragged(self, message: ArticleView.Dragged) -> None:
        """A drag selects."""
        self.session.place(message.anchor, message.head)
        self.paint()

    def on_claim_panel_chosen(self, message: ClaimPanel.Chosen) -> None:
        """A click on a claim makes it the active one."""
        self.session.choose(message.claim_id)
        self.paint()

    def _perform(self, effect: Effect) -> None:
        from annotator.tui import pages

        if effect.kind == "quit":
            self._leave()
        elif effect.kind in ("next", "previous"):
            self._go(self.desk.neighbour(1 if effect.kind == "next" else -1), effect.kind)
        elif effect.kind == "home":
            self._show("home", pages.home(self.desk), self.session.state.article.id)
        elif effect.kind == "help":
            self._show("help", pages.help_lines(self.session.scheme, self.size.width))
        elif effect.kind == "agreement":
            self._agreement()
        elif effect.kind == "guideline":
            self._show("guideline", pages.guideline(self.desk.guidelines(), effect.topic, self.size.width))

    def _go(self, article: str | None, direction: str) -> None:
        if article is None:
            self.session.tell(f"This is the {'last' if direction == 'next' else 'first'} article.")
        elif not self.desk.recorder.flush(2.0):
            self.session.tell(f"Not yet: changes of this article are not saved. {self.session.problem}", warn=True)
        else:
            self.session.drain()
            self.desk.open(article)
        self.paint()

    def _show(self, kind: str, lines: Sequence[Line], chosen: str = "") -> None:
        self.page.show(kind, lines, chosen)

    def _agreement(self) -> None:
        """The numbers; nothing of them is loaded before somebody asks for them."""
        if self.numbers is None:
            from annotator.tui.agreement.page import AgreementPage

            self.numbers = AgreementPage(self.desk.counting(), self.looks)
            self.mount(self.numbers)
        self.numbers.open()

    def _page_key(self, page: Listing, key: str) -> None:
        asked = page.press(key)
        if not asked:
            return
        page.display = False
        if asked == "take" and page.kind in ("home", "agreement") and page.chosen != self.session.state.article.id:
            self._go(page.chosen, "next")

    def _fatal_error(self) -> None:
        """Put the screen away after an error of ours: the details go to a log, never with values of variables."""
        import tempfile
        import traceback
        from pathlib import Path

        path = Path(tempfile.gettempdir()) / f"annotator-{os.getpid()}.log"
        problem = self._exception
        with contextlib.suppress(OSError):
            path.touch(mode=0o600)
            path.write_text("".join(traceback.format_exception(problem)), "utf-8")
        self.crash = f"The screen ended unexpectedly ({type(problem).__name__}); what happened is written to {path}."
        self._close_messages_no_wait()

    def _leave(self, status: int = 0) -> None:
        """Save what is still on its way, put the screen away, and go."""
        self.exit(self.desk.close(), return_code=status)

    def _hung_up(self) -> None:
        """The terminal is gone: nothing can be put away, and nobody reads a sentence. Save and end."""
        self.desk.close()
        os._exit(128 + signal.SIGHUP)
