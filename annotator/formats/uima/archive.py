"""Zip files, in which INCEpTION exports each document: what is in them is read as if they were folders."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from annotator.core.errors import Fault
from annotator.core.records import limits
from annotator.core.records.format import Source
from annotator.formats.standoff.reading import Found
from annotator.formats.uima.element import UnreadableError

_READ = (".xmi", ".json", "typesystem.xml")


def unpacked(sources: Sequence[Source], found: Found, depth: int = 2) -> Iterator[Source]:
    """Every source, and instead of a zip file those in it that can be read; a whole project has zip files in one."""
    for source in sources:
        if not source.name.casefold().endswith(".zip"):
            yield source
            continue
        try:
            with source.open() as stream, ZipFile(stream) as archive:
                names = [each.filename for each in archive.infolist() if not each.is_dir()]
        except (BadZipFile, UnreadableError, ValueError, NotImplementedError, OSError):
            # NotImplementedError is how `zipfile` names a way of packing that it does not know.
            found.faults.append(Fault("this is no zip file that can be read", source.name, right="unpack it first"))
            continue
        held = [Source(f"{source.name}/{name}", partial(_member, source, name)) for name in names]
        yield from (each for each in held if each.name.casefold().endswith(_READ))
        if depth > 1:
            yield from unpacked([each for each in held if each.name.casefold().endswith(".zip")], found, depth - 1)


def _member(source: Source, name: str) -> BinaryIO:
    """A file out of a zip file, however large it says that it is: no more of it than is read of any file."""
    try:
        with source.open() as stream, ZipFile(stream) as archive, archive.open(name) as member:
            return io.BytesIO(member.read(limits.XML + 1))
    except (BadZipFile, RuntimeError, ValueError, OSError, EOFError, zlib.error) as problem:
        raise UnreadableError(f"it cannot be unpacked ({problem})", None, "unpack it first") from None
