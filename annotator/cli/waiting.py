"""Waiting: how far a long call has come, on a terminal, and nothing anywhere else."""

from __future__ import annotations

import sys
import time

from annotator.core.visible import visible

PATIENCE = 0.7
"""Seconds before anything is shown."""
PAUSE = 0.1
"""Seconds between two of them."""
_ERASE = "\r\x1b[K"


class Waiting:
    """One line on stderr that is written over, and taken away in the end."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._begun = self._last = time.monotonic()
        self._shown = False

    def __enter__(self) -> Waiting:
        return self

    def __exit__(self, *problem: object) -> None:
        self.clear()

    def clear(self) -> None:
        """Take it away, for something else to be printed there."""
        if self._shown:
            self._shown = False
            sys.stderr.write(_ERASE)
            sys.stderr.flush()

    def say(self, words: str, *, stays: bool = False) -> None:
        """Show this, at most ten times a second, unless it `stays` for a while."""
        now = time.monotonic()
        if not self._terminal or now - self._begun < PATIENCE:
            return
        if self._shown and not stays and now - self._last < PAUSE:
            return
        self._last, self._shown = now, True
        sys.stderr.write(f"{_ERASE}{visible(words)[:79]}")
        sys.stderr.flush()
