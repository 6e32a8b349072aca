"""File names made of ids: for formats that write a file for each article."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.core.article import article_id

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
"""What Windows keeps for devices, with any suffix."""


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Id → the stem of its file: no separators, no device, no dots around it, none equal to another in any case.

    >>> file_names(["a/b", "A-b", "nul"])
    {'A-b': 'A-b', 'a/b': 'a-b-2', 'nul': 'nul-'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for id in sorted(ids):
        stem = article_id(id).strip(".")
        if stem.partition(".")[0].casefold() in _RESERVED:
            head, dot, tail = stem.partition(".")
            stem = f"{head}-{dot}{tail}"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        found[id] = name
    return found
