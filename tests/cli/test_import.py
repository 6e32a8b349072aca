"""Importing from other tools as a person does it: the guess, the mapping file, units, and nothing half imported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.project.project import Project
from tests.cli.test_verbs import Shell

TEXT = "👍 Rents fell, the mayor said."
RECORD: dict[str, Any] = {
    "id": 7,
    "text": TEXT,
    "entities": [{"id": 1, "label": "CLAIM", "start_offset": 3, "end_offset": 13}],
}


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Calls verbs in this process."""
    return Shell(tmp_path, capsys)


def lines(folder: Path, *records: object) -> Path:
    """A file of JSON Lines."""
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def words(folder: Path) -> list[str]:
    """What the claims of the project say."""
    with Project.open(folder) as project:
        data = project.dataset()
    return [
        data.articles[layer.article].text[start:end]
        for layer, content in sorted(data.layers.items())
        for claim in content.claims
        for start, end in claim.spans["content"]
    ]


def test_the_guess_is_shown_and_saved(shell: Shell, tmp_path: Path) -> None:
    """A dry run writes nothing but the guess; the import uses it; a second import finds everything there."""
    folder, path, saved = shell.project(), lines(tmp_path, RECORD), tmp_path / "map.toml"
    done = shell("-C", folder, "import", path, "--as", "ana", "--check", "--write-mapping", saved)
    assert (done.status, done.out) == (0, "")
    assert '[roles]\nCLAIM = "content"\n' in done.talk
    assert saved.read_text("utf-8") in done.talk
    assert words(folder) == []
    done = shell("-C", folder, "import", path, "--as", "ana", "--mapping", saved)
    assert done.talk.endswith("1 claim, 1 article, 0 speakers, 1 other record imported; 0 were there already.\n")
    assert "documents with characters of two UTF-16 units" in done.talk
    assert words(folder) == ["Rents fell"]
    again = shell("-C", folder, "import", path, "--as", "ana", "--mapping", saved)
    assert again.talk.endswith("0 claims, 0 articles, 0 speakers, 0 other records imported; 2 were there already.\n")


def test_an_edited_mapping(shell: Shell, tmp_path: Path) -> None:
    """What the guess leaves open is refused and named; the edited file closes it; its own faults come all at once."""
    folder = shell.project()
    path, saved = lines(tmp_path, json.loads(json.dumps(RECORD).replace("CLAIM", "Behauptung"))), tmp_path / "map.toml"
    done = shell("-C", folder, "import", path, "--as", "ana", "--write-mapping", saved)
    assert done.status == 1
    assert 'in.jsonl:1: [roles]: the mapping does not say what the label "Behauptung" is' in done.talk
    assert "Nothing was imported" in done.talk
    assert shell("-C", folder, "import", path, "--write-mapping", saved).status == 2
    saved.write_text(saved.read_text("utf-8").replace('""', '"contents"') + "[fields]\nx = 1\n", "utf-8")
    done = shell("-C", folder, "import", path, "--as", "ana", "--mapping", saved)
    assert (done.status, done.talk.count("\n")) == (1, 1)
    assert "fields.x: 1 is no text" in done.talk
    saved.write_text('[roles]\nBehauptung = "contents"\n', "utf-8")
    assert "did you mean content?" in shell("-C", folder, "import", path, "--as", "ana", "--mapping", saved).talk
    saved.write_text('[roles]\nBehauptung = "content"\n', "utf-8")
    assert shell("-C", folder, "import", path, "--as", "ana", "--mapping", saved).status == 0
    assert words(folder) == ["Rents fell"]


@pytest.mark.parametrize(
    ("offsets", "start", "end"), [("codepoints", 2, 12), ("graphemes", 2, 12), ("utf16", 3, 13), ("guess", 3, 13)]
)
def test_the_unit_is_said(shell: Shell, tmp_path: Path, offsets: str, start: int, end: int) -> None:
    """doccano's offsets in the unit that is named, or guessed by word edges because that is named."""
    folder = shell.project()
    other = {"id": 2, "label": "CLAIM", "start_offset": start + 16, "end_offset": start + 21}
    record = {**RECORD, "entities": [{**RECORD["entities"][0], "start_offset": start, "end_offset": end}, other]}
    done = shell("-C", folder, "import", lines(tmp_path, record), "--as", "ana", "--offsets", offsets)
    assert done.status == 0, done.talk
    assert words(folder) == ["Rents fell", "mayor"]


def test_nothing_is_half_imported(shell: Shell, tmp_path: Path) -> None:
    """One wrong record keeps all others out, unless the person wants them."""
    folder = shell.project()
    wrong = {"id": 8, "text": "Other.", "entities": [{"id": 2, "label": "CLAIM", "start_offset": 3, "end_offset": 99}]}
    path = lines(tmp_path, RECORD, wrong)
    done = shell("-C", folder, "import", path, "--as", "ana")
    assert done.status == 1
    assert "in.jsonl:2: entities[0]: the span [3, 99) is empty, lies outside the article" in done.talk
    assert words(folder) == []
    assert shell("-C", folder, "import", path, "--as", "ana", "--keep-going").status == 1
    assert words(folder) == ["Rents fell"]


def test_gold_comes_in_once(shell: Shell, tmp_path: Path) -> None:
    """An imported gold claim is a decision; importing it again changes nothing."""
    folder, path = shell.project(), lines(tmp_path, RECORD)
    call = ("-C", folder, "import", path, "--layer", "gold")
    assert "1 claim, 1 article" in shell(*call).talk
    assert "0 claims, 0 articles, 0 speakers, 0 other records imported; 1 was there already." in shell(*call).talk


def test_odd_calls(shell: Shell, tmp_path: Path) -> None:
    """Sentences, and exit statuses."""
    folder, path = shell.project(), lines(tmp_path, RECORD)
    none = shell("-C", folder, "import", path, "--mapping", tmp_path / "none.toml")
    assert (none.status, "There is no file" in none.talk) == (2, True)
    one = shell("-C", folder, "export", "--format", "brat", "-o", tmp_path / "b", "--offsets", "utf16")
    assert (one.status, "counts in one unit only" in one.talk) == (2, True)
    assert "say it with --as NAME" in shell("-C", folder, "import", path).talk
    (tmp_path / "empty.jsonl").touch()
    empty = shell("-C", folder, "import", tmp_path / "empty.jsonl", "--format", "prodigy")
    assert empty.talk == "0 claims, 0 articles, 0 speakers, 0 other records imported; 0 were there already.\n"
    assert (
        shell("-C", folder, "export", "--format", "doccano", "-o", tmp_path / "d", "--offsets", "graphemes").status == 0
    )


def test_whatever_is_refused_has_a_file(shell: Shell, tmp_path: Path) -> None:
    """An empty folder holds no bundle, and the folder is named."""
    (tmp_path / "nothing").mkdir()
    done = shell("-C", shell.project("p", TEXT), "import", tmp_path / "nothing")
    assert done.status == 1
    assert f"{tmp_path / 'nothing'}: the bundle has no articles.jsonl" in done.talk
