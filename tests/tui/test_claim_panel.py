"""The claim panel: what it says about a claim under any scheme, and which rows are painted anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.strip import Strip

from annotator.core.claim import Claim
from annotator.core.commands.claims import passes
from annotator.core.scheme import Field, Role, Scheme, Value
from annotator.core.speaker import Speaker
from annotator.core.state import State
from annotator.tui.claim_panel import ClaimPanel, filter_words
from annotator.tui.claim_rows import ClaimRows, dots
from annotator.tui.drawing.paint import cut, flow, width
from annotator.tui.drawing.theme import DARK, Theme
from tests.tui.preview import Preview
from tests.tui.scenes import SCHEME, find, harbor


def plain(rows: list[list[tuple[str, str]]]) -> list[str]:
    """Rows without their styles."""
    return ["".join(text for text, _ in row).rstrip() for row in rows]


def styled(rows: list[list[tuple[str, str]]], name: str) -> list[str]:
    """The runs of a style."""
    return [text for row in rows for text, style in row if style == name]


def of(id: str, state: State | None = None, cells: int = 41) -> ClaimRows:
    """The rows of one claim."""
    state = state or harbor()
    claim = state.claim(id)
    assert claim is not None
    return ClaimRows(claim, state, cells)


def lines(panel: ClaimPanel) -> list[str]:
    """What the panel shows."""
    return [panel.render_line(y).text.rstrip() for y in range(panel.size.height)]


def test_a_claim_takes_two_rows() -> None:
    """Its words; then speaker, stance, evidence as dots and word."""
    assert plain([cut(row, 41) for row in of("a2").short()]) == [
        " 2 the figure",
        "   Ana Ruiz  denies  ●●○○ attributed",
    ]


def test_words_beside_dots_are_left_out_first() -> None:
    """Where the row is too narrow, the dots alone still say the level."""
    assert plain(of("a2", cells=30).short())[1] == "   Ana Ruiz  denies  ●●○○"


def test_what_is_open_is_asked_for_as_a_warning() -> None:
    """Speaker and required fields, in the scheme's words."""
    rows = of("a5").short()
    assert styled(rows, "warn") == ["speaker?", "stance?", "evidence?"]


def test_the_active_claim_says_everything() -> None:
    """Every field, role, the chain, links, the note, and where a value came from."""
    assert plain(of("a3").full()) == [
        "▸3 “The ministry is counting gig workers",
        "   twice,”",
        "   speaker     Ana Ruiz (MP, opposition)",
        "   stance      asserts ·default",
        "   evidence    ●●●○ supported",
        "   quote       direct",
        "   flags       contested (retired),",
        "               second hand",
        "   confidence  ●○ 2",
        "   source      “she” ·proposed",
        "   cue         “told reporters”",
        "   told by     The Harbor Post › Ana Ruiz",
        "   link        ↳ responds to #1",
        "   note        see the audit of May",
    ]


def test_a_value_that_nobody_chose_is_quieter() -> None:
    """Defaults and proposals are dim; what a hand has set is not."""
    assert "asserts" in styled(of("a3").full(), "default")
    assert "direct" in styled(of("a3").full(), "text")


@pytest.mark.parametrize(
    ("values", "value", "shown"),
    [(5, 0, "○○○○"), (5, 2, "●●○○"), (5, 4, "●●●●"), (3, 1, "●○"), (2, 1, "●")],
)
def test_an_ordinal_field_is_dots(values: int, value: int, shown: str) -> None:
    """One dot per step of the scale, filled up to the value."""
    field = Field("f", "ordinal", "F", "f", values=tuple(Value(str(key), str(key)) for key in range(values)))
    assert dots(field, str(value)) == shown


def test_another_scheme_brings_its_own_words() -> None:
    """No field, role or value is known by name: all come from the scheme."""
    scheme = Scheme(
        "speech", "1", "Speech",
        roles=(Role("passage", "Passage", primary=True, required=True), Role("frame", "Frame"), Role("voice", "Voice")),
        fields=(
            Field("kind", "nominal", "Kind", "k", required=True, values=(Value("free", "f", "Free indirect"),)),
            Field("level", "number", "Level", "l"),
            Field("sure", "boolean", "Sure", "s"),
            Field("heard", "entity", "Heard by", "h"),
            Field("remark", "text", "Remark", "m"),
        ),
        speakers=False,
    )  # fmt: skip
    text = harbor().article.text
    claim = Claim(
        "x", "x", "ana", spans={"passage": find(text, "the figure"), "frame": find(text, "disputed")},
        fields={"kind": "free", "level": 2, "sure": True, "heard": ("ana_ruiz",), "remark": "odd"},
    )  # fmt: skip
    state = replace(harbor(), scheme=scheme, claims=(), numbers={}, active="x").with_claim(claim)
    assert plain(of("x", state).full())[1:] == [
        "   kind      free indirect",
        "   level     2",
        "   sure      sure",
        "   heard by  Ana Ruiz",
        "   remark    odd",
        "   frame     “disputed”",
    ]


def test_a_merged_speaker_is_shown_as_the_one_it_turned_out_to_be() -> None:
    """The claim keeps the id it was made with."""
    state = harbor()
    people = {**state.speakers, "ana_ruiz": replace(state.speakers["ana_ruiz"], merged_into="ruiz")}
    state = replace(state, speakers={**people, "ruiz": Speaker("ruiz", "Ana M. Ruiz")})
    assert plain(of("a2", state).short())[1].startswith("   Ana M. Ruiz")


@pytest.mark.parametrize(
    ("only", "ids", "words"),
    [
        ("", {"a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"}, ""),
        ("open", {"a4", "a5"}, "only open"),
        ("speaker:ana_ruiz", {"a2", "a3"}, "only Ana Ruiz"),
        ("flag:flags=second_hand", {"a3"}, "only second hand"),
        ("flag:stance=second_hand", set(), "only second_hand"),
        ("flag:flags=no_such", set(), "only no_such"),
    ],
)
def test_a_filter_narrows_the_list_and_says_so(only: str, ids: set[str], words: str) -> None:
    """By what is open, by speaker, by flag."""
    state = replace(harbor(), only=only)
    assert {claim.id for claim in state.claims if passes(claim, state)} == ids
    assert filter_words(state) == words


async def test_the_header_counts_and_stays() -> None:
    """All claims, how many are open; it does not scroll away."""
    app = Preview(harbor())
    async with app.run_test(size=(120, 20)) as pilot:
        app.put(replace(app.state, active="a8"))
        await pilot.pause()
        assert app.panel.top > 0
        assert lines(app.panel)[0] == " CLAIMS 8" + " " * 26 + "2 open"
        app.put(replace(app.state, only="open"))
        await pilot.pause()
        assert lines(app.panel)[0].startswith(" CLAIMS 8  only open: 2")


async def test_below_a_hundred_columns_it_is_a_strip_of_single_rows() -> None:
    """A rule with the counts, the active claim in three rows, its neighbours in one each."""
    app = Preview(harbor())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = lines(app.panel)
        assert shown[0].startswith(" CLAIMS 8 ─")
        assert shown[0].endswith("─ 2 open")
        assert shown[3] == "▸3 “The ministry is counting gig workers twice,”"
        assert shown[4] == "   Ana Ruiz  asserts  ●●●○ supported  contested (retired), second hand"
        assert shown[6].startswith(" 5 counting gig workers")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert lines(app.panel)[0].startswith(" CLAIMS 8    ")


class Counting(ClaimPanel):
    """A panel that counts the rows it paints."""

    def __init__(self, theme: Theme = DARK) -> None:
        super().__init__(theme)
        self.counted: list[int] = []

    def paint_row(self, row: int, edge: str) -> Strip:
        """Count, and paint."""
        self.counted.append(row)
        return super().paint_row(row, edge)


@pytest.mark.parametrize(
    ("change", "painted"),
    [
        (lambda s: replace(s, message="a word", selection=replace(s.selection, head=0)), set()),
        (lambda s: s.with_claim(replace(s.claims[0], fields={**s.claims[0].fields, "stance": "denies"})), {3}),
        (lambda s: s.with_claim(replace(s.claims[0], note="unseen while it is not active")), set()),
        (lambda s: s.with_claim(replace(s.claims[4], fields={"stance": "asserts", "evidence": "none"})), {0, 24}),
    ],
    ids=["move", "stance", "note", "no longer open"],
)
async def test_only_rows_that_changed_are_painted(change, painted: set[int]) -> None:
    """A value paints its row; what the panel does not show paints nothing."""
    app = Preview(harbor(), panel=Counting)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.panel.counted.clear()
        app.put(change(app.state))
        await pilot.pause()
        assert set(app.panel.counted) == painted


@settings(max_examples=12, deadline=None)
@given(st.data())
async def test_what_was_painted_before_never_shows_through(data: st.DataObject) -> None:
    """After any changes the panel shows what a fresh one shows at the same place."""
    wide = data.draw(st.booleans())
    size = (120, 16) if wide else (80, 24)
    app = Preview(harbor())
    async with app.run_test(size=size) as pilot:
        for _ in range(5):
            state = app.state
            ids = [claim.id for claim in state.claims]
            kind = data.draw(st.sampled_from(["active", "drop", "field", "only", "add"]))
            if kind == "active":
                state = replace(state, active=data.draw(st.sampled_from(["", *ids])))
            elif kind == "drop" and ids:
                state = state.without_claim(data.draw(st.sampled_from(ids)))
            elif kind == "field" and ids:
                claim = state.claim(data.draw(st.sampled_from(ids)))
                assert claim is not None
                state = state.with_claim(replace(claim, fields={"stance": "denies"}, speakers=("critics",)))
            elif kind == "only":
                state = replace(state, only=data.draw(st.sampled_from(["", "open", "speaker:ana_ruiz"])))
            else:
                state = state.with_claim(
                    Claim(
                        f"n{len(state.numbers)}", "x", "ana", spans={"content": find(state.article.text, "the costs")}
                    )
                )
            app.put(state)
            await pilot.pause()
            kept_rows = lines(app.panel)
            app.panel.lay_out()
            assert lines(app.panel) == kept_rows


async def test_a_click_says_which_claim() -> None:
    """On any of its rows; the header is no claim."""
    app = Preview(harbor())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.click(app.panel, offset=(5, 0))
        assert app.state.active == "a3"
        await pilot.click(app.panel, offset=(5, 5))
        assert app.state.active == "a2"


# ── rows and runs ────────────────────────────────────────────────────────────────────────────────────────────────────

runs = st.lists(
    st.tuples(
        st.text(max_size=12) | st.sampled_from(["家族", "e\u0301", "\x1b[2J", "two words ", " "]), st.sampled_from("ab")
    )
)


@given(runs, st.integers(0, 30))
def test_a_cut_row_never_is_wider_than_asked(row: list[tuple[str, str]], cells: int) -> None:
    """And it is whole when it fits."""
    kept_runs = cut(row, cells)
    assert sum(cell_len(text) for text, _ in kept_runs) <= cells
    whole = sum(width(text) for text, _ in row)
    if whole <= cells:
        assert sum(width(text) for text, _ in kept_runs) == whole


@given(runs, st.integers(1, 30), st.integers(1, 4))
def test_flowing_text_keeps_its_words_in_order(row: list[tuple[str, str]], cells: int, most: int) -> None:
    """At most so many rows, none too wide, and nothing lost as long as nothing ends in an ellipsis."""
    rows = flow(row, cells, most)
    assert len(rows) <= most
    assert all(sum(cell_len(text) for text, _ in each) <= cells for each in rows)
    text = "".join(text for each in rows for text, _ in each)
    if "…" not in text and most == 4 and all(text.isascii() and text.isprintable() for text, _ in row):
        assert text.replace(" ", "") == "".join(text for text, _ in row).replace(" ", "")


def test_the_scheme_of_the_scene_is_whole() -> None:
    """The scene has a primary role, as every scheme."""
    assert SCHEME.primary.key == "content"


@pytest.mark.parametrize("size", [(120, 16), (80, 24)])
async def test_the_active_claim_is_in_view_below_the_header(size: tuple[int, int]) -> None:
    """Whichever way the list has to be scrolled for it."""
    app = Preview(harbor())
    async with app.run_test(size=size) as pilot:
        for id in ("a8", "a2", "a7", "a3", "a1"):
            app.put(replace(app.state, active=id))
            await pilot.pause()
            assert sum(line.startswith(f"▸{app.state.numbers[id]} ") for line in lines(app.panel)) == 1


async def test_an_empty_list_says_why() -> None:
    """Nothing marked yet, or nothing that the filter lets through; then the list is back."""
    app = Preview(replace(harbor(), active="", claims=()))
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.pause()
        assert lines(app.panel)[2] == " Nothing is marked yet."
        app.put(replace(harbor(), active="", only="flag:flags=no_such"))
        await pilot.pause()
        assert lines(app.panel)[2] == " No claim is like that."
        app.put(replace(harbor(), active=""))
        await pilot.pause()
        assert lines(app.panel)[2].startswith(" 1 Unemployment")
