"""What the program writes in a project is for its owner alone, or for the group; elsewhere a file stays as it was."""

from __future__ import annotations

import grp
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.project.practice.demo import demo

FILLED = """```toml meeting
date = "2026-02-03"
```

```toml ruling
point = "none"
```
"""


@pytest.fixture(autouse=True)
def wide() -> Iterator[None]:
    """A umask that lets everybody read."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(folder: Path) -> dict[str, int]:
    """Path inside the folder → rights; the folder itself is the empty one."""
    found = {str(each.relative_to(folder)): each.stat().st_mode & 0o7777 for each in folder.rglob("*")}
    return {**found, "": folder.stat().st_mode & 0o7777}


def use(folder: Path) -> None:
    """Have everything written that verbs write into a project."""
    for words in (
        ["release", "r1"],
        ["export", "--pseudonyms", "-o", str(folder.parent / "out.jsonl")],
        ["backup"],
        ["assign", "ALL", "--to", "zoe"],
    ):
        assert run(["-C", str(folder), *words]) == 0, words


def test_for_the_owner_alone(tmp_path: Path) -> None:
    """Files 0600, folders 0700, whatever the umask says."""
    folder = tmp_path / "p"
    demo(folder).close()
    use(folder)
    found = rights(folder)
    assert {"releases/r1.json", ".annotator/pseudonyms.json", "scheme.toml"} <= found.keys()
    wrong = {name: oct(mode) for name, mode in found.items() if mode & 0o077}
    assert not wrong


def test_for_a_group(tmp_path: Path) -> None:
    """Files that are shared can be written by the group, and new folders are the group's."""
    folder = tmp_path / "p"
    group = grp.getgrgid(os.getgid()).gr_name
    (tmp_path / "a.txt").write_text("Rents fell, she said.\n", "utf-8")
    assert run(["-C", str(folder), "init", "--group", group]) == 0
    assert run(["-C", str(folder), "add", str(tmp_path / "a.txt")]) == 0
    use(folder)
    found = rights(folder)
    assert (found["releases"], found["releases/r1.json"], found["scheme.toml"]) == (0o2770, 0o660, 0o660)
    # Who is behind the pseudonyms is nobody's business but the owner's.
    assert found[".annotator/pseudonyms.json"] == 0o600
    assert not {name: oct(mode) for name, mode in found.items() if mode & 0o007}


def test_an_export_that_is_replaced_keeps_its_rights(tmp_path: Path) -> None:
    """A file that others may not read does not become one that they may."""
    demo(tmp_path / "p").close()
    file, folder = tmp_path / "out.jsonl", tmp_path / "out"
    for _ in range(2):
        assert run(["-C", str(tmp_path / "p"), "export", "-o", str(file)]) == 0
        assert run(["-C", str(tmp_path / "p"), "export", "--format", "bundle", "-o", str(folder)]) == 0
        file.chmod(0o600)
        folder.chmod(0o700)
    assert run(["-C", str(tmp_path / "p"), "export", "-o", str(file)]) == 0
    assert run(["-C", str(tmp_path / "p"), "export", "--format", "bundle", "-o", str(folder)]) == 0
    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
