"""Check, rebuild, back up, salvage: proof that what was acknowledged is there, and what to do when a disk lied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from annotator.core.article import text_hash
from annotator.core.errors import Fault, StoreError
from annotator.core.event import EventId
from annotator.store import statements as sql
from annotator.store.row import StoredEvent
from annotator.store.store import Store


def wins(new: tuple[int, str, int], old: tuple[int, str, int]) -> bool:
    """Whether an event (clock, writer, seq) replaces another of its key: last writer wins, ties by writer, seq."""
    return new > old


def heads(store: Store) -> dict[tuple[str, str], StoredEvent]:
    """The fold of all events: (kind, stored key) → the event that is current."""
    found: dict[tuple[str, str], StoredEvent] = {}
    for event in store.events():
        place = (event.kind, event.key)
        old = found.get(place)
        if old is None or wins((event.clock, event.writer, event.seq), (old.clock, old.writer, old.seq)):
            found[place] = event
    return found


def check(store: Store) -> list[Fault]:
    """Everything that is not as it was written: file, hashes, gaps, texts, and the projection against the fold."""
    name = str(store.path)
    engine = store.engine
    faults = [Fault(f"SQLite finds the file damaged: {what}", name, right=_MEND) for what in engine.integrity()]
    for event in store.events():
        if event.digest() != event.hash:
            place = f"event {event.writer} {event.seq}"
            faults.append(Fault("an event is not as it was written", name, None, place, _MEND))
    for writer, count, first, last in engine.run(sql.RUNS):
        if first != 1 or last != count:
            faults.append(Fault(f"events of writer {writer} are missing between 1 and {last}", name, right=_MEND))
    for sha256, body in engine.each(sql.TEXTS):
        if text_hash(body) != sha256:
            faults.append(Fault("a text is not as it was frozen", name, None, f"text {sha256[:12]}", _MEND))
    fold = heads(store)
    kept: set[tuple[str, str]] = set()
    for kind, key, body, writer, seq, _ in engine.each(sql.HEADS):
        kept.add((kind, key))
        event_ = fold.get((kind, key))
        if event_ is None or event_.id != EventId(writer, seq) or event_.body != body:
            faults.append(Fault("the projection differs from the events", name, None, f"{kind} {key}", _REBUILD))
    faults += [
        Fault("the projection lacks what the events say", name, None, f"{kind} {key}", _REBUILD)
        for kind, key in fold
        if (kind, key) not in kept
    ]
    return faults


_MEND = "restore a backup, or bring out what is whole with `annotator check --salvage FILE`"
_REBUILD = "`annotator check --rebuild` makes it anew from the events"


def rebuild(store: Store) -> int:
    """Make the projection anew from the events; how many things there are."""
    fold = heads(store)
    with store.engine.writing():
        store.engine.run(sql.FORGET_HEADS)
        for event in fold.values():
            store.engine.run(sql.SET_HEAD_FROM_EVENT, event.id)
    return len(fold)


def backup(store: Store, path: Path) -> Path:
    """A consistent copy at `path`, which appears whole or not at all. Raises StoreError when it is there already."""
    if path.exists():
        raise StoreError(f"{path} is there already; name another file for the backup.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        store.engine.copy_to(path)
    except OSError as problem:
        raise StoreError(f"The backup {path} could not be written: {problem.strerror}.") from problem
    return path


def salvage(store: Store, path: Path) -> list[Fault]:
    """Copy every whole event and text into a fresh store at `path`; what could not be brought out."""
    if path.exists():
        raise StoreError(f"{path} is there already; name another file.")
    faults: list[Fault] = []
    fresh = Store.open(path, create=True)
    try:
        with fresh.engine.writing():
            for writer in store.engine.run(sql.WRITERS):
                fresh.engine.run(sql.ADD_WRITER, writer)
            for sha256, body in _whole(store, sql.TEXTS, faults):
                if isinstance(body, str) and text_hash(body) == sha256:
                    fresh.engine.run(sql.ADD_TEXT, (sha256, body))
                else:
                    faults.append(Fault("a text is lost", str(store.path), None, f"text {str(sha256)[:12]}"))
            for row in _whole(store, sql.EVENTS, faults):
                event = StoredEvent(*row)
                if _sound(event):
                    fresh.engine.run(sql.ADD_EVENT, event)
                else:
                    faults.append(Fault("an event is lost", str(store.path), None, f"{event.writer} {event.seq}"))
        rebuild(fresh)
    finally:
        fresh.close()
    return faults


def _sound(event: StoredEvent) -> bool:
    try:
        return event.digest() == event.hash
    except (ValueError, TypeError):
        return False


def _whole(store: Store, statement: str, faults: list[Fault]) -> list[tuple[Any, ...]]:
    """The rows that can be read; where the file is torn, those before."""
    rows: list[tuple[Any, ...]] = []
    try:
        for row in store.engine.each(statement):
            rows.append(row)
    except StoreError as problem:
        faults.append(Fault(str(problem).rstrip("."), str(store.path)))
    return rows
