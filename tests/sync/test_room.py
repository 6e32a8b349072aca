"""A folder that has no room or may only be read: what is there comes in, and no file of it is left half."""

from __future__ import annotations

import json
import os
import resource
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sync.team import Team

NOBODY = 65534
STAYS = "what is missing there stays here"


@pytest.fixture
def team() -> Iterator[Team]:
    """Ana's claim lies in the folder, ben's does not yet. Also somebody without rights can reach it."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        team = Team(Path(place), "ana", "ben")
        team.put("ana", "c1", "one")
        team.sync("ana")
        team.put("ben", "c2", "two" * 200_000)
        yield team


def told(team: Team, before: Callable[[], None]) -> tuple[list[str], dict[str, int], dict[str, int]]:
    """What ben's sync says (faults, sent, received) in a process that has been prepared so."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            before()
            done = team.sync("ben")
            os.write(writer, json.dumps([[str(each) for each in done.faults], done.sent, done.received]).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    faults, sent, received = json.loads(said)
    return faults, sent, received


def test_no_room(team: Team) -> None:
    """The line that does not fit is taken back, is said, and goes out once there is room."""

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        # More than the store needs for its log, less than the event.
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    before = {path: path.read_bytes() for path in team.folder.glob("*.jsonl")}
    faults, sent, _ = told(team, small)
    assert (
        faults[0]
        == f"{team.folder}: the folder cannot be written to: File too large; what is missing there stays here."
    )
    assert sent == {}
    for path in team.folder.glob("*.jsonl"):
        assert path.read_bytes() == before.get(path, b"")
    team.sync("ben", "ana", "ben")
    assert team.same("ana", "ben")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without rights")
def test_it_may_only_be_read(team: Team) -> None:
    """A stick with its lock on: one fault, and what is on it comes in all the same."""
    for path in (team.place / "ben", *(team.place / "ben").rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    team.folder.chmod(0o755)
    for path in team.folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    faults, sent, received = told(team, lambda: os.setuid(NOBODY))
    assert faults == [
        f"{team.folder}: the folder cannot be written to: Permission denied; what is missing there stays here."
    ]
    assert (sent, received) == ({}, {"ana": 1})
