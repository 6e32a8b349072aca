"""From the command line to the screen, and safely back."""

from __future__ import annotations

import os

from annotator.project.desk import Desk
from annotator.tui.app import LabelApp
from annotator.tui.drawing.theme import choose


def start(desk: Desk, article: str, theme: str) -> str:
    """Run the label screen; a sentence about what could not be saved, or empty."""
    look = choose(theme, no_color=bool(os.environ.get("NO_COLOR")))
    app = LabelApp(desk, article, look)
    left = app.run(mouse=True)
    if app.return_code and app.return_code > 128:
        raise SystemExit(app.return_code)
    if app.return_code:
        # What was on its way to the store still gets there.
        left = f"{app.crash} {desk.close() or 'Everything that it called saved is saved.'}"
    return left or ""
