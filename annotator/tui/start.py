"""From the command line to the screen, and safely back."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.project.desk import Desk
from annotator.tui.app import LabelApp
from annotator.tui.drawing.theme import choose

if TYPE_CHECKING:
    from annotator.project.practice.lesson import Lesson


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
    look = choose(theme, no_color=bool(os.environ.get("NO_COLOR")), colors=colors(os.environ))
    app = LabelApp(desk, article, look, lesson)
    left = app.run(mouse=True)
    if app.return_code and app.return_code > 128:
        raise SystemExit(app.return_code)
    if app.return_code:
        # What was on its way to the store still gets there.
        left = f"{app.crash} {desk.close() or 'Everything that it called saved is saved.'}"
    return left or ""
