"""What a move costs on the wire: counted, not timed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from annotator.project.practice.demo import demo
from tests.terminal import Terminal

pytestmark = pytest.mark.pty


def test_a_move_within_the_page_is_at_most_a_thousand_bytes(tmp_path: Path) -> None:
    """In an article with dozens of overlapping claims: right, left, word, down, up, each counted."""
    demo(tmp_path / "p").close()
    command = [sys.executable, "-m", "annotator", "-C", str(tmp_path / "p"), "label", "harbor", "--as", "ana"]
    screen = Terminal(command, env={"HOME": str(tmp_path)})
    try:
        screen.wait("CLAIMS 52")
        screen.read(0.5)
        sizes: dict[str, int] = {}
        for key in "lllwwwbbhhjjjjjjkkkjjjjjjwwll":
            before = len(screen.raw)
            screen.press(key)
            screen.read(0.05)
            sizes[key] = max(sizes.get(key, 0), len(screen.raw) - before)
        assert set(sizes) == set("lwbhjk")
        assert all(0 < size <= 1000 for size in sizes.values()), sizes
        screen.press("g q")
        assert screen.wait_end() == 0
    finally:
        screen.close()
