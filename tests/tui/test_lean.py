"""Lean strips: the same picture in fewer bytes."""

from __future__ import annotations

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from annotator.tui.drawing.lean import LeanStrip
from annotator.tui.drawing.theme import DARK, PLAIN, Look, Tint

styles = st.builds(
    Style,
    color=st.sampled_from([None, "#dad4c7", "#e2bf76", "default"]),
    bgcolor=st.sampled_from([None, "#1b1915", "#2d5277"]),
    bold=st.sampled_from([None, True, False]),
    italic=st.sampled_from([None, True]),
    underline=st.sampled_from([None, True]),
    dim=st.sampled_from([None, True]),
    reverse=st.sampled_from([None, True]),
)
strips = st.lists(st.tuples(st.text("ab ", min_size=1, max_size=4), styles), max_size=10)
CONSOLE = Console(color_system="truecolor", force_terminal=True)


def screen(written: str) -> list[list[pyte.screens.Char]]:
    """What a terminal shows."""
    terminal = pyte.Screen(48, 1)
    pyte.Stream(terminal).feed(written + "|")
    return [terminal.buffer[0][column] for column in range(48)]


@settings(max_examples=200)
@given(strips, st.integers(0, 40), st.integers(0, 40))
def test_a_terminal_shows_the_same(runs: list[tuple[str, Style]], start: int, end: int) -> None:
    """Whole or cropped, and what is written behind it has no style."""
    segments = [Segment(text, style) for text, style in runs]
    plain, lean = Strip(segments), LeanStrip(segments)
    assert screen(lean.render(CONSOLE)) == screen(plain.render(CONSOLE))
    assert screen(lean.crop(start, end).render(CONSOLE)) == screen(plain.crop(start, end).render(CONSOLE))


@given(strips)
def test_it_never_takes_more_bytes(runs: list[tuple[str, Style]]) -> None:
    """Only what changes is written."""
    segments = [Segment(text, style) for text, style in runs]
    assert len(LeanStrip(segments).render(CONSOLE)) <= len(Strip(segments).render(CONSOLE))


def test_a_row_of_an_article_takes_about_half() -> None:
    """Many short stretches on one background are the common case."""
    segments = [
        Segment(text, DARK.look(look))
        for text, look in (
            ("Brandt ", Look(source=True)),
            ("said ", Look(cue=True)),
            ("rents ", Look((Tint(1, True),))),
        )
    ] + [
        Segment(text, DARK.style(name))
        for text, name in ((" ", "text"), ("7", "hue:7"), (",", "quiet"), ("8", "hue:8"))
    ]
    lean, plain = LeanStrip(segments).render(CONSOLE), Strip(segments).render(CONSOLE)
    assert len(lean) < 0.65 * len(plain)


def test_without_colours_no_colour_code_is_written() -> None:
    """Attributes alone."""
    segments = [Segment("a", PLAIN.look(Look(source=True))), Segment("b", PLAIN.style("strong"))]
    assert LeanStrip(segments)._written(ColorSystem.TRUECOLOR) == "\x1b[4ma\x1b[0;1mb\x1b[0m"
