"""Every verb as a person calls it: what it prints, where, and its exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from annotator.cli import run
from annotator.cli.parser import VERBS

TEXT = "Rents fell, ministry says\n\nRents fell by 4.1% in May, the ministry said. “No,” said Žofie 👩🏽‍🔬.\n"


class Result(NamedTuple):
    """What one call did."""

    status: int
    out: str
    talk: str


class Shell:
    """Calls verbs in this process."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capture = folder, capture

    def __call__(self, *words: str | Path) -> Result:
        self.capture.readouterr()
        try:
            status = run([str(word) for word in words])
        except SystemExit as left:
            status = int(left.code or 0)
        found = self.capture.readouterr()
        return Result(status, found.out, found.err)

    def project(self, name: str = "p", *texts: str) -> Path:
        """A project with these articles."""
        folder = self.folder / name
        assert self("init", folder).status == 0
        for number, text in enumerate(texts or (TEXT,), 1):
            path = self.folder / f"{name}-article{number}.txt"
            path.write_bytes(text.encode())
            assert self("-C", folder, "add", "--largest", "64", path).status == 0
        return folder

    def claim(self, article: str = "p-article1", **more: object) -> dict[str, object]:
        """A claim line on an article of the project, by the words “Rents fell by 4.1% in May”."""
        start = TEXT.index("Rents fell by")
        words = "Rents fell by 4.1% in May"
        exported = json.loads(self("-C", self.folder / "p", "export", "--format", "articles").out.splitlines()[0])
        return {
            "format": "claims/1",
            "id": "x1",
            "article": {"id": article, "sha256": exported["sha256"], "length": len(TEXT)},
            "annotator": "ana",
            "spans": {"content": [{"start": start, "end": start + len(words), "text": words}]},
            "speakers": [{"id": "ministry", "name": "Ministry", "type": "organization"}],
            "fields": {"stance": "asserts", "evidence": "supported"},
        } | more

    def lines(self, *records: object) -> Path:
        """A file with these records, one a line."""
        path = self.folder / "records.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        return path


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A place of its own, without the person's files."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("ANNOTATOR_NAME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    return Shell(tmp_path, capsys)


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_an_example(shell: Shell, verb: str) -> None:
    """`--help` of each verb explains it and shows a call."""
    found = shell(verb, "--help")
    assert found.status == 0
    assert "example:" in found.out


@pytest.mark.parametrize(
    ("words", "talk"),
    [
        (["lable"], "Did you mean `annotator label`?"),
        (["frobnicate"], "There is no verb 'frobnicate'"),
        (["add"], "PATH"),
        (["export", "--format", "xml"], "There is no format 'xml' to export; there are claims, articles"),
        (["import", "x", "--format", "claim"], "There is no format 'claim' to import; did you mean claims?"),
        (["-C", "/nonexistent", "status"], "lies in no project"),
        (["status", "--wat"], "--wat"),
    ],
)
def test_wrong_usage_is_two(shell: Shell, words: list[str], talk: str) -> None:
    """A sentence and a hint on stderr, nothing on stdout, exit 2."""
    found = shell(*words)
    assert found.status == 2
    assert talk in found.talk
    assert found.out == ""


FILES = [
    ("plain.txt", b"Plain text.\n", "added", ""),
    ("bom.txt", b"\xef\xbb\xbfWith a signature.\n", "added", ""),
    ("crlf.txt", b"One line.\r\nTwo lines.\r\n", "added", ""),
    ("wide.txt", "Größe überall.\n".encode("utf-16"), "added", "read as utf-16"),
    (
        "latin.txt",
        ("Die Größe der Brücke ist überall ähnlich groß für Fußgänger. " * 5).encode("latin-1"),
        "added",
        "a guess",
    ),
    ("empty.txt", b"", "refused", "it is empty"),
    ("blank.txt", b" \n\t\n", "refused", "it is empty"),
    ("binary.txt", bytes(range(256)) * 8, "refused", "binary"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), "refused", "binary"),
    ("surrogate.txt", b"Lone \xed\xa0\x80 surrogate.", "refused", "a lone surrogate"),
    ("controls.txt", b"Head \x1b[31mred\x07.\n", "added", ""),
    ("o d d (name)!.txt", b"An odd name.\n", "added", "as o-d-d--name--"),
    ("notes.md", b"# A heading\n\nAnd text.\n", "added", ""),
]


@pytest.mark.parametrize(("name", "raw", "outcome", "why"), FILES, ids=[name for name, *_ in FILES])
def test_add(shell: Shell, name: str, raw: bytes, outcome: str, why: str) -> None:
    """Each file is added or refused with its reason; one that is refused makes the status 1."""
    folder = shell.folder / "p"
    shell("init", folder)
    path = shell.folder / name
    path.write_bytes(raw)
    found = shell("-C", folder, "add", path)
    assert outcome in found.talk
    assert why in found.talk
    assert found.status == (1 if "refused" in found.talk else 0)
    assert "Traceback" not in found.talk


def test_the_same_text_and_the_same_name(shell: Shell) -> None:
    """A known text is skipped and said; another text of a known name gets a number, whatever its case."""
    folder = shell.project()
    (shell.folder / "copy.txt").write_bytes(TEXT.encode())
    assert "skipped" in shell("-C", folder, "add", shell.folder / "copy.txt").talk
    other = shell.folder / "sub" / "P-Article1.txt"
    other.parent.mkdir()
    other.write_text("Another text.\n", "utf-8")
    assert "as P-Article1-2" in shell("-C", folder, "add", other).talk
    assert shell("-C", folder, "add", shell.folder / "none.txt").status == 1


def test_a_folder_is_searched_and_one_bad_file_stops_no_other(shell: Shell) -> None:
    """Good files of a folder are added although one is refused."""
    folder = shell.folder / "p"
    shell("init", folder)
    texts = shell.folder / "texts" / "deep"
    texts.mkdir(parents=True)
    (texts / "a.txt").write_text("Text a.\n", "utf-8")
    (texts / "b.md").write_text("Text b.\n", "utf-8")
    (texts / "c.txt").write_bytes(b"")
    (texts / "d.pdf").write_bytes(b"%PDF")
    found = shell("-C", folder, "add", texts.parent)
    assert found.status == 1
    assert "2 added, 1 refused" in found.talk


def test_ten_megabytes_on_one_line(shell: Shell) -> None:
    """A line of ten million characters is an article like any other."""
    folder = shell.project("p", "word " * 2_000_000)
    assert json.loads(shell("-C", folder, "status", "--json").out)["articles"][0]["length"] == 10_000_000


def test_import_and_export_are_byte_stable(shell: Shell) -> None:
    """What is imported is exported, twice the same, and importing it again changes nothing."""
    folder = shell.project()
    assert shell("-C", folder, "import", shell.lines(shell.claim())).status == 0
    first = shell("-C", folder, "export").out
    record = json.loads(first)
    for pieces in record["spans"].values():
        assert all(TEXT[piece["start"] : piece["end"]] == piece["text"] for piece in pieces)
    (shell.folder / "again.jsonl").write_text(first, "utf-8")
    again = shell("-C", folder, "import", shell.folder / "again.jsonl")
    assert "there already" in again.talk
    assert shell("-C", folder, "export").out == first
    shell("-C", folder, "export", "-o", shell.folder / "out.jsonl")
    assert (shell.folder / "out.jsonl").read_text("utf-8") == first


@pytest.mark.parametrize(
    ("change", "talk"),
    [
        ({"spans": {"content": [{"start": 0, "end": 5, "text": "Wrong"}]}}, "spans.content[0]"),
        ({"spans": {"content": [{"start": 0, "end": 50_000, "text": "x"}]}}, "spans.content[0]"),
        ({"fields": {"stance": "shouts"}}, "stance"),
        ({"format": "claims/2"}, "claims/2"),
        ({"article": {"id": "nowhere", "sha256": "0" * 64, "length": 1}}, "nowhere"),
        ({"article": {"id": "p-article1", "sha256": "0" * 64, "length": 1}}, "sha256"),
        ({"annotator": "a b"}, "annotator"),
        ({"id": 5}, "id"),
    ],
)
def test_one_bad_record_stops_the_import(shell: Shell, change: dict[str, object], talk: str) -> None:
    """File, line and reason; nothing is half-imported, unless --keep-going is said."""
    folder = shell.project()
    path = shell.lines(shell.claim(), shell.claim(id="x2") | change)
    found = shell("-C", folder, "import", path)
    assert found.status == 1
    assert f"{path}:2" in found.talk
    assert talk in found.talk
    assert "Nothing was imported" in found.talk
    assert shell("-C", folder, "export").out == ""
    assert shell("-C", folder, "import", path, "--keep-going").status == 1
    assert len(shell("-C", folder, "export").out.splitlines()) == 1


@pytest.mark.parametrize(
    "raw", [b"{", b"\xff\xfe", b"[1,2]\n", b'{"a":NaN}\n', b'{"a":"\\ud800"}\n', b"\xef\xbb\xbf{}\n", b""]
)
def test_broken_files(shell: Shell, raw: bytes) -> None:
    """Never a traceback; a file without records imports nothing."""
    folder = shell.project()
    path = shell.folder / "broken.jsonl"
    path.write_bytes(raw)
    found = shell("-C", folder, "import", path)
    assert found.status == (1 if raw else 0)
    assert "went wrong" not in found.talk


def test_bundle_goes_round(shell: Shell) -> None:
    """A bundle read into an empty project and written again is the same, byte for byte."""
    folder = shell.project("p", TEXT, "Second article, read and nothing found.\n")
    shell("-C", folder, "import", shell.lines(shell.claim(), shell.claim(id="x2", annotator="ben", layer="human")))
    shell("-C", folder, "import", shell.lines(shell.claim(id="g1", layer="gold", annotator="gold")))
    shell("-C", folder, "assign", "ALL", "--to", "ana", "ben")
    one, two = shell.folder / "one", shell.folder / "two"
    assert shell("-C", folder, "export", "--format", "bundle", "-o", one).status == 0
    empty = shell.folder / "empty"
    shell("init", empty)
    assert shell("-C", empty, "import", one).status == 0
    for name in ("annotator.toml", "scheme.toml", "guidelines.md"):
        (empty / name).write_bytes((one / name).read_bytes())
    assert shell("-C", empty, "export", "--format", "bundle", "-o", two).status == 0
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in two.iterdir())
    for name in names:
        assert (one / name).read_bytes() == (two / name).read_bytes(), name
    assert (one / "decisions.jsonl").read_text("utf-8").count('"action":"import"') == 1
    assert len(shell("-C", empty, "export", "--layer", "gold").out.splitlines()) == 1


def test_layers_rounds_and_names(shell: Shell) -> None:
    """--as, --layer and --round overrule the records; exports choose by them."""
    folder = shell.project()
    path = shell.lines(shell.claim())
    shell("-C", folder, "import", path, "--as", "ben", "--round", "pilot", "--open")
    shell("-C", folder, "import", path, "--as", "bot", "--layer", "model")
    assert json.loads(shell("-C", folder, "export", "--layer", "ben").out)["round"] == "pilot"
    assert json.loads(shell("-C", folder, "export", "--layer", "bot").out)["layer"] == "model"
    cells = json.loads(shell("-C", folder, "status", "--json").out)["articles"][0]["cells"]
    assert {(cell["annotator"], cell["kind"], cell["status"]) for cell in cells} == {
        ("ben", "human", "open"),
        ("bot", "model", "done"),
    }
    assert shell("-C", folder, "export", "--layer", "nobody").status == 2
    assert shell("-C", folder, "import", path, "--as", "gold").status == 2


def test_status_fits_eighty_columns(shell: Shell) -> None:
    """A table with one row an article."""
    folder = shell.project()
    shell("-C", folder, "import", shell.lines(shell.claim()))
    shell("-C", folder, "assign", "p-article1", "--to", "ben")
    found = shell("-C", folder, "status")
    assert found.status == 0
    assert all(len(line) <= 80 for line in found.out.splitlines())
    assert "1 ●" in found.out
    assert "○" in found.out


def test_articles_are_found_by_their_beginning(shell: Shell) -> None:
    """An unknown article is answered with near ones."""
    folder = shell.project()
    found = shell("-C", folder, "export", "--articles", "p-artcle1")
    assert found.status == 2
    assert "did you mean p-article1" in found.talk
    assert shell("-C", folder, "export", "--articles", "P-ART").status == 0


def test_check_and_backup(shell: Shell) -> None:
    """A sound store is said to be; a changed claim is found, with status 1."""
    folder = shell.project()
    shell("-C", folder, "import", shell.lines(shell.claim()))
    assert "Nothing is lost" in shell("-C", folder, "check").talk
    copy = shell.folder / "copy.sqlite"
    assert shell("-C", folder, "backup", copy).status == 0
    assert shell("-C", folder, "backup", copy).status == 1
    store = folder / ".annotator" / "store.sqlite"
    raw = copy.read_bytes()
    at = raw.rindex(b"Ministry")
    store.write_bytes(raw[:at] + b"m" + raw[at + 1 :])
    for side in ("-wal", "-shm"):
        store.with_name(store.name + side).unlink(missing_ok=True)
    found = shell("-C", folder, "check")
    assert found.status == 1
    assert "not as it was written" in found.talk or "differs from the events" in found.talk


def test_a_scheme_with_faults_stops_the_project_with_all_of_them(shell: Shell) -> None:
    """Each fault with file and line; a value that vanishes is refused, a retired one is fine."""
    folder = shell.project()
    path = folder / "scheme.toml"
    good = path.read_text("utf-8")
    path.write_text(good.replace('leader = "y"', 'leader = "t"').replace("threshold = 0.5", "threshold = 7"), "utf-8")
    found = shell("-C", folder, "status")
    assert found.status == 1
    assert found.talk.count("scheme.toml:") == 2
    assert shell("-C", folder, "scheme", "check").status == 1
    path.write_text(good.replace('key = "declines"', 'key = "refuses"'), "utf-8")
    assert "has vanished" in shell("-C", folder, "status").talk
    path.write_text(good.replace('key = "declines"\n', 'key = "declines"\n  retired = true\n'), "utf-8")
    assert shell("-C", folder, "status").status == 0


def test_schemes_and_keys(shell: Shell) -> None:
    """The ready schemes are listed, shown, sound; keys come from the scheme."""
    assert {"claims", "stwr", "rumour", "objects"} <= set(shell("scheme", "list").out.split())
    assert shell("scheme", "check", "stwr").status == 0
    assert "[scheme]" in shell("scheme", "show", "rumour").out
    assert "corroborated" in shell("keys").out
    assert "support" in shell("keys", "--scheme", "rumour").out
    for name in ("stwr", "rumour", "objects"):
        assert shell("init", shell.folder / name, "--scheme", name).status == 0
    assert shell("init", shell.folder / "x", "--scheme", "nope").status == 2
    assert shell("init", shell.folder / "stwr").status == 2


def test_demo_copy_is_a_sound_project(shell: Shell) -> None:
    """The sample project is made from the bundle, checks clean, and is not overwritten by a second demo."""
    folder = shell.folder / "demo"
    assert shell("demo", "--copy-to", folder).status == 0
    assert shell("-C", folder, "check").status == 0
    assert len(json.loads(shell("-C", folder, "status", "--json").out)["articles"]) >= 5
    (folder / "mine.txt").write_text("mine", "utf-8")
    assert shell("demo", "--copy-to", folder).status == 0
    assert (folder / "mine.txt").exists()


def test_the_screen_needs_a_terminal(shell: Shell) -> None:
    """Without one, `label` says so instead of drawing into a pipe."""
    folder = shell.project()
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "-C", str(folder), "label", "--as", "ana"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr


@pytest.mark.parametrize("words", [[], ["--as", "ana"], ["--theme", "light"]])
def test_without_a_verb_it_labels(words: list[str]) -> None:
    """The project of this folder, also with the words of `label`."""
    from annotator.cli.parser import parse

    assert parse(["-C", "x", *words]).verb == "label"
    assert parse(words).verb == "label"


def test_a_reader_that_stops_is_no_error(shell: Shell) -> None:
    """`annotator export | head -1` ends quietly."""
    folder = shell.project()
    shell("-C", folder, "import", shell.lines(*[shell.claim(id=f"x{number}") for number in range(500)]))
    command = f"{sys.executable} -m annotator -C {folder} export | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert "Broken" not in done.stderr
    assert "Traceback" not in done.stderr
