"""How a store is opened: where a log is not safe, what cannot be opened, and what has rotted beside the events."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotator.core.errors import StoreError
from annotator.store import Store, sqlite
from annotator.store.check import check
from annotator.store.place import REFUSED, file_system
from tests.golden.make import ARTICLE, fill


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """That of a store with something of everything."""
    store = Store.open(tmp_path / "store.sqlite", create=True)
    fill(store)
    store.cache_put("k", b"made again")
    store.close()
    return tmp_path / "store.sqlite"


def test_a_log_ends_where_it_is_not_safe(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that was made on a drive of this machine, and then moved into a folder of the host."""
    monkeypatch.setattr(sqlite, "allows_wal", lambda _: False)
    store = Store.open(path)
    assert store.engine.run("PRAGMA journal_mode") == [("delete",)]
    assert store.engine.run("PRAGMA synchronous") == [(3,)]
    assert check(store) == []
    store.close()


def test_a_sync_reaches_the_disk(path: Path) -> None:
    """Also on macOS."""
    store = Store.open(path)
    assert [store.engine.run(f"PRAGMA {name}fullfsync")[0][0] for name in ("", "checkpoint_")] == [1, 1]
    store.close()


def test_what_cannot_be_opened_leaves_nothing_open(path: Path, tmp_path: Path) -> None:
    """No descriptor of the file or of its lock."""
    newer = Store.open(path)
    newer.engine.run("PRAGMA user_version = 99")
    newer.close()
    (tmp_path / "file").write_bytes(b"")
    before = len(os.listdir("/dev/fd"))
    for _ in range(3):
        with pytest.raises(StoreError, match="newer"):
            Store.open(path)
        with pytest.raises(StoreError):
            Store.open(tmp_path / "file" / "store.sqlite", create=True)
        with pytest.raises(StoreError):
            sqlite.SqliteEngine(tmp_path / "none.sqlite", create=True, steps=(("nonsense",),))
    assert len(os.listdir("/dev/fd")) == before


def test_a_message_that_is_no_text_is_a_sentence(path: Path) -> None:
    """SQLite says what a damaged file holds, and that is no UTF-8."""
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"CREATE TABLE cache", b"CREATE \xeeABLE cache"))
    with pytest.raises(StoreError, match="damaged or not a store"):
        Store.open(path)


def test_a_cache_that_has_rotted_is_made_again(path: Path) -> None:
    """Other bytes, or a text where bytes were."""
    store = Store.open(path)
    assert store.cache_get("k") == b"made again"
    for rotten in ("CAST(value AS TEXT)", "NULL || 1", "x'00'", "1"):
        store.engine.run(f"UPDATE cache SET value = coalesce({rotten}, 0)")
        assert store.cache_get("k") is None
    store.close()


@pytest.mark.parametrize("body", ["'[' || substr(body, 2)", "'[]'", "7", "x'ff'", "printf('%.9999c', '[')"])
def test_a_rotten_row_leads_to_check(path: Path, body: str) -> None:
    """A sentence for whoever reads it, and a fault for check."""
    store = Store.open(path)
    store.engine.run(f"UPDATE current SET body = {body} WHERE kind = 'article'")
    with pytest.raises(StoreError, match="annotator check"):
        store.get("article", (ARTICLE.id,))
    assert len(check(store)) == 1
    store.engine.run("UPDATE current SET key = 'x' WHERE kind = 'speaker'")
    with pytest.raises(StoreError, match="annotator check"):
        store.current("speaker")
    store.close()


@pytest.mark.parametrize(
    "kind",
    ["fuse.gvfsd-fuse", "fuse.kio-fuse", "fuse.juicefs", "fuse.seadrive", "fuse.onedriver", "fuse.mfs", "orangefs"],
)
def test_drives_of_other_machines_are_refused(kind: str) -> None:
    """Also those that a desktop mounts."""
    table = f"/dev/vda / ext4 rw 0 0\nx /run/user/1000/gvfs {kind} rw 0 0\n"
    assert file_system(Path("/run/user/1000/gvfs/smb-share:server=nas,share=team/p"), table) in REFUSED
