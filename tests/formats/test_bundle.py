"""The bundle: a whole project in a folder, lossless and byte for byte the same when it is written again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.records.assignment import Assignment
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.decision import Decision
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
    ]
    assert files["scheme.toml"] == "# ümlaut\r\n".encode()
    assert [json.loads(line)["annotator"] for line in files["assignments.jsonl"].splitlines()] == ["ana", "ben"]
    assert list(write(FORMAT, EMPTY).values()) == [b""] * 4


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
    (fault,) = said(read(FORMAT, {**write(FORMAT, DATA), name: data}, EMPTY))
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
    files = write(FORMAT, DATA)
    assert old in files["decisions.jsonl"]
    files["decisions.jsonl"] = files["decisions.jsonl"].replace(old, new)
    (fault,) = said(read(FORMAT, files, EMPTY))
    assert fault.startswith("decisions.jsonl:1: ")
    assert expected in fault


def test_not_a_bundle() -> None:
    """A folder without articles is told what a bundle has; a decision given twice is named."""
    (fault,) = said(read(FORMAT, {"x/readme.md": b""}, EMPTY))
    assert fault.startswith("the bundle has no articles.jsonl; a folder with articles.jsonl, speakers.jsonl")
    files = write(FORMAT, DATA)
    (fault,) = said(read(FORMAT, {**files, "decisions.jsonl": files["decisions.jsonl"] * 2}, EMPTY))
    assert 'decisions.jsonl:2: id: the decision "d1" is given twice' in fault
