"""The daily backups: one a day on which a window was open, the newest seven, beside the store."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from annotator.project.project import BACKUPS
from annotator.project.recorder import Recorder
from annotator.store import Store

KEPT = 7
_NAME = re.compile(r"\d{4}-\d\d-\d\d\.sqlite")
_PART = re.compile(rf"\.{_NAME.pattern}\.\d+\.part(-journal|-wal|-shm)?")
"""A backup that is being made, or one that was killed meanwhile."""
_DAY = 86_400


def begin_day(recorder: Recorder, last: str = "", today: Callable[[], date] = date.today) -> str:
    """Today. When that is not `last`, have its backup made in the thread that writes, after all that was submitted; a
    failure is shown as news."""
    day = today()
    if day.isoformat() != last:
        recorder.later(lambda store: daily(store, day))
    return day.isoformat()


def daily(store: Store, today: date) -> Path | None:
    """Make today's backup, and take the oldest away beyond seven; None when it is there already, or cannot be made.

    While SQLite finds the store damaged none is taken away, because the oldest may be the last that is whole.
    Raises StoreError.
    """
    from annotator.store.check import backup

    folder = store.path.with_name(BACKUPS)
    path = folder / f"{today.isoformat()}.sqlite"
    if path.exists() or store.read_only:
        return None
    backup(store, path)
    for part in folder.iterdir():
        if _PART.fullmatch(part.name) and part.stat().st_mtime < time.time() - _DAY:
            part.unlink(missing_ok=True)
    if not store.engine.integrity(quick=True):
        for old in kept(folder)[:-KEPT]:
            old.unlink(missing_ok=True)
    return path


def kept(folder: Path) -> list[Path]:
    """The daily backups in a folder, the oldest first; other files there are nobody's business."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
