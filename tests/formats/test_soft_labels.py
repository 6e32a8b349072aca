"""Soft labels and decision lines: every number by hand, and the same bytes twice."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator import plugins
from annotator.cli import run
from annotator.core.records.assignment import Assignment
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Reading, Source, Wanted
from annotator.core.scheme import Field
from annotator.core.span import Span
from annotator.formats.decisions import FORMAT as DECISIONS
from annotator.formats.soft_labels import FORMAT
from annotator.project.practice.demo import demo
from annotator.project.project import Project
from tests.hand import scheme
from tests.reviewed import DATA, RENTS, reviewed

FULL = replace(DATA, scheme=scheme())


def written(data: Dataset) -> tuple[dict[str, Any], list[dict[str, str]], list[str]]:
    """(items, rows, what was lost)."""
    losses = Losses()
    parts = {part.file: part.data for part in FORMAT.write(data, losses)}
    rows = list(csv.DictReader(io.StringIO(parts["long.csv"].decode())))
    return json.loads(parts["lewidi.json"]), rows, list(losses)


def at(words: str, end: str = "") -> str:
    """The place of the words in the article, as ids have it."""
    start = RENTS.text.index(words)
    return f"rents:{start}-{RENTS.text.index(end or words) + len(end or words)}"


FELL = at("Rents fell by 4.1% in May")
FIGURE = at("the figure", "invented")


@pytest.mark.parametrize(
    ("id", "annotations", "soft"),
    [
        (f"{FELL}/existence", {"ana": "1", "ben": "1", "cleo": "1"}, {"0": 0.0, "1": 1.0}),
        (f"{FIGURE}/existence", {"ana": "1", "ben": "1", "cleo": "0"}, {"0": 0.333333, "1": 0.666667}),
        (f"{at('it may fall')}/existence", {"ana": "1", "ben": "0", "cleo": "0"}, {"0": 0.666667, "1": 0.333333}),
        (
            f"{FIGURE}/stance",
            {"ana": "denies", "ben": "asserts"},
            {"asserts": 0.5, "hedges": 0.0, "questions": 0.0, "denies": 0.5, "declines": 0.0},
        ),
        (
            f"{FELL}/evidence",
            {"ana": "attributed", "ben": "supported", "cleo": "attributed"},
            {"none": 0.0, "hearsay": 0.0, "attributed": 0.666667, "supported": 0.333333, "corroborated": 0.0},
        ),
        (f"{FIGURE}/speakers", {"ana": "ruiz", "ben": "ruiz"}, {"ruiz": {"0": 0.0, "1": 1.0}}),
        (f"{FIGURE}/attribution", {"ana": "ruiz", "ben": "ruiz"}, {"ruiz": 1.0}),
    ],
)
def test_items(id: str, annotations: dict[str, str], soft: dict[str, object]) -> None:
    """Existence counts all readers, a part those who marked the claim; a set asks for each value."""
    item = written(FULL)[0][id]
    assert (item["annotations"], item["soft_label"]) == (annotations, soft)
    assert item["annotators"] == ",".join(annotations)
    assert item["number of annotators"] == len(annotations)


def test_a_whole_record() -> None:
    """Every key of the shared task, in its order, and how the item was made."""
    item = written(FULL)[0][f"{FIGURE}/flags"]
    assert list(item) == [
        *("annotation task", "text", "number of annotators", "annotators", "number of annotations"),
        *("annotations", "soft_label", "split", "lang", "other_info"),
    ]
    assert (item["annotation task"], item["number of annotations"]) == ("flags", 0)
    assert item["text"] == {"claim": "the figure invented", "context": "Ruiz called the figure invented."}
    assert item["soft_label"]["contested"] == {"0": 1.0, "1": 0.0}
    assert item["other_info"] == {
        "article": "rents",
        "round": "main",
        "marked": 2,
        "assigned": 3,
        "alignment": "clusters of greatest summed IoU over the role content, any overlap",
        "readers": ["ana", "ben", "cleo"],
        "claims": {"ana": "a2", "ben": "b2"},
    }


def test_rows_say_the_same_as_items() -> None:
    """One row for each answer; of a set one for each value and annotator."""
    items, rows, _ = written(FULL)
    found = {(row["task"], row["worker"]): row["label"] for row in rows}
    assert len(found) == len(rows)
    assert found[f"{FIGURE}/stance", "ana"] == "denies"
    assert (found[f"{at('it may fall')}/flags=discuss", "ana"], found[f"{FELL}/flags=discuss", "ana"]) == ("1", "0")
    plain = {(id, who): label for id, item in items.items() for who, label in item["annotations"].items()}
    assert {key: label for key, label in found.items() if "=" not in key[0]} == {
        key: label for key, label in plain.items() if not key[0].endswith(("/flags", "/speakers"))
    }
    for item in items.values():
        if item["annotation task"] not in ("flags", "speakers"):
            assert sum(item["soft_label"].values()) == pytest.approx(1, abs=1e-5)


def test_who_counts_as_a_reader() -> None:
    """The plan says who was asked; whoever is not done has not answered; both are said."""
    plan = tuple(Assignment("rents", name) for name in ("ana", "ben"))
    items, _, losses = written(replace(FULL, assignments=plan))
    assert items[f"{FIGURE}/existence"]["annotations"] == {"ana": "1", "ben": "1"}
    assert items["fire:0-28/existence"]["other_info"]["assigned"] == 3
    assert "layers of annotators whom the plan does not name: 1" in losses
    layers = {
        layer: Content("open" if layer.annotator == "cleo" else "done", held.claims)
        for layer, held in FULL.layers.items()
    }
    items, _, losses = written(replace(FULL, layers=layers))
    assert items[f"{FELL}/existence"]["other_info"]["readers"] == ["ana", "ben"]
    assert "layers that are not done: 2" in losses
    assert "fields that do not count in agreement and are left out: confidence: 1" in losses


def test_a_layer_of_another_text_is_left_out() -> None:
    """Offsets beyond the article's end were counted on another one; the report says so."""
    layers = {
        layer: held._replace(
            claims=(*held.claims, replace(held.claims[0], id="far", spans={"content": (Span(5, 999),)}))
        )
        if layer.annotator == "cleo"
        else held
        for layer, held in FULL.layers.items()
    }
    items, _, losses = written(replace(FULL, layers=layers))
    assert items[f"{FELL}/existence"]["other_info"]["readers"] == ["ana", "ben"]
    assert "layers that were made on another text: 2" in losses


def test_whoever_found_nothing_has_answered() -> None:
    """A done layer without claims is a no to every claim."""
    layers = {
        layer: Content("done", () if layer.annotator == "cleo" else held.claims) for layer, held in FULL.layers.items()
    }
    items, _, _ = written(replace(FULL, layers=layers))
    assert items[f"{FELL}/existence"]["annotations"]["cleo"] == "0"


def test_rounds_are_kept_apart() -> None:
    """Another round is another set of items."""
    layers = dict(FULL.layers)
    for layer, held in FULL.layers.items():
        if layer.annotator == "ana":
            claims = tuple(replace(claim, round="pilot") for claim in held.claims)
            layers[layer._replace(round="pilot")] = Content("done", claims)
    items, _, _ = written(replace(FULL, layers=layers))
    pilot = FELL.replace("rents:", "rents/pilot:")
    assert items[f"{pilot}/existence"]["other_info"]["readers"] == ["ana"]
    assert items[f"{FELL}/existence"]["other_info"]["readers"] == ["ana", "ben", "cleo"]


def test_two_claims_on_the_same_words_are_two_items() -> None:
    """Places that are equal are numbered."""
    twin = {
        layer: Content(
            "done",
            (
                *held.claims,
                *(replace(claim, id=claim.id + "x", speakers=("brandt",)) for claim in held.claims if claim.id == "a1"),
            ),
        )
        for layer, held in FULL.layers.items()
    }
    items, _, _ = written(replace(FULL, layers=twin))
    assert {f"{FELL}/existence", f"{FELL}.2/existence"} <= set(items)


def test_different_numbers_are_different_labels() -> None:
    """All of their digits; a whole one is the same with a point."""
    numbers = {"ana": 1234567.0, "ben": 1234568, "cleo": 0.1234567}
    field = Field("size", "number", "Size", "z", counts=True)
    scheme = replace(FULL.scheme, fields=(*FULL.scheme.fields, field))
    layers = {
        layer: held._replace(
            claims=tuple(
                replace(claim, fields={**claim.fields, "size": numbers[layer.annotator]}) for claim in held.claims
            )
        )
        if layer.annotator in numbers
        else held
        for layer, held in FULL.layers.items()
    }
    items, _, _ = written(replace(FULL, layers=layers, scheme=scheme))
    assert items[f"{FELL}/size"]["annotations"] == {"ana": "1234567", "ben": "1234568", "cleo": "0.1234567"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample project."""
    folder = tmp_path_factory.mktemp("soft") / "p"
    demo(folder).close()
    return folder


def test_the_sample_by_the_verb(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder of two files, the same bytes twice, and a report."""
    for name in ("one", "two"):
        assert run(["-C", str(sample), "export", "--format", "soft_labels", "-o", str(tmp_path / name)]) == 0
    talk = capsys.readouterr().err
    for file in ("lewidi.json", "long.csv"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    items = json.loads((tmp_path / "one" / "lewidi.json").read_text("ascii"))
    exists = [item for item in items.values() if item["annotation task"] == "existence"]
    assert {item["other_info"]["assigned"] for item in exists} == {2, 3}
    assert all(
        item["soft_label"]["1"]
        == pytest.approx(item["other_info"]["marked"] / item["other_info"]["assigned"], abs=1e-6)
        for item in exists
    )
    claims = sum(len(item["other_info"]["claims"]) for item in exists)
    with Project.open(sample) as project:
        assert claims == sum(len(held.claims) for each, held in project.layers().items() if each.kind == "human")
    assert "gold layers" in talk


def lines(data: Dataset) -> bytes:
    """The decisions as lines."""
    return b"".join(part.data for part in DECISIONS.write(data, Losses()))


def read(raw: bytes, known: Dataset = FULL) -> Reading:
    """Decision lines, read."""
    return DECISIONS.read([Source("d.jsonl", lambda: io.BytesIO(raw))], known, Wanted())


def test_decision_lines_come_back() -> None:
    """Written, read and written again they are the same bytes; so does a bundle have them."""
    raw = lines(FULL)
    reading = read(raw)
    assert (reading.faults, reading.notes) == ((), ())
    assert sorted(reading.data.decisions, key=lambda each: each.id) == sorted(FULL.decisions, key=lambda each: each.id)
    assert lines(replace(FULL, decisions=reading.data.decisions)) == raw
    bundle = {part.file: part.data for part in plugins.writer("bundle").write(FULL, Losses())}
    assert bundle["decisions.jsonl"] == raw


def test_faults_of_decision_lines_are_told_all_at_once() -> None:
    """File, line and key of each; strange speakers are only noted."""
    raw = lines(FULL)
    good = [json.loads(line) for line in raw.splitlines()]
    bad = [
        good[0],
        good[0],
        {**good[1], "article": "nowhere"},
        {**good[2], "action": "guess"},
        {**good[0], "id": "x", "results": [{**good[0]["results"][0], "article": "rents"}]},
    ]
    found = read(b"\n".join(json.dumps(each).encode() for each in bad))
    assert [(fault.line, fault.key) for fault in found.faults] == [
        (2, "id"),
        (3, "article"),
        (4, "action"),
        (5, "results[0].article"),
    ]
    found = read(raw, replace(FULL, speakers={}))
    assert found.notes == (
        "Speakers that the project does not have: brandt, ministry, police, ruiz; a bundle brings them.",
    )


def test_decisions_by_the_verb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Out of one project and into another one with the same articles: the same feedback."""
    one = reviewed(tmp_path / "one")
    two = reviewed(tmp_path / "two", replace(DATA, decisions=()))
    path = tmp_path / "decisions.jsonl"
    assert run(["-C", str(one), "export", "--format", "decisions", "-o", str(path)]) == 0
    assert run(["-C", str(two), "import", str(path)]) == 0
    assert capsys.readouterr().err.endswith(
        "0 claims, 10 decisions, 0 articles, 0 speakers, 0 other records imported; 0 were there already.\n"
    )
    pages = []
    for folder in (one, two):
        assert run(["-C", str(folder), "feedback", "--as", "ben"]) == 0
        pages.append(capsys.readouterr().out)
    assert pages[0] == pages[1]
