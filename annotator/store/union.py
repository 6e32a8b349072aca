"""Union: events of other writers come in, and what is current is their fold, in whichever order they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.core.event import Batch, Body, EventId, Key
from annotator.store import statements as sql
from annotator.store.row import StoredEvent, body_of, key_of
from annotator.store.store import Store

_AT_ONCE = 500
"""Values of one statement."""


class Writer(NamedTuple):
    """Who wrote a run of events: one program start, in one class."""

    id: str
    group: str
    """The class: plan, layer or review."""
    annotator: str
    started: int
    """Milliseconds since 1970; after salvage, when the first event was made that is left."""

    @property
    def who(self) -> tuple[str, str, str]:
        """What is the same in every copy."""
        return self.id, self.group, self.annotator


class Meeting(NamedTuple):
    """Two events on one thing, neither of which was made from the other."""

    stands: StoredEvent
    lost: StoredEvent
    """It stays in the history."""


@dataclass(slots=True)
class Taken:
    """What came in."""

    events: list[StoredEvent] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    added: list[EventId] = field(default_factory=list)
    """Events of this store that were made because of what came in."""


def writers(store: Store) -> dict[str, Writer]:
    """Every writer of the store, by id."""
    return {row[0]: Writer(*row) for row in store.engine.run(sql.WRITERS)}


def after(store: Store, writer: str, seq: int) -> Iterator[StoredEvent]:
    """A writer's events beyond this one, in order."""
    for row in store.engine.each(sql.EVENTS_AFTER, (writer, seq)):
        yield StoredEvent(*row)


def hashes(store: Store, writer: str) -> dict[int, str]:
    """Counter → hash of a writer's events that are here; after salvage some between them may be missing."""
    return dict(store.engine.run(sql.HASHES, (writer,)))


def text_names(store: Store) -> set[str]:
    """The hashes of all texts that are here."""
    return {sha256 for (sha256,) in store.engine.run(sql.TEXT_NAMES)}


class _NotKept(Exception):
    """Takes a transaction back."""


def take_in(
    store: Store,
    events: Iterable[StoredEvent],
    known: Mapping[str, Writer],
    texts: Mapping[str, str],
    *,
    then: Callable[[Sequence[StoredEvent]], Iterable[Batch]] = lambda events: (),
    keep: bool = True,
) -> Taken:
    """Write the events that are not here yet, in one transaction; `known` has their writers, `texts` what they name.

    The events come in the one total order (clock, writer, seq), each checked by the caller, and those of a writer
    without a gap. `then` says within the transaction what else is to be written because of those that were new.
    Without `keep` all of it is taken back again.
    """
    taken = Taken()
    try:
        with store.writing():
            for text in texts.items():
                store.engine.run(sql.ADD_TEXT, text)
            taken.events, met = _added(store, events, known)
            taken.meetings = list(_meetings(store, met))
            taken.added = [id for batch in then(taken.events) for id in store.add(batch)]
            if not keep:
                raise _NotKept
    except _NotKept:
        pass
    return taken


def _added(
    store: Store, events: Iterable[StoredEvent], known: Mapping[str, Writer]
) -> tuple[list[StoredEvent], dict[tuple[str, str], tuple[EventId, EventId]]]:
    """Those that were new, and on which things two of them met."""
    here: dict[str, set[int]] = {}
    found: list[StoredEvent] = []
    met: dict[tuple[str, str], tuple[EventId, EventId]] = {}
    for event in events:
        seqs = here.get(event.writer)
        if seqs is None:
            seqs = here[event.writer] = set(hashes(store, event.writer))
            if not store.engine.run(sql.WRITER, (event.writer,)):
                store.engine.run(sql.ADD_WRITER, known[event.writer])
        if event.seq in seqs:
            # Another sync was faster.
            continue
        # What comes in may close a gap: after salvage, events between others may be missing.
        if event.seq > 1 and event.seq - 1 not in seqs:
            raise ValueError(f"the event {event.writer} {event.seq} leaves a gap")
        seqs.add(event.seq)
        head = store.engine.run(sql.HEAD, (event.kind, event.key))
        if head and (head[0][1], head[0][2]) != (event.prev_writer, event.prev_seq):
            met[(event.kind, event.key)] = (EventId(head[0][1], head[0][2]), event.id)
        store.engine.run(sql.ADD_EVENT, event)
        place = (event.kind, event.key, event.body, event.writer, event.seq, event.clock)
        store.engine.run(sql.SET_HEAD_IF_LATER, place)
        found.append(event)
    return found, met


def _meetings(store: Store, met: Mapping[tuple[str, str], tuple[EventId, EventId]]) -> Iterator[Meeting]:
    for (kind, key), ids in met.items():
        head = store.engine.run(sql.HEAD, (kind, key))[0]
        stands = _event(store, head[1], head[2])
        assert stands is not None, "what is current is an event"
        both = [_event(store, *id) for id in ids]
        lost = [each for each in both if each is not None and not _made_from(store, stands, each)]
        # What says the same in two places is no disagreement.
        if lost and all(each.body != stands.body for each in lost):
            yield Meeting(stands, max(lost, key=lambda each: (each.clock, each.writer, each.seq)))


def _made_from(store: Store, later: StoredEvent, earlier: StoredEvent) -> bool:
    """Whether one event is another, or goes back to it; also when what is between them has not arrived yet."""
    found: StoredEvent | None = later
    while found is not None and found.clock > earlier.clock:
        if found.prev_writer is None:
            return False
        before = _event(store, found.prev_writer, found.prev_seq or 0)
        if before is not None and before.clock >= found.clock:
            # Nothing is made from what is later: only a forger says so, and would have us go round for ever.
            return False
        found = before
    return found is None or found.id == earlier.id


def body_of_event(store: Store, id: EventId) -> Body | None:
    """What an event made of a thing; None when it says that the thing is no more, or is not here."""
    found = _event(store, *id)
    return body_of(found.body) if found else None


def _event(store: Store, writer: str, seq: int) -> StoredEvent | None:
    rows = store.engine.run(sql.EVENT, (writer, seq))
    return StoredEvent(*rows[0]) if rows else None


def frozen(store: Store) -> list[tuple[str, Body, str]]:
    """(article, body, hash of the text) of every event that froze an article, the first one first."""
    return [(key_of(key)[0], body_of(body) or {}, sha256) for key, body, sha256 in store.engine.run(sql.FROZEN)]


def made_on(store: Store, hashes: Iterable[str]) -> Iterator[StoredEvent]:
    """What was ever written of layers, the plan and decisions on these texts, of whichever article, by clock."""
    # One walk through all events, for how many texts ever: no index has their hashes.
    wanted = tuple(dict.fromkeys(hashes))
    for at in range(0, len(wanted), _AT_ONCE):
        some = wanted[at : at + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        for row in store.engine.each(f"{sql.MADE_ON} ({marks}) ORDER BY clock, writer, seq", some):
            yield StoredEvent(*row)


def standing(store: Store, kind: str, key: Key) -> StoredEvent | None:
    """The event that is current for a key; None when there is none."""
    head = store.head(kind, key)
    return _event(store, *head) if head is not None else None
