"""Which value meets which, of one field at a time: the confusion matrix, and what is most often taken for what."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.agreement.report import Confusion, FieldRow, Report
from annotator.agreement.show.number import NONE, interval, percent, plural, share
from annotator.tui.agreement.figure import joined, left, right
from annotator.tui.agreement.matrix import Cell, matrix
from annotator.tui.agreement.view import BLANK, Shown, View, heading, hint, sentence, typed
from annotator.tui.listing import Line

MOST = 5
"""Confusions that are named."""
EMPTY = "(nothing)"
"""The set without a value."""
NOTHING = "The scheme has no field that counts in agreement; `counts = true` in scheme.toml makes one count."


def names(report: Report) -> Sequence[str]:
    """The fields that can be shown."""
    return [each.label for each in report.fields]


def values(report: Report, view: View) -> Shown:
    """One field."""
    if not report.fields:
        return Shown(sentence(NOTHING, view))
    of = report.fields[view.choice]
    return Shown([*summary(of, report, view), BLANK, *body(of, report, view)])


def summary(of: FieldRow, report: Report, view: View) -> list[Line]:
    """The field's numbers in one row, or why there are none."""
    if of.alpha.value is None:
        return [heading(of.label, f"alpha undefined: {of.alpha.reason}")]
    told = [f"alpha {share(of.alpha.value)} {interval(of.alpha)}".rstrip()]
    told += [f"AC1 {share(of.ac1.value)}"] if of.ac1.value is not None else []
    told += [f"equal {percent(of.percent.value)}", f"n {of.alpha.n:,}", of.level]
    return [heading(of.label, " · ".join(told)), *(sentence(hint(of, report), view) if of.hint else [])]


def body(of: FieldRow, report: Report, view: View) -> list[Line]:
    """The matrix and its confusions."""
    seen = of.confusion
    if typed(of.key, report):
        return sentence("These values are typed freely; this page shows numbers only, so it does not name them.", view)
    if not seen.values:
        return sentence("No two annotators have given a value to the same claim.", view)
    labels = [EMPTY if label == NONE else label for label in seen.labels]
    lines = matrix(labels, cells(seen), view.room)
    lines += [BLANK, *confusions(seen, labels, view)]
    if seen.rest:
        lines += sentence(f"{plural(seen.rest, 'meeting')} of values that are rarer are left out of the matrix.", view)
    words = "A cell counts how often two annotators gave these two values to the same claim; the diagonal is agreement."
    return [*lines, BLANK, *sentence(words, view)]


def cells(of: Confusion) -> list[list[Cell]]:
    """Counts, tinted by their share of the row."""
    return [[Cell(f"{n:,}", n / sum(row)) if n else Cell("·") for n in row] for row in of.counts]


def confusions(of: Confusion, labels: Sequence[str], view: View) -> list[Line]:
    """What is most often taken for what."""
    size = range(len(of.values))
    all_ = sum(of.counts[one][two] for one in size for two in range(one, len(of.values)))
    found = sorted(
        ((of.counts[one][two], labels[one], labels[two]) for one in size for two in range(one)),
        key=lambda row: (-row[0], row[1:]),
    )
    held = [row for row in found if row[0]][:MOST]
    if not held:
        return sentence("Nobody has taken one value for another.", view)
    wide = min(40, (view.room - 16) // 2)
    lines = [heading("Most often taken for each other", f"of {plural(all_, 'meeting')}")]
    for n, one, two in held:
        counts = joined([right(f"{n:,}", 6, "strong"), right(percent(n / all_), 5, "quiet")])
        lines.append(Line((*counts, ("  ", "text"), left(f"{one} ↔ {two}", 2 * wide))))
    return lines
