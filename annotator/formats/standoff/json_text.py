"""JSON of other tools, record by record, so that one broken record does not take the others with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from annotator.core.errors import Fault
from annotator.core.records import limits
from annotator.core.records.canonical import parse
from annotator.core.records.check import shown
from annotator.core.records.format import Source
from annotator.core.records.raw_line import ours, raw_lines, too_long
from annotator.core.standoff.document import Place

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{},"]', re.DOTALL)


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
    """The objects of a source that is one array of them, or one object alone; each with the line it begins at."""
    with source.open() as stream:
        raw = stream.read()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        place = Place(source.name, raw.count(b"\n", 0, error.start) + 1)
        yield Item(place, None, place.fault(f"byte {error.start} is not UTF-8", "save the file as UTF-8"))
        return
    start = len(text) - len(text.lstrip(" \t\r\n"))
    if not text.startswith("[", start):
        yield _item(text, Place(source.name, text.count("\n", 0, start) + 1))
        return
    line, counted = 1, 0
    for begin, end, fault in _elements(text, start + 1):
        begin += len(text[begin:end]) - len(text[begin:end].lstrip(" \t\r\n"))
        line, counted = line + text.count("\n", counted, begin), begin
        place = Place(source.name, line)
        record = text[begin:end]
        if fault:
            yield Item(place, None, place.fault(fault, "restore the file"))
        elif len(record) > limits.LINE and not ours(record[: limits.LINE].encode()):
            yield Item(place, None, place.fault(too_long().what, too_long().right))
        else:
            yield _item(record, place)


def _elements(text: str, at: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, what is wrong) of each element of the array whose content begins at `at`."""
    depth, begin = 0, at
    for match in _TOKEN.finditer(text, at):
        sign = match.group()
        if sign == '"':
            break
        if sign in "[{":
            depth += 1
        elif sign in "]}" and depth:
            depth -= 1
        elif sign == "]" or (sign == "," and not depth):
            if text[begin : match.start()].strip() or sign == ",":
                yield begin, match.start(), ""
            if sign == "]":
                if text[match.end() :].strip():
                    yield match.end(), len(text), "something follows the end of the list"
                return
            begin = match.end()
    yield begin, len(text), "the file ends in the middle of a record" if text[begin:].strip() else "the list has no end"


def _item(raw: str | bytes, place: Place) -> Item:
    try:
        record = parse(raw)
    except ValueError as error:
        return Item(place, None, place.fault(str(error)))
    if not isinstance(record, dict):
        return Item(place, None, place.fault(f"the record is {shown(record)}", "a JSON object"))
    return Item(place, record)
