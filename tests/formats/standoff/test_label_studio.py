"""Label Studio's tasks: what is written, what is read, in code points and in UTF-16, and what is refused."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from annotator.core.claim import Layer
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Reading, Wanted
from annotator.formats.label_studio.format import FORMAT
from tests.formats.reading import dig, read, said, write
from tests.formats.standoff.hostile import hostile
from tests.formats.standoff.test_brat import told
from tests.values import SCHEME

EMPTY = Dataset(scheme=SCHEME)
TEXT = "👍 Rents  fell,\nthe mayor said."


def region(id: str, label: str, start: int, end: int, text: str | None = None) -> dict[str, Any]:
    """A region as Label Studio exports it."""
    value = {"start": start, "end": end, "labels": [label], **({} if text is None else {"text": text})}
    return {"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def choice(id: str, name: str, *choices: str) -> dict[str, Any]:
    """What is chosen for a region."""
    value = {"start": 0, "end": 1, "choices": list(choices)}
    return {"id": id, "from_name": name, "to_name": "text", "type": "choices", "value": value}


def relation(head: str, tail: str, *labels: str, direction: str = "right") -> dict[str, Any]:
    """A relation between regions."""
    return {"type": "relation", "from_id": head, "to_id": tail, "direction": direction, "labels": list(labels)}


def task(*result: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A task with one annotation by a person with an address."""
    annotation = {"id": 3, "completed_by": {"id": 1, "email": "ana@example.org"}, "result": list(result)}
    return {"id": 12, "data": {"text": TEXT, "outlet": "Post"}, "annotations": [annotation], **more}


def take(*tasks: Any, wanted: Wanted = Wanted()) -> Reading:  # noqa: B008
    """What is read from a file of these tasks."""
    return read(FORMAT, {"export.json": json.dumps(list(tasks)).encode()}, EMPTY, wanted)


POINTS = (region("a", "Claim", 2, 13, "Rents fell"), region("b", "Source", 15, 24, "the mayor"))
UNITS = (region("a", "Claim", 3, 14, "Rents fell"), region("b", "Source", 16, 25, "the mayor"))


@pytest.mark.parametrize(
    ("regions", "notes"), [(POINTS, ()), (UNITS, ("documents whose offsets are UTF-16 units, converted: 1.",))]
)
def test_code_points_and_utf16(regions: tuple[dict[str, Any], ...], notes: tuple[str, ...]) -> None:
    """Today's exports and older ones, told apart by the words of all regions; blanks collapse in those."""
    reading = take(task(*regions, choice("a", "Stance", "denies"), relation("b", "a", "SourceOf")))
    assert said(reading) == []
    assert told(reading) == {"a": {"content": "Rents  fell", "source": "the mayor", "stance": "denies"}}
    assert reading.notes == notes
    assert list(reading.data.layers) == [Layer("export-12", "ana")]
    assert reading.data.articles["export-12"].meta == {"outlet": "Post"}


def test_a_line_end_is_shown_as_two_characters() -> None:
    """`\\n` in the words of a region is a line end of the text."""
    reading = take(task(region("a", "Claim", 2, 24, "Rents fell,\\nthe mayor")))
    assert said(reading) == []


def test_everything_that_hangs_on_a_region() -> None:
    """Several choices, numbers, texts, names, a relation drawn the other way, one without a label."""
    number = {"id": "a", "from_name": "weight", "to_name": "text", "type": "number", "value": {"number": 2.5}}
    area = {"id": "a", "from_name": "Speaker", "to_name": "text", "type": "textarea", "value": {"text": ["Zoe Lind"]}}
    note = {"id": "a", "from_name": "comment", "to_name": "text", "type": "textarea", "value": {"text": ["why", "who"]}}
    whole = {"from_name": "topic", "to_name": "text", "type": "choices", "value": {"choices": ["x"]}}
    reading = take(
        task(
            *(*POINTS, choice("a", "flags", "headline", "discuss"), choice("a", "sure", "true"), number, area, note),
            *(relation("a", "b", "source", direction="left"), whole, {"type": "rectangle", "id": "z", "value": {}}),
        )
    )
    assert said(reading) == []
    assert told(reading)["a"] == {
        "content": "Rents  fell",
        "source": "the mayor",
        "flags": ("discuss", "headline"),
        "sure": True,
        "weight": 2.5,
        "who": ("zoe_lind",),
    }
    (content,) = reading.data.layers.values()
    assert content.claims[0].note == "why\nwho"
    assert reading.notes == (
        "values of topic that belong to no region, left out: 1.",
        'results of the type "rectangle", left out: 1.',
    )


@pytest.mark.parametrize(
    ("by", "expected"),
    [({"id": 1, "email": "ana@example.org"}, "ana"), (7, "user-7"), ("ben b@x", "ben-b"), ({"id": 4}, "user-4")],
)
def test_who(by: Any, expected: str) -> None:
    """Annotators by address, name or number; predictions are a model's; cancelled annotations are left out."""
    given = task(*POINTS)
    given["annotations"][0]["completed_by"] = by
    given["annotations"].append({"was_cancelled": True, "completed_by": 9, "result": []})
    given["predictions"] = [{"model_version": "gpt 5", "result": [POINTS[0]], "score": 0.5}]
    reading = take(given)
    assert said(reading) == []
    assert {(layer.annotator, layer.kind) for layer in reading.data.layers} == {(expected, "human"), ("gpt-5", "model")}
    assert "annotations that were cancelled, left out: 1." in reading.notes


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (
            "annotations.0.result.0.value.text",
            "Rent fell",
            'the quoted text is "Rent fell"; 2 to 13, counted in code points',
        ),
        ("annotations.0.result.0.value.end", 2, "the span [2, 2) is empty"),
        ("annotations.0.result.0.value.end", 10**15, "lies outside the article"),
        ("annotations.0.result.0.value.start", "2", '"2" to 13 is no span; start and end, whole numbers'),
        ("annotations.0.result.0.value.start", -1, "-1 to 13 is no span"),
        ("annotations.0.result.0.value", None, "null to null is no span"),
        ("annotations.0.result.0.value.labels", [], "the labels are a list; a list of texts"),
        ("annotations.0.result.0.value.labels", ["Claim", "Cue"], "the mark is content and cue at once"),
        (
            "annotations.0.result.0.value.labels",
            ["Thing"],
            '[roles]: the mapping does not say what the label "Thing" is',
        ),
        ("annotations.0.result.0.type", "hypertextlabels", "the region is one of HTML; a task with plain text"),
        ("annotations.0.result.0", 1, "annotations[0].result[0]: 1 is no result; an object."),
        ("annotations.0.result.1.id", "a", 'the region "a" is given twice; an id of its own for each region.'),
        ("annotations.0.result", {}, None),
        ("annotations.0.result", "x", 'annotations[0]: result: "x" is no list'),
        ("annotations.0", 1, "annotations[0]: 1 is no annotation"),
        ("annotations.0.completed_by", None, "the file does not say who annotated; say it with --as NAME."),
        ("annotations", 1, "annotations: 1 is no list; a list."),
        ("data", None, "data: null is no task's data; a task as Label Studio exports it (JSON, not JSON-MIN)."),
        ("data.text", None, None),
        ("data.text", " ", "the text is empty"),
        ("data", {"a": "x", "b": "y"}, 'data: of the keys "a", "b" none is known to hold the text'),
    ],
)
def test_one_fault(path: str, value: Any, expected: str | None) -> None:
    """Each wrong thing is told once, with file, line and the way to it."""
    record = json.loads(json.dumps(task(*POINTS, relation("b", "a", "SourceOf"))))
    container, last = dig(record, path)
    container[last] = value
    faults = said(take(record))
    if expected is None:
        return
    (fault,) = [each for each in faults if "which is not there" not in each]
    assert fault.startswith("export.json:1: ")
    assert expected.replace("annotations[0]: result:", "result:") in fault


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"note": 1}, ".note: 1 has the wrong type; a text in quotes."),
        ({"links": [{"type": "mocks", "target": "c1"}]}, '.links[0].type: the scheme has no type of link "mocks"'),
    ],
)
def test_a_broken_record_takes_its_claim_with_it(change: dict[str, Any], expected: str) -> None:
    """A claim whose record was damaged, or breaks the scheme, is told with the way to it, and is not made anew."""
    record = {"id": "c1", "spans": {"content": [{"start": 2, "end": 13, "text": TEXT[2:13]}]}, **change}
    area = {"id": "a", "from_name": "record", "type": "textarea", "value": {"text": [json.dumps(record)]}}
    reading = take(task(*POINTS, area))
    (fault,) = said(reading)
    assert fault.startswith(f"export.json:1: annotations[0].result[2]{expected}")
    assert list(told(reading)) == ["b"]


def test_records_one_by_one() -> None:
    """A record that is not JSON takes no other with it; a truncated file is told where it ends."""
    good = json.dumps(task(*POINTS))
    data = f'[\n{good},\n{{"data": NaN}},\n{{"id": {"9" * 5000}}},\n{{"a": "\\ud800"}},\n 1,\n{good[:-9]}'
    reading = read(FORMAT, {"export.json": data.encode()}, EMPTY)
    assert [fault[:15] for fault in said(reading)] == [f"export.json:{n}: " for n in (3, 4, 5, 6, 7)]
    assert "NaN is not JSON" in said(reading)[0]
    assert "is too large" in said(reading)[1]
    assert "a lone surrogate (U+D800)" in said(reading)[2]
    assert "the record is 1; a JSON object" in said(reading)[3]
    assert "the file ends in the middle of a record; restore the file" in said(reading)[4]
    assert list(told(reading)) == ["a", "b"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff", "export.json:1: byte 0 is not UTF-8"),
        (b"\xef\xbb\xbf[]", "export.json:1: a byte order mark stands at the beginning"),
        (b"[", "export.json:1: the list has no end"),
        (b"[]\n[]", "export.json:2: something follows the end of the list"),
        (b"", "export.json:1: this is not JSON at column 1"),
        (b"[" * 3000, "export.json:1: the file ends in the middle of a record"),
        (b'{"data": {"text": "Rents"}, "annotations": [], "annotations": []}', "stands twice in one object"),
    ],
)
def test_not_a_file_of_tasks(data: bytes, expected: str) -> None:
    """Never a traceback, and always a place."""
    assert expected in said(read(FORMAT, {"export.json": data}, EMPTY))[0]


def test_the_configuration() -> None:
    """Every control that the tasks use is in it, with the labels and choices that they use."""
    files = write(FORMAT, hostile())
    view = ElementTree.fromstring(files["config.xml"].decode())
    controls = {each.get("name"): {value.get("value") for value in each} for each in view if each.get("toName")}
    relations = {each.get("value") for each in view.iter("Relation")}
    for each in json.loads(files["tasks.json"]):
        assert "completed_by" not in json.dumps(each)
        for made in each["annotations"] + each["predictions"]:
            for result in made["result"]:
                if result["type"] == "relation":
                    assert set(result["labels"]) <= relations
                else:
                    values = result["value"].get("labels") or result["value"].get("choices") or []
                    assert set(values) <= controls[result["from_name"]]


@pytest.mark.parametrize(("name", "expected"), [("note", "note: "), ("Speaker", "speakers[0].name: ")])
def test_what_no_record_can_hold(name: str, expected: str) -> None:
    """A claim of the marks alone has to have the shape of one, too: it would go out in a record that none can read."""
    area = {"id": "a", "from_name": name, "to_name": "text", "type": "textarea", "value": {"text": ["a\0b"]}}
    reading = take(task(*POINTS, area))
    (fault,) = said(reading)
    assert expected in fault
    assert "the text has a NUL character; leave it out" in fault
    assert list(told(reading)) == ["b"]
