"""How large things from outside may be, in one place. None of these refuses what the program itself has written."""

from __future__ import annotations

ARTICLE = 5 << 20
"""Bytes of a file that becomes an article, unless the person says more (`add --largest`)."""
LARGEST_ARTICLE = 64 << 20
"""What can be said at most."""
LINE = 8 << 20
"""Bytes of one line, or of one record, of a file from elsewhere."""
OWN_LINE = 256 << 20
"""Bytes of a line, or of a file of XML, that an export has written: a whole article with its claims may stand in it."""
XML = 32 << 20
"""Bytes of one file of XML from elsewhere; the parser keeps an attribute, such as a text, until it ends."""
TOML = 256 << 10
"""Bytes of a TOML file that people write."""
WRITTEN_TOML = 4 << 20
"""Bytes of a TOML file that the program writes and people edit: a mapping, the rulings."""
TITLE = 200
"""Characters of a project's title."""
LIST = 64 << 20
"""Bytes of a meeting's list that was filled in."""
CELL = 1 << 27
"""Characters of one cell of a sheet."""
DEPTH = 64
"""Levels of nesting of a JSON value, read and written, and of elements of XML; the records themselves need eight."""
KEPT = DEPTH - 8
"""Levels of nesting of what is only kept, such as unknown keys and metadata: it goes out with records around it."""
INTEGER = 2**53 - 1
"""Largest whole number that every JSON reader keeps exactly."""


def shown(size: int) -> str:
    """A limit as people say it.

    >>> shown(TOML), shown(LINE)
    ('256 kB', '8 MB')
    """
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{size >> 10} kB"
