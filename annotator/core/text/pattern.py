"""Patterns that are compiled when they are first used: compiling them all would hold the first frame up."""

from __future__ import annotations

from typing import Any, cast

import regex


class _Lazy:
    """Stands for a compiled pattern; the first use of a method compiles it and keeps the method."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        method = getattr(regex.compile(self._source, self._flags), name)
        setattr(self, name, method)
        return method


def lazy(source: str, flags: int = 0) -> regex.Pattern[str]:
    """`regex.compile` put off until the pattern is used."""
    return cast("regex.Pattern[str]", _Lazy(source, flags))
