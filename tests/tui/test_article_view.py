"""The article view: what a row looks like, which rows are painted anew, and where a click lands."""

from __future__ import annotations

from dataclasses import replace

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.events import MouseMove
from textual.geometry import Size
from textual.strip import Strip

from annotator.core.article import Article
from annotator.core.claim import Claim
from annotator.core.span import Span, pieces
from annotator.core.state import Selection, State
from annotator.tui.article_view import ArticleView
from annotator.tui.drawing import margin
from annotator.tui.drawing.theme import DARK, LIGHT, PLAIN, Theme, blend
from tests.tui.preview import Preview
from tests.tui.scenes import SCHEME, TEXT, harbor

UNSAFE = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]")


class Sized(ArticleView):
    """A view of a fixed size that needs no app, and that counts the rows it paints."""

    cells = Size(70, 20)

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme)
        self.counted: list[int] = []

    @property
    def size(self) -> Size:
        """The size that a layout would give."""
        return self.cells

    def paint_row(self, row: int, edge: str) -> Strip:
        """Count, and paint."""
        self.counted.append(row)
        return super().paint_row(row, edge)


class Counting(ArticleView):
    """A view in an app that counts the rows it paints."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme)
        self.counted: list[int] = []

    def paint_row(self, row: int, edge: str) -> Strip:
        """Count, and paint."""
        self.counted.append(row)
        return super().paint_row(row, edge)


def shown(state: State, theme: Theme = DARK, width: int = 70) -> Sized:
    """A view that shows this state."""
    view = Sized(theme)
    view.cells = Size(width, 20)
    view.show(state)
    return view


def texts(view: ArticleView) -> list[str]:
    """The rows as words, without what is blank at their end."""
    return [view.paint_row(row, "").text.rstrip() for row in range(view.count)]


def at(words: str) -> int:
    """Where the words stand in the article."""
    return TEXT.index(words)


def marked(view: ArticleView, background: str) -> str:
    """The text on a background, over all rows."""
    return "".join(
        segment.text
        for row in range(view.count)
        for segment in view.paint_row(row, "")
        if segment.style and segment.style.bgcolor and segment.style.bgcolor.name == background
    )


def test_a_row_is_margin_then_text() -> None:
    """Lanes at the left edge, numbers where contents begin, text from the twelfth cell on."""
    rows = texts(shown(harbor()))
    assert rows[2] == " ┏   1     Unemployment fell to 4.1% in October, the lowest since"
    assert rows[3] == " ┗         2019, the labour ministry said on Tuesday. Opposition MP"
    assert any(row.startswith(" ┏") for row in rows)
    assert all(len(row) <= 70 for row in rows)


def test_roles_are_told_by_attribute_and_claims_by_hue() -> None:
    """Content is tinted, the source underlined, the cue italic; the active claim is strong."""
    view = shown(harbor())
    hue, other = DARK.hue(3), DARK.hue(1)
    assert marked(view, hue.strong).startswith("“The ministry is ")
    assert "Unemployment fell" in marked(view, other.faded)
    styled = {
        segment.text: segment.style
        for row in range(view.count)
        for segment in view.paint_row(row, "")
        if segment.style is not None
    }
    assert styled["she"].underline
    assert styled["she"].underline2
    assert styled["disputed"].italic
    assert not styled["disputed"].underline


def test_where_three_contents_lie_two_tints_blend() -> None:
    """The active one, however long it is, and the innermost of the others."""
    wide = Claim("wide", "harbor-bridge", "ana", spans={"content": pieces([(at("the figure"), at(" told"))])})
    view = shown(replace(harbor().with_claim(wide), active="wide"))
    assert "counting" in marked(view, blend(DARK.hue(9).strong, DARK.hue(5).faded))


def test_the_gap_of_a_content_is_dotted_in_its_lane() -> None:
    """A row between two pieces shows that the claim goes on without covering it."""
    text = "one\ntwo\nthree\n"
    claim = Claim("c", "x", "ana", spans={"content": pieces([(0, 3), (8, 13)])})
    state = State(Article("x", text), SCHEME, "ana", selection=Selection(14, 14)).with_claim(claim)
    assert [row[1] for row in texts(shown(state))[:3]] == ["┏", "┇", "┗"]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_a_bare_cursor_is_one_cell_wherever_it_stands(theme: Theme) -> None:
    """Also behind a row's last character, on a newline, and at the end of the text."""
    state = harbor()
    view = shown(state, theme)
    for offset in range(0, len(TEXT) + 1, 7):
        view.show(replace(state, selection=Selection(offset, offset)))
        assert len(marked(view, theme.cursor)) == 1, offset


def test_a_selection_is_reversed_and_its_head_is_the_cursor() -> None:
    """All selected text has the selection's background but the cluster at the head."""
    state = harbor()
    span = Span(at("labour"), at("labour") + len("labour ministry"))
    forward = shown(replace(state, selection=Selection(*span)))
    assert (marked(forward, DARK.selection), marked(forward, DARK.cursor)) == ("labour ministr", "y")
    backward = shown(replace(state, selection=Selection(span.end, span.start)))
    assert (marked(backward, DARK.selection), marked(backward, DARK.cursor)) == ("abour ministry", "l")


def test_the_piece_in_hand_stands_out() -> None:
    """Its text is bold in the accent's colour while nothing is selected over it."""
    part = Span(at("a leaked"), at("a leaked") + 8)
    view = shown(replace(harbor(), active="a4", hand="content", held=part))
    bold = [s.text for row in range(view.count) for s in view.paint_row(row, "") if s.style and s.style.bold]
    assert "a leaked" in bold


def test_without_colours_brackets_say_the_same() -> None:
    """Numbers in the brackets of contents, and no colour anywhere."""
    rows = " ".join(text[margin.CELLS :] for text in texts(shown(harbor(), PLAIN, 100)))
    assert "⟦1 Unemployment fell to 4.1%" in rows
    assert "{3 she}" in rows
    assert "<3 told reporters>" in rows
    assert regex.search(r"confirmed ?4?⟧\.", rows)


def test_brackets_leave_the_rows_as_they_are() -> None:
    """Where a row breaks does not depend on what is marked."""
    state = harbor()
    bare = shown(replace(state, claims=()), PLAIN)
    full = shown(state, PLAIN)
    assert [full.rows.start(row) for row in range(full.count)] == [bare.rows.start(row) for row in range(bare.count)]


def test_a_cell_between_brackets_is_the_offset_drawn_there() -> None:
    """Clicks land on what the eye sees, with and without brackets, on a wide screen too."""
    for theme, width, left in ((DARK, 70, margin.CELLS), (PLAIN, 70, margin.CELLS), (DARK, 180, margin.CELLS + 16)):
        view = shown(harbor(), theme, width)
        for row in range(view.count):
            text = view.paint_row(row, "").text
            for cell in range(left, len(text)):
                if text[cell].isalpha() and text[cell].isascii():
                    assert TEXT[view.offset_at(cell, row)] == text[cell], (row, cell)


# ── what is painted anew ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("change", "most"),
    [
        (lambda s: replace(s, selection=Selection(at("the costs"), at("the costs"))), 2),
        (lambda s: replace(s, selection=Selection(at("gig") + 1, at("gig") + 1)), 1),
        (lambda s: replace(s, selection=Selection(at("gig"), at("gig") + 4)), 1),
        (lambda s: replace(s, message="a word"), 0),
        (lambda s: replace(s, active="a8"), 5),
        (lambda s: s.without_claim("a7"), 2),
        (lambda s: s.with_claim(replace(s.claims[0], note="n")), 3),
        (lambda s: replace(s, hand="content", held=Span(at("the figure"), at("the figure") + 3)), 1),
    ],
    ids=["far move", "near move", "select", "message", "active", "delete", "note", "hand"],
)
async def test_only_rows_that_changed_are_painted(change, most: int) -> None:
    """A move paints two rows at most, a changed claim the rows that it covers."""
    app = Preview(harbor(), view=Counting)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.article.counted.clear()
        app.put(change(app.state))
        await pilot.pause()
        assert len(set(app.article.counted)) <= most
        assert (most == 0) == (not app.article.counted)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_what_was_painted_before_never_shows_through(data: st.DataObject) -> None:
    """After any change the kept rows are those that a fresh view of the same state paints."""
    state = harbor()
    view = Sized()
    view.get_line_filters = list  # type: ignore[method-assign]
    view.show(state)
    offsets = st.integers(0, len(TEXT))
    for _ in range(4):
        [view.render_line(y) for y in range(20)]
        kind = data.draw(st.sampled_from(["move", "select", "active", "drop", "hand"]))
        if kind in ("move", "select"):
            head = data.draw(offsets)
            state = replace(state, selection=Selection(head if kind == "move" else data.draw(offsets), head))
        elif kind == "active":
            state = replace(state, active=data.draw(st.sampled_from(["", *(claim.id for claim in state.claims)])))
        elif kind == "drop" and state.claims:
            state = state.without_claim(data.draw(st.sampled_from([claim.id for claim in state.claims])))
        elif kind == "hand" and state.claims:
            state = replace(state, hand="content", held=Span(*sorted((data.draw(offsets), len(TEXT)))))
        view.show(state)
        fresh = shown(state)
        kept = [view.render_line(y) for y in range(20)]
        assert kept == [fresh.paint_row(view.top + y, view.edge_of(y)) for y in range(20)]


async def test_the_cursor_stays_in_view_two_rows_from_the_edge() -> None:
    """Scrolling follows the cursor down and up again, and moves no further than needed."""
    app = Preview(harbor())
    async with app.run_test(size=(80, 16)) as pilot:
        for offset in (*range(0, len(TEXT), 50), *range(len(TEXT), 0, -50)):
            app.put(replace(app.state, selection=Selection(offset, offset)))
            await pilot.pause()
            view = app.article
            row = view.rows.row_of(offset)
            last = min(2, view.count - 1 - row)
            assert view.top + min(2, row) <= row <= view.top + view.size.height - 1 - last


async def test_a_resize_keeps_the_text_at_the_top_there() -> None:
    """By its offset, not by its row number, as far as the cursor can stay in view."""
    app = Preview(replace(harbor(), selection=Selection(len(TEXT) - 300, len(TEXT) - 300)))
    async with app.run_test(size=(70, 16)) as pilot:
        await pilot.pause()
        view = app.article
        before = view.rows.start(view.top)
        await pilot.resize_terminal(90, 16)
        await pilot.pause()
        start = view.rows.start(view.top)
        end = view.rows.start(view.top + 1)
        assert start <= before < end


async def test_a_click_and_a_drag_are_told_as_offsets() -> None:
    """The view changes nothing by itself: the app answers with another state.

    A button that was let go outside of the window is told by the next move alone, and ends the drag as well.
    """
    app = Preview(harbor())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        row = app.article.rows.row_of(at("Opposition"))
        x = margin.CELLS + app.article.rows.cell_of(at("Opposition"))
        await pilot.click(app.article, offset=(x, row))
        assert app.state.selection == Selection(at("Opposition"), at("Opposition"))
        await pilot.mouse_down(app.article, offset=(x, row))
        for further, button in ((10, 1), (20, 0), (30, 1)):
            app.article.on_mouse_move(MouseMove(app.article, x + further, row, 0, 0, button, False, False, False))
            await pilot.pause()
        assert app.state.selection == Selection(at("Opposition"), at("Opposition") + 10)
        assert app.mouse_captured is None


# ── text from outside ────────────────────────────────────────────────────────────────────────────────────────────────

hostile = st.lists(
    st.sampled_from(
        ["a", "word ", "“", "家", "族", "e\u0301", "👩🏽‍🚀", "🇫🇷", "1️⃣", "\u200b", "﷽", "\x1b[31m", "\x9b2J", "\u202e"]
    )
    | st.sampled_from(["\x07", "\x1b]0;t\x07", "\u0301", "\n", "  ", "\u2028", "\ufeff", "ｗ", "\U000e0041", "\u115f"])
    | st.text(max_size=6),
    max_size=40,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(hostile, st.data(), st.sampled_from([DARK, PLAIN]), st.sampled_from([16, 33, 70, 180]))
def test_every_strip_is_as_wide_as_the_view_and_safe(text: str, data: st.DataObject, theme: Theme, width: int) -> None:
    """Whatever the text is: exact width, a style on every segment, nothing that a terminal would act on."""
    text = "".join(char for char in text if not "\ud800" <= char <= "\udfff")
    place = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(place, place).map(sorted), max_size=4))
    state = State(Article("x", text), SCHEME, "ana", selection=Selection(data.draw(place), data.draw(place)))
    for index, span in enumerate(spans):
        role = data.draw(st.sampled_from(["content", "source", "cue"]))
        state = state.with_claim(Claim(f"c{index}", "x", "ana", spans={role: pieces([tuple(span)])}))
    view = Sized(theme)
    view.cells = Size(width, 20)
    view.show(state)
    for row in range(view.count):
        strip = view.paint_row(row, "│")
        assert sum(cell_len(segment.text) for segment in strip) == width
        assert strip.cell_length == width
        assert all(segment.style is not None for segment in strip)
        assert not UNSAFE.search(strip.text)


async def test_no_color_runs_and_emits_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR=1: the app comes up, and no segment of any row names a colour."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = Preview(harbor(), PLAIN)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        for widget in (app.article, app.panel, app.top_line, app.hint_bar):
            for y in range(widget.size.height):
                for segment in widget.render_line(y):
                    assert segment.style is not None
                    assert segment.style.color is None or segment.style.color.is_default
                    assert segment.style.bgcolor is None or segment.style.bgcolor.is_default


async def test_a_coloured_theme_under_no_color_is_grey(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a coloured theme be forced, Textual's own filter still holds for what is painted here."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = Preview(harbor(), DARK)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        colors = [s.style.bgcolor for y in range(20) for s in app.article.render_line(y) if s.style and s.style.bgcolor]
        assert colors
        assert all(len(set(color.get_truecolor())) == 1 for color in colors)
