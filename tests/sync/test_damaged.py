"""A copy whose disk has lied: what the folder has comes back, and nothing that is damaged goes out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from annotator.project.project import STORE
from annotator.store.salvage import salvage
from tests.sync.team import Team
from tests.sync.test_hostile import sent


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Nobody has sent anything."""
    return Team(tmp_path, "ana", "ben")


def damaged(team: Team, *notes: str) -> None:
    """A bit turns over in the events of ana's that have these notes."""
    with team.open("ana") as project:
        for note in notes:
            changed = (f'"note":"{note}"', f'"note":"{note}~"', f'%"note":"{note}"%')
            project.store.engine.run("UPDATE event SET body = replace(body, ?, ?) WHERE body LIKE ?", changed)


def salvaged(team: Team) -> None:
    """What is whole of ana's store becomes her store."""
    store = team.place / "ana" / STORE
    salvage(store, team.place / "whole")
    for file in store.parent.glob("store.sqlite*"):
        file.unlink()
    shutil.move(team.place / "whole", store)


@pytest.mark.parametrize("lost", ["1", "2", "12", "13", "123"])
def test_what_was_lost_comes_back(team: Team, lost: str) -> None:
    """Events before, between and after those that are left: the folder has them, and keeps them."""
    path = sent(team)
    damaged(team, *lost)
    salvaged(team)
    assert len(team.notes("ana")) == 3 - len(lost)
    held = path.read_bytes()
    done = team.sync("ana")
    assert (done.faults, sum(done.received.values())) == ([], len(lost))
    assert team.notes("ana") == {"a1 c1": "1", "a1 c2": "2", "a1 c3": "3"}
    assert path.read_bytes() == held
    team.put("ana", "c4", "4")
    team.sync("ana", "ben", "ana")
    assert team.same("ana", "ben")


def test_nothing_damaged_goes_out(team: Team) -> None:
    """Nor what comes after it, which would leave a gap there; as soon as another copy has sent it, all is well."""
    path = sent(team)
    team.sync("ben")
    damaged(team, "2")
    path.unlink()
    done = team.sync("ana")
    assert [str(each) for each in done.faults] == [
        "event 2 of ana is not whole in this project's store, or missing there; what comes after it stays here; "
        "`annotator check` says more."
    ]
    salvaged(team)
    assert len(team.sync("ana").faults) == 1, "what is missing is as good as damaged"
    assert team.sync("ben").sent == {"ana": 2}
    assert team.sync("ana").faults == []
    assert team.same("ana", "ben")


def test_a_check_says_what_a_sync_would_do(team: Team) -> None:
    """Without writing anything."""
    from annotator.project.sync.share import share

    path = sent(team)
    damaged(team, "2")
    path.unlink()
    with team.open("ana") as project:
        done = share(project, team.folder, keep=False)
    assert (len(done.faults), done.sent) == (1, {"ana": 1})
