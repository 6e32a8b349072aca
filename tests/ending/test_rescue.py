"""What could not be saved when a screen was left is saved when the project is opened again; nothing is overwritten."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.article import freeze, fresh_id
from annotator.core.errors import StoreError
from annotator.core.event import Batch, Change, EventId
from annotator.core.record import article_body
from annotator.project.ending.drafts import Drafts
from annotator.project.ending.rescue import bring_back, put_away, rescue
from annotator.project.recorder import Job, Recorder
from annotator.store import Store
from annotator.store.check import check
from tests.hand import Hand

TEXT = "Rents fell in May, the ministry said. Critics doubt it.\n"
SAID = "changes that could not be saved last time are saved now."


def full(hand: Hand) -> None:
    """From here on the disk takes nothing from this window."""
    opened: list[Store] = []

    def limited(path: Path) -> Store:
        store = Store.open(path)
        store.engine.limit_pages(store.engine.run("PRAGMA page_count")[0][0])
        opened.append(store)
        return store

    hand.recorder.close()
    recorder = type(hand.recorder)(hand.recorder.path, limited, retry_seconds=0.01)
    hand.recorder = hand.session.recorder = recorder
    recorder.start()
    hand.open(0)


def left(hand: Hand, place: Path, *, insist: bool = True) -> str:
    """Leave the window."""
    return put_away(hand.session, Drafts((place,), "ana", "main"), 0.1, insist=insist)


def unsaved(tmp_path: Path) -> tuple[Hand, Path, str]:
    """A window that could save neither its note nor its tags, left; its folder of drafts, and what was said."""
    hand = Hand(tmp_path, TEXT).press("s c @ 'Ministry ⏎").settle()
    full(hand)
    hand.press("⇥ m '" + "long_note_" * 3000 + " ⏎ t a y a")
    said = left(hand, tmp_path / "drafts")
    hand.store.close()
    return hand, tmp_path / "drafts", said


def test_it_is_saved_by_itself_after_repair(tmp_path: Path) -> None:
    """All of it, in order, with its undo; the file is gone then, and was private."""
    hand, place, said = unsaved(tmp_path)
    (path,) = place.iterdir()
    assert said.startswith("3 changes could not be saved")
    assert str(path) in said
    assert "saved when the project is opened again" in said
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store = Store.open(tmp_path / "store.sqlite")
    assert bring_back(store, (place, tmp_path / "nowhere"), "ben") == ""
    assert bring_back(store, (place, tmp_path / "nowhere"), "ana") == f"3 {SAID}"
    assert bring_back(store, (place,), "ana") == ""
    assert check(store) == []
    store.close()
    again = Hand(tmp_path, TEXT)
    assert again.state.claims == hand.state.claims
    again.press("u u u").settle()
    assert again.state.claims[0].note == ""
    again.close()


def test_what_was_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """It is set aside, and said; what does not depend on it is saved."""
    _, place, _ = unsaved(tmp_path)
    other = Hand(tmp_path, TEXT).press("⇥ t d").settle()
    said = bring_back(other.store, (place,), "ana")
    (aside,) = place.iterdir()
    assert said == "3 were overtaken by other changes and are left in overtaken-*.jsonl beside."
    assert aside.name.startswith("overtaken-")
    assert bring_back(other.store, (place,), "ana") == ""
    other.open(0)
    assert other.state.claims[0].fields["stance"] == "denies"
    assert other.state.claims[0].note == ""
    other.close()


def test_what_was_saved_after_all_is_not_saved_twice(tmp_path: Path) -> None:
    """A disk that answered late: the file holds what the store has by now."""
    _, place, _ = unsaved(tmp_path)
    (path,) = place.iterdir()
    held = path.read_bytes()
    store = Store.open(tmp_path / "store.sqlite")
    bring_back(store, (place,), "ana")
    count = sum(1 for _ in store.events())
    path.write_bytes(held.split(b"\n")[-2] + b"\n")
    bring_back(store, (place,), "ana")
    assert sum(1 for _ in store.events()) == count
    assert not path.exists()
    store.close()


def jobs(hand: Hand, keys: str) -> tuple[Job, ...]:
    """The batches of these keys, in a window that writes nothing any more."""
    hand.recorder.close()
    hand.press(keys)
    return hand.recorder.unsaved


def test_what_takes_back_a_deletion_that_was_saved_after_all_is_saved_too(tmp_path: Path) -> None:
    """The file holds both; the first was committed when the window was gone."""
    hand = Hand(tmp_path, TEXT).press("s c t a").settle()
    heads = dict(hand.recorder.known)
    deleted, back = jobs(hand, "d u")
    rescue((deleted, back), heads, "label", tmp_path / "drafts")
    late = Recorder(tmp_path / "store.sqlite", Store.open)
    late.adopt(heads)
    late.submit(deleted)
    late.start()
    assert late.close(5.0) == ()
    assert hand.store.current("put") == []
    assert bring_back(hand.store, (tmp_path / "drafts",), "ana") == f"2 {SAID}"
    assert len(hand.store.current("put")) == 1
    hand.store.close()


OTHER = "Quite another text under this id, of a peer.\n"


@pytest.mark.parametrize(
    ("before", "said", "notes"),
    [
        ("", f"2 {SAID}", ["why"]),
        ("s c", f"2 {SAID}", ["why"]),
        ("s c ⏎", f"2 {SAID}", ["", "why"]),
    ],
)
def test_it_goes_with_its_text_to_another_id(tmp_path: Path, before: str, said: str, notes: list[str]) -> None:
    """Another text came under the id of the article; what was made on the one before is saved where that lies now."""
    hand = Hand(tmp_path, TEXT).press(before).settle()
    mine, peer = hand.articles[0], freeze("a1", OTHER)
    keys = "t a m 'why ⏎" if before == "s c" else "j s c m 'why ⏎"
    rescue(jobs(hand, keys), hand.recorder.known, "label", tmp_path / "drafts")
    frozen = Change("article", ("a1",), article_body(peer), hand.store.head("article", ("a1",)))
    fresh = fresh_id("a1", mine.sha256)
    moved = [frozen, Change("article", (fresh,), {**article_body(mine), "id": fresh})]
    for row in hand.store.current("put"):
        moved += [Change("put", row.key, None, row.event)]
        moved += [Change("put", (fresh, *row.key[1:]), {**row.body, "article": fresh})]
    hand.store.record(Batch("part", tuple(moved), "@program"), texts={peer.sha256: peer.text})
    assert bring_back(hand.store, (tmp_path / "drafts",), "ana") == said
    rows = hand.store.current("put")
    assert {row.key[0] for row in rows} == {fresh}
    assert [row.body["note"] for row in rows] == notes
    assert check(hand.store) == []
    hand.store.close()


def test_one_window_brings_a_file_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other one, at the same moment, leaves it alone and says nothing."""
    hand = Hand(tmp_path, TEXT)
    heads = dict(hand.recorder.known)
    rescue(jobs(hand, "s c t a y h"), heads, "label", tmp_path / "drafts")
    other = Store.open(tmp_path / "store.sqlite")
    said = []
    record = Store.record

    def between(store: Store, batch: Batch) -> tuple[EventId, ...]:
        if store is hand.store:
            said.append(bring_back(other, (tmp_path / "drafts",), "ana"))
        return record(store, batch)

    monkeypatch.setattr(Store, "record", between)
    assert bring_back(hand.store, (tmp_path / "drafts",), "ana") == f"3 {SAID}"
    assert said == ["", "", ""]
    assert list((tmp_path / "drafts").iterdir()) == []
    other.close()
    hand.store.close()


def test_one_is_called_one(tmp_path: Path) -> None:
    """What is saved, and what is set aside."""
    hand = Hand(tmp_path, TEXT)
    rescue(jobs(hand, "s c"), hand.recorder.known, "label", tmp_path / "drafts")
    (path,) = (tmp_path / "drafts").iterdir()
    held = path.read_text("utf-8")
    said = bring_back(hand.store, (tmp_path / "drafts",), "ana")
    assert said == "1 change that could not be saved last time is saved now."
    path.write_text(held.replace('"indirect"', '"direct"').replace('"none"', '"direct"'), "utf-8")
    said = bring_back(hand.store, (tmp_path / "drafts",), "ana")
    assert said == "1 was overtaken by other changes and is left in overtaken-*.jsonl beside."
    hand.store.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two people")
def test_a_file_of_another_person_is_nobodys_business(tmp_path: Path) -> None:
    """Where several may write to a project, what a colleague could not save is not to be read; nothing is said."""
    rescue((), {}, "label", tmp_path / "drafts")
    for path in (tmp_path / "drafts", *tmp_path.parents):
        if path.is_relative_to(tempfile.gettempdir()) and path != Path(tempfile.gettempdir()):
            path.chmod(0o755)
    store = Store.open(tmp_path / "store.sqlite", create=True)
    os.seteuid(65534)
    try:
        said = bring_back(store, (tmp_path / "drafts",), "ana")
    finally:
        os.seteuid(0)
    assert said == ""
    store.close()


MINE = {"batch": "b", "annotator": "ana", "article": "a1", "screen": "label", "ref": "", "seconds": 1.0, "text": ""}


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "{",
        "{}",
        "[" * 100_000,
        json.dumps(
            {"batch": "b", "annotator": "ana", "changes": [{"kind": "article", "key": [], "body": {}, "prev": 0}]}
        ),
        json.dumps(
            {"batch": "b", "annotator": "ana", "changes": [{"kind": "put", "key": [], "body": {}, "prev": None}]}
        ),
        json.dumps({"batch": "b", "annotator": "ana", "changes": 5}),
    ],
)
def test_a_file_that_is_none_is_left_alone(tmp_path: Path, line: str) -> None:
    """With a sentence, whatever is in it; nothing is written."""
    hand = Hand(tmp_path, TEXT)
    (tmp_path / "drafts").mkdir()
    path = tmp_path / "drafts" / "unsaved-x.jsonl"
    path.write_text(line + "\n", "utf-8")
    before = list(hand.store.events())
    said = bring_back(hand.store, (tmp_path / "drafts",), "ana")
    assert "cannot be read as changes" in said or "the file is not right" in said
    assert (path.exists(), list(hand.store.events())) == (True, before)
    hand.close()


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """No folder takes anything, not even that of temporary files."""

    def place() -> Path:
        (tmp_path / "file").write_text("", "utf-8")
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
        return tmp_path / "file" / "drafts"

    return place


def test_nothing_is_left_behind_without_a_word(tmp_path: Path, nowhere: Callable[[], Path]) -> None:
    """Where nothing can be kept the screen stays open once; whoever insists is told what is lost."""
    hand = Hand(tmp_path, TEXT)
    full(hand)
    hand.press("s c m '" + "long_note_" * 3000 + " ⏎")
    place = nowhere()
    with pytest.raises(StoreError, match="nor kept in any file"):
        left(hand, place, insist=False)
    before = hand.session.unsaved
    hand.press("t a")
    assert hand.session.unsaved == before + 1
    assert left(hand, place).endswith("nor kept in any file: they are lost.")
    hand.store.close()
