"""A workbook for spreadsheets, out: the same columns as CSV, every cell a text and none a formula.

Rows are written as they come, so that a workbook larger than memory can be made. It holds fewer characters in a cell
than CSV does, so it cannot be read back; CSV can.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from annotator.core.records.bare import bare_claim
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses, Part
from annotator.core.records.line import CLAIMS_FORMAT, Context, claim_line
from annotator.core.records.optional import needed
from annotator.core.text.cell import LONGEST, risky
from annotator.core.text.segment import Segments
from annotator.formats.csv.columns import RECORD, Column, cell, columns

ROWS = 1_048_576
"""Of a sheet, with its header; then a further one is begun."""
_BLOCK = 1 << 20
"""Bytes that are handed on at a time."""
_SETTINGS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MADE = datetime(1980, 1, 1)
_WIDTHS = {"text": 50, "names": 24, "note": 24, "record": 12}
_WIDTH = 14


class XlsxFormat:
    """A single file."""

    name = "xlsx"
    help = "a workbook for spreadsheets, one row for each claim, no cell a formula (needs annotator[excel])"
    suffix = ".xlsx"
    place = "csv/claims.xlsx"
    binary = True

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """The whole file, in blocks, once all claims are in it. Raises MissingError without XlsxWriter."""
        assert data.scheme is not None
        library = needed("xlsxwriter", extra="excel")
        context, head = Context(data.speakers, data.scheme), columns(data.scheme)
        with TemporaryDirectory() as folder:
            path = Path(folder, "claims.xlsx")
            with closing(_Book(library, path, head, losses)) as book:
                for article, layers in data.by_article():
                    for _, content in layers:
                        losses.add("layers without claims", not content.claims)
                        losses.wrote("claims", len(content.claims))
                        for claim in content.claims:
                            line = {**bare_claim(claim_line(claim, article, context)), "format": CLAIMS_FORMAT}
                            book.row([cell(column, line, article.text) for column in head])
            with path.open("rb") as made:
                while block := made.read(_BLOCK):
                    yield Part("", block)


class _Book:
    """The workbook while it is written."""

    def __init__(self, library: ModuleType, path: Path, head: list[Column], losses: Losses) -> None:
        options = {**_SETTINGS, "constant_memory": True, "tmpdir": str(path.parent)}
        self.book = library.Workbook(str(path), options)
        self.book.set_properties({"created": _MADE})
        self.bold = self.book.add_format({"bold": True})
        self.plain = self.book.add_format()
        self.marked = self.book.add_format({"quote_prefix": True})
        """For what would become a formula when somebody edits the cell."""
        self.head, self.losses, self.at, self.sheets = head, losses, ROWS, 0
        self.sheet: Any = None
        self._begin()

    def _begin(self) -> None:
        self.sheets += 1
        self.sheet = self.book.add_worksheet("claims" if self.sheets == 1 else f"claims {self.sheets}")
        self.sheet.freeze_panes(1, 0)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROWS}"})
        for number, column in enumerate(self.head):
            self.sheet.set_column(number, number, _WIDTHS.get(column.kind, _WIDTH))
            self.sheet.write_string(0, number, column.name, self.bold)
        self.at = 1

    def row(self, cells: list[str]) -> None:
        """The cells of a claim."""
        if self.at == ROWS:
            self._begin()
        for number, (column, text) in enumerate(zip(self.head, cells, strict=True)):
            held = self._fitting(column, text)
            if held:
                self._write(number, held)
        self.at += 1

    def _fitting(self, column: Column, text: str) -> str:
        """What goes into a cell; a record that was cut would be none."""
        if _units(text) <= LONGEST:
            return text
        if column.name == RECORD:
            self.losses.add(f"records longer than the {LONGEST:,} characters of a cell, left out")
            return ""
        self.losses.add(f"cells of {column.name} that were cut after {LONGEST:,} characters")
        end = LONGEST
        while _units(text[:end]) > LONGEST:
            end -= (_units(text[:end]) - LONGEST + 1) // 2
        return text[: Segments(text).snap(end)]

    def _write(self, number: int, text: str) -> None:
        format = self.marked if risky(text) else self.plain
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library takes such a text for markup of its own, unless it is given in pieces.
            self.sheet.write_rich_string(self.at, number, text[:1], self.plain, text[1:], format)
        else:
            self.sheet.write_string(self.at, number, text, format)

    def close(self) -> None:
        """Write the file."""
        self.book.close()


def _units(text: str) -> int:
    """Characters as spreadsheets count them: UTF-16 units."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


FORMAT = XlsxFormat()
