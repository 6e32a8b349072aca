"""Cells: how they are told apart, and what no spreadsheet takes for a formula, after OWASP ASVS 1.2.10."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from annotator.core.records.limits import CELL

SIGNS = frozenset("=+-@\t\r\0＝＋－＠'")
"""What a cell may not begin with: signs of a formula, also full-width, what some programs skip, and our own mark."""
MARK = "'"
LONGEST = 32_767
"""Characters that spreadsheets keep of a cell."""


def safe(text: str) -> str:
    """The text with a mark before it where it would be a formula, whether or not blanks are skipped.

    >>> safe("=1+1"), safe("rents fell")
    ("'=1+1", 'rents fell')
    """
    return MARK + text if _risky(text) else text


def plain(cell: str) -> str:
    """What `safe` was given.

    >>> plain("'=1+1"), plain("'tis so")
    ('=1+1', "'tis so")
    """
    return cell[1:] if cell.startswith(MARK) and _risky(cell[1:]) else cell


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


def _risky(text: str) -> bool:
    return text[:1] in SIGNS or text.lstrip()[:1] in SIGNS if text else False
