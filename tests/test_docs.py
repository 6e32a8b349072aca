"""Generated pages and schemas are what the code says now."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.project.practice.demo import demo
from tests.docs import CAPTURED, captured, pages

PAGES = list(pages())


@pytest.mark.parametrize(("path", "text"), PAGES, ids=[path.name for path, _ in PAGES])
def test_fresh(path: Path, text: str) -> None:
    """Stale: run `make docs`."""
    assert path.read_text("utf-8") == text


def test_captures_are_what_the_program_prints(tmp_path: Path) -> None:
    """What a page shows of a call on the sample project; stale: run `make docs`."""
    demo(tmp_path / "demo").close()
    for path in CAPTURED:
        text = path.read_text("utf-8")
        assert "<!-- annotator " in text
        assert captured(text, tmp_path / "demo") == text
