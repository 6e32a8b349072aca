"""The native articles format: texts with all their layers, on as many lines as it takes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.core.article import freeze, text_hash
from annotator.core.claim import Claim, Layer
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Wanted
from annotator.core.records.line import Context, article_lines
from annotator.core.span import Span
from annotator.formats.articles import FORMAT
from tests.formats.reading import dig, read, said, write
from tests.values import SCHEME, datasets

RENTS = freeze("rents", "Rents fell, the mayor said.", title="Rents")
EMPTY = Dataset(scheme=SCHEME)
CLAIM: dict[str, Any] = {"id": "c1", "spans": {"content": [{"start": 0, "end": 5, "text": "Rents"}]}}
LINE: dict[str, Any] = {
    "format": "article/1",
    "id": "rents",
    "text": RENTS.text,
    "layers": [{"annotator": "ana", "claims": [CLAIM]}, {"annotator": "ben", "status": "done", "claims": []}],
}


def jsonl(*records: object) -> bytes:
    """One line for each record."""
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def by_id(data: Dataset) -> dict[Layer, tuple[str, dict[str, Claim]]]:
    """Each layer's status and claims."""
    return {layer: (held.status, {claim.id: claim for claim in held.claims}) for layer, held in data.layers.items()}


@given(datasets())
@settings(max_examples=60)
def test_read_back(data: Dataset) -> None:
    """Articles and layers come back as they were, empty ones included, and are written as the same bytes."""
    written = write(FORMAT, data).get("", b"")
    reading = read(FORMAT, written, EMPTY)
    assert said(reading) == []
    assert reading.data.articles == data.articles
    assert by_id(reading.data) == by_id(data)
    assert write(FORMAT, replace(reading.data, speakers=data.speakers)).get("", b"") == written


def test_shape() -> None:
    """Keys in order; a layer that is done without claims and an article nobody read are both there."""
    quiet = freeze("quiet", "Nothing happened.")
    layers = {Layer("rents", "ana"): Content("done")}
    data = Dataset({"rents": replace(RENTS, extra={"b": 1, "a": 2}), "quiet": quiet}, layers, scheme=SCHEME)
    first, second = (json.loads(line) for line in write(FORMAT, data)[""].splitlines())
    assert (first["id"], first["layers"]) == ("quiet", [])
    assert " ".join(second) == "format id title text sha256 source_sha256 meta sentences layers a b"
    assert first["sentences"] == [[0, 17]]
    assert second["layers"] == [{"annotator": "ana", "round": "main", "kind": "human", "status": "done", "claims": []}]


@pytest.mark.parametrize("limit", [1, 400, 1000, 1 << 20])
@pytest.mark.parametrize("counts", [(), (0,), (5,), (3, 0, 4), (0, 0, 1)])
def test_further_lines(counts: tuple[int, ...], limit: int) -> None:
    """Claims beyond the limit go on in a further line, also within one layer; nothing is lost or said twice."""
    layers = []
    for number, count in enumerate(counts):
        name = f"a{number}"
        made = [Claim(f"c{n}", "rents", name, spans={"content": (Span(n, n + 3),)}) for n in range(count)]
        layers.append((Layer("rents", name), Content("done", tuple(made))))
    lines = list(article_lines(RENTS, layers, Context({}, SCHEME), limit=limit))
    assert len(lines) == max(1, sum(counts)) if limit == 1 else len(lines) >= 1
    for line in lines:
        record = json.loads(line)
        assert record["text"] == RENTS.text
        written = [json.dumps(claim, separators=(",", ":")) for layer in record["layers"] for claim in layer["claims"]]
        assert sum(not layer["claims"] for layer in record["layers"]) <= counts.count(0)
        assert len(written) <= 1 or sum(map(len, written)) <= limit
    reading = read(FORMAT, b"".join(lines), EMPTY)
    assert said(reading) == []
    assert reading.data.layers == dict(layers)


def test_a_sparse_line() -> None:
    """Id and text are enough; hashes and title are made, and layers are done unless they say otherwise."""
    reading = read(FORMAT, jsonl(LINE), EMPTY)
    assert said(reading) == []
    assert reading.data.articles == {"rents": replace(RENTS, title=RENTS.text)}
    assert {layer.annotator: held.status for layer, held in reading.data.layers.items()} == {
        "ana": "done",
        "ben": "done",
    }
    pilot = read(FORMAT, jsonl(LINE), EMPTY, Wanted(round="pilot", layer="model"))
    assert {(layer.round, layer.kind) for layer in pilot.data.layers} == {("pilot", "model")}


def test_raw_texts_are_cleaned() -> None:
    """A text with CRLF and TAB keeps its length, and the hash of either text is accepted."""
    raw = "Rents\tfell.\r\nWhy?"
    for hashed in (text_hash(raw), freeze("a", raw).sha256):
        reading = read(FORMAT, jsonl({"format": "article/1", "id": "a", "text": raw, "sha256": hashed}), EMPTY)
        assert said(reading) == []
        assert reading.data.articles["a"].text == "Rents fell. \nWhy?"


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("sha256", "0" * 64, "sha256: the text is not the one that was hashed; the text has sha256 "),
        ("text", 1, "text: 1 has the wrong type; a text in quotes."),
        ("sentences", [[0, 1, 2]], "sentences[0]"),
        (
            "layers.0.claims.0.spans.content.0.text",
            "Rent",
            'layers[0].claims[0].spans.content[0].text: the quoted text is "Rent"',
        ),
        ("layers.0.claims.0.spans.contents", [], "layers[0].claims[0].spans.contents: the scheme has no role"),
        ("layers.0.claims.0.annotator", "zoe", 'the claim says "zoe"; the layer around it says "ana".'),
        ("layers.0.claims.0.article", {"id": "port", "sha256": "0" * 64}, "the claim is about another article"),
        ("layers.0.claims.0.links", [{"type": "responds_to", "target": "c9"}], "layers[0].claims[0].links[0].target"),
        ("layers.0.unknown", 1, "layers[0].unknown: the key is not known"),
        ("layers.0.status", "closed", "layers[0].status"),
        ("layers.0.claims", [CLAIM, CLAIM], 'layers[0].claims[1].id: the id "c1" is given twice'),
        (
            "layers.1",
            {"annotator": "ana", "status": "open", "claims": []},
            "the layer is open here and done in another line",
        ),
    ],
)
def test_one_fault(path: str, value: object, expected: str) -> None:
    """Each wrong thing is told once, with the whole way to it."""
    record = json.loads(json.dumps(LINE))
    container, last = dig(record, path)
    container[last] = value
    (fault,) = said(read(FORMAT, jsonl(record), EMPTY))
    assert fault.startswith("in.jsonl:1: ")
    assert expected in fault


def test_two_texts_under_one_id() -> None:
    """Another text under the same id is refused, within a file and against the project."""
    other = {"format": "article/1", "id": "rents", "text": "Rents rose."}
    assert "another text in an earlier line" in said(read(FORMAT, jsonl(LINE, other), EMPTY))[0]
    assert (
        'the ids "rents" and "Rents" differ only in case'
        in said(read(FORMAT, jsonl(LINE, {**other, "id": "Rents"}), EMPTY))[0]
    )
    known = Dataset({"rents": RENTS}, scheme=SCHEME)
    assert "another text in the project" in said(read(FORMAT, jsonl(other), known))[0]
    assert said(read(FORMAT, jsonl(LINE), known)) == []
