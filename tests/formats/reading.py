"""Sources made of bytes, and what a format makes of them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses, Reader, Reading, Source, Wanted, Writer


def source(data: bytes, name: str = "in.jsonl") -> Source:
    """A file of this name that holds these bytes."""
    return Source(name, lambda: BytesIO(data))


def read(format: Reader, data: bytes | dict[str, bytes], known: Dataset, wanted: Wanted = Wanted()) -> Reading:  # noqa: B008
    """What the format reads from one file, or from the files of a folder."""
    files = {"in.jsonl": data} if isinstance(data, bytes) else data
    return format.read([source(held, name) for name, held in files.items()], known, wanted)


def write(format: Writer, data: Dataset, losses: Losses | None = None) -> dict[str, bytes]:
    """File → bytes of an export; the single file of a format is named by the empty string."""
    files: dict[str, bytes] = {}
    for part in format.write(data, losses or Losses()):
        files[part.file] = files.get(part.file, b"") + part.data
    return files


def said(reading: Reading) -> list[str]:
    """The faults as the person reads them."""
    return [str(fault) for fault in reading.faults]


def dig(record: Any, path: str) -> tuple[Any, str | int]:
    """The container and last key of a dotted path (`spans.content.0.start`)."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        record = record[step]
    return record, last
