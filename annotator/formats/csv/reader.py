"""Reading a sheet: each row's record, and what somebody has changed in the cells beside it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, BinaryIO

from annotator.core.article import Article
from annotator.core.errors import Fault, FaultsError
from annotator.core.record import speaker_body
from annotator.core.records.canonical import parse
from annotator.core.records.check import quotes, shown
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Source, Wanted
from annotator.core.records.line import CLAIMS_FORMAT
from annotator.core.records.raw_line import raw_lines
from annotator.core.speaker import BUILT_IN
from annotator.core.text.cell import plain
from annotator.formats.csv.cell import delimiter, large_cells
from annotator.formats.csv.columns import RECORD, Column, cell, columns, listed, offsets
from annotator.formats.intake import Taken, shape_faults, version_fault

IMPORTED = "imported"
_BLANKS = re.compile(r"\r\n?")


def rows(source: Source, known: Dataset, wanted: Wanted, notes: dict[str, None]) -> Iterator[Taken]:
    """Every row as a record of `claims/1`, or why it is none. `notes` says which columns were left out."""
    assert known.scheme is not None
    head = {column.name: column for column in columns(known.scheme)}
    number = 1
    with source.open() as stream, large_cells():
        try:
            first = next(lines := _lines(stream), "")
            sheet = csv.reader(chain([first], lines), delimiter=delimiter(first), strict=True)
            names = next(sheet, [])
            faults = _header(names, head)
            if faults:
                yield _wrong(source, 1, *faults)
                return
            for name in names:
                if name not in head:
                    notes[f"{source.name}: the column {shown(name)} is not known, and is left out."] = None
            number = sheet.line_num + 1
            for cells in sheet:
                if any(cells):
                    yield _taken(source, number, names, cells, head, known, wanted)
                number = sheet.line_num + 1
        except FaultsError as problem:
            yield _wrong(source, number, *problem.faults)
        except csv.Error as problem:
            yield _wrong(source, number, Fault(f"the row cannot be read ({problem})", right="a row of CSV"))


def _lines(stream: BinaryIO) -> Iterator[str]:
    """The lines of a file; lone CRs end one, too. Raises FaultsError for what is no text, or too long to be a row."""
    read = 0
    header: list[str] = []
    # A row of ours may hold a whole article; its header has a column that no other sheet has.
    for number, raw, wrong in raw_lines(stream, lambda _: any(RECORD in each for each in header)):
        if wrong:
            raise FaultsError([wrong])
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as problem:
            what = f"byte {read + problem.start} is not UTF-8"
            raise FaultsError([Fault(what, right="save the file as CSV UTF-8")]) from None
        if number == 1:
            header.append(text)
        read += len(raw)
        yield from io.StringIO(text, newline="")


def _header(names: list[str], head: Mapping[str, Column]) -> list[Fault]:
    twice = [name for name, count in Counter(names).items() if count > 1 and name in head]
    faults = [Fault(f"the column {name} stands twice", right="one column of each name") for name in twice]
    if "article" not in names and RECORD not in names:
        faults.append(Fault("there is no column article", right="a header as an export writes it"))
    return faults


def _wrong(source: Source, line: int | None, *faults: Fault) -> Taken:
    return Taken(source.name, line, None, tuple(replace(fault, file=source.name, line=line) for fault in faults))


def _taken(
    source: Source,
    number: int,
    names: list[str],
    cells: list[str],
    head: Mapping[str, Column],
    known: Dataset,
    wanted: Wanted,
) -> Taken:
    if len(cells) != len(names):
        right = f"{len(names)}, as in the header"
        return _wrong(source, number, Fault(f"the row has {len(cells)} cells", right=right))
    row = {name: plain(each) for name, each in zip(names, cells, strict=True) if name in head}
    if wanted.annotator:
        row["annotator"] = wanted.annotator
    base, faults = _base(row.pop(RECORD, ""), row, known)
    if faults:
        return _wrong(source, number, *faults)
    record, faults = _Merging(row, base, known).merged([head[name] for name in row])
    faults = faults or shape_faults(record, _model())
    return _wrong(source, number, *faults) if faults else Taken(source.name, number, record)


def _base(given: str, row: Mapping[str, str], known: Dataset) -> tuple[dict[str, Any], list[Fault]]:
    """The record of the row with the words of its spans, empty when there is none; or what is wrong with it."""
    if not given.strip():
        return {}, []
    try:
        record = parse(given)
    except ValueError as problem:
        return {}, [Fault(str(problem), key=RECORD, right="the cell as it was exported, or empty")]
    if not isinstance(record, dict):
        return {}, [Fault(f"the cell is {shown(record)}", key=RECORD, right="the cell as it was exported, or empty")]
    fault = version_fault(record.get("format"), CLAIMS_FORMAT)
    if fault:
        return {}, [replace(fault, key=f"{RECORD}.{fault.key}")]
    said = record.get("article")
    id = row.get("article") or (said.get("id") if isinstance(said, dict) else "")
    article = known.articles.get(id) if isinstance(id, str) else None
    text, spans = article.text if article else "", record.get("spans")
    for parts in spans.values() if isinstance(spans, dict) else ():
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, dict):
                part["text"] = _slice(text, part.get("start"), part.get("end"))
    return record, [replace(each, key=f"{RECORD}.{each.key}") for each in shape_faults(record, _model())]


def _model() -> Any:
    from annotator.formats.records import LINES

    return LINES[CLAIMS_FORMAT]


def _slice(text: str, start: object, end: object) -> str:
    return text[start:end] if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end else ""


class _Merging:
    """One row: its record, and over it what the cells say otherwise."""

    def __init__(self, row: Mapping[str, str], base: dict[str, Any], known: Dataset) -> None:
        self.row, self.base, self.known = row, base, known
        self.faults: list[Fault] = []
        said = base.get("article", {}).get("id", "")
        self.article: Article | None = known.articles.get(row.get("article") or said)
        self.text = self.article.text if self.article else ""
        self.record: dict[str, Any] = {
            **base,
            "format": CLAIMS_FORMAT,
            "spans": dict(base.get("spans", {})),
            "fields": dict(base.get("fields", {})),
            "origin": dict(base.get("origin", {})),
        }

    def merged(self, head: list[Column]) -> tuple[dict[str, Any], list[Fault]]:
        """The whole record, and every cell that cannot be taken."""
        take = {
            "key": self._key,
            "offsets": self._offsets,
            "speakers": self._speakers,
            "field": self._field,
            "note": self._note,
        }
        for column in head:
            given = self.row[column.name]
            if column.kind in take and not (self.base and given == cell(column, self.base, self.text)):
                take[column.kind](column, given)
        if not self.faults:
            for column in head:
                if column.kind in ("text", "names"):
                    self._shown(column, self.row[column.name])
        return self.record, self.faults

    def _fault(self, column: Column, what: str, right: str) -> None:
        self.faults.append(Fault(what, key=column.name, right=right))

    def _key(self, column: Column, given: str) -> None:
        if column.key != "article":
            self.record.pop(column.key, None)
            if given:
                self.record[column.key] = given
        elif self.article is None:
            self._fault(column, f"the project has no article {shown(given)}", "add the article first")
        else:
            self.record["article"] = {"id": given, "sha256": self.article.sha256}

    def _offsets(self, column: Column, given: str) -> None:
        pairs = offsets(given)
        if pairs is None:
            self._fault(column, f"{shown(given)} are no offsets", "start-end, with ; between pieces: 58-87;143-178")
            return
        parts = [{"start": start, "end": end, "text": _slice(self.text, start, end)} for start, end in pairs]
        if parts != self.record["spans"].get(column.key, []):
            self.record["spans"][column.key] = parts
            self.record["origin"][column.key] = IMPORTED

    def _speakers(self, column: Column, given: str) -> None:
        held = (*self.base.get("mentioned", ()), *self.base.get("speakers", ()))
        bodies = {id: speaker_body(each) for id, each in (*BUILT_IN.items(), *self.known.speakers.items())}
        bodies |= {each["id"]: each for each in held}
        ids = listed(given)
        for id in ids:
            if id not in bodies:
                self._fault(column, f"there is no speaker {shown(id)}", "ids of the registry, with ; between them")
        if not self.faults:
            self.record["speakers"] = [bodies[id] for id in ids]
            self.record["origin"]["speakers"] = IMPORTED
            if self.base.get("attribution"):
                self.record["attribution"] = [*self.base["attribution"][:-1], *([ids] if ids else [])]

    def _field(self, column: Column, given: str) -> None:
        assert self.known.scheme is not None
        item, fields = self.known.scheme.field_of(column.key), self.record["fields"]
        value = _value(item.type if item else "text", given)
        if value != fields.get(column.key):
            fields.pop(column.key, None)
            if value is not None:
                fields[column.key] = value
            self.record["origin"][column.key] = IMPORTED

    def _note(self, column: Column, given: str) -> None:
        self.record["note"] = given

    def _shown(self, column: Column, given: str) -> None:
        """Hold words against what the offsets and ids beside them say; they are never taken by themselves."""
        found = cell(column, self.record, self.text)
        if column.kind == "names":
            if given not in (found, cell(column, self.base, self.text) if self.base else ""):
                self._fault(column, f"the speakers are called {shown(found)}", "names are changed in the registry")
        elif self.article is not None and not quotes(_BLANKS.sub("\n", given), found):
            self._fault(column, f"the words are {shown(given)}", f"the offsets beside them hold {shown(found)}")


def _value(type: str, given: str) -> Any:
    """The value of a field's cell, None of an empty one; what has another form is left for the scheme's check."""
    if not given:
        return None
    if type in ("multi", "entity"):
        return listed(given)
    if type == "boolean":
        return {"true": True, "false": False}.get(given.strip().lower(), given)
    if type == "number":
        try:
            return parse(given.strip())
        except ValueError:
            return given
    return given if type == "text" else given.strip()
