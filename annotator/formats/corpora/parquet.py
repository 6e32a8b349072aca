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
    read = {name: _values(column) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
    for number in range(batch.num_rows):
        yield {name: read[name][number] if name in read else None for name in names}


def _values(column: Any) -> list[Any]:
    """The values of a column as Python has them; what it cannot have, such as the year 10,000, as Arrow writes it."""
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError, LookupError):
        return [_value(each) for each in column]


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError, LookupError):
        kind = scalar.type
        if getattr(kind, "tz", None):  # Its zone may be one that nobody knows; the instant is known without it.
            scalar = scalar.cast(needed("pyarrow", extra=EXTRA).timestamp(kind.unit, "UTC"))
        return scalar.cast("string").as_py()


CORPUS = ParquetCorpus()
