"""The store: whole or not at all, never overtaken unseen, and honest about what it cannot do."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.errors import StaleError, StoreError
from annotator.core.event import Batch, Change, EventId
from annotator.store import Store
from annotator.store.check import backup, check, rebuild
from annotator.store.clock import tick
from annotator.store.lately import moment, touched
from annotator.store.migrations import STEPS
from annotator.store.place import file_system, refusal
from annotator.store.salvage import salvage
from annotator.store.sqlite import SqliteEngine
from annotator.store.stack import stack
from tests.golden.make import ARTICLE, CLAIM, LAYER, fill

GOLDEN = Path(__file__).parents[1] / "golden"


def put(number: int, body: dict[str, object] | None, prev: EventId | None = None, name: str = "c") -> Change:
    """A change of one claim."""
    return Change("put", (*LAYER, f"{name}{number}"), body, prev)


@pytest.fixture(params=["wal", "delete"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A new store, in both ways of writing."""
    opened = Store.open(tmp_path / "store.sqlite", create=True, journal=request.param)
    yield opened
    opened.close()


def test_every_kind_comes_back(store: Store) -> None:
    """One event of each kind, and the current state is their fold."""
    fill(store)
    assert store.text(ARTICLE.sha256) == ARTICLE.text
    assert [row.body["note"] for row in store.current("put", LAYER)] == ["one\u2028two"]
    assert store.get("put", (*LAYER, "w1-2")) is None
    assert store.head("put", (*LAYER, "w1-2")) is not None
    for kind in ("article", "scheme", "speaker", "status", "assign", "decide", "refuse"):
        assert len(store.current(kind)) == 1, kind
    assert store.counts_by_layer() == {LAYER: 1}
    assert check(store) == []


def test_settings_are_the_safe_ones(store: Store) -> None:
    """Every commit is synced: FULL with WAL, EXTRA with a rollback journal."""
    mode = store.engine.run("PRAGMA journal_mode")[0][0]
    level = store.engine.run("PRAGMA synchronous")[0][0]
    assert (mode, level) in (("wal", 2), ("delete", 3))


def test_a_stale_change_is_refused_whole(store: Store) -> None:
    """A batch with one change that is made from something old writes nothing, and names it."""
    (first,) = store.record(Batch("b1", (put(1, {"n": 1}),), "ana"))
    store.record(Batch("b2", (put(1, {"n": 2}, first),), "ana"))
    with pytest.raises(StaleError, match="put c1") as problem:
        store.record(Batch("b3", (put(2, {"n": 1}), put(1, {"n": 3}, first)), "ana"))
    assert problem.value.keys == (("put", (*LAYER, "c1")),)  # type: ignore[attr-defined]
    assert [row.body["n"] for row in store.current("put", LAYER)] == [2]
    with pytest.raises(StaleError):
        store.record(Batch("b4", (put(1, {"n": 9}),), "ana"))
    assert check(store) == []


def test_two_processes_never_overtake_each_other_unseen(store: Store) -> None:
    """A second connection sees the change at once, and a change made before it is refused."""
    other = Store.open(store.path)
    (first,) = store.record(Batch("b1", (put(1, {"n": 1}),), "ana"))
    version = store.data_version()
    (second,) = other.record(Batch("b2", (put(1, {"n": 2}, first),), "ben"))
    assert store.data_version() != version
    assert store.head("put", (*LAYER, "c1")) == second
    assert second.writer != first.writer
    with pytest.raises(StaleError):
        store.record(Batch("b3", (put(1, {"n": 3}, first),), "ana"))
    other.close()


@pytest.mark.parametrize(
    "bad",
    [
        Change("paint", ("x",), {}),
        Change("put", ("x",), {}),
        Change("put", (*LAYER, "c1"), {"n": float("nan")}),
        Change("put", (*LAYER, "c1"), {"n": "\ud800"}),
    ],
)
def test_what_cannot_be_stored_is_refused_whole(store: Store, bad: Change) -> None:
    """Unknown kinds, wrong keys, NaN and lone surrogates: nothing of the batch is written, and no gap is left."""
    with pytest.raises(ValueError):  # noqa: PT011 - each has its own sentence
        store.record(Batch("b1", (put(2, {"n": 1}), bad), "ana"))
    assert store.current("put") == []
    store.record(Batch("b2", (put(2, {"n": 1}),), "ana"))
    assert check(store) == []


def test_what_was_touched_since(store: Store) -> None:
    """By the article that an event is about, wherever it was made from, and only what came after."""
    fill(store)
    before = moment(store)
    assert touched(store, before) == {}
    head = store.record(Batch("t1", (Change("decide", ("d9",), {"id": "d9", "article": "b"}),), "ana", "a"))[0]
    first = moment(store)
    store.record(Batch("t2", (Change("status", ("c", "human", "ana", "main"), {"status": "done"}),), "ana", "c"))
    assert touched(store, before) == {"b": first, "c": moment(store)}
    assert touched(store, first).keys() == {"c"}
    store.record(Batch("t3", (Change("decide", ("d9",), None, head),), "ana", "a"))
    assert touched(store, first) == {"b": moment(store), "c": touched(store, first)["c"]}


def test_undo_history_knows_what_was_before(store: Store) -> None:
    """The batches of one screen in order, each with the body that it replaced."""
    fill(store)
    found = stack(store, "ana", "bridge", "label")
    assert [(batch.id, batch.ref) for batch in found] == [
        ("b4", ""),
        ("b5", ""),
        ("b6", "b5"),
        ("b7", ""),
        ("b8", ""),
        ("b9", ""),
    ]
    change = found[1].changes[0]
    assert (change.prev_body or {})["note"] == "one\u2028two"
    assert (change.body or {})["note"] == "three"
    assert found[4].changes[0].body is None
    assert stack(store, "ben", "bridge", "label") == []


WRITER = """
import sys
from pathlib import Path
from annotator.core.event import Batch, Change
from annotator.store import Store
store = Store.open(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    key = ("a", "human", sys.argv[2], "main", f"{sys.argv[2]}-{sys.argv[3]}-{number}")
    store.record(Batch(f"{sys.argv[2]}-{sys.argv[3]}-{number}", (Change("put", key, {"n": number}),), sys.argv[2]))
    print(key[-1], flush=True)
"""


def test_kill_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Three writers on one store, killed while they write, again and again: all that was printed is there."""
    path = tmp_path / "store.sqlite"
    Store.open(path, create=True).close()
    acknowledged: list[str] = []
    for turn in range(6):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", WRITER, str(path), name, str(turn)], stdout=subprocess.PIPE, text=True
            )
            for name in ("ana", "ana", "ben")
        ]
        # Two of them have one name; their claim ids would clash, so the second counts under another turn.
        for number, writer in enumerate(writers):
            assert writer.stdout is not None
            for _ in range(10 + 7 * number):
                line = writer.stdout.readline()
                if not line:
                    break
                acknowledged.append(line.strip())
            writer.send_signal(signal.SIGKILL)
            rest, _ = writer.communicate()
            acknowledged += rest.split("\n")[:-1]
    store = Store.open(path)
    there = {row.key[-1] for row in store.current("put")}
    assert len(acknowledged) > 100
    assert set(acknowledged) - {""} <= there
    assert check(store) == []
    store.close()


def test_a_flipped_bit_is_found_and_the_rest_salvaged(store: Store, tmp_path: Path) -> None:
    """A changed body is one fault by its hash; salvage brings out everything else."""
    fill(store)
    path = store.path
    store.engine.run("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    raw = path.read_bytes()
    at = raw.index(b'"note":"three"')
    path.write_bytes(raw[: at + 9] + b"T" + raw[at + 10 :])
    broken = Store.open(path)
    assert "not as it was written" in "\n".join(map(str, check(broken)))
    lost = salvage(path, tmp_path / "whole.sqlite")
    assert len(lost) == 1
    whole = Store.open(tmp_path / "whole.sqlite")
    assert whole.text(ARTICLE.sha256) == ARTICLE.text
    assert sum(1 for _ in whole.events()) == 11
    whole.close()
    broken.close()


@pytest.mark.parametrize("then", ["gone", "another"])
def test_a_file_that_lost_its_name_is_not_written_to(store: Store, then: str) -> None:
    """Deleted or replaced while it was open: nothing is called saved that nobody will ever find."""
    store.record(Batch("b1", (put(1, {"n": 1}),), "ana"))
    for path in store.path.parent.glob("store.sqlite*"):
        path.unlink()
    if then == "another":
        Store.open(store.path, create=True).close()
    with pytest.raises(StoreError, match="moved, deleted or replaced"):
        store.record(Batch("b2", (put(2, {"n": 2}),), "ana"))


def test_rebuild_makes_the_projection_anew(store: Store) -> None:
    """A projection that differs from the events is a fault, and is made again from them."""
    fill(store)
    before = [(kind, store.current(kind)) for kind in ("put", "speaker", "status")]
    store.engine.run("DELETE FROM current WHERE kind = 'speaker'")
    store.engine.run("UPDATE current SET body = '{}' WHERE kind = 'put'")
    assert len(check(store)) == 3
    rebuild(store)
    assert check(store) == []
    assert [(kind, store.current(kind)) for kind in ("put", "speaker", "status")] == before


def test_a_missing_event_is_a_gap(store: Store) -> None:
    """Counters of a writer have no gaps, so a deleted event is noticed."""
    fill(store)
    store.engine.run("DELETE FROM event WHERE batch = 'b7'")
    assert any("missing between" in str(fault) for fault in check(store))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not a store of annotator"),
        (b"hello, this is no database at all" * 50, "damaged or not a store"),
        (b"SQLite format 3\x00" + b"\x00" * 4000, "damaged or not a store"),
    ],
)
def test_foreign_files_are_left_alone(tmp_path: Path, content: bytes, sentence: str) -> None:
    """A file that is not ours is refused with a sentence, and not changed."""
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=sentence):
        Store.open(path)
    assert path.read_bytes() == content


def test_other_databases_and_newer_stores_are_refused(tmp_path: Path) -> None:
    """Somebody else's database, and a store of a later version, each with its own sentence."""
    foreign = sqlite3.connect(tmp_path / "foreign.sqlite")
    foreign.execute("CREATE TABLE t (a)")
    foreign.commit()
    foreign.close()
    with pytest.raises(StoreError, match="not a store of annotator"):
        Store.open(tmp_path / "foreign.sqlite")
    newer = Store.open(tmp_path / "newer.sqlite", create=True)
    newer.engine.run("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(StoreError, match="newer annotator"):
        Store.open(tmp_path / "newer.sqlite")
    with pytest.raises(StoreError, match="no store"):
        Store.open(tmp_path / "none.sqlite")


READER = """
import os, sys, urllib.parse, difflib
from pathlib import Path
from annotator.core.event import Batch, Change
from annotator.core.errors import StoreError
from annotator.store import Store
os.setuid(65534)
store = Store.open(Path(sys.argv[1]))
print(store.read_only, len(store.current("article")))
try:
    store.record(Batch("x", (Change("speaker", ("x",), {}),), "ana"))
except StoreError as problem:
    print(problem)
"""


def test_a_folder_that_may_only_be_read(store: Store, tmp_path: Path) -> None:
    """As another user: it opens for reading, and writing is refused with a sentence."""
    if os.getuid() != 0:
        tmp_path.chmod(0o500)
    fill(store)
    store.close()
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if os.stat(folder).st_uid == os.getuid() and folder != Path("/tmp"):
            folder.chmod(0o555)
    for file in tmp_path.iterdir():
        file.chmod(0o444)
    code = READER if os.getuid() == 0 else READER.replace("os.setuid(65534)", "")
    done = subprocess.run([sys.executable, "-c", code, str(store.path)], capture_output=True, text=True, check=False)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if os.stat(folder).st_uid == os.getuid() and folder != Path("/tmp"):
            folder.chmod(0o755)
    assert done.stdout.startswith("True 1\n"), done.stdout + done.stderr
    assert "can only be read" in done.stdout


def test_a_full_disk_is_a_sentence_and_nothing_is_half_written(store: Store) -> None:
    """When the file may not grow, the batch is refused whole; with room again it is written."""
    store.record(Batch("b1", (put(1, {"n": 1}),), "ana"))
    pages = store.engine.run("PRAGMA page_count")[0][0]
    store.engine.limit_pages(pages)
    big = put(2, {"text": "x" * 500_000})
    with pytest.raises(StoreError, match="no room left"):
        store.record(Batch("b2", (put(3, {"n": 3}), big), "ana"))
    assert len(store.current("put")) == 1
    store.engine.limit_pages(1 << 30)
    store.record(Batch("b2", (put(3, {"n": 3}), big), "ana"))
    assert len(store.current("put")) == 3
    assert check(store) == []


def test_backup_appears_whole(store: Store, tmp_path: Path) -> None:
    """A copy of a store that is in use is a store; an existing file is not overwritten."""
    fill(store)
    path = backup(store, tmp_path / "copy" / "b.sqlite")
    copy = Store.open(path)
    assert [event.hash for event in copy.events()] == [event.hash for event in store.events()]
    assert check(copy) == []
    copy.close()
    with pytest.raises(StoreError, match="there already"):
        backup(store, path)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("store-v*.sqlite")), ids=lambda path: path.stem)
def test_golden_files_open(path: Path, tmp_path: Path) -> None:
    """Every released version of the store is read whole, for good."""
    copy = Path(shutil.copy(path, tmp_path / "store.sqlite"))
    store = Store.open(copy)
    assert check(store) == []
    assert store.text(ARTICLE.sha256) == ARTICLE.text
    found = store.get("put", CLAIM)
    assert found is not None
    assert found.body == {"id": "w1-1", "note": "one\u2028two"}
    assert {event.kind for event in store.events()} == {
        *("article", "scheme", "speaker", "put", "status", "assign", "decide", "refuse")
    }
    store.close()


@given(st.lists(st.integers(0, 50), max_size=30))
def test_the_clock_never_goes_back(times: list[int]) -> None:
    """Whatever the machine's clock does, readings only grow."""
    last = 0
    for now in times:
        new = tick(last, now)
        assert new > last
        assert new >> 16 >= now
        last = new


@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=25))
@settings(max_examples=40, deadline=None)
def test_projection_is_the_fold(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, bool]]) -> None:
    """After any puts and deletions the projection equals what the events fold to."""
    path = tmp_path_factory.mktemp("fold") / "store.sqlite"
    ticks = count(5, -1)  # a clock that runs backwards
    store = Store.open(path, create=True, now=lambda: max(0, next(ticks)))
    for number, (which, alive) in enumerate(steps):
        change = put(which, {"n": number} if alive else None)
        head = store.head("put", change.key)
        store.record(Batch(f"b{number}", (Change("put", change.key, change.body, head),), "ana"))
    assert check(store) == []
    expected = {f"c{which}": number for number, (which, alive) in enumerate(steps)}
    dead = {f"c{which}" for which, alive in dict(steps).items() if not alive}
    assert {row.key[-1]: row.body["n"] for row in store.current("put")} == {
        key: number for key, number in expected.items() if key not in dead
    }
    store.close()


def test_an_older_store_is_migrated_whole_after_a_backup(tmp_path: Path) -> None:
    """Two further steps bring version 1 to 3 in one transaction; a step that fails leaves version 1 as it was."""
    path = Path(shutil.copy(GOLDEN / "store-v1.sqlite", tmp_path / "store.sqlite"))
    good = (*STEPS, ("ALTER TABLE event ADD COLUMN colour TEXT",), ("CREATE TABLE extra (a TEXT)",))
    bad = (*good[:-1], ("CREATE TABLE extra (a TEXT)", "INSERT INTO nothing VALUES (1)"))
    with pytest.raises(StoreError):
        SqliteEngine(path, create=False, steps=bad)
    old = SqliteEngine(path, create=False)
    assert old.run("PRAGMA user_version") == [(1,)]
    assert "extra" not in {row[0] for row in old.run("SELECT name FROM sqlite_master")}
    old.close()
    new = SqliteEngine(path, create=False, steps=good)
    assert new.run("PRAGMA user_version") == [(3,)]
    assert new.run("SELECT count(*) FROM extra") == [(0,)]
    new.close()
    backup_of_old = Store.open(tmp_path / "store.sqlite.v1.backup")
    assert check(backup_of_old) == []
    backup_of_old.close()
    with pytest.raises(StoreError, match="newer annotator"):
        Store.open(path)


MOUNTS = """/dev/vda / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
me@host:/ /home/ana/my\\040drive fuse.sshfs rw 0 0
/dev/vdb /home/ana/my\\040drive/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/x", "ext4"),
        ("/home/ana", "nfs4"),
        ("/home/ana/my drive/p", "fuse.sshfs"),
        ("/home/ana/my drive/local/p", "ext4"),
        ("/homework", "ext4"),
    ],
)
def test_network_drives_are_known(folder: str, kind: str) -> None:
    """By the longest mount point that holds the folder; the refusal names three ways out."""
    assert file_system(Path(folder), MOUNTS) == kind
    words = refusal(Path(folder), kind)
    assert all(way in words for way in ("local drive", "annotator sync", "annotator import"))
