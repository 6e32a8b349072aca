"""What is known of an article, on a page of its own and in the list of articles."""

from __future__ import annotations

from pathlib import Path

from textual.events import Key

from annotator.core.article import freeze
from annotator.core.records.corpus import Chosen
from annotator.core.records.metadata import byline, listed
from annotator.core.visible import cells
from annotator.project.add import add
from annotator.project.create import create
from annotator.project.desk import Desk
from annotator.project.project import Project
from annotator.tui.app import LabelApp
from annotator.tui.drawing.theme import DARK
from annotator.tui.listing import Line
from annotator.tui.pages import about
from annotator.tui.top_line import TopLine

META = {"zone": "n\x1bn", "date": "2026-05-11T08:00", "author": ["Ana", "Ben"], "outlet": "Harbor Post", "n": 2}


def test_what_all_articles_may_have_comes_first() -> None:
    """Then the rest by name; lists are joined, and what says nothing is left out."""
    assert listed({**META, "empty": "", "none": None}) == [
        *(("outlet", "Harbor Post"), ("author", "Ana; Ben"), ("date", "2026-05-11T08:00")),
        *(("n", "2"), ("zone", "n\x1bn")),
    ]
    assert byline(META) == "Harbor Post · 2026-05-11"
    assert byline({"outlet": "Post"}) == "Post"
    assert byline({}) == ""


def text(line: Line) -> str:
    """The row as it is read."""
    return "".join(words for words, _ in line.runs)


def test_the_page_fits() -> None:
    """At any width; nothing drives the terminal."""
    article = freeze("a1", "Rents fell.", title="A\x1b title " * 30, source=b"x", meta={**META, "address": "x" * 300})
    for width in (30, 80, 120):
        rows = [text(line) for line in about(article, width)]
        assert max(map(cells, rows[1:])) <= max(width, 40)
        assert not any("\x1b" in row for row in rows)
        assert "author       Ana; Ben" in rows
        assert "".join(rows).count("x" * 10) >= 10


async def test_pages_of_a_chosen_queue(tmp_path: Path) -> None:
    """`g i` shows it, `g h` lists the chosen articles alone and says so, `g n` ends where they end."""
    create(tmp_path / "p").close()
    path = tmp_path / "news.csv"
    path.write_text("id,text,outlet\na,A.,Post\nb,B.,Herald\nc,C.,Post\n", "utf-8")
    with Project.open(tmp_path / "p") as project:
        assert [each.id for each in add(project, [path], Chosen())] == ["a", "b", "c"]
    project = Project.open(tmp_path / "p")
    desk = Desk(project, "ana", where=("outlet=Post",))
    assert (desk.ids, desk.first()) == (["a", "c"], "a")
    app = LabelApp(desk, "a", DARK)
    async with app.run_test(size=(80, 24)) as pilot:
        await _press(app, "g", "i")
        assert "outlet       Post" in [text(line) for line in app.page.lines]
        await _press(app, "backspace", "g", "h")
        rows = [text(line) for line in app.page.lines]
        assert "0 of 2 done by ana · only outlet=Post" in rows[1]
        assert [line.key for line in app.page.lines if line.key] == ["a", "c"]
        await _press(app, "backspace", "g", "n")
        assert (desk.session.state.article.id, desk.place()) == ("c", (2, 2))
        await _press(app, "g", "n")
        assert desk.session.state.article.id == "c"
        app.go("b", "next")
        assert (desk.session.state.article.id, desk.place()) == ("b", (0, 2))
        await pilot.pause()
        assert " of 2" not in app.query_one(TopLine).render_line(0).text
        await _press(app, "g", "n")
        assert desk.session.state.article.id == "a"
        app.exit()
    desk.close()
    project.close()


async def _press(app: LabelApp, *keys: str) -> None:
    for key in keys:
        await app.on_event(Key(key, key if len(key) == 1 else None))
