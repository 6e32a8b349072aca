"""The store: events in, current state out. See `core/event.py` for what an event is."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from annotator.core.article import fresh_id, text_hash
from annotator.core.errors import StaleError, StoreError
from annotator.core.event import CLASS_OF, Batch, Change, Current, EventId, Key
from annotator.store import statements as sql
from annotator.store.clock import tick
from annotator.store.row import (
    EVENT_VERSION,
    StoredEvent,
    article_of,
    as_text,
    between,
    body_of,
    counted,
    holding,
    key_of,
    refuse_shape,
)
from annotator.store.sqlite import SqliteEngine

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


class StaleBatchError(StaleError):
    """A batch was made from what is no longer current; `keys` says of which (kind, key)."""

    def __init__(self, keys: tuple[tuple[str, Key], ...]) -> None:
        self.keys = keys
        names = ", ".join(f"{kind} {key[-1]}" for kind, key in keys)
        super().__init__(f"Changed by another window since it was read: {names}. Nothing was written.")


def now_ms() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def new_writer() -> str:
    """A random id: 60 bits, so that no two program starts ever share one."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


class Store:
    """One connection to a project's store. Not shared between threads; any number of them may be open."""

    def __init__(self, engine: SqliteEngine, now: Callable[[], int], writer_id: Callable[[], str]) -> None:
        self._engine = engine
        self._now = now
        self._writer_id = writer_id
        self._writers: dict[tuple[str, str], list[int | str]] = {}
        """(class, annotator) → [id, last seq] of the writers that this start has minted."""
        self._last_clock: int | None = None

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = False,
        journal: str = "wal",
        now: Callable[[], int] = now_ms,
        writer_id: Callable[[], str] = new_writer,
    ) -> Store:
        """Open the file, or make it. Raises StoreError with a sentence for a network drive, a foreign, newer or
        damaged file; a file that may only be read opens with `read_only` set."""
        return cls(SqliteEngine(path, create=create, journal=journal), now, writer_id)

    @property
    def path(self) -> Path:
        """The file."""
        return self._engine.path

    @property
    def read_only(self) -> bool:
        """Whether `record` refuses."""
        return self._engine.read_only

    @property
    def engine(self) -> SqliteEngine:
        """For `check`, `backup` and `salvage`, and for tests that take protections away."""
        return self._engine

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    def record(self, batch: Batch, *, texts: Mapping[str, str] | None = None) -> tuple[EventId, ...]:
        """Write a batch whole, or not at all; when this returns, it survives a power cut.

        Every change must replace the event that is current now, else StaleBatchError names those that do not and
        nothing is written. `texts` are frozen texts by their hash, stored once each. Raises StoreError when the id of
        the batch's article has another text than the batch was made on.
        """
        for change in batch.changes:
            refuse_shape(change)
        with self.writing():
            self._refuse_other_text(batch)
            self._refuse_stale(batch)
            for sha256, body in (texts or {}).items():
                if text_hash(body) != sha256:
                    raise ValueError(f"the text does not have the hash {sha256}")
                self._engine.run(sql.ADD_TEXT, (sha256, body))
            return self.add(batch)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write transaction: kept when the block ends, gone when it raises, and then without a gap in a writer."""
        counters = {key: list(value) for key, value in self._writers.items()}
        clock = self._last_clock
        try:
            with self._engine.writing():
                yield
        except BaseException:
            self._writers = counters
            self._last_clock = clock
            raise

    def add(self, batch: Batch) -> tuple[EventId, ...]:
        """Write a batch within `writing`, whatever is current."""
        return tuple(self._add(batch, change) for change in batch.changes)

    def _refuse_other_text(self, batch: Batch) -> None:
        found = self.get("article", (batch.article,)) if batch.text else None
        if found is not None and found.body.get("sha256") != batch.text:
            raise StoreError(
                f"{batch.article} is another text since a sync; yours goes on as "
                f"{fresh_id(batch.article, batch.text)}. "
                "Leave this window, open that article, and make the last change there."
            )

    def _refuse_stale(self, batch: Batch) -> None:
        stale = tuple(
            (change.kind, change.key) for change in batch.changes if self.head(change.kind, change.key) != change.prev
        )
        if stale:
            raise StaleBatchError(stale)

    def _add(self, batch: Batch, change: Change) -> EventId:
        writer, seq = self._next(CLASS_OF[change.kind], batch.annotator)
        last = self._engine.run(sql.LAST_CLOCK)[0][0] if self._last_clock is None else self._last_clock
        # Another process may have written since: its events must stay in the past of ours.
        last = max(last or 0, self._engine.run(sql.LAST_CLOCK)[0][0] or 0)
        clock = self._last_clock = tick(last, self._now())
        article = article_of(change) or batch.article
        key = as_text(list(change.key))
        body = None if change.body is None else as_text(change.body)
        event = StoredEvent(
            writer,
            seq,
            batch.id,
            batch.screen,
            clock,
            batch.annotator,
            batch.article or article,
            self._article_hash(change, article),
            change.kind,
            key,
            body,
            change.prev.writer if change.prev else None,
            change.prev.seq if change.prev else None,
            batch.ref,
            float(batch.seconds),
            EVENT_VERSION,
        ).sealed()
        self._engine.run(sql.ADD_EVENT, event)
        self._engine.run(sql.SET_HEAD, (change.kind, key, body, writer, seq, clock))
        return event.id

    def _article_hash(self, change: Change, article: str) -> str:
        if change.kind == "article" and change.body is not None:
            return str(change.body.get("sha256", ""))
        return self.text_of(article) if article else ""

    def _next(self, group: str, annotator: str) -> tuple[str, int]:
        known = self._writers.get((group, annotator))
        if known is not None and self._engine.run(sql.LAST_SEQ, (known[0],))[0][0] != known[1]:
            # A sync has brought in events under this writer: of a copy that ran on, or by somebody who forges them.
            known = None
        if known is None:
            known = self._writers[(group, annotator)] = [self._writer_id(), 0]
            self._engine.run(sql.ADD_WRITER, (known[0], group, annotator, self._now()))
        known[1] = int(known[1]) + 1
        return str(known[0]), int(known[1])

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    def snapshot(self) -> AbstractContextManager[None]:
        """Within this block all reads see one moment."""
        return self._engine.reading()

    def current(self, kind: str, prefix: Key = ()) -> list[Current]:
        """What there is now of a kind, whose key begins with `prefix`, by key."""
        if prefix:
            rows = self._engine.run(f"{sql.READ_RANGE} ORDER BY key", (kind, *between(prefix)))
        else:
            rows = self._engine.run(f"{sql.READ} ORDER BY key", (kind,))
        return [_current(row) for row in rows]

    def about(self, kind: str, article: str) -> list[Current]:
        """What there is now of a kind whose body names this article, by key: decisions, whose keys do not."""
        rows = self._engine.run(f"{sql.READ_LIKE} ORDER BY key", (kind, holding("article", article)))
        return [row for row in map(_current, rows) if row.body.get("article") == article]

    def get(self, kind: str, key: Key) -> Current | None:
        """One thing as it is now; None when there is none."""
        rows = self._engine.run(sql.READ_ONE, (kind, as_text(list(key))))
        return _current(rows[0]) if rows else None

    def head(self, kind: str, key: Key) -> EventId | None:
        """The event that is current for a key, also where it says that the thing is no more."""
        rows = self._engine.run(sql.HEAD, (kind, as_text(list(key))))
        return EventId(rows[0][1], rows[0][2]) if rows else None

    def standing(self, kind: str) -> list[tuple[Key, EventId]]:
        """What there is now of a kind, without reading it, by key: which event each thing is as it stands."""
        rows = self._engine.run(f"{sql.STANDING} ORDER BY key", (kind,))
        return [(key_of(key), EventId(writer, seq)) for key, writer, seq in rows]

    def gone(self, kind: str, prefix: Key = ()) -> list[tuple[Key, EventId]]:
        """What is no more of a kind, whose key begins with `prefix`, by the event that says so."""
        rows = self._engine.run(sql.GONE_RANGE if prefix else sql.GONE, (kind, *(between(prefix) if prefix else ())))
        return [(key_of(key), EventId(writer, seq)) for key, writer, seq in rows]

    def vector(self) -> dict[str, int]:
        """Writer → its last event: what names a state of the store for good, because events are only ever added."""
        return dict(self._engine.run(sql.VECTOR))

    def counts_by_layer(self) -> dict[Key, int]:
        """(article, layer, annotator, round) → how many claims there are."""
        return counted(text for (text,) in self._engine.each(sql.KEYS, ("put",)))

    def text_of(self, article: str) -> str:
        """The hash of an article's text; empty when there is no such article."""
        found = self.get("article", (article,))
        return str(found.body.get("sha256", "")) if found else ""

    def text(self, sha256: str) -> str:
        """A frozen text by its hash. Raises StoreError when it is missing or has rotted."""
        rows = self._engine.run(sql.TEXT, (sha256,))
        if not rows:
            raise StoreError(f"The text {sha256[:12]}… is missing from {self.path}; `annotator check` says more.")
        if text_hash(body := str(rows[0][0])) != sha256:
            raise StoreError(f"The text {sha256[:12]}… in {self.path} has changed; restore a backup.")
        return body

    def events(self) -> Iterator[StoredEvent]:
        """Every event, by clock."""
        for row in self._engine.each(sql.EVENTS):
            yield StoredEvent(*row)

    def data_version(self) -> int:
        """Changes when another process has written."""
        return self._engine.data_version()

    # ── what can be made again ───────────────────────────────────────────────────────────────────────────────────

    def cache_get(self, key: str) -> bytes | None:
        """What was kept under a key; None when there is nothing, or it has rotted."""
        from hashlib import sha256

        rows = self._engine.run(sql.CACHED, (key,))
        # A bit that has turned over may have made text of it.
        value = rows[0][0] if rows else None
        return value if isinstance(value, bytes) and sha256(value).hexdigest() == rows[0][1] else None

    def cache_put(self, key: str, value: bytes) -> None:
        """Keep what can be made again, such as a validated scheme by the hash of its file."""
        from hashlib import sha256

        if self.read_only:
            return
        with self._engine.writing():
            self._engine.run(sql.SET_CACHED, (key, value, sha256(value).hexdigest()))

    def close(self) -> None:
        """Close the connection."""
        self._engine.close()


def _current(row: tuple[str, str, str, str, int, int]) -> Current:
    kind, key, body, writer, seq, clock = row
    found = body_of(body)
    return Current(kind, key_of(key), found or {}, EventId(writer, seq), clock)
