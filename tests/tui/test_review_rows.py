"""The panel of a review: what it says of a case, row by row, for few and many readers, wide and low."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.claim import Claim
from annotator.core.review.case import Case
from annotator.core.span import pieces
from annotator.tui.drawing.paint import Run, width
from annotator.tui.review.fitting import elided, packed, shortened
from annotator.tui.review.sight import Sight
from annotator.tui.review.words import Words
from tests.review.adjudicator import TEXT, Adjudicator, mark
from tests.tui.reviewing import FELL, LONG, NINE, nine, opened, rows_of, styled, tangle, told

A, B, C = (mark(who, FELL) for who in ("ana", "ben", "cleo"))
DENIES = mark("cleo", LONG, id="denies", stance="denies")
BESIDE = "claims beside it came or went since"
SPLIT = (mark("ana", "We will see … in spring"), mark("ben", "We will see"), mark("ben", "in spring"))


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Adjudicator]:
    """An adjudicator of an empty project with one article."""
    window = Adjudicator(tmp_path / "project").texts(TEXT)
    yield window
    window.close()


OPEN = """\
 CASE 1 of 1  open
              1 2 3  G
 ≠ content    1 2 ·  ◇  Rents fell
              · · 3     Rents fell in October
   speaker    1 2 3  ◇  Mayor
 ≠ stance     1 2 ·  ◇  asserts
              · · 3     denies
   evidence   1 2 3  ◇  ●●○○ attributed
 ends differ by 11 characters
 stance: asserts ↔ denies
 1 ana · 2 ben · 3 cleo"""
COMPOSED = """\
 CASE 1 of 1  decided
              1 2 3  G
 ≠ content    1 2 ·  ◆  Rents fell
              · · 3     Rents fell in October
   speaker    1 2 3  ◆  Mayor
 ≠ stance     1 2 ·     asserts
              · · 3  ◆  denies
   evidence   1 2 3  ◆  ●●○○ attributed
 ends differ by 11 characters
 stance: asserts ↔ denies
 decided by lead: parts of several versions
 1 ana · 2 ben · 3 cleo"""
ALONE = """\
 CASE 1 of 1  open
              1 2 3  G
 ≠ claim      1 · ·  ×  no such claim
   content    1         Rents fell
   speaker    1         Mayor
   stance     1         asserts
   evidence   1         ●●○○ attributed
 1 of 3 marked it
 1 ana · 2 ben · 3 cleo"""
REJECTED = ALONE.replace("×", "✕").replace("open", "decided").replace("it\n", "it\n decided by lead: no such claim\n")
TIED = """\
 CASE 1 of 1  open
              1 2 3  G
 ≠ claim      1 2 ·  ◇  marked by 2 of 3
 ≠ content    1 ·    ?  Rents fell
              · 2       Rents fell in October
   speaker    1 2    ◇  Mayor
   stance     1 2    ◇  asserts
   evidence   1 2    ◇  ●●○○ attributed
 2 of 3 marked it · ends differ by 11 characters
 1 ana · 2 ben · 3 cleo"""
ONE_OR_TWO = """\
 CASE 1 of 1  open
              1 2 3  G
 ≠ how many   · · 3     no such claim
              1 · ·  ?  one claim
              · 2 ·  ?  2 claims
   content    1 ·       We will see … in spring
              · 2       We will see
   speaker    1 2       Mayor
   stance     1 2       asserts
   evidence   1 2       ●●○○ attributed
   content      2       in spring
   speaker      2       Mayor
   stance       2       asserts
   evidence     2       ●●○○ attributed
 2 of 3 marked it
 ana has one claim where ben has 2
 1 ana · 2 ben · 3 cleo"""
PARTS = """\
 CASE 1 of 1  decided
              1 2 3  G
 ≠ how many   · · 3     no such claim
              1 · ·     one claim
              · 2 ·  ◆  2 claims
   part 1 of 2
   content    1 ·       We will see … in spring
              · 2    ◆  We will see
   speaker    1 2    ◆  Mayor
   stance     1 2    ◆  asserts
   evidence   1 2    ◆  ●●○○ attributed
 ▸ part 2 of 2
   content      2    ◆  in spring
   speaker      2    ◆  Mayor
   stance       2    ◆  asserts
   evidence     2    ◆  ●●○○ attributed
 2 of 3 marked it
 ana has one claim where ben has 2
 decided by lead: parts of several versions
 1 ana · 2 ben · 3 cleo"""


@pytest.mark.parametrize(
    ("rows", "keys", "shown"),
    [
        ([A, B, DENIES], "", OPEN),
        ([A, B, DENIES], "t 3", COMPOSED),
        ([A], "", ALONE),
        ([A], "d", REJECTED),
        ([A, mark("ben", LONG)], "", TIED),
        (SPLIT, "", ONE_OR_TWO),
        (SPLIT, "S ⇥", PARTS),
    ],
    ids=["open", "composed", "alone", "rejected", "tied", "split", "parts"],
)
def test_the_table(lead: Adjudicator, rows: list[Claim], keys: str, shown: str) -> None:
    """A row for each value, who has it, what gold takes or would take, then in words how they differ."""
    opened(lead, *rows).press(keys)
    assert told(rows_of(lead.state)) == shown.split("\n")


def test_nine_readers_take_no_more_rows(lead: Adjudicator) -> None:
    """Their numbers stand close together, and below the article what nobody disputes stands in one row."""
    opened(lead, *nine(), readers=NINE)
    assert told(rows_of(lead.state))[1:5] == [
        "              123456789  G",
        " ≠ content    ·23·56·89  ◇  Rents fell",
        "              1··4··7··     Rents fell in October",
        "   cue        123456789  ◇  said",
    ]
    assert told(rows_of(lead.state, 79, 10, low=True), 79) == [
        f" CASE 1 of 3  open {'─' * 59}",
        " ≠ content    ·23·56·89  ◇  Rents fell",
        "              1··4··7··     Rents fell in October",
        " ≠ stance     1·34·67·9  ◇  asserts",
        "              ·2··5··8·     hedges",
        "   all        said · Mayor · ●●○○ attributed",
        " ends differ by 11 characters · stance: asserts ↔ hedges",
        " 1 ana · 2 ben · 3 cleo · 4 dora · 5 emil · 6 finn · 7 gita · 8 hugo · 9 ines",
    ]


def test_what_only_some_have_stands_apart(lead: Adjudicator) -> None:
    """Underlined, not told by colour alone; gold is strong once it is decided, what it has not is quiet."""
    opened(lead, A, B, DENIES)
    assert styled(rows_of(lead.state), "apart") == [" in October"]
    lead.press("t 3")
    rows = rows_of(lead.state)
    assert "denies" in styled(rows, "strong")
    assert "asserts" in styled(rows, "quiet")


def test_the_same_words_in_another_place_show_where_they_stand(lead: Adjudicator) -> None:
    """Two sources “in”, say: each between what stands around it."""
    at = TEXT.rindex("in spring")
    other = replace(mark("ben", FELL), spans={**mark("ben", FELL).spans, "source": pieces([(at, at + 2)])})
    opened(lead, mark("ana", FELL, source="in"), other, readers=("ana", "ben"))
    shown = told(rows_of(lead.state))
    assert " ≠ source     1 ·  ?  …fell in October, the…" in shown
    assert "              · 2     …she added, “in spring.”…" in shown


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([A, B, mark("cleo", "Rents fell in October,")], ["ends differ by 12 characters"]),
        ([A, B, mark("cleo", "fell")], ["starts differ by 6 characters"]),
        ([A, mark("ben", "fell in"), mark("cleo", "Rents")], ["starts differ by up to 6 characters, ends by up to 8"]),
        ([A, B, mark("cleo", FELL, cue="said")], ["cue: not marked by ana and ben"]),
        ([A, B, mark("cleo", FELL, by="ruiz")], ["speaker: Mayor ↔ Ruiz"]),
        ([A, B, mark("cleo", FELL, flags="contested")], ["flags: contested 1 of 3"]),
        ([A, B, mark("cleo", FELL, stance="-")], ["all say the same"]),
        ([A, B], ["2 of 3 marked it"]),
        ([A, B, C], ["all say the same"]),
        (
            [*SPLIT, mark("cleo", "in spring")],
            ["cleo has only a part", "ana and cleo have one claim where ben has 2", "starts differ by 26"],
        ),
    ],
)
def test_kinds_in_words(lead: Adjudicator, rows: list[Claim], words: list[str]) -> None:
    """One sentence for each thing that differs."""
    opened(lead, *rows)
    case: Case = lead.review.cases[0]
    found = Words(lead.state, lead.review, case, named=True).kinds()
    assert [each.removesuffix(" characters") for each in found] == [each.removesuffix(" characters") for each in words]


def test_blind_until_it_is_decided(lead: Adjudicator) -> None:
    """Numbers before, names after; taken back, the names go again."""
    for who, row in zip(("ana", "ben", "cleo"), (A, B, DENIES), strict=True):
        lead.layer(who, row)
    lead.begin(blind=True)
    assert not any(name in " ".join(told(rows_of(lead.state))) for name in ("ana", "ben", "cleo"))
    lead.press("1")
    names = " · ".join(f"{at} {who}" for at, who in enumerate(lead.review.readers, 1))
    assert f" {names}" in told(rows_of(lead.state))
    assert " decided by lead: version 1, whole" in told(rows_of(lead.state))
    lead.press("u")
    assert not any("ana" in row for row in told(rows_of(lead.state)))


def test_notes_reasons_and_what_is_open(lead: Adjudicator) -> None:
    """Before the decision and after it; the readers' own notes, too."""
    opened(lead, replace(A, note="who is it?"), mark("ben", LONG, stance="denies"), readers=("ana", "ben"))
    lead.press("# 2 m 'unclear ⏎ t 2")
    shown = told(rows_of(lead.state))
    assert " still open: content" in shown
    assert " reason  ambiguous text" in shown
    assert " note  unclear" in shown
    assert " ana noted  who is it?" in shown
    assert shown[0] == " CASE 1 of 1  part of it open"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ([mark("ana", FELL, id="a", stance="hedges"), mark("ben", LONG, id="b")], "ana changed the claim since"),
        ([mark("ana", FELL, id="a")], "ben took a claim away since"),
        (
            [mark("ana", FELL, id="a"), mark("ben", LONG, id="b"), mark("ben", FELL)],
            "ben has a claim of this in another case now",
        ),
        ([mark("ana", FELL, id="a"), mark("ben", LONG, id="b"), mark("ben", "October, the mayor")], BESIDE),
    ],
)
def test_what_has_changed_since(lead: Adjudicator, change: list[Claim], words: str) -> None:
    """A stale decision says why it is back."""
    opened(lead, mark("ana", FELL, id="a"), mark("ben", LONG, id="b"), readers=("ana", "ben")).press("1").saved()
    for who in ("ana", "ben"):
        lead.layer(who, *(row for row in change if row.annotator == who))
    lead.go("a1")
    shown = told(rows_of(lead.state))
    assert shown[0].endswith("changed since")
    assert f" {words}" in " ".join(shown)


def test_a_component_of_forty_claims(tmp_path: Path) -> None:
    """The other cases stand in one row each, as far as there is room; the sight knows all of them."""
    text, rows = tangle()
    lead = opened(Adjudicator(tmp_path / "project").texts(text), *rows)
    sight = Sight(lead.review)
    assert len(sight.beside(lead.focus)) == len(lead.review.cases) - 1 == 13
    shown = told(rows_of(lead.state, 79, 10, low=True), 79)
    assert len(shown) == 10
    assert shown[-1] == "    … and 11 more"
    assert shown[-2].startswith("   3 word6 word7")
    assert shown[-2].endswith("123  open")
    assert len(told(rows_of(lead.state, 53, 37))) > 20
    lead.close()


runs = st.lists(st.tuples(st.text("ab “é家", max_size=40), st.sampled_from(["text", "apart"])), max_size=5)


@given(runs, st.integers(8, 60))
def test_elided_words_keep_their_ends(made: list[Run], cells: int) -> None:
    """What is cut is cut in the middle of a run, and not more often than needed."""
    cut = elided(made, cells)
    assert [name for _, name in cut] == [name for _, name in made]
    for (before, _), (after, _) in zip(made, cut, strict=True):
        assert after == before or (" … " in after and before.startswith(after.split(" … ")[0]))
    if sum(width(text) for text, _ in made) <= cells:
        assert cut == made


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("short", 10, "short"),
        ("one two three four five six seven", 16, "one two … seven"),
        ("unbrokenunbrokenunbroken", 8, "unbr … oken"),
    ],
)
def test_shortened(text: str, cells: int, shown: str) -> None:
    """Both ends, at blanks where there are any near."""
    assert shortened(text, cells) == shown


def test_packed_items_are_never_torn_apart() -> None:
    """A dot stands between two of a row, never at its edge; what does not fit ends in an ellipsis."""
    items = [[(word, "text")] for word in ("alpha", "beta", "gamma", "delta", "epsilon")]
    assert ["".join(text for text, _ in row) for row in packed(items, 14, 2)] == ["alpha · beta", "gamma · delta …"]
