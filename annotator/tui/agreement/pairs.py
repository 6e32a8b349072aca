"""Every annotator beside every other: one measure at a time, as a matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.agreement.report import Estimate, PairRow, Report
from annotator.agreement.show.number import NONE, plural, reasons, share
from annotator.tui.agreement.figure import VALUE, joined, left, right
from annotator.tui.agreement.matrix import Cell, matrix
from annotator.tui.agreement.view import BLANK, Shown, View, heading, sentence
from annotator.tui.drawing.paint import width
from annotator.tui.listing import Line

FEW = 9
"""Annotators of whom the eye finds the lowest number by itself."""
MOST = 5
NAME = 24
OVERLAPS = (
    ("F1", "f1", "how many claims both have found"),
    ("F1 soft", "f1_soft", "how many claims both have found; a match counts its overlap"),
    ("F1 exact", "f1_exact", "how many claims both have found to the character"),
    ("IoU", "mean_iou", "how much the matched claims overlap"),
)


def measures(report: Report) -> Sequence[str]:
    """What the matrix can show: of the claims' places, then alpha of each field."""
    return [*(name for name, _, _ in OVERLAPS), *(each.label for each in report.fields)]


def measured(row: PairRow, report: Report, choice: int) -> Estimate:
    """The chosen measure of a pair."""
    if choice < len(OVERLAPS):
        found: Estimate = getattr(row.overlap, OVERLAPS[choice][1])
        return found
    key = report.fields[choice - len(OVERLAPS)].key
    return row.fields.get(key, Estimate(None, "not compared"))


def pairs(report: Report, view: View) -> Shown:
    """The matrix, then what it rests on."""
    names = report.annotators
    held: Mapping[tuple[str, str], Estimate] = {
        row.annotators: measured(row, report, view.choice) for row in report.pairs
    }

    def cell(one: str, two: str) -> Cell:
        of = held.get((one, two)) or held.get((two, one))
        if one == two or of is None:
            return Cell("·")
        return Cell(share(of.value), of.value)

    lines = [title(report, view.choice), BLANK]
    if len(names) > FEW:
        lines += [*lowest(report, view), BLANK]
    lines += matrix(names, [[cell(one, two) for two in names] for one in names], view.room)
    lines += [BLANK]
    undefined = reasons(held.values())
    if undefined:
        lines += sentence(f"{NONE} is undefined: {'; '.join(undefined)}.", view)
    if len(held) < len(names) * (len(names) - 1) // 2:
        lines += sentence("· stands where two have no article in common.", view)
    lines += sentence(rests(report), view)
    return Shown(lines)


def lowest(report: Report, view: View) -> list[Line]:
    """The pairs that agree least, where nobody finds them in the matrix."""
    held = [(row, measured(row, report, view.choice)) for row in report.pairs]
    known = sorted((of.value, row.annotators, int(row.overlap.matched)) for row, of in held if of.value is not None)
    name = min(NAME, max((width(each) for each in report.annotators), default=0))
    return [
        heading("The lowest"),
        *(
            Line(
                (
                    *joined([*(left(each, name) for each in who), right(share(value), VALUE, "strong")]),
                    (_on(n), "quiet"),
                )
            )
            for value, who, n in known[:MOST]
        ),
    ]


def _on(matched: int) -> str:
    return f"  {plural(matched, 'matched pair')} of claims"


def title(report: Report, choice: int) -> Line:
    """What is shown."""
    if choice < len(OVERLAPS):
        name, _, words = OVERLAPS[choice]
        return heading(name, words)
    return heading(report.fields[choice - len(OVERLAPS)].label, "alpha: how far both say the same of matched claims")


def rests(report: Report) -> str:
    """How many articles and claims stand behind a pair."""
    if not report.pairs:
        return ""
    articles = spread([row.articles for row in report.pairs], "article")
    matched = spread([int(row.overlap.matched) for row in report.pairs], "matched pair")
    return f"Behind each of these numbers: {articles}, {matched} of claims."


def spread(sizes: Sequence[int], word: str) -> str:
    """`3 articles`, or `3 to 5 articles` where they differ."""
    low, high = min(sizes), max(sizes)
    return plural(high, word) if low == high else f"{low:,} to {plural(high, word)}"
