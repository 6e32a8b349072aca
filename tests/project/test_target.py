"""Where an export goes: it appears whole or not at all, and the older one goes last."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotator.core.records.format import Part
from annotator.project.exchange.target import write_folder


@pytest.mark.parametrize("problem", [KeyboardInterrupt, OSError])
@pytest.mark.parametrize("at", [1, 2])
def test_an_older_export_outlives_an_interrupt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: type[BaseException], at: int
) -> None:
    """Whenever it comes, one of the two is there, whole, and nothing else."""
    target = tmp_path / "out"
    write_folder(target, [Part("a/b.txt", b"old")])
    rename, count = Path.rename, 0

    def interrupted(self: Path, to: Path) -> Path:
        nonlocal count
        count += 1
        if count == at:
            raise problem
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(BaseException):  # noqa: B017, PT011 (an interrupt is no Exception)
        write_folder(target, [Part("a/b.txt", b"new")])
    assert (target / "a" / "b.txt").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out"]


def test_the_disk_holds_what_replaces_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before an older export goes, every file of the new one and every folder is on the disk."""
    target, kept = tmp_path / "out", set[int]()
    fsync, rename = os.fsync, Path.rename

    def noted(file: int) -> None:
        kept.add(os.fstat(file).st_ino)
        fsync(file)

    def renamed(self: Path, to: Path) -> Path:
        if self.name.endswith(".part"):
            assert kept == {path.stat().st_ino for path in (self, *self.rglob("*"))}
        return rename(self, to)

    parts = [Part(name, b"x") for name in ("a/b/c.txt", "a/b/d.txt", "e.txt")]
    write_folder(target, parts)
    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(Path, "rename", renamed)
    write_folder(target, parts)
    assert kept
