"""One writer at a time: an advisory lock on a side file, held around each write and released when a process dies.

SQLite's own busy handler polls without order and can starve a writer for seconds; waiting here keeps the queue
outside of the database file, and it closes the race between a checkpoint and a writer that resets the log.

Two files make it fair: whoever holds the turn is next, and gives it back once the lock is theirs. A writer in a hurry
has to take the turn again, and finds it with somebody who was waiting.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType

from annotator.core.errors import StoreError
from annotator.store.place import mode_in


class WriteLock:
    """A context manager; not re-entrant. `patience` is the longest wait in seconds."""

    def __init__(self, path: Path, *, patience: float = 30.0) -> None:
        self._path = path
        self._turn = path.with_name(path.name + ".turn")
        self._patience = patience
        self._files: dict[Path, int] = {}

    def __enter__(self) -> None:
        turn, lock = self._opened(self._turn), self._opened(self._path)
        end = time.monotonic() + self._patience
        self._take(turn, end)
        try:
            self._take(lock, end)
        finally:
            fcntl.flock(turn, fcntl.LOCK_UN)

    def _opened(self, path: Path) -> int:
        if path not in self._files:
            try:
                self._files[path] = _opened(path)
            except OSError as error:
                raise StoreError(f"The lock file {path} cannot be opened: {error.strerror}.") from error
        return self._files[path]

    def _take(self, file: int, end: float) -> None:
        pause = 0.002
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    raise StoreError(
                        f"Another program has held {self._path} for {self._patience:.0f} s; "
                        "end it, or wait until its import or backup is done, and try again."
                    ) from None
                # Whoever has waited longest asks most often.
                time.sleep(pause)
                pause = max(pause * 0.8, 0.0002)
            except OSError as error:
                raise StoreError(f"{self._path} cannot be locked: {error.strerror}; use a local drive.") from error
            else:
                return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._path in self._files:
            fcntl.flock(self._files[self._path], fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the descriptors back; the next use opens them again."""
        while self._files:
            os.close(self._files.popitem()[1])


def _opened(path: Path) -> int:
    mode = mode_in(path.parent)
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    except FileExistsError:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)
    os.fchmod(file, mode)
    return file
