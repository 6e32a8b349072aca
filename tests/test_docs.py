"""Generated pages and schemas are what the code says now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs import pages

PAGES = list(pages())


@pytest.mark.parametrize(("path", "text"), PAGES, ids=[path.name for path, _ in PAGES])
def test_fresh(path: Path, text: str) -> None:
    """Stale: run `make docs`."""
    assert path.read_text("utf-8") == text
