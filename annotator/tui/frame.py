"""The frame of a screen: keys to its session, its state to the widgets, pages on top, a safe way out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events
from textual.app import App
from textual.geometry import Size

from annotator.core import keymap, prompt
from annotator.core.command import Effect
from annotator.core.errors import AnnotatorError, StoreError, sentence
from annotator.core.keymap import Node
from annotator.core.state import State
from annotator.project.backups import begin_day
from annotator.tui.article_view import ArticleView
from annotator.tui.drawing.theme import Theme
from annotator.tui.ending import Ending, listening
from annotator.tui.hint_bar import LOW, NARROW, Hint, HintBar
from annotator.tui.keys import names_of
from annotator.tui.listing import Listing
from annotator.tui.registry import Registry

if TYPE_CHECKING:
    from annotator.project.desk import Desk
    from annotator.project.paper.block import Block
    from annotator.project.review.desk import ReviewDesk
    from annotator.tui.agreement.page import AgreementPage

POLL_SECONDS = 1.0
"""How often an idle window asks whether another one has written."""
READ = ("feedback", "meeting")
"""Pages that are read from the whole project; their entries lead to places, as `article:offset`."""
FLUSH_SECONDS = 2.0
"""How long another article waits for what is unsaved of this one."""

D = TypeVar("D", bound="Desk | ReviewDesk")


class Frame(App[str], Generic[D]):
    """A screen on a desk. The result is a sentence to print after the screen is gone, or empty.

    A subclass says what it shows first (`begin`), what it shows (`paint`), and what its own effects do (`perform`).
    """

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, desk: D, theme: Theme, view: ArticleView, bar: HintBar) -> None:
        gc.disable()
        super().__init__(driver_class=listening())
        self.desk, self.looks = desk, theme
        self.session = desk.session
        self.article_view, self.hint_bar = view, bar
        self.registry = Registry(theme)
        self.page = Listing(theme)
        self.numbers: AgreementPage | None = None
        self.ending = Ending(self, desk, self.leave)
        self._insisted, self._day = False, ""

    # ── what a screen adds ───────────────────────────────────────────────────────────────────────────────────────

    def begin(self) -> None:
        """Open the first article."""
        raise NotImplementedError

    def paint(self) -> None:
        """Let every widget compare the state with what it shows."""
        raise NotImplementedError

    def perform(self, effect: Effect) -> None:
        """What is to be done besides, when it is something that only this screen can do."""
        raise NotImplementedError

    def take(self, kind: str, chosen: str) -> None:
        """Enter on a row of a page of this kind."""

    def hints(self, state: State, node: Node | None) -> tuple[Hint, ...]:
        """The keys that make sense next."""
        raise NotImplementedError

    # ── start ────────────────────────────────────────────────────────────────────────────────────────────────────

    def on_mount(self) -> None:
        """Show the first article, and start to write and to listen."""
        back = self.desk.start(self._wake)
        self.ending.begin()
        self.begin()
        if back:
            self.session.tell(back)
        self._narrow(self.size)
        self.paint()
        self.set_interval(POLL_SECONDS, self._beat)
        self.call_after_refresh(self._painted)

    def _beat(self) -> None:
        """Once a second: what others have written, what is being typed, and whether another day has begun."""
        self.desk.recorder.poll()
        self.desk.keep()
        self._day = begin_day(self.desk.recorder, self._day)

    def _wake(self) -> None:
        """Called from the recorder's thread."""
        if self.is_running:
            self.call_later(self._news)

    def _painted(self) -> None:
        """What was made on the way to the first frame is never looked at by the collector again."""
        gc.collect()
        gc.freeze()
        gc.enable()
        self._day = begin_day(self.desk.recorder)

    # ── keys and what follows ────────────────────────────────────────────────────────────────────────────────────

    async def on_event(self, event: events.Event) -> None:
        """Keys go to the session and nowhere else; all other events take Textual's way."""
        if isinstance(event, events.Key):
            with self.going_on():
                for name in names_of(event):
                    self._press(name)
        elif isinstance(event, events.Paste):
            with self.going_on():
                self.session.paste(event.text)
                self.paint()
        else:
            await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Below a hundred columns the panel moves under the article; what is as high as the screen follows it."""
        self._narrow(event.size)
        if self.article_view.state is not None:
            self.call_later(self.paint)

    def _narrow(self, size: Size) -> None:
        self.screen.set_class(size.width < NARROW, "narrow")
        self.screen.set_class(size.height < LOW, "low")

    def _press(self, key: str) -> None:
        if key == "quit":
            self.leave()
            return
        if key == "ctrl+z":
            self.action_suspend_process()
            return
        for page in (self.numbers, self.page):
            if page is not None and page.display:
                self.page_key(page, key)
                return
        view = self.article_view
        for effect in self.session.press(key, view.rows, view.page_rows, view.top):
            self._perform(effect)
        self.desk.keep(typing=False)
        self.paint()

    def paint_bars(self, state: State) -> None:
        """The hint bar and, while it is open, the registry: the same on every screen."""
        node = keymap.descend(self.session.root, state.pending)
        self.hint_bar.show(state, prompt.choices(state), self.hints(state, node), self.session.problem)
        if state.roster is not None or self.registry.display:
            # The hint bar stays in view: there names are typed.
            self.registry.styles.height = max(1, self.size.height - self.hint_bar.count)
            self.registry.follow(state, self.session.root.hints())

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """What the disk or a file refuses meanwhile is a sentence, and the screen goes on."""
        try:
            yield
        except (AnnotatorError, OSError) as problem:
            self.session.tell(sentence(problem), warn=True)
            self.paint()

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

    def _perform(self, effect: Effect) -> None:
        from annotator.tui import pages

        if effect.kind == "quit":
            self.leave()
        elif effect.kind in ("next", "previous"):
            self.go(self.desk.neighbour(1 if effect.kind == "next" else -1), effect.kind)
        elif effect.kind == "help":
            self.page.show("help", lambda cells: pages.help_lines(self.session, cells), self.size.width)
        elif effect.kind == "agreement":
            self._agreement()
        elif effect.kind in READ:
            self._read(effect.kind)
        elif effect.kind == "about":
            self.page.show("about", lambda cells: pages.about(self.session.state.article, cells), self.size.width)
        elif effect.kind == "guideline":
            advice = self.desk.advice(effect.topic)
            self.page.show("guideline", lambda cells: pages.guideline(advice, cells), self.size.width)
        else:
            self.perform(effect)

    def go(self, article: str | None, direction: str, place: str = "") -> None:
        """Open another article, once all of this one is saved."""
        if article is None:
            self.session.tell(f"This is the {'last' if direction == 'next' else 'first'} article.")
        elif self.settled():
            self.open(article, place)
        self.paint()

    def open(self, article: str, place: str = "") -> None:
        """Show an article; `place` is where in it, for a screen that has places."""
        self.desk.open(article)

    def settled(self) -> bool:
        """Whether all of the article that is shown is saved now; says so when it is not, or when some of it lapsed."""
        if self.session.settle(FLUSH_SECONDS):
            return not self.session.lapsed
        self.session.tell(f"Not yet: changes of this article are not saved. {self.session.problem}", warn=True)
        return False

    def _agreement(self) -> None:
        """The numbers; nothing of them is loaded before somebody asks for them."""
        if self.numbers is None:
            from annotator.tui.agreement.page import AgreementPage

            self.numbers = AgreementPage(self.desk.counting(), self.looks)
            self.mount(self.numbers)
        self.numbers.open()

    def _read(self, kind: str) -> None:
        """A page that is made beside the keys, and shown when it is there and still wanted."""
        from annotator.project.paper.block import Heading
        from annotator.tui import beside, paper

        hint = "j k Enter goes there · Backspace goes back"

        def arrived(blocks: list[Block]) -> None:
            if self.page.display and self.page.kind == kind:
                self.page.show(kind, lambda cells: paper.lines(blocks, cells, hint), self.size.width)

        def tell(blocks: list[Block]) -> None:
            if self.is_running:
                self.call_later(arrived, blocks)

        reading = [Heading(f"{kind.capitalize()}: reading …", 1)]
        self.page.show(kind, lambda cells: paper.lines(reading, cells, hint), self.size.width)
        beside.read(self.desk.project.folder, self.desk.page(kind), tell)

    def reach(self, article: str, start: int) -> None:
        """Put the cursor on a place, in this article or in another one."""
        here = self.session.state.article.id
        if article == here or self.settled():
            if article != here:
                self.open(article)
            self.session.place(start, start)
        self.paint()

    def page_key(self, page: Listing, key: str) -> None:
        """A key on a page over the article."""
        if not (asked := page.press(key)):
            return
        page.display = False
        if asked == "take" and page.kind in READ:
            article, _, start = page.chosen.rpartition(":")
            self.reach(article, int(start))
        elif asked == "take":
            self.take(page.kind, page.chosen)

    # ── the way out ──────────────────────────────────────────────────────────────────────────────────────────────

    def _fatal_error(self) -> None:
        """Put the screen away after an error of ours: a report says where in the program it was, and nothing else."""
        self.ending.crashed(self._exception or RuntimeError())
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """Textual would print what it knows of the error; the report says what may be said."""
        self._fatal_error()

    def leave(self, status: int = 0) -> None:
        """Save what is still on its way, put the screen away, and go; not yet, when nothing can be kept anywhere and
        the hand has not insisted."""
        try:
            left = self.ending.close(insist=bool(status) or self._insisted)
        except StoreError as problem:
            self._insisted = True
            self.session.tell(str(problem), warn=True)
            self.paint()
            return
        self.exit(left, return_code=status)
