"""The pages over the article: help, guideline, and the list of articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from annotator.core.article import Article
from annotator.core.records.metadata import listed
from annotator.core.reference import GROUPS, entries
from annotator.core.scheme import Field
from annotator.core.visible import cells, visible
from annotator.project.desk import Desk
from annotator.tui.drawing.paint import Run
from annotator.tui.listing import Line
from annotator.tui.prose import rows, styled

if TYPE_CHECKING:
    from annotator.core.feedback.example import Example
    from annotator.project.feedback.advice import Advice
    from annotator.project.session import Session

BLANK = Line((("", "text"),))
KEYS = 20
"""Cells for the keys of a row of help."""
MEASURE = 84
"""Cells of a row of prose, at most."""


def title(text: str, hint: str) -> list[Line]:
    """The head of a page."""
    return [BLANK, Line(((text, "title"), (f"   {hint}", "quiet"))), BLANK]


def help_lines(session: Session, width: int) -> list[Line]:
    """The commands of a screen and of its registry by group, then the scheme's values behind their leaders."""
    lines = title("Keys", "j k scroll · Backspace goes back")
    screen = session.screen
    here = {name: row for name, row in session.commands.items() if {screen, "registry"} & set(row.screens)}
    group = ""
    # What only this screen can do comes first.
    for entry in sorted(entries(here, session.scheme), key=lambda each: screen != "review" or each.group != "Review"):
        if entry.group != group:
            group = entry.group
            lines += [BLANK, Line(((group, "strong"),))]
        keys = "  ".join(entry.keys)
        words = entry.help if entry.group in GROUPS else f"{entry.name} — {entry.help}"
        for number, row in enumerate(rows(words, max(20, width - 8 - KEYS))):
            lines.append(Line(((f"{'' if number else keys:<{KEYS}}  ", "key"), *row)))
    return lines


def guideline(found: Advice, width: int) -> list[Line]:
    """The passage of the guidelines, what has been ruled on it since, and what this team's gold shows of it."""
    measure = max(20, min(MEASURE, width - 8))
    if not (found.passage or found.rulings or found.examples):
        return [*title("Guideline", "Backspace goes back"), Line((("This project has no guidelines.md.", "text"),))]
    lines = title("Guideline", f"version {found.version} · j k scroll · Backspace goes back")
    lines += [Line(row) for row in rows(found.passage, measure)]
    if found.rulings:
        lines += [BLANK, Line((("Ruled since", "strong"),)), BLANK]
        for ruling in found.rulings:
            head = (f"{ruling.name}, {ruling.date}:", "key")
            lines += map(Line, styled([head, (ruling.text, "text")], measure))
    for field, examples in found.examples:
        lines += [BLANK, Line(((f"{visible(field.label)} in this team's gold", "strong"),)), BLANK]
        lines += _shown(field, examples, measure)
    return lines


def _shown(field: Field, examples: Sequence[Example], width: int) -> Iterable[Line]:
    """What this team's gold has to show: value by value, with the note where there is one."""
    names = {
        each.value: (known.label or known.key if (known := field.value(each.value)) else each.value)
        for each in examples
    }
    column = max(cells(visible(name)) for name in names.values()) + 2
    before = ""
    for each in examples:
        name = visible(names[each.value]) if each.value != before else ""
        lead: Run = (name + " " * (column - cells(name)), "key")
        said = [(each.words, "text"), (f"{each.why} ({each.article})", "quiet")]
        for row in styled(said, max(20, width - column), hang=0):
            yield Line((lead, *row))
            lead = (" " * column, "text")
        before = each.value


def home(desk: Desk) -> list[Line]:
    """Every article of the project with one's own progress; Enter opens it."""
    found = desk.rows()
    done = sum(row.status == "done" for row in found)
    only = "".join(f" · only {each}" for each in desk.where)
    lines = title(
        desk.project.title, f"{done} of {len(found)} done by {desk.annotator}{only} · j k Enter · Backspace goes back"
    )
    for row in found:
        mark = {"done": "●", "open": "◐"}.get(row.status, "○")
        count = f"{row.claims} claim{'s' if row.claims > 1 else ''}" if row.claims else ""
        given = "assigned" if row.assigned else ""
        rest = "  ".join(filter(None, (row.id, row.byline, count, given)))
        parts = ((f"{mark} ", "key"), (f"{row.title:.70} ", "text"), (f"  {rest}", "quiet"))
        lines.append(Line(parts, row.id))
    return lines


def about(article: Article, width: int) -> list[Line]:
    """What is known of an article: where it comes from, and how its text came to be what it is."""
    known = [
        ("id", article.id),
        *listed(article.meta),
        ("length", f"{len(article.text):,} characters"),
        ("sha256", article.sha256),
        ("of its file", article.source_sha256),
    ]
    measure = max(20, min(MEASURE, width - 8))
    lines = title("About this article", "Backspace goes back")
    lines += [*map(Line, styled([(visible(article.title), "strong")], measure)), BLANK]
    column = max(cells(visible(name)) for name, _ in known) + 2
    for name, said in known:
        lead: Run = (f"{visible(name)}{' ' * (column - cells(visible(name)))}", "key")
        for row in styled([(visible(said), "text")], max(20, measure - column), hang=0) if said else ():
            lines.append(Line((lead, *row)))
            lead = (" " * column, "text")
    return lines
