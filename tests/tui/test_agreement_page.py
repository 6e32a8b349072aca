"""The agreement page over the real screen: there at once, counted elsewhere, following what others write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from annotator.agreement.show.number import interval, share
from annotator.core.claim import Layer
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Reading
from annotator.project.compare.measure import agreement
from annotator.project.create import create
from annotator.project.desk import Desk
from annotator.project.exchange.incoming import write
from annotator.project.project import Project
from annotator.tui.agreement.page import READING, AgreementPage
from annotator.tui.app import LabelApp
from annotator.tui.drawing.theme import DARK, PLAIN, Theme
from annotator.tui.sheet import Sheet
from tests.tui.compared import claims, dataset, names


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two annotators have done three articles."""
    with create(tmp_path / "p", title="Test news") as made:
        write(made, Reading(dataset(names(2))))
        yield made


def lines(widget: Sheet) -> list[str]:
    """What a widget shows."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def press(pilot: Pilot[str], keys: Iterable[str]) -> None:
    """All keys at once, as a fast hand would; one pause at the end."""
    named = {"⏎": "enter", "⌫": "backspace", "⇥": "tab", "⇤": "shift+tab"}
    for key in keys:
        await pilot.app.on_event(Key(named.get(key, key), None if key in named else key))
    await pilot.pause()


async def opened(pilot: Pilot[str], app: LabelApp) -> AgreementPage:
    """Open the page."""
    await press(pilot, "gr")
    assert app.numbers is not None
    return app.numbers


async def until(pilot: Pilot[str], page: AgreementPage, true: Callable[[AgreementPage], bool]) -> None:
    """Wait for the process that counts."""
    for _ in range(3000):
        if true(page):
            return
        await pilot.pause(0.02)
    raise AssertionError("\n".join(lines(page)))


@pytest.mark.parametrize("theme", [DARK, PLAIN], ids=lambda theme: theme.name)
async def test_there_at_once_then_with_the_numbers_of_the_use_case(project: Project, theme: Theme) -> None:
    """Keys work while it counts; every part is a digit away; Backspace goes back to the article as it was."""
    app = LabelApp(Desk(project, "ana"), "article-0", theme)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        article = lines(app.article_view)
        page = await opened(pilot, app)
        found = lines(page)
        assert found[0].strip().startswith("Agreement")
        assert READING in found[0] or "counting" in found[0] or page.report is not None
        assert found[-1] == " j k scroll  ⌫ back" or page.report is not None
        await press(pilot, "3jlx⇥")
        await until(pilot, page, lambda page: page.report is not None)
        report = agreement(project)
        assert page.report == report
        await press(pilot, "1")
        found = lines(page)
        assert "Test news · round main · 3 articles · 2 annotators" in found[0]
        assert any(f"{share(report.overall.f1.value)}  {interval(report.overall.f1)}" in line for line in found)
        assert found[-1] == " j k scroll  Tab 1-7 part  ⌫ back"
        await press(pilot, "3lll")
        assert "Evidence" in lines(page)[3]
        assert "h l field" in lines(page)[-1]
        await press(pilot, "⇥⇥")
        assert page.chosen == report.articles[0].id
        await press(pilot, "⇤⇤⇤l")
        assert "F1 soft   how many" in lines(page)[3]
        await press(pilot, "⌫")
        assert not page.display
        assert lines(app.article_view) == article
        await press(pilot, "gr")
        assert "F1 soft   how many" in lines(page)[3]
        app.exit()
    assert app.desk.close() == ""


async def test_it_follows_what_another_process_marks_as_done(project: Project) -> None:
    """The numbers change while the page is open, only the touched article is counted, and the place is kept."""
    app = LabelApp(Desk(project, "ana"), "article-0", DARK)
    async with app.run_test(size=(100, 14)) as pilot:
        page = await opened(pilot, app)
        await until(pilot, page, lambda page: page.report is not None)
        await press(pilot, "jjj")
        assert page.counted == 3
        top = page.top
        assert top == 3
        with Project.open(project.folder) as other:
            made = claims("article-1", "cleo", 1, 8)
            layer = {Layer("article-1", "cleo"): Content("done", made)}
            write(other, Reading(Dataset(articles=other.articles(), layers=layer)))
            await until(pilot, page, lambda page: page.counted == 4)
            assert page.report == agreement(other)
        assert page.top == top
        assert "3 annotators" in lines(page)[0]
        app.exit()
    assert app.desk.close() == ""


async def test_an_article_of_the_list_is_opened(project: Project) -> None:
    """One's own layer of it; and one that is still to be labelled shows no number."""
    with Project.open(project.folder) as other:
        begun = {Layer("article-2", "cleo"): Content("open", claims("article-2", "cleo", 1, 3))}
        write(other, Reading(Dataset(articles=other.articles(), layers=begun)))
    app = LabelApp(Desk(project, "cleo"), "article-0", DARK)
    async with app.run_test(size=(100, 30)) as pilot:
        page = await opened(pilot, app)
        await until(pilot, page, lambda page: page.report is not None)
        await press(pilot, "5")
        found = [line for line in lines(page) if "Article " in line]
        assert len(found) == 3
        assert all("you are still to read it" in line for line in found)
        await press(pilot, "jj⏎")
        assert not page.display
        assert app.session.state.article.id == "article-2"
        assert len(app.session.state.claims) == 2
        app.exit()
    assert app.desk.close() == ""


async def test_nothing_to_compare(tmp_path: Path) -> None:
    """A sentence says what would help, and no key does harm."""
    with create(tmp_path / "p") as project:
        write(project, Reading(dataset(names(1))))
        app = LabelApp(Desk(project, "ana"), "article-0", DARK)
        async with app.run_test(size=(80, 24)) as pilot:
            page = await opened(pilot, app)
            await until(pilot, page, lambda page: page.report is not None)
            await press(pilot, "19⇥⇤hljkgG⏎")
            assert page.display
            found = "\n".join(lines(page))
            assert "Nothing can be compared yet." in found
            assert "Read by one annotator only" in found
            assert lines(page)[-1] == " j k scroll  ⌫ back"
            app.exit()
        assert app.desk.close() == ""


async def test_what_goes_wrong_is_a_sentence_and_opening_tries_again(project: Project) -> None:
    """A round that nobody has; a process that is no more."""
    app = LabelApp(Desk(project, "ana", round="pilot"), "article-0", DARK)
    async with app.run_test(size=(100, 20)) as pilot:
        page = await opened(pilot, app)
        await until(pilot, page, lambda page: "There is no round 'pilot'" in "\n".join(lines(page)))
        counting = app.desk.counting()
        assert counting._child is not None
        counting._child.kill()
        await until(pilot, page, lambda page: "ended unexpectedly" in "\n".join(lines(page)))
        await press(pilot, "⌫")
        await opened(pilot, app)
        await until(pilot, page, lambda page: "There is no round 'pilot'" in "\n".join(lines(page)))
        app.exit()
    assert app.desk.close() == ""


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (200, 60)])
async def test_sizes(project: Project, size: tuple[int, int]) -> None:
    """However small the terminal is, title and keys are there in every part, and nothing ends."""
    app = LabelApp(Desk(project, "ana"), "article-0", DARK)
    async with app.run_test(size=(110, 30)) as pilot:
        page = await opened(pilot, app)
        await until(pilot, page, lambda page: page.report is not None)
        await pilot.resize_terminal(*size)
        for part in "1234567":
            await press(pilot, (part, "j", "G", "l"))
            found = lines(page)
            assert "Agreement" in found[0]
            assert found[-1].startswith(" j k")
            assert all(page.render_line(y).cell_length == page.size.width for y in range(page.size.height))
        app.exit()
    assert app.desk.close() == ""


async def test_a_word_about_progress_paints_one_row(project: Project) -> None:
    """The title's; nothing else is drawn again."""
    from annotator.project.compare.heard import Heard

    app = LabelApp(Desk(project, "ana"), "article-0", DARK)
    async with app.run_test(size=(110, 30)) as pilot:
        page = await opened(pilot, app)
        await until(pilot, page, lambda page: page.report is not None)
        lines(page)
        kept = dict(page._painted)
        app.desk.counting().inbox.put(Heard("count", 37, 200))
        page.hear()
        assert "counting 37 of 200" in lines(page)[0]
        assert {row for row in page._painted if page._painted[row] is not kept.get(row)} == {0}
        app.exit()
    assert app.desk.close() == ""
