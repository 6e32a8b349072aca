"""JSON of other tools, record by record, so that one broken record does not take the others with it."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from annotator.core.errors import Fault
from annotator.core.records import limits
from annotator.core.records.canonical import parse
from annotator.core.records.check import shown
from annotator.core.records.format import Source
from annotator.core.records.raw_line import EARLY, ours, raw_lines, too_long
from annotator.core.standoff.document import Place

BLOCK = 1 << 20
"""Bytes that are read at once."""
_BLANKS = " \t\r\n"
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{},"]', re.DOTALL)


class Item(NamedTuple):
    """One record: an object, or why there is none."""

    place: Place
    record: dict[str, Any] | None
    fault: Fault | None = None


def json_lines(source: Source) -> Iterator[Item]:
    """The objects of a JSON Lines source; blank lines are passed over."""
    with source.open() as stream:
        for number, raw, wrong in raw_lines(stream):
            place = Place(source.name, number)
            if wrong:
                yield Item(place, None, place.fault(wrong.what, wrong.right))
            elif raw.strip():
                yield _item(raw.rstrip(b"\r\n"), place)


def json_array(source: Source) -> Iterator[Item]:
    """The objects of a source that is one array of them, or one object alone; each with the line it begins at.

    No more than one object is held, and of one that is too long not even that.
    """
    with source.open() as stream:
        reading = _Array(source.name, stream)
        try:
            yield from reading.items()
        except UnicodeDecodeError as error:
            place = reading.end()
            what = f"byte {reading.before + error.start} is not UTF-8"
            yield Item(place, None, place.fault(what, "save the file as UTF-8"))


class _Array:
    """An array that is read in blocks."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self.name, self._stream = name, stream
        self.before = 0
        """Bytes in front of the last block."""
        self._decode = getincrementaldecoder("utf-8")()
        self._size = 0
        self._text = ""
        self._line, self._counted = 1, 0
        """The line of a place in what is held, and that place."""
        self._broken: UnicodeDecodeError | None = None

    def items(self) -> Iterator[Item]:
        """Every object, or what is wrong with it."""
        while not self._text.strip(_BLANKS) and self._more():
            pass
        start = len(self._text) - len(self._text.lstrip(_BLANKS))
        if not self._text.startswith("[", start):
            yield self._alone(start)
            return
        at = begin = start + 1
        depth, lost = 0, False
        while True:
            for match in _TOKEN.finditer(self._text, at):
                sign, at = match.group(), match.end()
                if sign == '"':
                    at = match.start()
                    break
                if sign in "[{":
                    depth += 1
                elif sign in "]}" and depth:
                    depth -= 1
                elif sign == "]" or (sign == "," and not depth):
                    if not lost and (sign == "," or self._text[begin : match.start()].strip()):
                        yield self._element(begin, match.start())
                    begin, lost = at, False
                    if sign == "]":
                        yield from self._rest(at)
                        return
            else:
                at = len(self._text)
            if not lost and len(self._text) - begin > _most(self._text[begin : begin + EARLY]):
                lost = True
                place = self._place(begin)
                yield Item(place, None, place.fault(too_long().what, too_long().right))
            gone = at if lost else begin
            self._drop(gone)
            at, begin = at - gone, 0
            if lost and self._text.startswith('"'):
                self._inside()
            if not self._more():
                break
        if self._broken:
            raise self._broken
        ended = "the file ends in the middle of a record" if lost or self._text.strip() else "the list has no end"
        place = self._place(0)
        yield Item(place, None, place.fault(ended, "restore the file"))

    def _alone(self, start: int) -> Item:
        """The object that is the whole source."""
        while len(self._text) - start <= _most(self._text[start : start + EARLY]) and self._more():
            pass
        place = self._place(start)
        if self._broken:
            raise self._broken
        if len(self._text) - start > _most(self._text[start : start + EARLY]):
            return Item(place, None, place.fault(too_long().what, too_long().right))
        return _item(self._text, place)

    def _element(self, begin: int, end: int) -> Item:
        place, record = self._place(begin), self._text[begin:end]
        if len(record) > _most(record[:EARLY]):
            return Item(place, None, place.fault(too_long().what, too_long().right))
        return _item(record, place)

    def _rest(self, at: int) -> Iterator[Item]:
        """What follows the end of the list: blanks only, or a fault."""
        self._drop(at)
        while not self._text.strip(_BLANKS):
            self._drop(len(self._text))
            if not self._more():
                return
        place = self._place(0)
        yield Item(place, None, place.fault("something follows the end of the list", "restore the file"))

    def _inside(self) -> None:
        """Forget all of a string that has not ended but that it has begun, and the half of an escape."""
        slashes = len(self._text) - len(self._text.rstrip("\\"))
        half = "\\" if slashes % 2 and len(self._text) > slashes else ""
        self._line += self._text.count("\n", self._counted)
        self._text, self._counted = f'"{half}', 0

    def _more(self) -> bool:
        """Read a block; whether there was one. A byte that is not UTF-8 ends the source, and is told in the end."""
        if self._broken:
            return False
        raw = self._stream.read(BLOCK)
        self.before = self._size - len(self._decode.getstate()[0])
        self._size += len(raw)
        try:
            self._text += self._decode.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            self._text += error.object[: error.start].decode("utf-8")
            self._broken = error
        return bool(raw)

    def _drop(self, count: int) -> None:
        self._line += self._text.count("\n", self._counted, count)
        self._text, self._counted = self._text[count:], max(0, self._counted - count)

    def end(self) -> Place:
        """Where what is held ends."""
        return self._place(len(self._text))

    def _place(self, at: int) -> Place:
        """The line of the first character from here on that is no blank."""
        rest = self._text[at : at + BLOCK]
        at += len(rest) - len(rest.lstrip())
        self._line += self._text.count("\n", self._counted, at)
        self._counted = max(self._counted, at)
        return Place(self.name, self._line)


def _most(early: str) -> int:
    """How long a record that begins so may be."""
    return limits.OWN_LINE if ours(early.encode("utf-8", "replace")) else limits.LINE


def _item(raw: str | bytes, place: Place) -> Item:
    try:
        record = parse(raw)
    except ValueError as error:
        return Item(place, None, place.fault(str(error)))
    if not isinstance(record, dict):
        return Item(place, None, place.fault(f"the record is {shown(record)}", "a JSON object"))
    return Item(place, record)
