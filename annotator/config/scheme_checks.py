"""What no single table of a scheme file shows: clashing keys, names that lead nowhere.

Works on the raw tables, so that these faults are told together with those of the model; what has the wrong type is
left to the model.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from annotator.config.guidelines import slugs
from annotator.config.toml import shown
from annotator.core.scheme import PREFILLS

TIES = ("speakers", "position")
"""What may break ties besides the scheme's own fields and roles."""

BUILT_IN = ("speakers", "attribution", "links", "note", "exists", "split", "words")
"""What every claim has, and what is compared and looked for besides roles and fields: no key of a scheme's own."""

Problem = tuple[tuple[str | int, ...], str, str]
"""(place, what, right)."""

Row = dict[str, Any]


def problems(data: Row, guidelines: str | None = None) -> Iterator[Problem]:
    """Every fault between the tables; of slugs only when the text of the guidelines is given."""
    roles, fields = _tables(data, "role"), _tables(data, "field")
    primary = [index for index, role in enumerate(roles) if role.get("primary") is True]
    if roles and len(primary) != 1:
        place = ("role", primary[1], "primary") if primary else ("role", 0)
        yield place, f"{len(primary)} roles are primary", "exactly one role is, the one on which annotators are matched"
    yield from _twice("role", roles, "key", "a role of this key stands above")
    yield from _twice("field", fields, "key", "a field of this key stands above")
    yield from _taken(roles, fields)
    yield from _twice("field", fields, "leader", "this leader is taken above; leaders are t, y and i")
    yield from _behind_r(roles, fields)
    names = [_text(row, "key") for row in (*roles, *fields)]
    head = data.get("scheme")
    ties = head.get("ties") if isinstance(head, dict) else None
    for tie in ties if isinstance(ties, list) else []:
        if isinstance(tie, str) and tie not in names and tie not in TIES:
            yield ("scheme", "ties"), f"{shown(tie)} breaks no ties", _nearest(tie, [*names, *TIES])
    for index, row in enumerate(fields):
        yield from _field(index, row)
    for index, row in enumerate(_tables(data, "change")):
        yield from _change(index, row, fields)
    if guidelines is not None:
        known = slugs(guidelines)
        for table, rows in (("role", roles), ("field", fields)):
            for index, row in enumerate(rows):
                slug = _text(row, "guideline")
                if slug and slug not in known:
                    what = f"the guidelines have no heading {shown(slug)}"
                    yield (table, index, "guideline"), what, _nearest(slug, known)


def _tables(data: Row, name: str) -> list[Row]:
    rows = data.get(name, [])
    return [row if isinstance(row, dict) else {} for row in rows] if isinstance(rows, list) else []


def _text(row: Row, key: str) -> str:
    """The text under a key; empty when it is missing or something else."""
    given = row.get(key)
    return given if isinstance(given, str) else ""


def _number(row: Row, key: str) -> float | None:
    given = row.get(key)
    if not isinstance(given, (int, float)) or isinstance(given, bool):
        return None
    try:
        return float(given)
    except OverflowError:
        # A whole number of hundreds of digits: the model says that it is none.
        return None


def _nearest(given: str, known: list[str]) -> str:
    near = get_close_matches(given, known, 1)
    return f"did you mean {near[0]}" if near else f"known are {', '.join(known) or 'none'}"


def _twice(table: str, rows: list[Row], key: str, right: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, row in enumerate(rows):
        value = _text(row, key)
        if value and value in seen:
            yield (table, index, key), f"{key} {shown(value)} is there twice", right
        seen.add(value)


def _taken(roles: list[Row], fields: list[Row]) -> Iterator[Problem]:
    """A key names one part of a claim, wherever it stands."""
    for table, rows in (("role", roles), ("field", fields)):
        for index, row in enumerate(rows):
            if _text(row, "key") in BUILT_IN:
                right = f"another key; every claim has {', '.join(BUILT_IN[:-1])} and {BUILT_IN[-1]} of its own"
                yield (table, index, "key"), f"the key {shown(row['key'])} is taken", right
    keys = {_text(row, "key") for row in roles}
    for index, row in enumerate(fields):
        if _text(row, "key") in keys:
            yield ("field", index, "key"), f"the key {shown(row['key'])} is that of a role", "another key"


def _behind_r(roles: list[Row], fields: list[Row]) -> Iterator[Problem]:
    """Roles from the fourth on and all fields share the keys behind `r`."""
    taken = {"@": "the chain", ">": "links"}
    rows = [("role", index, row) for index, row in enumerate(roles) if index >= 3]
    rows += [("field", index, row) for index, row in enumerate(fields)]
    for table, index, row in rows:
        hotkey = _text(row, "hotkey")
        if table == "role" and row.get("hotkey", "") == "":
            yield (table, index), "hotkey is missing", "roles after the third are reached by r and this key"
        elif hotkey in taken:
            yield (table, index, "hotkey"), f"r {hotkey} means {taken[hotkey]} already", "choose another character"
        elif hotkey:
            taken[hotkey] = _text(row, "key")


def _field(index: int, row: Row) -> Iterator[Problem]:
    kind, place, values = _text(row, "type"), ("field", index), _tables(row, "value")
    if kind in ("nominal", "ordinal", "multi") and not values:
        yield place, f"a {kind} field needs values", "write [[field.value]] tables under it"
    if kind in ("boolean", "text", "entity") and values:
        yield (*place, "type"), f"a {kind} field has no values", "take them away, or make it nominal"
    if row.get("distance") and kind not in ("multi", "entity"):
        what = f"a {kind} field has no distance"
        yield (*place, "distance"), what, "masi and jaccard are for multi and entity fields"
    for key in ("key", "hotkey"):
        seen: set[str] = set()
        for at, value in enumerate(values):
            given = _text(value, key)
            if given and given in seen:
                what = f"{key} {shown(given)} is there twice"
                yield (*place, "value", at, key), what, "each value has its own in a field"
            seen.add(given)
    default = _text(row, "default")
    offered = [_text(value, "key") for value in values if value.get("retired") is not True]
    if default and default not in PREFILLS and default not in offered:
        what = f"{shown(default)} is no value on offer"
        yield (*place, "default"), what, "name a value that is not retired, or " + " or ".join(PREFILLS)
    yield from _range(place, kind, row, values)


def _range(place: tuple[str, int], kind: str, row: Row, values: list[Row]) -> Iterator[Problem]:
    """Limits belong to numbers, stand the right way round, and hold for the values that a key offers."""
    low, high = _number(row, "minimum"), _number(row, "maximum")
    if kind and kind != "number":
        for key, limit in (("minimum", low), ("maximum", high)):
            if limit is not None:
                yield (*place, key), f"a {kind} field has no {key}", "take it away, or make it a number"
        return
    if low is not None and high is not None and low > high:
        yield (*place, "maximum"), f"maximum {high:g} is below minimum {low:g}", "it is at least the minimum"
        return
    for at, value in enumerate(values if kind == "number" else []):
        key = _text(value, "key")
        right = f"a whole number{'' if low is None else f' from {low:g}'}{'' if high is None else f' to {high:g}'}"
        fits = key.isascii() and key.isdigit() and not (key.startswith("0") and key != "0")
        if key and not (fits and (low is None or float(key) >= low) and (high is None or float(key) <= high)):
            yield (*place, "value", at, "key"), f"the number field has no value {shown(key)}", right


def _change(index: int, row: Row, fields: list[Row]) -> Iterator[Problem]:
    """A declared change names a field of this file, and values that it has: the old ones stay there, retired."""
    name = _text(row, "field")
    field = next((item for item in fields if _text(item, "key") == name), None)
    if field is None:
        if name:
            keys = [_text(item, "key") for item in fields]
            yield ("change", index, "field"), f"there is no field {shown(name)}", _nearest(name, keys)
        return
    known = [_text(value, "key") for value in _tables(field, "value")]
    for key in ("values", "into"):
        listed = row.get(key)
        for value in listed if isinstance(listed, list) else []:
            if isinstance(value, str) and value not in known:
                what = f"the field {name} has no value {shown(value)}"
                yield ("change", index, key), what, f"{_nearest(value, known)}; a value that goes stays, retired"
