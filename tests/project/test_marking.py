"""Marking, pieces, merges: what is stored has words, and nothing of a claim goes unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.claim import Claim
from annotator.core.commands.mark import BLANK
from annotator.core.event import Batch, Change
from annotator.core.record import claim_body
from annotator.core.span import Span
from annotator.core.state import in_order
from tests.calls import calls
from tests.hand import Hand

TEXT = "Rents fell, she said. Why not? Homes rose."
Open = Callable[..., Hand]


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Open]:
    """Opens windows on one project; closes them all."""
    opened: list[Hand] = []

    def one(text: str = TEXT, scheme_name: str = "claims") -> Hand:
        opened.append(Hand(tmp_path, text, scheme_name=scheme_name))
        return opened[-1]

    yield one
    for hand in opened:
        hand.close()


@pytest.mark.parametrize("key", ["c", "+", ".", "C", "g a"])
@pytest.mark.parametrize("first", ["c t a", "a 9"])
def test_blanks_are_no_words(window: Open, key: str, first: str) -> None:
    """A selection of blanks is refused by every key that would store it, and no claim changes."""
    hand = window().on("Rents fell").press(f"{first} ⌫")
    before = hand.state.claims
    hand.session.place(5, 5)
    hand.press(f"L {key}")
    assert hand.message == BLANK
    assert hand.state.claims == before


def test_an_empty_piece_that_is_stored_is_none(window: Open) -> None:
    """A project that holds one is opened: the claim asks for its words."""
    hand = window().on("Rents fell").press("c 9 t a ⌫ ⌫").settle()
    (claim,) = hand.state.claims
    body = claim_body(claim, TEXT)
    body["spans"] = {"content": [{"start": 7, "end": 7, "text": ""}]}
    change = Change("put", claim.key, body, hand.store.head("put", claim.key))
    hand.store.record(Batch("b", (change,), "ana"))
    again = window()
    (found,) = again.state.claims
    assert found.spans == {}
    assert "content" in again.press("Z").message
    again.on("Homes rose").press("c").settle()
    assert again.contents == [["Homes rose"]]


def test_a_first_piece_is_one_piece(window: Open) -> None:
    """`+` gives a claim that has no content yet its first words."""
    assert window().on("she").press("a").on("Rents fell").press("+").message == "Claim 1: 1 piece."


@pytest.mark.parametrize(
    ("keys", "contents", "selected"),
    [
        ("} } }", ["aaa bbb ccc ddd eee fff"], "aaa bbb ccc ddd eee fff"),
        ("} } } }", ["aaa bbb ccc ddd eee fff ggg"], "aaa bbb ccc ddd eee fff ggg"),
        ("} } } {", ["aaa bbb ccc ddd eee"], "aaa bbb ccc ddd eee"),
        ("c ] ] ]", ["aaa bbb ccc ddd eee fff"], "aaa bbb ccc ddd eee fff"),
        ("c o B B B [", ["bbb ccc ddd eee fff"], "bbb ccc ddd eee fff"),
    ],
)
def test_a_piece_that_grows_into_the_next_is_both(window: Open, keys: str, contents: list[str], selected: str) -> None:
    """What is in hand is the whole of them from then on: no word of the other piece goes with the next key."""
    hand = window("aaa bbb ccc ddd eee fff ggg.").on("aaa").press("c")
    hand.on("ddd eee fff").press("+ ⌫ c " + keys)
    assert (hand.contents, hand.selected) == ([contents], selected)


@pytest.mark.parametrize(
    ("text", "wanted", "match"),
    [
        ("नहीं कि वह गया।", "क", "कि"),
        ("The 👩‍🔬 said so.", "👩", "👩‍🔬"),
        ("The 👩‍🔬 said so.", "🔬", "👩‍🔬"),
        ("Cafe\u0301 rents", "cafe", "Cafe\u0301"),
    ],
)
def test_a_match_is_whole_graphemes(window: Open, text: str, wanted: str, match: str) -> None:
    """What search selects, and so what is marked, parts none."""
    hand = window(text).press(f"/ '{wanted} ⏎")
    assert hand.selected == match
    assert hand.press("c").contents == [[match]]


def test_a_merge_drops_nothing(window: Open) -> None:
    """Note, chain and links of the others are the claim's, where it has none; links to them lead to it."""
    hand = window("Rents fell sharply, she said. Homes rose. Why not?")
    hand.on("Rents fell").press("c ⌫ ⌫").on("sharply").press("c 9 r @ 'Post ⏎ m 'important ⏎ ⌫ ⌫")
    hand.on("Homes rose").press("c ⌫ ⌫")
    one, two, three = (claim.id for claim in hand.state.claims)
    hand.session.choose(two)
    hand.press("r > 'homes ⏎")
    hand.session.choose(three)
    hand.press("r > 'sharply ⏎")
    hand.session.choose(one)
    before = hand.state.claims
    hand.on("fell sharply").press("M").settle()
    merged, other = hand.state.claims
    assert (merged.id, merged.note, merged.speakers) == (one, "important", ("@unknown",))
    assert merged.attribution == (("post",), ("@unknown",))
    assert [link.target for link in merged.links] == [three]
    assert [link.target for link in other.links] == [one]
    again = window("Rents fell sharply, she said. Homes rose. Why not?")
    assert again.state.claims == hand.state.claims
    assert again.press("u").state.claims == before


def test_a_merge_links_nothing_to_itself(window: Open) -> None:
    """Links between them go with them, and those of each to a third that is taken in, too; what it says stays."""
    hand = window("Rents fell sharply, she said.").on("Rents fell").press("c 8 m 'mine ⏎ R 8 R 9 m 'yours ⏎ r > 2")
    assert [len(claim.links) for claim in hand.state.claims] == [0, 1, 2]
    hand.press("M")
    (merged,) = hand.state.claims
    assert (merged.links, merged.note, merged.speakers) == ((), "yours", ("@unknown",))


def test_a_merge_into_two_pieces_needs_a_scheme_with_pieces(window: Open) -> None:
    """Else nothing is merged, and the sentence says why; what touches is one piece."""
    hand = window("Rents fell sharply, she said. Homes rose. Why not?", scheme_name="rumour")
    hand.on("Rents fell").press("c ⌫ ⌫").on("Homes rose").press("c").on("fell sharply, she said. Homes").press("M")
    assert hand.message == "The scheme allows one piece of post only."
    assert [hand.words(claim, "post") for claim in hand.state.claims] == [["Rents fell"], ["Homes rose"]]


def test_tab_between_claims_looks_at_each_of_them_once(window: Open) -> None:
    """However many there are."""
    count = 400
    hand = window("Rents. " * count)
    claims = [
        Claim(f"c{n:03d}", hand.state.article.id, "ana", spans={"content": (Span(7 * n, 7 * n + 5),)})
        for n in range(count)
    ]
    hand.session.state = replace(hand.state, claims=in_order(claims, hand.state.scheme))
    middle = 7 * (count // 2)
    hand.session.place(middle - 1, middle - 1)
    assert calls(lambda: hand.press("⇥")) < 60 * count
    assert hand.state.active == f"c{count // 2:03d}"
