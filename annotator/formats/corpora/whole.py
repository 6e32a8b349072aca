"""A file that is one article: its bytes, as many as an article may have."""

from __future__ import annotations

import os

from annotator.core.errors import Fault
from annotator.core.records import limits
from annotator.core.records.corpus import Chosen
from annotator.core.records.format import Source


def whole(source: Source, chosen: Chosen) -> bytes | Fault:
    """The bytes of a file; a fault when there are more than an article may have."""
    with source.open() as stream:
        size = stream.seek(0, os.SEEK_END)
        wrong = too_large(size, chosen.largest)
        if wrong:
            return wrong
        stream.seek(0)
        return stream.read(chosen.largest)


def too_large(size: int, largest: int) -> Fault | None:
    """The fault of a file or text of so many bytes; None when it is not too large."""
    if size <= largest:
        return None
    most = limits.LARGEST_ARTICLE
    right = (
        f"--largest {-(-size >> 20)} takes it" if size <= most else f"no article is larger than {limits.shown(most)}"
    )
    return Fault(f"it has {size:,} bytes, and at most {limits.shown(largest)} are taken", right=right)
