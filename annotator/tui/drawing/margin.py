"""The left margin of a row: the lanes of the contents that reach over it, the numbers of those that begin on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.segment import Segment
from rich.style import Style

from annotator.core.text.motion import Rows
from annotator.tui.drawing import lanes
from annotator.tui.drawing.marks import Extent
from annotator.tui.drawing.row import Scene
from annotator.tui.drawing.theme import Theme

_BOLD = Style(bold=True)
NUMBERS = 5
CELLS = 1 + lanes.LANES + 1 + NUMBERS + 1
"""A blank, the lanes, a blank, the numbers, a blank."""


def numbers(starting: Iterable[int]) -> tuple[tuple[str, int | None], ...]:
    """The numbers of the claims that begin on a row, as (text, number) in at most `NUMBERS` cells.

    Commas belong to no number; `+` stands for those that found no room.
    """
    runs: list[tuple[str, int | None]] = []
    used = 0
    order = sorted(starting)
    for index, number in enumerate(order):
        text = str(number)
        comma = 1 if runs else 0
        rest = 0 if index == len(order) - 1 else 1
        if used + comma + len(text) + rest > NUMBERS:
            runs.append(("+", None))
            break
        if comma:
            runs.append((",", None))
        runs.append((text, number))
        used += comma + len(text)
    return tuple(runs)


def drawn_lanes(
    row: int, extents: Iterable[Extent], owners: set[str], places: Mapping[str, int], rows: Rows, active: str
) -> dict[int, tuple[str, str]]:
    """Lane → (sign, claim id) on this row. `owners` are the claims with a piece on it, `places` says who has a lane.

    The active claim always has one: when all are taken, the last.
    """
    drawn: dict[int, tuple[str, str]] = {}
    for extent in extents:
        lane = places.get(extent.claim)
        if extent.claim == active and lane is None:
            lane = lanes.LANES - 1
        if lane is None or (lane in drawn and extent.claim != active):
            continue
        first, last = rows.row_of(extent.start), rows.row_of(extent.end - 1)
        drawn[lane] = (lanes.bracket(row, first, last, marked=extent.claim in owners), extent.claim)
    return drawn


def segments(
    drawn: Mapping[int, tuple[str, str]], starting: Iterable[str], scene: Scene, theme: Theme
) -> list[Segment]:
    """The margin, `CELLS` wide: the lanes, then the numbers of the claims that begin here."""
    text, quiet = theme.style("text"), theme.style("quiet")
    bold = theme.number(scene.numbers.get(scene.active, 1)) + _BOLD
    made = [Segment(" ", text)]
    for lane in range(lanes.LANES):
        sign, claim = drawn.get(lane, (" ", ""))
        style = bold if claim and claim == scene.active else theme.number(scene.numbers.get(claim, 1))
        made.append(Segment(sign, style if claim else text))
    made.append(Segment(" ", text))
    named = numbers(scene.numbers.get(claim, 0) for claim in starting)
    active = scene.numbers.get(scene.active)
    for shown, number in named:
        made.append(Segment(shown, quiet if number is None else bold if number == active else theme.number(number)))
    made.append(Segment(" " * (NUMBERS + 1 - sum(len(shown) for shown, _ in named)), text))
    return made
