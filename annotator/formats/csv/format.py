"""CSV, out and in: UTF-8 with a byte order mark, CRLF, one row for each claim.

Beside the cells that a person reads stands the claim's record as JSON, so that nothing is lost. The words are left out
of it, because they stand in the cells.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from annotator.core.records.bare import bare_claim
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses, Part, Reading, Source, Wanted
from annotator.core.records.line import CLAIMS_FORMAT, Context, claim_line
from annotator.core.text.cell import LONGEST, safe
from annotator.formats.csv.columns import HEAD, Column, cell, columns

BOM = b"\xef\xbb\xbf"


class CsvFormat:
    """A single file."""

    name = "csv"
    help = "a table with one row for each claim, safe to open in a spreadsheet (CSV)"
    suffix = ".csv"
    place = "csv/claims.csv"

    def recognises(self, names: Sequence[str], head: bytes) -> bool:
        """Whether the header is that of an export, whatever a spreadsheet has put between the columns."""
        first = head.removeprefix(BOM).split(b"\n", 1)[0].replace(b'"', b"")
        return any(first.startswith(mark.join(HEAD).encode()) for mark in (",", ";", "\t"))

    def read(self, sources: Sequence[Source], known: Dataset, wanted: Wanted) -> Reading:
        """The claims of the sources. Their articles must be in `known`; what was changed in a cell holds."""
        from annotator.formats.csv.reader import rows
        from annotator.formats.gathering import Gathering

        gathering = Gathering(known, wanted)
        for source in sources:
            for taken in rows(source, known, wanted, gathering.notes):
                gathering.claim(taken)
        return gathering.reading()

    def write(self, data: Dataset, losses: Losses) -> Iterator[Part]:
        """A part for the header and one for each article that has claims."""
        assert data.scheme is not None
        context, head = Context(data.speakers, data.scheme), columns(data.scheme)
        yield Part("", BOM + _sheet([[column.name for column in head]]))
        for article, layers in data.by_article():
            made = []
            for _, content in layers:
                losses.add("layers without claims", not content.claims)
                for claim in content.claims:
                    line = {**bare_claim(claim_line(claim, article, context)), "format": CLAIMS_FORMAT}
                    made.append(_row([cell(column, line, article.text) for column in head], head, losses))
            losses.wrote("claims", len(made))
            if made:
                yield Part("", _sheet(made))


def _row(cells: list[str], head: Sequence[Column], losses: Losses) -> list[str]:
    """The cells, made safe."""
    found = [safe(each) for each in cells]
    changed = sum(one != two for one, two in zip(cells, found, strict=True))
    losses.add("cells that would be formulas, written with ' before them", changed)
    for column, each in zip(head, found, strict=True):
        losses.add(f"cells of {column.name} that spreadsheets cut after {LONGEST:,} characters", len(each) > LONGEST)
    return found


def _sheet(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8")


FORMAT = CsvFormat()
