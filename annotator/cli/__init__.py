"""The command line: parse, one use case, print. stdout is data, stderr is talk."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from annotator.core.errors import AnnotatorError
from annotator.core.visible import visible


def run(words: Sequence[str] | None = None) -> int:
    """Run one call; the exit status: 0 fine, 1 it failed or found faults, 2 wrong usage, 128+n after a signal."""
    from annotator.cli.parser import parse

    try:
        call = parse(list(sys.argv[1:] if words is None else words))
        if call.verb not in ("label", "demo"):
            gc.enable()
        status = call.run(call)
        sys.stdout.flush()
        return int(status)
    except AnnotatorError as problem:
        say(str(problem))
        return problem.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has stopped reading; that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as problem:
        if os.environ.get("ANNOTATOR_DEBUG"):
            raise
        say(f"Something went wrong inside annotator ({type(problem).__name__}: {problem}). {_log()}")
        return 1


def say(words: str) -> None:
    """Talk to the person: one or several lines on stderr, safe to print."""
    sys.stderr.write(visible(words, keep_newline=True) + "\n")


def _log() -> str:
    import tempfile
    import traceback
    from pathlib import Path

    path = Path(tempfile.gettempdir()) / f"annotator-{os.getpid()}.log"
    try:
        path.touch(mode=0o600)
        path.write_text(traceback.format_exc(), "utf-8")
    except OSError:
        return "Set ANNOTATOR_DEBUG=1 to see more."
    return f"Nothing that was saved is lost. What happened is written to {path}."
