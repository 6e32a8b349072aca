"""The review screen on the sample project: keys, pages, two windows, and what stands where."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from annotator.project.practice.demo import demo
from annotator.project.review.desk import ReviewDesk
from annotator.tui.drawing.theme import DARK, PLAIN, Theme
from annotator.tui.review.app import ReviewApp
from tests.review.adjudicator import TEXT, Adjudicator, mark
from tests.tui.reviewing import FELL, LONG, desk_of, lines, press


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample project."""
    demo(tmp_path / "p").close()
    return tmp_path / "p"


@asynccontextmanager
async def screen(
    desk: ReviewDesk, article: str = "", *, theme: Theme = DARK, size: tuple[int, int] = (120, 40), said: str = ""
) -> AsyncIterator[tuple[ReviewApp, Pilot[str]]]:
    """The screen on a desk, put away at the end with everything saved."""
    first = (desk.project.resolve_id(article), "") if article else (desk.first().article, desk.first().key)  # type: ignore[attr-defined]
    app = ReviewApp(desk, *first, theme, said)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot
        app.exit()
    assert desk.close() == ""


def told(app: ReviewApp) -> str:
    """What the bar says; hints may stand at its right."""
    return lines(app.hint_bar)[0].split("   ")[0]


async def settle(app: ReviewApp, pilot: Pilot[str], until: Callable[[], bool]) -> None:
    """Let news come in until it is so."""
    for _ in range(300):
        app.desk.recorder.poll()
        await pilot.pause(0.01)
        if until():
            return
    raise AssertionError(f"it never came:\n{chr(10).join(lines(app.panel))}")


@pytest.mark.parametrize("theme", [DARK, PLAIN], ids=lambda theme: theme.name)
async def test_decide_and_go_on(folder: Path, theme: Theme) -> None:
    """Enter takes what the bar offers; the numbers at the top follow at once."""
    async with screen(desk_of(folder), "water", theme=theme) as (app, pilot):
        assert lines(app.top)[0].split()[:2] == ["123", "G"]
        assert "42 here · 125 wait   rosa   saved" in lines(app.top)[0]
        assert lines(app.panel)[0] == " CASE 1 of 47  open"
        assert lines(app.hint_bar)[1].startswith(" ⏎ majority 2 of 3  1-3 take a version")
        await press(pilot, "⏎")
        assert lines(app.panel)[0] == " CASE 2 of 47  open"
        assert "41 here · 124 wait" in lines(app.top)[0]
        assert told(app) == " Case 2 of 47: open."
        await settle(app, pilot, lambda: app.session.unsaved == 0)
        assert lines(app.top)[0].endswith("saved")


async def test_what_was_painted_before_never_shows_through(folder: Path) -> None:
    """After any key the rows that were kept are those that a repaint would show."""
    async with screen(desk_of(folder), "glacier") as (app, pilot):
        for key in ["n", "1", "⇥", "x", "u", "S", "n", "d", "⌫", "n", "!", "N", "g", "G", "n", "2", "U", "⇥", "⇥", "M"]:
            await press(pilot, key)
            for widget in (app.panel, app.article_view, app.top, app.hint_bar):
                kept = [widget.render_line(y) for y in range(widget.size.height)]
                widget.repaint()
                assert kept == [widget.render_line(y) for y in range(widget.size.height)], (key, widget)


async def test_enter_refuses_and_says_what_is_open(folder: Path) -> None:
    """The keys that settle it come first in the bar."""
    async with screen(desk_of(folder), "glacier") as (app, pilot):
        assert lines(app.hint_bar)[1].startswith(" a 1 2 source  y 1 2 evidence  1 2 take a version")
        await press(pilot, "⏎")
        assert told(app) == " No majority: source (1 : 1), evidence (1 : 1)."
        await press(pilot, "a1")
        assert lines(app.hint_bar)[1].startswith(" 1 2 source of a version  y 1 2 evidence")
        await press(pilot, "y")
        assert lines(app.hint_bar)[1].endswith("1 2 as in that version  ⌫ back")
        await press(pilot, "2")
        assert lines(app.panel)[0] == " CASE 4 of 55  decided"
        assert app.session.state.selection.empty
        assert lines(app.hint_bar)[1].startswith(" ⏎ next  u undo")


async def test_a_split_and_a_prompt(folder: Path) -> None:
    """S and M stand in the bar; while a name is typed the bar grows, and the versions' speakers come first."""
    async with screen(desk_of(folder), "glacier") as (app, pilot):
        await press(pilot, "Ospeak⏎n")
        assert lines(app.panel)[0] == " CASE 39 of 55  open".ljust(40) + "only speaker"
        assert lines(app.hint_bar)[1].startswith(" S keep the parts  M keep the whole")
        await press(pilot, "@1")
        assert lines(app.hint_bar)[0].startswith(" There is no gold claim to tag yet")
        await press(pilot, "M@")
        assert lines(app.hint_bar)[1].startswith("▸1 hydrologist at Vannkraft")
        await press(pilot, "⌫⌫O⌫")
        assert app.session.state.prompt is None


async def test_the_queue(folder: Path) -> None:
    """In each order; Enter opens an article, a kind, or a phrase, which is then followed from article to article."""
    async with screen(desk_of(folder), "glacier") as (app, pilot):
        await press(pilot, "gh")
        page = lines(app.page)
        assert page[1].startswith("    Queue   125 of 248 cases wait · most disagreement first")
        assert page[4].startswith("  ›    46  45.5            55   Highland glacier")
        assert page[5].startswith("        ✓")
        await press(pilot, "ooo")
        page = lines(app.page)
        assert "phrase by phrase" in page[1]
        assert page[3].split() == ["›", "33", "“said”", "in", "3", "articles"]
        await press(pilot, "⏎")
        seen = {app.session.state.article.id}
        for _ in range(33):
            await press(pilot, "d⏎")
            seen.add(app.session.state.article.id)
        assert len(seen) == 3
        item = next(item for item in app.desk.queue() if item.key == app.desk.session.review.at)
        assert item.phrase != "said"


async def test_all_like_this(folder: Path) -> None:
    """Shown before it is done, by article; Backspace leaves it, Enter does it, one u takes all back."""
    async with screen(desk_of(folder), "glacier") as (app, pilot):
        await press(pilot, "ga")
        assert lines(app.hint_bar)[0].startswith(" Decide this one first")
        await press(pilot, "a1y2nnnn1ga")
        page = lines(app.page)
        assert page[1].startswith("    All like this   2 cases in 2 articles would be settled")
        assert any("content" in row and "→" in row for row in page)
        await press(pilot, "⌫")
        assert "44 here · 123 wait" in lines(app.top)[0]
        before = app.desk.waiting()[0]
        await press(pilot, "ga⏎")
        assert told(app) == " 2 settled alike in 2 articles; u takes all back."
        await settle(app, pilot, lambda: app.desk.waiting()[0] == before - 2)
        await press(pilot, "u")
        await settle(app, pilot, lambda: app.desk.waiting()[0] == before)


async def test_another_window_decides(folder: Path) -> None:
    """Its decisions come in without a key; what it has decided elsewhere is passed by on the way."""
    other = desk_of(folder)
    other.start(lambda: None)
    async with screen(desk_of(folder), "glacier") as (app, pilot):
        rows = app.article_view.rows
        other.open(app.session.state.article.id, app.desk.session.review.at)
        other.session.press("2", rows, 20)
        assert other.recorder.flush(5.0)
        await settle(app, pilot, lambda: lines(app.panel)[0] == " CASE 4 of 55  decided")
        assert "45 here" in lines(app.top)[0]
        water = app.desk.project.resolve_id("water")  # type: ignore[attr-defined]
        other.recorder.flush(5.0)
        other.session.drain()
        other.open(water)
        for _ in range(42):
            other.session.press("d", rows, 20)
            other.session.press("n", rows, 20)
        assert other.recorder.flush(5.0)
        app.desk.session.visit(app.desk.session.review.waiting()[-1].key)
        await press(pilot, "n")
        assert app.session.state.article.id == app.desk.project.resolve_id("kettle")  # type: ignore[attr-defined]
    assert other.close() == ""


async def test_a_reader_joins_in_the_middle(tmp_path: Path) -> None:
    """A lane more, without a key; what was decided waits again and says why."""
    window = Adjudicator(tmp_path / "p").texts(TEXT)
    window.layer("ana", mark("ana", FELL)).layer("ben", mark("ben", LONG))
    async with screen(desk_of(tmp_path / "p", "lead")) as (app, pilot):
        await press(pilot, "1")
        assert lines(app.top)[0].startswith(" 12 G")
        assert lines(app.panel)[0].endswith("decided")
        window.layer("cleo", mark("cleo", FELL))
        await settle(app, pilot, lambda: lines(app.top)[0].startswith(" 123 G"))
        assert lines(app.article_view)[0].startswith(" ╺╺╺ ╺ 1")
        shown = lines(app.panel)
        assert shown[0].endswith("changed since")
        assert any("cleo marked a claim here since" in row for row in shown)
    window.project.close()


async def test_when_nothing_waits_any_more(folder: Path) -> None:
    """The last key says so, and the top line, too."""
    async with screen(desk_of(folder)) as (app, pilot):
        for _ in range(130):
            await press(pilot, "d⏎")
            if not app.desk.waiting()[0]:
                break
        assert "✓ all decided" in lines(app.top)[0]
        assert lines(app.hint_bar)[0].startswith(" Nothing waits any more: all 248 cases")
        await press(pilot, "⌫")
        assert lines(app.panel)[2] == " Nothing waits here."


async def test_a_second_opinion_is_named(folder: Path) -> None:
    """Whoever does not make gold is told so, in words and at the top."""
    async with screen(desk_of(folder, "omar", gold=("rosa",)), "water", said="It is a second opinion.") as (app, pilot):
        assert "omar · second opinion" in lines(app.top)[0]
        assert told(app) == " It is a second opinion."
        await press(pilot, "n")
        assert told(app) == " Case 2 of 47: open."


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (20, 5), (200, 60)])
@pytest.mark.parametrize("theme", [DARK, PLAIN], ids=lambda theme: theme.name)
async def test_sizes(folder: Path, size: tuple[int, int], theme: Theme) -> None:
    """Usable at 80×24, without an end at 20×5; the case in focus is in view."""
    async with screen(desk_of(folder), "water", theme=theme, size=size) as (app, pilot):
        await press(pilot, "nnnn1x")
        for widget in (app.top, app.article_view, app.panel, app.hint_bar):
            for y in range(widget.size.height):
                assert widget.render_line(y).cell_length == widget.size.width
        if size == (80, 24):
            shown = lines(app.panel)
            assert shown[0].startswith(" CASE 6 of 47  decided ─")
            assert shown[1].startswith(" ≠ how many   · 2 3")
            row = app.article_view.rows.row_of(app.session.state.selection.head)
            assert 0 <= row - app.article_view.top < app.article_view.size.height
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert lines(app.panel)[0].startswith(" CASE")


async def test_pages_help_and_guideline(folder: Path) -> None:
    """Help begins with what only this screen can do; the guideline is that of what is disputed."""
    async with screen(desk_of(folder), "glacier") as (app, pilot):
        await press(pilot, "?")
        assert lines(app.page)[4].strip() == "Review"
        await press(pilot, "⌫gd")
        assert any("Source and cue" in row for row in lines(app.page))
        await press(pilot, "⌫y?")
        page = [line.runs for line in app.page.lines]
        at = next(at for at, runs in enumerate(page) if runs[0][0] == "Evidence in this team's gold")
        assert [runs[0][0].strip() for runs in page[at + 2 :]][:1] == ["none"]
        assert len({runs[0][0].strip() for runs in page[at + 2 :]} - {""}) == 5
        await press(pilot, "⌫gs")
        assert app.registry.display
        await press(pilot, "⌫")
        assert not app.registry.display


async def test_a_click_on_a_neighbour_brings_it_into_focus(folder: Path) -> None:
    """The rows of the component's other cases lead there."""
    async with screen(desk_of(folder), "glacier") as (app, pilot):
        await press(pilot, "nnn")
        y, row = next((y, row) for y, row in enumerate(lines(app.panel)) if row.startswith("  10 "))
        assert row.endswith("open")
        await pilot.click(app.panel, offset=(6, y))
        await pilot.pause()
        assert lines(app.panel)[0] == " CASE 10 of 55  open"
