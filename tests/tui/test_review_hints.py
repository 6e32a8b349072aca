"""What the hint bar offers in a review: what Enter takes comes first, and nothing that would be refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core import keymap
from annotator.core.claim import Claim
from annotator.tui.hint_bar import keys as bar
from annotator.tui.review import hints
from annotator.tui.review.sight import Sight
from tests.review.adjudicator import TEXT, Adjudicator, mark
from tests.tui.reviewing import FELL, LONG, opened

A, B, C = (mark(who, FELL) for who in ("ana", "ben", "cleo"))
SPLIT = [mark("ana", "We will see … in spring"), mark("ben", "We will see"), mark("ben", "in spring")]


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Adjudicator]:
    """An adjudicator of an empty project with one article."""
    window = Adjudicator(tmp_path / "project").texts(TEXT)
    yield window
    window.close()


def shown(lead: Adjudicator) -> str:
    """The hints as they stand in the bar."""
    state = lead.state
    node = keymap.descend(lead.desk.session.root, state.pending)
    found = hints.after(state, node, Sight(lead.review))
    return "".join(text for text, _ in bar(found, 400, " ".join(state.pending))).strip()


@pytest.mark.parametrize(
    ("rows", "keys", "begin"),
    [
        ([A, B, mark("cleo", LONG)], "", "⏎ majority 2 of 3  1-3 take a version  x other content  d no such claim"),
        ([A], "", "⏎ no such claim, 2 of 3  1-3 take a version  x other content  ! defer"),
        ([A, mark("ben", LONG)], "", "x other content  1-3 take a version  d no such claim"),
        ([A, B, mark("cleo", FELL, stance="denies", cue="said")], "", "⏎ majority 2 of 3"),
        ([A, mark("ben", FELL, stance="denies", cue="said")], "", "v 1-3 cue  t 1-3 stance  1-3 take a version"),
        ([A, mark("ben", FELL, by="ruiz")], "", "@ speaker  1-3 take a version"),
        (SPLIT, "", "S keep the parts  M keep the whole  1-3 take a version  d no such claim"),
        ([A, B, mark("cleo", LONG)], "1", "⏎ next  u undo  1-3 take a version  d no such claim  g a all like this"),
        ([A, B, mark("cleo", LONG)], "!", "⏎ next  ! open again  u undo"),
        ([A, B, mark("cleo", LONG)], "c", "1-3 content of a version  ⏎ majority 2 of 3  x other content  [ ] { } trim"),
        ([A, mark("ben", FELL, stance="denies")], "c 1", "1-3 content of a version  t 1-3 stance  x other content"),
        ([A, B, mark("cleo", LONG)], "t", "t▸ a asserts  h hedges  q questions  d denies  n declines"),
        ([A, B, mark("cleo", LONG)], "s", "c content of gold  a source of gold  v cue of gold  + piece"),
        ([A, B, mark("cleo", LONG)], "⌫", "n next open  Tab next case  O show only  g h queue"),
        ([A, B, mark("cleo", LONG)], "d ⌫", "n on  Tab next case"),
        ([A, B, mark("cleo", LONG)], "O", ""),
    ],
)
def test_hints(lead: Adjudicator, rows: list[Claim], keys: str, begin: str) -> None:
    """From what is open to the way on."""
    opened(lead, *rows).press(keys)
    assert shown(lead).startswith(begin) if begin else shown(lead) == ""


def test_two_readers_have_two_digits(lead: Adjudicator) -> None:
    """And behind a leader they are named, too."""
    opened(lead, A, mark("ben", FELL, stance="denies"), readers=("ana", "ben"))
    assert shown(lead).startswith("t 1 2 stance  1 2 take a version")
    lead.press("t")
    assert shown(lead).endswith("1 2 as in that version  ⌫ back")


def test_a_claim_that_nobody_had_offers_no_version(lead: Adjudicator) -> None:
    """Marked where no reader has one; what it lacks comes by the keys of the label screen."""
    opened(lead, A, B, C).on("nobody noticed").press("⌫").on("nobody noticed")
    assert shown(lead).startswith("c content → new claim")
    lead.press("c")
    assert lead.state.message.startswith("Case 2: a claim that nobody had")
    assert shown(lead).startswith("@ speaker  t stance  y evidence")
    assert "version" not in shown(lead)
    lead.press("@ 1 t a y a ⌫")
    assert shown(lead).startswith("⏎ next  u undo  d no such claim  # reason")
