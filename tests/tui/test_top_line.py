"""The line at the top: what matters is never cut off by a long title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.preview import Preview
from tests.tui.scenes import harbor


@pytest.mark.parametrize(
    ("done", "unsaved", "problem", "end"),
    [
        (False, 0, "", "  3 of 12   ana   saved"),
        (False, 2, "", "  3 of 12   ana       ●"),
        (True, 0, "", "  3 of 12   ✓ done   ana   saved"),
        (True, 2, "The disk is full.", "  3 of 12   ✓ done   ana   ● 2 not saved"),
    ],
)
@pytest.mark.parametrize("title", ["Bridge", "家族" * 60, "\x1b]0;x\x07" * 30])
async def test_place_annotator_and_saved_stay(title: str, done: bool, unsaved: int, problem: str, end: str) -> None:
    """The title gives way."""
    state = harbor()
    state = replace(state, done=done, article=replace(state.article, title=title))
    app = Preview(state)
    async with app.run_test(size=(80, 24)) as pilot:
        app.top_line.show(state, 3, 12, unsaved, problem)
        await pilot.pause()
        line = app.top_line.render_line(0)
        assert line.cell_length == 80
        assert line.text.rstrip().endswith(end)
        assert "\x1b" not in line.text


async def test_another_round_is_named() -> None:
    """A pilot is never taken for the main round."""
    app = Preview(replace(harbor(), round="pilot"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "ana · pilot" in app.top_line.render_line(0).text


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Bridge", True), ("A title that leaves some cells, but not all", False), ("A long title " * 9, False)],
)
async def test_where_it_appeared_is_there_whole_or_not_at_all(title: str, shown: bool) -> None:
    """Outlet and day stand beside the title while there is room."""
    state = harbor()
    meta = {"outlet": "Harbor\x1b Post", "date": "2026-05-11T08:00:00Z"}
    app = Preview(replace(state, article=replace(state.article, title=title, meta=meta)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.top_line.show(app.state, 3, 12)
        await pilot.pause()
        line = app.top_line.render_line(0).text
        assert ("Bridge · Harbor␛ Post · 2026-05-11  " in line) is shown
        assert ("2026" in line) is ("Harbor" in line) is shown
        assert line.rstrip().endswith("3 of 12   ana   saved")
