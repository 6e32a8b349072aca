"""Decoding a file too large to be held: its encoding is settled by reading all of it once, then its lines are given."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from annotator.core.errors import Fault
from annotator.core.records.format import Source
from annotator.formats.corpora.decode import decode, signature

BLOCK = 1 << 20
ENOUGH = 1 << 16
"""Bytes by which an encoding is guessed."""
_RIGHT = "save the file as UTF-8, or name its encoding with --encoding"


class Settled(NamedTuple):
    """In which encoding a file is read from which byte on."""

    encoding: str
    begin: int = 0
    note: str = ""
    """What was assumed, as a clause."""


def settled(source: Source, declared: str) -> Settled | Fault:
    """What the file's signature says, else UTF-8, else what is declared, else a guess; or where it is not that.

    Never a guess for some of its lines: all of the file is in the one encoding.
    """
    with source.open() as stream:
        head = stream.read(BLOCK)
        if not head.strip():
            return Fault("it is empty")
        mark, said = signature(head)
        if said:
            note = "" if said == "utf-8" else f"read as {said}"
            return _whole(stream, Settled(said, len(mark), note))
        if b"\x00" in head and not declared:
            return Fault("it is binary, not text", right="if it is text, name its encoding with --encoding")
        found = _whole(stream, Settled("utf-8"))
        if not isinstance(found, Fault):
            return found
        if declared:
            try:
                "a".encode(declared)
            except (LookupError, ValueError):
                return Fault(f"{declared!r} is no encoding of text", key="--encoding", right="such as cp1252")
            return _whole(stream, Settled(declared, 0, f"read as {declared}, as declared"))
        stream.seek(0)
        guess = decode(_telling(stream))
        if guess.problem or guess.encoding == "utf-8":
            return found
        guessed = _whole(stream, Settled(guess.encoding, 0, f"not UTF-8: read as {guess.encoding}, a guess"))
        return found if isinstance(guessed, Fault) else guessed


def _whole(stream: BinaryIO, settled: Settled) -> Settled | Fault:
    """The encoding, if all of the file is in it; else the first line that is not."""
    decoder = codecs.getincrementaldecoder(settled.encoding)()
    stream.seek(settled.begin)
    line = 1
    while True:
        block = stream.read(BLOCK)
        try:
            line += str(decoder.decode(block, not block)).count("\n")
        except UnicodeDecodeError as problem:
            before = problem.object[: problem.start].decode(settled.encoding, "replace").count("\n")
            return Fault(f"the line is not {settled.encoding}", line=line + before, right=_RIGHT)
        except ValueError:
            return Fault(f"the file is not {settled.encoding}", right=_RIGHT)
        if not block:
            return settled


def _telling(stream: BinaryIO) -> bytes:
    """What an encoding can be guessed by: lines that are not ASCII, as many as it takes."""
    found: list[bytes] = []
    rest, size = b"", 0
    while size < ENOUGH and (block := stream.read(BLOCK)):
        block = rest + block
        end = block.rfind(b"\n") + 1 or len(block)
        block, rest = block[:end], block[end:]
        lines = [] if block.isascii() else [line for line in block.split(b"\n") if not line.isascii()]
        found += lines
        size += sum(map(len, lines))
    whole = b"\n".join([*found, rest])
    if len(whole) <= ENOUGH:
        return whole
    # Cut where a character ends: in no encoding that is guessed are these bytes a part of another one.
    end = max(whole.rfind(each, 0, ENOUGH) for each in (b"\n", b" ", b","))
    return whole[: end + 1] or whole[:ENOUGH]


def decoded_lines(stream: BinaryIO, settled: Settled, most: int) -> Iterator[str]:
    """The lines of a file whose encoding is settled, with their ends, one of more than `most` characters in parts."""
    stream.seek(settled.begin)
    with io.TextIOWrapper(stream, settled.encoding, newline="") as text:
        while line := text.readline(most):
            yield line
