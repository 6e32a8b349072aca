"""How a screen ends when no key has asked for it: a signal, a terminal that is gone, an error of ours.

A thread waits for all of them, so that it does not matter what the screen's own loop hangs on: what is in hand is saved
within a second, the terminal is put back where it still exists, and the program ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Protocol

from textual.app import App
from textual.driver import Driver

from annotator.core.visible import visible
from annotator.project.recorder import Recorder

HURRY = 0.7
"""Seconds that the way out may take for saving, when it is not a key that asked for it."""
DEADLINE = 1.3
"""Seconds after which a screen that does not end by itself is ended."""
OVER, FAILED = 0, 255
"""What is said to the thread besides the numbers of signals."""
PUT_BACK = b"\x1b[?2004l\x1b[?7h\x1b[?1000;1003;1004;1006;1015;1016l\x1b[<u\x1b[?1049l\x1b[?25h"
"""Pastes, wrapping, mouse, focus, keyboard, the other screen, the cursor: as a shell expects them."""


class Desk(Protocol):
    """What is asked of the desk that the screen is on."""

    recorder: Recorder

    def keep(self, *, typing: bool = True) -> None:
        """Have what is being typed kept."""

    def close(self, seconds: float, *, insist: bool) -> str:
        """Save what can be saved; a sentence when something could not be. Raises StoreError."""


class Ending:
    """Listens from the first frame of a screen until it is put away."""

    def __init__(self, app: App[str], desk: Desk, leave: Callable[[int], None]) -> None:
        """`leave` puts the screen away with an exit status, in the screen's own loop."""
        self.app, self.desk, self.leave = app, desk, leave
        self.crash = ""
        """What is said of an error of ours."""
        self._left: str | None = None
        self._closing = threading.Lock()
        self._over = threading.Event()
        self._before: dict[int, Any] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._hears = self._says = -1

    def begin(self) -> None:
        """Listen. A signal that is ignored already stays ignored, as for a program in the background of a shell."""
        if self.app.is_headless:
            return
        self._loop = asyncio.get_running_loop()
        self._hears, self._says = os.pipe()
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._heard)
        self._before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, self._stopped)
        # What was on the terminal before a pause is there no more.
        self.app.app_resume_signal.subscribe(self.app, lambda app: self.app.refresh(layout=True))
        threading.excepthook = lambda args: self.failed(args.exc_value or RuntimeError())
        threading.Thread(target=self._listen, name="ending", daemon=True).start()

    def done(self) -> None:
        """The screen is put away: signals mean again what they meant before."""
        if self._loop is not None:
            self._over.set()
            os.write(self._says, bytes([OVER]))
            for number, before in self._before.items():
                signal.signal(number, before)
            threading.excepthook = threading.__excepthook__

    def close(self, *, insist: bool = True) -> str:
        """Save what can be saved, once; a sentence when something could not be.

        Raises StoreError when it lies nowhere and nobody insists.
        """
        if not self._closing.acquire(timeout=DEADLINE):
            return ""
        try:
            if self._left is None:
                self._left = self.desk.close(HURRY if insist else 2.0, insist=insist)
            return self._left
        finally:
            self._closing.release()

    def crashed(self, problem: BaseException) -> None:
        """Write the report of an error that ends the screen."""
        from annotator.project.ending.crash import report

        if not self.crash:
            found = report(problem, os.environ, sys.platform)
            self.crash = f"The screen ended unexpectedly ({type(problem).__name__}); {found}"

    def last_words(self) -> str:
        """What is said where the screen was, after an error of ours."""
        return f"{self.crash} {self.close() or 'Everything that it called saved is saved.'}"

    def failed(self, problem: BaseException) -> None:
        """An error of a thread ends the screen, too; unless the terminal is gone, which ends it anyway."""
        if isinstance(problem, OSError) and _gone():
            return
        self.crashed(problem)
        loop = self._loop
        if loop is not None and isinstance(problem, Exception):
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self.app._handle_exception, problem)
        os.write(self._says, bytes([FAILED]))

    def _heard(self, number: int, frame: FrameType | None) -> None:
        """Within a signal nothing is safe but to say so to the thread."""
        os.write(self._says, bytes([number]))

    def _listen(self) -> None:
        poll = select.poll()
        poll.register(self._hears, select.POLLIN)
        # Nothing is asked of the terminal: that it is gone is said unasked.
        for stream in _terminals():
            poll.register(stream, 0)
        while not self._over.is_set():
            found = dict(poll.poll())
            if set(found) - {self._hears}:
                self._vanished()
            else:
                self._ends(os.read(self._hears, 1)[0])

    def _vanished(self) -> None:
        """The terminal is gone: nothing can be put away, and nobody reads a sentence. Save and end."""
        driver = self.app._driver
        if driver is not None and isinstance(stop := getattr(driver, "exit_event", None), threading.Event):
            # A terminal that is gone can always be read: whoever waits for a key would do so for ever, at full speed.
            stop.set()
        self.close()
        os._exit(128 + signal.SIGHUP)

    def _ends(self, told: int) -> None:
        """A signal, or a thread that failed: the loop puts the screen away or, when it does not come to it, we do."""
        if told == OVER:
            return
        status = 1 if told == FAILED else 128 + told
        if told != FAILED and self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self.leave, status)
        if not self._over.wait(DEADLINE):
            words = self.last_words() if told == FAILED else self.close()
            self._put_back(words)
            os._exit(status)

    def _put_back(self, words: str) -> None:
        """The terminal as it was, as far as it takes anything at the moment."""
        import termios

        before = getattr(self.app._driver, "attrs_before", None)
        with contextlib.suppress(OSError, termios.error):
            if before is not None:
                termios.tcsetattr(0, termios.TCSANOW, before)
        with contextlib.suppress(OSError):
            if select.select([], [2], [], 0.1)[1]:
                os.write(2, PUT_BACK + (visible(words) + "\n" if words else "").encode("utf-8", "replace"))

    def _stopped(self, number: int, frame: FrameType | None) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._suspend)

    def _suspend(self) -> None:
        """Everything is saved before we stand still: another window would wait for us in vain."""
        self.desk.keep()
        self.desk.recorder.flush(HURRY)
        stop: Callable[[int, FrameType | None], None] = self._before[signal.SIGTSTP]
        stop(signal.SIGTSTP, None)


def _terminals() -> list[int]:
    return [stream for stream in (0, 2) if os.isatty(stream)]


def _gone() -> bool:
    """Whether the terminal is no more."""
    poll = select.poll()
    for stream in (0, 2):
        poll.register(stream, 0)
    return bool(poll.poll(0))


def listening() -> type[Driver] | None:
    """Textual's driver for terminals, with errors of the thread that reads keys told to the screen's ending; None
    where there is another one."""
    if sys.platform == "win32":
        return None
    from textual.drivers.linux_driver import LinuxDriver

    class Listening(LinuxDriver):
        def _run_input_thread(self) -> None:
            try:
                self.run_input_thread()
            except BaseException as problem:  # noqa: BLE001 - told to whoever ends the screen
                ending: Ending = self._app.ending  # type: ignore[attr-defined]
                ending.failed(problem)

    return Listening
