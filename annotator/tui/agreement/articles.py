"""The articles that at least two have read, by how much they disagree in each."""

from __future__ import annotations

from annotator.agreement.report import ArticleRow, Report
from annotator.agreement.show.number import share
from annotator.tui.agreement.figure import joined, left, right
from annotator.tui.agreement.view import BLANK, Shown, View, sentence
from annotator.tui.drawing.paint import Run
from annotator.tui.listing import Line

COLUMNS = (("readers", 7), ("claims", 6), ("components", 10), ("mass", 6), ("F1", 5))
READ_FIRST = "you are still to read it: no numbers yet"
MASS = "Mass: components that differ; those in which only white space, punctuation or “that” differ count half."


def articles(report: Report, view: View) -> Shown:
    """One row each; those that whoever looks is still to read come last, without numbers."""
    title = max(12, view.room - sum(size + 2 for _, size in COLUMNS))
    head = joined([left("", title), *(right(name, size, "quiet") for name, size in COLUMNS)])
    shown = [each for each in report.articles if each.id not in view.unread]
    waiting = sorted((each for each in report.articles if each.id in view.unread), key=lambda each: each.id)
    lines = [Line(tuple(row(each, title)), each.id) for each in shown]
    lines += [Line((left(name(each), title, "quiet"), (f"  {READ_FIRST}", "quiet")), each.id) for each in waiting]
    return Shown([*lines, BLANK, *sentence(MASS, view)], [Line(tuple(head))])


def name(of: ArticleRow) -> str:
    """The title, or the id where it has none."""
    return of.title or of.id


def row(of: ArticleRow, title: int) -> list[Run]:
    """One article."""
    texts = (
        str(len(of.annotators)),
        f"{of.claims:,}",
        f"{of.components:,}",
        f"{of.mass:g}",
        share(of.overlap.f1.value),
    )
    return joined([left(name(of), title), *(right(text, size) for text, (_, size) in zip(texts, COLUMNS, strict=True))])
