"""What the environment says about the terminal."""

from __future__ import annotations

import pytest

from annotator.tui.drawing.theme import PLAIN, choose
from annotator.tui.start import colors


@pytest.mark.parametrize(
    ("environment", "count"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 1 << 24),
        ({"TERM": "tmux-256color"}, 256),
        ({"TERM": "xterm-kitty"}, 256),
        ({"TERM": "linux"}, 16),
        ({}, 16),
    ],
)
def test_colors(environment: dict[str, str], count: int) -> None:
    """With sixteen colours tints would be lost, so the page is plain and claims stand in brackets."""
    assert colors(environment) == count
    assert (choose("dark", colors=count) is PLAIN) is (count == 16)
