"""The recorder: one thread that writes what the screen has done, in order, and says when it is safe.

The screen never waits for it. A batch that the disk refuses stays at the head of the queue and is tried again; a
batch that another window has overtaken comes back as stale, together with all that was made on top of it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.article import text_hash
from annotator.core.errors import AnnotatorError, StaleError, sentence
from annotator.core.event import Batch, Change, EventId, Key
from annotator.core.history import Swap
from annotator.project.changes import change
from annotator.store import Store


@dataclass(frozen=True, slots=True)
class Job:
    """One batch to be written: what differs, not yet bound to the events that it replaces."""

    batch: str
    swaps: tuple[Swap, ...]
    article: str
    text: str
    annotator: str
    ref: str = ""
    seconds: float = 0.0
    proposals: str = "on"
    """Whether the article was shown with proposals: on, off, held_out."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Other articles that the batch changes something in, by id."""

    def text_of(self, swap: Swap) -> str:
        """The text that the spans of a swap belong to."""
        about = getattr(swap.after, "article", self.article)
        return self.texts.get(about, self.text)


@dataclass(frozen=True, slots=True)
class Adopt:
    """The screen shows what was read with these events: from here on changes are made from them."""

    heads: dict[tuple[str, Key], EventId]


@dataclass(frozen=True, slots=True)
class News:
    """What the thread tells the screen: saved, stale, failed, changed, read, unread."""

    kind: str
    batch: str = ""
    message: str = ""
    found: object = None
    asked: object = None
    """What has read, or could not."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Something to be read for the screen."""

    reader: Callable[[Store], object]


@dataclass(slots=True)
class Recorder:
    """Owns its own connection to the store; everything it learns goes to `inbox`, after which `wake` is called."""

    path: Path
    open_store: Callable[[Path], Store]
    screen: str = "label"
    wake: Callable[[], None] = lambda: None
    retry_seconds: float = 1.0
    inbox: queue.SimpleQueue[News] = field(default_factory=queue.SimpleQueue)
    _jobs: queue.Queue[object] = field(default_factory=queue.Queue)
    _waiting: list[Job] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _idle: threading.Condition = field(default_factory=threading.Condition)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _heads: dict[tuple[str, Key], EventId] = field(default_factory=dict)
    _adopted: dict[tuple[str, Key], EventId] = field(default_factory=dict)
    _poisoned: bool = False
    _version: int | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Write this batch after all that came before."""
        with self._lock:
            self._waiting.append(job)
        self._jobs.put(job)

    def adopt(self, heads: dict[tuple[str, Key], EventId]) -> None:
        """From here on batches are made from these events."""
        self._adopted = heads
        self._jobs.put(Adopt(heads))

    def read(self, reader: Callable[[Store], object]) -> None:
        """Read from the store after all that was submitted; the answer comes as news of kind `read` or `unread`."""
        self._jobs.put(Reading(reader))

    def poll(self) -> None:
        """Ask whether another process has written; if so, news of kind `changed` comes."""
        self._jobs.put("poll")

    @property
    def known(self) -> dict[tuple[str, Key], EventId]:
        """The events that the next batch would be made from, whether or not the thread has come so far."""
        return {**self._adopted, **self._heads}

    def later(self, do: Callable[[Store], object]) -> None:
        """Have something done by the thread, after all that was submitted; a failure comes as news of kind `failed`."""
        self._jobs.put(do)

    @property
    def unsaved(self) -> tuple[Job, ...]:
        """The batches that are not yet safe."""
        with self._lock:
            return tuple(self._waiting)

    def flush(self, timeout: float) -> bool:
        """Wait until nothing is unsaved, at most `timeout` seconds; whether that is so."""
        with self._idle:
            return self._idle.wait_for(lambda: not self.unsaved, timeout)

    def close(self, timeout: float = 2.0) -> tuple[Job, ...]:
        """Write what can be written within `timeout` seconds and stop; the batches that could not be saved."""
        saved = self.flush(timeout)
        self._stop.set()
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join(timeout if saved else 0.2)
        return self.unsaved

    def _run(self) -> None:
        store = self._opened()
        if store is None:
            return
        try:
            while not self._stop.is_set():
                job = self._jobs.get()
                if job is None:
                    return
                store = self._handle(store, job)
        finally:
            store.close()

    def _opened(self) -> Store | None:
        """The store, as soon as it can be opened; None when we are to stop."""
        pause = self.retry_seconds
        while True:
            try:
                return self.open_store(self.path)
            except (AnnotatorError, OSError) as problem:
                self._tell(News("failed", message=sentence(problem)))
            if self._stop.wait(pause):
                return None
            pause = min(pause * 2, 10.0)

    def _again(self, store: Store) -> Store:
        """A store that could only be read is opened anew: rights and drives are mended while we run."""
        if not store.read_only:
            return store
        try:
            fresh = self.open_store(self.path)
        except (AnnotatorError, OSError):
            return store
        store.close()
        return fresh

    def _handle(self, store: Store, job: object) -> Store:
        """Do one thing; the store to go on with."""
        if isinstance(job, Job):
            return self._write(store, job)
        if isinstance(job, Adopt):
            self._heads.update(job.heads)
            self._poisoned = False
        elif isinstance(job, Reading):
            try:
                self._tell(News("read", found=job.reader(store), asked=job.reader))
            except (AnnotatorError, OSError) as problem:
                self._unread(problem, job.reader)
        elif callable(job):
            try:
                job(store)
            except (AnnotatorError, OSError) as problem:
                self._tell(News("failed", message=sentence(problem)))
        elif job == "poll" and self._look(store):
            self._tell(News("changed"))
        return store

    def _look(self, store: Store) -> bool:
        """Whether another process may have written since the last look; before the first one it may have, too, and
        after what the screen shows was read."""
        before = self._version
        try:
            self._version = store.data_version()
        except (AnnotatorError, OSError) as problem:
            self._unread(problem)
            return False
        return self._version != before

    def _unread(self, problem: AnnotatorError | OSError, asked: object = None) -> None:
        """Say that something could not be read. Whatever it was counts as changed, so the next poll asks for it."""
        self._version = None
        self._tell(News("unread", message=sentence(problem), asked=asked))

    def _write(self, store: Store, job: Job) -> Store:
        pause = self.retry_seconds
        while True:
            if self._poisoned:
                self._finish(job, News("stale", job.batch))
                return store
            changes = tuple(change(swap, job.text_of(swap), self._heads, job.proposals) for swap in job.swaps)
            try:
                ids = store.record(self._batch(job, changes))
            except StaleError:
                self._poisoned = True
                continue
            except (AnnotatorError, OSError) as problem:
                self._tell(News("failed", job.batch, sentence(problem)))
                if self._stop.wait(pause):
                    return store
                pause = min(pause * 2, 10.0)
                store = self._again(store)
                continue
            for made, event in zip(changes, ids, strict=True):
                self._heads[(made.kind, made.key)] = event
            self._finish(job, News("saved", job.batch))
            return store

    def _batch(self, job: Job, changes: tuple[Change, ...]) -> Batch:
        made_on = text_hash(job.text) if job.text else ""
        return Batch(job.batch, changes, job.annotator, job.article, self.screen, job.ref, job.seconds, made_on)

    def _finish(self, job: Job, news: News) -> None:
        # The news comes first: whoever has waited until nothing is unsaved finds it in the inbox.
        self.inbox.put(news)
        with self._lock:
            self._waiting.remove(job)
        with self._idle:
            self._idle.notify_all()
        self.wake()

    def _tell(self, news: News) -> None:
        self.inbox.put(news)
        self.wake()
