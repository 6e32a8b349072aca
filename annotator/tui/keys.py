"""From Textual's key events to the names that the key table uses."""

from __future__ import annotations

from textual.events import Key

_SAME = {
    "ctrl+h": "backspace",
    "ctrl+j": "enter",
    "ctrl+m": "enter",
    "ctrl+i": "tab",
    "delete": "backspace",
    "ctrl+c": "quit",
    "ctrl+q": "quit",
    "ctrl+d": "quit",
}


def names_of(event: Key) -> tuple[str, ...]:
    """The keys that were pressed: Esc and a letter right behind it reach a terminal as one, as Alt and the letter."""
    if event.character and event.key.startswith("alt+"):
        return "escape", event.character
    return (name_of(event),)


def name_of(event: Key) -> str:
    """A printable character as itself, the space bar as `space`, everything else by Textual's name for it."""
    if event.key == "space":
        return "space"
    if event.character and event.is_printable:
        return event.character
    return _SAME.get(event.key, event.key)
