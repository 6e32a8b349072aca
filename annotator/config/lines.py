"""Where a table or a key stands in a TOML text, so that a fault can name its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

_PART = r"""(?:[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")
_LONG_STRING = re.compile(r'"""|\'\'\'')

Place = tuple[str | int, ...]


def line_of(text: str, place: Sequence[str | int]) -> int | None:
    """The one-based line of a place such as ("field", 2, "value", 0, "key").

    Of a key that is missing, the line of the nearest table around it; None when nothing of it stands in the text.
    """
    wanted = tuple(place)
    best, depth = None, 0
    for number, found in _places(text):
        if wanted and found[: len(wanted)] == wanted:
            # `[a.b]` says `a`, too.
            return number
        if depth < len(found) < len(wanted) and wanted[: len(found)] == found:
            best, depth = number, len(found)
    return best


def _places(text: str) -> Iterator[tuple[int, Place]]:
    """(line, place) of every header and every key that begins a line."""
    counts: dict[tuple[str, ...], int] = {}
    table: Place = ()
    inside = ""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        begun = inside
        for mark in _LONG_STRING.findall(line):
            inside = mark if not inside else "" if inside == mark else inside
        if begun:
            continue
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            names = _names(header[2])
            if header[1] == "[[":
                counts = {name: count for name, count in counts.items() if name[: len(names)] != names or name == names}
                counts[names] = counts.get(names, -1) + 1
            table = _numbered(names, counts)
            yield number, table
        elif key:
            yield number, table + _names(key[1])


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(map(_name, re.findall(_PART, dotted)))


def _name(part: str) -> str:
    if part.startswith('"'):
        try:
            return str(json.loads(part))
        except ValueError:
            # An escape that JSON does not have; such a key is found by no place, and its table is named instead.
            return part[1:-1]
    return part.strip("'")


def _numbered(names: tuple[str, ...], counts: dict[tuple[str, ...], int]) -> Place:
    """The names with the index of the current table behind each one that is an array of tables."""
    place: list[str | int] = []
    for depth, name in enumerate(names, 1):
        place.append(name)
        if names[:depth] in counts:
            place.append(counts[names[:depth]])
    return tuple(place)
