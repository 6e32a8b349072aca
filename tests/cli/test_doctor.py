"""The doctor says what endangers labels, and nothing else is called wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from annotator.project import doctor
from annotator.project.create import create
from annotator.project.doctor import examine
from annotator.project.project import STORE
from annotator.store import place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """That of a new project."""
    create(tmp_path / "p").close()
    return tmp_path / "p"


def wrong(folder: Path) -> dict[str, str]:
    """What the doctor complains of; the terminal of a test is nobody's."""
    return {each.what: each.wrong for each in examine(folder) if each.wrong and each.what != "terminal"}


def test_a_new_project_is_well(folder: Path) -> None:
    """Versions, place, rights, store: all said, none wrong."""
    assert wrong(folder) == {}
    said = {each.what: each.value for each in examine(folder)}
    assert said["rights"] == "yours alone"
    assert "synchronous" in said["journal"]
    assert {"SQLite", "Python", "file system", "free room", "daily backups"} <= set(said)
    assert [each.what for each in examine(None)] == ["annotator", "Python", "SQLite", "Textual", "system", "terminal"]


def test_a_fresh_clone_has_no_store_yet(folder: Path) -> None:
    """What `.annotator` holds is not committed; nothing is wrong with that."""
    shutil.rmtree((folder / STORE).parent)
    assert wrong(folder) == {}
    said = {each.what: each.value for each in examine(folder)}
    assert (said["store"], said["daily backups"]) == ("none yet", "none yet")


def test_a_system_that_names_no_file_systems(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS: what cannot be known is said."""
    monkeypatch.setattr(place, "mounts", lambda: "")
    assert "no network drive" in {each.what: each.value for each in examine(folder)}["file system"]


def test_each_danger_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others may look in, there is little room, changes wait in a draft, the store is none."""
    own = (folder / STORE).parent
    own.chmod(0o755)
    (own / "drafts").mkdir(exist_ok=True)
    (own / "drafts" / "unsaved-x.jsonl").write_text("{}\n", "utf-8")
    monkeypatch.setattr(doctor, "ROOM", 1 << 62)
    (folder / STORE).write_bytes(b"hello" * 1000)
    found = wrong(folder)
    assert set(found) == {"rights", "unsaved changes", "free room", "store"}
    assert "chmod go-rwx" in found["rights"]
    assert "damaged or not a store" in found["store"]


def test_a_network_drive_is_named_with_three_ways_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the table of what is mounted."""
    table = f"/dev/vda / ext4 rw 0 0\nserver:/x {folder} nfs4 rw 0 0\n"
    monkeypatch.setattr(place, "mounts", lambda: table)
    found = wrong(folder)
    assert "(nfs4)" in found["file system"]
    assert "Three ways out" in found["store"]


def test_the_verb(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table on stdout, what is wrong on stderr, and the status of both."""
    from annotator.cli import run

    (folder / STORE).parent.chmod(0o755)
    assert run(["-C", str(folder), "doctor"]) == 1
    said = capsys.readouterr()
    assert "! rights" in said.out
    assert said.err.startswith("rights: others may look into")
