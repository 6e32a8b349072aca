"""Reading one writer's file: the events that follow each other without a gap, and what ends them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.errors import Fault
from annotator.core.event import CLASS_OF
from annotator.core.record import excerpt
from annotator.project.sync.folder import Folder, refused
from annotator.project.sync.line import NEWER, Head, read_event, read_head
from annotator.store.row import StoredEvent

MEND = "delete the file: whoever has what it held writes it again at the next sync"
FOREIGN = "move it out of this folder"
"""What does not even begin as a writer's file may be the only one of its kind."""


@dataclass(slots=True)
class Scan:
    """What a file holds."""

    path: Path
    head: Head | None = None
    events: dict[int, tuple[StoredEvent, int]] = field(default_factory=dict)
    """Of the events that are not here yet: counter → (event, its line)."""
    last: int = 0
    """Counter of the last event that is right."""
    end: int = 0
    """Offset behind the last line that is right."""
    size: int = 0
    torn: bool = False
    """Whether it ends within a line: somebody is still writing, or stopped."""
    fault: Fault | None = None
    """Why nothing behind `end` was read."""


def scan(folder: Folder, path: Path, hashes: Callable[[str], Mapping[int, str]]) -> Scan:
    """Read a file. `hashes` gives those of the events of a writer that are here already, by their counter."""
    found = Scan(path)
    here: Mapping[int, str] = {}
    seen: list[str] = []
    clock, number = -1, 1
    try:
        for line in folder.lines(path):
            found.size = line.end
            if not line.data.endswith(b"\n"):
                found.torn = True
                break
            if found.head is None:
                found.head = read_head(line.data)
                here = hashes(found.head.writer.id)
            else:
                event = read_event(line.data)
                _fits(event, found.head)
                if 1 <= event.seq <= len(seen):
                    # Merged by hand or by git: the same line twice is no harm.
                    _same(event, seen[event.seq - 1], "in a line before")
                else:
                    _next(event, len(seen), clock)
                    if event.seq in here:
                        _same(event, here[event.seq], "here; `annotator check` says whether that one is whole")
                    else:
                        found.events[event.seq] = (event, line.number)
                    clock, found.last = event.clock, event.seq
                    seen.append(event.hash)
            found.end, number = line.end, line.number + 1
    except (OSError, ValueError) as problem:
        found.fault = refused(path, problem, number, MEND if found.head is not None else FOREIGN)
    else:
        found.torn = found.torn or found.size == 0
    return found


def _fits(event: StoredEvent, head: Head) -> None:
    writer = head.writer
    if event.writer != writer.id or event.annotator != writer.annotator:
        raise ValueError(f"the event is of {excerpt(event.annotator)}, and the file is of {writer.annotator}")
    if event.kind not in CLASS_OF:
        raise ValueError(f"the event is of a kind that is not known here; {NEWER}")
    if CLASS_OF[event.kind] != writer.group:
        raise ValueError(f"an event of the kind {event.kind} has no place among those of the class {writer.group}")


def _next(event: StoredEvent, last: int, clock: int) -> None:
    if event.seq != last + 1:
        gap = f"event {last + 1}" if event.seq == last + 2 else f"events {last + 1} to {event.seq - 1}"
        raise ValueError(f"{gap} of this writer should stand before this line, and are missing")
    if event.clock <= clock:
        raise ValueError("the event is no later than the one before it")


def _same(event: StoredEvent, hash: str, where: str) -> None:
    if event.hash != hash:
        raise ValueError(f"another event has this writer and number {where}")
