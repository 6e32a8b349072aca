"""Text objects: rows in marked text, and laws on any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core import textobject
from annotator.core.span import Span
from annotator.core.text.segment import Segments
from annotator.core.textobject import OBJECTS, again, expand
from tests.calls import calls
from tests.notation import parse, show
from tests.strategies import news


@pytest.mark.parametrize(
    ("marked", "name", "selected"),
    [
        ("Rents f|ell. Why?", "sentence", "<Rents fell.> Why?"),
        ("Rents f|ell. Why?", "word", "Rents <fell>. Why?"),
        ("Rents fell, she s|aid.", "clause", "Rents fell, <she said>."),
        ("She said “n|o” twice.", "quotation", "She said “<no>” twice."),
        ("S|he said “no” twice.", "quotation", "She said “<no>” twice."),
        ("One.\n\nT|wo. Three.", "paragraph", "One.\n\n<Two. Three.>"),
        ("e\u0301|t", "grapheme", "e\u0301<t>"),
    ],
)
def test_objects(marked: str, name: str, selected: str) -> None:
    """What one key selects from a bare cursor."""
    text, cursor, _ = parse(marked)
    span = OBJECTS[name](Segments(text), cursor)
    assert span is not None
    assert show(text, *span) == selected


@pytest.mark.parametrize(
    ("function", "marked", "selected"),
    [
        ("trim_end", "<Rents fell sharply.>", "<Rents fell sharply>."),
        ("trim_end", "<Rents fell, sharply>.", "<Rents fell>, sharply."),
        ("trim_end", "<Rents> fell.", "<Rents> fell."),
        ("trim_start", "“<“Rents fell>”", "““<Rents fell>”"),
        ("trim_start", "<Rents fell>.", "Rents <fell>."),
        ("grow_end", "<Rents> fell.", "<Rents fell>."),
        ("grow_end", "<Ren>ts fell.", "<Rents> fell."),
        ("grow_start", "Rents <fell>.", "<Rents fell>."),
        ("tidy", "She said <that rents fell,> twice.", "She said that <rents fell>, twice."),
        ("tidy", "<“Rents fell,”> she said.", "“<Rents fell>,” she said."),
        ("tidy", "He left <the U.S.>", "He left <the U.S.>"),
        ("expand", "Rents <fell>, she said.", "<Rents fell>, she said."),
        ("expand", "<Rents fell>, she said.", "<Rents fell, she said.>"),
    ],
)
def test_selection_changes(function: str, marked: str, selected: str) -> None:
    """How a selection grows, shrinks and is tidied."""
    text, start, end = parse(marked)
    assert show(text, *getattr(textobject, function)(Segments(text), Span(start, end))) == selected


@pytest.mark.parametrize(
    ("name", "marked", "selected"),
    [
        ("sentence", "<Rents fell.> Why? Nobody knew.", "<Rents fell. Why?> Nobody knew."),
        ("word", "<Rents> fell.", "<Rents fell>."),
        ("quotation", "“<No>,” she said.", "“<No,>” she said."),
        ("quotation", "“<No,>” she said.", "<“No,”> she said."),
    ],
)
def test_again(name: str, marked: str, selected: str) -> None:
    """The same key once more takes the next one too; a quotation grows outwards."""
    text, start, end = parse(marked)
    assert show(text, *again(Segments(text), name, Span(start, end))) == selected


@given(news, st.data())
@settings(max_examples=150)
def test_results_stay_on_graphemes(text: str, data: st.DataObject) -> None:
    """Whatever an object or a change gives lies in the text and parts no grapheme."""
    segments = Segments(text)
    cursor = segments.snap(data.draw(st.integers(0, len(text))))
    spans = [found for each in OBJECTS.values() if (found := each(segments, cursor)) is not None]
    for name in ("trim_start", "trim_end", "grow_start", "grow_end", "tidy"):
        spans += [getattr(textobject, name)(segments, span) for span in spans[:6]]
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert segments.is_boundary(span.start)
        assert segments.is_boundary(span.end)


def test_a_mark_on_a_blank() -> None:
    """A mark that stands on the blank in front of a paragraph belongs to it, so that no object parts the two."""
    segments = Segments(" \U000e0020 word")
    for name in ("sentence", "clause", "paragraph"):
        found = OBJECTS[name](segments, 0)
        assert found is not None
        assert segments.is_boundary(found.start)


@given(news, st.data())
@settings(max_examples=150)
def test_expand_ends_at_the_article(text: str, data: st.DataObject) -> None:
    """Each step holds the one before and more, until it is the whole text."""
    segments = Segments(text)
    cursor = data.draw(st.integers(0, max(0, len(text) - 1)))
    span = OBJECTS["grapheme"](segments, cursor) or Span(0, 0)
    while (wider := expand(segments, span)) != span:
        assert wider.start <= span.start
        assert wider.end >= span.end
        span = wider
    assert span == Span(0, len(text))


@pytest.mark.parametrize(("marks", "rest"), [(300, "a"), (300, "a ”."), (300, "a" + "”" * 300)])
def test_a_paragraph_of_quotation_marks_costs_no_more_than_its_length(marks: int, rest: str) -> None:
    """Text from outside is hostile: each mark is looked at a few times, and not once for each of the others."""
    segments = Segments("“" * marks + rest)
    span = Span(0, len(segments.text))
    segments.quotations(0)
    assert textobject.tidy(segments, span).start == marks
    assert calls(lambda: textobject.tidy(segments, span)) < 40 * span.length
    assert segments.quote_type((span,)) == "direct"
    assert calls(lambda: segments.quote_type((span,))) < 40 * span.length
