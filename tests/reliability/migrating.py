"""Making a store, and bringing every released version of it up to date, killed at random instants.

There are two further steps than the program has, which rewrite and add: the file is old or new, never between; so is
the backup that is made before, and a new store is whole or not there.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.store import Store
from annotator.store.check import check
from annotator.store.migrations import STEPS
from annotator.store.sqlite import SqliteEngine
from tests.reliability.trial import Outcome

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("store-v*.sqlite"))
FURTHER = (
    *STEPS,
    ("ALTER TABLE event ADD COLUMN colour TEXT NOT NULL DEFAULT ''", "UPDATE event SET colour = kind"),
    ("CREATE TABLE extra (a TEXT)", "INSERT INTO extra SELECT hash FROM event", "CREATE INDEX extra_a ON extra (a)"),
)


def migrate(folder: Path, count: int, seed: int) -> Outcome:
    """Kill so many openings, a third of them of a store that is not there yet."""
    dice, outcome = random.Random(seed), Outcome()
    outcome.figures |= {"kills": 0, "old": 0, "new": 0, "none": 0, "backups": 0}
    usual = dict.fromkeys((None, *GOLDEN), 0.01)
    for number in range(count):
        here = folder / str(number)
        here.mkdir()
        store = here / "store.sqlite"
        golden = None if number % 3 == 0 else dice.choice(GOLDEN)
        if golden is not None:
            shutil.copy(golden, store)
        spent = killed(lambda path=store: _open(path), dice.uniform(0, 1.2 * usual[golden]))
        if spent is not None:
            # It was faster than the kill: aim earlier; else a little later.
            usual[golden] = 0.8 * usual[golden] + 0.2 * spent
        else:
            usual[golden] *= 1.1
        outcome.add("kills")
        try:
            _look(store, golden, outcome)
        except AnnotatorError as problem:
            outcome.broken.append(f"{number}: {problem}")
        shutil.rmtree(here)
    return outcome


def _open(path: Path) -> None:
    SqliteEngine(path, create=True, steps=FURTHER).close()


def killed(action: Callable[[], None], after: float) -> float | None:
    """Do it in another process, which is killed `after` seconds; how long it took when it was faster."""
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            action()
        finally:
            os._exit(0)
    while (left := start + after - time.monotonic()) > 0:
        if os.waitpid(child, os.WNOHANG)[0]:
            return time.monotonic() - start
        time.sleep(min(left, 0.0005))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _look(path: Path, golden: Path | None, outcome: Outcome) -> None:
    if golden is None and not path.exists():
        outcome.add("none")
        return
    for backup in path.parent.glob("*.backup"):
        outcome.add("backups")
        copy = Path(shutil.copy(backup, path.with_name("backup.sqlite")))
        outcome.broken += [f"a backup: {fault}" for fault in _faults(Store.open(copy))]
    before = SqliteEngine(path, create=False, steps=FURTHER if _version(path) == len(FURTHER) else STEPS)
    old = before.version == len(STEPS)
    outcome.add("old" if old else "new")
    columns = {row[1] for row in before.run("PRAGMA table_info(event)")}
    tables = {row[0] for row in before.run("SELECT name FROM sqlite_master")}
    if (("colour" in columns) or ("extra" in tables) or ("extra_a" in tables)) == old:
        outcome.broken.append(f"version {before.version} has {sorted(columns & {'colour'} | tables & {'extra'})}")
    if not old and before.run("SELECT count(*) FROM event") != before.run("SELECT count(*) FROM extra"):
        outcome.broken.append("a step was done in half")
    before.close()
    # Whoever opens it next gets the new version, and everything that was in the old one.
    engine = SqliteEngine(path, create=False, steps=FURTHER)
    store = Store(engine, lambda: 0, lambda: "x")
    outcome.broken += _faults(store, close=False)
    wanted = 0 if golden is None else 12
    if (there := sum(1 for _ in store.events())) != wanted:
        outcome.broken.append(f"{there} of {wanted} events are there")
    store.close()


def _version(path: Path) -> int:
    """As the next opening will find it: a journal that the dead process has left is rolled back by reading."""
    import sqlite3

    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def _faults(store: Store, *, close: bool = True) -> list[str]:
    try:
        return [str(fault) for fault in check(store)]
    finally:
        if close:
            store.close()
