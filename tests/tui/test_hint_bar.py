"""The bar at the bottom: hints cut at the width, the prompt with its choices, what is under the cursor."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.core import prompt
from annotator.core.state import Choice, Prompt, Selection, State
from annotator.tui.drawing.paint import Run
from annotator.tui.hint_bar import HintBar, here, key_rows, keys, prompt_rows, tail
from tests.tui.preview import Preview
from tests.tui.scenes import TEXT, harbor

HINTS = [("a", "asserts"), ("h", "hedges"), ("q", "questions"), ("⌫", "back")]
PEOPLE = (Choice("a", "Ana Ruiz", "MP"), Choice("b", "Annika Berg", "person"), Choice("c", "家族 Anno", "group"))


def words(row: list[Run]) -> str:
    """A row without its styles."""
    return "".join(text for text, _ in row).rstrip()


def lines(bar: HintBar) -> list[str]:
    """What the bar shows."""
    return [bar.render_line(y).text.rstrip() for y in range(bar.size.height)]


@pytest.mark.parametrize(
    ("cells", "pending", "shown"),
    [
        (60, "", " a asserts  h hedges  q questions  ⌫ back"),
        (60, "t", " t▸ a asserts  h hedges  q questions  ⌫ back"),
        (30, "", " a asserts  h hedges …"),
        (12, "", " a asserts …"),
        (6, "", "  …"),
    ],
)
def test_hints_that_do_not_fit_end_in_an_ellipsis(cells: int, pending: str, shown: str) -> None:
    """A hint is shown as a whole or not at all."""
    assert words(keys(HINTS, cells, pending)) == shown


@pytest.mark.parametrize(
    ("cells", "said", "shown"),
    [
        (60, "Done.", [" Done.", " a asserts  h hedges  q questions  ⌫ back"]),
        (30, "Done.", [" Done.    q questions  ⌫ back", " a asserts  h hedges"]),
        (26, "Done.", [" Done.      q questions …", " a asserts  h hedges"]),
        (30, "Done, and far more.", [" Done, and far more.", " a asserts  h hedges …"]),
        (12, "", ["", " a asserts …"]),
        (6, "", ["", "  …"]),
    ],
)
def test_hints_that_do_not_fit_go_on_in_the_row_above(cells: int, said: str, shown: list[str]) -> None:
    """At its right, behind what it says, which is never cut for them."""
    assert [words(row) for row in key_rows([(said, "text")], HINTS, cells)] == shown


@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=12))), st.integers(4, 60))
def test_hints_never_are_wider_than_the_bar(hints: list[tuple[str, str]], cells: int) -> None:
    """Whatever a scheme calls its values."""
    from annotator.tui.drawing.paint import cut

    assert sum(cell_len(text) for text, _ in cut(keys(hints, cells), cells)) <= cells


@pytest.mark.parametrize(
    ("at", "change", "shown"),
    [
        ("gig", {}, "2 claims here ▸#3 #5"),
        ("gig", {"active": "a5"}, "2 claims here ▸#5 #3"),
        ("Residents", {}, "active ▸#3"),
        ("Residents", {"active": ""}, ""),
        ("lowest", {"active": ""}, "1 claim here #1"),
        ("she", {"hand": "source"}, "1 claim here ▸#3   in hand source"),
    ],
)
async def test_it_says_what_is_under_the_cursor(at: str, change: dict[str, str], shown: str) -> None:
    """The active claim first, by the pointer; what is in hand; nothing where nothing is."""
    offset = TEXT.index(at)
    app = Preview(replace(harbor(), selection=Selection(offset, offset), **change))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert lines(app.hint_bar)[0] == f" {shown}".rstrip()


def test_a_selection_is_counted_in_words() -> None:
    """So that a slip of a whole sentence is seen."""
    state = replace(harbor(), selection=Selection(TEXT.index("the labour"), TEXT.index(" on Tuesday")))
    assert words(here(state, [])) == "active ▸#3   4 words selected"


async def test_a_message_goes_before_what_is_here_and_a_problem_before_all() -> None:
    """A refusal is in the warning style."""
    app = Preview(harbor())
    async with app.run_test(size=(100, 30)) as pilot:
        app.put(replace(app.state, message="Nothing to take: speaker is open.", warn=True))
        await pilot.pause()
        assert lines(app.hint_bar)[0] == " Nothing to take: speaker is open."
        assert app.hint_bar.theme.style("warn") in [segment.style for segment in app.hint_bar.render_line(0)]
        app.hint_bar.show(app.state, (), HINTS, "The disk is full.")
        await pilot.pause()
        assert lines(app.hint_bar) == [" The disk is full.", " a asserts  h hedges  q questions  ⌫ back"]


def test_a_prompt_is_a_rule_numbered_choices_and_the_line() -> None:
    """The choice that Enter takes is pointed at; details stand in a column."""
    rows = prompt_rows(Prompt("speaker", "who says it?", "An", index=1), PEOPLE, [], 60)
    assert [words(row) for row in rows] == [
        "─" * 60,
        " 1 Ana Ruiz      MP",
        "▸2 Annika Berg   person",
        " 3 家族 Anno     group",
        " who says it? An",
    ]
    assert (" ", "cursor") in rows[-1]


@pytest.mark.parametrize(("index", "first", "row"), [(0, 0, 1), (8, 0, 9), (9, 1, 9), (19, 11, 9)])
def test_a_long_list_moves_along_with_the_row_that_is_chosen(index: int, first: int, row: int) -> None:
    """What Enter takes is always in view, and a digit takes the row that it stands at."""
    many = tuple(Choice(str(number), f"row {number}") for number in range(20))
    asked = Prompt("only", "show only", index=index)
    rows = [words(each) for each in prompt_rows(asked, many, [], 60)][1:-1]
    assert rows == [f"{'▸' if number == row else ' '}{number} row {first + number - 1}"[:60] for number in range(1, 10)]
    assert [prompt._index(asked, many, str(number)) for number in range(1, 10)] == list(range(first, first + 9))
    assert prompt._index(asked, many, "enter") == index
    assert prompt._index(asked, many[:3], "4") is None


async def test_the_bar_grows_for_a_prompt_and_shrinks_after_it() -> None:
    """The article gives up rows, keeps its wrap, and gets them back."""
    app = Preview(harbor())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        height, rows = app.article.size.height, app.article.count
        app.choices = PEOPLE
        app.put(replace(app.state, prompt=Prompt("speaker", "who?")))
        await pilot.pause()
        assert app.hint_bar.size.height == 5
        assert app.article.size.height == height - 3
        assert app.article.count == rows
        app.put(replace(app.state, prompt=None))
        await pilot.pause()
        assert (app.hint_bar.size.height, app.article.size.height) == (2, height)


@given(st.text(max_size=60), st.integers(3, 20))
def test_the_end_of_a_long_text_stays_in_view(text: str, cells: int) -> None:
    """What is being typed is never cut off at its end."""
    shown = tail(text, cells)
    assert shown == text or (shown.startswith("…") and text.endswith(shown[1:]))


def test_a_hostile_message_cannot_drive_the_terminal() -> None:
    """Names and notes come from outside; so do the words of errors."""
    state: State = harbor()
    bar = HintBar()
    bar._rows = [here(replace(state, active=""), []), [("\x1b]0;owned\x07 [/x] \u202e", "text")]]
    from annotator.tui.drawing.paint import strip

    assert "\x1b" not in strip(bar._rows[1], bar.theme, 40).text
