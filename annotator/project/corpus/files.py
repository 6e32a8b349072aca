"""Which files the words of a call mean: files, folders, patterns, and standard input."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, NamedTuple

from annotator.core.errors import UsageError
from annotator.core.records.format import Source

STDIN = Path("-")
"""What stands for standard input."""
_MAGIC = set("*?[")
_NOWHERE = "it is a link that leads nowhere"


class File(NamedTuple):
    """A file to be read, or why it cannot be."""

    path: Path
    problem: str = ""
    """A clause."""


def files(paths: Iterable[Path], endings: tuple[str, ...], own: Path, tables: tuple[str, ...] = ()) -> Iterator[File]:
    """Every file that is meant, in order, each once.

    A folder is searched for files with these endings, without what is hidden, without links to other folders, and
    without `own`, the guidelines of the project. What is named by itself is taken whatever its ending.
    """
    met: set[tuple[int, int]] = set()
    for path in paths:
        for each in _meant(path, endings, own, tables):
            place = _place(each.path) if not each.problem else None
            if place is None or place not in met:
                yield each
            if place is not None:
                met.add(place)


def _meant(path: Path, endings: tuple[str, ...], own: Path, tables: tuple[str, ...]) -> Iterator[File]:
    try:
        mode = 0 if path == STDIN else path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        yield from _absent(path, endings, own, tables)
        return
    except OSError as problem:
        looped = problem.errno == errno.ELOOP
        yield File(path, _NOWHERE if looped else f"it cannot be read: {problem.strerror or problem}")
        return
    if stat.S_ISDIR(mode):
        found = [each for each in _inside(path, endings) if each.problem or each.path.resolve() != own]
        if not found:
            more = "; a table is named by itself" if _inside(path, tables) else ""
            yield File(path, f"no file in it ends in {', '.join(endings)}{more}")
        yield from found
    elif path == STDIN or stat.S_ISREG(mode):
        yield File(path)
    else:
        yield File(path, "it is a pipe or a device, not a file")


def _absent(path: Path, endings: tuple[str, ...], own: Path, tables: tuple[str, ...]) -> Iterator[File]:
    """What is meant by a path at which there is nothing."""
    if path.is_symlink():
        yield File(path, _NOWHERE)
    elif not _MAGIC & set(str(path)):
        yield File(path, "there is no such file")
    else:
        yield from _matching(path, endings, own, tables)


def _inside(folder: Path, endings: tuple[str, ...]) -> list[File]:
    """The files of a folder and of the folders in it, in order, and the folders that cannot be looked into."""
    found: list[File] = []

    def closed(problem: OSError) -> None:
        found.append(File(Path(problem.filename), f"it cannot be read: {problem.strerror or problem}"))

    for place, folders, names in os.walk(folder, onerror=closed):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            File(Path(place, name))
            for name in names
            if not name.startswith(".") and name.lower().endswith(endings) and Path(place, name).is_file()
        ]
    return sorted(found)


def _matching(pattern: Path, endings: tuple[str, ...], own: Path, tables: tuple[str, ...]) -> Iterator[File]:
    """What a pattern matches, for shells that leave it as it is; `**` stands for any number of folders."""
    first = next(index for index, part in enumerate(pattern.parts) if _MAGIC & set(part))
    try:
        found = sorted(Path(*pattern.parts[:first]).glob(str(Path(*pattern.parts[first:]))))
    except (ValueError, NotImplementedError) as problem:
        # NotImplementedError is how `glob` refuses a pattern that is no relative one.
        yield File(pattern, f"it is no pattern of files ({problem})")
        return
    if not found:
        yield File(pattern, "no file matches it")
    for each in found:
        yield from _meant(each, endings, own, tables)


def _place(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_ino else None


@contextmanager
def opened(path: Path) -> Iterator[Source]:
    """The file as a source that can be read more than once; standard input is kept in a file for that time.

    Raises UsageError when standard input is a terminal, or closed: nothing would ever come.
    """
    if path != STDIN:
        yield Source(str(path), partial(_open, path))
        return
    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        raise UsageError("Nothing is piped into standard input, which `-` stands for: annotator add - < article.txt")
    with TemporaryDirectory(prefix="annotator-") as folder:
        kept = Path(folder, "stdin")
        with kept.open("wb") as copy:
            while block := sys.stdin.buffer.read(1 << 20):
                copy.write(block)
        yield Source("-", partial(_open, kept))


def _open(path: Path) -> BinaryIO:
    return path.open("rb")
