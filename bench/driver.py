"""A program in a pseudo-terminal, measured from outside: bytes, latency, CPU and memory of its process."""

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
from collections.abc import Mapping, Sequence
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


class Program:
    """One program at 120×40."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], *, cwd: Path | None = None) -> None:
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if cwd is not None:
                os.chdir(cwd)
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **env})
            for name in ("COLUMNS", "LINES", "NO_COLOR", "PYTHONDONTWRITEBYTECODE"):
                os.environ.pop(name, None)
            os.execvp(command[0], list(command))
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.seen = b""

    def read(self, timeout: float) -> bytes:
        """What comes within `timeout` seconds; empty when nothing does."""
        ready, _, _ = select.select([self.fd], [], [], timeout)
        if not ready:
            return b""
        try:
            return os.read(self.fd, 1 << 16)
        except OSError:
            return b""

    def until(self, wanted: bytes, timeout: float = 60.0) -> float:
        """Seconds from the start until these bytes were written. Raises TimeoutError."""
        end = time.perf_counter() + timeout
        while wanted not in self.seen:
            data = self.read(0.5)
            self.seen += data
            if time.perf_counter() > end:
                raise TimeoutError(f"{wanted!r} was never written: {self.seen[-400:]!r}")
        return time.perf_counter() - self.started

    def quiet(self, pause: float = 0.15, timeout: float = 30.0) -> int:
        """Read until nothing comes for `pause` seconds; how many bytes came."""
        count = 0
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            data = self.read(pause)
            if not data:
                return count
            count += len(data)
        return count

    def key(self, keys: bytes, settle: float = 0.012) -> tuple[float, int]:
        """(milliseconds from the key to the first byte of the answer, bytes of the whole answer)."""
        begin = time.perf_counter()
        os.write(self.fd, keys)
        first = self.read(2.0)
        taken = (time.perf_counter() - begin) * 1000
        count = len(first)
        while True:
            data = self.read(settle)
            if not data:
                return taken, count
            count += len(data)

    def cpu(self) -> float:
        """CPU seconds of all threads so far, from the scheduler's own account (nanoseconds)."""
        total = 0
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            with contextlib.suppress(OSError):
                total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def memory(self) -> float:
        """Resident megabytes."""
        for line in Path(f"/proc/{self.pid}/status").read_text().split("\n"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def close(self) -> None:
        """End it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self.fd)
