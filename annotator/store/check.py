"""Check, rebuild, back up: proof that what was acknowledged is there, and what to do when a disk lied."""

from __future__ import annotations

from pathlib import Path

from annotator.core.article import text_hash
from annotator.core.errors import Fault, StoreError
from annotator.core.event import CLASS_OF, EventId
from annotator.store import statements as sql
from annotator.store.row import StoredEvent
from annotator.store.store import Store


def wins(new: tuple[int, str, int], old: tuple[int, str, int]) -> bool:
    """Whether an event (clock, writer, seq) replaces another of its key: last writer wins, ties by writer, seq."""
    return new > old


def heads(store: Store) -> dict[tuple[str, str], StoredEvent]:
    """The fold of all whole events: (kind, stored key) → the event that is current."""
    found: dict[tuple[str, str], StoredEvent] = {}
    for event in store.events():
        if not sound(event):
            continue
        place = (event.kind, event.key)
        old = found.get(place)
        if old is None or wins((event.clock, event.writer, event.seq), (old.clock, old.writer, old.seq)):
            found[place] = event
    return found


def check(store: Store) -> list[Fault]:
    """Everything that is not as it was written at one moment: file, hashes, gaps, writers, texts, the projection."""
    name = str(store.path)
    engine = store.engine
    faults: list[Fault] = []
    try:
        with store.snapshot():
            faults += [
                Fault(f"SQLite finds the file damaged: {each}", name, right=_MEND) for each in engine.integrity()
            ]
            faults += _events(store, name) + _texts(store, name) + _projection(store, name)
    except StoreError as problem:
        # A file that is torn cannot be read to its end.
        faults.append(Fault(str(problem).rstrip(".")))
    return faults


def _events(store: Store, name: str) -> list[Fault]:
    faults = []
    spoken: set[tuple[str, str, str]] = set()
    for event in store.events():
        if not sound(event):
            place = f"event {event.writer} {event.seq}"
            faults.append(Fault("an event is not as it was written", name, None, place, _MEND))
        else:
            spoken.add((event.writer, CLASS_OF[event.kind], event.annotator))
    for writer, count, first, last in store.engine.run(sql.RUNS):
        if first != 1 or last != count:
            faults.append(Fault(f"events of writer {writer} are missing between 1 and {last}", name, right=_MEND))
    known = {(id, group, annotator) for id, group, annotator, _ in store.engine.run(sql.WRITERS)}
    for id, _, _ in sorted(known ^ spoken, key=repr) if not faults else ():
        faults.append(Fault(f"writer {id} is not who wrote its events", name, right=_MEND))
    return faults


def sound(event: StoredEvent) -> bool:
    """Whether an event has its hash, and is of the closed list."""
    try:
        return event.digest() == event.hash and event.kind in CLASS_OF
    except (ValueError, TypeError):
        return False


def _texts(store: Store, name: str) -> list[Fault]:
    faults = []
    for sha256, body in store.engine.each(sql.TEXTS):
        if not isinstance(body, str) or text_hash(body) != sha256:
            faults.append(Fault("a text is not as it was frozen", name, None, f"text {str(sha256)[:12]}", _MEND))
    here = {sha256 for (sha256,) in store.engine.run(sql.TEXT_NAMES)}
    for event in heads(store).values():
        if event.kind == "article" and event.article_hash not in here:
            faults.append(Fault("a text is missing", name, None, f"text {event.article_hash[:12]}", _MEND))
    return faults


def _projection(store: Store, name: str) -> list[Fault]:
    faults = []
    fold = heads(store)
    kept: set[tuple[str, str]] = set()
    for kind, key, body, writer, seq, clock in store.engine.each(sql.HEADS):
        kept.add((kind, key))
        event = fold.get((kind, key))
        if event is None or (event.id, event.body, event.clock) != (EventId(writer, seq), body, clock):
            faults.append(Fault("the projection differs from the events", name, None, f"{kind} {key}", _REBUILD))
    return faults + [
        Fault("the projection lacks what the events say", name, None, f"{kind} {key}", _REBUILD)
        for kind, key in fold
        if (kind, key) not in kept
    ]


_MEND = "restore a backup, or bring out what is whole with `annotator check --salvage FILE`"
_REBUILD = "`annotator check --rebuild` makes it anew from the events"


def rebuild(store: Store) -> int:
    """Make the projection anew from the events; how many things there are."""
    with store.engine.writing():
        # Read within the transaction: what another window saves meanwhile would be forgotten.
        fold = heads(store)
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
