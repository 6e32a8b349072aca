"""doccano's records: units that nothing in the file tells, relations, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Reading, Wanted
from annotator.core.span import Span
from annotator.formats.doccano import FORMAT, DoccanoFormat
from tests.formats.reading import dig, read, said, write
from tests.formats.standoff.hostile import hostile
from tests.formats.standoff.test_brat import told
from tests.values import SCHEME

EMPTY = Dataset(scheme=SCHEME)
ANA = Wanted("ana")
TEXT = "👩🏽‍🔬 says rents fell"
RECORD: dict[str, Any] = {
    "id": 4,
    "text": TEXT,
    "entities": [
        {"id": 10, "label": "Claim", "start_offset": 13, "end_offset": 23},
        {"id": 11, "label": "Source", "start_offset": 0, "end_offset": 7},
    ],
    "relations": [{"id": 1, "from_id": 11, "to_id": 10, "type": "SourceOf"}],
    "Comments": [],
    "outlet": "Post",
}


def take(*records: Any, wanted: Wanted = ANA) -> Reading:
    """What is read from a file of these records."""
    return read(FORMAT, b"".join(json.dumps(each).encode() + b"\n" for each in records), EMPTY, wanted)


def test_a_record() -> None:
    """UTF-16 units, and that they were assumed is said."""
    reading = take(RECORD)
    assert said(reading) == []
    assert told(reading) == {"10": {"content": "rents fell", "source": "👩🏽‍🔬"}}
    assert reading.notes == (
        "documents with characters of two UTF-16 units, read in UTF-16 units; else say --offsets: 1.",
    )
    (article,) = reading.data.articles.values()
    assert article.meta == {"outlet": "Post"}


@pytest.mark.parametrize(
    ("unit", "entity"), [("codepoints", (10, 20)), ("graphemes", (7, 17)), ("utf16", (13, 23)), ("guess", (7, 17))]
)
def test_the_unit_is_said(unit: str, entity: tuple[int, int]) -> None:
    """Nothing is noted then."""
    record = {"text": TEXT, "label": [[*entity, "Claim"], [entity[0] - 5, entity[0] - 1, "Cue"]]}
    reading = take(record, wanted=ANA._replace(offsets=unit))
    assert said(reading) == []
    assert [list(claim.values()) for claim in told(reading).values()] == [["rents fell"], ["says"]]
    assert len(reading.notes) == 1


def test_a_guess_that_is_none() -> None:
    """Where no unit is better than the others the record is refused."""
    reading = take({"text": "👍 — — — —", "label": [[3, 4, "Claim"]]}, wanted=ANA._replace(offsets="guess"))
    assert "in.jsonl:1: no unit is likelier than the others for this record; say it with --offsets" in said(reading)[0]
    assert (told(reading), reading.data.articles) == ({}, {})


@pytest.mark.parametrize("unit", ["utf16", "codepoints", "graphemes"])
def test_written_in_a_unit(unit: str) -> None:
    """An export says its unit, so that it comes back whatever it is."""
    article = freeze("a", TEXT)
    claim = Claim("c", "a", "ana", spans={"content": (Span(10, 20),), "source": (Span(0, 4),)})
    data = Dataset({"a": article}, {Layer("a", "ana"): Content("done", (claim,))}, scheme=SCHEME)
    files = write(DoccanoFormat(unit), data)
    first = json.loads(files["ana.jsonl"])["entities"][0]
    expected = {"utf16": (13, 23), "codepoints": (10, 20), "graphemes": (7, 17)}
    assert (first["start_offset"], first["end_offset"]) == expected[unit]
    assert read(FORMAT, files, EMPTY).data.layers == data.layers
    # What doccano does not know it keeps beside the text, and hands out again.
    told_again = {"id": 7, "text": TEXT, **{k: v for k, v in json.loads(files["ana.jsonl"]).items() if k != "id"}}
    assert read(FORMAT, json.dumps(told_again).encode(), EMPTY).data.layers == data.layers


def test_graphemes_are_not_cut() -> None:
    """A span that ends inside a cluster moves to its beginning, and is counted."""
    losses = Losses()
    article = freeze("a", TEXT)
    claim = Claim("c", "a", "ana", spans={"content": (Span(0, 10),), "source": (Span(1, 8),)})
    write(
        DoccanoFormat("graphemes"),
        Dataset({"a": article}, {Layer("a", "ana"): Content("done", (claim,))}, scheme=SCHEME),
        losses,
    )
    assert losses.counts["spans that end inside a grapheme cluster, moved to its beginning"] == 1


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("entities.0.end_offset", 99, "entities[0]: the span [13, 99) is empty, lies outside the article or cuts"),
        ("entities.1.end_offset", 1, "entities[1]: the span [0, 1) is empty, lies outside the article or cuts"),
        ("entities.0.start_offset", 1.5, "entities[0]: 1.5 to 23 is no span of the label"),
        ("entities.0.label", None, "entities[0]: 13 to 23 is no span of the label null"),
        ("entities.0", [], "entities[0]: null to null is no span of the label null"),
        ("entities.0.id", 11, "entities[1]: the id 11 is given twice; an id of its own."),
        ("entities", {"a": 1}, "entities: an object is no list; a list."),
        ("relations.0.type", None, "relations[0]: the relation null from 11 to 10 is none"),
        ("relations.0.to_id", 77, 'relations[0]: the relation "SourceOf" leads to "77", which is not there'),
        ("text", None, "text: the text is null; a text."),
    ],
)
def test_one_fault(path: str, value: Any, expected: str) -> None:
    """Each wrong thing with line and the way to it."""
    record = json.loads(json.dumps(RECORD))
    container, last = dig(record, path)
    container[last] = value
    faults = said(take(record))
    assert faults[0].startswith("in.jsonl:1: ")
    assert any(expected in fault for fault in faults)


def test_files_and_numbers() -> None:
    """A file for each layer; ids are numbered through it, because doccano's relations know no records."""
    for data in write(FORMAT, hostile()).values():
        records = [json.loads(line) for line in data.splitlines()]
        ids = [entity["id"] for record in records for entity in record["entities"]]
        assert len(ids) == len(set(ids))
        assert [record["id"] for record in records] == list(range(1, len(records) + 1))
