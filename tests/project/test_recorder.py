"""The recorder: a commit that fails is kept, tried again, shown, and rescued on the way out."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

from annotator.core.errors import StoreError
from annotator.core.event import EventId
from annotator.project.ending.rescue import rescue
from annotator.project.recorder import Recorder
from annotator.store import Store
from tests.hand import Hand

TEXT = "Rents fell in May, the ministry said. Critics doubt it.\n"


def full_disk(hand: Hand) -> Callable[[], None]:
    """Fill the disk of a window's recorder; call the answer to make room again."""
    opened: list[Store] = []

    def limited(path: Path) -> Store:
        store = Store.open(path)
        store.engine.limit_pages(store.engine.run("PRAGMA page_count")[0][0])
        opened.append(store)
        return store

    hand.recorder.close()
    recorder = Recorder(hand.recorder.path, limited, retry_seconds=0.01)
    hand.recorder = hand.session.recorder = recorder
    recorder.start()
    hand.open(0)
    return lambda: opened[0].engine.limit_pages(1 << 30)


def heard(hand: Hand, what: str) -> None:
    """Listen until the session has a problem that says this."""
    for _ in range(1000):
        news = hand.recorder.inbox.get(timeout=5)
        hand.recorder.inbox.put(news)
        hand.session.drain()
        if what in hand.session.problem:
            return
    raise AssertionError(hand.session.problem)


def test_work_goes_on_while_the_disk_is_full(tmp_path: Path) -> None:
    """The change stays on the screen as unsaved, with the reason; with room again everything is saved, in order."""
    hand = Hand(tmp_path, TEXT)
    more_room = full_disk(hand)
    hand.press("s c m '" + "long_note_" * 3000 + " ⏎")
    heard(hand, "no room left")
    hand.press("t a y a")
    assert hand.session.unsaved >= 3
    assert hand.state.claims[0].fields["stance"] == "asserts"
    more_room()
    hand.settle()
    assert hand.session.unsaved == 0
    assert hand.session.problem == ""
    again = Hand(tmp_path, TEXT)
    assert again.state.claims == hand.state.claims
    again.close()
    hand.close()


def test_what_cannot_be_saved_is_rescued(tmp_path: Path) -> None:
    """On the way out the unsaved batches lie in a file that only its owner can read, one batch a line."""
    hand = Hand(tmp_path, TEXT)
    full_disk(hand)
    hand.press("s c m '" + "long_note_" * 3000 + " ⏎")
    heard(hand, "no room left")
    left = hand.recorder.close(timeout=0.2)
    path = rescue(left, hand.recorder.known, "label", tmp_path)
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [change["kind"] for line in lines for change in line["changes"]][-1] == "put"
    assert lines[-1]["changes"][0]["body"]["note"].startswith("long note")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    hand.store.close()


def test_a_store_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    """The thread ends with news, not with a traceback."""

    def refused(path: Path) -> Store:
        raise StoreError("It lies on a network drive.")

    recorder = Recorder(tmp_path / "x", refused)
    recorder.start()
    assert recorder.inbox.get(timeout=5).message == "It lies on a network drive."
    recorder.close(timeout=0.1)


def test_undo_keeps_a_speaker_that_another_article_needs(tmp_path: Path) -> None:
    """A speaker made here and used there stays when its making is undone, and that is said."""
    hand = Hand(tmp_path, TEXT, "The ministry said no. Nobody asked why.\n")
    hand.press("s c @ 'Ministry ⏎").settle()
    hand.open(1)
    hand.press("s c @ 'Ministry ⏎").settle()
    hand.open(0)
    hand.press("u").settle()
    assert "ministry" in hand.state.speakers
    assert hand.state.claims[0].speakers == ()
    assert "left alone" in hand.message
    hand.close()


def test_batches_name_the_events_that_they_replace(tmp_path: Path) -> None:
    """Fast keys in a row: each change is bound to the event that the one before has made."""
    hand = Hand(tmp_path, TEXT)
    hand.press("s c t a t h t d t q y n y h y a").settle()
    events = [event for event in hand.store.events() if event.kind == "put"]
    before: EventId | None = None
    for event in events:
        prev = EventId(event.prev_writer, event.prev_seq) if event.prev_writer and event.prev_seq else None
        assert prev == before
        before = event.id
    assert len(events) == 8
    hand.close()


def test_what_is_read_again_and_says_the_same_is_the_same(tmp_path: Path) -> None:
    """The first look reads once more; nothing that is as it was is painted again."""
    hand = Hand(tmp_path, "Rents fell in May, the ministry said.\n").press("s c @ 'Ministry ⏎").settle()
    hand.session.open(hand.articles[0], hand.store)
    before = hand.state
    hand.session._ask()
    hand.settle()
    assert hand.session._asked is None
    for name in ("claims", "speakers", "numbers", "refused", "digits"):
        assert getattr(hand.state, name) is getattr(before, name), name
    hand.close()
