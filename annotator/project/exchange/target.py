"""Where an export goes: a file, a pipe, or a folder that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from annotator.config.project import FILE
from annotator.core.errors import AnnotatorError, UsageError
from annotator.core.records.format import Part, Writer
from annotator.project.project import GUIDELINES, LEXICON, RELEASES, RULINGS, SCHEME, STORE
from annotator.store.place import sync


def write(target: Path, writer: Writer, found: Iterable[Part]) -> int:
    """Write a format's parts to a file, or to a folder when it has several; how many bytes."""
    if writer.suffix:
        return write_file(target, found)
    return write_folder(target, found, ours=getattr(writer, "files", ()))


def write_file(target: Path, found: Iterable[Part], *, mode: int | None = None, new: bool = False) -> int:
    """Write the parts to one file, which appears whole or not at all; how many bytes.

    A file that is there already is replaced, unless a project consists of it (UsageError). A link is followed. A
    device or a pipe is written to as it is, because it must never be replaced by a file. The file's rights are `mode`;
    else those that it had; else what the person's umask says. `new`: nothing is replaced, and FileExistsError is raised
    when there is such a file, even if it has appeared just now.
    """
    size = 0
    if new and target.exists():
        raise FileExistsError
    if target.exists() and not target.is_file() and not target.is_dir():
        try:
            with target.open("wb") as stream:
                return sum(stream.write(each.data) for each in found)
        except OSError as problem:
            raise AnnotatorError(f"{target} could not be written: {problem.strerror or problem}.") from problem
    _refuse_own(target.absolute())
    target = resolved(target)
    if target.is_dir():
        raise UsageError(f"{target} is a folder; name a file in it.")
    _refuse_own(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            for each in found:
                size += stream.write(each.data)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is None and target.exists():
            mode = target.stat().st_mode & 0o777
        if mode is not None:
            part.chmod(mode)
        if new:
            _appear(part, target)
        else:
            part.replace(target)
    except FileExistsError:
        raise
    except OSError as problem:
        raise AnnotatorError(f"{target} could not be written: {problem.strerror or problem}.") from problem
    finally:
        part.unlink(missing_ok=True)
    return size


def _appear(part: Path, target: Path) -> None:
    """Give a whole file its name, unless another file has it. Raises FileExistsError."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: the name is looked at and taken in two steps.
        if target.exists():
            raise FileExistsError from None
        part.replace(target)


def write_folder(target: Path, found: Iterable[Part], *, ours: Iterable[str] = ()) -> int:
    """Write the parts to a folder, which appears whole or not at all; how many bytes.

    An older export is replaced, but only while nothing else lies in it than files that are written again, or that
    `ours` names: a project, or a file of one's own, stays. Raises UsageError for a folder that is kept.
    """
    target = resolved(target)
    _refuse_own(target)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    size = 0
    try:
        if target.exists() and not target.is_dir():
            raise UsageError(f"{target} is a file; name a folder.")
        part.mkdir(parents=True)
        # Without an older export that is to go there is nothing that a power cut could take.
        with Folder(part, lasting=target.exists()) as folder:
            for each in found:
                size += folder.write(each)
        kept = _kept(target, {*folder.files, *ours})
        if kept:
            raise UsageError(f"{target} is there already and is more than an export ({kept}); name another folder.")
        if target.exists():
            part.chmod(target.stat().st_mode & 0o7777)
            target.rename(old)
        part.rename(target)
        sync(target.parent)
    except OSError as problem:
        raise AnnotatorError(f"{target} could not be written: {problem.strerror or problem}.") from problem
    finally:
        shutil.rmtree(part, ignore_errors=True)
        # Whatever interrupts, an interrupt of the person too: the older export goes only when the new one is there.
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        elif old.exists():
            old.rename(target)
    return size


class Folder:
    """A folder that parts are written into; the file that is being written stays open until another begins."""

    def __init__(self, path: Path, *, lasting: bool = False) -> None:
        """`lasting`: the disk holds all of it when the folder is left."""
        self.path, self._lasting = path, lasting
        self.files: dict[str, int] = {}
        """File → its bytes."""
        self._open = ExitStack()
        self._name = ""
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *problem: object) -> None:
        self._close()
        if self._lasting and not any(problem):
            for folder in {parent for file in self.files for parent in Path(file).parents}:
                sync(self.path / folder)

    def _close(self) -> None:
        if self._lasting and self._stream is not None:
            self._stream.flush()
            os.fsync(self._stream.fileno())
        self._stream = None
        self._open.close()

    def write(self, part: Part) -> int:
        """Add the bytes to the part's file; how many. Raises ValueError for a path that leads out of the folder."""
        if self._stream is None or part.file != self._name:
            inside = Path(part.file)
            if not part.file or inside.is_absolute() or ".." in inside.parts:
                raise ValueError(f"a format wants to write {part.file!r}, which is no path inside its folder")
            self._close()
            place = self.path / inside
            place.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._open.enter_context(place.open("ab"))
            self._name = part.file
        size = self._stream.write(part.data)
        self.files[part.file] = self.files.get(part.file, 0) + size
        return size


def resolved(target: Path) -> Path:
    """The path that links lead to. Raises AnnotatorError."""
    try:
        return target.resolve()
    except (OSError, RuntimeError, ValueError) as problem:
        raise AnnotatorError(f"{target} could not be written: {problem}.") from problem


def _refuse_own(target: Path) -> None:
    """Raise UsageError for what a project consists of: its files, its releases, and all that lies with its store."""
    own = STORE.parts[0]
    folded = target.name.casefold()
    mine = folded in (FILE, SCHEME, GUIDELINES, LEXICON, RULINGS) and (target.parent / FILE).is_file()
    release = target.parent.name == RELEASES and (target.parent.parent / FILE).is_file() and target.exists()
    inside = any(each.name.casefold() == own and (each.parent / FILE).is_file() for each in (target, *target.parents))
    if mine or release or inside:
        raise UsageError(f"{target} belongs to the project itself; name another file.")


def _kept(target: Path, files: set[str]) -> str:
    """What forbids replacing a folder: the first thing in it that no export has written, or empty."""
    folders = {str(parent) for file in files for parent in Path(file).parents}
    for found in sorted(target.rglob("*")) if target.exists() else ():
        name = found.relative_to(target)
        known = str(name) in folders if found.is_dir() else str(name) in files
        if found.is_symlink() or not known:
            return str(name)
    return ""
