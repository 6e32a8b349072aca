"""Where a table or a key stands in a TOML text, so that a fault can name its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from annotator.core.records.limits import DEPTH

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
    wanted, (begun, whole) = tuple(place), _lines(text)
    # `[a.b]` says `a`, too; of what is around a missing key, only what is named as a whole.
    found = begun.get(wanted) if wanted else None
    around = (whole.get(wanted[:depth]) for depth in range(len(wanted) - 1, 0, -1))
    return found if found is not None else next((line for line in around if line is not None), None)


@lru_cache(maxsize=2)
def _lines(text: str) -> tuple[dict[Place, int], dict[Place, int]]:
    """Where each place, or one in it, stands first; and where it stands first itself. Made once for all faults."""
    begun: dict[Place, int] = {}
    whole: dict[Place, int] = {}
    for number, place in _places(text):
        whole.setdefault(place, number)
        for depth in range(1, min(len(place), 2 * DEPTH) + 1):
            begun.setdefault(place[:depth], number)
    return begun, whole


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
