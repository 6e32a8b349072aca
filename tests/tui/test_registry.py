"""The registry on a real screen: keys, the line in which names are typed, two windows, hostile names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import regex
from rich.cells import cell_len
from textual.events import Key
from textual.pilot import Pilot

from annotator.core.article import Article
from annotator.core.claim import Claim
from annotator.core.span import pieces
from annotator.core.speaker import Speaker
from annotator.core.state import Roster, State
from annotator.project.desk import Desk
from annotator.project.practice.demo import demo
from annotator.project.project import Project
from annotator.tui.app import LabelApp
from annotator.tui.drawing.theme import DARK, PLAIN, Theme
from annotator.tui.registry import head, mention, person
from annotator.tui.sheet import Sheet
from tests.tui.scenes import SCHEME

UNSAFE = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]")
HINTS = (("u", "undo"), ("enter", "name"), ("r", "name"), ("t", "type"), ("m", "merge"))


def lines(widget: Sheet) -> list[str]:
    """What a widget shows."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def press(pilot: Pilot[str], keys: Iterable[str]) -> None:
    """All keys at once, as a fast hand would; one pause at the end."""
    names = {"⏎": ("enter", None), "⌫": ("backspace", None), "⇥": ("tab", None), " ": ("space", " ")}
    for key in keys:
        name, character = names.get(key, (key, key))
        await pilot.app.on_event(Key(name, character))
    await pilot.pause()


@pytest.mark.parametrize("theme", [DARK, PLAIN], ids=lambda theme: theme.name)
async def test_rename_merge_and_back(tmp_path: Path, theme: Theme) -> None:
    """Each key shows at once; names are typed in the hint bar under the list; the article is there again."""
    project = demo(tmp_path / "p")
    app = LabelApp(Desk(project, "ana"), project.resolve_id("harbor"), theme)
    async with app.run_test(size=(110, 30)) as pilot:
        await pilot.pause()
        article = lines(app.article_view)
        await press(pilot, ("⇥", "g", "s"))
        page = lines(app.registry)
        assert page[0].startswith("    Speakers   108 in this project")
        assert "Enter r name" in page[1]
        assert page[4].startswith("  › 1  Ilse Brandt")
        assert "10 claims here" in page[4]
        await press(pilot, "r")
        assert lines(app.hint_bar)[-1] == " name Ilse Brandt"
        await press(pilot, (*"⌫⌫⌫⌫⌫⌫Weber⏎",))
        assert lines(app.registry)[4].startswith("  › 1  Ilse Weber")
        assert lines(app.hint_bar)[0] == " Ilse Brandt is called Ilse Weber now."
        await press(pilot, "mRuiz⏎")
        page = lines(app.registry)
        assert page[0].startswith("    Speakers   107 in this project")
        assert page[4].startswith("  › 1  Ana Ruiz")
        assert not any("Ilse Weber  " in line for line in page)
        await press(pilot, ("/", *"zo", "⏎", "?"))
        assert app.page.display
        await press(pilot, "⌫")
        assert not app.page.display
        assert "only “zo”" in lines(app.registry)[0]
        await press(pilot, "⌫⌫uu⌫⌫")
        assert not app.registry.display
        assert lines(app.article_view) == article
        app.exit()
    assert app.desk.close() == ""


async def test_a_merge_in_one_window_is_seen_in_the_other(tmp_path: Path) -> None:
    """While the other shows its registry, and without a key."""
    project = demo(tmp_path / "p")
    other = Desk(Project.open(tmp_path / "p"), "ana")
    other.start(lambda: None)
    other.open(project.resolve_id("harbor"))
    app = LabelApp(Desk(project, "ana"), project.resolve_id("harbor"), DARK)
    async with app.run_test(size=(110, 30)) as pilot:
        await press(pilot, ("⇥", "g", "s"))
        assert "108 in" in lines(app.registry)[0]
        view = app.article_view
        for key in ("tab", "g", "s", "m", "1"):
            other.session.press(key, view.rows, 20)
        assert other.recorder.flush(5.0)
        for _ in range(200):
            app.desk.recorder.poll()
            await pilot.pause(0.01)
            if "107 in" in lines(app.registry)[0]:
                break
        page = lines(app.registry)
        assert "107 in" in page[0]
        assert page[4].startswith("  › 1  Ana Ruiz")
        assert not any("Ilse Brandt  " in line for line in page)
        assert other.close() == ""
        app.exit()
    assert app.desk.close() == ""


async def test_a_move_paints_two_rows(tmp_path: Path) -> None:
    """In a list of a hundred speakers; a page that scrolls keeps the title and the keys."""
    project = demo(tmp_path / "p")
    app = LabelApp(Desk(project, "ana"), project.resolve_id("harbor"), DARK)
    async with app.run_test(size=(110, 30)) as pilot:
        await press(pilot, ("⇥", "g", "s"))
        lines(app.registry)
        kept = set(app.registry._painted)
        await press(pilot, "j")
        lines(app.registry)
        assert set(app.registry._painted) == kept
        await press(pilot, "G")
        page = lines(app.registry)
        assert page[0].startswith("    Speakers   108")
        assert "Enter r name" in page[1]
        assert any(line.startswith("  › ") for line in page)
        app.exit()
    assert app.desk.close() == ""


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24)])
async def test_sizes(tmp_path: Path, size: tuple[int, int]) -> None:
    """However small the terminal is, the title is there, and nothing ends."""
    project = demo(tmp_path / "p")
    app = LabelApp(Desk(project, "ana"), project.resolve_id("harbor"), DARK)
    async with app.run_test(size=(110, 30)) as pilot:
        await press(pilot, ("g", "s"))
        await pilot.resize_terminal(*size)
        await press(pilot, "jjm⌫")
        page = lines(app.registry)
        assert "Speakers" in page[0]
        assert all(cell_len(line) <= size[0] for line in page)
        app.exit()
    assert app.desk.close() == ""


HOSTILE = "\x1b]0;owned\x07 [/b] \u202eevil\u202c\u2028\x9b2J 家族"


@pytest.mark.parametrize("theme", [DARK, PLAIN], ids=lambda theme: theme.name)
def test_hostile_names_are_shown_safely(theme: Theme) -> None:
    """From a registry that was imported: no control, no mark of direction, no markup, and the row keeps its width."""
    from annotator.core.registry.roster import Mention, Row, items
    from annotator.tui.drawing.paint import strip

    speaker = Speaker("evil", HOSTILE, HOSTILE, (HOSTILE,), role=HOSTILE, affiliation=HOSTILE)
    twin = replace(speaker, id="twin", merged_into="evil")
    claim = Claim("c", "x", "ana", spans={"source": pieces([(0, len(HOSTILE))])}, speakers=("evil",))
    state = State(Article("x", HOSTILE), SCHEME, "ana", speakers={"evil": speaker, "twin": twin}).with_claim(claim)
    state = replace(state.with_claim(replace(claim, id="d", speakers=())), roster=Roster(typed=""))
    rows = items(state)
    made = [person(row, state, 20) for row in rows if isinstance(row, Row)]
    made += [mention(row, state) for row in rows if isinstance(row, Mention)]
    made += head(replace(state, roster=Roster(typed=HOSTILE)), HINTS, 40, 3)
    assert len(made) >= 7
    for line in made:
        painted = strip(line.runs, theme, 60)
        assert not UNSAFE.search(painted.text)
        assert sum(cell_len(segment.text) for segment in painted) == 60
    assert "[/b]" in "".join(text for line in made for text, _ in line.runs)


def test_the_keys_stand_in_the_head_each_beside_what_it_does() -> None:
    """Alternatives together, those of every screen last, no row broken between a key and its word."""
    state = State(Article("x", ""), SCHEME, "ana", roster=Roster())
    rows = ["".join(text for text, _ in line.runs).rstrip() for line in head(state, HINTS, 22, 9)]
    assert rows == ["Speakers   0 in this project", "Enter r name   t type", "m merge   u undo", ""]
