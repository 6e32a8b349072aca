"""A folder that others write to is hostile: each fault is a sentence with file and line, and nothing half comes in."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import UsageError
from annotator.core.event import EventId
from annotator.project.project import Project
from annotator.project.sync.line import event_line, head_line
from annotator.project.sync.share import share
from annotator.store.row import StoredEvent
from annotator.store.stack import stack
from annotator.store.union import Writer
from tests.hand import Hand
from tests.sync.team import TEXT, Team

CLAIM = '["a1","human","ana","main","c1"]'


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Ana has sent three claims; ben has taken nothing in yet."""
    return Team(tmp_path, "ana", "ben")


def sent(team: Team) -> Path:
    """The file of three changes that one program start of ana's has made."""
    from annotator.core.claim import Claim
    from annotator.core.event import Batch, Change
    from annotator.core.record import claim_body
    from annotator.core.span import Span

    with team.open("ana") as project:
        for number in (1, 2, 3):
            claim = Claim(f"c{number}", "a1", "ana", spans={"content": (Span(0, 5),)}, note=str(number))
            change = Change("put", claim.key, claim_body(claim, TEXT))
            (id,) = project.store.record(Batch(f"b{number}", (change,), "ana", "a1", "label"))
    team.sync("ana")
    return team.file(id)


def body(**values: Any) -> str:
    """The body of a claim, with some of it otherwise."""
    from annotator.core.record import canonical

    claim = {
        "id": "c1",
        "article": "a1",
        "annotator": "ana",
        "round": "main",
        "layer": "human",
        "spans": {"content": [{"start": 0, "end": 5, "text": "Rents"}]},
    }
    return canonical({**claim, **values}).decode()


LINES: dict[str, tuple[dict[str, Any], str]] = {
    "a changed word": ({"hash": "x"}, "not as it was written"),
    "a gap": ({"seq": 3}, "event 2 of this writer should stand before"),
    "a clock that goes back": ({"clock": 5}, "no later than the one before it"),
    "a clock far ahead": ({"clock": 9_000_000_000_000 << 16}, "hours ahead of this machine's"),
    "another annotator": ({"annotator": "ben"}, 'of "ben", and the file is of ana'),
    "another class": ({"kind": "speaker", "key": '["x"]'}, "no place among those of the class layer"),
    "a kind of a newer version": ({"kind": "paint"}, "newer annotator"),
    "a newer event": ({"version": 2}, "newer annotator"),
    "another's layer": ({"key": CLAIM.replace("ana", "ben"), "body": body(annotator="ben")}, 'into the layer of "ben"'),
    "gold": ({"key": CLAIM.replace("human", "gold"), "body": body(layer="gold")}, "gold is what follows"),
    "a short key": ({"key": '["a1"]'}, "has 5 strings"),
    "a key written otherwise": ({"key": CLAIM.replace(",", ", ")}, "not written as events are"),
    "a key that is no list": ({"key": '{"a":1}'}, "not written as events are"),
    "a key of controls": ({"key": CLAIM.replace("c1", "c\\u001b[31m")}, "cannot be printed"),
    "a body of another thing": ({"body": body(id="c7")}, "speak of two things"),
    "a body that is no object": ({"body": "[1]"}, "no object"),
    "a body that is null": ({"body": "null"}, "no object"),
    "a deep body": ({"body": "[" * 500 + "]" * 500}, "levels deep"),
    "a body without spans": ({"body": '{"id":"c1","article":"a1","annotator":"ana"}'}, "spans is not as it should be"),
    "spans outside": (
        {"body": body(id="c2", spans={"content": [{"start": 0, "end": 999, "text": "x"}]})},
        "outside the article",
    ),
    "other words": (
        {"body": body(id="c2", spans={"content": [{"start": 0, "end": 5, "text": "Wages"}]})},
        "the quoted text is",
    ),
    "a NUL": ({"body": body(id="c2", note="\0")}, "NUL"),
    "made from itself": ({"prev_writer": "SELF", "prev_seq": 2}, "from itself, or from what came after"),
    "endless work": ({"seconds": 1e12}, "in that time"),
    "minus zero seconds": ({"seconds": -0.0}, "in that time"),
    "a number before the first": ({"seq": 0}, "should stand before"),
}
"""What stands in the second event's line, with a hash that fits, and the sentence."""


@pytest.mark.parametrize("name", LINES)
def test_a_line_that_cannot_be(team: Team, name: str) -> None:
    """It is named with file and line; what stands before it comes in, with all other files, and nothing behind it."""
    path = sent(team)
    team.put("ana", "other", "of another start")
    team.sync("ana")
    values, words = LINES[name]
    values = {key: path.stem if value == "SELF" else value for key, value in values.items()}
    if "hash" in values:
        path.write_bytes(path.read_bytes().replace(b'\\"note\\":\\"2\\"', b'\\"note\\":\\"7\\"'))
    else:
        if "clock" not in values and values.get("seq") != 3:
            values = {"key": CLAIM.replace("c1", "c2"), "body": body(id="c2"), **values}
        team.rewrite(path, 3, **values)
    done = team.sync("ben")
    fault = next(each for each in map(str, done.faults) if each.startswith(f"{path}:3: "))
    assert words in fault
    assert team.notes("ben") == {"a1 c1": "1", "a1 other": "of another start"}
    team.everything("ben")
    mended(team, path)


def mended(team: Team, path: Path) -> None:
    """Deleting the file is enough: whoever has its events writes it again."""
    path.unlink()
    team.sync("ana")
    done = team.sync("ben")
    assert done.faults == []
    team.sync("ana")
    assert team.same("ana", "ben")


def spoil(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Write a file anew."""
    return lambda path: (path.write_bytes(change(path.read_bytes())), None)[1]


def link(path: Path) -> None:
    """Lay the file elsewhere, and a link in its place."""
    real = path.with_name("elsewhere.txt")
    path.rename(real)
    path.symlink_to(real)


def pipe(path: Path) -> None:
    """Lay a pipe in its place, which nobody ever writes to."""
    path.unlink()
    os.mkfifo(path)


def inner(path: Path) -> None:
    """Lay a folder in its place."""
    path.unlink()
    path.mkdir()


FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "not UTF-8": (spoil(lambda data: data.replace(b"ana", b"\xff\xfe", 1)), "not UTF-8"),
    "no JSON": (spoil(lambda data: b"<<<<<<< HEAD\n" + data), "not JSON"),
    "a list": (spoil(lambda data: b"[1]\n" + data), "no object"),
    "deep": (spoil(lambda data: b"[" * 100_000 + b"\n" + data), "levels deep"),
    "a huge line": (spoil(lambda data: b'"' + b"x" * (9 << 20) + b'"\n' + data), "longer than 8 MB"),
    "a huge line without an end": (spoil(lambda data: data + b"x" * (9 << 20)), "longer than 8 MB"),
    "a huge number": (spoil(lambda data: data.replace(b'"started":', b'"started":' + b"9" * 5000)), "too large"),
    "another format": (spoil(lambda data: b'{"format":"claims/1"}\n' + data), "does not begin as one of events"),
    "a newer format": (spoil(lambda data: data.replace(b"events/1", b"events/2", 1)), "newer annotator"),
    "a newer class": (spoil(lambda data: data.replace(b'"layer"', b'"draft"', 1)), "newer annotator"),
    "a strange writer": (
        spoil(lambda data: data.replace(b'"writer":"', b'"writer":"../', 1)),
        "no writer that could be",
    ),
    "a strange name": (spoil(lambda data: data.replace(b'"ana"', b'"a\\u001b[2Jna"', 1)), "no writer that could be"),
    "a key twice": (spoil(lambda data: data.replace(b'{"format"', b'{"format":"x","format"', 1)), "twice"),
    "a link": (link, "links are not followed"),
    "a pipe": (pipe, "no plain file"),
    "a folder": (inner, "no plain file"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be(team: Team, name: str) -> None:
    """It is named, nothing of it comes in, nothing is written to it, and every other file is read."""
    path = sent(team)
    team.put("ana", "other", "of another start")
    team.sync("ana")
    spoiler, words = FILES[name]
    spoiler(path)
    done = team.sync("ben")
    (fault,) = map(str, done.faults)
    assert fault.startswith(str(path))
    assert words in fault
    assert "a1 other" in team.notes("ben")
    before = os.lstat(path)
    assert team.sync("ana").faults != [], "nor does its writer touch it"
    assert (os.lstat(path).st_ino, os.lstat(path).st_size) == (before.st_ino, before.st_size)
    if path.is_dir():
        path.rmdir()
        path.touch()
    mended(team, path)


def test_another_projects_folder_is_refused_whole(team: Team, tmp_path: Path) -> None:
    """Nothing goes out and nothing comes in, because it cannot be taken back."""
    sent(team)
    from annotator.project.create import create

    with create(tmp_path / "other") as project, pytest.raises(UsageError, match="is of another project: origin"):
        share(project, team.folder)
    assert len(list(team.folder.glob("*.jsonl"))) == 2


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_line_without_its_end_waits(team: Team, cut: int) -> None:
    """Somebody's client is still writing: it is said, everything before it comes in, and it is no fault."""
    path = sent(team)
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    done = team.sync("ben")
    assert (done.faults, done.waiting) == ([], [f"the rest of {path.name}, which ends within a line"])
    assert team.notes("ben") == {"a1 c1": "1", "a1 c2": "2"}
    assert team.sync("ana").waiting == [], "its writer mends it"
    assert path.read_bytes() == whole
    team.sync("ben")
    assert team.same("ana", "ben")


@pytest.mark.parametrize("left", [0, 1, 30])
def test_a_file_that_has_only_begun(team: Team, left: int) -> None:
    """Not even its first line is whole."""
    path = sent(team)
    whole = path.read_bytes()
    path.write_bytes(whole[:left])
    assert team.sync("ben").waiting == [f"the rest of {path.name}, which ends within a line"]
    team.sync("ana")
    assert path.read_bytes() == whole


def test_rubbish_behind_the_last_line_is_replaced_by_its_writer(team: Team) -> None:
    """A disk that has lost power may leave zeros where a line was to be."""
    path = sent(team)
    whole = path.read_bytes()
    last = whole[: whole.rindex(b"\n", 0, -1) + 1]
    path.write_bytes(last + bytes(300))
    team.sync("ana")
    assert path.read_bytes() == whole


def test_a_text_that_has_not_arrived(team: Team) -> None:
    """What is about its article waits, and comes in with it; the rest does not wait."""
    sent(team)
    with team.open("ana") as project:
        team.add(project, "a2", "Wages rose.")
    team.put("ana", "c4", "on the new one", article="a2")
    team.sync("ana")
    with team.open("ana") as project:
        text = team.folder / "texts" / f"{project.article('a2').sha256}.json"
    aside = text.read_bytes()
    text.unlink()
    done = team.sync("ben")
    assert (done.faults, len(team.notes("ben"))) == ([], 3)
    assert done.waiting == [
        "1 change of the project, for the text of a2, which has not arrived",
        "1 change of ana, for the article a2, which has not arrived",
    ]
    text.write_bytes(aside[:-5])
    assert team.sync("ben").received == {}
    text.write_bytes(aside)
    assert team.sync("ben").waiting == []
    team.sync("ana")
    assert team.same("ana", "ben")


@pytest.mark.parametrize("data", [b"[]\n", b'{"text":"other"}\n', b"\xff\n", b"[" * 9999 + b"\n"])
def test_a_text_that_is_another(team: Team, data: bytes) -> None:
    """Its file is named, and the article waits."""
    with team.open("ana") as project:
        team.add(project, "a2", "Wages rose.")
        sha256 = project.article("a2").sha256
    team.sync("ana")
    path = team.folder / "texts" / f"{sha256}.json"
    path.write_bytes(data)
    done = team.sync("ben")
    assert [fault.file for fault in done.faults] == [str(path)]
    assert done.waiting == ["1 change of the project, for the text of a2, which has not arrived"]


def test_texts_that_lead_elsewhere(team: Team, tmp_path: Path) -> None:
    """A link in place of the folder of texts is not written through, nor one in place of a text read."""
    from annotator.core.errors import AnnotatorError

    (tmp_path / "elsewhere").mkdir()
    (team.folder / "texts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AnnotatorError, match="is no folder"):
        team.sync("ana")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_event_too_large_for_a_line_stays_here(team: Team) -> None:
    """It is said, the file stays whole, and everything else goes."""
    team.put("ana", "c1", "x" * (9 << 20))
    team.put("ana", "c2", "short")
    done = team.sync("ana")
    assert [str(fault) for fault in done.faults] == [
        "event 1 of ana is larger than 8 MB; it stays here, with what came after it."
    ]
    assert done.sent["ana"] == 1
    assert team.sync("ben").faults == []
    assert team.notes("ben") == {"a1 c2": "short"}


def test_events_under_the_name_of_a_running_program(team: Team) -> None:
    """Somebody writes on in the file of a window that is open: the window goes on saving, under another writer."""
    hand = Hand(team.place / "ana" / ".annotator", TEXT)
    try:
        hand.on("Rents").press("c").settle()
        writer = stack(hand.store, "ana", "a1", "label")[0].changes[0].event.writer
        team.sync("ana")
        path = team.folder / f"{writer}.jsonl"
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join([*lines, lines[-1]]))
        milliseconds, counter = json.loads(lines[-1])["clock"]
        later = (milliseconds << 16) + counter + 1
        team.rewrite(path, len(lines) + 1, seq=len(lines), clock=later, key=CLAIM, body=body())
        assert team.sync("ana").received == {"ana": 1}
        hand.on("Ilse").press("z c").settle()
        assert (hand.session.problem, hand.session.unsaved) == ("", 0)
    finally:
        hand.close()
    team.everything("ana")


def test_events_that_go_round(team: Team) -> None:
    """Two events, each of which says that it was made from the other: they come in, and the sync ends."""
    team.put("ana", "c1", "of ana")
    late = time.time_ns() // 1_000_000 + 60_000
    with team.open("ana") as project:
        name = project.config.id
    for number, (writer, other) in enumerate((("yy", "zz"), ("zz", "yy"))):
        head = head_line(name, Writer(writer, "layer", "ana", late))
        clock = (late << 16) + number
        event = StoredEvent(writer, 1, "b", "", clock, "ana", "a1", "", "put", CLAIM, body(), other, 1, "", 0.0, 1)
        (team.folder / f"{writer}.jsonl").write_bytes(head + event_line(event.sealed()))
    done = team.sync("ana")
    assert (done.faults, done.received) == ([], {"ana": 2})
    team.everything("ana")


def test_two_events_of_one_number(team: Team) -> None:
    """A program that ran while its files were copied: neither replaces the other, and both are named."""
    path = sent(team)
    team.sync("ben")
    team.rewrite(path, 3, key=CLAIM.replace("c1", "c2"), body=body(id="c2", note="otherwise"))
    done = team.sync("ben")
    assert str(done.faults[0]).endswith(
        "another event has this writer and number here; `annotator check` says whether that one is whole."
    )
    assert team.notes("ben")["a1 c2"] == "2"


def test_other_files_are_nobodys_business(team: Team) -> None:
    """What is no file of lines, or hidden, is passed over."""
    sent(team)
    (team.folder / "README.md").write_text("ours", "utf-8")
    (team.folder / ".sync.jsonl").write_bytes(b"\xff")
    (team.folder / ".git").mkdir()
    assert team.sync("ben").faults == []


def test_strings_that_drive_a_terminal_are_shown(team: Team, capfd: pytest.CaptureFixture[str]) -> None:
    """File names and what stands in lines pass the one sanitiser."""
    from annotator.cli import run

    path = sent(team)
    shutil.copy(path, team.folder / "\x1b]0;x\x07.jsonl")
    team.rewrite(team.folder / "\x1b]0;x\x07.jsonl", 2, kind="\x1b[2J")
    assert run(["-C", str(team.place / "ben"), "sync", str(team.folder)]) == 1
    out, err = capfd.readouterr()
    assert "\x1b" not in out + err
    assert "\x07" not in out + err


def test_every_change_of_one_byte_is_noticed(team: Team) -> None:
    """Whatever byte of a line is another: nothing else comes in than what was written."""
    path = sent(team)
    whole = path.read_bytes()
    with Project.open(team.place / "ana") as project:
        written = {event.hash for event in project.store.events()}
    for at in range(0, len(whole), 61):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        shutil.copytree(team.place / "ben", team.place / f"ben{at}")
        done = team.sync(f"ben{at}")
        with team.open(f"ben{at}") as project:
            assert {event.hash for event in project.store.events()} <= written | {EventId("", 0).writer}, done.faults
        team.everything(f"ben{at}")
        shutil.rmtree(team.place / f"ben{at}")


def test_json_says_the_same(team: Team, capfd: pytest.CaptureFixture[str]) -> None:
    """For scripts: one object on stdout."""
    from annotator.cli import run

    sent(team)
    capfd.readouterr()
    assert run(["-C", str(team.place / "ben"), "sync", str(team.folder), "--format", "json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert (found["format"], found["written"], found["received"]) == ("sync/1", True, {"ana": 3})
