"""The palettes: text stays legible on everything that it can stand on."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest
from rich.color import Color

from annotator.tui.drawing.textual_theme import textual_theme
from annotator.tui.drawing.theme import (
    DARK,
    LIGHT,
    NAMES,
    PLAIN,
    THEMES,
    Look,
    Theme,
    Tint,
    blend,
    choose,
)

COLORED = [DARK, LIGHT]


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it, of `#rrggbb`."""
    parts = (part / 255 for part in Color.parse(color).get_truecolor())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", COLORED, ids=lambda theme: theme.name)
def test_text_has_contrast_on_every_tint_and_on_every_two_that_blend(theme: Theme) -> None:
    """At least 4.5 : 1, also for the accent in which the piece in hand is written."""
    tints = [tint for hue in theme.hues for tint in (hue.strong, hue.faded)]
    for one, other in combinations_with_replacement(tints, 2):
        assert contrast(theme.ink, blend(one, other)) >= 4.5, (one, other)


@pytest.mark.parametrize("theme", COLORED, ids=lambda theme: theme.name)
def test_words_on_paper_have_contrast(theme: Theme) -> None:
    """Every style that carries words, and every claim's number."""
    for color in (theme.ink, theme.quiet, theme.accent, theme.warn, theme.good, *(hue.ink for hue in theme.hues)):
        assert contrast(color, theme.paper) >= 4.5, color
    assert contrast(theme.paper, theme.selection) >= 4.5
    assert contrast(theme.paper, theme.cursor) >= 4.5


@pytest.mark.parametrize("theme", COLORED, ids=lambda theme: theme.name)
def test_a_tint_is_told_from_the_paper_and_a_strong_one_from_a_faded_one(theme: Theme) -> None:
    """The active claim stands out by lightness too, for eyes that see no hue."""
    for hue in theme.hues:
        assert contrast(hue.strong, hue.faded) > 1.15
        assert contrast(hue.faded, theme.paper) > 1.05


def test_the_plain_theme_names_no_colour() -> None:
    """Attributes only, in every look and every named style."""
    look = Look((Tint(1, True),), strong=True, source=True, cue=True, held=True, selected=True)
    for style in (PLAIN.look(look), PLAIN.number(3), *(PLAIN.style(name) for name in NAMES)):
        assert style.color is None
        assert style.bgcolor is None


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_every_name_has_a_style_and_an_unknown_one_is_text(theme: Theme) -> None:
    """A misspelt name never stops the screen."""
    assert set(NAMES) <= set(theme.styles)
    assert theme.style("no such name") == theme.style("text")


@pytest.mark.parametrize(
    ("setting", "no_color", "colors", "chosen"),
    [
        ("dark", False, 1 << 24, DARK),
        ("light", False, 256, LIGHT),
        ("plain", False, 1 << 24, PLAIN),
        ("purple", False, 1 << 24, DARK),
        ("light", True, 1 << 24, PLAIN),
        ("light", False, 16, PLAIN),
    ],
)
def test_the_theme_follows_setting_environment_and_terminal(
    setting: str, no_color: bool, colors: int, chosen: Theme
) -> None:
    """Without colours, by wish or for want of them, it is the plain one."""
    assert choose(setting, no_color=no_color, colors=colors) is chosen


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_textual_gets_the_same_colours(theme: Theme) -> None:
    """What Textual draws itself lies on the same paper."""
    made = textual_theme(theme)
    assert made.name == theme.name
    assert made.background == (theme.paper or "ansi_default")
