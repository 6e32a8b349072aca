"""The line at the top of a review: above the lanes their numbers, then where one is and what waits."""

from __future__ import annotations

from annotator.core.state import State
from annotator.tui.drawing.paint import Run
from annotator.tui.review import margin
from annotator.tui.top_line import TopLine, safe


class ReviewTop(TopLine):
    """One row: the heads of the lanes, the title, and at the right what is never cut off."""

    def show_review(
        self,
        state: State,
        inset: int,
        place: tuple[int, int],
        counts: tuple[int, int, int],
        who: str,
        unsaved: int,
        problem: str,
    ) -> None:
        """`inset` are the cells left of the lanes, `counts` cases that wait here, that wait in all, and put off."""
        here, waiting, put_off = counts
        readers = len(state.review.readers) if state.review else 0
        left: list[Run] = [(" " * inset, "text"), *margin.head(readers)]
        left.append((state.article.title or state.article.id, "title"))
        number, count = place
        right: list[Run] = [(f"  {number} of {count}   ", "quiet")] if count > 1 else [("  ", "text")]
        if waiting:
            right.append((f"{here} here · {waiting} wait   ", "quiet"))
        elif put_off:
            right.append((f"{put_off} put off, all else decided   ", "quiet"))
        else:
            right.append(("✓ all decided   ", "good"))
        self.put(left, [*right, (f"{who}   ", "quiet"), safe(unsaved, problem)])
