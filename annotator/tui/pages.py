"""The pages over the article: help, guideline, and the list of articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from annotator.core.commands import COMMANDS
from annotator.core.reference import GROUPS, entries
from annotator.core.scheme import Scheme
from annotator.project.desk import Desk
from annotator.tui.drawing.paint import Run, flow
from annotator.tui.listing import Line
from annotator.tui.prose import rows

if TYPE_CHECKING:
    from annotator.core.feedback.example import Example

BLANK = Line((("", "text"),))
KEYS = 20
"""Cells for the keys of a row of help."""
MEASURE = 84
"""Cells of a row of prose, at most."""


def title(text: str, hint: str) -> list[Line]:
    """The head of a page."""
    return [BLANK, Line(((text, "title"), (f"   {hint}", "quiet"))), BLANK]


def help_lines(scheme: Scheme, width: int, screen: str = "label") -> list[Line]:
    """The commands of a screen and of its registry by group, then the scheme's values behind their leaders."""
    lines = title("Keys", "j k scroll · Backspace goes back")
    here = {name: row for name, row in COMMANDS.items() if {screen, "registry"} & set(row.screens)}
    group = ""
    # What only this screen can do comes first.
    for entry in sorted(entries(here, scheme), key=lambda each: screen != "review" or each.group != "Review"):
        if entry.group != group:
            group = entry.group
            lines += [BLANK, Line(((group, "strong"),))]
        keys = "  ".join(entry.keys)
        words = entry.help if entry.group in GROUPS else f"{entry.name} — {entry.help}"
        for number, row in enumerate(rows(words, max(20, width - 8 - KEYS))):
            lines.append(Line(((f"{'' if number else keys:<{KEYS}}  ", "key"), *row)))
    return lines


def guideline(markdown: str, slug: str, width: int, examples: Sequence[Example] = ()) -> list[Line]:
    """The passage of the guidelines under this heading, or all of them when there is no such heading; then examples."""
    from annotator.config.guidelines import passage

    text = passage(markdown, slug) or markdown
    if not text:
        return [*title("Guideline", "Backspace goes back"), Line((("This project has no guidelines.md.", "text"),))]
    found = [Line(row) for row in rows(text, min(MEASURE, width - 8))]
    return [*title("Guideline", "j k scroll · Backspace goes back"), *found, *_shown(examples, width)]


def _shown(examples: Sequence[Example], width: int) -> Iterable[Line]:
    """What this team's gold has to show: value by value, with the note where there is one."""
    if not examples:
        return
    yield from (BLANK, Line((("From this team's gold", "strong"),)), BLANK)
    column = max(len(each.value) for each in examples) + 2
    before = ""
    for each in examples:
        name = each.value if each.value != before else ""
        lead: Run = (f"{name.replace('_', ' '):<{column}}", "key")
        note: list[Run] = [(f"  {each.why}", "quiet")] if each.why else []
        for row in flow([(each.words, "text"), *note], max(20, min(MEASURE, width - 8) - column), 3):
            yield Line((lead, *row))
            lead = (" " * column, "text")
        before = each.value


def home(desk: Desk) -> list[Line]:
    """Every article of the project with one's own progress; Enter opens it."""
    found = desk.rows()
    done = sum(row.status == "done" for row in found)
    lines = title(
        desk.project.title, f"{done} of {len(found)} done by {desk.annotator} · j k Enter · Backspace goes back"
    )
    for row in found:
        mark = {"done": "●", "open": "◐"}.get(row.status, "○")
        count = f"{row.claims} claims" if row.claims else ""
        given = "assigned" if row.assigned else ""
        parts = ((f"{mark} ", "key"), (f"{row.title:.70} ", "text"), (f"  {row.id}  {count} {given}", "quiet"))
        lines.append(Line(parts, row.id))
    return lines
