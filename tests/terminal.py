"""A real terminal: the program runs in a pseudo-terminal, and pyte says what a person would see."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence

import pyte

NAMED = {
    "enter": "\r",
    "backspace": "\x7f",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "left": "\x1b[D",
    "right": "\x1b[C",
    "pagedown": "\x1b[6~",
    "escape": "\x1b",
}


class Terminal:
    """One program in one terminal."""

    def __init__(
        self, command: Sequence[str], *, columns: int = 120, rows: int = 40, env: Mapping[str, str] | None = None
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        """Everything that the program has written."""
        self.status: int | None = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": "", "LINES": ""})
            os.environ.update(env or {})
            for name in ("COLUMNS", "LINES"):
                os.environ.pop(name, None)
            os.execvp(command[0], list(command))
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGWINCH)

    def send(self, text: str) -> None:
        """Type this text as it is."""
        os.write(self.fd, text.encode())

    def press(self, keys: str) -> None:
        """Press keys written with blanks between them, and let the screen answer each."""
        for key in keys.split():
            self.send(NAMED.get(key, key))
            self.read(0.02)

    def read(self, seconds: float) -> bool:
        """Take in what is written until nothing comes for `seconds`; whether anything came."""
        came = False
        while True:
            ready, _, _ = select.select([self.fd], [], [], seconds)
            if not ready:
                return came
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return came
            if not data:
                return came
            came = True
            self.raw += data
            self._stream.feed(data)

    def wait(self, wanted: str | Callable[[str], bool], timeout: float = 20.0) -> str:
        """Wait until the screen shows this text, or satisfies this question; the whole screen then."""
        end = time.monotonic() + timeout
        while True:
            shown = self.text
            if wanted(shown) if callable(wanted) else wanted in shown:
                return shown
            if time.monotonic() > end or (self.ended() and not self.read(0.1)):
                raise AssertionError(f"the screen never showed {wanted!r}:\n{shown}\nstatus {self.status}")
            self.read(0.05)

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def ended(self) -> bool:
        """Whether the program has ended."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def wait_end(self, timeout: float = 10.0) -> int:
        """Wait for the end; the exit status (negative: the signal)."""
        end = time.monotonic() + timeout
        while not self.ended():
            self.read(0.02)
            assert time.monotonic() < end, f"it does not end:\n{self.text}"
        assert self.status is not None
        return self.status

    def close(self) -> None:
        """End it, whatever it does."""
        if not self.ended():
            self.kill()
            self.wait_end()
        with contextlib.suppress(OSError):
            os.close(self.fd)
