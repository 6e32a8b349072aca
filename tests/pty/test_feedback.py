"""Feedback and the meeting list in a real terminal: read, gone to, and out again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.reviewed import reviewed
from tests.terminal import Terminal

pytestmark = pytest.mark.pty


def test_from_the_page_to_the_place(tmp_path: Path) -> None:
    """Each entry leads to its words, in the article that is shown and in another one."""
    folder = reviewed(tmp_path / "p")
    command = [sys.executable, "-m", "annotator", "-C", str(folder), "label", "fire", "--as", "cleo"]
    screen = Terminal(command, env={"HOME": str(tmp_path)})
    try:
        screen.wait("CLAIMS 2")
        screen.press("g f")
        shown = screen.wait("“the ministry said on Monday”")
        assert "not in gold: gold has no such claim" in shown
        screen.press("j j enter")
        screen.wait("Rents fell")
        screen.wait("CLAIMS 3")
        screen.press("g m")
        screen.wait("2 points")
        screen.press("G")
        screen.wait("› “it may fall”")
        screen.press("enter")
        screen.wait("CLAIMS 3")
        # The cursor stands on the words: the sentence around it is theirs.
        screen.press("s")
        screen.wait("Critics")
        screen.press("g q")
        assert screen.wait_end() == 0
    finally:
        screen.close()


def test_from_the_list_to_the_case(tmp_path: Path) -> None:
    """In a review an entry of the meeting's list brings its case into focus; feedback is that of everybody."""
    folder = reviewed(tmp_path / "p")
    command = [sys.executable, "-m", "annotator", "-C", str(folder), "review", "--as", "rosa"]
    screen = Terminal(command, env={"HOME": str(tmp_path)})
    try:
        screen.wait("CASE")
        screen.press("g m")
        screen.wait("2 points")
        screen.press("G")
        screen.wait("› “it may fall”")
        screen.press("enter")
        screen.wait("Case 5 of 5: put off.")
        screen.press("g f")
        screen.wait("Annotators beside gold")
        screen.press("backspace g q")
        assert screen.wait_end() == 0
    finally:
        screen.close()
