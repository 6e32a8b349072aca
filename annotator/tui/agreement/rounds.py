"""How agreement changed from round to round."""

from __future__ import annotations

from annotator.agreement.report import Report, RoundRow
from annotator.agreement.show.number import share
from annotator.tui.agreement.alphas import alphas, columns, heads, missing
from annotator.tui.agreement.figure import VALUE, joined, left, right
from annotator.tui.agreement.view import BLANK, Shown, View, sentence
from annotator.tui.drawing.paint import Run, width
from annotator.tui.listing import Line

NAME = 20
COLUMN = 8
WORDS = "Every round is compared by itself. Under a field's name: its alpha."


def rounds(report: Report, view: View) -> Shown:
    """A row for each round: F1, soft F1, mean IoU, then alpha of as many fields as there is room for."""
    name = min(NAME, max((width(each.round) for each in report.rounds), default=0), max(6, view.room // 4))
    fields = columns(report.fields, view.room - name - 2 * (2 + COLUMN) - 3 * (2 + VALUE))
    head = [left("", name), *(right(each, COLUMN, "quiet") for each in ("readers", "articles"))]
    head += [right(each, VALUE, "quiet") for each in ("F1", "soft", "IoU")]
    lines = [Line(tuple(joined([*row(each, name), *alphas(each.fields, fields)]))) for each in report.rounds]
    words = f"{WORDS} {missing(report.fields, fields)}".rstrip()
    return Shown([*lines, BLANK, *sentence(words, view)], [Line(tuple(joined([*head, *heads(fields)])))])


def row(of: RoundRow, name: int) -> list[Run]:
    """What was compared in a round, and how well claims were found."""
    seen = of.overlap
    sizes = [right(f"{size:,}", COLUMN) for size in (len(of.annotators), of.articles)]
    return [
        left(of.round, name),
        *sizes,
        *(right(share(x.value), VALUE) for x in (seen.f1, seen.f1_soft, seen.mean_iou)),
    ]
