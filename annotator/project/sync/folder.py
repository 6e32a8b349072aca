"""The shared folder: one file of lines for each writer, and `texts/` with each frozen text under its hash.

Others write here at the same time, with programs of their own: nothing in it is trusted, no link is followed, and what
is written is only ever added at the end of a file, or appears whole.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from annotator.config.project import FILE
from annotator.core.article import text_hash
from annotator.core.errors import AnnotatorError, Fault, UsageError
from annotator.core.records import limits
from annotator.core.records.canonical import canonical, parse
from annotator.store.place import appearing, mode_in, reach, sync

TEXTS = "texts"
_TEXT_FORMAT = "text/1"
_BLOCK = 1 << 20
"""Bytes that are written at once."""


class NoFileError(ValueError):
    """A link, a pipe, a device or a folder stands where a file should."""


class Line(NamedTuple):
    """One line of a file as it is read."""

    number: int
    """From 1."""
    data: bytes
    """With its end, unless it has none yet."""
    end: int
    """Offset of the byte behind it."""


class Folder:
    """The folder by its path. Raises UsageError when there is none, or when it is a project itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_dir():
            what = "is no folder" if path.exists() else "is not there"
            raise UsageError(f"{path} {what}; make the folder that you share first, or connect the drive it is on.")
        if (path / FILE).exists():
            raise UsageError(f"{path} is a project; name a folder for the exchange, such as {path / 'sync'}.")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One sync of this machine at a time. Raises AnnotatorError while another one works here."""
        file = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AnnotatorError(f"Another sync works in {self.path}; call again when it is done.") from None
            except OSError:
                # Some network drives have no locks: then two machines meet there anyway, and lines may come twice.
                pass
            yield
        finally:
            os.close(file)

    def files(self) -> list[Path]:
        """The files of writers, by name; what is hidden belongs to somebody's sync client."""
        return sorted(path for path in self.path.iterdir() if path.suffix == ".jsonl" and path.name[0] != ".")

    def lines(self, path: Path) -> Iterator[Line]:
        """The lines of a file; only the last one may lack its end. Raises OSError, ValueError with a clause."""
        with os.fdopen(_opened(path, os.O_RDONLY), "rb") as stream:
            number, end = 0, 0
            while data := stream.readline(limits.LINE + 1):
                number, end = number + 1, end + len(data)
                if len(data) > limits.LINE:
                    raise ValueError(f"the line is longer than {limits.shown(limits.LINE)}; no event is")
                yield Line(number, data, end)

    def append(self, path: Path, end: int, parts: Iterable[bytes], *, size: int) -> None:
        """Have these parts stand behind `end`, where the whole lines end, for good; a torn line behind it goes.

        Raises OSError, and ValueError with a clause when the file has no longer the size that was read.
        """
        fresh = not path.exists()
        mode = mode_in(self.path)
        file = _opened(path, os.O_WRONLY | os.O_CREAT, mode)
        try:
            if os.fstat(file).st_size != size:
                raise ValueError("it was changed while it was read; call again")
            if fresh:
                os.fchmod(file, mode)
            try:
                os.ftruncate(file, end)
                os.lseek(file, end, os.SEEK_SET)
                for block in _blocks(parts):
                    _write_all(file, block)
                reach(file)
            except OSError:
                os.ftruncate(file, end)
                raise
        finally:
            os.close(file)
        if fresh:
            sync(self.path)

    # ── texts ────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _texts(self) -> Path:
        return self.path / TEXTS

    def text_names(self) -> set[str]:
        """The hashes under which a text lies here. Raises AnnotatorError when `texts` leads elsewhere."""
        try:
            if not stat.S_ISDIR(self._texts.lstat().st_mode):
                raise AnnotatorError(f"{self._texts} is no folder; take it away, and call again.")
            return {path.stem for path in self._texts.iterdir() if path.suffix == ".json" and path.name[0] != "."}
        except FileNotFoundError:
            return set()

    def text_path(self, sha256: str) -> Path:
        """Where a text lies."""
        return self._texts / f"{sha256}.json"

    def text(self, sha256: str) -> str | None:
        """A frozen text; None when it is not here (yet). Raises ValueError with a clause when it is another one."""
        try:
            with os.fdopen(_opened(self.text_path(sha256), os.O_RDONLY), "rb") as stream:
                data = stream.read(limits.OWN_LINE + 1)
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise ValueError(f"it cannot be read: {problem.strerror}") from None
        if not data.endswith(b"\n"):
            # Somebody's client is still writing.
            return None
        if len(data) > limits.OWN_LINE:
            raise ValueError(f"it is larger than {limits.shown(limits.OWN_LINE)}; no text is")
        given = parse(data.rstrip(b"\r\n"))
        text = given.get("text") if isinstance(given, dict) else None
        if not isinstance(text, str) or text_hash(text) != sha256:
            raise ValueError("it is not the text that its name says")
        return text

    def add_text(self, sha256: str, text: str) -> None:
        """Lay a text under its hash: whole, and for good. Raises OSError."""
        if not self._texts.exists():
            self._texts.mkdir(mode=0o700)
            group = mode_in(self.path) != 0o600
            self._texts.chmod(stat.S_IMODE(self.path.stat().st_mode) & 0o2770 if group else 0o700)
        mode = mode_in(self.path)
        with appearing(self.text_path(sha256)) as part:
            file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
            try:
                os.fchmod(file, mode)
                _write_all(file, canonical({"format": _TEXT_FORMAT, "sha256": sha256, "text": text}) + b"\n")
            finally:
                os.close(file)


def _opened(path: Path, flags: int, mode: int = 0o600) -> int:
    """Open a plain file. Raises OSError, and ValueError with a clause for a link, a pipe, a device or a folder."""
    if path.is_symlink():
        raise NoFileError("it is a link, and links are not followed")
    file = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, mode)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise NoFileError("it is no plain file")
    return file


def _blocks(parts: Iterable[bytes]) -> Iterator[bytes]:
    block = bytearray()
    for part in parts:
        block += part
        if len(block) >= _BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def refused(path: Path, problem: OSError | ValueError, line: int | None = None, right: str = "") -> Fault:
    """A fault of a file of the folder; of one of its lines, when it could be read at all."""
    if isinstance(problem, OSError):
        return Fault(f"the file cannot be used: {problem.strerror or problem}", str(path))
    if isinstance(problem, NoFileError):
        return Fault(str(problem), str(path), right="put the file itself there")
    what = str(problem)
    return Fault(what, str(path), line, right="" if ";" in what else right)
