"""Exporting: a selection written by one format or by all, to a stream, a file or a folder, with its manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from annotator import plugins
from annotator.core.errors import UsageError
from annotator.core.records.dataset import Dataset
from annotator.core.records.digest import Digests
from annotator.core.records.format import Losses, Part, Writer, place_of
from annotator.core.records.optional import MissingError
from annotator.project.exchange import target
from annotator.project.exchange.report import Report, Written
from annotator.project.exchange.selection import Selection

MANIFEST = "manifest.json"
WHOLE = "all"
"""Stem of a file that holds everything, where there is no split."""


def formats(asked: Sequence[str], offsets: str = "") -> list[Writer]:
    """The formats of these names; `all`: every one there is. Those that have a choice count offsets in this unit.

    Raises UsageError for a name that is none, and for a unit when no format has a choice.
    """
    found = list(plugins.writers() if list(asked) == [plugins.ALL] else map(plugins.writer, dict.fromkeys(asked)))
    if not offsets:
        return found
    if not any(hasattr(each, "offsets") for each in found):
        named = ", ".join(each.name for each in found)
        raise UsageError(f"{named} counts in one unit only; leave --offsets out.")
    changed: list[Any] = found
    return [replace(each, offsets=offsets) if hasattr(each, "offsets") else each for each in changed]


@dataclass(slots=True)
class Export:
    """One export: a selection, in some formats."""

    selection: Selection
    writers: Sequence[Writer]
    several: bool = False
    """Whether each format has a place of its own in one folder."""
    report: Report = field(default_factory=Report)
    digests: Digests = field(default_factory=Digests)
    """Of every file; complete once everything has been written, empty for a single file."""

    @property
    def folder(self) -> bool:
        """Whether it needs a folder."""
        return self.several or bool(self.selection.data.portions) or not self.writers[0].suffix

    def to_stream(self, stream: BinaryIO) -> None:
        """Write the one file of the one format. Raises UsageError for a folder, and for bytes to a terminal."""
        if self.folder:
            what = "A split has several files" if self.selection.data.portions else "This writes a folder"
            raise UsageError(f"{what}: say where with -o DIR.")
        if stream.isatty() and getattr(self.writers[0], "binary", False):
            raise UsageError(f"{self.writers[0].name} is no text that a terminal could show: say where with -o FILE.")
        for part in self._parts():
            stream.write(part.data)
        self._close()

    def to_path(self, path: Path, manifest: dict[str, Any] | None = None) -> None:
        """Write a file, or a folder, which appears whole or not at all. Raises UsageError, AnnotatorError."""
        if not self.folder:
            target.write_file(path, self._parts())
        else:
            ours = [MANIFEST, *older(path), *(() if self.several else getattr(self.writers[0], "files", ()))]
            target.write_folder(path, self._with_manifest(manifest), ours=ours)
        self._close()

    def to_nothing(self) -> None:
        """Only make the report and the hashes."""
        for _ in self._parts():
            pass
        self._close()

    def hashes(self) -> list[dict[str, Any]]:
        """File, bytes and SHA-256 of everything written, by path."""
        return self.digests.rows()

    def _with_manifest(self, manifest: dict[str, Any] | None) -> Iterator[Part]:
        yield from self._parts()
        if manifest is not None:
            self._close()
            # What the manifest of a release says already stands: it is written again as it was.
            record = {**self.report.as_json(), "files": self.hashes(), **manifest}
            yield Part(MANIFEST, (json.dumps(record, ensure_ascii=True, indent=1) + "\n").encode())

    def _parts(self) -> Iterator[Part]:
        for writer in self.writers:
            written = Written(writer.name, place_of(writer) if self.several else "")
            for part in self._format(writer, written.losses):
                written.size += len(part.data)
                if self.folder:
                    # Only a folder has a manifest that tells the hashes.
                    self.digests.add(part)
                yield part
            if writer.name not in self.report.skipped:
                self.report.written.append(written)

    def _format(self, writer: Writer, losses: Losses) -> Iterator[Part]:
        """The parts of one format; in an export of several, one that cannot be written is skipped and said."""
        data = self.selection.data
        if not data.texts and not getattr(writer, "bare", False):
            why = f"{writer.name} cannot do without the texts"
            if not self.several:
                raise UsageError(f"{why}; without them there are {', '.join(_bare())}.")
            self.report.skipped[writer.name] = why + "."
            return
        parts = laid_out(writer, data, losses, several=self.several)
        try:
            first = next(parts, None)
        except MissingError as problem:
            if not self.several:
                raise
            self.report.skipped[writer.name] = str(problem)
            self.report.missing[writer.name] = problem.extra if problem.absent else ""
            return
        if first is not None:
            yield first
            yield from parts

    def _close(self) -> None:
        tally, report = self.selection.tally, self.report
        report.articles = len(self.selection.data.articles)
        report.layers = len(self.selection.data.layers)
        report.claims = tally.claims.total()
        report.waiting = tally.waiting
        report.lost = self.selection.lost()
        report.unplaced = dict(self.selection.left_out)
        if tally.portions:
            report.counts = tally.as_json()
            report.table = tally.table()


def laid_out(writer: Writer, data: Dataset, losses: Losses, *, several: bool) -> Iterator[Part]:
    """A format's parts at their places. A format of one file writes one for each portion of a split.

    One that has a file of its own in an export of several writes that as well, with everything. Every file is begun by
    its first real part, so that a format without its library begins none.
    """
    place = place_of(writer) if several else ""
    if not writer.suffix:
        folder = place if place.endswith("/") or not place else f"{place}/"
        for part in writer.write(data, losses):
            yield Part(folder + part.file, part.data)
    elif place and not place.endswith("/"):
        yield from _one_file(place, writer.write(data, losses))
        stem = place.removesuffix(writer.suffix)
        for name, portion in data.by_portion() if data.portions else ():
            yield from _one_file(f"{stem}.{name}{writer.suffix}", writer.write(portion, Losses()))
    elif several or data.portions:
        for name, portion in data.by_portion():
            yield from _one_file(f"{place}{name or WHOLE}{writer.suffix}", writer.write(portion, losses))
    else:
        yield from writer.write(data, losses)


def refuse_kept(path: Path) -> None:
    """Raise UsageError for a folder that no export of several formats could replace, before any work is done."""
    if path.exists() and (not path.is_dir() or (any(path.iterdir()) and not (path / MANIFEST).is_file())):
        raise UsageError(f"{path} is there already and is no older export; name another folder.")


def older(path: Path) -> list[str]:
    """The files that the manifest of an older export in this folder names."""
    try:
        record = json.loads((path / MANIFEST).read_text("utf-8"))
        return [str(each["path"]) for each in record["files"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []


def _one_file(file: str, parts: Iterable[Part]) -> Iterator[Part]:
    """The parts in this file, which is there although there are none."""
    empty = True
    for part in parts:
        empty = False
        yield Part(file, part.data)
    if empty:
        yield Part(file, b"")


def _bare() -> list[str]:
    return [each.name for each in plugins.writers() if getattr(each, "bare", False)]
