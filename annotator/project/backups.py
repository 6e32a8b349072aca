"""The daily backups: one a day on which somebody worked, the newest seven, beside the store."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from annotator.project.project import BACKUPS
from annotator.project.recorder import Recorder
from annotator.store import Store

KEPT = 7
_NAME = re.compile(r"\d{4}-\d\d-\d\d\.sqlite")


def begin_day(recorder: Recorder) -> None:
    """Have today's backup made in the thread that writes, after all that was submitted; a failure is shown as news."""
    recorder.later(lambda store: daily(store, date.today()))


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
    if not store.engine.integrity(quick=True):
        for old in kept(folder)[:-KEPT]:
            old.unlink(missing_ok=True)
    return path


def kept(folder: Path) -> list[Path]:
    """The daily backups in a folder, the oldest first; other files there are nobody's business."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
