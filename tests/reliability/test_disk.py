"""Labels wait on the screen while the disk fails, with a sentence, and are saved by themselves once it is mended."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.reliability.disk import SCENARIOS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", SCENARIOS)
def test_work_goes_on_after_repair(name: str) -> None:
    """What is in hand is kept and shown as unsaved; nobody has to start anew."""
    # Somebody without rights must be able to reach the folder: the one that pytest makes is its user's alone.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        own = Path(folder) / "own"
        own.mkdir(mode=0o700)
        command = [sys.executable, "-m", "tests.reliability.disk", name, str(own)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout == "saved\n", done.stderr
