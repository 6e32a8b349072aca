"""What a report looks like: one pure function `Report -> str` per format, and the table of those that have a name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from annotator.agreement.report import Report

Renderer: TypeAlias = "Callable[[Report], str]"

_HERE = "annotator.agreement.show"

FORMATS: dict[str, str] = {
    "table": f"{_HERE}.table:table",
    "json": f"{_HERE}.record:record",
    "html": "annotator.agreement.page.document:page",
    "csv": f"{_HERE}.tidy:tidy",
    "latex": f"{_HERE}.latex:latex",
    "paragraph": f"{_HERE}.paragraph:paragraph",
}
"""Name → where the renderer stands, `module:function`. Loaded when it is asked for."""
TEXTS: tuple[str, ...] = ("html",)
"""Formats that show the articles' words, and so need a report that keeps them."""


def renderer(name: str) -> Renderer:
    """The renderer of a format; `name` is one of `FORMATS`."""
    module, _, function = FORMATS[name].partition(":")
    found: Renderer = getattr(import_module(module), function)
    return found
