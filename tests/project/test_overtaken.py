"""What another window has overtaken: done again before an article or the screen is left, kept, or said; and nothing
that was read comes to the wrong article."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from annotator.core.errors import StoreError
from annotator.core.event import Batch, Change, EventId
from annotator.core.text.wrap import Wrap
from annotator.project.create import create
from annotator.project.ending.drafts import Drafts
from annotator.project.ending.rescue import bring_back, put_away
from annotator.project.project import Project
from annotator.project.recorder import Recorder
from annotator.store import Store
from tests.hand import Hand

ONE = "Rents fell in May, the ministry said. Critics doubt it.\n"
TWO = "Harbor bridge was closed on Monday. The mayor said so twice today.\n"


class Flaky(Store):
    """A store that refuses to read, or to say whether others have written, as often as is said."""

    refusals = 0

    def _refuse(self) -> None:
        if Flaky.refusals:
            Flaky.refusals -= 1
            raise StoreError("The disk refused to read.")

    def snapshot(self) -> AbstractContextManager[None]:
        """One moment."""
        self._refuse()
        return super().snapshot()

    def data_version(self) -> int:
        """Changes when another process has written."""
        self._refuse()
        return super().data_version()


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Callable[[], Hand]]:
    """Opens windows on one project of two articles; closes them all."""
    opened: list[Hand] = []

    def one() -> Hand:
        opened.append(Hand(tmp_path, ONE, TWO, open_store=Flaky.open))
        return opened[-1]

    yield one
    Flaky.refusals = 0
    for hand in opened:
        hand.close()


Window = Callable[[], Hand]


def overtaken(window: Window, keys: str) -> Hand:
    """A window with a claim that another one has tagged since, with keys on it that are not saved yet."""
    hand = window().press("s c").settle()
    other = window().press("⇥")
    other.press("t a").settle()
    return hand.press(keys)


def stored(hand: Hand) -> list[tuple[str, str, object, object]]:
    """(article, note, stance, evidence) of every claim in the store."""
    rows = hand.store.current("put")
    fields = [(row.body["fields"].get("stance"), row.body["fields"].get("evidence")) for row in rows]
    return [(row.key[0], row.body["note"], *pair) for row, pair in zip(rows, fields, strict=True)]


def go(hand: Hand, index: int) -> None:
    """To another article, as the screen goes there: once all of this one is saved."""
    assert hand.session.settle(5.0)
    hand.rows = Wrap(hand.articles[index].text, 60)
    hand.session.open(hand.articles[index], hand.store)


def poll(hand: Hand) -> None:
    """What a screen asks once a second: whether others have written."""
    through = threading.Event()
    hand.recorder.poll()
    hand.recorder.read(lambda store: through.set())
    assert through.wait(5.0)


def beat(hand: Hand) -> None:
    """The same, and take in what there is."""
    poll(hand)
    hand.settle()


def left(hand: Hand, folder: Path) -> str:
    """Leave the window."""
    return put_away(hand.session, Drafts((folder,), "ana", "main"), 5.0)


def test_an_answer_about_the_article_before_is_not_shown(window: Window) -> None:
    """It comes after the next one is open, and is of other claims, another undo stack, other events."""
    hand = window().press("s c").settle()
    window().at("Critics").press("s c").settle()
    busy, free = threading.Event(), threading.Event()
    hand.recorder.poll()
    hand.recorder.read(lambda store: (busy.set(), free.wait(5.0)))
    assert busy.wait(5.0)
    assert hand.session.drain()
    go(hand, 1)
    free.set()
    hand.settle()
    assert (hand.state.article.id, hand.state.claims, hand.session.history.done) == ("a2", (), ())
    hand.press("u")
    assert hand.message == "Nothing to undo in this article."
    hand.press("s c").settle()
    assert [article for article, *_ in stored(hand)] == ["a1", "a1", "a2"]


def test_what_was_overtaken_is_done_again_before_the_next_article(window: Window) -> None:
    """Where it belongs, with all that came behind it; settled is said only then."""
    hand = overtaken(window, "y h")
    hand.at("Critics").press("s c")
    go(hand, 1)
    assert hand.session.unsaved == 0
    assert sorted(stored(hand), key=str) == [("a1", "", "asserts", "hearsay"), ("a1", "", None, None)]


def test_what_was_overtaken_is_done_again_before_the_screen_is_left(window: Window, tmp_path: Path) -> None:
    """Nothing is left to say then, and no file."""
    hand = overtaken(window, "m 'two_minutes_of_typing ⏎")
    assert left(hand, tmp_path / "drafts") == ""
    assert stored(hand) == [("a1", "two minutes of typing", "asserts", None)]
    assert list((tmp_path / "drafts").glob("*")) == []


def test_what_cannot_be_done_again_is_said_on_the_way_out(window: Window, tmp_path: Path) -> None:
    """Its claim is gone."""
    hand = window().press("s c").settle()
    window().press("⇥ d").settle()
    hand.press("m 'why ⏎")
    assert left(hand, tmp_path / "drafts") == "Claim 1 was deleted in another window: the last key no longer applies."


def test_what_cannot_be_read_again_is_kept_in_a_file(window: Window, tmp_path: Path) -> None:
    """It names what it was made from, so that it is set aside when the project is opened again."""
    hand = overtaken(window, "")
    Flaky.refusals = 1 << 30
    hand.press("m 'why ⏎ y h")
    said = put_away(hand.session, Drafts((tmp_path / "drafts",), "ana", "main"), 0.3)
    assert said.startswith("2 changes could not be saved (The disk refused to read); they are kept in ")
    (path,) = (tmp_path / "drafts").glob("unsaved-*")
    assert "why" in path.read_text("utf-8")
    Flaky.refusals = 0
    assert "2 were overtaken" in bring_back(hand.store, (tmp_path / "drafts",), "ana")


def test_a_reading_that_fails_is_done_again(window: Window) -> None:
    """With the next beat; what was overtaken waits for it, and the reason is shown as long."""
    hand = overtaken(window, "")
    poll(hand)
    Flaky.refusals = 1
    hand.press("y h").settle()
    assert (hand.session.problem, hand.session.unsaved) == ("The disk refused to read.", 1)
    beat(hand)
    assert (hand.session.problem, hand.session.unsaved) == ("", 0)
    assert stored(hand) == [("a1", "", "asserts", "hearsay")]


def test_what_was_written_before_the_first_look_is_seen(window: Window) -> None:
    """The thread that records may start late, after another window has written what is not shown here."""
    may = threading.Event()

    def late(path: Path) -> Store:
        assert may.wait(5.0)
        return Store.open(path)

    hand = window()
    hand.recorder.close()
    hand.recorder = hand.session.recorder = Recorder(hand.recorder.path, late)
    hand.recorder.start()
    window().press("s c").settle()
    may.set()
    beat(hand)
    assert hand.contents == [[ONE[:36]]]


def test_a_disk_that_does_not_say_what_is_new_ends_nothing(window: Window) -> None:
    """What others have written is looked for again."""
    hand = window().settle()
    window().press("s c").settle()
    Flaky.refusals = 1
    beat(hand)
    assert hand.session.problem == "The disk refused to read."
    beat(hand)
    assert (hand.session.problem, hand.contents) == ("", [[ONE[:36]]])
    hand.press("⇥ t a").settle()
    assert stored(hand) == [("a1", "", "asserts", None)]


def test_an_undo_that_finds_nothing_left_hides_no_other(window: Window) -> None:
    """It is not stored, so the batch stays on the stack that is folded; what is undone beyond it can be done again."""
    hand = window().press("s c t a").settle()
    hand.at("Critics").press("s c").settle()
    row = hand.store.current("put")[-1]
    elsewhere = Change("put", row.key, {**row.body, "note": "from elsewhere"}, row.event)
    hand.store.record(Batch("import", (elsewhere,), "ana"))
    beat(hand)
    hand.press("u")
    assert "left alone" in hand.message
    hand.press("u").settle()
    assert "stance" not in hand.state.claims[0].fields
    again = window()
    again.press("U").settle()
    assert again.state.claims[0].fields["stance"] == "asserts"
    again.press("u").settle()
    assert "stance" not in again.state.claims[0].fields
    last = window().press("u u").settle()
    assert last.contents == [["Critics doubt it"]]


def test_an_undo_beside_another_window_hides_nothing(window: Window) -> None:
    """What the other one has done at the same moment can be undone, and so can be done again what was undone here."""
    first = window().press("s c t a").settle()
    second = window().at("Critics").press("s c").settle()
    first.press("u").settle()
    last = window().press("u").settle()
    assert (last.contents, dict(last.state.claims[0].fields).get("stance")) == ([[ONE[:36]]], None)
    last.press("U U").settle()
    assert (len(last.contents), last.state.claims[0].fields["stance"]) == (2, "asserts")
    assert second.settle().session.unsaved == 0


@pytest.mark.parametrize("between", ["# one more word", "# another word"])
def test_two_openings_at_once_after_the_scheme_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    """The one that comes second finds it written; where the file has changed again meanwhile, it is read again."""
    create(tmp_path / "p").close()
    path = tmp_path / "p" / "scheme.toml"
    text = path.read_text("utf-8")
    record = Store.record

    def slow(store: Store, batch: Batch, *, texts: Mapping[str, str] | None = None) -> tuple[EventId, ...]:
        monkeypatch.setattr(Store, "record", record)
        path.write_text(f"{text}\n{between}\n", "utf-8")
        Project.open(tmp_path / "p").close()
        return record(store, batch, texts=texts)

    path.write_text(f"{text}\n# one more word\n", "utf-8")
    monkeypatch.setattr(Store, "record", slow)
    with Project.open(tmp_path / "p") as project:
        assert sum(event.kind == "scheme" for event in project.store.events()) == 2
        assert project.store.text(project.scheme.whole).endswith(f"{between}\n")
