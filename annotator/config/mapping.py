"""A mapping file: what the words of a file from elsewhere are in the scheme; read with all its faults, and written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from annotator.config.lines import line_of
from annotator.config.toml import load, shown
from annotator.core.errors import Fault
from annotator.core.record import canonical
from annotator.core.records.limits import WRITTEN_TOML
from annotator.core.scheme import Scheme
from annotator.core.standoff.mapping import IGNORE, JOIN, NOTE, PIECE, SPEAKER, TABLES, LabelMapping, unknown

NESTED = ("implied", "values")
"""Tables of tables."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_mapping(text: str, scheme: Scheme, *, file: str) -> tuple[LabelMapping | None, list[Fault]]:
    """The mapping of a TOML text, or None and all of its faults: of its form, and of keys that the scheme lacks."""
    data, faults = load(text, file, largest=WRITTEN_TOML)
    if data is None:
        return None, faults
    found = list(_form_faults(data))
    if not found:
        mapping = LabelMapping(**data)
        found = [
            (place, f"{shown(given)} is not in the scheme", _near(given, keys))
            for place, given, keys in unknown(mapping, scheme)
        ]
        if not found:
            return mapping, []
    return None, [Fault(what, file, line_of(text, place), ".".join(place), better) for place, what, better in found]


def _near(given: str, keys: list[str]) -> str:
    near = get_close_matches(given, keys, 1)
    return f"did you mean {near[0]}? Known are {', '.join(keys)}" if near else f"known are {', '.join(keys)}"


def _form_faults(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """(place, what is wrong, what would be right)."""
    for table, rows in data.items():
        if table not in TABLES:
            yield (table,), f"there is no table {shown(table)}", f"known are {', '.join(TABLES)}"
        elif not isinstance(rows, dict):
            yield (table,), f"{table} is no table", f"[{table}] and one entry a line"
        else:
            for word, held in rows.items():
                if table not in NESTED:
                    yield from _entry((table, word), held)
                elif not isinstance(held, dict):
                    yield (table, word), f"{word} is no table", f"[{table}.{word}] and one entry a line"
                else:
                    for inner, value in held.items():
                        yield from _entry((table, word, inner), value)


def _entry(place: tuple[str, ...], value: object) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if not isinstance(value, str):
        yield place, f"{shown(value)} is no text", "a key of the scheme in quotation marks"


def write_mapping(mapping: LabelMapping, scheme: Scheme) -> str:
    """The mapping as TOML, with what may stand in it; what is open is an empty text. Safe to print."""
    roles = ", ".join(role.key for role in scheme.roles)
    others = ", ".join(role.key for role in scheme.roles if not role.primary)
    links = "".join(f", {link}" for link in scheme.links)
    fields = ", ".join(item.key for item in scheme.fields)
    about = {
        "roles": f"label = role: {roles}, or {IGNORE}",
        "implied": "what a label says besides its role: field = value",
        "relations": f"relation = role of its other end: {others}; type of link{links}; {JOIN}, {PIECE}, or {IGNORE}",
        "fields": f"attribute = field: {fields}; {SPEAKER}, {NOTE}, or {IGNORE}",
        "values": "value of the attribute = value of the field",
        "speakers": "name = id in the registry",
    }
    lines: list[str] = []
    for table in TABLES:
        rows: Mapping[str, Any] = getattr(mapping, table)
        if not rows:
            continue
        lines += ["", f"# {about[table]}"]
        if table not in NESTED:
            lines += [f"[{table}]", *_rows(rows)]
            continue
        for word, held in rows.items():
            lines += [f"[{table}.{_key(word)}]", *_rows(held)]
    return "\n".join(lines).lstrip("\n") + "\n" if lines else ""


def _rows(rows: Mapping[str, str]) -> Iterator[str]:
    return (f"{_key(word)} = {_text(value)}" for word, value in rows.items())


def _key(word: str) -> str:
    return word if _BARE.fullmatch(word) else _text(word)


def _text(value: str) -> str:
    """A basic string: what JSON escapes, TOML reads."""
    return canonical(value).decode("utf-8")
