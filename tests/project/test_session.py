"""The whole way of a key: command, store, undo, two windows. No screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.hand import Hand

TEXT = """Bridge is safe, says mayor

“The bridge is safe,” said Ilse Brandt, the mayor, “and it will stay open.” Opposition leader Ana Ruiz denied that.

The labour ministry said on Tuesday that rents fell by 4.1% in May. Critics say the figure is wrong.
"""

Open = Callable[..., Hand]


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Open]:
    """Opens windows on one project; closes them all."""
    opened: list[Hand] = []

    def one(*texts: str, annotator: str = "ana", scheme_name: str = "claims") -> Hand:
        opened.append(Hand(tmp_path, *(texts or (TEXT,)), annotator=annotator, scheme_name=scheme_name))
        return opened[-1]

    yield one
    for hand in opened:
        hand.close()


@pytest.mark.parametrize(
    ("start", "keys", "selected"),
    [
        ("rents", "s", "The labour ministry said on Tuesday that rents fell by 4.1% in May."),
        ("rents", "z", "rents fell by 4.1% in May"),
        ("bridge is", "q", "The bridge is safe,"),
        ("bridge is", "q q", "“The bridge is safe,”"),
        ("Bridge", "p", "Bridge is safe, says mayor"),
        (
            "rents",
            "s s",
            "The labour ministry said on Tuesday that rents fell by 4.1% in May. Critics say the figure is wrong.",
        ),
        ("rents", "z [", "fell by 4.1% in May"),
        ("rents", "z [ ]", "rents fell by 4.1% in May"),
        ("rents", "z {", "rents fell by 4.1% in"),
        ("rents", "z { }", "rents fell by 4.1% in May"),
        ("rents", "W", "rents "),
        ("rents", "W W", "rents fell "),
        ("rents", "L L", "re"),
        ("rents", "W o B", "that rents "),
        ("rents", "e", "rents"),
        ("rents", "e e", "rents fell by 4.1% in May"),
        ("rents", "e e E", "rents"),
        ("rents", "s ⌫", ""),
        ("The labour", "n", "The labour ministry said on Tuesday that rents fell by 4.1% in May."),
        ("The labour", "n n", "Critics say the figure is wrong."),
        ("Critics", "N", "The labour ministry said on Tuesday that rents fell by 4.1% in May."),
        ("Bridge", "/ 'RUIZ ⏎", "Ruiz"),
        ("Bridge", "/ 'the ⏎ ;", "the"),
    ],
)
def test_selecting(window: Open, start: str, keys: str, selected: str) -> None:
    """Where the cursor stands, what is pressed, and what is selected then."""
    hand = window().at(start).press(keys)
    assert hand.selected == selected


def test_a_whole_claim_with_a_broken_quotation(window: Open) -> None:
    """Content in two pieces, source, cue, a new speaker, stance, evidence, quote read off the marks."""
    hand = window()
    hand.at("bridge is safe").press("q c").at("it will").press("q +")
    hand.on("Ilse Brandt").press("a").on("said").press("v @ ⏎ t a y a ⏎").settle()
    (claim,) = hand.state.claims
    assert hand.words(claim) == ["The bridge is safe", "and it will stay open"]
    assert hand.words(claim, "source") == ["Ilse Brandt"]
    assert hand.words(claim, "cue") == ["said"]
    assert claim.speakers == ("ilse_brandt",)
    assert claim.fields == {"quote": "direct", "stance": "asserts", "evidence": "attributed"}
    assert claim.origin == {"quote": "default"}
    assert claim.seconds > 0
    assert hand.state.active == ""
    assert hand.session.unsaved == 0
    hand.press("⇥ r q m").settle()
    assert (hand.state.claims[0].fields["quote"], hand.state.claims[0].origin) == ("mixed", {"quote": "edited"})


def test_a_broken_quotation_is_five_keys(window: Open) -> None:
    """With a piece in hand, `q` goes on to the rest of the quotation."""
    hand = window().at("“The bridge").press("q c q +")
    assert hand.contents == [["The bridge is safe", "and it will stay open"]]


def test_what_is_saved_is_there_again(window: Open) -> None:
    """A second window on the store reads exactly what the first one shows."""
    first = window()
    first.at("rents").press("z c").on("The labour ministry").press("a @ ⏎ t a y a m 'a_note ⏎ i p").settle()
    second = window()
    assert second.state.claims == first.state.claims
    assert second.state.speakers == first.state.speakers
    assert second.state.claims[0].note == "a note"
    assert second.state.claims[0].fields["flags"] == ("prediction",)


def test_enter_refuses_what_is_open(window: Open) -> None:
    """It names what is missing, in words."""
    hand = window().at("rents").press("z c ⏎")
    assert hand.message == "Claim 1 still needs: speaker, stance, evidence."
    assert hand.state.active


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("t x", "t x means nothing."),
        ("t d", "No claim is active: Tab chooses one, c marks a new one."),
        ("d", "No claim is active: Tab chooses the one to delete."),
        ("1", "No speaker has the digit 1 yet: @ chooses from the registry."),
        ("c", "Select the words of the content first."),
        ("u", "Nothing to undo in this article."),
        ("Z", "No claim is marked. Z again says: read, nothing found."),
        ("Z Z", "Done: read, nothing found. g n goes to the next article."),
        ("Z s Z", "No claim is marked. Z again says: read, nothing found."),
        (";", "Nothing was searched for yet: / searches."),
        ("/ 'xyz ⏎", "“xyz” does not stand in this article."),
        ("+", "No claim is active: Tab chooses one, c begins one."),
        ("q", "No quotation stands here."),
        ("s c 8 t a y a Z", "Done: 1 claim. g n goes to the next article."),
        ("s c R r > 1", "Claim 2: no longer linked to claim 1."),
        ("s c R r > 1 r > 1", "Claim 2: responds to claim 1."),
    ],
)
def test_messages(window: Open, keys: str, message: str) -> None:
    """A key that cannot do its work says why; a dropped leader never becomes another command."""
    assert window().press(keys).message == message


def test_a_dropped_leader_deletes_nothing(window: Open) -> None:
    """`t` and then a key that is no stance cancels both; the claim stays."""
    hand = window().at("rents").press("z c t z d")
    assert len(hand.state.claims) == 0
    hand.press("u").at("rents").press("Tab t x")
    assert len(hand.state.claims) == 1


def test_undo_and_redo_reach_across_a_restart(window: Open) -> None:
    """Every state on the way back and forth is one that was there before."""
    first = window().at("rents").press("z c t a")
    states = [first.state.claims]
    first.press("y a @ 'Ministry ⏎").settle()
    full = first.state
    second = window()
    assert second.state.claims == full.claims
    second.press("u u")
    assert second.state.claims == states[0]
    assert "ministry" not in second.state.speakers
    second.press("u u").settle()
    assert second.state.claims == ()
    third = window()
    third.press("U U U U")
    assert third.state.claims == full.claims
    assert third.state.speakers == full.speakers
    third.press("u t h")
    assert third.press("U").message == "Nothing to redo in this article."


def test_second_window_keeps_what_the_first_has_saved(window: Open) -> None:
    """The second window's stale change is run again on the fresh claim, so both tags are there."""
    first = window().at("rents").press("z c").settle()
    second = window().press("⇥")
    first.press("t d").settle()
    second.press("y s").settle()
    (claim,) = second.state.claims
    assert claim.fields == {"quote": "none", "stance": "denies", "evidence": "supported"}
    first.recorder.poll()
    first.settle().settle()
    assert first.state.claims == second.state.claims


def test_a_claim_deleted_elsewhere_is_said(window: Open) -> None:
    """What no longer applies is not done, and the sentence says so."""
    first = window().at("rents").press("z c").settle()
    second = window().press("⇥")
    first.press("d").settle()
    second.press("t a").settle()
    assert second.state.claims == ()
    assert second.message == "Claim 1 was deleted in another window: the last key no longer applies."


def test_a_claim_that_undo_brings_back_has_its_number(window: Open) -> None:
    """Also in a window that never saw it."""
    window().at("rents").press("z c d").settle()
    assert window().press("u").message.startswith("Undone: claim 1")


def test_undo_leaves_alone_what_another_window_changed(window: Open) -> None:
    """Undo of a tag that the other window has replaced names it and leaves it."""
    first = window().at("rents").press("z c t a").settle()
    second = window().press("⇥ t d").settle()
    first.press("u").settle()
    assert second.state.claims[0].fields["stance"] == "denies"
    first.recorder.poll()
    first.settle().settle()
    assert first.state.claims[0].fields["stance"] == "denies"


def test_take_up_and_cut_anew(window: Open) -> None:
    """A stored part is taken up, trimmed live, and put down; the claim follows each key."""
    hand = window().at("rents").press("z c ⌫ ⌫").at("rents").press("⇥ c [ {")
    assert hand.contents == [["fell by 4.1% in"]]
    hand.press("⌫ l")
    assert hand.state.hand == ""
    assert hand.contents == [["fell by 4.1% in"]]


def test_selection_elsewhere_begins_a_new_claim(window: Open) -> None:
    """Marked content is never overwritten by words that stand elsewhere; overlapping words cut it anew."""
    hand = window().at("rents").press("z c").at("Critics say").press("s c")
    assert hand.contents == [["rents fell by 4.1% in May"], ["Critics say the figure is wrong"]]
    hand.on("the figure is wrong").press("c")
    assert hand.contents[1] == ["the figure is wrong"]


def test_second_claim_on_a_cue_and_second_speaker_on_a_content(window: Open) -> None:
    """`C` takes source, cue and speaker over; `R` takes the content over and links."""
    hand = window().on("The labour ministry").press("a").on("said on").press("v").at("rents").press("z c @ ⏎")
    hand.on("the figure is wrong").press("C")
    first, second = hand.state.claims
    assert second.speakers == first.speakers
    assert second.pieces("source") == first.pieces("source")
    hand.press("R 9")
    third = next(claim for claim in hand.state.claims if claim.links)
    assert third.pieces("content") == second.pieces("content")
    assert third.links[0][:2] == ("responds_to", second.id)
    assert third.speakers == ("@unknown",)


def test_split_merge_and_links_to_what_is_gone(window: Open) -> None:
    """Two pieces become two claims and one again; a link to a deleted claim goes with it and comes back."""
    hand = window().at("bridge is").press("q c").at("it will").press("q + S")
    assert hand.contents == [["The bridge is safe"], ["and it will stay open"]]
    hand.on("safe,” said Ilse Brandt, the mayor, “and").press("M")
    assert hand.contents == [["The bridge is safe", "and it will stay open"]]
    hand.press("R 8 ⇥")
    base = next(claim for claim in hand.state.claims if not claim.links)
    hand.session.choose(base.id)
    hand.press("d")
    assert [claim.links for claim in hand.state.claims] == [()]
    hand.press("u")
    assert sorted(len(claim.links) for claim in hand.state.claims) == [0, 1]


def test_speakers(window: Open) -> None:
    """A name is matched by surname, an alias is kept, digits stay, one more speaker, a chain."""
    hand = window().at("bridge is").press("q c").on("Ilse Brandt").press("a @ ⏎")
    hand.on("rents fell by 4.1% in May").press("c").on("the mayor").press("a @ 2")
    assert hand.state.claims[1].speakers == ("ilse_brandt",)
    hand.press("A 'Ana_Ruiz ⏎")
    assert hand.state.claims[1].speakers == ("ilse_brandt", "ana_ruiz")
    assert hand.state.digits == ("ilse_brandt", "ana_ruiz")
    hand.press("2 r @ 'Post ⏎")
    assert hand.state.claims[1].attribution == (("post",), ("ana_ruiz",))
    hand.press("8")
    assert hand.state.claims[1].attribution == (("post",), ("@author",))


def test_other_fields_and_repeat(window: Open) -> None:
    """Fields behind `r`, a number by its key, flags that toggle, and the same tagging again."""
    hand = window().at("rents").press("z c r c h r q m i d i h i d t h y s 9")
    (claim,) = hand.state.claims
    assert claim.fields == {
        "quote": "mixed",
        "confidence": 3,
        "flags": ("headline",),
        "stance": "hedges",
        "evidence": "supported",
    }
    hand.on("the figure is wrong").press(".")
    second = hand.state.claims[1]
    assert second.fields["stance"] == "hedges"
    assert second.speakers == ("@unknown",)
    hand.press("r c h")
    assert "confidence" not in hand.state.claims[1].fields


def test_done_goes_to_what_is_open(window: Open) -> None:
    """`Z` refuses, makes the open claim active, and works once nothing is open."""
    hand = window().at("rents").press("z c ⌫ ⌫ Z")
    assert "still needs speaker, stance, evidence" in hand.message
    assert hand.state.active == hand.state.claims[0].id
    hand.press("8 t a y s Z").settle()
    assert hand.state.done
    assert window().state.done
    hand.press("u").settle()
    assert not hand.state.done


def test_annotators_see_only_their_own_claims(window: Open) -> None:
    """Two annotators on one article have two layers and one registry."""
    window().at("rents").press("z c @ 'Ministry ⏎").settle()
    ben = window(annotator="ben")
    assert ben.state.claims == ()
    assert "ministry" in ben.state.speakers


def test_filter_and_tab(window: Open) -> None:
    """`O` narrows what Tab goes through."""
    hand = window().at("rents").press("z c 8 t a y a ⏎").at("Critics").press("s c O 'something ⏎ ⇥")
    assert hand.state.only == "open"
    assert [hand.state.active] == [hand.state.claims[1].id]
    hand.press("⇥")
    assert hand.state.active == hand.state.claims[1].id


def test_a_filter_puts_down_what_is_in_hand(window: Open) -> None:
    """With the claim that it belongs to; the trimming keys then cut nothing."""
    hand = window().at("rents").press("z c O 2")
    assert (hand.state.only, hand.state.active, hand.state.hand, hand.state.held) == ("open", "", "", None)
    assert hand.press("[ {").contents == [["rents fell by 4.1% in May"]]


def test_what_was_overtaken_is_done_again_in_order(window: Open) -> None:
    """Keys that follow a stale one wait for it, so that undo takes back the last key and not an earlier one."""
    first = window().at("rents").press("z c").settle()
    second = window().press("⇥")
    first.press("t d").settle()
    second.press("y s").on("the figure is wrong").press("c").settle()
    assert len(second.state.claims) == 2
    second.press("u").settle()
    (claim,) = second.state.claims
    assert claim.fields == {"quote": "none", "stance": "denies", "evidence": "supported"}


@pytest.mark.parametrize("keys", ["c t a", "C t a", "c + t a"])
def test_what_was_said_of_a_new_claim_is_done_again_with_it(window: Open, keys: str) -> None:
    """A claim that is made again has the id that it had, so that the keys behind find it."""
    first = window().at("rents").press("z c 8").settle()
    second = window().press("⇥")
    first.press("t d").settle()
    second.press("y s").on("the figure is wrong").press(keys).settle()
    assert [claim.fields.get("stance") for claim in second.state.claims] == ["denies", "asserts"]
    second.press("u").settle()
    assert [claim.fields.get("stance") for claim in second.state.claims] == ["denies", None]
    assert window().state.claims == second.state.claims


def test_a_reading_older_than_the_last_key_is_not_shown(window: Open) -> None:
    """What is read while a key is on its way to the store is read again after it, so nothing flickers away."""
    hand = window().at("rents").press("z c").settle()
    hand.session._ask()
    hand.press("t d")
    assert hand.recorder.flush(5.0)
    hand.session.drain()
    assert hand.state.claims[0].fields["stance"] == "denies"
    hand.settle()
    assert hand.state.claims[0].fields["stance"] == "denies"


def test_what_was_confirmed_stays_confirmed_when_it_is_done_again(window: Open) -> None:
    """The second Z of a window that was overtaken is not asked for a third."""
    first, second = window(), window()
    first.press("Z Z").settle()
    first.press(": 'reopen ⏎").settle()
    second.press("Z Z").settle()
    assert second.state.done
    assert window().state.done
