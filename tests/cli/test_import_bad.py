"""A file with one wrong record, in every format: nothing of it is imported, or with --keep-going the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.project.project import Project
from tests.cli.test_verbs import Shell
from tests.formats.foreign import FILES, QUIET, TEXT
from tests.formats.test_bad_input import TABLE


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Calls verbs in this process."""
    return Shell(tmp_path, capsys)


def claims(folder: Path) -> int:
    """How many the project has, or decisions that give gold."""
    with Project.open(folder) as project:
        data = project.dataset()
        return sum(len(held.claims) for held in data.layers.values()) or len(data.decisions)


@pytest.mark.parametrize("name", sorted(FILES))
def test_nothing_or_the_rest(name: str, shell: Shell, tmp_path: Path) -> None:
    """The fault is told with its file, the status is 1, and without the option the project is as it was."""
    folder, place = tmp_path / "p", tmp_path / "in"
    assert shell("init", folder).status == 0
    for stem, text in (("rents", TEXT), ("quiet", QUIET)):
        (tmp_path / f"{stem}.txt").write_text(text, "utf-8")
        assert shell("-C", folder, "add", tmp_path / f"{stem}.txt").status == 0
    edit, expected, taken = TABLE["NaN"][name] if name == "prodigy" else TABLE["an id given twice"][name]
    for file, held in edit(FILES[name]).items():
        path = place / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held)
    path = place if len(FILES[name]) > 1 else place / next(iter(FILES[name]))
    call = ("-C", folder, "import", path, "--format", name, "--as", "ana")
    done = shell(*call)
    assert (done.status, done.out) == (1, "")
    assert expected.partition(": ")[2] in done.talk
    assert str(place) in done.talk
    assert "Nothing was imported" in done.talk
    assert claims(folder) == 0
    done = shell(*call, "--keep-going")
    assert done.status == 1
    assert expected.partition(": ")[2] in done.talk
    assert claims(folder) == taken
