"""`annotator sync`: what it prints, and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.project.create import create
from tests.sync.team import Team


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Two people, one of whom has a claim."""
    team = Team(tmp_path, "ana", "ben")
    team.put("ana", "c1", "one")
    return team


def call(team: Team, name: str, *words: str) -> int:
    """Somebody's call."""
    return run(["-C", str(team.place / name), "sync", *words])


def test_a_table_on_stdout_and_a_sentence_beside_it(team: Team, capfd: pytest.CaptureFixture[str]) -> None:
    """Scripts read the one, people both."""
    assert call(team, "ana", str(team.folder)) == 0
    capfd.readouterr()
    assert call(team, "ben", str(team.folder)) == 0
    assert capfd.readouterr() == (
        "changes of        out       in\nana                 –        1\n",
        f"Nothing went out to {team.folder}, 1 change came in.\n",
    )
    assert call(team, "ben", str(team.folder)) == 0
    assert capfd.readouterr() == ("", f"{team.folder} and this project are level.\n")


def test_check_writes_nothing(team: Team, capfd: pytest.CaptureFixture[str]) -> None:
    """It says what would go out."""
    assert call(team, "ana", str(team.folder), "--check") == 0
    out, err = capfd.readouterr()
    assert "ana                 1        –" in out
    assert err == f"3 changes would go out to {team.folder}, nothing would come in.\n"
    assert list(team.folder.iterdir()) == []


@pytest.mark.parametrize(("folder", "status"), [("nowhere", 2), ("ben", 2), ("shared", 0)])
def test_exits(team: Team, folder: str, status: int, capfd: pytest.CaptureFixture[str]) -> None:
    """2 for what is no folder to exchange in."""
    assert call(team, "ana", str(team.place / folder)) == status
    assert "Traceback" not in capfd.readouterr().err


def test_faults_and_another_project(team: Team, capfd: pytest.CaptureFixture[str]) -> None:
    """1 when something was refused, 2 for the folder of others; JSON has the faults, too."""
    call(team, "ana", str(team.folder))
    (team.folder / "x.jsonl").write_text("{}\n", "utf-8")
    capfd.readouterr()
    assert call(team, "ben", str(team.folder), "--format", "json") == 1
    out, err = capfd.readouterr()
    assert json.loads(out)["faults"] == [err.split("\n")[0]]
    (team.folder / "x.jsonl").unlink()
    create(team.place / "other").close()
    assert call(team, "other", str(team.folder)) == 2
    assert "is of another project: origin, and this one is other" in capfd.readouterr().err
