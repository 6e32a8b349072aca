"""A disk that lies: bits turned over, blocks zeroed, the end cut off; in the store, in its log, and in a bundle.

Each damaged copy is opened and checked. Either something is reported, or every row is as it was: a bit in a part of the
file that nothing reads is no change. What `salvage` brings out is whole, and is all that still has its bytes in the
file.
"""

from __future__ import annotations

import random
import sqlite3
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.core.article import text_hash
from annotator.core.errors import AnnotatorError
from annotator.core.event import Batch, Change, EventId
from annotator.store import Store
from annotator.store.check import check
from annotator.store.log import faults as log_faults
from annotator.store.place import LOG
from annotator.store.row import StoredEvent
from annotator.store.salvage import salvage
from tests.reliability.trial import Outcome

BLOCK = 512
SHORT = 2000
"""Bytes of a row that certainly lies on one page."""
TABLES = {
    "event": "*",
    "current": "*",
    "text": "*",
    # When a writer started is read by nothing; what is cached is made again when it does not have its hash.
    "writer": "id, class, annotator",
}


def rot(folder: Path, count: int, seed: int) -> Outcome:
    """So many damaged copies of one store, and of one bundle."""
    from tests.reliability.rotting_bundle import rot_bundles

    dice, outcome = random.Random(seed), Outcome()
    rot_bundles(count, random.Random(seed), outcome)
    figures = ("copies", "of a log", "reported", "no change", "unnoticed", "lost by salvage")
    outcome.figures |= dict.fromkeys(figures, 0)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else folder) as name:
        path = Path(name) / "store.sqlite"
        alone, with_log = (_source(path, journal, dice) for journal in ("delete", "wal"))
        for number in range(count):
            source, end = (with_log, LOG) if number % 5 == 4 else (alone, "")
            damaged, what = damage(source.files[end], dice)
            what = f"{end or 'store'}: {what}"
            files = source.files | {end: damaged}
            outcome.add("copies")
            outcome.add("of a log", bool(end))
            _lay(path, files)
            if reports(path):
                outcome.add("reported")
            elif _rows(path) == source.rows:
                outcome.add("no change")
            else:
                outcome.add("unnoticed")
                outcome.broken.append(f"{what}: a row has changed, and nothing is reported")
            _lay(path, files)
            _salvaged(path, files, source, what, outcome)
    return outcome


@dataclass(frozen=True, slots=True)
class Source:
    """A store that is whole, as a kill leaves it: its files by the ends of their names, and what is in it."""

    files: dict[str, bytes]
    rows: dict[str, list[Any]]
    events: dict[EventId, StoredEvent]
    texts: dict[str, str]


def _source(path: Path, journal: str, dice: random.Random) -> Source:
    """One file, or one with a log and the index of the log."""
    events, texts, files = _fill(path, dice, journal)
    _lay(path, files)
    return Source(files, _rows(path), events, texts)


def _lay(path: Path, files: dict[str, bytes]) -> None:
    """These files, and no others."""
    for left in path.parent.iterdir():
        left.unlink()
    for end, content in files.items():
        path.with_name(path.name + end).write_bytes(content)


def damage(whole: bytes, dice: random.Random) -> tuple[bytes, str]:
    """A copy with one to three faults of one sort."""
    copy = bytearray(whole)
    sort = dice.choice(["bits", "bits", "zeros", "short"])
    if sort == "short":
        end = dice.randrange(len(copy))
        return bytes(copy[:end]), f"cut off at {end}"
    places = []
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(copy))
        if sort == "bits":
            copy[at] ^= 1 << dice.randrange(8)
        else:
            at -= at % BLOCK
            size = BLOCK * dice.choice([1, 8])
            copy[at : at + size] = bytes(len(copy[at : at + size]))
        places.append(at)
    return bytes(copy), f"{sort} at {places}"


def reports(path: Path) -> bool:
    """Whether the log is refused, or opening refuses, or checking finds something."""
    if log_faults(path):
        return True
    try:
        store = Store.open(path)
    except AnnotatorError:
        return True
    try:
        return bool(check(store))
    finally:
        store.close()


def _fill(
    path: Path, dice: random.Random, journal: str
) -> tuple[dict[EventId, StoredEvent], dict[str, str], dict[str, bytes]]:
    """A store with inner pages, long rows and deleted things; its events, texts and files."""
    store = Store.open(path, create=True, journal=journal)
    # Long enough that the log is begun anew now and then, with old frames behind its end.
    store.engine.run("PRAGMA wal_autocheckpoint = 60")
    for number in range(50):
        keys = [f"c{each}" for each in dice.sample(range(60), 2)]
        note = "".join(dice.choices("abcde é\u2028", k=9000 if dice.random() < 0.05 else dice.randint(0, 400)))
        changes = []
        for key in keys:
            full = ("a", "human", "ana", "main", key)
            body = {"note": note} if dice.random() < 0.9 else None
            changes.append(Change("put", full, body, store.head("put", full)))
        text = "".join(dice.choices("abc ö\n", k=dice.randint(1, 6000)))
        texts = {text_hash(text): text} if dice.random() < 0.1 else {}
        store.record(Batch(f"b{number}", tuple(changes), "ana", "a"), texts=texts)
        if number % 20 == 0:
            store.cache_put(f"k{number}", bytes(dice.choices(range(256), k=2000)))
    events = {event.id: event for event in store.events()}
    texts = dict(store.engine.run("SELECT sha256, body FROM text"))
    found = {end: path.with_name(path.name + end) for end in ("", LOG, "-shm")}
    files = {end: each.read_bytes() for end, each in found.items() if each.exists()}
    store.close()
    return events, texts, files


def _rows(path: Path) -> dict[str, list[Any]]:
    """Everything that anybody reads."""
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    try:
        return {
            table: sorted(connection.execute(f"SELECT {what} FROM {table}"), key=repr) for table, what in TABLES.items()
        }
    except (sqlite3.Error, UnicodeDecodeError) as problem:
        return {"problem": [str(problem)]}
    finally:
        connection.close()


def _salvaged(path: Path, files: dict[str, bytes], source: Source, what: str, outcome: Outcome) -> None:
    out = path.with_name("out.sqlite")
    try:
        lost = salvage(path, out)
        if any(path.with_name(path.name + end).read_bytes() != content for end, content in files.items()):
            outcome.broken.append(f"{what}: salvage has changed the damaged store")
        store = Store.open(out)
        try:
            there = {event.id: event for event in store.events()}
            kept = dict(store.engine.run("SELECT sha256, body FROM text"))
            faults = [str(fault) for fault in check(store) if "are missing between" not in str(fault)]
        finally:
            store.close()
    except AnnotatorError as problem:
        outcome.broken.append(f"{what}: salvage: {problem}")
        return
    outcome.broken += [f"{what}: salvage: {fault}" for fault in faults]
    if any(source.events.get(id) != event for id, event in there.items()) or not kept.items() <= source.texts.items():
        outcome.broken.append(f"{what}: salvage brought out what was never written")
    gone = len(source.events) - len(there) + len(source.texts) - len(kept)
    if gone and not lost:
        outcome.broken.append(f"{what}: {gone} are gone and {len(lost)} losses were named")
    missing = [(id, record(event)) for id, event in source.events.items() if id not in there]
    whole = [id for id, row in missing if len(row) < SHORT and any(row in content for content in files.values())]
    outcome.add("lost by salvage", len(whole))
    if whole:
        outcome.broken.append(f"{what}: {len(whole)} events are whole and were not brought out, {whole[0]}")


def record(event: StoredEvent) -> bytes:
    """The row of an event as SQLite writes it (sqlite.org/fileformat2.html, record format), byte for byte."""
    kinds, values = [], []
    for value in event:
        number = int(value) if isinstance(value, float) and value.is_integer() else value
        if number is None:
            kind, data = 0, b""
        elif isinstance(number, str):
            data = number.encode()
            kind = 13 + 2 * len(data)
        elif isinstance(number, float):
            kind, data = 7, struct.pack(">d", number)
        elif number in (0, 1):
            kind, data = 8 + number, b""
        else:
            size = next(size for size in (1, 2, 3, 4, 6, 8) if -(1 << 8 * size - 1) <= number < 1 << 8 * size - 1)
            kind, data = {6: 5, 8: 6}.get(size, size), number.to_bytes(size, "big", signed=True)
        kinds.append(bytes([kind]) if kind < 0x80 else bytes([0x80 | kind >> 7 & 0x7F, kind & 0x7F]))
        values.append(data)
    head = b"".join(kinds)
    return bytes([len(head) + 1]) + head + b"".join(values)
