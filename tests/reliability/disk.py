"""A disk that fails in the middle of labelling, and is mended: `python -m tests.reliability.disk SCENARIO FOLDER`.

Each scenario runs as a user without rights, in a process of its own, because limits and rights belong to a process.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from annotator.project.recorder import Recorder
from annotator.store import Store
from annotator.store.check import check
from annotator.store.sqlite import SqliteEngine
from annotator.store.store import new_writer, now_ms
from tests.hand import Hand
from tests.reliability.power import Connection

TEXT = "Rents fell in May, the ministry said. Critics doubt it.\n"
NOBODY = 65534
Break = Callable[[Hand, Path], Callable[[], None]]


def room(hand: Hand, folder: Path) -> Callable[[], None]:
    """No file may grow any more."""
    size = (folder / "store.sqlite-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def read_only(hand: Hand, folder: Path) -> Callable[[], None]:
    """Folder and files may only be read, from the next opening on."""
    hand.recorder.close()
    hand.store.close()
    _rights(folder, 0o500, 0o400)
    hand.store = Store.open(folder / "store.sqlite")
    assert hand.store.read_only
    _record(hand, Store.open)
    return lambda: _rights(folder, 0o700, 0o600)


def no_rights(hand: Hand, folder: Path) -> Callable[[], None]:
    """The folder may not even be entered."""
    hand.recorder.close()
    _rights(folder, 0o000, None)
    _record(hand, Store.open)
    return lambda: _rights(folder, 0o700, None)


def bad_disk(hand: Hand, folder: Path) -> Callable[[], None]:
    """Every write is answered with an I/O error."""
    hand.recorder.close()
    vfs = BadDisk()

    class Engine(SqliteEngine):
        def _open(self, mode: str, path: Path):  # type: ignore[no-untyped-def]
            return Translated(f"file:{path}?mode={mode}", vfs.name)

    _record(hand, lambda path: Store(Engine(path, create=False), now_ms, new_writer))
    hand.open(0)
    vfs.bad = True

    def mend() -> None:
        vfs.bad = False

    return mend


class BadDisk(apsw.VFS):
    """The file system of the machine, until it is bad."""

    def __init__(self) -> None:
        self.bad, self.name = False, "bad-disk"
        super().__init__(self.name, "")

    def xOpen(self, name, flags):  # type: ignore[no-untyped-def]
        return BadFile(self, name, flags)


class BadFile(apsw.VFSFile):
    """A file on it."""

    def __init__(self, disk, name, flags) -> None:  # type: ignore[no-untyped-def]
        self.disk = disk
        super().__init__("", name, flags)

    def xWrite(self, data, offset):  # type: ignore[no-untyped-def]
        if self.disk.bad:
            raise apsw.IOError("disk I/O error")
        return super().xWrite(data, offset)


class Translated(Connection):
    """With the errors of the standard module."""

    def execute(self, statement, values=()):  # type: ignore[no-untyped-def]
        with _translated():
            return super().execute(statement, values)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except apsw.Error as problem:
        raise sqlite3.OperationalError(str(problem)) from problem


SCENARIOS: dict[str, tuple[Break, str]] = {
    "room": (room, "The disk refused|no room left"),
    "read-only": (read_only, "can only be read"),
    "no-rights": (no_rights, "cannot be opened|Permission denied"),
    "bad-disk": (bad_disk, "The disk refused to write"),
}


def _rights(folder: Path, own: int, files: int | None) -> None:
    folder.chmod(0o700)
    for path in folder.iterdir() if files is not None else ():
        path.chmod(files or 0)
    folder.chmod(own)


def _record(hand: Hand, opener: Callable[[Path], Store]) -> None:
    recorder = Recorder(hand.recorder.path, opener, retry_seconds=0.01)
    hand.recorder = hand.session.recorder = recorder
    recorder.start()


def scenario(name: str, folder: Path) -> None:
    """Label, break it, go on labelling, mend it; all that was done is saved, in order."""
    import re

    breaking, words = SCENARIOS[name]
    hand = Hand(folder, TEXT)
    mend = breaking(hand, folder)
    hand.press("s c m '" + "long_note_" * 20 + " ⏎ t a y a")
    while not re.search(words, hand.session.problem):
        news = hand.recorder.inbox.get(timeout=20)
        hand.recorder.inbox.put(news)
        hand.session.drain()
    assert hand.session.unsaved >= 3, hand.session.unsaved
    assert hand.state.claims[0].fields["stance"] == "asserts"
    hand.press("d")
    mend()
    # The pause between two attempts has grown meanwhile, to ten seconds at most.
    assert hand.recorder.flush(60)
    hand.settle()
    assert (hand.session.unsaved, hand.session.problem) == (0, ""), hand.session.problem
    claims = hand.state.claims
    hand.close()
    again = Hand(folder, TEXT)
    assert again.state.claims == claims
    assert check(again.store) == []
    again.close()


def main() -> None:
    """As nobody, when we are root."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    if os.getuid() == 0:
        # What is imported inside of functions has to be there before the interpreter's own files are out of reach.
        with tempfile.TemporaryDirectory() as other:
            Hand(Path(other), TEXT).press("s c m 'note ⏎ t a y a d").settle().close()
            store = Store.open(Path(other) / "store.sqlite")
            assert check(store) == []
            store.close()
        os.chown(folder, NOBODY, NOBODY)
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    scenario(name, folder)
    sys.stdout.write("saved\n")


if __name__ == "__main__":
    main()
