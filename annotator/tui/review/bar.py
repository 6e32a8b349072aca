"""The bar at the bottom of a review: it names the cases under the cursor."""

from __future__ import annotations

from annotator.core.state import State
from annotator.tui.drawing.paint import Run
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.hint_bar import HintBar, held
from annotator.tui.review.sight import Sights


class ReviewBar(HintBar):
    """As on the label screen, with cases in place of claims."""

    def __init__(self, sights: Sights, theme: Theme = DARK, *, id: str | None = None) -> None:
        super().__init__(theme, id=id)
        self.sights = sights

    def here(self, state: State) -> list[Run]:
        """The cases under the cursor, the one in focus first: `2 cases here ▸#4 #5`."""
        review = state.review
        if review is None:
            return []
        sight = self.sights.of(review)
        start, end = state.selection.span
        keys = {extent.case for _, extent in sight.over(start, max(end, start + 1))}
        runs: list[Run] = []
        if keys:
            runs.append((f"{len(keys)} case{'s' if len(keys) > 1 else ''} here", "quiet"))
        for key in sorted(
            keys | ({review.at} & sight.numbers.keys()), key=lambda key: (key != review.at, sight.numbers[key])
        ):
            if not keys:
                runs.append(("in focus", "quiet"))
            runs += [
                (" ▸" if key == review.at else " ", "accent"),
                (f"#{sight.numbers[key]}", f"hue:{sight.numbers[key]}"),
            ]
        return [*runs, *held(state)]
