"""What comes in: each event through the gate, then all of them in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from annotator.core.errors import Fault
from annotator.core.event import Batch, EventId
from annotator.project.project import SCHEME, Project
from annotator.project.sync import clash, scheme
from annotator.project.sync.folder import Folder, refused
from annotator.project.sync.gate import Gate, WaitingError
from annotator.project.sync.report import Shared, counted
from annotator.project.sync.scan import MEND, Scan
from annotator.store import union
from annotator.store.row import StoredEvent, body_of, key_of

OFTEN = 500
"""Changes between two words about how far it is."""


class _Texts:
    """Frozen texts by their hash: from the store, else from the folder."""

    def __init__(self, project: Project, folder: Folder, faults: list[Fault]) -> None:
        self._store, self._folder, self._faults = project.store, folder, faults
        self._here = union.text_names(project.store)
        self.new: dict[str, str] = {}
        self.get = lru_cache(maxsize=64)(self._get)

    def _get(self, sha256: str) -> str | None:
        if sha256 in self._here:
            return self._store.text(sha256)
        if sha256 not in self.new and len(sha256) == 64 and sha256.isalnum():
            try:
                text = self._folder.text(sha256)
            except ValueError as problem:
                self._faults.append(refused(self._folder.text_path(sha256), problem, 1, MEND))
                return None
            if text is None:
                return None
            self.new[sha256] = text
        return self.new.get(sha256)


def receive(
    project: Project, folder: Folder, scans: Iterable[Scan], done: Shared, progress: Callable[[str], None]
) -> set[str]:
    """Take in what may come in; the writers of what had to be written because of it."""
    store = project.store
    texts = _Texts(project, folder, done.faults)
    known = union.writers(store)
    offered = _offered(scans, known, done)
    here = {(id, sha256) for id, _, sha256 in union.frozen(store)}
    gate = Gate(texts.get, set(here), time.time_ns() // 1_000_000)
    events = list(_passed(offered, gate, done, progress))
    standing = scheme.judge(project, [each for each in events if each.kind == "scheme"], texts.get)
    if standing is not None and (standing.faults or standing.waits):
        done.faults += standing.faults
        done.waiting += [f"nothing comes in without {standing.waits}"] if standing.waits else []
        if standing.theirs is not None and done.kept:
            scheme.lay(project, scheme.THEIRS, standing.theirs)
        return set()
    if not events:
        return set()
    new = {sha256: text for sha256 in _named(events) if (text := texts.get(sha256)) is not None}
    if standing is not None and standing.text is not None:
        done.scheme = True
        if done.kept:
            own, text = scheme.own_text(project)
            new[own] = text
            # Before the events: a scheme that has more than claims need is no harm, one that has less is.
            scheme.lay(project, SCHEME, standing.text)

    def then(events: Sequence[StoredEvent]) -> list[Batch]:
        batches, done.parted = clash.part(store, events)
        return [*batches, *(scheme.stand(project, standing) if standing is not None else ())]

    if not done.kept and store.read_only:
        done.received.update(each.annotator for each in events)
        return set()
    progress(f"taking in {len(events):,} changes")
    taken = union.take_in(store, events, known, new, then=then, keep=done.kept)
    done.received.update(each.annotator for each in taken.events)
    fresh = {key_of(each.key)[0] for each in taken.events if each.kind == "article"}
    done.articles = sorted(fresh - {id for id, _ in here})
    for meeting in taken.meetings:
        done.met(meeting)
    return {id.writer for id in taken.added}


def _named(events: Iterable[StoredEvent]) -> Iterator[str]:
    """The texts that events speak of."""
    for each in events:
        if each.kind == "article":
            yield each.article_hash
        elif each.kind == "scheme":
            yield str((body_of(each.body) or {}).get("whole"))


def _offered(
    scans: Iterable[Scan], known: dict[str, union.Writer], done: Shared
) -> list[tuple[StoredEvent, Scan, int]]:
    """The events that are not here, each once, in the one total order; their writers are added to those known."""
    found: dict[EventId, tuple[StoredEvent, Scan, int]] = {}
    for each in scans:
        if each.head is None:
            continue
        writer = known.setdefault(each.head.writer.id, each.head.writer)
        if writer.who != each.head.writer.who:
            done.faults.append(Fault("the file says otherwise than others who its writer is", str(each.path), 1))
            continue
        for event, line in each.events.values():
            if found.setdefault(event.id, (event, each, line))[0].hash != event.hash:
                what = "another event has this writer and number in another file"
                done.faults.append(Fault(what, str(each.path), line))
                break
    return sorted(found.values(), key=lambda each: (each[0].clock, each[0].writer, each[0].seq))


def _passed(
    offered: Sequence[tuple[StoredEvent, Scan, int]], gate: Gate, done: Shared, progress: Callable[[str], None]
) -> Iterator[StoredEvent]:
    """Those that may come in; behind one that may not, its writer waits."""
    held: dict[str, list[str]] = {}
    stopped: set[str] = set()
    for number, (event, file, line) in enumerate(offered):
        if number % OFTEN == 0:
            progress(f"checking change {number:,} of {len(offered):,}")
        if event.writer in stopped:
            continue
        if event.writer in held:
            held[event.writer].append(event.annotator)
            continue
        try:
            gate.judge(event)
        except WaitingError as problem:
            held[event.writer] = [str(problem), event.annotator]
        except ValueError as problem:
            stopped.add(event.writer)
            done.faults.append(Fault(str(problem), str(file.path), line))
        else:
            yield event
    for what, *names in held.values():
        done.waiting.append(f"{counted(len(names), names[0])}, for {what}, which has not arrived")
