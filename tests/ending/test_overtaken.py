"""What is being typed while another window changes, or deletes, what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.commands import draft
from tests.hand import Hand

TEXT = "Rents fell in May, the ministry said. Critics doubt it.\n"
Pair = tuple[Hand, Hand]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Two windows of one annotator, with the same claim active."""
    first = Hand(tmp_path, TEXT).press("s c @ 'Ministry ⏎").settle()
    second = Hand(tmp_path, TEXT).press("tab")
    assert second.state.current is not None
    yield first, second
    first.close()
    second.close()


def poll(hand: Hand) -> Hand:
    """What an idle window does again and again."""
    hand.recorder.poll()
    return hand.settle()


@pytest.mark.parametrize("idle", [True, False], ids=["seen while it is typed", "seen when it is saved"])
@pytest.mark.parametrize(
    ("opened", "old", "new", "stored"),
    [
        ("m", "'AAA ⏎", "'BBB", lambda hand: hand.state.claims[0].note),
        ("g s l", "'AAA ⏎", "'BBB", lambda hand: hand.state.speakers["ministry"].role),
        ("g s r", "'AAA ⏎", "'BBB", lambda hand: hand.state.speakers["ministry"].name.removeprefix("Ministry")),
    ],
    ids=["note", "role", "name"],
)
def test_what_another_window_has_saved_is_shown_before_it_is_replaced(  # type: ignore[no-untyped-def]
    pair: Pair, idle: bool, opened: str, old: str, new: str, stored
) -> None:
    """Enter asks once more; the second Enter is meant."""
    first, second = pair
    second.press(f"{opened} {new}")
    first.press(f"{opened} {old}").settle()
    if idle:
        poll(second)
    second.press("⏎").settle()
    assert second.state.prompt is not None
    assert "AAA”: Enter again replaces that" in second.message
    poll(first)
    assert stored(first) == "AAA"
    second.press("⏎").settle()
    poll(first)
    assert (stored(first), stored(second)) == ("BBB", "BBB")


def test_what_asks_once_more_is_no_reason_to_go_on(pair: Pair) -> None:
    """Whoever leaves the article or the screen right after Enter hears of it, and what was typed is kept."""
    first, second = pair
    second.press("m 'BBB")
    first.press("m 'AAA ⏎").settle()
    second.press("⏎")
    assert second.session.settle(5.0)
    assert "AAA" in second.session.lapsed
    assert [each.text for each in draft.wanted(second.state).values()] == ["BBB"]


def test_the_same_words_from_both_windows_need_no_question(pair: Pair) -> None:
    """There is nothing to choose between."""
    first, second = pair
    second.press("m 'AAA")
    first.press("m 'AAA ⏎").settle()
    poll(second).press("⏎").settle()
    assert second.state.prompt is None
    assert second.state.claims[0].note == "AAA"


def test_escape_leaves_what_the_other_window_has_saved(pair: Pair) -> None:
    """And opened again, the prompt begins with it."""
    first, second = pair
    second.press("m 'BBB")
    first.press("m 'AAA ⏎").settle()
    poll(second).press("⏎ escape m")
    assert second.state.prompt is not None
    assert second.state.prompt.text == "AAA"


@pytest.mark.parametrize("idle", [True, False], ids=["seen while it is typed", "seen when it is saved"])
def test_a_note_on_a_claim_that_was_deleted_elsewhere_stays(pair: Pair, idle: bool) -> None:
    """It is kept as a draft, and goes on when the claim is back."""
    first, second = pair
    second.press("m 'BBB")
    first.press("d").settle()
    if idle:
        poll(second)
        assert second.state.prompt is None
    else:
        second.press("⏎").settle()
    assert second.message.startswith("Claim 1 was deleted in another window")
    assert "goes on when it is back" in second.message
    assert [each.text for each in draft.wanted(second.state).values()] == ["BBB"]
    second.press("⏎")
    first.press("u").settle()
    poll(second).press("tab m")
    assert second.state.prompt is not None
    assert second.state.prompt.text == "BBB"
    second.press("⏎").settle()
    assert (second.state.claims[0].note, draft.wanted(second.state)) == ("BBB", {})


def test_a_page_over_the_article_stays_when_the_claim_below_goes(pair: Pair) -> None:
    """A name of the registry belongs to no claim."""
    first, second = pair
    second.press("g s l 'spokes")
    first.press("d").settle()
    poll(second)
    assert second.state.prompt is not None
    assert second.state.prompt.text == "spokes"
