"""Every format that can be imported: a dry run, a repetition, one record that is wrong, and the rest of the file."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from annotator import plugins
from annotator.project.practice.demo import demo
from annotator.project.project import Project
from tests.cli.test_verbs import Shell, shell
from tests.hand import ROOT

__all__ = ["shell"]

ARTICLE = "harbor-bridge"
END = r'("end": ?)\d+'
FAR = r"\g<1>999999"
# format → which of its files, what in it is damaged, by what, and a part of the sentence that says so.
DAMAGE = {
    "claims": ("*", END, FAR, ":1: spans.content[0]"),
    "articles": ("*", END, FAR, ":1: layers[0].claims[0].spans.content[0]"),
    "bundle": ("articles.jsonl", END, FAR, "articles.jsonl:1: layers[0].claims[0].spans.content[0]"),
    "decisions": ("*", r'"action":"\w+"', '"action":"wish"', ":1: action"),
    "csv": ("*", r"(?<=,)\d+-\d+(?=,)", "8-999999", ":2: "),
    "brat": ("ana/*.ann", r"(T1\t\w+ \d+) \d+", r"\1 999999", ".ann:1: "),
    "label_studio": ("tasks.json", END, FAR, "tasks.json:"),
    "prodigy": ("ana.jsonl", END, FAR, "ana.jsonl:1: "),
    "doccano": ("ana.jsonl", r'("end_offset": ?)\d+', FAR, "ana.jsonl:1: "),
    "uima": ("*-ana.xmi", r'(<custom:Content [^>]*? end=)"\d+"', r'\1"999999"', "-ana.xmi"),
    # A position that does not fit is found by its words, so these have to go.
    "web_annotation": ("*-ana.jsonld", r'("exact": ?")', r"\1Nowhere ", "-ana.jsonld"),
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project."""
    folder = tmp_path_factory.mktemp("sample") / "demo"
    demo(folder).close()
    return folder


def state(folder: Path) -> tuple[dict[str, int], int]:
    """(last event of each writer, how many claims and decisions there are)."""
    with Project.open(folder) as project:
        store = project.store
        return store.vector(), len(store.current("put")) + len(store.current("decide"))


def test_the_table_is_complete() -> None:
    """A format that can be imported has a row, whoever adds it."""
    assert {each.name for each in plugins.readers(installed=False)} == set(DAMAGE)


@pytest.mark.parametrize("name", DAMAGE)
def test_each(shell: Shell, sample: Path, name: str) -> None:
    """`--check` writes nothing, twice is once, a fault keeps everything out but with --keep-going."""
    out, p = shell.folder / "out", shell.folder / "p"
    words = ("--format", name, "--articles", ARTICLE, "--layer", "gold" if name == "decisions" else "ana")
    assert shell("-C", sample, "export", *words, "-o", out).status == 0
    shell("init", p)
    shell("-C", p, "add", ROOT / "samples" / "articles" / f"{ARTICLE}.txt")
    bring = ("-C", p, "import", out)
    fresh = state(p)
    found = shell(*bring, "--check")
    assert (found.status, state(p)) == (0, fresh)
    assert "Nothing is wrong with it. Nothing was written." in found.talk
    shutil.copytree(p, shell.folder / "again")
    assert shell(*bring).status == 0
    whole = state(p)
    assert whole[1] > 5
    found = shell(*bring)
    assert (found.status, state(p)) == (0, whole)
    assert "0 claims, 0 articles, 0 speakers, 0 other records imported; " in found.talk

    _damage(out, *DAMAGE[name][:3])
    bring = ("-C", shell.folder / "again", "import", out)
    for more in ((), ("--check",)):
        found = shell(*bring, *more)
        assert (found.status, state(shell.folder / "again")) == (1, fresh)
        assert DAMAGE[name][3] in found.talk
        assert str(out) in found.talk
    found = shell(*bring, "--keep-going")
    assert found.status == 1
    assert DAMAGE[name][3] in found.talk
    rest = state(shell.folder / "again")
    assert rest[1] == whole[1] - 1
    assert shell(*bring, "--keep-going").status == 1
    assert state(shell.folder / "again") == rest


def _damage(out: Path, files: str, pattern: str, by: str) -> None:
    """One thing in the first of the files, or in the file."""
    path = out if out.is_file() else sorted(out.glob(files))[0]
    raw = path.read_bytes().decode("utf-8")
    after, count = re.subn(pattern, by, raw, count=1)
    assert count == 1
    assert after != raw
    path.write_bytes(after.encode("utf-8"))
