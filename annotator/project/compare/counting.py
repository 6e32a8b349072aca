"""Counting: the report made in a process of its own, so that no key waits for a number.

The process keeps the tallies from one report to the next: what another window writes costs only the
articles that it touches. It reads the store and never writes, and it ends with the program that has started it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from annotator.project.compare.heard import Heard, Source

# It imports from where this program does: whatever lies in the folder that it is started in is none of it.
_CHILD = "import sys; sys.path[:] = sys.argv[1:]; from annotator.project.compare.counting import serve; serve()"
LOOK = "look"
ENDED = "The counting has ended unexpectedly; leave this page and open it again to count anew."


@dataclass(slots=True)
class Counting:
    """One such process, started by the first look. What it tells goes to `inbox`, after which `wake` is called."""

    source: Source
    wake: Callable[[], None] = lambda: None
    inbox: queue.SimpleQueue[Heard] = field(default_factory=queue.SimpleQueue)
    _asked: queue.SimpleQueue[bool] = field(default_factory=queue.SimpleQueue)
    _thread: threading.Thread | None = None
    _child: subprocess.Popen[bytes] | None = None
    _closed: bool = False
    _busy: bool = False

    def look(self) -> None:
        """Count, unless this was counted already and nothing has been written since: then `same` is the answer.

        While it counts, the question is not taken; whoever polls asks again.
        """
        if self._busy or self._closed:
            return
        self._busy = True
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="counting", daemon=True)
            self._thread.start()
        self._asked.put(True)

    def close(self) -> None:
        """End the process; it has nothing that could be lost."""
        self._closed = True
        self._asked.put(False)
        if self._child is not None:
            self._child.kill()
        if self._thread is not None:
            self._thread.join(1.0)

    def _run(self) -> None:
        while self._asked.get():
            try:
                self._answered()
            except (OSError, EOFError, pickle.UnpicklingError):
                self._end()
                if not self._closed:
                    self._tell(Heard("ended", message=ENDED))
        self._end()

    def _answered(self) -> None:
        """One question and all that is told until its answer."""
        child = self._child or self._started()
        assert child.stdin is not None
        assert child.stdout is not None
        _send(child.stdin, LOOK)
        while True:
            heard = pickle.load(child.stdout)  # noqa: S301 - from our own process
            self._tell(heard)
            if heard.kind != "count":
                return

    def _started(self) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [sys.executable, "-P", "-c", _CHILD, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._child = child
        if self._closed:
            child.kill()
        assert child.stdin is not None
        _send(child.stdin, self.source)
        return child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            for pipe in (child.stdin, child.stdout):
                # What was not sent yet has nobody to go to.
                with contextlib.suppress(OSError):
                    pipe.close() if pipe is not None else None
            child.wait()

    def _tell(self, heard: Heard) -> None:
        if heard.kind != "count":
            self._busy = False
        self.inbox.put(heard)
        self.wake()


def _send(pipe: IO[bytes], what: object) -> None:
    pickle.dump(what, pipe)
    pipe.flush()


def serve() -> None:
    """The process: a source, then one answer for each question until its input ends."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(OSError, AttributeError):
        # Windows has no such call.
        os.nice(5)
    # As for a verb: of the values that are read by the hundred thousand hardly any becomes garbage.
    gc.set_threshold(50_000)
    with contextlib.suppress(EOFError, BrokenPipeError):
        answers(sys.stdin.buffer, lambda heard: _send(out, heard))


def answers(questions: IO[bytes], tell: Callable[[Heard], None]) -> None:
    """Answer until the questions end (EOFError)."""
    source: Source = pickle.load(questions)  # noqa: S301 - from the program that has started us
    from annotator.project.compare.counter import Counter

    counter = Counter(source, tell)
    while pickle.load(questions) == LOOK:  # noqa: S301 - as above
        counter.answer()
