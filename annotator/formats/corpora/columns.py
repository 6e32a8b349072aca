"""From a record with named columns to an article: which column is the text, which the id, which are metadata."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from math import isnan
from typing import Any

from annotator.core.errors import Fault
from annotator.core.records.canonical import levels
from annotator.core.records.check import shown
from annotator.core.records.corpus import Chosen, Note, Raw
from annotator.core.records.limits import INTEGER, KEPT
from annotator.core.records.metadata import META

CALLED: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "publisher", "publication", "newspaper", "sitename"),
    "author": ("author", "authors", "byline"),
    "date": ("date", "published", "datepublished", "publisheddate", "publicationdate", "publishedat", "pubdate"),
    "language": ("language", "lang"),
    "address": ("address", "url", "link", "uri"),
}
"""What a column is → how files call it, without case, blanks and marks; the first that a file has is taken."""
LONGEST = 1000
"""Characters of a value of the metadata."""
_HEADERS = 1000
"""Different sets of columns that are remembered: each line of JSON may have its own."""
_FEW = 12
"""Columns that are named in one sentence."""
_NOT_LETTER = re.compile(r"[\W_]+")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d([T ].*)?)?)?")


class Columns:
    """What the columns of one header are."""

    def __init__(self, names: Sequence[str], chosen: Chosen) -> None:
        self.names = tuple(names)
        self.faults: list[Fault] = []
        self.text = self._named(chosen.text, "--text") or self._plain("text")
        self.id = self._named(chosen.id, "--id") or self._plain("id")
        if not self.text and not chosen.text:
            right = f"--text names it; there are {few(names)}"
            self.faults.append(Fault("there is no column text", right=right))
        self.keep = tuple(filter(None, (self._named(name, "--meta") for name in chosen.keep)))
        free = {_bare(name): name for name in reversed(names) if name not in (self.text, self.id, *self.keep)}
        found = {key: [free[called] for called in CALLED[key] if called in free] for key in ("title", *META)}
        self.meta = {key: columns[0] for key, columns in found.items() if columns}
        twice = [name for name, count in Counter(names).items() if count > 1 and name in self.used]
        self.faults += [Fault(f"the column {shown(name)} stands twice", right="one of each name") for name in twice]

    @property
    def used(self) -> tuple[str, ...]:
        """The columns that are read."""
        return tuple(dict.fromkeys(name for name in (self.text, self.id, *self.keep, *self.meta.values()) if name))

    @property
    def left(self) -> tuple[str, ...]:
        """Those that are not."""
        return tuple(name for name in self.names if name not in self.used)

    def _named(self, name: str, option: str) -> str:
        if name and name not in self.names:
            near = get_close_matches(name, self.names, 1)
            right = f"did you mean {shown(near[0])}?" if near else f"there are {few(self.names)}"
            self.faults.append(Fault(f"there is no column {shown(name)}", key=option, right=right))
        return name if name in self.names else ""

    def _plain(self, name: str) -> str:
        return next((each for each in self.names if each.casefold() == name), "")


def few(names: Collection[str]) -> str:
    """Names of columns, those of the first where there are many."""
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(shown(name) for name in list(names)[:_FEW]) + more or "none"


def _bare(name: str) -> str:
    return _NOT_LETTER.sub("", name.casefold())


class Rows:
    """The articles of records, and what is to be said about them in the end."""

    def __init__(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self._columns: dict[tuple[str, ...], Columns] = {}
        self._left: dict[str, None] = {}
        self._long: Counter[str] = Counter()
        self._deep: Counter[str] = Counter()
        self._dates = 0
        self._odd = ""

    def columns(self, names: Iterable[str]) -> Columns:
        """What the columns of these names are."""
        key = tuple(names)
        found = self._columns.get(key)
        if found is None:
            if len(self._columns) == _HEADERS:
                self._columns.clear()
            found = self._columns[key] = Columns(key, self.chosen)
            self._left.update(dict.fromkeys(found.left[: _HEADERS - len(self._left)]))
        return found

    def article(self, record: Mapping[str, Any], number: int, line: int, source: bytes = b"") -> Raw | Fault:
        """The article of the record with this number, or why there is none. `line` is where it stands."""
        columns = self.columns(record)
        if columns.faults:
            return replace(columns.faults[0], line=line)
        text = record[columns.text]
        if not isinstance(text, str):
            what = "there is no text" if plain(text) in (None, "") else f"{shown(plain(text))} is no text"
            return Fault(what, line=line, key=columns.text, right="a text in each record")
        if not text.strip():
            return Fault("the text is empty", line=line, key=columns.text, right="a text in each record")
        if "\x00" in text:
            what = f"a NUL stands at character {text.index(chr(0))}"
            return Fault(what, line=line, key=columns.text, right="text, not binary data")
        name = words(record[columns.id]) if columns.id else ""
        if columns.id and not name:
            return Fault("there is no id", line=line, key=columns.id, right="an id in each record, or no --id")
        meta = dict(self._meta(record, columns))
        title = words(meta.pop("title", "")) if "title" in columns.meta else ""
        return Raw(text, name, " ".join(title.split())[:200], meta, source, line, number)

    def _meta(self, record: Mapping[str, Any], columns: Columns) -> Iterator[tuple[str, Any]]:
        for key, name in (*columns.meta.items(), *((name, name) for name in columns.keep)):
            value = plain(record[name])
            if key in columns.meta:
                several = key == "author" and isinstance(value, list)
                value = list(filter(None, map(words, value))) if several else words(value)
            if value in (None, "", []):
                continue
            if len(value if isinstance(value, str) else str(value)) > LONGEST:
                self._long[name] += 1
                continue
            if levels(value) >= KEPT:
                self._deep[name] += 1
                continue
            if key == "date" and not _DAY.fullmatch(str(value)):
                self._dates, self._odd = self._dates + 1, self._odd or str(value)
            yield key, value

    def notes(self) -> Iterator[Note]:
        """What is to be said, once everything has been read."""
        if self._left:
            yield Note(f"left out: {few(self._left)}; --meta NAME keeps a column")
        for name, count in self._long.items():
            what = f"left out: values of {shown(name)} of more than {LONGEST:,} characters"
            yield Note(f"{what}: {count:,}")
        for name, count in self._deep.items():
            yield Note(f"left out: values of {shown(name)} with {KEPT} or more levels of nesting: {count:,}")
        if self._dates:
            what = "dates not written like 2026-05-31 are kept, and cannot be compared"
            yield Note(f"{what}: {self._dates:,}, such as {shown(self._odd)}")


def plain(value: Any) -> Any:
    """A value as JSON has it; None for what stands for nothing, such as NaN."""
    if isinstance(value, float):
        return None if isnan(value) or value in (float("inf"), float("-inf")) else value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [each for each in map(plain, value) if each is not None]
    if isinstance(value, int) and not -INTEGER <= value <= INTEGER:
        # The id of a post: a number for a table of 64 bits, and not exactly one for many a reader of JSON.
        return str(value)
    if isinstance(value, (str, int)) or value is None:
        return value
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return value.hex()
    return str(value)


def words(value: Any) -> str:
    """A value as a text: whole numbers without a point, lists with `; ` between their items; empty for none.

    Of an object its name, as schema.org has it, or its value, as JSON-LD has it; else all of it, as JSON.
    """
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        return "; ".join(filter(None, map(words, value)))
    if isinstance(value, dict):
        return words(value.get("name")) or words(value.get("@value")) or json.dumps(value, ensure_ascii=False)
    return str(value).strip()
