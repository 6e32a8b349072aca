"""From the command line to the screen, and safely back."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.core.visible import visible
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
    return _run(LabelApp(desk, article, _look(theme), lesson))


def start_review(desk: ReviewDesk, article: str, case: str, theme: str, said: str = "") -> str:
    """Run the review screen, at a case or at the first one that waits; `said` stands in the bar until the first key."""
    from annotator.tui.review.app import ReviewApp

    return _run(ReviewApp(desk, article, case, _look(theme), said))


def _look(theme: str) -> Theme:
    return choose(theme, no_color=bool(os.environ.get("NO_COLOR")), colors=colors(os.environ))


def _run(app: Frame[D]) -> str:
    try:
        left = app.run(mouse=True) or ""
    finally:
        app.ending.done()
    status = app.return_code or 0
    if status > 128:
        with contextlib.suppress(OSError):
            # The terminal may be what has ended.
            sys.stderr.write(visible(left) + "\n" if left else "")
        raise SystemExit(status)
    return app.ending.last_words() if status else left
