"""The command line: parse, one use case, print. stdout is data, stderr is talk."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence

from annotator.core.errors import AnnotatorError
from annotator.core.visible import visible


def run(words: Sequence[str] | None = None) -> int:
    """Run one call; the exit status: 0 fine, 1 it failed or found faults, 2 wrong usage, 128+n after a signal."""
    from annotator.cli.parser import parse

    for stream in (sys.stdout, sys.stderr):
        # A terminal that is not UTF-8 shows escapes instead of ending the call.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        call = parse(list(sys.argv[1:] if words is None else words))
        if call.verb not in ("label", "demo"):
            # Values are read by the hundred thousand and hardly any becomes garbage: looking for it after each 700 of
            # them would take as long as all the rest.
            gc.set_threshold(50_000)
            gc.enable()
        status = call.run(call)
        if sys.stdout is not None:
            sys.stdout.flush()
        return int(status)
    except AnnotatorError as problem:
        say(str(problem))
        return problem.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has stopped reading; that is no error of ours.
        _drop_stdout()
        return 0
    except OSError as problem:
        if os.environ.get("ANNOTATOR_DEBUG"):
            raise
        place = f"{problem.filename}: " if problem.filename else ""
        say(f"{place}{problem.strerror or problem}. Nothing that was saved is lost.")
        _drop_stdout()
        return 1
    except Exception as problem:
        # A fault of ours is reported to a private file, and is one sentence here.
        if os.environ.get("ANNOTATOR_DEBUG"):
            raise
        from annotator.project.ending.crash import report

        found = report(problem, os.environ, sys.platform)
        say(
            f"Something went wrong inside annotator ({type(problem).__name__}). Nothing that was saved is lost; {found}"
        )
        return 1


def say(words: str) -> None:
    """Talk to the person: one or several lines on stderr, safe to print."""
    sys.stderr.write(visible(words, keep_newline=True) + "\n")


def _drop_stdout() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not fail on it again at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
