"""The daily backups: one a day, the newest seven, and none taken away while the store is damaged."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from annotator.project.backups import KEPT, begin_day, daily, kept
from annotator.project.create import create
from annotator.project.project import BACKUPS
from annotator.project.recorder import Recorder
from annotator.store import Store
from annotator.store.check import check
from tests.golden.make import fill

TODAY = date(2026, 3, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """That of a store with something in it."""
    with create(tmp_path / "p") as project:
        path = project.store.path
    path.unlink()
    store = Store.open(path, create=True)
    fill(store)
    store.close()
    return path.parent


def test_one_a_day_and_the_newest_seven(folder: Path) -> None:
    """Whole copies; a second start of a day makes none; what others laid there stays."""
    store = Store.open(folder / "store.sqlite")
    other = folder / BACKUPS / "before-the-merge.sqlite"
    other.parent.mkdir()
    other.write_bytes(b"mine")
    for day in range(10):
        assert daily(store, TODAY + timedelta(day)) is not None
        assert daily(store, TODAY + timedelta(day)) is None
    found = kept(folder / BACKUPS)
    assert [path.stem for path in found] == [str(TODAY + timedelta(day)) for day in range(3, 10)]
    assert len(found) == KEPT
    assert other.read_bytes() == b"mine"
    copy = Store.open(found[0])
    assert check(copy) == []
    assert [event.hash for event in copy.events()] == [event.hash for event in store.events()]
    copy.close()
    store.close()


def test_what_a_kill_left_of_one_is_taken_away(folder: Path) -> None:
    """Once it is older than a day: until then another window may be at it."""
    store = Store.open(folder / "store.sqlite")
    (folder / BACKUPS).mkdir()
    names = [
        ".2026-02-01.sqlite.77.part",
        ".2026-02-01.sqlite.77.part-journal",
        ".2026-02-02.sqlite.78.part",
        ".mine.part",
    ]
    for name in names:
        (folder / BACKUPS / name).write_bytes(b"half")
    for name in (*names[:2], names[3]):
        os.utime(folder / BACKUPS / name, (1, 1))
    daily(store, TODAY)
    assert sorted(path.name for path in (folder / BACKUPS).iterdir()) == [*names[2:], f"{TODAY}.sqlite"]
    store.close()


def test_a_window_that_is_left_open_has_one_each_day(folder: Path) -> None:
    """Whoever asks each second has one made when the date has changed, and only then."""
    recorder = Recorder(folder / "store.sqlite", Store.open)
    recorder.start()
    last = begin_day(recorder, "", lambda: TODAY)
    for day in (1, 1, 2):
        last = begin_day(recorder, last, lambda day=day: TODAY + timedelta(day))  # type: ignore[misc]
    recorder.read(lambda store: kept(folder / BACKUPS))
    made = recorder.inbox.get(timeout=5).found
    assert made == [folder / BACKUPS / f"{TODAY + timedelta(day)}.sqlite" for day in range(3)]
    made[-1].unlink()
    assert begin_day(recorder, last, lambda: TODAY + timedelta(2)) == last
    assert recorder.close() == ()
    assert not made[-1].exists()


def test_none_is_taken_away_while_the_store_is_damaged(folder: Path) -> None:
    """The oldest may be the last that is whole."""
    store = Store.open(folder / "store.sqlite")
    for day in range(KEPT):
        daily(store, TODAY + timedelta(day))
    store.engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    raw = bytearray((folder / "store.sqlite").read_bytes())
    # The b-tree page of the last table: its number of cells.
    at = len(raw) - 4096 + 3
    raw[at : at + 2] = b"\xff\xff"
    (folder / "store.sqlite").write_bytes(raw)
    store = Store.open(folder / "store.sqlite")
    assert store.engine.integrity(quick=True)
    daily(store, TODAY + timedelta(KEPT))
    assert len(kept(folder / BACKUPS)) == KEPT + 1
    store.close()


def test_the_recorder_makes_it_and_a_failure_is_news(folder: Path) -> None:
    """In the thread that writes; where it cannot be made, the reason comes, and work goes on."""
    recorder = Recorder(folder / "store.sqlite", Store.open)
    recorder.start()
    begin_day(recorder)
    recorder.read(lambda store: kept(folder / BACKUPS))
    assert recorder.inbox.get(timeout=5).found == [folder / BACKUPS / f"{date.today().isoformat()}.sqlite"]
    kept(folder / BACKUPS)[0].unlink()
    (folder / BACKUPS).rmdir()
    (folder / BACKUPS).write_text("no folder", "utf-8")
    begin_day(recorder)
    assert "backup" in recorder.inbox.get(timeout=5).message
    assert recorder.close() == ()
