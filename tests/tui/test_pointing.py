"""What comes from a terminal: a click beside the text, a pasted text, keys that arrive as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste

from annotator.core.prompt import PASTED
from annotator.project.desk import Desk
from annotator.project.practice.demo import demo
from annotator.tui.app import LabelApp
from annotator.tui.drawing.glyphs import Glyphs
from annotator.tui.drawing.theme import DARK, PLAIN, Theme
from annotator.tui.keys import names_of


@pytest.mark.parametrize("text", ["", "Rents", "主张"])
def test_left_of_the_text_is_its_start(text: str) -> None:
    """Also in a blank row, which has no cell at all."""
    glyphs = Glyphs(f"a\n{text}\nb", 2, 2 + len(text))
    assert [glyphs.offset(cell) for cell in (-8, -1, 0)] == [2, 2, 2]


@pytest.mark.parametrize("theme", [DARK, PLAIN], ids=lambda theme: theme.name)
async def test_a_click_in_the_margin_of_a_blank_row(tmp_path: Path, theme: Theme) -> None:
    """The cursor goes to that row, and the screen goes on."""
    app = LabelApp(Desk(demo(tmp_path / "p"), "zoe"), "harbor-bridge", theme)
    async with app.run_test(size=(110, 30)) as pilot:
        await pilot.pause()
        rows = app.article_view.rows
        blank = next(row for row in range(9) if rows.start(row) == rows.end(row))
        await pilot.click(app.article_view, offset=(4, blank))
        assert app.session.state.selection.head == rows.start(blank)
        app.exit()
    assert app.desk.close() == ""


@pytest.mark.parametrize(
    ("keys", "text", "typed"),
    [
        ("@", "2d Cavalry", "2d Cavalry"),
        ("@", "1st\n Division\t", "1st Division"),
        ("m", "two\x1b[2Jlines\r\nof\x07 text", "two[2Jlines of text"),
        ("m", "x" * (PASTED + 1), "x" * PASTED),
        (":", "delete", "delete"),
    ],
)
async def test_what_is_pasted_is_typed(tmp_path: Path, keys: str, text: str, typed: str) -> None:
    """No digit of it takes a row and no letter is a command, even where the prompt has a numbered list."""
    desk = Desk(demo(tmp_path / "p"), "ana")
    app = LabelApp(desk, "harbor-bridge", DARK)
    async with app.run_test(size=(110, 30)) as pilot:
        await pilot.pause()
        await app.on_event(Paste(text))
        assert desk.session.state.prompt is None
        for key in ("tab", *keys):
            await app.on_event(Key(key, key))
        claims = desk.session.state.claims
        await app.on_event(Paste(text))
        prompt = desk.session.state.prompt
        assert prompt is not None
        assert prompt.text == typed
        assert desk.session.state.claims == claims
        assert desk.session.state.message == ("Only the first 10,000 characters are pasted." if "xx" in text else "")
        await app.on_event(Key("escape", None))
        app.exit()
    assert desk.close() == ""


@pytest.mark.parametrize(
    ("sent", "names"),
    [
        ("\x1bd", ("escape", "d")),
        ("\x1bZ", ("escape", "Z")),
        ("\x1bä", ("escape", "ä")),
        ("\x1b[100;3u", ("alt+d",)),
        ("\x1b[A", ("up",)),
        ("d", ("d",)),
    ],
)
def test_esc_and_a_letter_right_behind_it_are_two_keys(sent: str, names: tuple[str, ...]) -> None:
    """Most terminals send the same for Alt and the letter; where one tells them apart, Alt is a key of its own."""
    parser = XTermParser()
    events = [*parser.feed(sent), *parser.feed("")]
    assert [names_of(event) for event in events if isinstance(event, Key)] == [names]
