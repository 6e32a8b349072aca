"""Excerpts: the words around claims, each version marked for what it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.page.excerpt import KEPT, LONG, QUOTED, Prose, stretches
from annotator.core.span import Span, length, pieces
from tests.agreement.page.outline import Outline
from tests.values import spans

TEXT = "The bridge is safe, said Brandt, and it will be safe for decades."
ROWS = [
    ("alike", [(4, 18)], [(4, 18)], "The [bridge is safe], said"),
    ("longer", [(4, 18)], [(0, 18)], "{The }[bridge is safe], said"),
    ("shorter", [(0, 18)], [(4, 18)], "The [bridge is safe], said"),
    ("apart", [(0, 10)], [(11, 18)], "The bridge {is safe}, said"),
    ("pieces", [(4, 18), (37, 64)], [(4, 18)], "The [bridge is safe], said"),
]


def drawn(text: str, versions: list[list[tuple[int, int]]], which: int) -> str:
    """What one version marks: `[…]` by all, `{…}` by some."""
    parts = [pieces(each) for each in versions]
    prose = Prose(text)
    view = prose.window(parts)
    made = prose.version(view, stretches(parts, view), which)
    made = re.sub(r'<mark class="own">(.*?)</mark>', r"{\1}", made, flags=re.S)
    return re.sub(r"<mark>(.*?)</mark>", r"[\1]", made, flags=re.S)


@pytest.mark.parametrize(("one", "two", "shown"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_version_beside_another(one: list[tuple[int, int]], two: list[tuple[int, int]], shown: str) -> None:
    """The second version of two."""
    assert drawn(TEXT, [one, two], 1).startswith(shown)


def test_context_stays_in_the_paragraph() -> None:
    """Only words of the same paragraph stand around a claim, and what is cut is said."""
    text = f"Other words.\n\n{'far ' * 50}near the claim itself and then {'far ' * 50}\n\nMore."
    start = text.index("the claim")
    made = drawn(text, [[(start, start + 9)]], 0)
    assert made.startswith("… far ")
    assert made.endswith("far …")
    assert "near [the claim] itself" in made
    assert len(made) < 250


def test_long_stretches_are_cut_in_the_middle() -> None:
    """A claim of 5,000 characters takes a few lines; the ends, where versions differ, stay."""
    text = "Start " + "word " * 1000 + "end."
    made = drawn(text, [[(0, len(text))], [(6, len(text))]], 1)
    assert made.startswith("Start [word ")
    assert made.endswith("end.]")
    assert "characters …]" in made
    assert len(made) < LONG + 4 * KEPT


def test_a_claim_over_two_paragraphs() -> None:
    """The break between them is a sign, so that the words stay on one line of thought."""
    text = "It fell.\n\nThen it rose."
    assert drawn(text, [[(0, len(text))]], 0) == "[It fell. ¶ Then it rose.]"


def test_quoted() -> None:
    """Marked words in quotation marks, pieces joined, long ones cut."""
    assert Prose("a b c d").quoted(pieces([(0, 1), (4, 5)])) == "“a … c”"
    assert Prose("x" * 500).quoted((Span(0, 500),)) == "“" + "x" * QUOTED + "…”"
    assert Prose("<i> \x1b").quoted((Span(0, 5),)) == '“&lt;i&gt; <span class="odd" title="U+001B">␛</span>”'


@given(st.data(), st.text(st.sampled_from("ab \n👩🏽‍🔬e\u0301日"), min_size=1, max_size=60))
def test_what_is_marked_is_what_was_marked(data: st.DataObject, text: str) -> None:
    """For all versions: the marks hold exactly its code points, the rest is text of the view, nothing is lost."""
    held = data.draw(st.lists(spans(text), min_size=1, max_size=3))
    prose = Prose(text)
    view = prose.window(held)
    runs = stretches(held, view)
    assert "".join(text[run.span.start : run.span.end] for run in runs) == text[view.start : view.end]
    for which, parts in enumerate(held):
        assert sum(run.span.length for run in runs if run.marked[which]) == length(parts)
        found = Outline(f"<p>{prose.version(view, runs, which)}</p>")
        assert {each.name for each in found.elements} <= {"p", "mark", "span"}
