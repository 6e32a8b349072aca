"""What is known of an article besides its text, and how it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

META = ("outlet", "author", "date", "language", "address")
"""What the metadata of an article is called, whatever the file calls it, in the order in which it is shown."""


def byline(meta: Mapping[str, Any]) -> str:
    """Where and when an article appeared, in a few words: `Harbor Post · 2026-05-11`; empty when that is not known."""
    return " · ".join(filter(None, (as_words(meta.get("outlet")), as_words(meta.get("date"))[:10])))


def listed(meta: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, value) of everything that is known of an article: what all articles may have first, then the rest."""
    names = [*(name for name in META if name in meta), *sorted(name for name in meta if name not in META)]
    return [(name, words) for name in names if (words := as_words(meta[name]))]


def as_words(value: Any) -> str:
    """A value of the metadata as it is shown; a list with `; ` between its items, empty for nothing."""
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, map(as_words, value)))
    return "" if value is None else " ".join(str(value).split())
