"""Charts as inline SVG: places along a line are in percent, so a chart is as wide as its cell and its dots stay round.

Each says in words what it shows. Positions and lengths carry the meaning; colours only set things apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.agreement.page.markup import Child, Html, tag
from annotator.agreement.page.wording import spoken
from annotator.agreement.report import Estimate

_MIDDLE = 11
"""Half the height of a row of a chart, in pixels."""


class Axis(NamedTuple):
    """A line of numbers."""

    low: float = 0.0
    high: float = 1.0
    ticks: tuple[float, ...] = (0.0, 0.5, 1.0)

    @property
    def name(self) -> str:
        """The class of its charts; the style draws the ticks behind the whole column."""
        return f"axis{abs(10 * self.low):.0f}"

    def share(self, value: float) -> float:
        """Where a value stands, 0 to 100 of the width; what lies outside stands at the end."""
        return 100 * min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def at(self, value: float) -> str:
        """The same as a percentage."""
        return f"{self.share(value):.2f}%"


def axis_of(estimates: Sequence[Estimate]) -> Axis:
    """From 0 to 1; from −.5 or −1 where one of the values, or the end of an interval, lies clearly below 0."""
    low = min((least for each in estimates for least in (each.value, each.low) if least is not None), default=0.0)
    if low >= -0.05:
        return Axis()
    return Axis(-0.5, 1.0, (-0.5, 0.0, 0.5, 1.0)) if low >= -0.5 else Axis(-1.0, 1.0, (-1.0, 0.0, 1.0))


def figure(name: str, said: str, *shapes: Child, height: int = 2 * _MIDDLE) -> Html:
    """A chart with what it says in words."""
    return tag("svg", *shapes, class_=name, role="img", aria_label=said, height=height, width="100%")


def _line(x: str, y: float, to: str, end: float, name: str) -> Html:
    return tag("line", x1=x, y1=y, x2=to, y2=end, class_=name)


def ruler(axis: Axis) -> Html:
    """The numbers of an axis, for the head of a column."""
    labels = [
        tag("text", f"{tick:g}".replace("-", "−").replace("0.", "."), x=axis.at(tick), y=14, text_anchor="middle")
        for tick in axis.ticks
    ]
    ends = f"{axis.low:g} to {axis.high:g}".replace("-", "−")
    return figure("plot ruler", f"scale from {ends}", labels, height=18)


def interval(of: Estimate, axis: Axis, name: str) -> Html:
    """A value as a dot and its interval as a line."""
    shapes: list[Html] = []
    if of.low is not None and of.high is not None:
        shapes.append(_line(axis.at(of.low), _MIDDLE, axis.at(of.high), _MIDDLE, "range"))
    if of.value is not None:
        shapes.append(tag("circle", cx=axis.at(of.value), cy=_MIDDLE, r=4.5, class_="dot"))
    return figure(f"plot {axis.name}", f"{name}: {spoken(of)}", shapes)


def bar(value: float, most: float, said: str, of: Estimate | None = None) -> Html:
    """A length from 0; with an interval, if it is of an estimate."""
    axis = Axis(0.0, most or 1.0, ())
    shapes = [tag("rect", x="0%", y=_MIDDLE - 6, width=axis.at(value), height=12, class_="bar")]
    if of is not None and of.low is not None and of.high is not None:
        shapes.append(_line(axis.at(of.low), _MIDDLE, axis.at(of.high), _MIDDLE, "whisker"))
    return figure("plot", said, shapes)


def leaning(value: float, most: float, said: str) -> Html:
    """A length to the left or right of a middle line."""
    axis = Axis(-most, most, ()) if most else Axis(-1.0, 1.0, ())
    middle, end = 50.0, axis.share(value)
    left, size = min(middle, end), abs(end - middle)
    shape = tag("rect", x=f"{left:.2f}%", y=_MIDDLE - 5, width=f"{size:.2f}%", height=10, class_="bar")
    return figure("plot leaning", said, shape)


def among(value: float, others: Sequence[float], said: str) -> Html:
    """One value as a full dot among others as rings, from 0 to the greatest."""
    most = max((value, *others)) or 1.0
    axis = Axis(0.0, most, ())
    rings = [tag("circle", cx=axis.at(each), cy=_MIDDLE, r=4, class_="ring") for each in others]
    own = tag("circle", cx=axis.at(value), cy=_MIDDLE, r=5, class_="dot")
    return figure("plot", said, _line("0%", _MIDDLE, "100%", _MIDDLE, "tick"), rings, own)


def course(values: Sequence[float | None], axis: Axis, said: str) -> Html:
    """Values one after the other, joined by lines where both ends are known. Height 44 px."""
    height = 44
    step = 100 / max(1, len(values) - 1)

    def y(value: float) -> float:
        return round(height - 6 - (height - 12) * axis.share(value) / 100, 2)

    points = [(f"{at * step:.2f}%", y(value)) for at, value in enumerate(values) if value is not None]
    joined = [
        _line(f"{at * step:.2f}%", y(one), f"{(at + 1) * step:.2f}%", y(two), "course")
        for at, (one, two) in enumerate(pairwise(values))
        if one is not None and two is not None
    ]
    ends = [
        _line("0%", y(axis.low), "100%", y(axis.low), "tick"),
        _line("0%", y(axis.high), "100%", y(axis.high), "tick"),
    ]
    dots = [tag("circle", cx=x, cy=place, r=4, class_="dot") for x, place in points]
    return figure("plot", said, ends, joined, dots, height=height)
