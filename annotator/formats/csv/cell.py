"""How the cells of a sheet are told apart, and how long one may be."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from annotator.core.records.limits import CELL


def delimiter(line: str) -> str:
    """What stands between the cells of a header: spreadsheets in some countries write semicolons."""
    counts = Counter(line)
    return max(",;\t", key=lambda mark: counts[mark])


@contextmanager
def large_cells() -> Iterator[None]:
    """The module's limit is one for the whole process, so it is put back."""
    before = csv.field_size_limit(CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
