"""Strips that tell the terminal only what changes from one stretch to the next.

Textual writes each stretch with all its colours and a reset behind it. A row of an article has many short stretches
on one background, so leaving out what stays halves what a key sends over a slow line.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.console import COLOR_SYSTEMS, Console
from rich.style import Style
from textual.strip import Strip

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29"}
_OFF |= {"51": "54", "52": "54", "53": "55"}
"""Attribute → the code that takes it back."""


class LeanStrip(Strip):
    """A strip that looks the same and is written in fewer bytes."""

    def crop(self, start: int, end: int | None = None) -> Strip:
        """The cells from `start` up to `end`, lean too."""
        found = super().crop(start, end)
        return found if found is self else LeanStrip(found, found.cell_length)

    def render(self, console: Console) -> str:
        """The escape sequences and the text; nothing is set before it or behind it."""
        if self._render_cache is None:
            self._render_cache = self._written(COLOR_SYSTEMS[console.color_system or "truecolor"])
        return self._render_cache

    def _written(self, system: ColorSystem) -> str:
        written: list[str] = []
        before = ("", "", "")
        for text, style, _ in self:
            now = _codes(style, system) if style else ("", "", "")
            if now != before:
                written.append(_change(before, now))
                before = now
            written.append(text)
        return "".join(written) + ("\x1b[0m" if any(before) else "")


@lru_cache(maxsize=4096)
def _codes(style: Style, system: ColorSystem) -> tuple[str, str, str]:
    """The codes of the attributes, the colour, and the background."""
    return (
        Strip.render_ansi(style.without_color, system),
        _color(style.color, system, True),
        _color(style.bgcolor, system, False),
    )


def _color(color: Color | None, system: ColorSystem, foreground: bool) -> str:
    return ";".join(color.downgrade(system).get_ansi_codes(foreground)) if color else ""


@lru_cache(maxsize=4096)
def _change(before: tuple[str, str, str], now: tuple[str, str, str]) -> str:
    """What leads from one set of codes to another: what is gone is taken back by its own code, or by a reset."""
    had, has = before[0].split(";") if before[0] else [], now[0].split(";") if now[0] else []
    gone = {_OFF[code] for code in had if code not in has}
    codes = sorted(gone) + [code for code in has if code not in had or _OFF[code] in gone]
    for old, new, default in ((before[1], now[1], "39"), (before[2], now[2], "49")):
        if old != new:
            codes.append(new or default)
    reset = ";".join(["0", *filter(None, now)])
    return f"\x1b[{min(';'.join(codes), reset, key=len)}m"
