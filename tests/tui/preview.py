"""The widgets on hand-made states, to be looked at: `python -m tests.tui.preview [dark|light|plain] [scene]`.

Arrow keys move the cursor, Tab the active claim, p opens a prompt, s selects; q leaves.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace

from textual.app import App, ComposeResult
from textual.events import Key, Resize

from annotator.core.state import Choice, Prompt, Selection, State
from annotator.tui.article_view import ArticleView
from annotator.tui.claim_panel import ClaimPanel
from annotator.tui.drawing.textual_theme import textual_theme
from annotator.tui.drawing.theme import DARK, Theme, choose
from annotator.tui.hint_bar import HintBar
from annotator.tui.top_line import TopLine
from tests.tui.scenes import harbor

HINTS = (("s q z p", "select"), ("w b", "word"), ("Tab", "claim"), ("/", "search"), ("Z", "done"), ("?", "help"))


class Preview(App[None]):
    """The four widgets around one state."""

    CSS = """
    Screen { layout: grid; grid-size: 2 3; grid-columns: 1fr 42; grid-rows: 1 1fr auto; }
    TopLine { column-span: 2; height: 1; }
    HintBar { column-span: 2; }
    Screen.narrow { grid-size: 1 4; grid-columns: 1fr; grid-rows: 1 1fr 7 auto; }
    Screen.narrow TopLine, Screen.narrow HintBar { column-span: 1; }
    """
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        state: State,
        look: Theme = DARK,
        view: type[ArticleView] = ArticleView,
        panel: type[ClaimPanel] = ClaimPanel,
    ) -> None:
        super().__init__(ansi_color=look.ansi)
        self.state = state
        self.look = look
        self.top_line = TopLine(look)
        self.article = view(look)
        self.panel = panel(look)
        self.hint_bar = HintBar(look)
        self.choices: tuple[Choice, ...] = ()

    def compose(self) -> ComposeResult:
        """The four widgets."""
        yield self.top_line
        yield self.article
        yield self.panel
        yield self.hint_bar

    def on_mount(self) -> None:
        """Paint the first state."""
        self.register_theme(textual_theme(self.look))
        self.theme = self.look.name
        self.paint()

    def on_resize(self, event: Resize) -> None:
        """As the app does it."""
        self.screen.set_class(event.size.width < 100, "narrow")

    def put(self, state: State) -> None:
        """Show another state."""
        self.state = state
        self.paint()

    def paint(self) -> None:
        """All widgets from the one state."""
        self.top_line.show(self.state, 3, 12)
        self.article.show(self.state)
        self.panel.show(self.state)
        self.hint_bar.show(self.state, self.choices, HINTS)

    def on_key(self, event: Key) -> None:
        """A few keys, enough to look at everything."""
        state, at = self.state, self.state.selection.head
        rows = self.article.rows
        row = rows.row_of(at)
        if event.key == "q":
            self.exit()
        elif event.key in ("left", "right"):
            at = max(0, min(len(state.article.text), at + (1 if event.key == "right" else -1)))
            self.put(replace(state, selection=Selection(at, at), message=""))
        elif event.key in ("up", "down"):
            to = max(0, min(rows.count - 1, row + (1 if event.key == "down" else -1)))
            at = min(rows.start(to) + at - rows.start(row), rows.end(to))
            self.put(replace(state, selection=Selection(at, at), message=""))
        elif event.key == "tab":
            ids = [claim.id for claim in state.claims]
            self.put(replace(state, active=ids[(ids.index(state.active) + 1) % len(ids)] if state.active else ids[0]))
        elif event.key == "s":
            self.put(replace(state, selection=Selection(at, min(at + 40, len(state.article.text)))))
        elif event.key == "p":
            self.choices = (Choice("a", "Ana Ruiz", "MP, opposition"), Choice("b", "Annika Berg", "person"))
            self.put(replace(state, prompt=Prompt("speaker", "who says it?", "An")))

    def on_article_view_pressed(self, message: ArticleView.Pressed) -> None:
        """A click."""
        self.put(replace(self.state, selection=Selection(message.offset, message.offset)))

    def on_article_view_dragged(self, message: ArticleView.Dragged) -> None:
        """A drag."""
        self.put(replace(self.state, selection=Selection(message.anchor, message.head)))

    def on_claim_panel_chosen(self, message: ClaimPanel.Chosen) -> None:
        """A click on a claim."""
        self.put(replace(self.state, active=message.claim_id))


if __name__ == "__main__":
    word = sys.argv[1] if len(sys.argv) > 1 else "dark"
    Preview(harbor(), choose(word, no_color="NO_COLOR" in os.environ)).run()
