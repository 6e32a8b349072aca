"""A person's own keys: the screen, its help, its palette and the list of keys name them, and no others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from textual.events import Key

from annotator.project.desk import Desk
from annotator.project.practice.demo import demo
from annotator.tui import hints
from annotator.tui.app import LabelApp
from annotator.tui.drawing.theme import DARK
from annotator.tui.review.app import ReviewApp
from annotator.tui.review.hints import after
from annotator.tui.review.sight import Sights
from annotator.tui.sheet import Sheet
from tests.tui.reviewing import desk_of

OWN = {
    "delete": "X",
    "mark-first": "Q",
    "accept": "ctrl+j",
    "next-claim": "",
    "reject": "X",
    "majority": "f9",
    "alternative-part": "y y",
    "speaker-8": "0",
}


def lines(widget: Sheet) -> list[str]:
    """What a widget shows."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def press(app: LabelApp | ReviewApp, *keys: str) -> None:
    """Press keys."""
    for key in keys:
        await app.on_event(Key(key, key if len(key) == 1 else None))


async def test_the_label_screen(tmp_path: Path) -> None:
    """In the bar, on the help page, in the palette."""
    desk = Desk(demo(tmp_path / "p"), "ana", keys=OWN)
    app = LabelApp(desk, "harbor-bridge", DARK)
    async with app.run_test(size=(240, 120)) as pilot:
        await pilot.pause()
        assert "Tab claim" not in lines(app.hint_bar)[-1]
        await press(app, "s")
        await pilot.pause()
        assert "Q content → new claim  a source" in lines(app.hint_bar)[-1]
        await press(app, "Q")
        await pilot.pause()
        assert "0 author" in lines(app.hint_bar)[-1]
        await press(app, "0", "d")
        assert app.session.state.message == "d means nothing here; ? shows the keys."
        await press(app, ":", *"delete")
        await pilot.pause()
        assert lines(app.hint_bar)[1].rstrip().endswith("X")
        await press(app, "escape", "?")
        await pilot.pause()
        help = lines(app.page)
        assert any(line.split()[:2] == ["X", "No"] for line in help)
        assert any(line.split()[:2] == ["Q", "Mark"] for line in help)
        assert not any(line.split()[:1] == ["Tab"] for line in help)
        await press(app, "escape", "X")
        assert "deleted" in app.session.state.message
        app.exit()
    assert desk.close() == ""


async def test_the_review_screen(tmp_path: Path) -> None:
    """What settles a case is named by the keys that do it."""
    demo(tmp_path / "p").close()
    desk = desk_of(tmp_path / "p")
    session = type(desk.session)(
        desk.session.scheme,
        desk.session.setup,
        desk.recorder,
        desk.session.clock,
        store=desk.project.store,
        text_of=lambda id: desk.project.article(id).text,
        keys=OWN,
    )
    assert session.faults == ()
    session.open(desk.project.article("water-vote"), desk.project.store)
    seen = set()
    for case in session.review.cases:
        session.visit(case.key)
        seen |= set(after(session.state, None, Sights(plain=False).of(session.review)))
    keys = {key for key, _ in seen}
    assert {"f9", "X", "y y"} <= keys
    assert not {"⏎", "d", "x"} & keys
    assert desk.close() == ""


def test_without_own_keys_the_table_speaks(tmp_path: Path) -> None:
    """Signs for Enter and Backspace, caps for the others, and the first of several."""
    with demo(tmp_path / "p") as project:
        desk = Desk(project, "zoe")
        desk.open("harbor-bridge")
        state = desk.session.state
        assert hints.keys(state, "accept", "back", "next-claim", "page-down", "quit") == "⏎ ⌫ Tab Space g q"
        desk.close()


@pytest.mark.parametrize(("own", "faults"), [({"defer": "X"}, 0), ({"defer": "X", "fly": "f9"}, 1)])
def test_own_keys_for_reviewing_are_known_when_labelling(tmp_path: Path, own: dict[str, str], faults: int) -> None:
    """In a process that has loaded nothing of reviewing."""
    demo(tmp_path / "p").close()
    code = (
        "from pathlib import Path\nfrom annotator.project.desk import Desk\n"
        "from annotator.project.project import Project\n"
        f"desk = Desk(Project.open(Path({str(tmp_path / 'p')!r})), 'ana', keys={own!r})\n"
        "print(len(desk.session.faults))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{faults}\n"
