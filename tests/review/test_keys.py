"""Keys for a disagreement: one where the majority is right, four at the median elsewhere; pressed on a real session."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from bench.review.__main__ import Work, pressed, work


@pytest.fixture(scope="module")
def planned() -> list[Work]:
    """Both sample articles that have gold, every case planned."""
    return work()


def test_the_limits(planned: list[Work]) -> None:
    """Enter alone for what a majority settles; all others four keys at the median, the Enter that goes on included."""
    plans = [each.plan for one in planned for each in one.cases]
    assert all(plan is not None for plan in plans)
    enter = [len(plan.keys) for plan in plans if plan is not None and plan.majority and plan.keys]
    others = [len(plan.keys) for plan in plans if plan is not None and not plan.majority]
    assert len(enter) > 30
    assert set(enter) == {1}
    assert len(others) > 30
    assert median(others) <= 4


def test_pressed_plans_give_gold(planned: list[Work], tmp_path: Path) -> None:
    """The store's decisions fold to the gold that was planned for; a key less, and they do not."""
    one = planned[0]
    assert pressed(one, tmp_path / "whole") == []
    short = one._replace(cases=tuple(each for each in one.cases if each.plan and len(each.plan.keys) == 2)[:3])
    cut = short._replace(
        cases=tuple(each._replace(plan=each.plan._replace(keys=())) for each in short.cases if each.plan)
    )
    assert len(pressed(cut, tmp_path / "cut")) == len(cut.cases)
