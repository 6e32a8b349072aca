"""The article of a review: the case in focus marked in the text, who has what at its left edge."""

from __future__ import annotations

from rich.segment import Segment

from annotator.core.state import State
from annotator.tui.article_view import ArticleView
from annotator.tui.drawing.marks import Mark
from annotator.tui.drawing.measure import Measure, measure
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.review import margin
from annotator.tui.review.sight import Sight, Sights


class CaseView(ArticleView):
    """`show` takes the state as it is, and paints what its sight draws of it."""

    def __init__(self, theme: Theme = DARK, *, id: str | None = None) -> None:
        super().__init__(theme, id=id)
        self.sights = Sights(plain=theme.plain)
        self._sight: Sight | None = None
        self._readers = 0
        self._focus = ""

    def show(self, state: State) -> None:
        """Show this state; besides what the article view paints anew, the lanes of a case that is decided or left."""
        review = state.review
        if review is None:
            return
        old, focus = self._sight, self._focus
        fresh = self.state is None or self.state.article is not state.article
        again = len(review.readers) != self._readers
        self._sight, self._focus, self._readers = self.sights.of(review), review.at, len(review.readers)
        super().show(self.sights.drawn(state))
        if fresh or old is None:
            return
        if again:
            self._wrap_again()
            return
        places = self._sight.changed(old) if self._sight is not old else []
        if focus != self._focus:
            places += [self._sight.by_key[key].span for key in (focus, self._focus) if key in self._sight.by_key]
        changed: dict[int, int] = {}
        self._span_rows([place for place in places if place.end > place.start], changed)
        self.refresh_rows(changed)

    def follow(self) -> None:
        """Scroll so that the cursor is in view and, as long as it stands there, all of the case in focus."""
        self._reveal(self._focus)
        super().follow()

    def _reveal(self, case: str) -> None:
        found = self._sight.by_key.get(case) if self._sight else None
        if found is None or not self.size.height:
            return
        place = found.span
        first, last = self.rows.row_of(place.start), self.rows.row_of(max(place.start, place.end - 1))
        if last - first < self.page_rows and first <= self.rows.row_of(self._scene.cursor.start) <= last:
            self.reveal(first, last)

    @property
    def measure(self) -> Measure:
        """The layout of a row at this width, with a lane for each reader."""
        return measure(self.size.width, plain=self.theme.plain, cells=margin.cells(self._readers))

    def _relane(self, changed: dict[int, int]) -> None:
        """Lanes belong to readers: none is given out."""

    def _margin(self, row: int, start: int, end: int, on_row: list[Mark]) -> list[Segment]:
        if self._sight is None:
            return []
        return margin.segments(row, start, end, self._sight, self._focus, self._readers, self.rows, self.theme)
