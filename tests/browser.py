"""A real browser on a pipe: Chromium without a window, driven by its own protocol, every request and complaint kept.

https://chromedevtools.github.io/devtools-protocol/ ; messages are JSON, each ended by a NUL.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import signal
import time
from pathlib import Path
from typing import Any

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
MISSING = "chromium is not installed (Debian: apt-get install chromium)"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
)
PATIENCE = 120
"""Seconds until a browser that says nothing is given up; only a broken one takes so long."""


class Browser:
    """One browser with one tab."""

    def __init__(self, folder: Path) -> None:
        ours, theirs = os.pipe(), os.pipe()
        # The browser reads from 3 and writes to 4; numbers from 10 on cannot be in the way of these two.
        child = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10) for fd in (ours[0], theirs[1])]
        quiet = os.open(os.devnull, os.O_RDWR)
        self._pid = os.posix_spawn(
            PROGRAM,
            [PROGRAM, *FLAGS, f"--user-data-dir={folder}"],
            {**os.environ, "HOME": str(folder)},
            file_actions=[
                *((os.POSIX_SPAWN_DUP2, quiet, fd) for fd in (0, 1, 2)),
                (os.POSIX_SPAWN_DUP2, child[0], 3),
                (os.POSIX_SPAWN_DUP2, child[1], 4),
            ],
            setpgroup=0,
        )
        for fd in (*child, ours[0], theirs[1], quiet):
            os.close(fd)
        self._out, self._in = ours[1], theirs[0]
        self._rest, self._number, self._session = b"", 0, ""
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command, and give what it answers. Raises RuntimeError for a refusal."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            found = self._next()
            if found.get("id") == self._number:
                if "error" in found:
                    raise RuntimeError(f"{method}: {found['error']}")
                return dict(found["result"])
            self.events.append(found)

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while b"\0" not in self._rest:
            if not select.select([self._in], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError("the browser says nothing")
            more = os.read(self._in, 1 << 20)
            if not more:
                raise RuntimeError("the browser has ended")
            self._rest += more
        message, self._rest = self._rest.split(b"\0", 1)
        return dict(json.loads(message))

    def open(self, page: Path, width: int = 1280, height: int = 900, *, dark: bool = False) -> None:
        """Load a file at a size and in a light; what happened before is forgotten."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        light = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[light])
        self.events.clear()
        self.ask("Page.navigate", url=page.as_uri())
        while not self.said("Page.loadEventFired"):
            self.events.append(self._next())
        # What the page does on its first frames is still to come.
        self.value("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")

    def said(self, *methods: str) -> list[dict[str, Any]]:
        """What happened since the page was opened."""
        return [each["params"] for each in self.events if each.get("method") in methods]

    @property
    def requests(self) -> list[str]:
        """Everything that was asked for, the page itself included."""
        return [each["request"]["url"] for each in self.said("Network.requestWillBeSent")]

    @property
    def complaints(self) -> list[str]:
        """Errors, warnings, violations of the page's own policy, and anything that a script has printed."""
        found = [each["entry"]["text"] for each in self.said("Log.entryAdded")]
        found += [str(each) for each in self.said("Runtime.consoleAPICalled", "Runtime.exceptionThrown")]
        return found

    def value(self, script: str) -> Any:
        """What an expression is worth in the page; the browser evaluates it, whatever the page's policy."""
        found = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return found["result"].get("value")

    def picture(self, *, whole: bool = False) -> bytes:
        """What is on the screen, or the whole page, as PNG."""
        if not whole:
            return base64.b64decode(self.ask("Page.captureScreenshot")["data"])
        size = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 16000), "scale": 1}
        found = self.ask("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(found["data"])

    def paper(self) -> bytes:
        """The page as PDF."""
        return base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True)["data"])

    def close(self) -> None:
        """End it, and all that it has started."""
        os.close(self._out)
        os.close(self._in)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
