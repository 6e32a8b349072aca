"""Salvage: everything that is whole is brought out of a damaged store, however its pages hang together now.

First by SQL, as far as that reads. Then the file and its log are searched, byte by byte, for rows of events and texts:
each proves itself by its hash, so neither tables nor indexes have to be whole. The layout of a row and of the pages on
which a long one goes on is documented at sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.article import text_hash
from annotator.core.errors import Fault, StoreError
from annotator.core.event import CLASS_OF, EventId
from annotator.store import statements as sql
from annotator.store.check import rebuild, sound
from annotator.store.clock import milliseconds
from annotator.store.log import damage, read
from annotator.store.place import LOG, mode_in, sync
from annotator.store.row import StoredEvent
from annotator.store.store import Store

COLUMNS = len(StoredEvent._fields)
SECONDS = StoredEvent._fields.index("seconds")
_EVENT = re.compile(rb"[\x01-\x09]\x81\x0d")
"""How the head of an event's row ends: a version, and a hash of 64 characters."""
_TEXT = re.compile(rb"[\x04-\x0a]\x81\x0d")
"""How the head of a text's row begins: its own length, and a hash."""
_UNKNOWN = "what stood there may be lost, also where nothing else speaks of it"
_LONGEST_HEAD = 100
_PAGE = 4096
_HEAD = b"SQLite format 3"
_WIDTH = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 8: 0, 9: 0}


def salvage(path: Path, out: Path) -> list[Fault]:
    """Copy every whole event and text of the store at `path` into a fresh one at `out`; what could not be brought out.

    Raises StoreError when `out` is there already, or `path` is not.
    """
    if out.exists():
        raise StoreError(f"{out} is there already; name another file.")
    try:
        raw, index, log, journal = read(path, "", "-shm", LOG, "-journal")
    except OSError as problem:
        raise StoreError(f"{path} cannot be read: {problem.strerror}.") from problem
    events: dict[EventId, StoredEvent] = {}
    texts: dict[str, str] = {}
    faults = [Fault(what, f"{path}{LOG}", None, "", _UNKNOWN)] if (what := damage(log, index)) else []
    named: set[str] = set()
    try:
        out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix=".salvage-", dir=out.parent) as place:
            copy = Path(place) / path.name
            for end, content in zip(("", LOG, "-journal"), (raw, log, journal), strict=True):
                if content:
                    copy.with_name(copy.name + end).write_bytes(content)
            _by_sql(copy, path, events, texts, faults, named)
            _by_search(raw, log, events, texts)
            fresh = Path(place) / "whole"
            _write(fresh, events, texts)
            fresh.chmod(mode_in(path.parent))
            sync(fresh)
            fresh.rename(out)
        sync(out.parent)
    except OSError as problem:
        raise StoreError(f"{out} could not be written: {problem.strerror}.") from problem
    found = {f"text {sha256[:12]}" for sha256 in texts} | {f"event {id.writer} {id.seq}" for id in events}
    faults = [fault for fault in faults if fault.key not in found]
    told = {fault.key for fault in faults}
    faults += [fault for fault in _missing(path, events, texts, named) if fault.key not in told]
    return faults + _cut_off(path, raw)


def _by_sql(
    copy: Path,
    path: Path,
    events: dict[EventId, StoredEvent],
    texts: dict[str, str],
    faults: list[Fault],
    named: set[str],
) -> None:
    """Take what SQL reads of a copy: opening a damaged store writes to it, and throws away what its log has lost."""

    def refused(problem: StoreError) -> Fault:
        return Fault(str(problem).replace(str(copy), str(path)).rstrip("."))

    try:
        store = Store.open(copy)
    except StoreError as problem:
        faults.append(refused(problem))
        return
    try:
        for statement, take in ((sql.EVENTS, _take_event), (sql.TEXTS, _take_text), (sql.WRITERS, None)):
            try:
                for row in store.engine.each(statement):
                    if take is None:
                        named.add(str(row[0]))
                    elif (lost := take(row, events, texts)) is not None:
                        faults.append(Fault(lost[0], str(path), None, lost[1]))
            except StoreError as problem:
                faults.append(refused(problem))
    finally:
        store.close()


def _take_event(
    row: tuple[Any, ...], events: dict[EventId, StoredEvent], texts: dict[str, str]
) -> tuple[str, str] | None:
    event = StoredEvent(*row)
    if not sound(event):
        return "an event is not as it was written", f"event {event.writer} {event.seq}"
    events[event.id] = event
    return None


def _take_text(
    row: tuple[Any, ...], events: dict[EventId, StoredEvent], texts: dict[str, str]
) -> tuple[str, str] | None:
    sha256, body = row
    if not isinstance(body, str) or text_hash(body) != sha256:
        return "a text is not as it was frozen", f"text {str(sha256)[:12]}"
    texts[sha256] = body
    return None


def _by_search(raw: bytes, log: bytes, events: dict[EventId, StoredEvent], texts: dict[str, str]) -> None:
    """Add what the bytes hold. What SQL has read is kept: a write that was taken back may have left its row behind."""
    size = int.from_bytes(raw[16:18], "big")
    size = 65536 if size == 1 else size
    size = size if size in (512, 1024, 2048, 4096, 8192, 16384, 32768, 65536) else _PAGE
    main = {number + 1: raw[at : at + size] for number, at in enumerate(range(0, len(raw), size))}
    newest = dict(main)
    for at in range(32, len(log), size + 24):
        newest[int.from_bytes(log[at : at + 4], "big")] = log[at + 24 : at + 24 + size]
    for block in (raw, log):
        for chain in (newest, main):
            for values in _rows(block, size, chain.get, _EVENT, _event_head):
                if len(values) == COLUMNS and isinstance(values[SECONDS], int | float):
                    values[SECONDS] = float(values[SECONDS])
                    event = StoredEvent(*values)
                    if sound(event):
                        events.setdefault(event.id, event)
            for values in _rows(block, size, chain.get, _TEXT, lambda found: [found.start()]):
                if len(values) == 2 and isinstance(values[1], str) and text_hash(values[1]) == values[0]:
                    texts.setdefault(values[0], values[1])


def _event_head(found: re.Match[bytes]) -> list[int]:
    """Where the head may begin that ends here: at a byte that holds its length."""
    end, block = found.end(), found.string
    return [end - long for long in range(COLUMNS + 1, min(_LONGEST_HEAD, end)) if block[end - long] == long]


def _rows(
    block: bytes,
    size: int,
    page: Callable[[int], bytes | None],
    pattern: re.Pattern[bytes],
    heads: Callable[[re.Match[bytes]], list[int]],
) -> Iterator[list[Any]]:
    at = 0
    while (found := pattern.search(block, at)) is not None:
        # Matches may overlap.
        at = found.start() + 1
        for start in heads(found):
            values = _row(block, start, size, page)
            if values is not None:
                yield values


def _row(block: bytes, start: int, size: int, page: Callable[[int], bytes | None]) -> list[Any] | None:
    """The values of the row whose head begins at `start`; None when it is none."""
    at, end = start + 1, start + block[start]
    types = []
    while at < end:
        kind, at = _varint(block, at)
        types.append(kind)
    if at != end or any(kind in (10, 11) for kind in types):
        return None
    widths = [_WIDTH.get(kind, 8 if kind == 7 else (kind - 12) // 2) for kind in types]
    payload = _payload(block, start, end - start + sum(widths), size, page)
    if payload is None:
        return None
    values, at = [], end - start
    try:
        for kind, width in zip(types, widths, strict=True):
            values.append(_value(kind, payload[at : at + width]))
            at += width
    except UnicodeDecodeError:
        return None
    return values


def _varint(block: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place, byte in enumerate(block[at : at + 9]):
        if place == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return 10, at + 9


def _value(kind: int, data: bytes) -> Any:
    import struct

    if kind in (0, 8, 9):
        return {0: None, 8: 0, 9: 1}[kind]
    if kind == 7:
        return struct.unpack(">d", data)[0]
    if kind < 7:
        return int.from_bytes(data, "big", signed=True)
    return data.decode("utf-8") if kind % 2 else data


def _payload(block: bytes, start: int, length: int, size: int, page: Callable[[int], bytes | None]) -> bytes | None:
    """The bytes of a row: those here, and those on the pages of its chain."""
    local = length
    if length > size - 35:
        least = (size - 12) * 32 // 255 - 23
        local = least + (length - least) % (size - 4)
        local = local if local <= size - 35 else least
    found = bytearray(block[start : start + local])
    following = int.from_bytes(block[start + local : start + local + 4], "big")
    seen: set[int] = set()
    while len(found) < length:
        more = page(following)
        if more is None or len(more) < 5 or following in seen:
            return None
        seen.add(following)
        found += more[4 : 4 + length - len(found)]
        following = int.from_bytes(more[:4], "big")
    return bytes(found)


def _missing(path: Path, events: dict[EventId, StoredEvent], texts: dict[str, str], named: set[str]) -> list[Fault]:
    """What the rest speaks of and is not there: gaps of writers, events that were replaced, texts of articles."""
    seqs: dict[str, set[int]] = {writer: set() for writer in named}
    for event in events.values():
        seqs.setdefault(event.writer, set()).add(event.seq)
        if event.prev_writer and event.prev_seq:
            seqs.setdefault(event.prev_writer, set())
    lost = {EventId(event.prev_writer, event.prev_seq or 0) for event in events.values() if event.prev_writer}
    lost |= {EventId(writer, seq) for writer, here in seqs.items() for seq in range(1, max(here, default=1) + 1)}
    faults = [
        Fault("an event is lost", str(path), None, f"event {id.writer} {id.seq}") for id in sorted(lost - set(events))
    ]
    wanted = {event.article_hash for event in events.values() if event.article_hash} - set(texts)
    return faults + [Fault("a text is lost", str(path), None, f"text {sha256[:12]}") for sha256 in sorted(wanted)]


def _cut_off(path: Path, raw: bytes) -> list[Fault]:
    """How much of a file is gone whose end was cut off: its head says how many pages it has. What is left may speak of
    nothing that lay there."""
    size, pages = int.from_bytes(raw[16:18], "big"), int.from_bytes(raw[28:32], "big")
    # The head counts pages only where it was written last together with the count of changes.
    whole = (65536 if size == 1 else size) * pages if raw[:15] == _HEAD and raw[24:28] == raw[92:96] else 0
    if len(raw) >= whole:
        return []
    return [Fault(f"the file ends after {len(raw):,} of {whole:,} bytes; what lay behind is lost", str(path))]


def _write(out: Path, events: dict[EventId, StoredEvent], texts: dict[str, str]) -> None:
    fresh = Store.open(out, create=True, journal="delete")
    try:
        with fresh.engine.writing():
            writers: dict[str, StoredEvent] = {}
            for event in sorted(events.values(), key=lambda each: each.clock):
                writers.setdefault(event.writer, event)
                fresh.engine.run(sql.ADD_EVENT, event)
            for first in writers.values():
                row = (first.writer, CLASS_OF[first.kind], first.annotator, milliseconds(first.clock))
                fresh.engine.run(sql.ADD_WRITER, row)
            for text in texts.items():
                fresh.engine.run(sql.ADD_TEXT, text)
        rebuild(fresh)
    finally:
        fresh.close()
