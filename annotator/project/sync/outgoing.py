"""What goes out: texts first, then behind each writer's file what it lacks."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator
from itertools import chain

from annotator.core.errors import Fault
from annotator.core.records import limits
from annotator.project.project import Project
from annotator.project.sync import scheme
from annotator.project.sync.folder import Folder, refused
from annotator.project.sync.line import event_line, head_line, usable
from annotator.project.sync.report import Shared
from annotator.project.sync.scan import Scan
from annotator.store import union
from annotator.store.check import sound


def send(
    project: Project, folder: Folder, scans: Iterable[Scan], done: Shared, only: Container[str] | None = None
) -> None:
    """Write what the folder lacks of all writers, or of some; a file with a fault is left as it is.

    A folder that cannot be written to is a fault, and can still be read.
    """
    try:
        if done.kept:
            _texts(project, folder, done)
        _lines(project, folder, scans, done, only)
    except OSError as problem:
        what = f"the folder cannot be written to: {problem.strerror or problem}"
        done.faults.append(Fault(what, str(folder.path), right="what is missing there stays here"))


def _texts(project: Project, folder: Folder, done: Shared) -> None:
    own, text = scheme.own_text(project)
    for sha256 in sorted({*union.text_names(project.store), own} - folder.text_names()):
        folder.add_text(sha256, text if sha256 == own else project.store.text(sha256))


def _lines(project: Project, folder: Folder, scans: Iterable[Scan], done: Shared, only: Container[str] | None) -> None:
    found = {each.path.name: each for each in scans}
    last = project.store.vector()
    for id, writer in union.writers(project.store).items():
        path = folder.path / f"{id}.jsonl"
        there = found.get(path.name) or Scan(path)
        if (only is not None and id not in only) or there.fault is not None or there.last >= last.get(id, 0):
            continue
        if not usable(id) or (there.head is not None and there.head.writer.who != writer.who):
            done.faults.append(Fault(f"the file is not the one of the writer {id}", str(path), 1, right="rename it"))
            continue
        head = [head_line(project.config.id, writer)] if there.head is None else []
        sent: Counter[str] = Counter()
        lines = _events(project, id, there.last, sent, done.faults)
        if not done.kept:
            deque(lines, maxlen=0)
        else:
            try:
                folder.append(path, there.end, chain(head, lines), size=there.size)
            except ValueError as problem:
                done.faults.append(refused(path, problem))
                continue
        done.sent += sent
        # What was torn there stands whole now.
        there.torn = False


def _events(project: Project, writer: str, seq: int, sent: Counter[str], faults: list[Fault]) -> Iterator[bytes]:
    for event in union.after(project.store, writer, seq):
        seq += 1
        if event.seq != seq or not sound(event):
            what = f"event {seq} of {event.annotator} is not whole in this project's store, or missing there"
            faults.append(Fault(what, right="what comes after it stays here; `annotator check` says more"))
            return
        line = event_line(event)
        if len(line) > limits.LINE:
            what = f"event {event.seq} of {event.annotator} is larger than {limits.shown(limits.LINE)}"
            faults.append(Fault(what, right="it stays here, with what came after it"))
            return
        sent[event.annotator] += 1
        yield line
