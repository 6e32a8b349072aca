"""Jumping by labels, from key to state, without a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.text.label import KEYS
from annotator.core.text.segment import Segments
from annotator.core.text.wrap import Wrap
from annotator.project.desk import Desk
from annotator.project.practice.demo import demo
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

    def one(*texts: str) -> Hand:
        opened.append(Hand(tmp_path, *(texts or (TEXT,))))
        return opened[-1]

    yield one
    for hand in opened:
        hand.close()


def label(hand: Hand, word: str) -> str:
    """The keys of the label on a word, with blanks between them."""
    assert hand.state.jump is not None
    start = TEXT.index(word)
    return " ".join(next(keys for keys, span in hand.state.jump.labels.items() if span.start == start))


def labelled(hand: Hand) -> dict[str, str]:
    """Label → word."""
    assert hand.state.jump is not None
    text = hand.state.article.text
    return {keys: text[start:end] for keys, (start, end) in hand.state.jump.labels.items()}


@pytest.mark.parametrize(
    ("start", "keys", "word", "selected", "head"),
    [
        ("rents", "f", "fell", "", "fell"),
        ("rents", "f", "Bridge", "", "Bridge"),
        ("rents", "W f", "Ana", "", "Ana"),
        ("rents", "F", "fell", "rents fell", " by"),
        ("rents", "F", "rents", "rents", " fell"),
        ("rents", "F", "4.1%", "rents fell by 4.1%", " in May"),
        ("rents", "F", "that rents", "that ", "that rents"),
        ("rents", "F", "Ana", "Ana Ruiz denied that.\n\nThe labour ministry said on Tuesday that ", "Ana"),
        ("rents", "W W F", "May", "rents fell by 4.1% in May", ". Critics"),
        ("rents", "W W o F", "in May", "by 4.1% in", " May"),
        ("Critics", "n F", "figure", "Critics say the figure", " is wrong"),
    ],
)
def test_a_label_is_where_the_cursor_goes_or_how_far_the_selection_reaches(
    window: Open, start: str, keys: str, word: str, selected: str, head: str
) -> None:
    """To the start of the word; extended, from the anchor to its end behind it and to its start before it."""
    hand = window().at(start).press(keys)
    hand.press(label(hand, word))
    assert hand.selected == selected
    assert TEXT.startswith(head, hand.state.selection.head)
    assert hand.state.jump is None
    assert not hand.state.message


def test_the_sentence_has_labels_of_one_key_and_the_rest_of_two(window: Open) -> None:
    """The nearest word has the easiest key; the word under the cursor needs none."""
    hand = window().at("rents").press("f")
    found = labelled(hand)
    near = "that fell by Tuesday 4.1% on in said May ministry labour The".split()
    assert {keys: word for keys, word in found.items() if len(keys) == 1} == dict(zip(KEYS, near, strict=False))
    assert [found[keys] for keys in ("if", "ij", "id")] == ["Critics", "say", "the"]
    assert "rents" not in found.values()
    every = [word for index in range(3) for word in Segments(TEXT).words_of(index)]
    assert len(found) == len(every) - 1
    assert hand.press("⌫ f").state.jump == window().at("rents").press("f").state.jump


@pytest.mark.parametrize("leave", ["⌫", "escape", "⏎", "⇥", "␣", "Z", "1", "left"])
@pytest.mark.parametrize("typed", ["", "two"])
def test_a_key_that_is_no_label_leaves_and_does_nothing_else(window: Open, leave: str, typed: str) -> None:
    """Before the first key of a label and behind it."""
    hand = window().at("rents").press("z c t a").at("fell")
    before = hand.state
    hand.press("F")
    if typed:
        hand.press(label(hand, "Bridge")[0])
        assert hand.state.jump is not None
    hand.press(leave)
    after = hand.state
    assert (after.jump, after.selection, after.claims, after.active) == (
        None,
        before.selection,
        before.claims,
        before.active,
    )
    assert (after.done, after.prompt, after.pending) == (False, None, ())
    assert after.message == ("" if leave in ("⌫", "escape") else after.message)
    assert after.warn is (leave not in ("⌫", "escape"))


def test_the_first_of_two_keys_narrows(window: Open) -> None:
    """All labels stay known; what is typed is part of the state."""
    hand = window().at("rents").press("f")
    first, second = label(hand, "Bridge").split()
    hand.press(first)
    assert hand.state.jump is not None
    assert hand.state.jump.typed == first
    assert hand.state.selection.head == TEXT.index("rents")
    hand.press(second)
    assert hand.state.selection.head == 0


def test_only_words_in_view_have_labels(window: Open) -> None:
    """From the first visible row on, as many rows as a page has."""
    text = "\n".join(f"row{number} has words" for number in range(40))
    hand = window(text)
    hand.top = 12
    hand.session.place(text.index("row15"), text.index("row15"))
    hand.press("f")
    rows = {word for word in labelled(hand).values() if word.startswith("row")}
    assert rows == {f"row{number}" for number in range(12, 22)} - {"row15"}


def test_the_part_in_hand_is_cut_anew(window: Open) -> None:
    """As by every motion that extends, in one change that one undo takes back; in an overtaken window too."""
    first = window().at("rents").press("z c").settle()
    assert first.contents == [["rents fell by 4.1% in May"]]
    first.press("F")
    first.press(label(first, "4.1%")).settle()
    assert first.contents == [["rents fell by 4.1%"]]
    second = window().press("⇥ c F")
    first.press("t a").settle()
    second.press(label(second, "fell")).settle()
    assert second.contents == [["rents fell"]]
    assert second.state.claims[0].fields["stance"] == "asserts"
    assert second.press("u").contents == [["rents fell by 4.1%"]]


@pytest.mark.parametrize("text", ["", " \n\n ", "— … —", "word"])
def test_without_another_word_nothing_is_shown(window: Open, text: str) -> None:
    """Said, and no key is swallowed."""
    hand = window(text).press("f")
    assert hand.state.jump is None
    assert hand.message == "No other word is in view."


def test_a_proposal_is_taken_by_the_label_and_not_by_asking_for_one(tmp_path: Path) -> None:
    """Leaving the labels leaves the ghost a ghost; choosing one cuts its content anew, as a claim."""
    with demo(tmp_path / "p") as project:
        desk = Desk(project, "zoe")
        desk.start(lambda: None)
        desk.open(project.resolve_id("harbor"))
        session = desk.session
        rows = Wrap(session.state.article.text, 60)

        def press(*keys: str) -> None:
            for key in keys:
                session.press(key, rows, 30)

        press("n", "F", "backspace")
        assert session.state.ghost is not None
        assert session.state.claims == ()
        press("F")
        assert session.state.jump is not None
        end = session.state.selection.span.end
        keys, word = next((keys, word) for keys, word in session.state.jump.labels.items() if word.start > end)
        press(*keys)
        assert session.state.ghost is None
        (claim,) = session.state.claims
        assert claim.pieces("content")[-1].end == word.end
        assert desk.close() == ""


def test_the_mouse_ends_it(window: Open) -> None:
    """A click goes where it points, and the labels are gone."""
    hand = window().at("rents").press("f").at("Critics")
    assert hand.state.jump is None
    assert hand.press("w").state.selection.head == TEXT.index("say the")


@settings(max_examples=30, deadline=None)
@given(at=st.integers(0, len(TEXT)), other=st.integers(0, len(TEXT)), top=st.integers(0, 6), extend=st.booleans())
def test_any_label_from_anywhere(
    tmp_path_factory: pytest.TempPathFactory, at: int, other: int, top: int, extend: bool
) -> None:
    """Every label leads to its own word, and what is extended is never empty."""
    hand = Hand(tmp_path_factory.mktemp("p"), TEXT)
    try:
        hand.top = top
        hand.session.place(other, at)
        hand.press("F" if extend else "f")
        found = dict(hand.state.jump.labels) if hand.state.jump else {}
        assert all(set(keys) <= set(KEYS) for keys in found)
        for keys, word in list(found.items())[:: max(1, len(found) // 5)]:
            hand.session.place(other, at)
            hand.press("F" if extend else "f").press(" ".join(keys))
            selection = hand.state.selection
            if extend:
                assert selection.anchor == hand.session.segments.snap(other)
                assert selection.head == (word.end if word.start >= selection.anchor else word.start)
                assert not selection.empty
            else:
                assert (selection.anchor, selection.head) == (word.start, word.start)
    finally:
        hand.close()
