"""The article: text, margin, tints and cursor, painted row by row from one state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.segment import Segment
from textual.events import MouseDown, MouseMove, MouseUp, Resize
from textual.message import Message
from textual.strip import Strip

from annotator.core.registry.mentions import lit
from annotator.core.span import Pieces, Span, difference, pieces
from annotator.core.state import Selection, State
from annotator.core.text.wrap import Wrap
from annotator.tui.drawing import lanes, margin
from annotator.tui.drawing.glyphs import Glyphs
from annotator.tui.drawing.marks import Mark, Marks
from annotator.tui.drawing.measure import Measure, measure
from annotator.tui.drawing.overlay import Overlay
from annotator.tui.drawing.paint import finish
from annotator.tui.drawing.row import Scene, bracketed_offset, drawn, kinds
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.sheet import Sheet


class ArticleView(Sheet):
    """The article's text with everything that is marked in it. `show` repaints only the rows that changed."""

    class Pressed(Message):
        """The mouse was pressed at an offset of the text."""

        def __init__(self, offset: int) -> None:
            super().__init__()
            self.offset = offset

    class Dragged(Message):
        """The mouse was pressed at `anchor` and is now at `head`."""

        def __init__(self, anchor: int, head: int) -> None:
            super().__init__()
            self.anchor = anchor
            self.head = head

    def __init__(self, theme: Theme = DARK, *, id: str | None = None) -> None:
        super().__init__(theme, id=id)
        self.ruled = False
        """Whether the right edge carries the rule between article and panel."""
        self.state: State | None = None
        self._rows: Wrap | None = None
        self._marks: Marks | None = None
        self._lanes: Mapping[str, int] = {}
        self._glyphs: dict[int, Glyphs] = {}
        self._scene = Scene({}, {})
        self._lit: Pieces = ()
        self._pressed: int | None = None

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def rows(self) -> Wrap:
        """The rows as they are wrapped now. Raises LookupError before the first `show`."""
        if self._rows is None:
            raise LookupError("nothing is shown yet")
        return self._rows

    @property
    def count(self) -> int:
        """Number of rows."""
        return self._rows.count if self._rows else 0

    def show(self, state: State) -> None:
        """Show this state: scroll to its cursor and repaint the rows in which it differs from the one before."""
        before, self.state = self.state, state
        if before is None or before.article is not state.article or before.scheme is not state.scheme:
            self._begin(state)
            return
        rows = self._rows
        marks = self._marks
        if rows is None or marks is None:
            return
        changed: dict[int, int] = {}
        if state.lit != before.lit or (state.lit and state.speakers is not before.speakers):
            was, self._lit = self._lit, lit(state)
            self._span_rows(was + self._lit, changed)
        old, scene = self._scene, self._look(state, rows)
        self._scene = scene
        if state.claims is not before.claims or state.numbers is not before.numbers:
            self._span_rows(marks.replace(state.claims), changed)
            self._relane(changed)
        if scene.active != old.active:
            for id in (scene.active, old.active):
                self._span_rows(marks.spans(state.claim(id)), changed)
        if scene.held != old.held:
            self._span_rows([span for span in (scene.held, old.held) if span], changed)
        if scene.selection != old.selection or scene.cursor != old.cursor:
            was, now = pieces([old.selection]), pieces([scene.selection])
            spans = [*difference(was, now), *difference(now, was)]
            self._span_rows(spans if scene.cursor == old.cursor else [*spans, old.cursor, scene.cursor], changed, True)
        if state.jump is not before.jump:
            self.repaint()
        self.refresh_rows(changed)
        if state.selection != before.selection:
            self.follow()

    def follow(self) -> None:
        """Scroll so that the cursor is in view."""
        if self._rows is not None and self.size.height:
            row = self._rows.row_of(self._scene.cursor.start)
            self.reveal(row, row)

    def _begin(self, state: State) -> None:
        self._marks = Marks(state.scheme)
        self._marks.replace(state.claims)
        self.top = 0
        self._lit = lit(state)
        self._rewrap()
        self.follow()

    def _rewrap(self) -> None:
        state = self.state
        if state is None:
            return
        self._rows = Wrap(state.article.text, self.measure.text)
        self._glyphs.clear()
        self._scene = self._look(state, self._rows)
        self._lanes = {}
        self._relane({})
        self.repaint()

    @property
    def measure(self) -> Measure:
        """The layout of a row at this width."""
        return measure(self.size.width, plain=self.theme.plain)

    def _look(self, state: State, rows: Wrap) -> Scene:
        return Scene(
            kinds=self._scene.kinds if self._scene.kinds and self._same_scheme(state) else kinds(state.scheme),
            numbers=state.numbers,
            active=state.active,
            held=state.held if state.hand else None,
            selection=state.selection.span,
            cursor=self._cursor(state.selection, rows),
            overlay=Overlay(state.jump) if state.jump else None,
            lit=self._lit,
        )

    def _same_scheme(self, state: State) -> bool:
        return self._scene.kinds.keys() == {role.key for role in state.scheme.roles}

    def _cursor(self, selection: Selection, rows: Wrap) -> Span:
        """The cluster that is drawn as the cursor: at the head, or the last one selected before it."""
        head = selection.head
        if selection.anchor < head:
            row = rows.row_of(head - 1)
            start = self._row_glyphs(row).before(head) if head <= rows.end(row) else head - 1
            return Span(start, head)
        row = rows.row_of(head)
        if head >= self._row_glyphs(row).end:
            return Span(head, head + 1)
        return Span(head, self._row_glyphs(row).after(head))

    # ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _span_rows(self, spans: Iterable[Span], into: dict[int, int], exact: bool = False) -> None:
        """Add the rows that these spans lie on: row → cells from the left to paint anew; `exact`: only up to the span.

        What brackets are put into is painted as a whole.
        """
        rows, width = self.rows, self.size.width
        for start, end in spans:
            last = rows.row_of(max(start, end - 1))
            into.update(dict.fromkeys(range(rows.row_of(start), last), width))
            cells = width
            if exact and not self.theme.plain:
                glyphs = self._row_glyphs(last)
                cells = self.measure.left + glyphs.cell(end) + (1 if end > glyphs.end else 0)
            into[last] = max(cells, into.get(last, 0))

    def _relane(self, changed: dict[int, int]) -> None:
        """Give out the lanes anew; adds the rows on which a claim has another lane than before."""
        rows, marks = self.rows, self._marks
        if marks is None:
            return
        extents = {
            id: lanes.Rows(rows.row_of(span.start), rows.row_of(span.end - 1), id) for id, span in marks.extents.items()
        }
        before, self._lanes = self._lanes, lanes.assign(extents.values())
        for id, extent in extents.items():
            if before.get(id) != self._lanes.get(id):
                changed.update(dict.fromkeys(range(extent.first, extent.last + 1), self.size.width))

    def _row_glyphs(self, row: int) -> Glyphs:
        found = self._glyphs.get(row)
        if found is None:
            rows = self.rows
            text = self.state.article.text if self.state else ""
            found = self._glyphs[row] = Glyphs(text, rows.start(row), rows.end(row))
        return found

    def paint_row(self, row: int, edge: str) -> Strip:
        """Margin, text, cursor behind the text, and the edge."""
        marks, scene, theme = self._marks, self._scene, self.theme
        width = self.size.width
        glyphs = self._row_glyphs(row)
        end = self.rows.start(row + 1) if row + 1 < self.count else glyphs.end + 1
        on_row = marks.over(glyphs.start, end) if marks else []
        segments = self._margin(row, glyphs.start, end, on_row)
        room = self.measure.room
        text = drawn(glyphs, on_row, scene, theme, room)
        if glyphs.end <= scene.cursor.start < end:
            text.append(Segment(" ", theme.style("cursor")))
        elif scene.selection.start <= glyphs.end < scene.selection.end and glyphs.end < end:
            text.append(Segment(" ", theme.style("chosen")))
        used = sum(segment.cell_length for segment in text)
        body = finish(text, used, room + 1, theme.style("text"))
        tail = Segment(edge or " ", theme.style("rule" if edge != "┃" else "quiet"))
        inset = Segment(" " * self.measure.inset, theme.style("text"))
        return finish([inset, *segments, *body, tail], width, width, theme.style("text"))

    def _margin(self, row: int, start: int, end: int, on_row: list[Mark]) -> list[Segment]:
        extents = self._marks.around(start, end) if self._marks else []
        owners = {mark.part.claim for mark in on_row}
        drawn = margin.drawn_lanes(row, extents, owners, self._lanes, self.rows, self._scene.active)
        starting = [extent.claim for extent in extents if extent.start >= start]
        return margin.segments(drawn, starting, self._scene, self.theme)

    def edge_of(self, y: int) -> str:
        """The rule, thick where the part in view lies in the whole."""
        height, count, rule = self.high, self.count, "│" if self.ruled else ""
        if count <= height:
            return rule
        thumb = max(1, height * height // count)
        first = round(self.top / self.last_top * (height - thumb)) if self.last_top else 0
        return "┃" if first <= y < first + thumb else rule

    def paint_blank(self, edge: str) -> Strip:
        """Below the text: only the edge."""
        theme, width = self.theme, self.size.width
        tail = Segment(edge or " ", theme.style("rule" if edge != "┃" else "quiet"))
        return finish([Segment(" " * (width - 1), theme.style("text")), tail], width, width, theme.style("text"))

    # ── size and mouse ───────────────────────────────────────────────────────────────────────────────────────────

    def set_theme(self, theme: Theme) -> None:
        """Take another theme; with or without colours the rows are of another width."""
        self.theme = theme
        self._wrap_again()

    def on_resize(self, event: Resize) -> None:
        """Wrap anew and keep the text that was at the top there."""
        self.ruled = self.size.width < self.app.size.width
        self._wrap_again()

    def _wrap_again(self) -> None:
        anchor = self._rows.start(min(self.top, self.count - 1)) if self._rows else None
        self._rewrap()
        if self._rows is not None:
            self.top = 0
            self.scroll_top(self._rows.row_of(anchor) if anchor is not None else 0)
            self.follow()

    def offset_at(self, x: int, y: int) -> int:
        """The offset of the text that is drawn at this cell of the widget; the nearest one outside of the text."""
        rows = self.rows
        row = max(0, min(self.top + y, rows.count - 1))
        glyphs, cell = self._row_glyphs(row), x - self.measure.left
        if self.theme.plain and self._marks is not None:
            marks = self._marks.over(glyphs.start, glyphs.end)
            return bracketed_offset(glyphs, marks, self._scene, self.theme, self.measure.room, cell)
        return glyphs.offset(cell)

    def on_mouse_down(self, event: MouseDown) -> None:
        """Press: the cursor goes here."""
        if self._rows is None or event.button != 1:
            return
        event.stop()
        self._pressed = self.offset_at(event.x, event.y)
        self.capture_mouse()
        self.post_message(self.Pressed(self._pressed))

    def on_mouse_move(self, event: MouseMove) -> None:
        """Drag: what lies between is selected; over once no button is down, let go where no screen hears of it."""
        if self._pressed is None:
            return
        event.stop()
        if event.button == 1:
            self.post_message(self.Dragged(self._pressed, self.offset_at(event.x, event.y)))
        else:
            self._let_go()

    def on_mouse_up(self, event: MouseUp) -> None:
        """Release."""
        if self._pressed is not None:
            event.stop()
            self._let_go()

    def _let_go(self) -> None:
        self._pressed = None
        self.release_mouse()
