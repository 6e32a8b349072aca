"""The numbered steps from one version of the store to the next. A released step is never changed."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.store.statements import CREATE

STEPS: tuple[Sequence[str], ...] = (CREATE,)
"""Step n makes version n out of version n - 1; version 0 is an empty file. All that are due run in one transaction."""

VERSION = len(STEPS)
"""What this program reads and writes."""


def due(version: int, steps: Sequence[Sequence[str]] = STEPS) -> list[str]:
    """The statements that bring a store of this version up to date, in order; the last one marks it so."""
    if version >= len(steps):
        return []
    return [statement for step in steps[version:] for statement in step] + [f"PRAGMA user_version = {len(steps)}"]
