"""The command line: parse, one use case, print."""

from __future__ import annotations


def run() -> int:
    """Run one call; the exit status."""
    return 0
