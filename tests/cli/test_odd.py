"""Odd files, odd words and odd terminals: a sentence and a status, never a traceback and never a wait."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import make_archive
from typing import NamedTuple

import pytest

from annotator.core.article import freeze
from annotator.core.errors import StaleError
from annotator.core.records.corpus import Chosen
from annotator.core.records.format import Reading
from annotator.formats.corpora.decode import decode
from annotator.project.add import add
from annotator.project.create import create
from annotator.project.exchange.incoming import write
from annotator.project.project import Project


class Result(NamedTuple):
    """What one call did."""

    status: int
    out: bytes
    talk: str


def call(folder: Path, *words: str | bytes, output: Path | None = None, **environment: str) -> Result:
    """Run the program as a shell would, in `folder`, which is its home too."""
    env = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), **environment}
    command = [sys.executable, "-m", "annotator", *words]
    with open(output or os.devnull, "wb") as stream:
        done = subprocess.run(
            command,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=stream if output else subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    return Result(done.returncode, done.stdout or b"", done.stderr.decode("utf-8", "backslashreplace"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with one article."""
    create(tmp_path / "p").close()
    (tmp_path / "text.txt").write_text("“Rents” fell.\n", "utf-8")
    with Project.open(tmp_path / "p") as project:
        list(add(project, [tmp_path / "text.txt"]))
    return tmp_path / "p"


@pytest.mark.parametrize("words", [("--title", "t" * 201), ("--scheme", "claims")])
def test_init_that_is_refused_leaves_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A title that is too long, or a scheme where somebody has another one: no file of a project, and none changed."""
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "scheme.toml").write_text("# mine\n", "utf-8")
    done = call(tmp_path, "init", "p", *words)
    assert done.status == 2
    assert ("may have 200" if "--title" in words else "p has a scheme.toml already") in done.talk
    assert [path.name for path in folder.iterdir()] == ["scheme.toml"]
    assert (folder / "scheme.toml").read_text("utf-8") == "# mine\n"


def test_init_takes_the_scheme_that_is_there(tmp_path: Path) -> None:
    """In a folder with a long name, too: its beginning is the title."""
    folder = tmp_path / ("p" * 220)
    folder.mkdir()
    text = (Path(__file__).parents[2] / "schemas" / "claims.toml").read_text("utf-8") + "# mine\n"
    (folder / "scheme.toml").write_text(text, "utf-8")
    create(folder, scheme=str(folder / "scheme.toml")).close()
    with Project.open(folder) as project:
        assert project.config.title == "p" * 200
    assert (folder / "scheme.toml").read_text("utf-8") == text


def test_two_adds_at_once(tmp_path: Path) -> None:
    """Both texts called x are kept, a text that both bring is kept once, and each is told what became of its own."""
    create(tmp_path / "p").close()
    (tmp_path / "theirs").mkdir()
    for name, text in (("x", "Theirs."), ("z", "Both.")):
        (tmp_path / "theirs" / f"{name}.txt").write_text(text, "utf-8")
    table = tmp_path / "mine.jsonl"
    table.write_text('{"id":"x","text":"Mine."}\n{"id":"y","text":"Both."}\n', "utf-8")
    with Project.open(tmp_path / "p") as one, Project.open(tmp_path / "p") as other:

        def meanwhile() -> Iterator[Path]:
            assert [each.id for each in add(other, [tmp_path / "theirs"])] == ["x", "z"]
            yield table

        chosen = Chosen(text="text", id="id")
        told = [(each.outcome, each.id, each.why) for each in add(one, meanwhile(), chosen)]
        assert told == [
            ("added", "x-2", "another text is called x"),
            ("skipped", "z", "its text is in the project already, as z"),
        ]
        assert {id: each.text for id, each in one.articles().items()} == {"x": "Theirs.", "x-2": "Mine.", "z": "Both."}


def test_a_text_that_is_added_while_a_file_is_read(folder: Path) -> None:
    """An import leaves it alone, and says so."""
    with Project.open(folder) as one, Project.open(folder) as two:
        (folder.parent / "other.txt").write_text("Mine.\n", "utf-8")
        found = Reading(replace(one.dataset(), articles={"other": freeze("other", "Theirs.")}), (), ())
        list(add(two, [folder.parent / "other.txt"]))
        with pytest.raises(StaleError, match="Another text was added as other"):
            write(one, found)
        assert two.article("other").text == "Mine.\n"


@pytest.mark.parametrize(
    ("raw", "declared", "text", "problem"),
    [
        ("Größe".encode("utf-32"), "", "Größe", ""),
        (b"\x00\x00\xfe\xff" + "Größe".encode("utf-32-be"), "", "Größe", ""),
        ("Größe".encode("utf-16-le"), "", "", "name its encoding"),
        ("Größe".encode("utf-16-le"), "utf-16-le", "Größe", ""),
        ("Größe".encode("latin-1"), "latin-1", "Größe", ""),
        ("Größe".encode("latin-1"), "nonsense", "", "nor nonsense"),
        ("Größe".encode("latin-1"), "rot13", "", "nor rot13"),
        ("Größe".encode("latin-1"), "a\x00b", "", "it is neither UTF-8"),
        (b"a\x00b", "latin-1", "", "binary"),
        (
            b"n\xe4ive\n",
            "",
            "",
            "byte 1 is not UTF-8, and so few bytes do not tell what it is (in cp1252 it is “näive”)",
        ),
        (b"The Caf\xe9 closed.", "", "", "(in cp1252 it is “Café”); name it with --encoding"),
        ("Привет, мир.".encode("cp1251"), "", "", "name it with --encoding"),
        ("“No,” he said – ‘never’.".encode("cp1252"), "", "“No,” he said – ‘never’.", ""),
        (b"\xff\xfe\x00\xd8a\x00", "", "", "byte 2 is not"),
        (b"Lone \xed\xa0\x80.", "", "", "a lone surrogate stands at byte 5"),
        (b"\xff\xfe", "", "", "empty"),
        (b"\xef\xbb\xbf", "", "", "empty"),
    ],
)
def test_decode(raw: bytes, declared: str, text: str, problem: str) -> None:
    """The text of the bytes, or why there is none."""
    found = decode(raw, declared=declared)
    assert found.text == text
    assert problem in found.problem
    assert bool(problem) == bool(found.problem)


@pytest.mark.parametrize("ending", ["zip", "tar", "gztar"])
def test_archives_are_not_opened(folder: Path, ending: str) -> None:
    """Neither as articles nor as an import: what to do is said."""
    made = Path(make_archive(str(folder / "made"), ending, folder, "annotator.toml"))
    found = call(folder, "add", made.name)
    assert found.status == 1
    assert "archive, and none is opened; unpack it and add the files in it" in found.talk
    found = call(folder, "import", made.name)
    assert found.status == 2
    assert "archive, and none is opened; unpack it and name the folder" in found.talk


def test_a_large_article_is_named(folder: Path) -> None:
    """More than 5 MB only when the person says so, more than 64 MB never, and nothing of it has been read then."""
    (folder / "long.txt").write_bytes(b"Rents fell. " * ((5 << 20) // 12 + 1))
    found = call(folder, "add", "long.txt")
    assert found.status == 1
    assert "at most 5 MB are taken; --largest 6 takes it\n" in found.talk
    assert call(folder, "add", "--largest", "6", "long.txt").status == 0
    with open(folder / "huge.txt", "wb") as stream:
        stream.truncate(65 << 20)
    assert "no article is larger than 64 MB" in call(folder, "add", "--largest", "64", "huge.txt").talk
    assert "'65' is no whole number from 1 to 64" in call(folder, "add", "--largest", "65", "huge.txt").talk


@pytest.mark.parametrize("raw", [b"\x1b", b"\x01 \x02\n\x7f", b"\xc2\x9b\xc2\x85"])
def test_nothing_but_control_characters_is_no_article(folder: Path, raw: bytes) -> None:
    """They would become blanks."""
    (folder / "odd.txt").write_bytes(raw)
    found = call(folder, "add", "odd.txt")
    assert found.status == 1
    assert "nothing is in it but blanks and control characters" in found.talk


def test_a_pipe_is_refused_and_not_waited_for(folder: Path) -> None:
    """Nobody writes into it, so reading would never end."""
    os.mkfifo(folder / "pipe.txt")
    for words in (("add", "pipe.txt"), ("import", "pipe.txt")):
        found = call(folder, *words)
        assert found.status in (1, 2)
        assert "not a file" in found.talk


def test_the_folder_of_the_project_can_be_added(folder: Path) -> None:
    """`add .` takes articles: neither the guidelines nor anything hidden."""
    (folder / ".git").mkdir()
    (folder / ".git" / "description.txt").write_text("Hidden.\n", "utf-8")
    (folder / "more.md").write_text("More.\n", "utf-8")
    assert call(folder, "add", ".").status == 0
    with Project.open(folder) as project:
        assert project.article_ids() == ["more", "text"]


def test_one_bad_link_stops_no_other_file(folder: Path) -> None:
    """A link to nowhere, a link to itself and a folder that holds itself."""
    texts = folder / "texts"
    texts.mkdir()
    (texts / "good.txt").write_text("Good.\n", "utf-8")
    (texts / "gone.txt").symlink_to("nowhere")
    (texts / "self.txt").symlink_to("self.txt")
    (texts / "up").symlink_to("..")
    assert "1 added" in call(folder, "add", "texts").talk
    assert call(folder, "add", "texts/gone.txt").status == 1


@pytest.mark.parametrize("words", [["status"], ["keys"], ["scheme", "show"], ["add", "é.txt"]])
def test_a_terminal_that_is_not_utf8(folder: Path, words: list[str]) -> None:
    """What it cannot show is escaped; the call goes on."""
    (folder / "é.txt").write_text("E.\n", "utf-8")
    found = call(folder, *words, PYTHONIOENCODING="ascii")
    assert found.status == 0
    assert "\\" in found.out.decode("ascii") + found.talk


@pytest.mark.parametrize(
    "words", [["status", "\x1b[31mx"], ["\x1b[31mx"], ["export", "--articles", "\x1b[31mx"], ["scheme", "\x1b[31mx"]]
)
def test_words_cannot_drive_the_terminal(folder: Path, words: list[str]) -> None:
    """What was typed is shown in the refusal without its escape."""
    found = call(folder, *words)
    assert found.status == 2
    assert "31mx" in found.talk
    assert "\x1b" not in found.talk


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [["status"], ["export", "--format", "articles"]])
def test_a_full_disk_behind_stdout_is_said(folder: Path, words: list[str]) -> None:
    """One sentence and status 1."""
    found = call(folder, *words, output=Path("/dev/full"))
    assert found.status == 1
    assert "No space left on device" in found.talk
    assert "wrong inside" not in found.talk
    assert "Exception ignored" not in found.talk


@pytest.mark.parametrize("title", [b"\xff", b"a\x1bb", b"two\nlines"])
def test_a_title_that_cannot_be_shown(tmp_path: Path, title: bytes) -> None:
    """It is refused before anything is made."""
    found = call(tmp_path, "init", "q", "--title", title)
    assert found.status == 2
    assert "title" in found.talk
    assert not (tmp_path / "q").exists()


def test_a_folder_whose_name_is_no_utf8(tmp_path: Path) -> None:
    """No store can be opened there, so it is refused with the remedy, and nothing is made."""
    for words in (("init", b"q\xff"), ("-C", b"q\xff", "status")):
        found = call(tmp_path, *words)
        assert found.status == 2
        assert "rename it" in found.talk
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["export", "--format", "bundle", "-o", "out"], ["keys"]])
def test_guidelines_that_are_no_text(folder: Path, words: list[str]) -> None:
    """The file is named, and nothing is said to be wrong inside."""
    (folder / "guidelines.md").write_bytes(b"\xff\xfe")
    found = call(folder, *words)
    assert found.status == 1
    assert "guidelines.md cannot be read" in found.talk


def test_the_scheme_is_found_from_a_folder_inside(folder: Path) -> None:
    """`scheme check` checks the project's scheme, wherever in the project it is called, and says all its faults."""
    (folder / "sub").mkdir()
    assert "is sound" in call(folder / "sub", "scheme", "check").talk
    path = folder / "scheme.toml"
    wrong = path.read_text("utf-8").replace('type = "nominal"', 'type = "nominl"').replace("hotkey = ", "hotky = ")
    path.write_text(wrong, "utf-8")
    found = call(folder / "sub", "scheme", "check")
    assert found.status == 1
    assert found.talk.count("scheme.toml:") >= 10


def test_an_error_of_ours_is_written_where_nobody_waits_for_it(tmp_path: Path) -> None:
    """Without a home the report has a name that cannot be guessed, is one's own, and the sentence says where it is."""
    code = (
        "import annotator.cli.projects as verbs\nfrom annotator.cli import run\n"
        "def fails(call):\n    raise RuntimeError('at \\x1b[31m odds')\n"
        "verbs.status_ = fails\nraise SystemExit(run(['status']))"
    )
    env = {**os.environ, "TMPDIR": str(tmp_path), "HOME": "", "XDG_STATE_HOME": ""}
    env.pop("ANNOTATOR_DEBUG", None)
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    (log,) = tmp_path.glob("crash-*.txt")
    assert done.returncode == 1
    assert str(log) in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert "RuntimeError" in log.read_text("utf-8")
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("export --split 80/20 --seed x", "--seed: 'x' is no whole number."),
        ("import f --layer foo", "--layer: 'foo' is none of human, gold, model."),
        ("add text.txt --encoding foo", "--encoding: 'foo' is no encoding of text"),
        ("scheme nope", "'nope' is none of show, check, list."),
        ("scheme list claims", "`annotator scheme show claims` shows one"),
        ("label nosuch", "There is no article 'nosuch'"),
        ("label --where foo", "foo"),
        ("label text", "needs a terminal"),
        ("rehydrate nofile --texts .", "There is no file nofile."),
        ("status", ""),
    ],
)
def test_what_is_wrong_with_a_call_is_one_sentence(folder: Path, words: str, said: str) -> None:
    """In the words of the call, without those of a library, and before anything else is looked at."""
    done = call(folder, *words.split())
    assert said in done.talk
    assert done.status == (2 if said else 0)
    assert "1 article ·" in done.out.decode() or said
    assert "terminal" not in done.talk or "terminal" in said
    assert len(done.talk.splitlines()) <= 2
