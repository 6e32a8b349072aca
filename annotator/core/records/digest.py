"""Hashes of the files of an export: what a manifest tells of them, and the list that lies in a bundle.

The list has the form of `sha256sum`, so that it can be checked without this program, too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from typing import Any

from annotator.core.errors import Fault
from annotator.core.records import limits
from annotator.core.records.format import Part, Source

SUMS = "SHA256SUMS"
"""The file of a folder that lists its others, each with its hash."""
_ROW = re.compile(r"([0-9a-f]{64}) [ *]([^\s/\\]+)")
_BLOCK = 1 << 20


class Digests:
    """The running hashes of what is written."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[Any, int]] = {}

    def add(self, part: Part) -> Part:
        """Count a part in; the part."""
        digest, size = self._files.get(part.file) or (sha256(), 0)
        digest.update(part.data)
        self._files[part.file] = (digest, size + len(part.data))
        return part

    def rows(self) -> list[dict[str, Any]]:
        """File, bytes and SHA-256 of everything written, by path."""
        return [
            {"path": path, "bytes": size, "sha256": digest.hexdigest()}
            for path, (digest, size) in sorted(self._files.items())
        ]

    def sums(self) -> Part:
        """The list of everything written so far, as a file."""
        return Part(SUMS, "".join(f"{each['sha256']}  {each['path']}\n" for each in self.rows()).encode())


def changed(listed: Source, files: Mapping[str, Source], wanted: Collection[str]) -> Iterator[Fault]:
    """Every file that is not as the list says, each of `wanted` that is not in it, and what is no row of a list."""
    with listed.open() as stream:
        *lines, rest = stream.read(limits.LINE).decode("utf-8", "replace").split("\n")
    right = f"the file as it was written; if the change is meant, delete {SUMS}"
    rows = [*map(_ROW.fullmatch, lines), *([None] if rest else [])]
    named: set[str] = set()
    for number, row in enumerate(rows, 1):
        name = row[2] if row else ""
        if row is None:
            yield Fault("the line is no hash and the name of a file", listed.name, number, right=right)
        elif name in named:
            yield Fault(f"the file {name} stands twice", listed.name, number, right=right)
        elif name not in files:
            yield Fault(f"the file {name} is missing", listed.name, number, right=right)
        elif name != SUMS and _digest(files[name]) != row[1]:
            yield Fault("the file was changed after it was written", files[name].name, right=right)
        named.add(name)
    for name in sorted(set(wanted) - named):
        yield Fault(f"the file is not listed in {SUMS}", files[name].name, right=right)


def _digest(source: Source) -> str:
    found = sha256()
    with source.open() as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
