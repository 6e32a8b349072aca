"""From the command line to the screen, and safely back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.project.desk import Desk
from annotator.tui.app import LabelApp
from annotator.tui.drawing.theme import Theme, choose
from annotator.tui.frame import D, Frame

if TYPE_CHECKING:
    from annotator.project.practice.lesson import Lesson
    from annotator.project.review.desk import ReviewDesk


def colors(environment: Mapping[str, str]) -> int:
    """How many colours the terminal says that it has: 16 million, 256, or 16."""
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return 1 << 24
    term = environment.get("TERM", "").lower()
    rich = (
        "256" in term or "direct" in term or term.startswith(("xterm-kitty", "alacritty", "wezterm", "ghostty", "foot"))
    )
    return 256 if rich else 16


def start(desk: Desk, article: str, theme: str, lesson: Lesson | None = None) -> str:
    """Run the label screen; a sentence about what could not be saved, or empty."""
    return _run(LabelApp(desk, article, _look(theme), lesson), desk)


def start_review(desk: ReviewDesk, article: str, case: str, theme: str, said: str = "") -> str:
    """Run the review screen, at a case or at the first one that waits; `said` stands in the bar until the first key."""
    from annotator.tui.review.app import ReviewApp

    return _run(ReviewApp(desk, article, case, _look(theme), said), desk)


def _look(theme: str) -> Theme:
    return choose(theme, no_color=bool(os.environ.get("NO_COLOR")), colors=colors(os.environ))


def _run(app: Frame[D], desk: Desk | ReviewDesk) -> str:
    left = app.run(mouse=True)
    if app.return_code and app.return_code > 128:
        raise SystemExit(app.return_code)
    if app.return_code:
        # What was on its way to the store still gets there.
        left = f"{app.crash} {desk.close() or 'Everything that it called saved is saved.'}"
    return left or ""
