"""The registry screen without a screen: rows, edits, what is refused and why, undo, two windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.core.registry.mentions import lit
from annotator.core.registry.roster import Mention, Row, at, items, unresolved
from annotator.core.speaker import resolve
from tests.hand import Hand

TEXT = """Bridge is safe, says mayor

“The bridge is safe,” said Ilse Brandt, the mayor. Opposition leader Ana Ruiz denied that. Mayor Brandt smiled.

The labour ministry said on Tuesday that rents fell by 4.1% in May. She said so. Critics say the figure is wrong.
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


def people(hand: Hand) -> Hand:
    """Two claims, by Ilse Brandt (digit 1) and Ana Ruiz (digit 2); the registry is open on the first."""
    hand.on("The bridge is safe").press("c @ 'Ilse_Brandt ⏎")
    hand.on("denied that").press("c @ 'Ana_Ruiz ⏎ ⌫ ⌫ ⌫ g s")
    return hand


def roster(hand: Hand) -> list[Row]:
    """The rows of speakers, without those that are built in."""
    return [row for row in items(hand.state) if isinstance(row, Row) and not row.key.startswith("@")]


def names(hand: Hand) -> list[str]:
    """The names of the speakers, as listed."""
    return [row.speaker.name for row in roster(hand)]


def test_one_row_for_each_speaker(window: Open) -> None:
    """Digits first, then the author and unknown; claims here are counted."""
    rows = [row for row in items(people(window()).state) if isinstance(row, Row)]
    assert [(row.digit, row.speaker.name, row.claims) for row in rows] == [
        ("1", "Ilse Brandt", 1),
        ("2", "Ana Ruiz", 1),
        ("8", "Author of the article", 0),
        ("9", "Unknown", 0),
    ]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("r ⌫ ⌫ ⏎", "Ilse Brandt is called Ilse Bran now."),
        ("⏎ 'ova ⏎", "Ilse Brandt is called Ilse Brandtova now."),
        ("r ⏎", "Ilse Brandt keeps its name."),
        ("r " + "⌫ " * 11 + "'_ ⏎", "A name needs at least one letter or sign that can be seen."),
        ("r '" + "x" * 190 + " ⏎", "A name has at most 200 characters; this one has 201."),
        (
            "j r " + "⌫ " * 8 + "'ilse_brandt ⏎",
            "Ilse Brandt is called that already: Enter again allows it, m merges the two.",
        ),
        ("j r " + "⌫ " * 8 + "'ilse_brandt ⏎ ⏎", "Ana Ruiz is called ilse brandt now."),
        ("t", "Ilse Brandt: organization."),
        ("t t t t t", "Ilse Brandt: person."),
        ("l 'mayor ⏎", "Ilse Brandt: role mayor."),
        ("l 'mayor ⏎ l ⌫ ⌫ ⌫ ⌫ ⌫ ⏎", "Ilse Brandt: no role."),
        ("f 'City_Council ⏎", "Ilse Brandt: affiliation City Council."),
        ("a 'the_mayor ⏎", "Ilse Brandt is called the mayor too."),
        ("a 'the_mayor ⏎ a 'the_mayor ⏎", "Ilse Brandt is called the mayor already."),
        ("a 'Ana_Ruiz ⏎", "Ana Ruiz is called that already: Enter again allows it, m merges the two."),
        ("a ⏎", "A name needs at least one letter or sign that can be seen."),
        ("A", "Ilse Brandt has no alias."),
        ("a 'x ⏎ A", "Ilse Brandt is not called x any more."),
        ("a 'x ⏎ a 'y ⏎ A 2", "Ilse Brandt is not called y any more."),
        ("m ⏎", "Ilse Brandt is Ana Ruiz now; no claim was changed, M takes them apart."),
        ("m ⏎ M", "Ilse Brandt and Ana Ruiz are two again."),
        ("M", "Nobody is merged into Ilse Brandt."),
        ("m 'nobody ⏎", "Nothing fits what was typed."),
        ("m ⏎ m", "There is no other speaker to merge it into."),
        ("m ⏎ d", "Ilse Brandt is merged into Ana Ruiz: M takes them apart first."),
        ("d", "1 claim names Ilse Brandt: m merges it into another speaker instead."),
        ("j j r", "Author of the article is built in and stays as it is."),
        ("j j j d", "Unknown is built in and stays as it is."),
        ("x", "x means nothing here; ? shows the keys."),
        ("u", "Undone: claim 2."),
    ],
)
def test_keys(window: Open, keys: str, message: str) -> None:
    """What each key does to the chosen speaker, or why it does nothing; what is refused leaves everything as it is."""
    hand = people(window())
    before = hand.state.speakers
    hand.press(keys)
    assert hand.message == message
    if hand.state.warn and len(keys) < 5:
        assert hand.state.speakers is before
    assert hand.state.roster is not None


@pytest.mark.parametrize(
    "keys",
    ["r 'x ⏎", "t", "l 'mayor ⏎", "f 'City ⏎", "a 'Ilse ⏎", "m ⏎", "a 'x ⏎ a 'y ⏎ A 1", "a 'x ⏎ t m ⏎ M t l 'z ⏎"],
)
def test_every_edit_is_saved_and_undone_and_done_again(window: Open, keys: str) -> None:
    """The registry after undoing everything is the one before; after redoing, the one after; another window agrees."""
    hand = people(window()).settle()
    before, count = hand.state.speakers, len(hand.session.history.done)
    hand.press(keys)
    after = hand.state.speakers
    made = len(hand.session.history.done) - count
    assert made > 0
    assert after != before
    hand.settle()
    assert window().state.speakers == hand.state.speakers == after
    hand.press("u " * made)
    assert hand.state.speakers == before
    hand.press("U " * made).settle()
    assert hand.state.speakers == after
    assert window().state.speakers == after


def test_undo_reaches_from_the_registry_to_the_article(window: Open) -> None:
    """One stack for both."""
    hand = people(window()).press("l 'mayor ⏎ ⌫ u")
    assert hand.message == "Undone: speaker Ilse Brandt."
    assert hand.state.roster is None
    assert hand.state.speakers["ilse_brandt"].role is None


def test_a_merge_changes_no_claim(window: Open) -> None:
    """It is resolved when read: the row stands for both ids, and names and aliases still find the other."""
    hand = people(window())
    claims = hand.state.claims
    hand.press("a 'the_mayor ⏎ m ⏎")
    assert hand.state.claims is claims
    (row,) = roster(hand)
    assert (row.speaker.name, row.digit, row.claims, row.merged) == ("Ana Ruiz", "1", 2, ("ilse_brandt",))
    assert row.speaker.aliases == ()
    hand.press("⌫").on("Mayor Brandt smiled").press("c").on("the mayor").press("a @ ⏎")
    assert hand.state.claims[1].speakers == ("ana_ruiz",) or hand.state.claims[2].speakers == ("ana_ruiz",)
    assert [each.name for each in hand.state.speakers.values()] == ["Ilse Brandt", "Ana Ruiz"]


def test_a_digit_takes_the_one_that_a_speaker_turned_out_to_be(window: Open) -> None:
    """It keeps its meaning for the eye; a digit of a speaker that is gone takes nobody."""
    hand = people(window()).press("m ⏎ ⌫").on("smiled").press("c 1")
    assert hand.state.current is not None
    assert hand.state.current.speakers == ("ana_ruiz",)
    hand.press("A 'Nobody ⏎ A 'Nobody ⏎").settle()
    hand.press("g s / 'nobody ⏎ d ⌫ ⌫ 3")
    assert hand.message == "No speaker has the digit 3 yet: @ chooses from the registry."


def test_a_chain_of_merges_is_taken_apart_one_by_one(window: Open) -> None:
    """With several, M asks which; what was merged into it stays with it."""
    hand = people(window()).press("⌫").on("smiled").press("c @ 'Mayor ⏎ ⌫ ⌫ ⌫ g s")
    hand.press("/ 'ilse ⏎ m 'mayor ⏎ ⌫ / 'mayor ⏎ m 'ruiz ⏎ ⌫")
    assert roster(hand)[0].merged == ("ilse_brandt", "mayor")
    hand.press("G k k M")
    assert hand.state.prompt is not None
    hand.press("'mayor ⏎")
    assert {row.key: row.merged for row in roster(hand)} == {"ana_ruiz": (), "mayor": ("ilse_brandt",)}


@pytest.mark.parametrize("own", [True, False], ids=["own claim", "another annotator's claim on this article"])
def test_only_whom_no_claim_names_is_deleted(window: Open, own: bool) -> None:
    """In the whole project: other articles and other people's claims count too."""
    other = window(annotator="ana" if own else "ben").on("smiled").press("c @ 'Critics ⏎").settle()
    hand = window(TEXT, "Another text.") if own else window()
    if own:
        hand.open(1)
    hand.press("g s d")
    assert hand.message == "1 claim names Critics: m merges it into another speaker instead."
    other.press("⌫ ⌫ ⇥ d").settle()
    hand.recorder.poll()
    hand.settle().settle().press("d").settle()
    assert hand.message == "Critics deleted; u brings it back."
    assert window().state.speakers == {}
    hand.press("u").settle()
    assert "critics" in window().state.speakers


def test_a_name_that_was_given_up_is_given_again(window: Open) -> None:
    """Also by a window that has never heard of the one before."""
    first = window(TEXT, "Rents fell.").on("smiled").press("c @ 'Critics ⏎ d g s d").settle()
    assert first.message == "Critics deleted; u brings it back."
    second = window(TEXT, "Rents fell.", annotator="ben")
    second.open(1)
    second.on("Rents fell").press("c @ 'Critics ⏎").settle()
    assert second.session.unsaved == 0
    assert "critics" in window().state.speakers


# ── two windows ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_merge_is_seen_in_the_other_window(window: Open) -> None:
    """Its list shows one row less, with the cursor on the one that is left."""
    first = people(window()).settle()
    second = window().settle().press("g s")
    assert names(second) == ["Ilse Brandt", "Ana Ruiz"]
    first.press("m ⏎").settle()
    second.recorder.poll()
    second.settle().settle()
    rows = items(second.state)
    assert names(second) == ["Ana Ruiz"]
    assert rows[at(second.state, rows)].key == "ana_ruiz"


def test_edits_of_one_speaker_in_two_windows_are_both_kept(window: Open) -> None:
    """The one that comes second is made again on what the first has saved."""
    first = people(window()).settle()
    second = window().settle().press("g s")
    first.press("l 'mayor ⏎").settle()
    second.press("a 'the_mayor ⏎").settle().settle()
    found = second.state.speakers["ilse_brandt"]
    assert (found.role, found.aliases) == ("mayor", ("the mayor",))


def test_what_was_overtaken_is_done_to_the_speaker_that_was_chosen(window: Open) -> None:
    """Wherever the cursor has gone since, and whatever the list looks like now."""
    first = people(window()).settle()
    second = window().settle().press("g s")
    first.press("l 'mayor ⏎").settle()
    second.press("t j").settle().settle()
    assert second.state.speakers["ilse_brandt"].type == "organization"
    assert second.state.speakers["ana_ruiz"].type == "person"
    second.press("k ⌫").on("smiled").press("c @ 'Ben_Ash ⏎ g s").settle()
    first.recorder.poll()
    first.settle().settle().press("/ 'ilse ⏎ m")
    second.press("/ 'ilse ⏎ t ⌫ / 'ben ⏎ l 'x ⏎ ⌫ / 'ana ⏎ m 'ben ⏎").settle()
    first.press("1").settle().settle()
    assert first.state.speakers["ilse_brandt"].merged_into is None
    assert first.message == "Changed in another window: what was chosen is no longer in the list."


def test_merging_in_opposite_directions_ends_in_one_speaker(window: Open) -> None:
    """No claim loses its speaker, and M takes both apart again."""
    first = people(window()).settle()
    second = window().settle().press("g s j")
    first.press("m ⏎").settle()
    second.press("m ⏎").settle()
    for hand in (first, second):
        hand.recorder.poll()
        hand.settle().settle()
        assert names(hand) == ["Ana Ruiz"]
        assert {resolve(id, hand.state.speakers).id for id in hand.state.speakers} == {"ana_ruiz"}
    second.press("M").settle()
    assert sorted(names(second)) == ["Ana Ruiz", "Ilse Brandt"]


def test_a_circle_is_refused_with_a_sentence(window: Open) -> None:
    """When the other window was faster and this one's list was old."""
    from annotator.core.registry import change

    hand = people(window()).press("m ⏎")
    for id, into, words in (
        ("ana_ruiz", "ilse_brandt", "Ilse Brandt and Ana Ruiz are merged already: no circle is made."),
        ("ana_ruiz", "ana_ruiz", "A speaker cannot be merged into itself."),
    ):
        after = change.merge(hand.state, id, into)
        assert (after.message, after.warn) == (words, True)
        assert after.speakers is hand.state.speakers


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ("j", "ana_ruiz"),
        ("j k", "ilse_brandt"),
        ("k", "ilse_brandt"),
        ("G", "@unknown"),
        ("G g", "ilse_brandt"),
        ("␣", "@unknown"),
        ("␣ pageup", "ilse_brandt"),
        ("/ 'ruiz ⏎", "ana_ruiz"),
        ("/ 'ruiz", "ana_ruiz"),
        ("/ 'ruiz ⏎ ⌫", "ana_ruiz"),
        ("/ 'nobody_has_this ⏎", ""),
        ("/ 'nobody_has_this ⏎ j r d", ""),
    ],
)
def test_moving_and_narrowing(window: Open, keys: str, key: str) -> None:
    """The chosen row is known by its speaker, not by its number."""
    hand = people(window()).press(keys)
    rows = items(hand.state)
    index = at(hand.state, rows)
    assert (rows[index].key if index >= 0 else "") == key


def test_backspace_takes_the_narrowing_back_and_then_leaves(window: Open) -> None:
    """One thing each time."""
    hand = people(window()).press("/ 'ruiz ⏎ ⌫")
    assert hand.state.roster is not None
    assert len(names(hand)) == 2
    assert hand.press("⌫").state.roster is None


def test_it_opens_on_the_speaker_at_hand(window: Open) -> None:
    """The one of the active claim, through merges."""
    hand = people(window()).press("⌫")
    hand.session.choose(next(claim.id for claim in hand.state.claims if claim.speakers == ("ana_ruiz",)))
    hand.press("g s")
    assert hand.state.roster is not None
    assert hand.state.roster.at == "ana_ruiz"


# ── mentions that lead to nobody ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "speaker", "listed"),
    [
        ("Ilse Brandt", "", True),
        ("She", "", True),
        ("Ilse Brandt", "1", False),
        ("Mayor Brandt", "1", True),
        ("Ana Ruiz", "1", True),
        ("She", "1", False),
        ("Critics", "9", False),
        ("Critics", "8", False),
    ],
)
def test_unresolved_mentions(window: Open, source: str, speaker: str, listed: bool) -> None:
    """A source without a speaker; words that are no name of the speaker; pronouns and built-in speakers are settled."""
    hand = people(window()).press("⌫").on("The labour ministry").press("c").on(source).press(f"a {speaker}")
    assert bool(unresolved(hand.state)) is listed


def test_enter_goes_to_the_claim_of_a_mention(window: Open) -> None:
    """It is active in the article, and the cursor stands on the words."""
    hand = people(window()).press("⌫").on("rents fell").press("c").on("Critics").press("a ⌫ ⌫ ⌫ ⌫ g s G ⏎")
    assert hand.state.roster is None
    assert hand.state.selection.head == TEXT.index("Critics")
    assert hand.message == "Claim 3: “Critics” has no speaker yet; @ names one."
    assert hand.state.active == next(claim.id for claim in hand.state.claims if not claim.speakers)
    assert hand.press("@ ⏎").state.current.speakers == ("critics",)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("digit", "keys", "message"),
    [
        ("1", "a ⏎", "Ilse Brandt is called Mayor Brandt too."),
        ("", "a", "Its claim has no speaker yet: Enter goes there, @ names one."),
        ("1", "d", "This row is a mention and no speaker: Enter goes to its claim."),
        ("1", "m", "This row is a mention and no speaker: Enter goes to its claim."),
    ],
)
def test_the_words_of_a_mention_become_an_alias(window: Open, digit: str, keys: str, message: str) -> None:
    """In two keys; then it is listed no longer."""
    hand = people(window()).press("⌫").on("rents fell").press("c").on("Mayor Brandt").press(f"a {digit} g s G {keys}")
    assert hand.message == message
    assert any(isinstance(row, Mention) for row in items(hand.state)) is not message.endswith("too.")


def test_the_palette_undoes_too(window: Open) -> None:
    """A command does the same whichever way it is called."""
    hand = window().on("smiled").press("c : 'undo ⏎")
    assert hand.state.claims == ()


# ── highlighting ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("keys", "message", "who"),
    [
        ("g w", "No claim is active: Tab chooses one. g s, then h highlights anybody.", ""),
        ("⇥ g w", "Ilse Brandt: 2 mentions", "ilse_brandt"),
        ("⇥ g w g w", "Ilse Brandt is no longer highlighted.", ""),
        ("⇥ g w ⌫ ⌫ g w", "Ilse Brandt is no longer highlighted.", ""),
        ("⇥ g w ⇥ g w", "Ana Ruiz: 1 mention", "ana_ruiz"),
        ("⇥ A 'ana_ruiz ⏎ g w g w", "Ana Ruiz: 1 mention", "ana_ruiz"),
        ("⇥ A 'ana_ruiz ⏎ g w g w g w", "Ana Ruiz is no longer highlighted.", ""),
        ("⇥ @ 'Nobody ⏎ g w", "Nobody is not named in this article.", ""),
        ("⇥ 8 g w", "Author of the article has no name that could be looked for.", ""),
        ("⇥ g w s l t", "", "ilse_brandt"),
        ("g s j h", "Ana Ruiz: 1 mention", "ana_ruiz"),
        ("g s j h h", "Ana Ruiz is no longer highlighted.", ""),
        ("g s h m ⏎ ⌫", "Ilse Brandt is Ana Ruiz now; no claim was changed, M takes them apart.", "ilse_brandt"),
    ],
)
def test_highlighting(window: Open, keys: str, message: str, who: str) -> None:
    """Of the active claim's speaker, or of the one that is chosen in the list, until it is toggled off."""
    hand = people(window()).press("⌫").at("Bridge").press(keys)
    if not keys.endswith("⌫"):
        assert hand.message == message
    assert hand.state.lit == who


def test_what_is_highlighted_follows_the_registry(window: Open) -> None:
    """A new alias, a merge, an undo."""
    hand = people(window()).press("h")
    counts = [len(lit(hand.state))]
    for keys in ("a 'the_mayor ⏎", "m ⏎", "u", "u"):
        hand.press(keys)
        counts.append(len(lit(hand.state)))
    assert counts == [2, 3, 4, 3, 2]
