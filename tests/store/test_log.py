"""The log beside a store: what a disk has changed in it is said before SQLite throws it away, and is brought out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.core.event import Batch, Change
from annotator.project.create import create
from annotator.project.doctor import examine
from annotator.project.project import STORE
from annotator.store import Store
from annotator.store.check import check
from annotator.store.log import faults, rotten
from annotator.store.salvage import salvage

FRAME = 4096 + 24


def add(store: Store, begin: int, end: int) -> None:
    """A commit for each number."""
    for number in range(begin, end):
        change = Change("put", ("a", "human", "ana", "main", f"c{number}"), {"note": "n" * 200})
        store.record(Batch(f"b{number}", (change,), "ana", "a"))


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """A store as a kill leaves it: 60 events in its file, 20 in its log."""
    store = Store.open(tmp_path / "live.sqlite", create=True)
    add(store, 0, 60)
    store.close()
    store = Store.open(tmp_path / "live.sqlite")
    add(store, 60, 80)
    (tmp_path / "left").mkdir()
    for end in ("", "-wal", "-shm"):
        shutil.copy(tmp_path / f"live.sqlite{end}", tmp_path / "left" / f"store.sqlite{end}")
    store.close()
    return tmp_path / "left" / "store.sqlite"


def give_up(store: Store, change: Change) -> None:
    """Begin a commit and take it back."""
    with store.writing():
        store.add(Batch("big", (change,), "ana", "a"))
        raise ZeroDivisionError


def turned(data: bytes, at: int) -> bytes:
    """With one bit turned over."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def logs(path: Path) -> tuple[bytes, bytes]:
    """The log and its index."""
    return path.with_name("store.sqlite-wal").read_bytes(), path.with_name("store.sqlite-shm").read_bytes()[:96]


def test_a_whole_log(left: Path) -> None:
    """Nothing to say, with and without an index; nor where there is no log."""
    log, index = logs(left)
    assert (rotten(log, index), rotten(log), rotten(b""), faults(left)) == (None, None, None, [])


@pytest.mark.parametrize("place", [3000, 0, 4, 5, 8, 12, 16, 20, 24])
def test_any_bit_of_a_frame(left: Path, place: int) -> None:
    """Page, number, size, salts, checksums: also without the index, because others follow."""
    log, index = logs(left)
    bad = turned(log, 32 + 3 * FRAME + place)
    assert rotten(bad) == rotten(bad, index) == 4


@pytest.mark.parametrize("place", [0, 9, 17, 22, 25, 31])
def test_any_bit_of_the_head(left: Path, place: int) -> None:
    """Then nothing of the log would be read."""
    log, index = logs(left)
    assert rotten(turned(log, place)) == rotten(turned(log, place), index) == 0


def test_the_end_is_known_to_the_index_alone(left: Path) -> None:
    """A last commit that is torn may be one that nobody was told of; one that the index counts is a loss."""
    log, index = logs(left)
    count = (len(log) - 32) // FRAME
    for bad in (turned(log, len(log) - 100), log[:-FRAME], log[:-100]):
        assert rotten(bad) is None
        assert rotten(bad, index) == count
        assert rotten(bad, turned(index, 17)) is None
        assert rotten(bad, turned(turned(index, 17), 48 + 17)) is None


def test_what_a_commit_that_was_taken_back_left_is_no_fault(tmp_path: Path) -> None:
    """Its frames lie behind the end and are of the same log."""
    store = Store.open(tmp_path / "store.sqlite", create=True)
    add(store, 0, 3)
    before = len(logs(tmp_path / "store.sqlite")[0])
    store.engine.run("PRAGMA cache_size = 2")
    big = Change("put", ("a", "human", "ana", "main", "x"), {"n": "x" * 90_000})
    with pytest.raises(ZeroDivisionError):
        give_up(store, big)
    spilled = len(logs(tmp_path / "store.sqlite")[0])
    assert spilled > before + FRAME
    add(store, 3, 4)
    log, index = logs(tmp_path / "store.sqlite")
    assert len(log) == spilled
    assert (rotten(log, index), rotten(log)) == (None, None)
    store.close()


def test_check_and_doctor_leave_a_rotten_log_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They say so and open nothing; salvage brings all of it out, and leaves the files as they were."""
    with create(tmp_path / "p") as project:
        add(project.store, 0, 20)
        shutil.copytree(tmp_path / "p", tmp_path / "q")
    path = tmp_path / "q" / STORE
    log = path.with_name("store.sqlite-wal")
    log.write_bytes(turned(log.read_bytes(), 32 + 24 + 3000))
    before = (path.read_bytes(), log.read_bytes())
    assert run(["-C", str(tmp_path / "q"), "check"]) == 1
    said = capsys.readouterr().err
    assert "the log is damaged: frame 1 is not as it was written" in said
    assert "check --salvage" in said
    assert [each.wrong for each in examine(tmp_path / "q") if each.what == "store"] == [said.strip().rstrip(".")]
    assert run(["-C", str(tmp_path / "q"), "check", "--salvage", str(tmp_path / "out.sqlite")]) == 1
    assert "1 loss" in capsys.readouterr().err
    assert (path.read_bytes(), log.read_bytes()) == before
    out = Store.open(tmp_path / "out.sqlite")
    assert sum(1 for event in out.events() if event.kind == "put") == 20
    assert check(out) == []
    out.close()


def test_salvage_of_a_page_that_names_itself(left: Path, tmp_path: Path) -> None:
    """A long row whose chain runs in a circle ends, and the rest is brought out."""
    store = Store.open(left)
    change = Change("put", ("a", "human", "ana", "main", "long"), {"note": "z" * 60_000})
    store.record(Batch("long", (change,), "ana", "a"))
    store.engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    raw = bytearray(left.read_bytes())
    at = next(at for at in range(0, len(raw), 4096) if raw[at + 4 : at + 4096] == b"z" * 4092)
    raw[at : at + 4] = (at // 4096 + 1).to_bytes(4, "big")
    left.write_bytes(raw)
    assert salvage(left, tmp_path / "out.sqlite")
    out = Store.open(tmp_path / "out.sqlite")
    assert sum(1 for _ in out.events()) == 80
    out.close()


READER = """
import os, sys
from pathlib import Path
from annotator.core.errors import StoreError
from annotator.store import Store
if not os.getuid():
    os.setuid(65534)
try:
    print(len(Store.open(Path(sys.argv[1])).current("put")))
except StoreError as problem:
    print(problem)
"""


def test_a_log_in_a_folder_that_may_only_be_read_is_not_passed_over(left: Path) -> None:
    """Without it twenty claims would not be there, and nothing would say so."""
    folder = left.parent
    left.with_name("store.sqlite-shm").unlink()
    for path in folder.iterdir():
        path.chmod(0o444)
    above = [each for each in folder.parents[:4] if each != Path("/tmp") and each.stat().st_uid == os.getuid()]
    modes = [each.stat().st_mode for each in above]
    for each in above:
        each.chmod(0o755)
    folder.chmod(0o555)
    done = subprocess.run([sys.executable, "-c", READER, str(left)], capture_output=True, text=True, check=True)
    folder.chmod(0o755)
    for each, mode in zip(above, modes, strict=True):
        each.chmod(mode)
    assert "has a log with labels in it" in done.stdout
    assert "copy" in done.stdout
