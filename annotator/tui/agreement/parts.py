"""The parts of the page, and the rows at its top that lead to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from annotator.agreement.report import Report
from annotator.agreement.show.number import plural
from annotator.tui.agreement.absent import left_out, nothing
from annotator.tui.agreement.articles import articles
from annotator.tui.agreement.kinds import kinds
from annotator.tui.agreement.overview import overview
from annotator.tui.agreement.pairs import measures, pairs
from annotator.tui.agreement.people import people
from annotator.tui.agreement.rounds import rounds
from annotator.tui.agreement.values import names, values
from annotator.tui.agreement.view import Choices, Show, Shown, View
from annotator.tui.drawing.paint import Run, width


class Part(NamedTuple):
    """One part: what it is called, how it is shown, and what it can show one at a time."""

    name: str
    show: Show
    choices: Choices = lambda report: ()
    chooses: str = ""
    """What that is."""


PARTS = (
    Part("Overview", overview),
    Part("Pairs", pairs, measures, "measure"),
    Part("Values", values, names, "field"),
    Part("Kinds", kinds),
    Part("Articles", articles),
    Part("People", people),
    Part("Left out", left_out),
)
ROUNDS = Part("Rounds", rounds)


def about(report: Report) -> str:
    """What was compared."""
    size = f"{plural(len(report.articles), 'article')} · {plural(len(report.annotators), 'annotator')}"
    return f"{report.title} · round {report.round} · {size}"


def parts_of(report: Report) -> tuple[Part, ...]:
    """The parts of this report: of rounds only where there are several, none where nothing can be compared."""
    if not report.articles:
        return ()
    return (*PARTS, ROUNDS) if report.rounds else PARTS


def shown(report: Report, part: int, view: View) -> Shown:
    """The rows of a part."""
    held = parts_of(report)
    return held[part].show(report, view) if held else nothing(report, view)


def tabs(names: Sequence[str], at: int, room: int, *, numbered: bool = True) -> list[Run]:
    """The names in one row, with the one at hand set off; without room for all, that one and its place."""
    labels = [f"{number} {name}" if numbered else name for number, name in enumerate(names, 1)]
    if sum(width(label) + 2 for label in labels) > room:
        return [(f" {names[at]} ", "chosen"), (f"  {at + 1} of {len(names)}", "quiet")]
    return [(f" {label} ", "chosen" if number == at else "quiet") for number, label in enumerate(labels)]
