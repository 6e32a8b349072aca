"""init, status, assign."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence

from annotator.cli import say
from annotator.core.errors import UsageError
from annotator.core.records.metadata import byline
from annotator.core.text.plural import plural
from annotator.core.visible import cells, one_line, visible
from annotator.project.corpus.choosing import choose
from annotator.project.overview import Row, as_json, overview
from annotator.project.project import Project


def init_(call: Namespace) -> int:
    """Make a project."""
    from annotator.project.create import create

    folder = call.folder or call.project
    with create(folder, scheme=call.scheme, title=call.title, group=call.group) as project:
        say(f"{project.folder} is a project now, with the scheme {project.scheme.id}.")
    where = "" if folder.absolute() == type(folder)().absolute() else f" -C {folder}"
    say(f"Next: annotator{where} add PATH…, then annotator{where} label")
    return 0


def status_(call: Namespace) -> int:
    """Articles by annotators."""
    with Project.open(call.project) as project:
        rows = overview(project, call.where)
        if call.json:
            sys.stdout.write(json.dumps(as_json(project, rows), ensure_ascii=True, indent=1) + "\n")
            return 0
        for line in table(project, rows, call.where):
            sys.stdout.write(visible(line) + "\n")
    return 0


MARKS = {"done": "●", "open": "◐", "": "○"}


def table(project: Project, rows: list[Row], where: Sequence[str] = ()) -> list[str]:
    """The overview at 80 columns: one row an article, one column an annotator; where it appeared if there is room."""
    people = sorted({(cell.kind, cell.round, cell.annotator) for row in rows for cell in row.cells})
    done = sum(cell.status == "done" for row in rows for cell in row.cells)
    count = sum(cell.claims for row in rows for cell in row.cells)
    layers = sum(len(row.cells) for row in rows)
    articles = plural(len(rows), "article")
    lines = [
        f"{project.title}   {articles} · {plural(layers, 'layer')}, {done} done · {plural(count, 'claim')}",
        *(f"only {each}" for each in where),
        "",
    ]
    if not rows:
        if where:
            return [*lines, "No article fits."]
        return [*lines, "No articles yet: annotator add PATH…"]
    heads = [
        "/".join((name, *([kind] if kind != "human" else ()), *([round] if round != "main" else ())))
        for kind, round, name in people
    ]
    widths = [max(6, min(14, len(head))) for head in heads]
    left = max(20, 78 - sum(width + 2 for width in widths))
    lines.append(
        f"{'article':<{left}}"
        + "".join(f"  {one_line(head, width):>{width}}" for head, width in zip(heads, widths, strict=True))
    )
    for row in rows:
        held = {(cell.kind, cell.round, cell.annotator): cell for cell in row.cells}
        shown = []
        for person, width in zip(people, widths, strict=True):
            cell = held.get(person)
            text = f"{cell.claims or ''} {MARKS[cell.status]}" if cell else "·"
            shown.append(f"  {text:>{width}}")
        lines.append(_named(row, left) + "".join(shown))
    return [*lines, "", "● done   ◐ open   ○ assigned   · nothing"]


def _named(row: Row, width: int) -> str:
    """An article, and where and when it appeared if there is room for that."""
    name, rest = one_line(row.id, width), byline(row.meta)
    if cells(rest) > width - cells(name) - 2:
        rest = ""
    return name + " " * (width - cells(name) - cells(rest)) + rest


def assign_(call: Namespace) -> int:
    """Fix the plan."""
    from annotator.project.plan import assign

    with Project.open(call.project) as project:
        articles = choose(project, call.where) if call.articles == ["ALL"] else call.articles
        if call.where and call.articles != ["ALL"]:
            raise UsageError("--where chooses among ALL articles: annotator assign ALL --where … --to …")
        new, old = assign(project, articles, call.names, round=call.round)
    say(f"{new} assigned" + (f", {old} were already." if old else "."))
    return 0
