"""The colours in two lights. Each pair that text stands in has a contrast of at least 4.5 (WCAG 2.2, AA).

The scale is one hue from light to dark (from dark to light at night), in even steps of lightness, so that it reads the
same to every eye and on grey paper; each cell has its number too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Light(NamedTuple):
    """One of the two lights."""

    colours: Mapping[str, str]
    """Name of the CSS variable → colour."""
    scale: tuple[str, ...]
    """Backgrounds of the heat maps, from 0 to 1."""
    turn: int
    """The first step on which the text is of the other kind."""
    low: str
    """Text on the steps before `turn`."""
    high: str


DAY = Light(
    {
        "paper": "#fbfaf7",
        "card": "#ffffff",
        "ink": "#1b1d21",
        "muted": "#5a5f68",
        "rule": "#e2dfd8",
        "edge": "#8b8f96",
        "accent": "#1b5a86",
        "range": "#7ea6c4",
        "dot": "#154c73",
        "bar": "#a9c6dc",
        "all": "#dbe9f5",
        "all-line": "#4f87b0",
        "own": "#ffe2a8",
        "own-line": "#9a5b00",
    },
    ("#edf5fb", "#cce1f3", "#accdea", "#8dbae0", "#6ea4d2", "#5391c3", "#3577ab", "#1d6294", "#004e7f", "#003a6a"),
    6,
    "#06080a",
    "#ffffff",
)
NIGHT = Light(
    {
        "paper": "#15171a",
        "card": "#1b1e22",
        "ink": "#e9e6df",
        "muted": "#a2a7af",
        "rule": "#31353b",
        "edge": "#777d86",
        "accent": "#8dc1ea",
        "range": "#4c7699",
        "dot": "#a6d2f5",
        "bar": "#2f5876",
        "all": "#20405a",
        "all-line": "#6ba3cf",
        "own": "#5c4508",
        "own-line": "#f0b84a",
    },
    ("#0c2436", "#10334e", "#164365", "#1e547c", "#2a6593", "#3b78a9", "#5592c5", "#70abdd", "#8dc4f3", "#b0e1ff"),
    6,
    "#ffffff",
    "#06080a",
)
TEXT_ON = (
    ("ink", "paper"),
    ("ink", "card"),
    ("muted", "paper"),
    ("muted", "card"),
    ("accent", "paper"),
    ("accent", "card"),
    ("ink", "all"),
    ("ink", "own"),
)
"""Pairs of text and ground that the style uses."""
SHAPES_ON = (("dot", "card"), ("edge", "card"), ("own-line", "card"), ("all-line", "card"), ("own-line", "own"))
"""Pairs of a shape that means something and its ground: 3 is enough for them."""


def step(share: float, steps: int = 10) -> int:
    """The step of the scale for a share of 0 to 1; below 0 is the first.

    >>> [step(share) for share in (-0.2, 0.0, 0.1, 0.739, 1.0)]
    [0, 0, 1, 7, 9]
    """
    return min(steps - 1, max(0, int(share * steps + 1e-9)))


def variables(light: Light) -> str:
    """The declarations of one light."""
    found = [f"--{name}:{colour}" for name, colour in light.colours.items()]
    for at, ground in enumerate(light.scale):
        found += [f"--h{at}:{ground}", f"--t{at}:{light.low if at < light.turn else light.high}"]
    return ";".join(found)
