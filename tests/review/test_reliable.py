"""No decision that the screen called saved is lost, whatever ends the program."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.claim import Claim
from annotator.core.record import quote_faults
from tests.hand import ROOT
from tests.review.adjudicator import TEXT, Adjudicator, mark
from tests.review.killing import KEYS


def test_fifty_kills() -> None:
    """kill -9 at random instants: all that was called saved is in the store, and the store is whole."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.review.killing", "50", "7"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["saved"] > 50
    assert (found["kills"], found["lost"], found["faults"]) == (50, 0, 0)


WORDS = ("Rents fell", "Rents fell in October", "fell in October", "nobody noticed", "Critics say that nobody noticed.")


@st.composite
def rows(draw: st.DrawFn, who: str) -> list[Claim]:
    """A few claims of one annotator."""
    found = []
    for words in draw(st.lists(st.sampled_from(WORDS), max_size=4, unique=True)):
        stance = draw(st.sampled_from(["asserts", "denies", "-"]))
        found.append(mark(who, words, stance=stance, by=draw(st.sampled_from(["mayor", "ruiz"]))))
    return found


@settings(max_examples=25, deadline=None)
@given(st.tuples(rows("ana"), rows("ben"), rows("cleo")), st.lists(st.sampled_from(KEYS), max_size=14))
def test_laws(layers: tuple[list[Claim], ...], keys: list[str]) -> None:
    """What is shown is what the store folds to; undoing all gives the beginning back; every quote is right."""
    with tempfile.TemporaryDirectory() as place:
        lead = Adjudicator(Path(place) / "project").texts(TEXT)
        for who, claims in zip(("ana", "ben", "cleo"), layers, strict=True):
            lead.layer(who, *claims)
        lead.begin(article="a1")
        first = lead.gold
        put = [(row.key, row.body) for row in lead.project.store.current("put")]
        for key in keys:
            lead.press(key)
        shown, held = lead.gold, dict(lead.review.decisions)
        lead.go("a1")
        assert (lead.gold, dict(lead.review.decisions)) == (shown, held)
        for row in lead.project.store.current("decide"):
            for result in row.body["results"]:
                assert quote_faults(result, TEXT) == []
        while not lead.press("u").state.message.startswith("Nothing to undo"):
            pass
        assert lead.gold == first
        assert [(row.key, row.body) for row in lead.project.store.current("put")] == put
        lead.saved().close()
