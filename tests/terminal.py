"""A real terminal: the program runs in a pseudo-terminal, and pyte says what a person would see."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
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
        self.before: list[object] = []
        """The modes of the terminal before the program has begun."""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": "", "LINES": ""})
            os.environ.update(env or {})
            for name in ("COLUMNS", "LINES"):
                os.environ.pop(name, None)
            # Whoever runs the tests may be deaf to it, and then the program would be, too.
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            self._begin(list(command))
        self.before = self.modes()
        self.resize(columns, rows)

    def _begin(self, command: list[str]) -> None:
        """What the new process does."""
        os.execvp(command[0], command)

    def modes(self) -> list[object]:
        """The modes of the terminal, as `stty` sees them."""
        return termios.tcgetattr(self.fd)

    def put_back(self) -> bool:
        """Whether the other screen is left, the mouse off, the cursor shown, pastes and focus as a shell has them."""
        last = {}
        for match in re.finditer(rb"\x1b\[\?([\d;]+)([hl])", self.raw):
            last |= dict.fromkeys(match[1].split(b";"), match[2])
        off = (b"1049", b"1000", b"1003", b"1006", b"1015", b"2004", b"1004")
        return (
            all(last.get(mode, b"l") == b"l" for mode in off) and last.get(b"25", b"h") == last.get(b"7", b"h") == b"h"
        )

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
        while self.read_once(seconds):
            came = True
        return came

    def read_once(self, seconds: float) -> bool:
        """Take in what is written next, within `seconds`; whether anything came."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        try:
            data = os.read(self.fd, 65536) if ready else b""
        except OSError:
            data = b""
        if data:
            self.raw += data
            self._stream.feed(data)
            self.seen()
        return bool(data)

    def seen(self) -> None:
        """Called after each piece of what is written."""

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

    def rest(self, timeout: float = 10.0, *, reading: bool = True) -> float:
        """Wait for the end; the seconds of computing that the program has used from now on, with all its threads."""
        used = last = self._used()
        end = time.monotonic() + timeout
        while not self.ended():
            last = self._used() or last
            if reading:
                self.read(0.005)
            else:
                time.sleep(0.005)
            assert time.monotonic() < end, f"it does not end:\n{self.text}"
        return last - used

    def stopped(self, timeout: float = 10.0) -> None:
        """Wait until it stands still."""
        end = time.monotonic() + timeout
        while os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED) == (0, 0):
            self.read(0.01)
            assert time.monotonic() < end, f"it does not stop:\n{self.text}"
        self.read(0.01)

    def hang_up(self, timeout: float = 10.0) -> float:
        """Take the terminal away, as a window that is closed does; then as `rest`."""
        os.close(self.fd)
        self.fd = os.open(os.devnull, os.O_RDWR)
        return self.rest(timeout)

    def _used(self) -> float:
        try:
            with open(f"/proc/{self.pid}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

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
