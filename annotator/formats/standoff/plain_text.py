"""The text files that stand beside annotations."""

from __future__ import annotations

from annotator.core.errors import Fault
from annotator.core.records import limits
from annotator.core.records.format import Source
from annotator.core.records.raw_line import raw_lines
from annotator.formats.standoff.reading import Found


def plain_text(source: Source, found: Found) -> str | None:
    """The text of a file; None, and a fault, when it is not UTF-8 or too large to be an article."""
    with source.open() as stream:
        raw = stream.read(limits.LARGEST_ARTICLE + 1)
    if len(raw) > limits.LARGEST_ARTICLE:
        right = f"an article has at most {limits.shown(limits.LARGEST_ARTICLE)}"
        found.faults.append(Fault("the text is too large", source.name, right=right))
        return None
    return _decoded(raw, source, found)


def lines_of_text(source: Source, own: bytes, found: Found) -> str | None:
    """The text of a file of records, one in a line; a line that is too long is a fault, and empty.

    `own`: how a line begins that an export has written, which may be longer.
    """
    lines = []
    with source.open() as stream:
        for number, raw, wrong in raw_lines(stream, lambda raw: raw.startswith(own)):
            if wrong:
                found.faults.append(Fault(wrong.what, source.name, number, right=wrong.right))
            lines.append(raw or b"\n")
    return _decoded(b"".join(lines), source, found)


def _decoded(raw: bytes, source: Source, found: Found) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        found.faults.append(Fault(f"byte {error.start} is not UTF-8", source.name, right="save the file as UTF-8"))
        return None
