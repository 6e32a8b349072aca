"""Each trial in the setting of this run, and that what the proof takes away is still there to be taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability.protections import PROTECTIONS, ROOT
from tests.reliability.trials import TRIALS


@pytest.mark.parametrize("name", TRIALS)
def test_nothing_is_broken(name: str, tmp_path: Path) -> None:
    """Every promise of the trial holds."""
    trial = TRIALS[name]
    outcome = trial.run(tmp_path, trial.count, 1)
    assert outcome.broken[:5] == []
    assert any(outcome.figures.values())


@pytest.mark.parametrize("name", PROTECTIONS)
def test_protections_are_where_they_are_taken_away(name: str) -> None:
    """Rows of the table are not out of date: `make prove-the-proof` runs them all."""
    protection = PROTECTIONS[name]
    assert (ROOT / protection.file).read_text("utf-8").count(protection.strong) == 1
    assert protection.trial in TRIALS
