"""`add`, as a person calls it: files, folders, patterns, tables and what is piped in."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.core.article import text_hash
from annotator.project.project import Project
from tests.cli.test_odd import call
from tests.cli.test_verbs import Shell, shell

__all__ = ["shell"]

ROWS = "key,body,outlet\na,Rents fell.,Post\nb,Prices rose.,Herald\n"
WIRE = " ".join(f"word{number}" for number in range(300)) + ".\n"


@pytest.fixture
def p(shell: Shell) -> Path:
    """A project without articles."""
    folder = shell.folder / "p"
    assert shell("init", folder).status == 0
    return folder


def ids(folder: Path) -> list[str]:
    """The ids of a project's articles."""
    with Project.open(folder) as project:
        return project.article_ids()


def test_a_table_twice(shell: Shell, p: Path) -> None:
    """Its columns are named; the second time nothing is new."""
    path = shell.folder / "news.csv"
    path.write_text(ROWS, "utf-8")
    words = ("-C", p, "add", path, "--text", "body", "--id", "key")
    found = shell(*words)
    assert (found.status, ids(p)) == (0, ["a", "b"])
    assert f"added    {path}: 2 articles\n2 added." in found.talk
    found = shell(*words)
    assert found.status == 0
    assert f"skipped  {path}: 2 articles, in the project already as a, b\n2 skipped." in found.talk
    with Project.open(p) as project:
        article = project.article("a")
    assert (article.text, article.meta, article.sha256) == ("Rents fell.", {"outlet": "Post"}, text_hash("Rents fell."))


def test_a_table_without_names_of_columns(shell: Shell, p: Path) -> None:
    """`text` and `id` need not be named; without an id articles are numbered after the file."""
    path = shell.folder / "wire.jsonl"
    path.write_text('{"text":"Rents fell."}\n\n{"text":"Prices rose."}\n', "utf-8")
    assert shell("-C", p, "add", path).status == 0
    assert ids(p) == ["wire-1", "wire-2"]


BAD = [
    ("two articles with one id", "a,Other words.,x\n", ':4: the article "a" has another text in line 2'),
    ("one id in another case", "A,Other words.,x\n", ':4: the article "A" has another text in line 2'),
    ("an empty text", "c,,x\n", ":4: body: the text is empty"),
    ("too few cells", "c,Words.\n", ":4: the row has 2 cells"),
    ("an open quotation mark", 'c,"Words.,x\n', ":4: the row cannot be read"),
    ("too large", f"c,{'x' * (6 << 20)},x\n", ":4: it has 6,291,456 bytes, and at most 5 MB are taken; --largest 6"),
]


@pytest.mark.parametrize(("row", "said"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_one_bad_row(shell: Shell, p: Path, row: str, said: str) -> None:
    """Nothing of the table is added, and its line said; with --keep-going the rest is."""
    path = shell.folder / "news.csv"
    path.write_text(ROWS + row, "utf-8")
    words = ("-C", p, "add", path, "--text", "body", "--id", "key")
    found = shell(*words)
    assert (found.status, ids(p)) == (1, [])
    assert said in found.talk
    assert "nothing of it was added; --keep-going adds the 2 that are right" in found.talk
    found = shell(*words, "--keep-going")
    assert (found.status, ids(p)) == (1, ["a", "b"])
    assert "2 added, 1 refused." in found.talk


def test_many_bad_rows_are_counted(shell: Shell, p: Path) -> None:
    """Fifty are printed."""
    path = shell.folder / "news.jsonl"
    path.write_text('{"text":"Right."}\n' + '{"text":""}\n' * 300, "utf-8")
    found = shell("-C", p, "add", path)
    assert found.talk.count("refused  ") == 50
    assert "… and 250 more of" in found.talk
    assert found.talk.endswith("300 refused.\n")


def test_odd_ids(shell: Shell, p: Path) -> None:
    """Paths, numbers and names that differ only in what no id may hold; the name is kept where the id is another."""
    path = shell.folder / "news.jsonl"
    names = ["C:\\news\\a.txt", "../../etc/passwd", "a b", "a/b", 7, "é" * 300, "\x1b[31m"]
    path.write_text("".join(json.dumps({"id": name, "text": f"Text {name}."}) + "\n" for name in names), "utf-8")
    found = shell("-C", p, "add", path)
    assert found.status == 0
    assert len(ids(p)) == len(names)
    assert {"7", "a-b", "a-b-2", "C--news-a.txt", "..-..-etc-passwd", "é" * 100} < set(ids(p))
    with Project.open(p) as project:
        kept = {article.meta.get("source_id", id) for id, article in project.articles().items()}
    assert kept == {str(name) for name in names}
    assert "\x1b" not in found.talk
    assert "as a-b-2: another text is called a-b" in found.talk


def test_what_is_alike_is_said(shell: Shell, p: Path) -> None:
    """Copies are skipped, and near-duplicates named, of old articles and of new ones."""
    for name, text in (("one", WIRE), ("copy", WIRE), ("two", "Update: " + WIRE), ("other", "Rents fell.\n")):
        (shell.folder / f"{name}.txt").write_text(text, "utf-8")
    shell("-C", p, "add", shell.folder / "one.txt")
    found = shell("-C", p, "add", *(shell.folder / f"{name}.txt" for name in ("copy", "two", "other")))
    assert f"skipped  {shell.folder / 'copy.txt'}: its text is in the project already, as one" in found.talk
    assert "alike    one, two: " in found.talk
    assert "other:" not in found.talk
    (shell.folder / "three.txt").write_text("Third: " + WIRE, "utf-8")
    assert "alike    one, three, two: " in shell("-C", p, "add", shell.folder / "three.txt").talk


def test_folders_and_patterns(shell: Shell, p: Path) -> None:
    """A folder gives its texts, not its tables; a pattern that no shell has opened is opened; nothing comes twice."""
    news = shell.folder / "news" / "deep"
    news.mkdir(parents=True)
    (news / "a.txt").write_text("A.\n", "utf-8")
    (news / "b.md").write_text("# B\n", "utf-8")
    (news / "c.csv").write_text(ROWS, "utf-8")
    (news / "[d].txt").write_text("D.\n", "utf-8")
    (news / "up").symlink_to("..")
    (news / "self").symlink_to("self")
    found = shell("-C", p, "add", shell.folder / "news", shell.folder / "news" / "**" / "*.txt", news / "a.txt")
    assert (found.status, ids(p)) == (0, ["-d-", "a", "b"])
    assert found.talk.endswith("3 added.\n")
    found = shell("-C", p, "add", news / "[d].txt", news / "*.nope", news / "self")
    assert "its text is in the project already" in found.talk
    assert "*.nope: no file matches it" in found.talk
    assert "self: it is a link that leads nowhere" in found.talk
    assert found.status == 1
    (shell.folder / "tables").mkdir()
    (news / "c.csv").rename(shell.folder / "tables" / "c.csv")
    found = shell("-C", p, "add", shell.folder / "tables")
    assert ".xhtml; a table is named by itself" in found.talk
    assert shell("-C", p, "add", "").status == 2
    assert "it cannot be read: File name too long" in shell("-C", p, "add", "x" * 5000).talk
    found = shell("-C", p, "add", shell.folder / "tables", "--format", "csv", "--text", "body", "--id", "key")
    assert "2 articles" in found.talk


AS_NOBODY = """
import os, sys
from pathlib import Path
from annotator.project.corpus.files import files, opened
os.chdir(sys.argv[1])
if os.getuid() == 0:
    os.setuid(65534)
for path, problem in files([Path("."), Path("closed/c.txt")], (".txt",), Path("none")):
    if not problem:
        with opened(path) as source:
            try:
                source.open().close()
            except OSError as refused:
                problem = refused.strerror
    print(path, problem)
"""


def test_what_may_not_be_read(tmp_path: Path) -> None:
    """A file, and a folder, without rights: each is said, and stops no other."""
    (tmp_path / "news" / "closed").mkdir(parents=True)
    for name in ("a", "b", "closed/c"):
        (tmp_path / "news" / f"{name}.txt").write_text("Text.\n", "utf-8")
    (tmp_path / "news" / "b.txt").chmod(0)
    (tmp_path / "news" / "closed").chmod(0)
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(tmp_path / "news")], capture_output=True, text=True, check=False
    )
    (tmp_path / "news" / "closed").chmod(0o700)
    refused = "it cannot be read: Permission denied"
    assert done.stdout == f"a.txt \nb.txt Permission denied\nclosed {refused}\nclosed/c.txt {refused}\n", done.stderr


@pytest.mark.parametrize("name", ["pipe.csv", "socket.jsonl", "/dev/null", "/dev/zero"])
def test_what_is_no_file_is_not_waited_for(shell: Shell, p: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pipes, sockets and devices."""
    monkeypatch.chdir(shell.folder)
    if name.startswith("pipe"):
        os.mkfifo(name)
    held = socket.socket(socket.AF_UNIX)
    if name.startswith("socket"):
        held.bind(name)
    found = shell("-C", p, "add", name)
    held.close()
    assert found.status == 1
    assert "it is a pipe or a device, not a file" in found.talk


class Piped(io.BytesIO):
    """Standard input with these bytes."""

    def __init__(self, raw: bytes, terminal: bool = False) -> None:
        super().__init__(raw)
        self.buffer = self
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("raw", "words", "status", "said"),
    [
        (b"# Rents fell, he said\n\nMore.\n", (), 0, "added    - as rents-fell-he-said"),
        (ROWS.encode(), ("--format", "csv", "--text", "body", "--id", "key"), 0, "added    -: 2 articles"),
        (b'{"text":"One."}\n', ("--format", "jsonl"), 0, "added    -: 1 article"),
        (b'{"text":"One."}\n{"text":"Tw', ("--format", "jsonl"), 1, "refused  -:2: this is not JSON"),
        (
            "Größe".encode()[:-3] + b"\xc3",
            (),
            1,
            "it ends in the middle of a character, at byte 4; is all of it there?",
        ),
        (b"", (), 1, "refused  -: it is empty"),
        (b"x", ("--format", "cvs"), 2, "There is no corpus 'cvs'; did you mean csv?"),
        (b"PAR1", ("--format", "parquet"), 1, "pyarrow is not installed; install it with: pip install 'annotator[hf]'"),
    ],
)
def test_what_is_piped_in(
    shell: Shell, p: Path, monkeypatch: pytest.MonkeyPatch, raw: bytes, words: tuple[str, ...], status: int, said: str
) -> None:
    """`-` is standard input: a text, or what --format says."""
    monkeypatch.setattr(sys, "stdin", Piped(raw))
    found = shell("-C", p, "add", "-", *words)
    assert found.status == status
    assert said in found.talk


def test_a_terminal_is_not_waited_for(shell: Shell, p: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is piped in: a sentence instead of silence."""
    monkeypatch.setattr(sys, "stdin", Piped(b"", terminal=True))
    found = shell("-C", p, "add", "-")
    assert found.status == 2
    assert "annotator add - < article.txt" in found.talk


def test_pages_without_the_library(tmp_path: Path) -> None:
    """Files beside them are added; the sentence says what to install."""
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "trafilatura.py").write_text("raise ModuleNotFoundError(name='trafilatura')\n", "utf-8")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.html").write_text("<p>Rents fell.</p>", "utf-8")
    (tmp_path / "news" / "b.txt").write_text("Rents fell.", "utf-8")
    call(tmp_path, "init", "p")
    found = call(tmp_path, "-C", "p", "add", "news", PYTHONPATH=f"{tmp_path / 'none'}:{Path(__file__).parents[2]}")
    assert found.status == 1
    assert "trafilatura is not installed; install it with: pip install 'annotator[html]'" in found.talk
    assert found.talk.endswith("1 added, 1 refused.\n")
    assert ids(tmp_path / "p") == ["b"]


def test_killed_in_the_middle_and_run_again(shell: Shell, p: Path) -> None:
    """What was written before is whole; the second run adds the rest, and the store is sound."""
    path = shell.folder / "news.jsonl"
    path.write_text("".join(f'{{"id":{number},"text":"Text {number}."}}\n' for number in range(2000)), "utf-8")
    words = [sys.executable, "-m", "annotator", "-C", str(p), "add", str(path)]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as running:
        while not ids(p) and running.poll() is None:
            pass
        running.kill()
    begun = len(ids(p))
    assert begun % 200 == 0
    found = shell("-C", p, "add", path)
    assert f"{2000 - begun:,} added" in found.talk
    assert len(ids(p)) == 2000
    assert shell("-C", p, "check").status == 0
