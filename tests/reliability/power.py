"""Power cuts: a store writes through a file system that keeps a log; states that a cut could have left are rebuilt.

The store's own engine runs on `apsw` with a VFS that logs writes, truncations, syncs and entries of the folder. At a
random point of the log the power goes. What was synced before is there. Of the rest, by two models of a file system:

ordered      everything up to some point in the order in which it was issued, the last write torn at a sector
reordered    any subset of the writes and truncations, each write torn into any of its sectors; the entries of the
             folder (files made and deleted) up to some point in their order

Each state is opened with the ordinary engine: it opens, `check` is clean, and what was acknowledged is there.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

from annotator.core.article import text_hash
from annotator.core.errors import AnnotatorError
from annotator.core.event import Batch, Change, EventId
from annotator.store import Store
from annotator.store.check import check
from annotator.store.log import faults as log_faults
from annotator.store.sqlite import SqliteEngine
from annotator.store.store import new_writer, now_ms
from tests.reliability.trial import Outcome

SECTOR = 512
STATES_A_LOG = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was asked of the file system, or an acknowledgement that came after all before it."""

    what: str
    """write, truncate, sync, make, delete, folder (its entries are synced), said."""
    file: int = 0
    """An inode: a file that is deleted and made again is another one."""
    at: int = 0
    data: bytes = b""
    name: str = ""
    ids: tuple[EventId, ...] = ()


@dataclass(slots=True)
class Log:
    """All steps since the store was made, and the files as they were then."""

    steps: list[Step] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    start: dict[int, bytes] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    inodes: int = 0

    def adopt(self, name: str, content: bytes) -> None:
        """A file that was there, and safe, before the log begins."""
        self.names[name] = self.first[name] = self.inodes
        self.start[self.inodes] = content
        self.inodes += 1

    def made(self, name: str) -> int:
        """The inode of a name; a new one when there is none."""
        if name not in self.names:
            self.names[name] = self.inodes
            self.steps.append(Step("make", self.inodes, name=name))
            self.inodes += 1
        return self.names[name]


class LoggedFile(apsw.VFSFile):
    """A file that works and tells."""

    def __init__(self, log: Log, name: Any, flags: list[int]) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.log, self.path, self.inode = log, Path(path).name, log.made(Path(path).name)
        journal = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL
        # The first sync of a new journal syncs its folder too.
        self.fresh = bool(flags[0] & journal) and log.steps[-1:] == [Step("make", self.inode, name=self.path)]
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self.log.steps.append(Step("write", self.inode, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self.log.steps.append(Step("truncate", self.inode, size))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self.log.steps.append(Step("sync", self.inode))
        if self.fresh:
            self.log.steps.append(Step("folder"))
            self.fresh = False


class LoggedFolder(apsw.VFS):
    """The file system of the machine, with a log of one store."""

    def __init__(self, log: Log) -> None:
        self.log, self.name = log, f"logged-{id(log)}"
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return LoggedFile(self.log, name, flags) if name else super().xOpen(name, flags)

    def xDelete(self, path: str, sync: bool) -> None:
        super().xDelete(path, sync)
        name = Path(path).name
        if name in self.log.names:
            self.log.steps.append(Step("delete", self.log.names.pop(name), name=name))
        if sync:
            self.log.steps.append(Step("folder"))


class Connection:
    """What the engine uses of `sqlite3.Connection`, on `apsw`."""

    def __init__(self, address: str, vfs: str) -> None:
        flags = apsw.SQLITE_OPEN_URI | apsw.SQLITE_OPEN_READWRITE
        self._inner = apsw.Connection(address, flags=flags, vfs=vfs)
        self._inner.set_busy_timeout(1000)

    def execute(self, statement: str, values: Any = ()) -> Any:
        return self._inner.execute(statement, tuple(values))

    def rollback(self) -> None:
        if self._inner.in_transaction:
            self._inner.execute("ROLLBACK")

    @property
    def in_transaction(self) -> bool:
        return self._inner.in_transaction

    def close(self) -> None:
        self._inner.close()


@contextmanager
def logged(path: Path, log: Log, journal: str) -> Iterator[Store]:
    """The store at `path` on the file system that tells."""
    vfs = LoggedFolder(log)

    class Engine(SqliteEngine):
        def _open(self, mode: str, path: Path) -> Any:
            return Connection(f"file:{path}?mode={mode}", vfs.name)

    store = Store(Engine(path, create=False, journal=journal), now_ms, new_writer)
    try:
        yield store
    finally:
        store.close()
        vfs.unregister()


def work(folder: Path, journal: str, dice: random.Random) -> Log:
    """Some dozens of commits by one or two connections that come and go; the log of them."""
    path = folder / "store.sqlite"
    Store.open(path, create=True, journal=journal).close()
    log = Log()
    log.adopt(path.name, path.read_bytes())
    heads: dict[str, EventId] = {}
    for start in range(dice.randint(1, 3)):
        with logged(path, log, journal) as store:
            store.engine.run(f"PRAGMA wal_autocheckpoint = {dice.choice([5, 20, 1000])}")
            for number in range(dice.randint(3, 12)):
                keys = [f"c{each}" for each in dice.sample(range(20), dice.randint(1, 4))]
                note = "x" * (20_000 if dice.random() < 0.1 else dice.randint(0, 500))
                changes = tuple(
                    Change("put", ("a", "human", "ana", "main", key), {"note": note}, heads.get(key)) for key in keys
                )
                text = "".join(dice.choices("abc \n", k=dice.randint(1, 9000)))
                texts = {text_hash(text): text} if dice.random() < 0.3 else {}
                ids = store.record(Batch(f"{start}.{number}", changes, "ana", "a"), texts=texts)
                heads.update(zip(keys, ids, strict=True))
                log.steps.append(Step("said", ids=ids))
    return log


def after_a_cut(log: Log, model: str, dice: random.Random) -> tuple[dict[str, bytes], set[EventId]]:
    """The files as a cut at a random step could leave them, and what had been acknowledged."""
    cut = dice.randint(1, len(log.steps))
    steps = log.steps[:cut]
    said = {id for step in steps for id in step.ids}
    synced = {step.file: place for place, step in enumerate(steps) if step.what == "sync"}
    folder = max((place for place, step in enumerate(steps) if step.what == "folder"), default=-1)
    entries = [place for place, step in enumerate(steps) if step.what in ("make", "delete") and place > folder]
    kept_entries = set(entries[: dice.randint(0, len(entries))])
    files = {inode: bytearray(content) for inode, content in log.start.items()}
    names = dict(log.first)
    last = cut - 1
    chance = dice.choice([0.1, 0.5, 0.9])
    for place, step in enumerate(steps):
        if step.what in ("write", "truncate"):
            safe = place <= synced.get(step.file, -1)
            if model == "ordered":
                whole, torn = place < last or safe, True
            else:
                whole, torn = safe, dice.random() < chance
            if whole or torn:
                _apply(files.setdefault(step.file, bytearray()), step, None if whole else model, dice)
        elif step.what in ("make", "delete") and (model == "ordered" or place <= folder or place in kept_entries):
            if step.what == "make":
                names[step.name] = step.file
            else:
                names.pop(step.name, None)
    return {name: bytes(files.get(inode, b"")) for name, inode in names.items()}, said


def _apply(file: bytearray, step: Step, torn: str | None, dice: random.Random) -> None:
    if step.what == "truncate":
        del file[step.at :]
        return
    if torn is None:
        file.extend(bytes(max(0, step.at - len(file))))
        file[step.at : step.at + len(step.data)] = step.data
        return
    sectors = []
    begin = step.at
    while begin < step.at + len(step.data):
        end = min((begin // SECTOR + 1) * SECTOR, step.at + len(step.data))
        sectors.append((begin, end))
        begin = end
    if torn == "ordered":
        sectors = sectors[: dice.randint(0, len(sectors))]
    elif dice.random() < 0.5:
        sectors = [each for each in sectors if dice.random() < 0.5]
    for begin, end in sectors:
        if len(file) < end:
            file.extend(bytes(end - len(file)))
        file[begin:end] = step.data[begin - step.at : end - step.at]


def cut(folder: Path, count: int, seed: int) -> Outcome:
    """`count` states, half of them of each journal and model; none is unreadable, and none lacks what was said."""
    dice, outcome = random.Random(seed), Outcome()
    outcome.figures |= {"states": 0, "logs": 0, "acknowledged": 0, "lost": 0, "unreadable": 0}
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else folder) as place:
        while outcome.figures["states"] < count:
            here = Path(tempfile.mkdtemp(dir=place))
            journal = "wal" if outcome.figures["logs"] % 2 == 0 else "delete"
            log = work(here, journal, dice)
            outcome.add("logs")
            for number in range(min(STATES_A_LOG, int(count - outcome.figures["states"]))):
                model = ("ordered", "reordered")[number % 2]
                files, said = after_a_cut(log, model, dice)
                outcome.add("states")
                outcome.add("acknowledged", len(said))
                _look(Path(tempfile.mkdtemp(dir=here)), files, said, f"{journal}, {model}", outcome)
            shutil.rmtree(here)
    return outcome


def _look(here: Path, files: dict[str, bytes], said: set[EventId], what: str, outcome: Outcome) -> None:
    for name, content in files.items():
        (here / name).write_bytes(content)
    if outcome.figures["states"] % 10 == 1:
        # What a cut leaves torn is no damage.
        outcome.broken += [f"{what}: {fault}" for fault in log_faults(here / "store.sqlite")]
    try:
        store = Store.open(here / "store.sqlite", journal="delete" if "delete" in what else "wal")
        try:
            faults = [str(fault) for fault in check(store)]
            lost = said - {event.id for event in store.events()}
        finally:
            store.close()
    except AnnotatorError as problem:
        outcome.add("unreadable")
        outcome.broken.append(f"{what}: {problem}")
    else:
        outcome.add("lost", len(lost))
        outcome.broken += [f"{what}: {id} was acknowledged and is gone" for id in lost]
        outcome.broken += [f"{what}: {fault}" for fault in faults]
    shutil.rmtree(here)
