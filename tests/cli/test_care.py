"""What a person has is never thrown away: exports, copies and odd targets."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.core.errors import AnnotatorError, UsageError
from annotator.core.records.format import Part
from annotator.project.add import add
from annotator.project.create import create
from annotator.project.exchange.target import write_file, write_folder
from annotator.project.practice.demo import MARK, demo, tutorial
from annotator.project.project import STORE, Project

OURS = ("articles.jsonl", "guidelines.md", "scheme.toml")
BUNDLE = [Part("articles.jsonl", b"{}\n"), Part("scheme.toml", b"[scheme]\n")]


def project_with_an_article(folder: Path) -> None:
    """A project that somebody would miss."""
    text = folder.parent / "text.txt"
    text.write_text("Rents fell in May.\n", "utf-8")
    with create(folder) as project:
        assert [each.outcome for each in add(project, [text])] == ["added"]


def articles(folder: Path) -> list[str]:
    """Ids of the project's articles."""
    with Project.open(folder) as project:
        return project.article_ids()


def test_a_bundle_never_replaces_a_project(tmp_path: Path) -> None:
    """A project that holds an `articles.jsonl` is no older export: its store stays."""
    folder = tmp_path / "p"
    project_with_an_article(folder)
    (folder / "articles.jsonl").write_bytes(b"{}\n")
    with pytest.raises(UsageError, match="more than an export"):
        write_folder(folder, BUNDLE)
    assert (folder / STORE).is_file()
    assert articles(folder) == ["text"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p", "text.txt"]


@pytest.mark.parametrize(
    "verb",
    [["export"], ["export", "--report"], ["export", "--format", "bundle"], ["meeting"], ["agreement"]],
    ids=" ".join,
)
def test_what_a_project_consists_of_is_no_target(
    tmp_path: Path, verb: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """No verb writes its answer over the files of a project, nor beside its store."""
    folder = tmp_path / "p"
    project_with_an_article(folder)
    (folder / "releases").mkdir()
    (folder / "releases" / "v1.json").write_text("{}", "utf-8")
    (folder / "link.txt").symlink_to(folder / "scheme.toml")
    for name in (
        *("annotator.toml", "scheme.toml", "guidelines.md", "rulings.toml", "lexicon.toml", "releases/v1.json"),
        *(".annotator/store.sqlite", ".annotator/new.txt", "link.txt", "Scheme.TOML"),
    ):
        target = folder / name
        before = target.read_bytes() if target.exists() else None
        status = run(["-C", str(folder), *verb, *(() if "--report" in verb else ("-o",)), str(target)])
        assert (status, "belongs to the project itself" in capsys.readouterr().err) == (2, True), name
        assert (target.read_bytes() if target.exists() else None) == before
    assert articles(folder) == ["text"]


@pytest.mark.parametrize("name", ["notes.txt", "articles/raw.txt", ".git/config", "scheme.toml/x"])
def test_a_bundle_never_replaces_other_files(tmp_path: Path, name: str) -> None:
    """Whatever no bundle has written stays, also a folder that is named like a file of a bundle."""
    target = tmp_path / "out"
    write_folder(target, BUNDLE[:1])
    own = target / name
    own.parent.mkdir(exist_ok=True)
    own.write_text("mine", "utf-8")
    with pytest.raises(UsageError):
        write_folder(target, BUNDLE, ours=OURS)
    assert own.read_text("utf-8") == "mine"


def test_a_bundle_replaces_an_older_one_and_an_empty_folder(tmp_path: Path) -> None:
    """Files of the older export that the new one lacks are gone, and nothing is left beside it."""
    target = tmp_path / "out"
    target.mkdir()
    write_folder(target, [*BUNDLE, Part("guidelines.md", b"# Old\n")])
    with pytest.raises(UsageError, match=r"more than an export \(guidelines.md\)"):
        write_folder(target, BUNDLE)
    write_folder(target, BUNDLE, ours=OURS)
    assert sorted(path.name for path in target.iterdir()) == ["articles.jsonl", "scheme.toml"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_failing_export_leaves_the_older_one(tmp_path: Path) -> None:
    """Neither a file nor a folder is touched when the export ends early."""

    def stops() -> object:
        yield BUNDLE[0]
        raise OSError(28, "No space left on device")

    write_folder(tmp_path / "out", BUNDLE)
    write_file(tmp_path / "out.jsonl", BUNDLE[:1])
    for write, target in ((write_folder, tmp_path / "out"), (write_file, tmp_path / "out.jsonl")):
        with pytest.raises(AnnotatorError, match="No space left"):
            write(target, stops())
    assert (tmp_path / "out" / "scheme.toml").is_file()
    assert (tmp_path / "out.jsonl").read_bytes() == b"{}\n"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("name", ["", "../out", "a/../../b", "/x"])
def test_no_format_writes_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    """A path that leads elsewhere is an error of the format, and nothing is left."""
    with pytest.raises(ValueError, match="no path inside"):
        write_folder(tmp_path / "deep" / "out", [*BUNDLE, Part(name, b"x")])
    assert list(tmp_path.rglob("*.jsonl")) == []


def test_a_link_is_followed(tmp_path: Path) -> None:
    """What a link points at is written; the link stays one."""
    target, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    target.write_bytes(b"old")
    link.symlink_to(target)
    assert write_file(link, BUNDLE[:1]) == 3
    assert link.is_symlink()
    assert target.read_bytes() == b"{}\n"


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    """Neither a pipe nor a device is replaced by a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert write_file(pipe, BUNDLE) == 12
        assert os.read(reader, 100) == b"{}\n[scheme]\n"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_demo_throws_only_its_own_copy_away(tmp_path: Path) -> None:
    """`--fresh` renews a copy of the sample, and refuses any other project."""
    mine = tmp_path / "mine"
    project_with_an_article(mine)
    for fresh in (True, False):
        with pytest.raises(UsageError, match="of yours"):
            demo(mine, fresh=fresh)
    assert articles(mine) == ["text"]
    copy = tmp_path / "copy"
    demo(copy).close()
    assert (copy / MARK).is_file()
    (copy / "tried.txt").write_text("x", "utf-8")
    demo(copy).close()
    with pytest.raises(UsageError, match=r"files of yours \(tried.txt\)"):
        demo(copy, fresh=True)
    assert articles(copy)
    assert (copy / "tried.txt").is_file()
    (copy / "tried.txt").unlink()
    (copy / "rulings.toml").write_text("", "utf-8")
    demo(copy, fresh=True).close()
    assert (copy / MARK).is_file()
    assert not (copy / "rulings.toml").exists()


@pytest.mark.parametrize("make", [demo, tutorial])
def test_a_folder_with_files_becomes_no_copy(tmp_path: Path, make: Callable[[Path], Project]) -> None:
    """Somebody's files are neither joined by a copy nor taken for one."""
    (tmp_path / "thesis.txt").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="not empty and no project"):
        make(tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_copy_that_is_open_is_not_thrown_away(tmp_path: Path) -> None:
    """A window saves into what it has opened: that stays for as long as it is open."""
    ways: list[Callable[[], Project]] = [lambda: demo(tmp_path / "d", fresh=True), lambda: tutorial(tmp_path / "t")]
    for make in ways:
        with make() as project:
            project.article_ids()
            with pytest.raises(UsageError, match="open in another window"):
                make()
            assert project.article_ids()
        make().close()


@pytest.mark.parametrize(("words", "said"), [((), "terminal"), (("--as", "a b"), "--as")])
@pytest.mark.parametrize("verb", ["demo", "tutor"])
def test_nothing_is_made_where_no_screen_opens(
    tmp_path: Path,
    verb: str,
    words: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What stands in the way is said before a folder is made or emptied."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: bool(words), raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: bool(words), raising=False)
    assert run([verb, *words]) == 2
    assert said in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_store_that_is_nearly_gone_is_seen_to_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a cut has left may speak of nothing that is gone: the head of the file does, and the counts do."""
    demo(tmp_path / "p").close()
    capsys.readouterr()
    assert run(["-C", str(tmp_path / "p"), "check"]) == 0
    assert "Here are 5 articles, 13 layers, 565 claims, 74 decisions." in capsys.readouterr().err
    path = tmp_path / "p" / STORE
    path.write_bytes(path.read_bytes()[:30_000])
    assert run(["-C", str(tmp_path / "p"), "check", "--salvage", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert re.search(r"the file ends after 30,000 of [\d,]+ bytes", said)
    assert re.search(r"out: 0 articles, 0 layers, 0 claims, 0 decisions; \d+ losses\.", said)
