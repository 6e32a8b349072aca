"""The report of a crash: where in the program it happened, and nothing of what was being worked on.

It holds types of errors, files, lines, functions and versions. Values of variables, messages of errors, texts, names of
people, files and folders are left out, so that it can be given away without reading it first.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from annotator import __version__
from annotator.config.user import state_folder
from annotator.core.visible import visible

KEPT = 5
"""Reports that are kept, the newest."""
ENDS = 20
"""Frames that are named at either end of a long way."""
CHAIN = 5
"""Errors that are named: the one that ended the program, and those behind it."""


def report(problem: BaseException, environment: Mapping[str, str], platform: str) -> str:
    """Write a report to the person's state folder, else under a name that nobody can guess where temporary files lie.

    The end of a sentence that says where it is; where nothing can be written, with the report behind it.
    """
    text = "".join(f"{line}\n" for line in lines(problem, environment))
    state = state_folder(environment, platform)
    for folder in (state, None):
        with contextlib.suppress(OSError):
            return f"what happened, without any text or name of yours, is written to {_written(folder, text)}."
    return f"it could not be written down, so here is what happened, without any text or name of yours:\n{text}"


def _written(folder: Path | None, text: str) -> Path:
    """A new file with a report that only its owner can read; only the newest are kept beside it. Raises OSError."""
    if folder is not None:
        private(folder)
    name = f"crash-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-"
    # Created anew with mode 0600: a link that lies in wait under a name one can guess is never followed.
    descriptor, made = tempfile.mkstemp(prefix=name, suffix=".txt", dir=folder)
    path = Path(made)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as out:
            out.write(text)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    if folder is not None:
        for old in sorted(folder.glob("crash-*.txt"))[:-KEPT]:
            with contextlib.suppress(OSError):
                old.unlink()
    return path


def private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for its owner alone. Raises OSError; also without a home."""
    if not folder.is_absolute():
        raise FileNotFoundError(errno.ENOENT, "there is no home folder", str(folder))
    for each in (*reversed(folder.parents), folder):
        if not each.is_dir():
            each.mkdir(mode=0o700, exist_ok=True)


def lines(problem: BaseException, environment: Mapping[str, str]) -> Iterator[str]:
    """The report, line by line."""
    yield f"annotator {__version__} ended unexpectedly on {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    yield ", ".join(_versions())
    columns, rows = _size()
    yield f"terminal {columns} x {rows}, {visible(environment.get('TERM', 'unknown'))[:40]}"
    seen: list[BaseException] = []
    now: BaseException | None = problem
    while now is not None and not any(now is each for each in seen) and len(seen) < CHAIN:
        yield ("" if not seen else "behind it: ") + _named(now)
        yield from _way(now)
        seen.append(now)
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)


def _versions() -> Iterator[str]:
    import platform

    yield f"Python {platform.python_version()}"
    # The program may be ending because one of these cannot even be loaded.
    with contextlib.suppress(Exception):
        from importlib.metadata import version

        yield f"Textual {version('textual')}"
    with contextlib.suppress(Exception):
        from annotator.store.facts import sqlite_version

        yield f"SQLite {sqlite_version()}"
    yield f"{platform.system()} {platform.release()} {platform.machine()}"


def _size() -> tuple[int, int]:
    for stream in (sys.__stderr__, sys.__stdin__, sys.__stdout__):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            found = os.get_terminal_size(stream.fileno() if stream else -1)
            return found.columns, found.lines
    return 0, 0


def _named(problem: BaseException) -> str:
    """The type of an error, its number where it has one, and how long the message is that is left out."""
    kind = type(problem)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    code = getattr(problem, "sqlite_errorname", "")
    if isinstance(problem, OSError) and problem.errno is not None:
        code = errno.errorcode.get(problem.errno, str(problem.errno))
    length = 0
    with contextlib.suppress(Exception):
        length = len(str(problem))
    said = f", its message of {length} characters is left out" if length else ""
    return visible(f"{name}{f' {code}' if code else ''}{said}")


def _way(problem: BaseException) -> Iterator[str]:
    """Where the error was raised, outermost call first; the middle of a very long way is left out."""
    steps = [
        visible(f"  {place(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}")
        for frame, line in traceback.walk_tb(problem.__traceback__)
    ]
    if len(steps) > 2 * ENDS:
        steps[ENDS:-ENDS] = [f"  … {len(steps) - 2 * ENDS} more"]
    yield from steps


def place(file: str) -> str:
    """A file of code by its path below the folder that it is imported from; of any other file, only its name."""
    path = Path(file)
    roots = sorted({Path(each).absolute() for each in sys.path}, key=lambda each: len(each.parts), reverse=True)
    below = next((path.relative_to(root) for root in roots if path.is_relative_to(root)), None)
    return path.name if below is None else below.as_posix()
