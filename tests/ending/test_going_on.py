"""A store that cannot be read while a key is pressed is a sentence; the screen stays as it was and goes on."""

from __future__ import annotations

from pathlib import Path

from textual.events import Key

from annotator.project.desk import Desk
from annotator.project.practice.demo import demo
from annotator.tui.app import LabelApp
from annotator.tui.drawing.theme import DARK


async def press(app: LabelApp, keys: str) -> None:
    """Press keys, one a character."""
    for key in keys:
        await app.on_event(Key(key, key))


async def test_a_store_that_cannot_be_read(tmp_path: Path) -> None:
    """Going to another article, and the list of articles: both refuse, and the work in hand is saved."""
    project = demo(tmp_path / "p")
    desk = Desk(project, "zoe")
    app = LabelApp(desk, "harbor-bridge", DARK)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await press(app, "sc")
        project.store.close()
        for keys in ("gn", "gh"):
            await press(app, keys)
            state = desk.session.state
            assert (state.article.id, state.warn) == ("harbor-bridge", True)
            assert "store.sqlite" in state.message
            assert len(state.claims) == 1
        await press(app, "ta")
        assert desk.session.state.claims[0].fields["stance"] == "asserts"
        app.exit()
    assert desk.close() == ""
