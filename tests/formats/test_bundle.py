"""The bundle: a whole project in a folder, lossless and byte for byte the same when it is written again."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given, settings

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.records.assignment import Assignment
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.decision import Decision
from annotator.core.records.digest import SUMS
from annotator.core.records.format import Losses
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from annotator.formats.bundle import FORMAT
from tests.formats.reading import read, said, write
from tests.values import SCHEME, datasets

RENTS = freeze("rents", "Rents fell, the mayor said.")
GOLD = Claim("g1", "rents", "gold", layer="gold", spans={"content": (Span(0, 10),)}, speakers=("mayor_2",))
DATA = Dataset(
    {"rents": RENTS},
    {},
    {"mayor": Speaker("mayor", "Brandt"), "mayor_2": Speaker("mayor_2", "I. Brandt", merged_into="mayor")},
    (Assignment("rents", "ben"), Assignment("rents", "ana")),
    (Decision("d1", "rents", "add", "lead", results=(GOLD,)),),
    SCHEME,
    {"scheme.toml": "# ümlaut\r\n", "guidelines.md": "# Guide\n"},
)
EMPTY = Dataset(scheme=SCHEME)


@given(datasets())
@settings(max_examples=60)
def test_byte_stable(data: Dataset) -> None:
    """Read into an empty project and written again, every file has the same bytes, and nothing is missing."""
    files = write(FORMAT, data)
    reading = read(FORMAT, {f"some/folder/{name}": held for name, held in files.items()}, EMPTY)
    assert said(reading) == []
    assert write(FORMAT, reading.data) == files
    assert reading.data.articles == data.articles
    assert reading.data.speakers == data.speakers
    assert set(reading.data.assignments) == set(data.assignments)
    assert {item.id: item for item in reading.data.decisions} == {item.id: item for item in data.decisions}
    assert reading.data.files == data.files


def test_files() -> None:
    """All four files of lines are there, empty or not, and the project's own files word for word."""
    files = write(FORMAT, DATA)
    assert list(files) == [
        *("articles.jsonl", "speakers.jsonl", "assignments.jsonl", "decisions.jsonl"),
        *("guidelines.md", "scheme.toml"),
        "SHA256SUMS",
    ]
    assert files["scheme.toml"] == "# ümlaut\r\n".encode()
    assert [json.loads(line)["annotator"] for line in files["assignments.jsonl"].splitlines()] == ["ana", "ben"]
    assert list(write(FORMAT, EMPTY).values())[:4] == [b""] * 4


def unlisted() -> dict[str, bytes]:
    """A bundle that is to be edited: the list of its hashes is taken away."""
    return {name: held for name, held in write(FORMAT, DATA).items() if name != SUMS}


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        ("decisions.jsonl", (b"fell", b"felt"), "b/decisions.jsonl: the file was changed after it was written; "),
        ("guidelines.md", (b"\n", b"\r\n"), "b/guidelines.md: the file was changed after it was written"),
        ("scheme.toml", None, "b/SHA256SUMS:5: the file scheme.toml is missing"),
        (SUMS, (b"speakers.jsonl\n", b"speakers.jsonl"), "b/SHA256SUMS:6: the line is no hash and the name of a file"),
        (SUMS, (b"  scheme.toml\n", b"  schema.toml\n"), "b/scheme.toml: the file is not listed in SHA256SUMS"),
        (SUMS, (b"  scheme.toml\n", b"  guidelines.md\n"), "b/SHA256SUMS:5: the file guidelines.md stands twice"),
    ],
)
def test_what_was_changed_is_said(name: str, change: tuple[bytes, bytes] | None, expected: str) -> None:
    """File and reason, whatever has changed, and the way through for somebody who meant it."""
    files = {f"b/{each}": held for each, held in write(FORMAT, DATA).items()}
    if change is None:
        del files[f"b/{name}"]
    else:
        assert change[0] in files[f"b/{name}"]
        files[f"b/{name}"] = files[f"b/{name}"].replace(*change)
    faults = said(read(FORMAT, files, EMPTY))
    assert any(fault.startswith(expected) for fault in faults), faults
    assert all("if the change is meant, delete SHA256SUMS." in fault for fault in faults if "SHA256SUMS" in fault)


def test_what_nobody_has_changed() -> None:
    """A bundle without a list comes in, and it is said; a list may be made again by hand, either way of `sha256sum`."""
    files = write(FORMAT, DATA)
    assert said(read(FORMAT, {**files, SUMS: files[SUMS].replace(b"  ", b" *")}, EMPTY)) == []
    reading = read(FORMAT, unlisted(), EMPTY)
    assert said(reading) == []
    assert reading.notes[0].startswith("The bundle has no SHA256SUMS")
    files = write(FORMAT, DATA)
    assert read(FORMAT, files, EMPTY).notes == ()
    assert said(read(FORMAT, {**files, "notes.txt": b"Own."}, EMPTY)) == []
    own = f"{sha256(b'Own.').hexdigest()}  notes.txt\n{'0' * 64}  {SUMS}\n".encode()
    assert said(read(FORMAT, {**files, "notes.txt": b"Own.", SUMS: files[SUMS] + own}, EMPTY)) == []


def test_the_list_is_that_of_sha256sum() -> None:
    """Name and hash of every file, as the tool of this name writes it."""
    files = write(FORMAT, DATA)
    rows = dict(reversed(line.split("  ")) for line in files.pop(SUMS).decode().splitlines())
    assert rows == {name: sha256(held).hexdigest() for name, held in files.items()}


def test_order() -> None:
    """Decisions by article and id, speakers by id, whatever order they are held in."""
    two = (Decision("d2", "rents", "reject", "lead"), *DATA.decisions)
    turned = dict(reversed(DATA.speakers.items()))
    assert write(FORMAT, replace(DATA, decisions=two, speakers=turned)) == write(
        FORMAT, replace(DATA, decisions=two[::-1])
    )


def test_merged_speakers_are_kept() -> None:
    """Ids stay as they were when claims were made; the registry says what they were merged into."""
    own = replace(GOLD, annotator="ana", layer="human")
    files = write(FORMAT, replace(DATA, layers={Layer("rents", "ana"): Content("done", (own,))}))
    (line,) = json.loads(files["articles.jsonl"])["layers"][0]["claims"]
    assert [speaker["id"] for speaker in line["speakers"]] == ["mayor_2"]
    assert json.loads(files["decisions.jsonl"])["results"][0]["speakers"] == ["mayor_2"]
    assert read(FORMAT, files, EMPTY).data.speakers["mayor_2"].merged_into == "mayor"


def test_decisions_about_other_articles_are_counted() -> None:
    """A decision whose article is not exported cannot be written, and is counted."""
    losses = Losses()
    files = write(FORMAT, replace(DATA, articles={}), losses)
    assert files["decisions.jsonl"] == b""
    assert list(losses) == ["decisions about articles that are not exported: 1"]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("speakers.jsonl", b'{"format":"speaker/1","id":"x"}\n', "speakers.jsonl:1: name: the key is missing."),
        ("speakers.jsonl", b'{"format":"speaker/3","id":"x"}\n', "speaker/3, which a newer version of annotator wrote"),
        ("assignments.jsonl", b'{"format":"assignment/1","article":"x","annotator":"a"}\n', 'there is no article "x"'),
        ("assignments.jsonl", b"{}\n", "assignments.jsonl:1: format: the key is missing"),
        ("decisions.jsonl", b'{"format":"decision/1","id":"d"\n', "decisions.jsonl:1: this is not JSON"),
        ("guidelines.md", b"\xff", "guidelines.md: byte 0 is not UTF-8; save the file as UTF-8."),
    ],
)
def test_one_fault(name: str, data: bytes, expected: str) -> None:
    """What is wrong in any file is told with the file's name."""
    (fault,) = said(read(FORMAT, {**unlisted(), name: data}, EMPTY))
    assert expected in fault


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b'"text":"Rents fell"', b'"text":"Rents rose"', "results[0].spans.content[0].text: the quoted text is"),
        (b'"article":"rents","annotator"', b'"article":"port","annotator"', "results[0].article: the claim is about"),
        (b'"action":"add"', b'"action":"guess"', 'action: "guess" is not a value of this key'),
        (b'"adjudicator":"lead"', b'"adjudicator":"@me"', "adjudicator"),
    ],
)
def test_faulty_decisions(old: bytes, new: bytes, expected: str) -> None:
    """The claims inside a decision are checked against the text like all others."""
    files = unlisted()
    assert old in files["decisions.jsonl"]
    files["decisions.jsonl"] = files["decisions.jsonl"].replace(old, new)
    (fault,) = said(read(FORMAT, files, EMPTY))
    assert fault.startswith("decisions.jsonl:1: ")
    assert expected in fault


def test_not_a_bundle() -> None:
    """A folder without articles is told what a bundle has; a decision given twice is named."""
    (fault,) = said(read(FORMAT, {"x/readme.md": b""}, EMPTY))
    assert fault.startswith("x: the bundle has no articles.jsonl; a folder with articles.jsonl, speakers.jsonl")
    files = unlisted()
    (fault,) = said(read(FORMAT, {**files, "decisions.jsonl": files["decisions.jsonl"] * 2}, EMPTY))
    assert 'decisions.jsonl:2: id: the decision "d1" is given twice' in fault
