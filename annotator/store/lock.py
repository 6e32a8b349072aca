"""One writer at a time: an advisory lock on a side file, held around each write and released when a process dies.

SQLite's own busy handler polls without order and can starve a writer for seconds; waiting here keeps the queue
outside of the database file, and it closes the race between a checkpoint and a writer that resets the log.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType

from annotator.core.errors import StoreError

MODE = 0o660
"""Of every file that the store makes, less the umask: never anything for the rest of the world."""


class WriteLock:
    """A context manager; not re-entrant. `patience` is the longest wait in seconds."""

    def __init__(self, path: Path, *, patience: float = 30.0) -> None:
        self._path = path
        self._patience = patience
        self._file = -1

    def __enter__(self) -> None:
        if self._file < 0:
            try:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, MODE)
            except OSError as error:
                raise StoreError(f"The lock file {self._path} cannot be opened: {error.strerror}.") from error
        end = time.monotonic() + self._patience
        pause = 0.0002
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    raise StoreError(
                        f"Another program has held {self._path} for {self._patience:.0f} s; "
                        "end it, or wait until its import or backup is done, and try again."
                    ) from None
                time.sleep(pause)
                pause = min(pause * 2, 0.004)
            except OSError as error:
                raise StoreError(f"{self._path} cannot be locked: {error.strerror}; use a local drive.") from error
            else:
                return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file >= 0:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the descriptor back; the next use opens it again."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
