"""The tutor's ten steps, checked by the state: done with the keys that it names, and with others."""

from __future__ import annotations

from pathlib import Path

from annotator.project.create import create
from annotator.project.practice.demo import tutorial
from annotator.project.practice.lesson import STEPS, Lesson
from annotator.project.proposing import ProjectProposing
from tests.hand import ROOT, Hand

TEXT = (ROOT / "samples" / "articles" / "harbor-bridge.txt").read_text("utf-8")
KEYS = ("n", "⏎", "⏎", "n n x", "[", "t h", "@ ⏎", "⏎ j j s c", "n d")
"""What each of the first nine steps asks for."""


def test_ten_steps(tmp_path: Path) -> None:
    """Each step's keys complete that step and no later one; the last is done when nothing is open and Z was pressed."""
    assert len(STEPS) == 10
    with create(tmp_path / "p") as project:
        hand = Hand(tmp_path, TEXT, proposing=ProjectProposing(project))
        lesson = Lesson()
        assert not lesson.see(hand.state)
        for number, keys in enumerate(KEYS, 1):
            for key in keys.split():
                hand.press(key)
                lesson.see(hand.state)
            assert lesson.at == number, (number, hand.message)
        for _ in range(12):
            hand.press("Z")
            if hand.state.done:
                break
            hand.press("d")
        assert lesson.see(hand.state)
        assert lesson.over
        assert "All ten" in lesson.text()[0]
        hand.close()


def test_by_other_keys(tmp_path: Path) -> None:
    """A step looks at the state: going back with N shows a proposal as well, and so does stepping with n twice."""
    with create(tmp_path / "p") as project:
        hand = Hand(tmp_path, TEXT, proposing=ProjectProposing(project))
        lesson = Lesson()
        hand.press("G N")
        assert lesson.see(hand.state)
        hand.press("]")
        assert lesson.see(hand.state)
        hand.close()


def test_the_lesson_begins_anew(tmp_path: Path) -> None:
    """Its project is made fresh each time, and never in place of one of one's own."""
    for _ in range(2):
        with tutorial(tmp_path / "t") as project:
            assert project.article_ids() == ["harbor-bridge"]
            assert project.store.current("put") == []
