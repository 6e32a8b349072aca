"""Marking all places where the same words stand, from key to store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hand import Hand

TEXT = """Rents fell, ministry says

The ministry said that rents fell in May. “Rents fell,” said Ana Ruiz, “but parents fell behind.”

Critics doubt that RENTS
fell. Réntś fell, they say, only because current rents fell from a peak. The peak was in May.
"""

Open = Callable[..., Hand]


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Open]:
    """Opens windows on one project; closes them all."""
    opened: list[Hand] = []

    def one(*texts: str) -> Hand:
        opened.append(Hand(tmp_path, *(texts or (TEXT,))))
        return opened[-1]

    yield one
    for hand in opened:
        hand.close()


def places(hand: Hand) -> list[int]:
    """Where the contents begin."""
    return [claim.pieces("content")[0].start for claim in hand.state.claims]


ALL = [
    TEXT.index(words)
    for words in ("Rents fell, m", "rents fell in May", "Rents fell,”", "RENTS", "Réntś", "rents fell from")
]


def test_the_first_press_counts_and_the_second_marks(window: Open) -> None:
    """Without regard to case, accents and line ends; whole words only; one undo takes all back, one redo makes them."""
    hand = window().on("rents fell in May")
    hand.on("rents fell").press("c 8 t a g a")
    assert hand.message == "“rents fell” stands in 5 other places. Again: a new claim on each, tagged like claim 1."
    assert hand.state.warn
    assert len(hand.state.claims) == 1
    hand.press("g a").settle()
    assert hand.message == "“rents fell” is marked in 5 other places; u takes all of it back."
    assert places(hand) == ALL
    assert hand.state.active == next(claim.id for claim, at in zip(hand.state.claims, ALL, strict=True) if at == ALL[1])
    hand.press("u").settle()
    assert places(hand) == [ALL[1]]
    hand.press("U").settle()
    again = window()
    assert places(again) == ALL
    assert again.state.claims == hand.state.claims


def test_alike_in_tags_but_not_in_what_the_place_tells(window: Open) -> None:
    """Speakers and fields go along with their origin; quotation marks and headline are read at each place."""
    hand = window().on("rents fell").press("c 8 t d y s i p m 'a_note ⏎ g a g a").settle()
    title, first, quoted, *_ = hand.state.claims
    for claim in hand.state.claims:
        assert claim.speakers == ("@author",)
        assert (claim.fields["stance"], claim.fields["evidence"]) == ("denies", "supported")
        assert claim.annotator == "ana"
    assert title.fields["flags"] == first.fields["flags"] == ("prediction",)
    assert (quoted.fields["quote"], first.fields["quote"]) == ("direct", "none")
    assert quoted.origin["quote"] == "default"
    assert (quoted.note, quoted.derived_from) == ("", (first.id,))


def test_a_headline_is_flagged_where_it_is_one(window: Open) -> None:
    """Marked from the text, the title gets the flag; marked from the title, the text does not."""
    hand = window().on("rents fell").press("c g a g a").settle()
    flags = [claim.fields.get("flags") for claim in hand.state.claims]
    assert flags == [("headline",), None, None, None, None, None]
    hand.press("u u").on("Rents fell").press("c t a g a g a").settle()
    assert [claim.fields.get("flags") for claim in hand.state.claims] == flags


def test_selected_words_that_are_not_the_active_claims_give_bare_claims(window: Open) -> None:
    """Fresh ones, without the tags of a claim on other words; the selection itself is left to c."""
    hand = window().on("The ministry").press("c 8 t a").on("peak.").press("L").on("peak").press("g a")
    assert hand.message == "“peak” stands in 1 other place. Again: a new claim on each."
    hand.press("g a").settle()
    new = hand.state.claims[-1]
    assert hand.words(new) == ["peak"]
    assert (new.speakers, new.derived_from) == ((), ())
    assert "stance" not in new.fields
    assert hand.selected == "peak"


@pytest.mark.parametrize(
    ("on", "keys", "message"),
    [
        ("", "", "Select words, or choose a claim by Tab: then the same words are looked for elsewhere."),
        ("Ana Ruiz", "", "“Ana Ruiz” stands nowhere else in this article."),
        ("Ana Ruiz", "c", "“Ana Ruiz” stands nowhere else in this article."),
        ("ents fell", "", "Select whole words first."),
        ("”", "", "Select whole words first."),
        ("ents fell", "c", "The claim begins or ends inside a word: select whole words."),
        ("in May", "c g a g a", "“in May” is marked wherever else it stands in this article."),
        ("Ana Ruiz", "a", "Claim 1 has no content yet: select the words to look for."),
    ],
)
def test_refusals_say_why(window: Open, on: str, keys: str, message: str) -> None:
    """And nothing is marked, however often it is pressed."""
    hand = window()
    if on:
        hand.on(on)
    hand.press(keys)
    before = hand.state.claims
    for _ in range(2):
        assert hand.press("g a").message == message
        assert hand.state.warn
    assert hand.state.claims == before


def test_a_claim_of_two_pieces_has_no_one_phrase(window: Open) -> None:
    """The words to look for have to be selected."""
    hand = window().on("Rents fell,").press("c").on("Ana Ruiz").press("+ g a")
    assert hand.message == "Claim 1 has 2 pieces: select the words to look for."


def test_places_inside_other_contents_are_content_already(window: Open) -> None:
    """A longer claim that holds the words is one on them."""
    hand = window().on("that rents fell in May").press("c ⌫ ⌫").on("Rents fell, m").press("{ ⌫")
    hand.on("Rents fell").press("c g a")
    assert hand.message.startswith("“Rents fell” stands in 4 other places.")


@pytest.mark.parametrize("between", ["w", "g 0", "escape", "⇥", "click"])
def test_only_the_very_next_key_confirms(window: Open, between: str) -> None:
    """Anything else asks again, a key without meaning too."""
    hand = window().on("rents fell").press("c g a")
    if between == "click":
        hand.at("Critics")
    else:
        hand.press(between)
    hand.press("g a")
    assert len(hand.state.claims) == 1
    assert "Again" in hand.message
    assert len(hand.press("g a").state.claims) == 6


@pytest.mark.parametrize(("count", "claims"), [(101, 100), (102, 0)])
def test_a_common_word_is_refused(window: Open, count: int, claims: int) -> None:
    """More than a hundred other places are no claim."""
    hand = window("rents fell. " * count).on("rents fell").press("g a g a").settle()
    assert len(hand.state.claims) == claims
    if not claims:
        assert hand.message == "“rents fell” stands in more than 100 other places: select more words."
