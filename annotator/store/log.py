"""The log beside a store (its WAL), looked at before SQLite opens it.

SQLite takes a frame whose checksum does not fit for the end of the log, and throws away whatever stands behind it.
After a power cut that is right; when a disk has changed a bit it is a loss without a word. The layout is documented at
sqlite.org/fileformat2.html (the log) and sqlite.org/walformat.html (its index).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

from annotator.core.errors import Fault, StoreError
from annotator.store.lock import WriteLock
from annotator.store.place import LOG

_HEAD, _FRAME, _INDEX = 32, 24, 48
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
"""How a log begins, and the order of the bytes in the words that its checksums add up."""
_PATIENCE = 5.0

Sums = tuple[int, int]


def read(path: Path, *ends: str) -> list[bytes]:
    """The files of a store, by the ends of their names ("" is the store itself), of one moment; empty where none is.

    To be called before this process opens the store: closing a file here would give back the locks that SQLite holds.
    Raises OSError when one cannot be read, or the store is not there.
    """
    lock = WriteLock(path.with_name(path.name + ".lock"), patience=_PATIENCE)
    try:
        try:
            with lock:
                return [_bytes(path, end) for end in ends]
        except StoreError:
            # A folder that may only be read, or a program that hangs: what can be read is better than nothing.
            return [_bytes(path, end) for end in ends]
    finally:
        lock.close()


def _bytes(path: Path, end: str) -> bytes:
    if not end:
        return path.read_bytes()
    try:
        return path.with_name(path.name + end).read_bytes()
    except FileNotFoundError:
        return b""


def faults(path: Path) -> list[Fault]:
    """What is wrong with the log of the store at `path`; to be asked before the store is opened (see `read`)."""
    name = f"{path}{LOG}"
    what = ""
    # Where the lock could not be had, somebody may be writing: damage is there each time.
    for _ in range(3):
        try:
            # The index first: what it counts is in the log before.
            index, log = read(path, "-shm", LOG)
        except OSError as problem:
            return [Fault(f"the log cannot be read: {problem.strerror}", name)]
        if not (what := damage(log, index)):
            return []
    right = (
        "opening the store would throw away what was saved there and after it, so it was left as it is; "
        "`annotator check --salvage FILE` brings out what is whole"
    )
    return [Fault(what, name, None, "", right)]


def damage(log: bytes, index: bytes = b"") -> str:
    """What is wrong with a log, in a sentence without its full stop; empty when nothing is (see `rotten`)."""
    frame = rotten(log, index)
    if frame is None:
        return ""
    return f"the log is damaged: {f'frame {frame}' if frame else 'its head'} is not as it was written"


def rotten(log: bytes, index: bytes = b"") -> int | None:
    """The frame of a log, from 1, that has changed since it was saved; 0 for its head, None when there is none.

    A power cut may leave frames of a commit torn that nobody was told of, and a commit that was taken back leaves its
    own behind the end. So a frame that does not fit counts only when what it belonged to was saved: another one follows
    a commit there, because that begins when the disk has kept it; or the index, written after that, counts it.
    """
    if len(log) <= _HEAD:
        return None
    magic, _, size = struct.unpack(">3I", log[:12])
    order = _MAGIC.get(magic)
    if order is None or _packed(sums := _add(log[:24], order, (0, 0))) != log[24:32]:
        return 0
    salts, long = log[16:24], size + _FRAME
    count = (len(log) - _HEAD) // long

    def frame(number: int) -> bytes:
        return log[_HEAD + number * long : _HEAD + (number + 1) * long]

    good = 0
    while good < count:
        each = frame(good)
        sums = _after(each, order, sums)
        if each[8:16] != salts or each[16:24] != _packed(sums):
            break
        good += 1
    if _counted(index, salts) > good or _went_on(frame, good, count, salts, order):
        return good + 1
    return None


def _went_on(frame: Callable[[int], bytes], bad: int, count: int, salts: bytes, order: str) -> bool:
    """Whether, from this frame on, one of the same log stands right behind a commit and was added to it."""
    for number in range(bad, count - 1):
        each, following = frame(number), frame(number + 1)
        if each[4:8] != bytes(4) and following[8:16] == salts:
            before: Sums = struct.unpack(">2I", each[16:24])
            if _packed(_after(following, order, before)) == following[16:24]:
                return True
    return False


def _counted(index: bytes, salts: bytes) -> int:
    """How many frames of this log the index knows to be saved; none when it is of another one, or damaged itself."""
    head = index[:_INDEX]
    if len(head) < _INDEX or head != index[_INDEX : 2 * _INDEX] or head[32:40] != salts:
        return 0
    if struct.pack("=2I", *_add(head[:40], "=", (0, 0))) != head[40:48]:
        return 0
    return int(struct.unpack("=I", head[16:20])[0])


def _after(frame: bytes, order: str, before: Sums) -> Sums:
    return _add(frame[_FRAME:], order, _add(frame[:8], order, before))


def _add(data: bytes, order: str, before: Sums) -> Sums:
    """The checksum of the log: two sums over pairs of words, modulo 2³²."""
    one, two = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


def _packed(sums: Sums) -> bytes:
    return struct.pack(">2I", *sums)
