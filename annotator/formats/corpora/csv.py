"""CSV: an article in each row, under a header that names the columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from annotator.core.errors import Fault
from annotator.core.records import limits
from annotator.core.records.corpus import Chosen, Found, Note
from annotator.core.records.format import Source
from annotator.formats.corpora.columns import Rows
from annotator.formats.corpora.lines import decoded_lines, settled
from annotator.formats.csv.cell import delimiter, large_cells

_OPEN = "a quotation mark in it may be open; what stands after it was not read"


class CsvCorpus:
    """Cells are parted by commas, semicolons or tabs, whichever the header has most of."""

    name = "csv"
    help = "an article in each row, under a header (also with semicolons or tabs)"
    endings = (".csv", ".tsv")
    many = True

    def read(self, source: Source, chosen: Chosen) -> Iterator[Found]:
        """The article of each row, or why there is none. Where rows cannot be told apart, reading ends."""
        encoding = settled(source, chosen.encoding)
        if isinstance(encoding, Fault):
            yield encoding
            return
        if encoding.note:
            yield Note(encoding.note)
        rows, lines = Rows(chosen), _Lines(decoded_lines(source.open(), encoding, limits.LINE))
        sheet = csv.reader(lines, delimiter=delimiter(lines.first), strict=True)
        names: list[str] = []
        number = 0
        for line, cells in _rows(sheet, lines):
            if isinstance(cells, Fault):
                yield replace(cells, line=line)
                return
            if not any(cells):
                continue
            if not names:
                names = cells
                faults = rows.columns(names).faults
                yield from (replace(fault, line=line) for fault in faults)
                if faults:
                    return
                continue
            number += 1
            if len(cells) != len(names):
                yield Fault(f"the row has {len(cells)} cells", line=line, right=f"{len(names)}, as in the header")
                continue
            yield rows.article(dict(zip(names, cells, strict=True)), number, line)
        yield from rows.notes()


class _Lines:
    """The lines of a file; a row may have so many characters and no more, however many lines it has."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.first = next(lines, "")
        self._waiting = True
        self.length = 0
        """Characters of the row so far."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.first if self._waiting else next(self._lines)
        self._waiting = False
        self.length += len(line)
        if self.length >= limits.LINE:
            raise ValueError(f"the row is longer than {limits.shown(limits.LINE)}")
        return line


def _rows(sheet: Any, lines: _Lines) -> Iterator[tuple[int, list[str] | Fault]]:
    """(line at which it begins, cells) of each row; a fault where the rows end."""
    while True:
        line = sheet.line_num + 1
        lines.length = 0
        try:
            with large_cells():
                cells = next(sheet)
        except StopIteration:
            return
        except csv.Error as problem:
            yield line, Fault(f"the row cannot be read ({problem})", right=_OPEN)
            return
        except ValueError as problem:
            yield line, Fault(str(problem), right=_OPEN)
            return
        yield line, cells


CORPUS = CsvCorpus()
