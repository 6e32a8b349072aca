"""The key reference, made from the command table and a scheme: for `annotator keys` and docs/keys.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from annotator.core.command import Command
from annotator.core.keymap import OTHERS, ROLE_COMMANDS
from annotator.core.scheme import Scheme

GROUPS = ("Move", "Select", "Mark", "Tag", "Claims", "Review", "Go", "Speakers (g s)")
"""In the order in which the hand learns them."""
_SHOWN = {
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "enter": "Enter",
    "backspace": "Backspace",
    "escape": "Esc",
    "space": "Space",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "shift+left": "Shift+←",
    "shift+right": "Shift+→",
    "shift+up": "Shift+↑",
    "shift+down": "Shift+↓",
    "shift+pagedown": "Shift+PgDn",
    "shift+pageup": "Shift+PgUp",
    "shift+home": "Shift+Home",
    "shift+end": "Shift+End",
}


def on_cap(keys: str) -> str:
    """A sequence of keys as it stands on the caps of a keyboard."""
    return " ".join(_SHOWN.get(key, key) for key in keys.split(" "))


class Entry(NamedTuple):
    """One row of the reference."""

    group: str
    keys: tuple[str, ...]
    name: str
    help: str


def entries(table: Mapping[str, Command], scheme: Scheme) -> Iterator[Entry]:
    """Every key that does something, by group: commands first, then the scheme's values behind their leaders."""
    commands = [row for group in GROUPS for row in table.values() if row.group == group]
    for row in commands:
        keys = tuple(on_cap(each) for each in row.keys)
        if row.name in ROLE_COMMANDS:
            index = ROLE_COMMANDS.index(row.name)
            if index < len(scheme.roles):
                role = scheme.roles[index]
                words = f"Mark the {role.label.lower()}; with nothing selected, take it up again."
                yield Entry(row.group, keys, row.name, words)
        elif keys:
            yield Entry(row.group, keys, row.name, row.help)
    for role in scheme.roles[3:]:
        words = f"Mark the {role.label.lower()}; with nothing selected, take it up again."
        yield Entry("Mark", (f"{OTHERS} {role.hotkey}",), f"mark {role.key}", words)
    if scheme.attribution:
        yield Entry("Tag", (f"{OTHERS} @",), "chain", table["chain"].help)
    if scheme.links:
        yield Entry("Tag", (f"{OTHERS} >",), "link", table["link"].help)
    for item in scheme.fields:
        leaders = tuple(leader for leader in (item.leader, f"{OTHERS} {item.hotkey}") if leader)
        for value in item.offered:
            keys = tuple(f"{leader} {value.hotkey}" for leader in leaders)
            yield Entry(item.label, keys, value.label or value.key, value.help)
        if not item.values:
            yield Entry(item.label, leaders, item.key, item.help or f"Set it: a {item.type}.")


def markdown(table: Mapping[str, Command], scheme: Scheme) -> str:
    """docs/keys.md: one table a group."""
    lines = ["# Keys", "", f"Made from the command table and the scheme `{scheme.id}`; do not edit.", ""]
    lines += ["Select first, then act. A blank parts keys that are pressed one after the other.", ""]
    groups: dict[str, list[Entry]] = {}
    for entry in entries(table, scheme):
        groups.setdefault(entry.group, []).append(entry)
    for group, rows in groups.items():
        lines += [f"## {group}", "", "| keys | command | what it does |", "|---|---|---|"]
        for entry in rows:
            keys = " · ".join(f"`{key}`".replace("|", "\\|") for key in entry.keys)
            lines.append(f"| {keys} | {entry.name} | {entry.help} |")
        lines.append("")
    return "\n".join(lines)
