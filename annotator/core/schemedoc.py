"""A scheme in words, for docs/scheme.md: what can be marked, what can be said, and by which keys."""

from __future__ import annotations

from annotator.core.keymap import OTHERS
from annotator.core.scheme import Scheme


def describe(scheme: Scheme) -> str:
    """One section of Markdown: roles, fields and values."""
    lines = [f"### `{scheme.id}` {scheme.version}: {scheme.title}", ""]
    lines += ["| role | key | | |", "|---|---|---|---|"]
    for index, role in enumerate(scheme.roles):
        key = "cav"[index] if index < 3 else f"{OTHERS} {role.hotkey}"
        marks = [("primary", role.primary), ("several pieces", role.pieces), ("required", role.required)]
        marks += [("names the speaker", role.speaker), ("the cue", role.cue)]
        what = ", ".join(word for word, holds in marks if holds)
        lines.append(f"| {role.label} | `{key}` | {what} | {role.help} |")
    lines += ["", "| field | value | keys | test |", "|---|---|---|---|"]
    for field in scheme.fields:
        leader = field.leader or f"{OTHERS} {field.hotkey}"
        about = ", ".join([field.type, *(["required"] if field.required else [])])
        lines.append(f"| **{field.label}** ({about}) | | `{leader}` | {field.help} |")
        for value in field.values:
            note = " (retired)" if value.retired else ""
            lines.append(f"| | {value.label}{note} | `{leader} {value.hotkey}` | {value.help} |")
    built_in = [
        f"speakers ({', '.join(scheme.speaker_types)})" if scheme.speakers else "",
        "chains of attribution" if scheme.attribution else "",
        f"links ({', '.join(scheme.links)})" if scheme.links else "",
        "notes" if scheme.note else "",
    ]
    lines += ["", f"Built in and switched on: {', '.join(part for part in built_in if part)}.", ""]
    return "\n".join(lines)
