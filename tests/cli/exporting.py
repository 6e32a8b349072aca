"""Calls of the command line in this process, on copies of one sample project."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from annotator.cli import run
from annotator.project.practice.demo import demo


class Result(NamedTuple):
    """What one call did."""

    status: int
    out: str
    talk: str


class Caller:
    """Calls verbs on a project."""

    def __init__(self, project: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.project, self.capture = project, capture

    def __call__(self, *words: str | Path) -> Result:
        self.capture.readouterr()
        try:
            status = run(["-C", str(self.project), *map(str, words)])
        except SystemExit as left:
            status = int(left.code or 0)
        found = self.capture.readouterr()
        assert "went wrong" not in found.err, found.err
        return Result(status, found.out, found.err)

    def claims(self, *words: str) -> list[dict[str, Any]]:
        """The claims of an export that succeeds."""
        done = self("export", *words)
        assert done.status == 0, done.talk
        return [json.loads(line) for line in done.out.splitlines()]


def sample(folder: Path) -> Path:
    """The sample project in a fresh folder; a copy of one that is made once."""
    whole = folder.parent / "sample-whole"
    if not whole.exists():
        demo(whole).close()
    shutil.copytree(whole, folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
