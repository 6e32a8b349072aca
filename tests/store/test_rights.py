"""Who may read the files: their owner alone, or a group that was named."""

from __future__ import annotations

import grp
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.errors import UsageError
from annotator.project.create import create
from annotator.store.check import backup
from annotator.store.salvage import salvage


@pytest.fixture(params=[0o000, 0o022, 0o077], autouse=True)
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever the shell says about new files."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    """Rights of everything in a folder, by name."""
    return {
        str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode)
        for path in sorted(folder.rglob("*"))
        if path.name != ".gitignore"
    }


def test_a_project_is_for_its_owner_alone(tmp_path: Path) -> None:
    """0700 and 0600, the log, the lock and a backup too."""
    with create(tmp_path / "p") as project:
        fill_and_back_up(project.store, tmp_path / "p" / ".annotator" / "backups" / "b.sqlite")
        found = modes(tmp_path / "p")
    assert stat.S_IMODE((tmp_path / "p").stat().st_mode) == 0o700
    assert ".annotator/store.sqlite-wal" in found
    assert {mode for name, mode in found.items() if (tmp_path / "p" / name).is_dir()} == {0o700}
    assert {mode for name, mode in found.items() if not (tmp_path / "p" / name).is_dir()} == {0o600}


def test_a_group_works_in_it_too(tmp_path: Path) -> None:
    """2770 and 0660, all of the group."""
    group = grp.getgrgid(os.getgid()).gr_name
    with create(tmp_path / "p", group=group) as project:
        fill_and_back_up(project.store, tmp_path / "p" / ".annotator" / "backups" / "b.sqlite")
        found = modes(tmp_path / "p")
    assert {mode for name, mode in found.items() if (tmp_path / "p" / name).is_dir()} == {0o2770}
    assert {mode for name, mode in found.items() if not (tmp_path / "p" / name).is_dir()} == {0o660}
    assert {path.stat().st_gid for path in (tmp_path / "p").rglob("*")} == {os.getgid()}


def test_copies_elsewhere_have_the_rights_of_the_store(tmp_path: Path) -> None:
    """A backup and what was salvaged, in a folder that everybody may write to."""
    with create(tmp_path / "p") as project:
        fill_and_back_up(project.store, tmp_path / "out" / "backup.sqlite")
        (tmp_path / "out").chmod(0o777)
        backup(project.store, tmp_path / "out" / "second.sqlite")
        store = project.store.path
    assert salvage(store, tmp_path / "out" / "salvaged.sqlite") == []
    assert set(modes(tmp_path / "out")) == {"backup.sqlite", "second.sqlite", "salvaged.sqlite"}
    assert set(modes(tmp_path / "out").values()) == {0o600}


def test_an_unknown_group_makes_nothing(tmp_path: Path) -> None:
    """One sentence, before anything is written."""
    with pytest.raises(UsageError, match="no group 'nobody-at-all'"):
        create(tmp_path / "p", group="nobody-at-all")
    assert not (tmp_path / "p").exists()


def fill_and_back_up(store, path: Path) -> None:  # type: ignore[no-untyped-def]
    """Some commits, so that all files of the store are there, and a copy."""
    from annotator.core.event import Batch, Change

    store.record(Batch("b", (Change("speaker", ("x",), {"id": "x"}),), "ana"))
    backup(store, path)
