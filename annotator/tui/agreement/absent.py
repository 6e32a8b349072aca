"""What does not count and why; and what would help when nothing can be compared."""

from __future__ import annotations

from annotator.agreement.report import Report
from annotator.tui.agreement.view import BLANK, Shown, View, heading, sentence
from annotator.tui.listing import Line

HELP = (
    "Agreement needs an article that at least two annotators have finished: whoever is through with an article presses "
    "Z on the label screen, and it counts from then on."
)
COUNTS = "What counts: layers of the round {round} that are done, and assigned where there is a plan."


def left_out(report: Report, view: View) -> Shown:
    """Each with its reason."""
    lines = sentence(COUNTS.format(round=report.round), view)
    if not report.left_out:
        return Shown([*lines, BLANK, *sentence("Nothing was left out.", view, "text")])
    return Shown([*lines, BLANK, *reasons(report, view)])


def reasons(report: Report, view: View) -> list[Line]:
    """By reason, and below it who or what."""
    found: dict[str, list[str]] = {}
    for what, why in report.left_out:
        found.setdefault(why, []).append(what)
    lines: list[Line] = []
    for why, whats in found.items():
        lines.append(heading(why[:1].upper() + why[1:]))
        for what in whats:
            lines += [Line((("  ", "text"), *line.runs)) for line in sentence(what, view._replace(room=view.room - 2))]
    return lines


def nothing(report: Report, view: View) -> Shown:
    """Why there is no number yet, and what would help."""
    lines = [heading("Nothing can be compared yet."), BLANK, *sentence(HELP, view, "text")]
    if report.left_out:
        lines += [BLANK, *sentence("So far:", view), *reasons(report, view)]
    return Shown(lines)
