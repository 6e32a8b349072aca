"""The kinds of disagreement: how many components have each."""

from __future__ import annotations

from annotator.agreement.report import Estimate, Report
from annotator.agreement.show.kind import every_kind, kind_label
from annotator.agreement.show.number import interval, percent, plural
from annotator.tui.agreement.figure import RANGE, VALUE, bar, joined, left, right
from annotator.tui.agreement.view import BLANK, Shown, View, heading, sentence
from annotator.tui.drawing.paint import width
from annotator.tui.listing import Line

COUNT = 6
GAPS = 6
"""Cells between the name and the three columns."""
BAR = 24
NONE_YET = Estimate(None)


def kinds(report: Report, view: View) -> Shown:
    """Every kind that the scheme makes possible, in one order."""
    counts = every_kind(report)
    labels = {kind: kind_label(kind, report) for kind in counts}
    free = max(12, view.room - COUNT - VALUE - RANGE - GAPS)
    name = min(free, max(map(width, labels.values())))
    drawn = max(0, min(BAR, free - name - 4))
    told = "A component is a group of claims that overlap, of all annotators; it may have several kinds."
    lines = [heading(f"Of {plural(report.components, 'component')}"), *sentence(told, view), BLANK]
    for kind, count in counts.items():
        rate = report.rates.get(kind, NONE_YET)
        cells = [
            left(labels[kind], name),
            right(f"{count:,}", COUNT, "strong" if count else "quiet"),
            right(percent(report.rate(kind)), VALUE),
            left(interval(rate, percent), RANGE, "quiet"),
        ]
        lines.append(Line((*joined(cells), ("  ", "text"), *bar(report.rate(kind), drawn))))
    if report.inexact:
        of = plural(report.inexact, "component")
        lines += [
            BLANK,
            *sentence(f"{of} too tangled to prove that no better matching exists; the best found counts.", view),
        ]
    return Shown(lines)
