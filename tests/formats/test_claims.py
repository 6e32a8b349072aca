"""The native claims format: what is written is read back, and what is wrong is told with file, line and key."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer, Link
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Wanted
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from annotator.formats.claims import FORMAT
from tests.formats.reading import dig, read, said, write
from tests.values import SCHEME, datasets

RENTS = freeze("rents", "Rents fell, the mayor said. Rents rose.")
PORT = freeze("port", "The port\tcloses.\r\nWhy?")
SPEAKERS = {"mayor": Speaker("mayor", "Ilse Brandt"), "post": Speaker("post", "Harbor Post", "media")}
KNOWN = Dataset({"rents": RENTS, "port": PORT}, speakers=SPEAKERS, scheme=SCHEME)
LINE: dict[str, Any] = {
    "format": "claims/1",
    "id": "c1",
    "article": {"id": "rents", "sha256": RENTS.sha256},
    "annotator": "ana",
    "spans": {"content": [{"start": 0, "end": 5, "text": "Rents"}, {"start": 28, "end": 33, "text": "Rents"}]},
    "speakers": [{"id": "mayor", "name": "Ilse Brandt"}],
    "links": [{"type": "responds_to", "target": "c1"}],
    "fields": {"stance": "asserts", "flags": ["discuss"], "weight": 1},
}


def jsonl(*records: object) -> bytes:
    """One line for each record."""
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def claim(id: str, start: int, annotator: str = "ana", article: str = "rents", **more: Any) -> Claim:
    """A claim of five characters."""
    return Claim(id, article, annotator, spans={"content": (Span(start, start + 5),)}, speakers=("mayor",), **more)


def by_id(data: Dataset) -> dict[Layer, dict[str, Claim]]:
    """Each layer's claims by their ids."""
    return {layer: {claim.id: claim for claim in content.claims} for layer, content in data.layers.items()}


@given(datasets())
@settings(max_examples=60)
def test_read_back(data: Dataset) -> None:
    """Layers with claims come back as they were, in the same bytes."""
    known = Dataset(data.articles, scheme=data.scheme)
    written = write(FORMAT, data).get("", b"")
    reading = read(FORMAT, written, known)
    assert said(reading) == []
    assert by_id(reading.data) == {layer: held for layer, held in by_id(data).items() if held}
    again = Dataset(data.articles, reading.data.layers, data.speakers, scheme=data.scheme)
    assert write(FORMAT, again).get("", b"") == written
    assert all(data.speakers[id] == speaker for id, speaker in reading.data.speakers.items())


def test_order() -> None:
    """Articles by id; human, model, gold, then annotator, round; claims by first start, end, id."""
    layers = {
        Layer("rents", "gold", "main", "gold"): Content("done", (claim("g", 0, "gold", layer="gold"),)),
        Layer("rents", "a-bot", "main", "model"): Content("done", (claim("m", 0, "a-bot", layer="model"),)),
        Layer("rents", "ben"): Content("done", (claim("b2", 9, "ben"), claim("b1", 9, "ben"), claim("b3", 2, "ben"))),
        Layer("rents", "ana", "pilot"): Content("done", (claim("a2", 0, round="pilot"),)),
        Layer("rents", "ana"): Content("open", (claim("a1", 3), replace(claim("a0", 0), spans={}))),
        Layer("port", "zoe"): Content("done", (claim("z", 0, "zoe", "port"),)),
    }
    lines = write(FORMAT, replace(KNOWN, layers=layers))[""].split(b"\n")[:-1]
    assert " ".join(json.loads(line)["id"] for line in lines) == "z a1 a0 a2 b3 b1 b2 m g"


def test_losses() -> None:
    """What lines of claims cannot say is counted: layers without claims, articles without layers."""
    layers = {Layer("rents", "ana"): Content("done"), Layer("rents", "ben"): Content("done", (claim("b", 0, "ben"),))}
    losses = Losses()
    write(FORMAT, replace(KNOWN, layers=layers), losses)
    assert list(losses) == [
        "articles without claims: 1",
        "layers that are done and have no claims: 1",
    ]


def test_a_sparse_line() -> None:
    """Round, layer, origin, times and the rest may be absent; the layer is done unless asked otherwise."""
    reading = read(FORMAT, jsonl(LINE), KNOWN)
    assert said(reading) == []
    ((layer, content),) = reading.data.layers.items()
    assert layer == Layer("rents", "ana", "main", "human")
    assert content.status == "done"
    assert content.claims[0].spans == {"content": (Span(0, 5), Span(28, 33))}
    assert reading.data.speakers == {"mayor": SPEAKERS["mayor"]}
    assert read(FORMAT, jsonl(LINE), KNOWN, Wanted(status="open")).data.layers[layer].status == "open"


@pytest.mark.parametrize(
    ("wanted", "layer"),
    [
        (Wanted("ben"), Layer("rents", "ben")),
        (Wanted("ben", "model", "pilot"), Layer("rents", "ben", "pilot", "model")),
        (Wanted(layer="gold"), Layer("rents", "gold", "main", "gold")),
    ],
)
def test_as_asked(wanted: Wanted, layer: Layer) -> None:
    """What the person names goes before what the file says, and need not be in the file."""
    line = {key: value for key, value in LINE.items() if key != "annotator" or not wanted.annotator}
    reading = read(FORMAT, jsonl(line), KNOWN, wanted)
    assert said(reading) == []
    ((found, content),) = reading.data.layers.items()
    assert found == layer
    assert content.claims[0].key == ("rents", layer.kind, layer.annotator, layer.round, "c1")


ROWS: list[tuple[str, object, str]] = [
    ("spans.content.0.text", "Rent", 'in.jsonl:1: spans.content[0].text: the quoted text is "Rent"'),
    ("spans.content.1.end", 99, "spans.content[1]: the span [28, 99) is empty or lies outside"),
    ("spans.content.0.end", 0, "is empty or lies outside the article; 0 ≤ start < end ≤ 39."),
    ("spans.content.0", {"start": 34, "end": 38, "text": "rose"}, "comes before the piece in front of it"),
    ("spans.content.0", {"start": 28, "end": 33, "text": "Rents"}, "overlaps or comes before"),
    ("spans.contents", [], 'spans.contents: the scheme has no role "contents"; did you mean content?'),
    ("spans.cue", LINE["spans"]["content"], "the role cue has 2 pieces; one span; of the roles, content may have more"),
    ("fields.stanse", "x", 'fields.stanse: the scheme has no field "stanse"; did you mean stance?'),
    ("fields.stance", "assert", 'the field has no value "assert"; did you mean asserts?'),
    ("fields.stance", "zzz", "one of asserts, hedges, denies."),
    ("fields.stance", ["asserts"], "fields.stance: a list is not the key of a value"),
    ("fields.flags", "discuss", '"discuss" is not a list of keys'),
    ("fields.flags", ["discuss", "x"], 'fields.flags[1]: the field has no value "x"'),
    ("fields.sure", 1, "1 is not true or false"),
    ("fields.weight", True, "true is not a number"),
    ("fields.weight", 11, "11 is too large; at most 10."),
    ("fields.weight", -0.5, "-0.5 is too small; at least 0."),
    ("fields.about", "mayor", "is not a list of speaker ids"),
    ("fields.remark", 3, "3 is not a text"),
    ("links.0.type", "refutes", 'links[0].type: the scheme has no type of link "refutes"; one of responds_to.'),
    ("links.0.target", "c9", 'links[0].target: the link leads to "c9", which is not in that layer'),
    ("article.id", "rent", 'article.id: the project has no article "rent"'),
    ("article.sha256", "f" * 64, "was made on another text of the article"),
    ("annotator", "gold", "the name gold is reserved"),
]


@pytest.mark.parametrize(("path", "value", "expected"), ROWS)
def test_one_fault(path: str, value: object, expected: str) -> None:
    """Each wrong thing is told once, with its place and with what would be right; the claim is not taken."""
    record = json.loads(json.dumps(LINE))
    container, last = dig(record, path)
    container[last] = value
    reading = read(FORMAT, jsonl(record), KNOWN)
    (fault,) = said(reading)
    assert expected in fault
    assert fault.startswith("in.jsonl:1: ")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (jsonl(LINE)[:-40], ["in.jsonl:1: this is not JSON at column"]),
        (b"\xef\xbb\xbf" + jsonl(LINE), ["in.jsonl:1: a byte order mark"]),
        (jsonl(LINE).replace(b'"weight": 1', b'"weight": NaN'), ["NaN is not JSON"]),
        (jsonl(LINE).replace(b'"weight": 1', b'"weight": 1' + b"0" * 400), ["is too large"]),
        (jsonl(LINE).replace(b"c1", b"\\ud83d", 1), ["lone surrogate"]),
        (b"\xff\xfe" + jsonl(LINE), ["byte 0 is not UTF-8"]),
        (b"[]\n", ["in.jsonl:1: the line is a list; one JSON object in each line."]),
        (b"\n \nnull\n", ["in.jsonl:3: the line is null"]),
        (jsonl(LINE, LINE), ['in.jsonl:2: id: the id "c1" is given twice in the layer of ana on rents']),
        (jsonl(LINE) + b"{\n" + jsonl({**LINE, "id": 1}), ["in.jsonl:2: this", "in.jsonl:3: id: 1 has the wrong type"]),
        (jsonl({**LINE, "format": "claims/2"}), ["in.jsonl:1: format: the record is claims/2"]),
    ],
)
def test_broken_lines(data: bytes, expected: list[str]) -> None:
    """Every broken line is told with its number, and the others are read."""
    faults = said(read(FORMAT, data, KNOWN))
    assert len(faults) == len(expected)
    assert all(part in fault for part, fault in zip(expected, faults, strict=True))


@pytest.mark.parametrize("data", [jsonl(LINE).replace(b"\n", b"\r\n"), jsonl(LINE)[:-1], b"\n" + jsonl(LINE) + b"\n"])
def test_ends_of_lines(data: bytes) -> None:
    """CRLF, a missing last line end and blank lines are fine."""
    reading = read(FORMAT, data, KNOWN)
    assert said(reading) == []
    assert len(reading.data.layers) == 1


def test_split_only_at_line_feeds() -> None:
    """Raw U+2028 and U+0085 inside a note do not end a line."""
    data = json.dumps({**LINE, "note": "a\u2028b\x85c"}, ensure_ascii=False).encode()
    ((_, content),) = read(FORMAT, data, KNOWN).data.layers.items()
    assert content.claims[0].note == "a\u2028b\x85c"


@pytest.mark.parametrize(
    ("start", "end", "text", "right"),
    [
        (4, 15, "port\tcloses", True),
        (4, 15, "port closes", True),
        (9, 17, "closes.\r", True),
        (9, 18, "closes.\r\n", True),
        (9, 17, "closes. ", True),
        (9, 17, "closes.\n", False),
        (17, 19, "\nW", True),
        (4, 15, "port_closes", False),
    ],
)
def test_quotes_of_the_raw_text(start: int, end: int, text: str, right: bool) -> None:
    """A quote that others took from the text before it was cleaned is as good as one from the frozen text."""
    reference = {"id": "port", "sha256": PORT.sha256}
    line = {**LINE, "article": reference, "spans": {"content": [{"start": start, "end": end, "text": text}]}}
    assert (said(read(FORMAT, jsonl(line), KNOWN)) == []) is right


@pytest.mark.parametrize(
    ("link", "right"),
    [
        (Link("responds_to", "c2"), True),
        (Link("responds_to", "b1", "ben"), True),
        (Link("responds_to", "c2", "ben"), False),
        (Link("responds_to", "c2", "cleo"), True),
        (Link("responds_to", "old"), True),
        (Link("responds_to", "c3"), False),
    ],
)
def test_links(link: Link, right: bool) -> None:
    """A link may lead forward, into the project, or to another layer, which is judged only if it is there."""
    links = [{key: value for key, value in link._asdict().items() if value}]
    lines = [
        {**LINE, "links": links},
        {**LINE, "id": "c2", "links": []},
        {**LINE, "id": "b1", "annotator": "ben", "links": []},
    ]
    known = replace(KNOWN, layers={Layer("rents", "ana"): Content("done", (claim("old", 0),))})
    assert (said(read(FORMAT, jsonl(*lines), known)) == []) is right


def test_another_scheme() -> None:
    """Claims made under a scheme of another meaning are taken when they fit, and counted."""
    scheme = {"id": "claims", "version": "0.9", "meaning": "other"}
    reading = read(FORMAT, jsonl({**LINE, "scheme": scheme}, {**LINE, "id": "c2", "scheme": scheme}), KNOWN)
    assert said(reading) == []
    assert reading.notes == (
        "2 claims were made under the scheme claims 0.9, whose meaning is not that of the project's scheme.",
    )


def test_speakers_are_registered() -> None:
    """Speakers of the line and mentioned ones come along; one of another type than the project's is noted."""
    mentioned = [{"id": "post", "name": "Harbor Post", "type": "group"}, {"id": "@author", "name": "Me"}]
    reading = read(FORMAT, jsonl({**LINE, "attribution": [["post"], ["mayor"]], "mentioned": mentioned}), KNOWN)
    assert list(reading.data.speakers) == ["mayor", "post"]
    assert reading.notes == (
        "in.jsonl:1: the speaker post is of type group here and media in the project; the latter was kept.",
    )
