"""The SQLite engine: how one file is opened so that a COMMIT that has returned survives a power cut.

All that is SQLite's own is here; the statements (`statements.py`) are plain SQL.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.core.errors import StoreError
from annotator.store import statements as sql
from annotator.store.lock import WriteLock
from annotator.store.migrations import STEPS, due
from annotator.store.place import LOG, allows_wal, appearing, identity, mode_in

APPLICATION_ID = 0x414E4E4F
"""Marks the file as ours: `ANNO`."""
BUSY_MS = 30_000
REFUSED = (sqlite3.Error, UnicodeDecodeError)
"""What a statement may raise: the message of an error has in it what a damaged file holds, and is then no UTF-8."""
REACH_THE_DISK = ("fullfsync = ON", "checkpoint_fullfsync = ON")
"""On macOS a sync may end in the disk's own memory without these; elsewhere they change nothing."""


class SqliteEngine:
    """One connection to one file. Not shared between threads."""

    def __init__(
        self, path: Path, *, create: bool, journal: str = "wal", steps: Sequence[Sequence[str]] = STEPS
    ) -> None:
        self.path = path
        self.steps = steps
        self.version = len(steps)
        self.read_only = False
        wal = allows_wal(path) and journal == "wal"
        if not create and not path.exists():
            raise StoreError(f"There is no store at {path}: `annotator init` makes a project.")
        self.lock = WriteLock(path.with_name(path.name + ".lock"))
        try:
            if create and not path.exists():
                self._make()
            self._connection = self._connect(wal=wal)
        except BaseException as problem:
            self.lock.close()
            if isinstance(problem, REFUSED):
                raise StoreError(explain(problem, path)) from problem
            raise
        self._file = identity(path)

    def _make(self) -> None:
        """A new file with its tables. It appears whole or not at all; another process that was faster is left alone."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self.lock, appearing(self.path) as part:
                if self.path.exists():
                    return
                os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode_in(self.path.parent)))
                os.chmod(part, mode_in(self.path.parent))
                with contextlib.closing(self._open("rw", part)) as connection:
                    connection.execute("PRAGMA synchronous = EXTRA")
                    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                    self._bring_up(connection)
        except OSError as problem:
            raise StoreError(f"The store {self.path} cannot be made: {problem.strerror}.") from problem

    def _connect(self, *, wal: bool) -> sqlite3.Connection:
        try:
            return self._identified("rw", wal=wal)
        except sqlite3.OperationalError as problem:
            if not _lacks_rights(problem):
                raise
        self.read_only = True
        try:
            return self._identified("ro")
        except sqlite3.OperationalError as problem:
            if not _lacks_rights(problem):
                raise
        # A file that had a log, in a folder that nobody may write to: without the side files only this way reads it.
        log = self.path.with_name(self.path.name + LOG)
        if log.exists() and log.stat().st_size:
            raise StoreError(
                f"{self.path} has a log with labels in it, and can only be read with it where its folder may be "
                f"written to; copy {self.path.parent} to such a place."
            )
        return self._identified("ro&immutable=1")

    def _identified(self, mode: str, *, wal: bool | None = None) -> sqlite3.Connection:
        """A connection to a file that is ours; one that writes is made durable, with a log or without."""
        connection = self._open(mode, self.path)
        try:
            self._identify(connection)
            if wal is not None:
                self._durable(connection, wal=wal)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open(self, mode: str, path: Path) -> sqlite3.Connection:
        address = f"file:{_quoted(path)}?mode={mode}"
        connection = sqlite3.connect(
            address, uri=True, isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=False
        )
        for setting in ("trusted_schema = OFF", *REACH_THE_DISK):
            connection.execute(f"PRAGMA {setting}")
        return connection

    def _identify(self, connection: sqlite3.Connection) -> None:
        """Refuse a file that is not ours, or newer than this program; bring an older one up to date, after a backup."""
        mark = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if mark != APPLICATION_ID:
            raise StoreError(f"{self.path} is not a store of annotator; it was left as it is.")
        if version > self.version:
            raise StoreError(
                f"{self.path} was written by a newer annotator (store version {version}, this one reads up to "
                f"{self.version}); install the newer version. Nothing was changed."
            )
        if version < self.version:
            with self.lock:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                backup = self.path.with_name(f"{self.path.name}.v{version}.backup")
                if version < self.version and not backup.exists():
                    with appearing(backup) as part:
                        _copy(connection, part, mode_in(self.path.parent))
                self._bring_up(connection)

    def _bring_up(self, connection: sqlite3.Connection) -> None:
        """All steps that are due, in one transaction; the lock is held."""
        connection.execute("BEGIN EXCLUSIVE")
        try:
            for statement in due(connection.execute("PRAGMA user_version").fetchone()[0], self.steps):
                connection.execute(statement)
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise

    def _durable(self, connection: sqlite3.Connection, *, wal: bool) -> None:
        """WAL with every commit synced; where WAL is refused, a rollback journal with its folder synced as well."""
        mode = connection.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}").fetchone()[0]
        if mode == "wal" and not wal:
            raise StoreError(
                f"{self.path} has a log, which is not safe where it lies; move the project to a local drive."
            )
        connection.execute(f"PRAGMA synchronous = {'FULL' if mode == 'wal' else 'EXTRA'}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write transaction, alone: committed when the block ends, rolled back when it raises."""
        if self.read_only:
            raise StoreError(f"{self.path} can only be read: its folder or file may not be written to.")
        try:
            with self.lock:
                if identity(self.path) != self._file:
                    # SQLite would go on in a file that has no name any more.
                    raise StoreError(
                        f"{self.path} was moved, deleted or replaced while it was open here, so nothing can be saved "
                        "there any more; leave this window, and call again."
                    )
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
        except sqlite3.Error as problem:
            raise self._refusal(problem) from problem

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Several reads of one moment."""
        nested = self._connection.in_transaction
        if not nested:
            self.run("BEGIN")
        try:
            yield
        finally:
            if not nested:
                self._connection.rollback()

    def run(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; its rows. Raises StoreError with a sentence."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except REFUSED as problem:
            raise self._refusal(problem) from problem

    def _refusal(self, problem: Exception) -> StoreError:
        """The sentence. A connection that lacks rights once keeps to that: only a new one sees that they are mended."""
        if _lacks_rights(problem):
            self.read_only = True
        return StoreError(explain(problem, self.path))

    def each(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Run one statement; its rows, one at a time."""
        try:
            yield from self._connection.execute(statement, values)
        except REFUSED as problem:
            raise self._refusal(problem) from problem

    def rewind(self, upto: Mapping[str, int]) -> None:
        """From now on read what was current after these events (writer → its last), and write nothing."""
        try:
            for statement in sql.PAST:
                self._connection.execute(statement)
            self._connection.execute("BEGIN")
            self._connection.executemany(sql.ADD_UPTO, list(upto.items()))
            self._connection.execute(sql.FOLD_UPTO)
            self._connection.execute("COMMIT")
        except sqlite3.Error as problem:
            raise self._refusal(problem) from problem
        self.read_only = True

    def data_version(self) -> int:
        """Changes when another connection has committed."""
        return int(self.run("PRAGMA data_version")[0][0])

    def integrity(self, *, quick: bool = False) -> list[str]:
        """What SQLite itself finds wrong with the file; quick: its indexes are not compared with its tables."""
        return [str(row[0]) for row in self.run(f"PRAGMA {'quick' if quick else 'integrity'}_check") if row[0] != "ok"]

    def copy_to(self, path: Path) -> None:
        """A consistent copy of the whole file, with its rights, while others go on writing; whole or not at all."""
        try:
            with appearing(path) as part:
                _copy(self._connection, part, mode_in(self.path.parent))
        except REFUSED as problem:
            raise StoreError(explain(problem, path)) from problem

    def limit_pages(self, pages: int) -> None:
        """Let the file grow to this many pages at most: what a full disk does, for tests of it."""
        self.run(f"PRAGMA max_page_count = {int(pages)}")

    def close(self) -> None:
        """Close the connection and give the lock file back."""
        self._connection.close()
        self.lock.close()


def held(path: Path) -> bool:
    """Whether anybody has the store at `path` open; a caller that throws it away asks first, because its log is written
    into it. Without a log (`journal_mode` DELETE) only a write that is under way is seen."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{_quoted(path)}?mode=rw", uri=True, timeout=0.0)) as connection:
            # Who has read once keeps a lock for as long as there is a log, and only without any other is it taken away.
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as problem:
        return "locked" in str(problem)
    except sqlite3.DatabaseError:
        return False
    return False


def _copy(connection: sqlite3.Connection, path: Path, mode: int) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode))
    os.chmod(path, mode)
    with contextlib.closing(sqlite3.connect(path)) as target:
        connection.backup(target)


def _lacks_rights(problem: Exception) -> bool:
    return getattr(problem, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def _quoted(path: Path) -> str:
    from urllib.parse import quote

    return quote(str(path.absolute()))


def explain(problem: Exception, path: Path) -> str:
    """A sentence for what SQLite says."""
    words = "malformed, and so is what SQLite says of it" if isinstance(problem, UnicodeDecodeError) else str(problem)
    if "full" in words:
        return f"There is no room left for {path}; free some space, and it is saved by itself."
    if "readonly" in words:
        return f"{path} can only be read: its folder or file may not be written to."
    if "locked" in words or "busy" in words:
        return f"Another program holds {path}; it is tried again."
    if "not a database" in words or "malformed" in words or "encrypted" in words:
        return f"{path} is damaged or not a store ({words}); `annotator check --salvage FILE` brings out what is whole."
    if "disk I/O" in words:
        return f"The disk refused to write {path} ({words})."
    if "unable to open" in words:
        return f"{path} cannot be opened; is the folder there, and may you write to it?"
    return f"{path}: {words}."
