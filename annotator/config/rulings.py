"""rulings.toml: what meetings have ruled, under which heading of the guidelines, and the guidelines' version since.

The file stands beside guidelines.md, which the program never writes. It may be read, edited and kept like it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from annotator.core.errors import Fault
from annotator.core.records.limits import WRITTEN_TOML

FORMAT = 1
FILE = "rulings.toml"
FIRST = "1.0"
"""The version of guidelines on which nobody has ruled yet."""
KEYS = ("name", "date", "version", "passage", "text", "points", "look")
WORDS = "words"
"""What `look` calls words that stand in a claim; all other keys are those of fields."""
_NAME = re.compile(r"[\w.-]{1,64}")
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,3}")


@dataclass(frozen=True, slots=True)
class Ruling:
    """One thing that a meeting has ruled."""

    name: str
    text: str
    date: str
    """`2026-02-03`."""
    passage: str = ""
    """Slug of the heading that it belongs to; empty: none."""
    version: str = FIRST
    """Version of the guidelines from the ruling on."""
    points: tuple[str, ...] = ()
    """Points of the meeting list that it decided."""
    look: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What earlier claims are looked at again: field → values, `words` → words in content, source or cue."""


@dataclass(frozen=True, slots=True)
class Rulings:
    """The whole file."""

    version: str = FIRST
    """Version of the guidelines now."""
    rulings: tuple[Ruling, ...] = ()
    """In the order in which they were made."""

    def named(self, name: str) -> Ruling | None:
        """The ruling of this name."""
        return next((each for each in self.rulings if each.name == name), None)

    def on(self, passage: str) -> tuple[Ruling, ...]:
        """The rulings on a passage of the guidelines."""
        return tuple(each for each in self.rulings if passage and each.passage == passage)

    def with_ruling(self, ruling: Ruling) -> Rulings:
        """With this ruling in the place of the one of its name, or at the end."""
        if self.named(ruling.name) is None:
            return replace(self, rulings=(*self.rulings, ruling))
        return replace(self, rulings=tuple(ruling if each.name == ruling.name else each for each in self.rulings))


def version_fault(version: str, before: str = "") -> str:
    """Why a version cannot follow another one; empty when it can, or when it is the same."""
    if not _VERSION.fullmatch(version):
        return "a version is numbers with dots, such as 1.1"
    if before and _numbers(version) < _numbers(before):
        return f"the guidelines have version {before} already; a version only goes up"
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    found = [int(each) for each in version.split(".")]
    while found and found[-1] == 0:
        found.pop()
    return tuple(found)


def name_fault(name: str) -> str:
    """Why a ruling cannot have this name; empty when it can."""
    return "" if _NAME.fullmatch(name) else "letters, digits, _ . and -, at most 64"


def date_fault(given: str) -> str:
    """Why this is no date; empty when it is one."""
    try:
        return "" if date.fromisoformat(given).isoformat() == given else "a date such as 2026-02-03"
    except ValueError:
        return "a date such as 2026-02-03"


def read_rulings(text: str, *, file: str = FILE) -> tuple[Rulings, list[Fault]]:
    """The rulings of a TOML text; with any fault, those that are right and every fault."""
    from annotator.config.lines import line_of
    from annotator.config.toml import SHOWN, load, shown

    data, faults = load(text, file, largest=WRITTEN_TOML)
    if data is None:
        return Rulings(), faults

    def fault(what: str, right: str, *place: str | int) -> None:
        key = ".".join(str(part)[:SHOWN] for part in place)
        faults.append(Fault(what, file, line_of(text, place), key, right))

    if "format" not in data:
        fault("format is missing", f"format = {FORMAT}", "format")
    elif data["format"] != FORMAT:
        fault(f"the file has format {shown(data['format'])}", f"this program reads format {FORMAT}", "format")
    version = data.get("version", FIRST)
    if not isinstance(version, str) or version_fault(version):
        fault(f"the version is not right: {shown(version)}", 'a text such as "1.1"', "version")
        version = FIRST
    for key in data.keys() - {"format", "version", "ruling"}:
        fault(f"{key[:SHOWN]} is unknown here", "known are format, version, ruling", key)
    rows = data.get("ruling", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        fault("ruling is not right", "tables: [[ruling]]", "ruling")
        rows = []
    found: list[Ruling] = []
    for number, row in enumerate(rows):
        for key, right in _faults(row, {each.name for each in found}):
            fault(f"{key[:SHOWN]} is not right: {shown(row.get(key))}", right, "ruling", number, key)
        if not any(True for _ in _faults(row, {each.name for each in found})):
            found.append(_ruling(row))
    return Rulings(version, tuple(found)), faults


def _faults(row: Mapping[str, Any], names: set[str]) -> list[tuple[str, str]]:
    """(key, what would be right) of everything wrong in one ruling."""
    found: list[tuple[str, str]] = []
    for key in row:
        if key not in KEYS:
            found.append((key, f"known are {', '.join(KEYS)}"))
        elif key == "points" and not _texts(row[key]):
            found.append((key, "a list of texts"))
        elif key == "look" and not (isinstance(row[key], dict) and all(map(_texts, row[key].values()))):
            found.append((key, "a table of lists of texts"))
        elif key not in ("points", "look") and not isinstance(row[key], str):
            found.append((key, "a text in quotation marks"))
    if found:
        return found
    name = row.get("name", "")
    checks = (
        ("name", name_fault(name) or ("a name that no other ruling has" if name in names else "")),
        ("text", "" if row.get("text", "").strip() else "what was ruled"),
        ("date", date_fault(row.get("date", ""))),
        ("version", version_fault(row.get("version", FIRST))),
    )
    return [(key, right) for key, right in checks if right]


def _texts(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(each, str) for each in given)


def _ruling(row: Mapping[str, Any]) -> Ruling:
    return Ruling(
        name=row["name"],
        text=row["text"],
        date=row["date"],
        passage=row.get("passage", ""),
        version=row.get("version", FIRST),
        points=tuple(row.get("points", ())),
        look={key: tuple(values) for key, values in row.get("look", {}).items()},
    )


def write_rulings(found: Rulings) -> str:
    """The file; what `read_rulings` reads."""
    import tomli_w

    rows = []
    for each in found.rulings:
        row: dict[str, Any] = {key: getattr(each, key) for key in ("name", "date", "version", "passage", "text")}
        row["points"] = list(each.points)
        if each.look:
            row["look"] = {key: list(values) for key, values in each.look.items()}
        rows.append(row)
    head: dict[str, Any] = {"format": FORMAT, "version": found.version}
    return tomli_w.dumps({**head, "ruling": rows} if rows else head)
