"""One line of a writer's file: who writes, or an event; the same bytes whoever writes them.

Keys and bodies stay the text that was hashed, so that what comes in is stored byte for byte. The clock is written as
milliseconds and counter, because together they are more than other readers of JSON keep exactly.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from annotator.core.event import CLASS_OF
from annotator.core.records.canonical import canonical, parse
from annotator.store.clock import COUNTER_BITS
from annotator.store.row import EVENT_VERSION, StoredEvent
from annotator.store.union import Writer

FORMAT, VERSION = "events", 1
NEWER = "it was written by a newer annotator; install that here to take it in"
_MASK = (1 << COUNTER_BITS) - 1
_WRITER = re.compile(r"[0-9a-z]{1,40}")
_NAME = re.compile(r"@?[\w.-]{1,64}")
_HEAD = {"format": str, "project": str, "writer": str, "class": str, "annotator": str, "started": int}
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(StoredEvent._fields, (str,)),
    **dict.fromkeys(("seq", "version"), (int,)),
    "clock": (list,),
    "seconds": (int, float),
    **dict.fromkeys(("body", "prev_writer"), (str, type(None))),
    "prev_seq": (int, type(None)),
}


class Head(NamedTuple):
    """The first line of a file."""

    project: str
    """Id of the project, as annotator.toml has it."""
    writer: Writer


def usable(writer: str) -> bool:
    """Whether a writer's id can name a file on every system."""
    return _WRITER.fullmatch(writer) is not None


def head_line(project: str, writer: Writer) -> bytes:
    """The line that says whose events follow, with its end."""
    values = (f"{FORMAT}/{VERSION}", project, writer.id, writer.group, writer.annotator, writer.started)
    return canonical(dict(zip(_HEAD, values, strict=True))) + b"\n"


def event_line(event: StoredEvent) -> bytes:
    """The line of an event, with its end."""
    clock = [event.clock >> COUNTER_BITS, event.clock & _MASK]
    return canonical({**event._asdict(), "clock": clock}) + b"\n"


def read_head(line: bytes) -> Head:
    """Whose events follow. Raises ValueError with a clause."""
    given = _object(line)
    name, _, version = str(given.get("format")).partition("/")
    if name != FORMAT or not version.isascii() or not version.isdigit():
        raise ValueError("the file does not begin as one of events does")
    if int(version) > VERSION:
        raise ValueError(NEWER)
    _shape(given, {key: (kind,) for key, kind in _HEAD.items()})
    head = Head(given["project"], Writer(given["writer"], given["class"], given["annotator"], given["started"]))
    if not usable(head.writer.id) or not _NAME.fullmatch(head.writer.annotator) or head.writer.started < 0:
        raise ValueError("its first line names no writer that could be")
    if head.writer.group not in CLASS_OF.values():
        raise ValueError(f"it holds another class of events than {', '.join(sorted(set(CLASS_OF.values())))}; {NEWER}")
    return head


def read_event(line: bytes) -> StoredEvent:
    """The event of a line, as it was hashed. Raises ValueError with a clause."""
    given = _object(line)
    version = given.get("version")
    if isinstance(version, int) and version > EVENT_VERSION:
        raise ValueError(NEWER)
    _shape(given, _TYPES)
    clock = given["clock"]
    if len(clock) != 2 or not all(isinstance(part, int) and not isinstance(part, bool) for part in clock):
        raise ValueError("its clock is not two whole numbers")
    if not 0 <= clock[1] <= _MASK or not 0 <= clock[0] < 1 << 46:
        raise ValueError("its clock cannot be")
    given |= {"clock": (clock[0] << COUNTER_BITS) + clock[1], "seconds": float(given["seconds"])}
    event = StoredEvent(**given)
    if event.digest() != event.hash:
        raise ValueError("the line is not as it was written")
    return event


def _object(line: bytes) -> dict[str, Any]:
    given = parse(line.rstrip(b"\r\n"))
    if not isinstance(given, dict):
        raise ValueError("the line holds no object")
    return given


def _shape(given: dict[str, Any], wanted: dict[str, tuple[type, ...]]) -> None:
    for key in wanted:
        if key not in given:
            raise ValueError(f"the line lacks {key}")
    for key, value in given.items():
        if key not in wanted:
            raise ValueError("the line has a key that no event has")
        if not isinstance(value, wanted[key]) or isinstance(value, bool):
            raise ValueError(f"{key} is of another kind than it should be")
