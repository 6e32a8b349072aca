"""The article of a review: lanes, what all have and what only some have, and text that means harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.strip import Strip

from annotator.core.article import freeze
from annotator.core.claim import Claim
from annotator.core.compare.sense import sense_of
from annotator.core.review.review import Review
from annotator.core.review.settle import shown
from annotator.core.span import pieces
from annotator.core.speaker import Speaker
from annotator.core.state import State
from annotator.project.review.opening import review_of
from annotator.project.review.setup import Setup
from annotator.tui.drawing.paint import strip
from annotator.tui.drawing.theme import DARK, LIGHT, PLAIN, Theme
from annotator.tui.review import margin
from annotator.tui.review.sight import Sight, Sights
from tests.review.adjudicator import TEXT, Adjudicator, mark
from tests.tui.reviewing import FELL, LONG, NINE, nine, opened, painted, rows_of, tangle, view_of
from tests.tui.scenes import SCHEME

UNSAFE = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]")
A = mark("ana", FELL, id="fell", cue="said")
B = mark("ben", LONG, id="long", source="the mayor", cue="said")


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Adjudicator]:
    """An adjudicator of an empty project with one article."""
    window = Adjudicator(tmp_path / "project").texts(TEXT)
    yield window
    window.close()


def on(view: object, background: str) -> str:
    """The text on a background, over all rows."""
    strips: list[Strip] = [view.paint_row(row, "") for row in range(view.count)]  # type: ignore[attr-defined]
    return "".join(
        segment.text
        for each in strips
        for segment in each
        if segment.style and segment.style.bgcolor and segment.style.bgcolor.name == background
    )


def underlined(view: object) -> str:
    """The text with one line under it."""
    strips: list[Strip] = [view.paint_row(row, "") for row in range(view.count)]  # type: ignore[attr-defined]
    return "".join(s.text for each in strips for s in each if s.style and s.style.underline and not s.style.underline2)


def test_a_lane_for_each_reader_and_one_for_gold(lead: Adjudicator) -> None:
    """In the order of the columns; the numbers of the cases that begin on a row behind them."""
    opened(lead, A, B, mark("cleo", "nobody noticed", by="critics"))
    rows = painted(view_of(lead.state))
    assert [row[:13] for row in rows[:2]] == [" ╺╺    1     ", "   ╺   2     "]
    assert margin.head(3)[0][0] == " 123 "
    lead.press("1")
    assert [row[:13] for row in painted(view_of(lead.state))[:2]] == [" ╺╺  ╺ 1     ", "   ╺   2     "]


def test_the_number_in_focus_is_always_there(tmp_path: Path) -> None:
    """Also where more cases begin on a row than there is room for."""
    text, rows = tangle()
    lead = opened(Adjudicator(tmp_path / "project").texts(text), *rows)
    for number in range(1, len(lead.review.cases) + 1):
        assert any(str(number) in regex.findall(r"\d+", row[7:12]) for row in painted(view_of(lead.state)))
        lead.press("n")
    lead.close()


def test_the_lanes_of_nine(lead: Adjudicator) -> None:
    """Nine cells and one for gold; the text begins behind them."""
    opened(lead, *nine(), readers=NINE)
    view = view_of(lead.state)
    assert view.measure.left == margin.cells(9) == 19
    assert all(row[1:10].strip() for row in painted(view)[:1])


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_what_all_have_is_strong_and_the_rest_underlined(lead: Adjudicator, theme: Theme) -> None:
    """By tint and by a line, so that it does not rest on brightness; decided, gold is strong."""
    opened(lead, A, B, readers=("ana", "ben"))
    view = view_of(lead.state, theme)
    hue = theme.hue(1)
    # The cursor stands on the first character.
    assert on(view, hue.strong) == FELL[1:]
    assert on(view, hue.faded) == " in October"
    assert underlined(view) == " in Octoberthe mayor"
    lead.press("2")
    view = view_of(lead.state, theme)
    assert on(view, hue.strong) == LONG[1:]
    assert on(view, hue.faded) == ""
    lead.press("d")
    view = view_of(lead.state, theme)
    assert on(view, hue.strong) == ""
    assert on(view, hue.faded) == LONG[1:]


def test_without_colours_brackets_say_the_same(lead: Adjudicator) -> None:
    """`⟦ ⟧` for what all have, `( )` for what only some have."""
    opened(lead, A, B, readers=("ana", "ben"))
    rows = " ".join(row[margin.cells(2) :].strip() for row in painted(view_of(lead.state, PLAIN)))
    assert rows.startswith("⟦1 Rents fell 1⟧( in October), {the mayor} <1 said>.")


def test_gold_elsewhere_is_faded_and_cases_that_wait_are_not_marked(lead: Adjudicator) -> None:
    """So that the page is calm and fills up as one goes on."""
    opened(lead, A, B, mark("ana", "nobody noticed", by="critics"), readers=("ana", "ben"))
    assert "nobody noticed" not in on(view_of(lead.state), DARK.hue(2).faded)
    lead.press("n 1 N")
    assert on(view_of(lead.state), DARK.hue(2).faded) == "nobody noticed"


def test_a_decision_paints_only_what_it_touches(lead: Adjudicator) -> None:
    """The case and its lane; rows of other cases stay as they were painted."""
    opened(lead, A, B, mark("ana", "added", by="ruiz"), readers=("ana", "ben"))
    view = view_of(lead.state)
    view.get_line_filters = list  # type: ignore[method-assign]
    [view.render_line(y) for y in range(20)]
    before = dict(view._painted)
    lead.press("1")
    view.show(lead.state)
    kept = set(view._painted)
    assert 0 < len(kept) < len(before)
    fresh = view_of(lead.state)
    assert [view.render_line(y) for y in range(view.count)] == [fresh.paint_row(y, "") for y in range(view.count)]


def test_a_sight_is_made_anew_only_where_something_was_decided(lead: Adjudicator) -> None:
    """And says the same as one that is made from nothing."""
    opened(lead, *nine(), readers=NINE)
    sights = Sights(plain=False)
    first = sights.of(lead.review)
    lead.press("n")
    assert sights.of(lead.review) is first
    for keys in ("1", "n d", "u", "n 2", "!", "U"):
        lead.press(keys)
        now, fresh = sights.of(lead.review), Sight(lead.review)
        assert now.status == fresh.status
        assert now.waiting == fresh.waiting
        assert set(now.extents) == set(fresh.extents)
        assert {key: each for key, (each, _) in now.golds.items()} == {
            key: each for key, (each, _) in fresh.golds.items()
        }


# ── text from outside ────────────────────────────────────────────────────────────────────────────────────────────────

PAYLOADS = (
    "\x1b[31m",
    "\x9b2J",
    "\x1b]0;owned\x07",
    "\u202e",
    "[/b]",
    "[link=x]",
    "👩🏽\u200d🚀",
    "e" + "\u0301" * 9,
    "家族",
)
hostile = st.lists(st.sampled_from([*PAYLOADS, "word ", "a", "\n", "“", "﷽"]), min_size=1, max_size=14).map("".join)


def reviewed(text: str, claims: list[Claim], readers: tuple[str, ...], name: str) -> State:
    """A review of a text, the first case in focus, with a speaker of this name."""
    article = replace(freeze("x", text), title=text[:40])
    registry = {"evil": Speaker("evil", name)}
    setup = Setup("lead", blind=False)
    review: Review = review_of(article, claims, readers, {}, sense_of(SCHEME, registry), setup)
    state = shown(State(article, SCHEME, "gold", speakers=registry), review)
    key = review.cases[0].key if review.cases else ""
    return replace(state, review=replace(review, at=key))


@settings(max_examples=60, deadline=None)
@given(hostile, hostile, st.data(), st.sampled_from([DARK, PLAIN]), st.sampled_from([20, 55, 80]))
def test_every_strip_is_as_wide_as_its_widget_and_safe(
    text: str, name: str, data: st.DataObject, theme: Theme, width: int
) -> None:
    """Whatever article, speakers, notes and values are."""
    text = freeze("x", text).text or "a"
    readers = NINE[: data.draw(st.integers(2, 9))]
    place = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9))
    claims = []
    for number, reader in enumerate(readers):
        for at, size in data.draw(st.lists(place, max_size=2)):
            spans = {"content": pieces([(at, min(len(text), at + size))]), "source": pieces([(at, at + 1)])}
            fields = {"stance": name[:9] or "x", "flags": tuple(sorted({name[:5], "discuss"}))}
            claims.append(
                Claim(f"c{number}.{at}", "x", reader, spans=spans, speakers=("evil",), fields=fields, note=name)
            )
    state = reviewed(text, claims, tuple(readers), name)
    view = view_of(state, theme, width)
    strips = [view.paint_row(row, "│") for row in range(view.count)]
    for low in (False, True):
        strips += [strip(row, theme, width) for row in rows_of(state, width, 20, low=low)]
    for each in strips:
        assert each.cell_length == sum(cell_len(segment.text) for segment in each) == width
        assert all(segment.style is not None for segment in each)
        assert not UNSAFE.search(each.text)
