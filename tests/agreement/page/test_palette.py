"""The colours: legible in both lights, and a scale that reads the same without hue."""

from __future__ import annotations

import re

import pytest

from annotator.agreement.page.palette import DAY, NIGHT, SHAPES_ON, TEXT_ON, Light, variables
from annotator.agreement.page.style import style


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2), 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


LIGHTS = pytest.mark.parametrize("light", [DAY, NIGHT], ids=["day", "night"])


def test_contrast_of_black_on_white() -> None:
    """The formula itself."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@LIGHTS
def test_text_is_legible(light: Light) -> None:
    """AA: 4.5 for text, 3 for shapes that mean something."""
    for text, ground in TEXT_ON:
        assert contrast(light.colours[text], light.colours[ground]) >= 4.5, (text, ground)
    for shape, ground in SHAPES_ON:
        assert contrast(light.colours[shape], light.colours[ground]) >= 3, (shape, ground)
    for at, ground in enumerate(light.scale):
        assert contrast(light.low if at < light.turn else light.high, ground) >= 4.5, at


@LIGHTS
def test_the_scale_is_one_way(light: Light) -> None:
    """Each step is further from the paper than the one before, by as much as can be seen side by side."""
    steps = [luminance(each) for each in light.scale]
    if light is DAY:
        steps = [-each for each in steps]
    assert steps == sorted(steps)
    assert all(contrast(one, two) >= 1.15 for one, two in zip(light.scale, light.scale[1:], strict=False))


def test_every_colour_of_the_style_is_one_of_these() -> None:
    """No colour stands outside of the palette, and no variable is without one."""
    sheet = style(3)
    used = set(re.findall(r"var\(--([\w-]+)\)", sheet))
    assert used <= {*DAY.colours, *(f"{kind}{at}" for kind in "ht" for at in range(10)), "sans", "serif", "pad"}
    assert set(DAY.colours) == set(NIGHT.colours)
    assert set(DAY.colours) <= used
    named = sheet.replace(variables(DAY), "").replace(variables(NIGHT), "")
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", named)) <= {"#fff"}
