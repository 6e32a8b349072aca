"""Labels on the screen: over the words they belong to, on no row that is out of view, at no cost in width."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.article import Article
from annotator.core.span import Span
from annotator.core.state import Jump, Selection, State
from annotator.core.text.label import labels
from annotator.core.text.segment import Segments
from annotator.project.desk import Desk
from annotator.project.practice.demo import demo
from annotator.tui.app import LabelApp
from annotator.tui.article_view import ArticleView
from annotator.tui.drawing.glyphs import Glyphs
from annotator.tui.drawing.theme import DARK, LIGHT, PLAIN, Theme
from tests.tui.preview import Preview
from tests.tui.scenes import SCHEME, TEXT, harbor
from tests.tui.test_article_view import Counting, hostile, shown, texts


def jump(text: str, near: int = 5, typed: str = "") -> Jump:
    """Labels for every word of a text, in order."""
    segments = Segments(text)
    words = [word for index in range(len(segments.paragraphs())) for word in segments.words_of(index)]
    return Jump(dict(zip(labels(near, max(0, len(words) - near)), words, strict=False)), typed=typed)


@pytest.mark.parametrize(
    ("text", "places", "drawn", "covered"),
    [
        ("rents fell", [(0, "a"), (6, "bc")], "aents bcll", ["r", "fe"]),
        ("a b", [(0, "ab"), (2, "cd")], "a c", ["a", "b"]),
        ("a (b", [(0, "ab"), (3, "cd")], "ab(c", ["a ", "b"]),
        ("I", [(0, "ab")], "a", ["I"]),
        ("家族", [(0, "a"), (1, "bc")], "a bc", ["家", "族"]),
        ("x家族", [(0, "ab")], "ab 族", ["x家"]),
        ("e\u0301te\u0301 x", [(0, "ab")], "abe\u0301 x", ["e\u0301t"]),
        ("👩🏽‍🚀 go", [(0, "ab"), (5, "c")], "ab co", ["👩🏽‍🚀", "g"]),
        ("none", [], "none", []),
    ],
)
def test_a_label_takes_the_cells_of_what_it_covers(
    text: str, places: list[tuple[int, str]], drawn: str, covered: list[str]
) -> None:
    """Whole clusters, up to the next label; a blank between two labels stays."""
    row = Glyphs(text, 0, len(text))
    made, spans = row.covered(places)
    assert made.drawn(0, len(text)) == drawn
    assert [text[start:end] for start, end in spans] == covered
    assert made.width == row.width


@pytest.mark.parametrize("theme", [DARK, LIGHT, PLAIN], ids=lambda theme: theme.name)
def test_labels_stand_out_and_all_else_stands_back(theme: Theme) -> None:
    """In the accent's colour and bold; without colours bold and reversed, on dim text; brackets stay."""
    view = shown(replace(harbor(), jump=Jump({"f": Span(5, 12), "jk": Span(20, 26)})), theme)
    row = next(row for row in texts(view) if "City" in row or "⟦" in row)
    assert "City feopens harbor jkidge" in row
    styles = {segment.text.split(" ")[0]: segment.style for segment in view.paint_row(0, "")}
    label, other = styles["jk"], styles["idge"]
    assert label is not None
    assert other is not None
    assert label.bold
    assert not other.bold
    if theme.plain:
        assert label.reverse
        assert other.dim
    else:
        assert label.color is not None
        assert other.color is not None
        assert (label.color.name, other.color.name) == (theme.accent, theme.quiet)


@pytest.mark.parametrize(
    ("typed", "row"),
    [("", "City feopens jfrbor"), ("j", "City reopens farbor"), ("k", "City reopens harbor")],
)
def test_what_is_typed_leaves_only_the_rest_of_each_label(typed: str, row: str) -> None:
    """Words whose label does not go on so are plain again."""
    view = shown(replace(harbor(), jump=Jump({"f": Span(5, 12), "jf": Span(13, 19)}, typed=typed)))
    assert row in texts(view)[0]


@settings(max_examples=100, deadline=None)
@given(hostile, st.sampled_from([DARK, PLAIN]), st.sampled_from([16, 33, 70]), st.integers(0, 5), st.data())
def test_no_row_changes_its_width(text: str, theme: Theme, width: int, near: int, data: st.DataObject) -> None:
    """Whatever the text is: cell by cell, a row with labels differs from the bare one only where they stand."""
    text = "".join(char for char in text if not "\ud800" <= char <= "\udfff")
    place = st.integers(0, len(text))
    state = State(Article("x", text), SCHEME, "ana", selection=Selection(data.draw(place), data.draw(place)))
    labelled = replace(state, jump=jump(text, near))
    bare, full = shown(state, theme, width), shown(labelled, theme, width)
    assert bare.count == full.count
    for row in range(bare.count):
        before, after = bare.paint_row(row, "│"), full.paint_row(row, "│")
        assert before.cell_length == after.cell_length == width
        made, spans = full._scene.overlay.over(full._row_glyphs(row)) if full._scene.overlay else (None, ())
        if made is not None:
            was = full._row_glyphs(row)
            for a, b in zip(
                (was.start, *(end for _, end in spans)), (*(start for start, _ in spans), was.end), strict=True
            ):
                assert made.drawn(a, b) == was.drawn(a, b)


async def test_only_rows_in_view_are_painted_once_each() -> None:
    """Showing labels on an article of a thousand rows paints one page; so do narrowing and leaving."""
    text = "\n\n".join([TEXT.replace("\n", " ")] * 200)
    at = text.index("Residents", len(text) // 2)
    state = State(Article("x", text), SCHEME, "ana", selection=Selection(at, at))
    app = Preview(state, view=Counting)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        view = app.article
        seen = set(range(view.top, view.top + view.size.height))
        near = Span(view.rows.start(view.top), view.rows.start(max(seen)))
        words = list(Segments(text).words_in(near))
        shown = Jump(dict(zip(labels(20, len(words)), words, strict=False)))
        for each in (shown, shown._replace(typed="r"), None):
            view.counted.clear()
            app.put(replace(app.state, jump=each))
            await pilot.pause()
            assert sorted(view.counted) == sorted(seen)


async def test_on_a_real_screen(tmp_path: Path) -> None:
    """f, a label that stands over a word, and the cursor is there; the hint bar says what to do meanwhile."""
    project = demo(tmp_path / "p")
    app = LabelApp(Desk(project, "ana"), project.resolve_id("harbor"), DARK)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()

        def lines(widget: ArticleView | object) -> list[str]:
            return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]  # type: ignore[attr-defined]

        before = lines(app.article_view)
        await pilot.press("f")
        assert lines(app.hint_bar)[-1] == " a-z 0-9 type a label  ⌫ leaves"
        state = app.session.state
        assert state.jump is not None
        text = state.article.text
        offset = text.index("Kessel Courier")
        keys = next(keys for keys, word in state.jump.labels.items() if word.start == offset)
        row = app.article_view.rows.row_of(offset)
        cell = app.article_view.measure.left + app.article_view.rows.cell_of(offset)
        assert lines(app.article_view)[row][cell : cell + 6] == keys + "Kessel"[len(keys) :]
        await pilot.press(*keys)
        assert app.session.state.selection == Selection(offset, offset)
        assert lines(app.article_view) == before
        await pilot.press("F", "f", "backspace")
        assert app.session.state.jump is None
        app.exit()
    assert app.desk.close() == ""
