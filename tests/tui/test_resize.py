"""The size of the terminal: what is on the screen follows it, and on a small one nothing is typed unseen."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key

from annotator.core import prompt
from annotator.project.add import add
from annotator.project.desk import Desk
from annotator.project.practice.demo import demo
from annotator.tui.app import LabelApp
from annotator.tui.drawing.theme import DARK
from annotator.tui.sheet import Sheet


def lines(widget: Sheet) -> list[str]:
    """What a widget shows."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def press(app: LabelApp, keys: str) -> None:
    """Press keys."""
    for key in keys.split():
        await app.on_event(Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize(
    "size", [(120, 30), (110, 10), (80, 24), (80, 16), (80, 10), (40, 10), (40, 8), (30, 8), (20, 5)]
)
async def test_the_article_and_what_is_typed_are_in_view(tmp_path: Path, size: tuple[int, int]) -> None:
    """Also the row that Enter takes, with a list that is longer than the screen."""
    app = LabelApp(Desk(demo(tmp_path / "p"), "ana"), "harbor-bridge", DARK)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert app.article_view.size.height >= 2
        assert app.hint_bar.region.bottom == size[1]
        await press(app, "O a")
        assert len(prompt.choices(app.session.state)) > 9
        for _ in range(4):
            await pilot.pause()
            assert app.article_view.size.height >= 1
            assert app.hint_bar.region.bottom == size[1]
            assert any(line.startswith("▸") for line in lines(app.hint_bar)[:-1])
            await press(app, "down")
        await press(app, "escape escape")
        app.exit()
    assert app.desk.close() == ""


async def test_a_page_follows_the_width_and_shows_what_is_chosen(tmp_path: Path) -> None:
    """At once, also when it opens for the first time; the registry leaves the bar in view at any height."""
    project = demo(tmp_path / "p")
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(40):
        (folder / f"z{number:02d}.txt").write_text(f"Rents fell by {number}.", "utf-8")
    list(add(project, [folder]))
    app = LabelApp(Desk(project, "zoe"), "z39", DARK)
    async with app.run_test(size=(110, 20)) as pilot:
        await pilot.pause()
        await press(app, "g h")
        await pilot.pause()
        assert any("›" in line for line in lines(app.page))
        await press(app, "escape ?")
        await pilot.pause()
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        narrow = app.page.lines
        await press(app, "escape ?")
        assert app.page.lines == narrow
        await press(app, "escape")
        await pilot.resize_terminal(110, 30)
        await press(app, "g s")
        await pilot.pause()
        await pilot.resize_terminal(110, 20)
        await pilot.pause()
        await pilot.pause()
        assert app.registry.region.bottom <= app.hint_bar.region.y
        app.exit()
    assert app.desk.close() == ""
