"""Captures of real screens for the docs: `python -m tests.tui.capture` writes docs/review.svg."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from annotator.project.practice.demo import demo
from annotator.tui.drawing.theme import DARK
from annotator.tui.review.app import ReviewApp
from tests.tui.reviewing import desk_of, press

ROOT = Path(__file__).parents[2]
KEYS = "⏎2⏎1⏎⏎⏎321⏎321⏎⏎321⏎321⏎⏎321⏎"
"""A few decisions, so that gold stands in its lane; then a case with something of everything."""
_FONT = re.compile(r"\s*@font-face \{.*?\n    \}", re.DOTALL)


async def review(path: Path) -> None:
    """The review screen at 120×36."""
    with tempfile.TemporaryDirectory() as folder:
        demo(Path(folder) / "p").close()
        desk = desk_of(Path(folder) / "p", blind=True)
        app = ReviewApp(desk, "water-vote", "", DARK)
        async with app.run_test(size=(120, 36)) as pilot:
            await press(pilot, KEYS)
            for _ in range(200):
                await pilot.pause(0.02)
                if not app.session.unsaved:
                    break
            # No page loads a font from the web.
            path.write_text(_FONT.sub("", app.export_screenshot(title=" ")), "utf-8")
            app.exit()
        desk.close()


if __name__ == "__main__":
    asyncio.run(review(ROOT / "docs" / "review.svg"))
