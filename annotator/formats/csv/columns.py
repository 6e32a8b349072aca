"""The columns of the sheet, made from the scheme, and what stands in each for a claim."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from annotator.core.records.canonical import canonical
from annotator.core.scheme import Scheme

PIECES, OFFSETS = " … ", ";"
"""Between the words, and between the offsets, of several pieces."""
LIST = ";"
NAMES = "; "
HEAD = ("id", "article", "annotator", "round", "layer")
RECORD = "record"
_OFFSETS = re.compile(r"\d{1,12}-\d{1,12}(?:;\d{1,12}-\d{1,12})*")


class Column(NamedTuple):
    """One column: what kind of thing stands in it, and of which role, field or key."""

    name: str
    kind: str
    """`key`, `text`, `offsets`, `speakers`, `names`, `field`, `note` or `record`."""
    key: str = ""


def columns(scheme: Scheme) -> list[Column]:
    """All of them, in order. A field whose name a column has already is called `fields.KEY`."""
    found = [Column(key, "key", key) for key in HEAD]
    for role in scheme.roles:
        found += [Column(f"{role.key}_text", "text", role.key), Column(f"{role.key}_offsets", "offsets", role.key)]
    found += [Column("speakers", "speakers"), Column("speaker_names", "names")]
    taken = {column.name for column in found} | {"note", RECORD}
    for field in scheme.fields:
        found.append(Column(f"fields.{field.key}" if field.key in taken else field.key, "field", field.key))
    return [*found, Column("note", "note"), Column(RECORD, "record")]


def cell(column: Column, line: Mapping[str, Any], text: str) -> str:
    """What stands in a column for a claim's line; `text` is that of its article."""
    kind, key = column.kind, column.key
    if kind == "key":
        value = line.get(key, "")
        return str(value["id"] if key == "article" and value else value)
    if kind in ("text", "offsets"):
        parts = [(part["start"], part["end"]) for part in line["spans"].get(key, ())]
        if kind == "text":
            return PIECES.join(text[start:end] for start, end in parts)
        return OFFSETS.join(f"{start}-{end}" for start, end in parts)
    if kind == "speakers":
        return LIST.join(speaker["id"] for speaker in line.get("speakers", ()))
    if kind == "names":
        return NAMES.join(speaker["name"] for speaker in line.get("speakers", ()))
    if kind == "field":
        value = line.get("fields", {}).get(key, "")
        if isinstance(value, list):
            return LIST.join(value)
        return value if isinstance(value, str) else canonical(value).decode("ascii")
    if kind == "note":
        return str(line.get("note", ""))
    return canonical(line).decode("utf-8")


def offsets(given: str) -> list[tuple[int, int]] | None:
    """The pieces of a cell of offsets, none of an empty one; None when it is written in another way."""
    if not given.strip():
        return []
    if not _OFFSETS.fullmatch(given.strip()):
        return None
    pairs = (piece.split("-") for piece in given.strip().split(OFFSETS))
    return [(int(start), int(end)) for start, end in pairs]


def listed(given: str) -> list[str]:
    """The items of a cell that holds a list."""
    return [item.strip() for item in given.split(LIST) if item.strip()]
