"""Parquet: an article in each row, read by pyarrow a few rows at a time, of the columns only those that are used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotator.core.errors import Fault
from annotator.core.records.corpus import Chosen, Found
from annotator.core.records.format import Source
from annotator.core.records.optional import needed
from annotator.formats.corpora.columns import Rows

EXTRA = "hf"
ROWS = 64
"""Rows that are held at a time."""


class ParquetCorpus:
    """Rows are counted from 1."""

    name = "parquet"
    help = "an article in each row (needs annotator[hf])"
    endings = (".parquet",)
    many = True

    def read(self, source: Source, chosen: Chosen) -> Iterator[Found]:
        """The article of each row, or why there is none. Raises MissingError."""
        parquet = needed("pyarrow.parquet", extra=EXTRA)
        broken = (needed("pyarrow", extra=EXTRA).ArrowException, OSError, UnicodeDecodeError)
        rows, number = Rows(chosen), 0
        with source.open() as stream:
            try:
                # Read through a small buffer: else a whole column of a row group is held.
                file = parquet.ParquetFile(stream, buffer_size=1 << 20, pre_buffer=False)
                columns = rows.columns(file.schema_arrow.names)
                yield from columns.faults
                if columns.faults:
                    return
                if not file.metadata.num_rows:
                    yield Fault("it is empty")
                for batch in file.iter_batches(batch_size=ROWS, columns=list(columns.used)):
                    for record in _records(batch, columns.names):
                        number += 1
                        yield rows.article(record, number, number)
            except broken as problem:
                what = " ".join(str(problem).split())[:200]
                yield Fault(f"the file cannot be read as Parquet ({what})", line=number + 1 if number else None)
                return
        yield from rows.notes()


def _records(batch: Any, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows of a batch, with None for what was not read, so that all have the names of the file."""
    for record in batch.to_pylist():
        yield {name: record.get(name) for name in names}


CORPUS = ParquetCorpus()
