"""Protections, and the proof that each is needed: a copy of the program without it, on which its trial goes red."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Protection:
    """In `file`, `strong` stands exactly once; with `weak` in its place the trial must find something."""

    trial: str
    count: int
    file: str
    strong: str
    weak: str


BEGIN = """                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield
"""

MIGRATION = """        connection.execute("BEGIN EXCLUSIVE")
        try:
            for statement in due(connection.execute("PRAGMA user_version").fetchone()[0], self.steps):
                connection.execute(statement)
            connection.execute("COMMIT")
"""

DEEP = """    except RecursionError:
        raise ValueError(f"the value is nested more than {DEPTH} levels deep") from None
    if text.count"""
REBUILD = """    with store.engine.writing():
        # Read within the transaction: what another window saves meanwhile would be forgotten.
        fold = heads(store)
"""
RETRY = """                if self._stop.wait(pause):
                    return store
                pause = min(pause * 2, 10.0)
                store = self._again(store)
                continue
"""

PROTECTIONS: dict[str, Protection] = {
    "one transaction for event and projection": Protection(
        "kill",
        300,
        "annotator/store/sqlite.py",
        BEGIN,
        BEGIN.replace('self._connection.execute("BEGIN IMMEDIATE")', "pass") + "                    return\n",
    ),
    "the comparison with what is current": Protection(
        "kill",
        200,
        "annotator/store/store.py",
        "        if stale:\n            raise",
        "        if 0:\n            raise",
    ),
    "BEGIN IMMEDIATE": Protection(
        "crowd",
        5,
        "annotator/store/sqlite.py",
        BEGIN,
        BEGIN.replace(" IMMEDIATE", ""),
    ),
    "a rebuild in one transaction": Protection(
        "crowd",
        5,
        "annotator/store/check.py",
        REBUILD,
        "    fold = heads(store)\n    with store.engine.writing():\n",
    ),
    "synchronous = FULL": Protection("power", 400, "annotator/store/sqlite.py", "'FULL' if mode", "'NORMAL' if mode"),
    "synchronous = EXTRA": Protection("power", 1000, "annotator/store/sqlite.py", "else 'EXTRA'", "else 'FULL'"),
    "one transaction for a migration": Protection(
        "migrate",
        300,
        "annotator/store/sqlite.py",
        MIGRATION,
        MIGRATION.replace('connection.execute("BEGIN EXCLUSIVE")', "pass").replace('connection.execute("COMMIT")', ""),
    ),
    "a file appears whole": Protection(
        "migrate", 300, "annotator/store/place.py", "yield part\n        if part", "yield path\n        if part"
    ),
    "a hash for each event": Protection(
        "rot", 100, "annotator/store/check.py", "event.digest() == event.hash and event.kind", "event.kind"
    ),
    "a hash for each file of a bundle": Protection(
        "rot", 60, "annotator/formats/bundle.py", "        if SUMS in files:\n", "        if 0:\n"
    ),
    "an end to nesting": Protection(
        "fuzz", 1500, "annotator/core/records/canonical.py", DEEP, DEEP.replace("RecursionError", "ZeroDivisionError")
    ),
    "all of an import or nothing": Protection(
        "fuzz",
        1500,
        "annotator/project/exchange/incoming.py",
        "    if found.faults and not keep_going:",
        "    if not found.data.articles and found.faults and not keep_going:",
    ),
    "the line of a refusal": Protection(
        "fuzz",
        1500,
        "annotator/formats/intake.py",
        "file=source.name, line=number) for fault",
        "file=source.name) for fault",
    ),
    "the filter of what is shown": Protection(
        "hostile", 1, "annotator/core/visible.py", "    shown = _UNSAFE.sub(_picture, text)", "    shown = text"
    ),
    "two marks on a letter at most": Protection("hostile", 1, "annotator/core/visible.py", "marks[:2]", "marks"),
    "an export that is shown where it goes to a terminal": Protection(
        "hostile", 0, "annotator/cli/exchange.py", "Shown() if sys.stdout.isatty()", "sys.stdout.buffer if 1"
    ),
    "the look at a log": Protection(
        "rot", 100, "annotator/store/log.py", "    frame = rotten(log, index)\n", "    frame = None\n"
    ),
    "the search for rows": Protection(
        "rot", 60, "annotator/store/salvage.py", "    for block in (raw, log):", "    for block in ():"
    ),
    "the file lock": Protection(
        "crowd",
        5,
        "annotator/store/lock.py",
        "fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "pass",
    ),
    "saved is said after the commit": Protection(
        "screen",
        30,
        "annotator/project/saving.py",
        "return len(self._attempts) + len(self._stale)",
        "return 0",
    ),
    "a note that waits for its decision has a file": Protection(
        "screen", 40, "annotator/core/commands/draft.py", "**typed(state), **_said(state)}", "**typed(state)}"
    ),
    "what is half-typed has a file": Protection(
        "gone", 4, "annotator/core/commands/draft.py", "**typed(state), **_said(state)}", "**_said(state)}"
    ),
    "a terminal that is gone is noticed": Protection(
        "gone", 3, "annotator/tui/ending.py", "poll.register(stream, 0)\n        while", "pass\n        while"
    ),
    "a write that failed is tried again": Protection(
        "refused",
        5,
        "annotator/project/recorder.py",
        RETRY,
        '                self._finish(job, News("saved", job.batch))\n                return store\n',
    ),
    "what cannot be saved has a file": Protection(
        "refused", 10, "annotator/project/ending/rescue.py", "for folder in (*places, None):", "for folder in ():"
    ),
}

SEEK = """                os.ftruncate(file, end)
                os.lseek(file, end, os.SEEK_SET)
"""

PROTECTIONS |= {
    "the one total order": Protection(
        "sync",
        100,
        "annotator/store/statements.py",
        " WHERE (excluded.clock, excluded.writer, excluded.seq) > (current.clock, current.writer, current.seq)",
        "",
    ),
    "a writer's row beside its events": Protection(
        "sync",
        20,
        "annotator/store/union.py",
        "store.engine.run(sql.ADD_WRITER, known[event.writer])",
        "pass",
    ),
    "a clock that is never behind what was seen": Protection(
        "sync",
        100,
        "annotator/store/clock.py",
        "return max(last + 1, now << COUNTER_BITS)",
        "return now << COUNTER_BITS",
    ),
    "passing on what others have written": Protection(
        "sync",
        60,
        "annotator/project/sync/outgoing.py",
        "there.last >= last.get(id, 0):",
        "there.last >= last.get(id, 0) or there.last:",
    ),
    "an id for each of two texts": Protection(
        "sync",
        200,
        "annotator/project/sync/incoming.py",
        "batches, done.parted = clash.part(store, events)",
        "batches, done.parted = [], []",
    ),
    "one transaction for all that comes in": Protection(
        "stopped", 200, "annotator/store/union.py", "with store.writing():", "if True:"
    ),
    "a torn line taken away before the rest is written": Protection(
        "stopped", 60, "annotator/project/sync/folder.py", SEEK, "                os.lseek(file, 0, os.SEEK_END)\n"
    ),
    "a line without its end passed over": Protection(
        "stopped", 60, "annotator/project/sync/scan.py", 'if not line.data.endswith(b"\\n"):', "if False:"
    ),
}
"""Of what is exchanged through a folder."""


def copied(protection: Protection, folder: Path) -> Path:
    """The program and its tests in `folder`, without the protection. Raises ValueError when the row is out of date."""
    source = (ROOT / protection.file).read_text("utf-8")
    if source.count(protection.strong) != 1:
        raise ValueError(f"{protection.file} does not hold this exactly once: {protection.strong!r}")
    for name in ("annotator", "tests", "schemas", "samples"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / protection.file).write_text(source.replace(protection.strong, protection.weak), "utf-8")
    return folder


def take_away(protection: Protection) -> tuple[bool, list[str]]:
    """Whether the trial goes red without it, and the first things that it says."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "tests.reliability", f"{protection.trial}={protection.count}"]
        done = subprocess.run(
            words,
            cwd=copied(protection, Path(folder)),
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": folder},
        )
    said = [line.strip() for line in done.stdout.split("\n") if line.startswith("  ")]
    # A copy that does not run at all proves nothing.
    return done.returncode == 1 and bool(said), said or done.stderr.strip().split("\n")[-1:]
