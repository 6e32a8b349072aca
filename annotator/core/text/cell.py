"""Cells that no spreadsheet takes for a formula, after OWASP ASVS 1.2.10."""

from __future__ import annotations

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
    return MARK + text if risky(text) else text


def plain(cell: str) -> str:
    """What `safe` was given.

    >>> plain("'=1+1"), plain("'tis so")
    ('=1+1', "'tis so")
    """
    return cell[1:] if cell.startswith(MARK) and risky(cell[1:]) else cell


def risky(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula, as it stands or without the blanks before it."""
    return text[:1] in SIGNS or text.lstrip()[:1] in SIGNS if text else False
