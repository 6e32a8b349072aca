"""A disk that lies: bits turned over, blocks zeroed, the end cut off; in the store and in a bundle.

Each damaged copy is opened and checked. Either something is reported, or every row is as it was: a bit in a part of the
file that nothing reads is no change. What `salvage` brings out is whole, and is all that still has its bytes in the
file.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from annotator.core.article import text_hash
from annotator.core.errors import AnnotatorError
from annotator.core.event import Batch, Change, EventId
from annotator.store import Store
from annotator.store.check import check
from annotator.store.row import StoredEvent
from annotator.store.salvage import salvage
from tests.reliability.trial import Outcome

BLOCK = 512
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
    outcome.figures |= dict.fromkeys(("copies", "reported", "no change", "unnoticed", "lost by salvage"), 0)
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else folder) as name:
        place = Path(name)
        events, texts = _fill(place / "whole.sqlite", dice)
        whole = (place / "whole.sqlite").read_bytes()
        before, rows = _rows(place / "whole.sqlite"), spans(whole, events)
        for _ in range(count):
            damaged, what = damage(whole, dice)
            path = place / "store.sqlite"
            path.write_bytes(damaged)
            outcome.add("copies")
            if reports(path):
                outcome.add("reported")
            elif _rows(path) == before:
                outcome.add("no change")
            else:
                outcome.add("unnoticed")
                outcome.broken.append(f"{what}: a row has changed, and nothing is reported")
            path.write_bytes(damaged)
            _salvaged(path, place / "out.sqlite", (whole, damaged), rows, events, texts, what, outcome)
            for each in place.glob("*.sqlite*"):
                if each.name != "whole.sqlite":
                    each.unlink()
    return outcome


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
    """Whether opening refuses, or checking finds something."""
    try:
        store = Store.open(path)
    except AnnotatorError:
        return True
    try:
        return bool(check(store))
    finally:
        store.close()


def _fill(path: Path, dice: random.Random) -> tuple[dict[EventId, StoredEvent], dict[str, str]]:
    """A store with inner pages, long rows and deleted things, in one file without a log."""
    store = Store.open(path, create=True, journal="delete")
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
    store.close()
    return events, texts


def _rows(path: Path) -> dict[str, list[Any]]:
    """Everything that anybody reads."""
    connection = sqlite3.connect(path)
    connection.text_factory = bytes
    try:
        return {
            table: sorted(connection.execute(f"SELECT {what} FROM {table}"), key=repr) for table, what in TABLES.items()
        }
    except sqlite3.Error as problem:
        return {"problem": [str(problem)]}
    finally:
        connection.close()


def _salvaged(path, out, files, rows, events, texts, what, outcome) -> None:  # type: ignore[no-untyped-def]
    original, damaged = files
    try:
        lost = salvage(path, out)
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
    if any(events.get(id) != event for id, event in there.items()) or not kept.items() <= texts.items():
        outcome.broken.append(f"{what}: salvage brought out what was never written")
    gone = len(events) - len(there) + len(texts) - len(kept)
    if gone and not lost:
        outcome.broken.append(f"{what}: {gone} are gone and {len(lost)} losses were named")
    whole = [id for id, (start, end) in rows.items() if id not in there and damaged[start:end] == original[start:end]]
    outcome.add("lost by salvage", len(whole))
    if whole:
        outcome.broken.append(f"{what}: {len(whole)} events are whole and were not brought out, {whole[0]}")


def spans(whole: bytes, events: dict[EventId, StoredEvent]) -> dict[EventId, tuple[int, int]]:
    """Where the row of each event lies in the file that is whole, and a bit before; of those that fit on a page."""
    found = {}
    for id, event in events.items():
        end = whole.index(event.hash.encode()) + len(event.hash)
        length = sum(len(str(value).encode()) for value in event) + 100
        if length < 2000:
            found[id] = (end - length, end)
    return found
