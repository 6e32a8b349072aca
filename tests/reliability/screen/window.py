"""The real program in a pseudo-terminal, forked from a process that has loaded everything: a start costs little.

Such a process is one of its own, without threads: `apart` runs a trial in it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte
import textual.drivers.linux_driver  # noqa: F401 - loaded for all that are forked

from annotator.cli import run
from annotator.project.practice.demo import demo
from tests.reliability.trial import Outcome
from tests.terminal import Terminal

ROOT = Path(__file__).parents[3]
FIRST = {"label": "CLAIMS", "review": "CASE "}
"""What a screen shows once it is there."""
WHO = {"label": "zoe", "review": "rosa"}
ARTICLE = {"label": "harbor-bridge", "review": "water"}


class Unseen(pyte.ByteStream):
    """Nobody looks at a screen."""

    def feed(self, data: bytes) -> None:
        """Pass it over."""


class Forked(Terminal):
    """The program, forked from this process with these words."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        deaf: bool = False,
        ready: Callable[[], None] = lambda: None,
        looked_at: bool = True,
    ) -> None:
        """`deaf`: SIGHUP does not reach it. `ready` is called in the new process before the program begins. Of a screen
        that is not looked at only the bytes are kept."""
        self.deaf, self.ready = deaf, ready
        super().__init__(words, columns=columns, rows=rows, env=env)
        if not looked_at:
            self._stream = Unseen(self.screen)

    def _begin(self, command: list[str]) -> None:
        status = 3
        try:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            if self.deaf:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            for name, descriptor, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
                stream = open(descriptor, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as it lives
                setattr(sys, name, stream)
                setattr(sys, f"__{name}__", stream)
            self.ready()
            status = run(command)
        except SystemExit as asked:
            status = int(asked.code or 0)
        except BaseException:  # noqa: BLE001 - whoever forked this must not go on in it
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)


class Window(Forked):
    """A label or a review screen of a copy of the sample project."""

    def __init__(
        self, project: Path, screen: str, *, deaf: bool = False, ready: Callable[[], None] = lambda: None
    ) -> None:
        self.project, self.screen_name = project, screen
        words = ["-C", str(project), screen, ARTICLE[screen], "--as", WHO[screen]]
        env = {"HOME": str(project.parent), "XDG_STATE_HOME": "", "NO_COLOR": ""}
        super().__init__(words, env=env, deaf=deaf, ready=ready)

    def first(self) -> Window:
        """Wait for the first frame."""
        self.wait(FIRST[self.screen_name])
        return self

    def type(self, keys: str) -> None:
        """Type keys written with blanks between them, all at once."""
        self.send(keys.replace(" ", "").replace("⏎", "\r").replace("⇥", "\t"))


def project(folder: Path) -> Path:
    """A copy of the sample project in a folder."""
    demo(folder / "project").close()
    return folder / "project"


def apart(module: str, folder: Path, count: int, seed: int) -> Outcome:
    """Run the trial of a module in a process of its own."""
    words = [sys.executable, "-m", f"tests.reliability.screen.{module}", str(folder), str(count), str(seed)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return Outcome(broken=[f"the trial has failed: {done.stderr.strip()[-2000:]}"])
    figures, broken = json.loads(done.stdout.strip().split("\n")[-1])
    return Outcome(figures, broken)


def main(trial: Callable[[Path, int, int], Outcome]) -> None:
    """Print the outcome of a trial that was called as `apart` does."""
    folder, count, seed = sys.argv[1:] if len(sys.argv) > 1 else (tempfile.mkdtemp(), "20", "1")
    outcome = trial(Path(folder), int(count), int(seed))
    sys.stdout.write(json.dumps([outcome.figures, outcome.broken]) + "\n")
