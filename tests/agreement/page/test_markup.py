"""Markup: nothing from outside becomes an element, an attribute, or an order to the reader's screen."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import page
from annotator.agreement.page.markup import Html, join, safe, tag, words
from tests.agreement.page.outline import Outline
from tests.strategies import news

MODULES = [each.name for each in pkgutil.iter_modules(page.__path__, f"{page.__name__}.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    """What a docstring shows is what happens."""
    assert doctest.testmod(import_module(name)).failed == 0


ROWS = [
    ("plain", "Rents fell.", "Rents fell."),
    ("markup", "</p><script>x</script>&amp;", "&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;&amp;amp;"),
    ("escape", "\x1b[31m", '<span class="odd" title="U+001B">␛</span>[31m'),
    ("override", "a\u202eb", 'a<span class="odd" title="U+202E">·</span>b'),
    ("a real dot", "a·b", "a·b"),
    ("an emoji of three", "👩🏽‍🔬", "👩🏽‍🔬"),
    ("a family", "👨‍👩‍👧", "👨‍👩‍👧"),
    ("a Persian joiner", "می‌خواهم", "می‌خواهم"),
    ("a joiner that joins nothing", " \u200d ", ' <span class="odd" title="U+200D">·</span> '),
    ("a flag", "🇫🇷", "🇫🇷"),
    ("CJK", "家族です。", "家族です。"),
    ("accents", "e\u0301", "e\u0301"),
    ("a paragraph", "a\nb", "a\nb"),
]


@pytest.mark.parametrize(("text", "markup"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_words(text: str, markup: str) -> None:
    """Text as markup."""
    assert words(text) == markup


@given(st.text(max_size=40) | news)
def test_text_stays_text(text: str) -> None:
    """Whatever it is: read back, it is the safe text, and nothing but the marks of what was replaced stands in it."""
    found = Outline(tag("p", text, title=text))
    shown = safe(text)
    assert len(shown) == len(text)
    assert found.text_in(0).replace("\r", "\n") == shown.replace("\r", "\n")
    assert {each.name for each in found.elements} <= {"p", "span"}
    assert found.elements[0].attributes["title"] == shown
    assert not set(shown) & {"\x00", "\x1b", "\u202e", "\u2066", "\u200f", "\ufeff", "\u2028"}


def test_children_and_attributes() -> None:
    """Children are flattened; what is nothing leaves nothing; attributes are named as in HTML."""
    made = tag(
        "td", ["a", None, [tag("b", "<")]], Html("<i>x</i>"), aria_label='"&', class_="x y", colspan=3, hidden=None
    )
    assert made == '<td aria-label="&quot;&amp;" class="x y" colspan="3">a<b>&lt;</b><i>x</i></td>'
    assert tag("circle", r=4.5, cy=11.0) == '<circle r="4.5" cy="11"/>'
    assert tag("input", type="radio", checked=True, disabled=False) == '<input type="radio" checked>'
    assert join("a", None, tag("b")) == "a<b></b>"
