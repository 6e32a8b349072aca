"""Each annotator beside the others: how much they find, where their claims begin and end, what they prefer."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.agreement.report import PersonRow, Report
from annotator.agreement.show.number import NONE, apart, percent, reasons, signed
from annotator.tui.agreement.alphas import table
from annotator.tui.agreement.figure import joined, left, right
from annotator.tui.agreement.view import BLANK, Shown, View, heading, sentence, typed
from annotator.tui.drawing.paint import Run, width
from annotator.tui.listing import Line

NAME = 20
COLUMNS = ("claims", "/1,000", "length", "found", "shared", "starts", "ends")
COLUMN = 6
PREFERRED = 0.03
"""Difference of shares from which on a preference is named."""
MOST = 4
"""Preferences that are named of each."""
WORDS = (
    "/1,000: claims per 1,000 words; length in characters; found: how many of the others' claims this one has too; "
    "shared: how many of this one's claims the others have; starts, ends: how many characters earlier (-) or later (+) "
    "than theirs, on the same claims."
)


def people(report: Report, view: View) -> Shown:
    """A row for each, then whose values differ from the others' on the same claims."""
    name = min(NAME, max((width(each.name) for each in report.people), default=0), max(6, view.room // 4))
    head = joined([left("", name), *(right(each, COLUMN, "quiet") for each in COLUMNS)])
    lines = [Line(tuple(row(each, name))) for each in report.people]
    undefined = reasons(each for person in report.people for each in (person.found, person.shared))
    lines += sentence(f"{NONE} is undefined: {'; '.join(undefined)}.", view) if undefined else []
    lines += [BLANK, *sentence(WORDS, view)]
    if report.fields:
        lines += [BLANK, heading("Alpha with the others", "on claims that both have found")]
        lines += table([(each.name, each.alphas) for each in report.people], report.fields, name, view.room)
    preferred = [(each, preferences(each, report)) for each in report.people]
    if any(words for _, words in preferred):
        lines += [BLANK, heading("Values that they prefer", "share of one's own values minus the others', same claims")]
        lines += [Line((left(each.name, name), ("  ", "text"), (words, "text"))) for each, words in preferred if words]
    return Shown(lines, [Line(tuple(head))])


def row(of: PersonRow, name: int) -> list[Run]:
    """One annotator."""
    texts = (
        f"{of.claims:,}",
        apart(of.per_thousand),
        apart(of.length),
        percent(of.found.value),
        percent(of.shared.value),
        signed(of.boundary.start_bias.value),
        signed(of.boundary.end_bias.value),
    )
    return joined([left(of.name, name), *(right(text, COLUMN) for text in texts)])


def preferences(of: PersonRow, report: Report) -> str:
    """The values that one gives more, or less, often than the others: `attributed +5 %`, the greatest first."""
    labels: Mapping[str, Mapping[str, str]] = {
        each.key: dict(zip(each.confusion.values, each.confusion.labels, strict=True)) for each in report.fields
    }
    found = [
        (-abs(share), labels.get(key, {}).get(value, value), share)
        for key, shares in of.bias.items()
        for value, share in shares.items()
        if abs(share) >= PREFERRED and not typed(key, report)
    ]
    return " · ".join(f"{label} {100 * share:+.0f} %" for _, label, share in sorted(found)[:MOST])
