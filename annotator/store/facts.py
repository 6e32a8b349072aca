"""What a store is and how it is opened, in words that a person can copy into a report."""

from __future__ import annotations

import sqlite3

from annotator.store.migrations import VERSION
from annotator.store.store import Store

_SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


def facts(store: Store) -> dict[str, str]:
    """Name → value, in the order in which they are shown."""
    run = store.engine.run
    mode = str(run("PRAGMA journal_mode")[0][0])
    size = int(run("PRAGMA page_count")[0][0]) * int(run("PRAGMA page_size")[0][0])
    log = store.path.with_name(store.path.name + "-wal")
    return {
        "store version": f"{run('PRAGMA user_version')[0][0]} (this program: {VERSION})",
        "journal": f"{mode}, synchronous {_SYNCHRONOUS.get(int(run('PRAGMA synchronous')[0][0]), '?')}",
        "size": f"{size / 1e6:.1f} MB, log {log.stat().st_size / 1e6 if log.exists() else 0:.1f} MB",
        "events": f"{sum(store.vector().values())} of {len(store.vector())} writers",
        "opened": "for reading only" if store.read_only else "for reading and writing",
    }


def sqlite_version() -> str:
    """The version of SQLite itself."""
    return sqlite3.sqlite_version
