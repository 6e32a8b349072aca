"""The models and the codec describe the same shapes; what has another shape is told, key by key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from annotator.core.event import KINDS
from annotator.core.record import (
    ARTICLE_KEYS,
    CLAIM_KEYS,
    SPEAKER_KEYS,
    article_body,
    canonical,
    claim_body,
    speaker_body,
)
from annotator.core.records.assignment import Status, assignment_body, refusal_body, status_body
from annotator.core.records.decision import DECISION_KEYS, decision_body
from annotator.core.records.line import Context, claim_line, nested
from annotator.formats.bundle import FORMAT as BUNDLE
from annotator.formats.claims import FORMAT as CLAIMS
from annotator.formats.intake import body_faults, shape_faults, version_fault
from annotator.formats.json_schema import NAMES, json_schemas
from annotator.formats.records import BODIES, LINES, ArticleLine, ClaimLine, NestedClaim
from tests.formats.reading import dig, write
from tests.values import SCHEME, articles, assignments, claims, datasets, decisions, refusals, speakers

FOLDER = Path(__file__).parents[2] / "schemas"
LINE: dict[str, Any] = {
    "format": "claims/1",
    "id": "c1",
    "article": {"id": "rents", "sha256": "0" * 64, "length": 20},
    "annotator": "ana",
    "spans": {"content": [{"start": 0, "end": 5, "text": "Rents"}]},
    "speakers": [{"id": "mayor", "name": "Brandt"}],
    "links": [{"type": "responds_to", "target": "c2"}],
    "fields": {"stance": "asserts"},
}


def same(model: Any, body: dict[str, Any]) -> None:
    """The model takes the dict and gives it back, byte for byte."""
    assert shape_faults(body, model) == []
    assert canonical(model.model_validate(body).model_dump(exclude_unset=True)) == canonical(body)


@given(st.data())
@settings(max_examples=100)
def test_codec_and_models_agree(data: st.DataObject) -> None:
    """Everything that the codec makes is valid for the models, and they write it identically."""
    article = data.draw(articles)
    claim = data.draw(claims(article))
    registry = {speaker.id: speaker for speaker in data.draw(st.lists(speakers, max_size=2))}
    line = claim_line(claim, article, Context(registry, SCHEME))
    same(ClaimLine, line)
    same(NestedClaim, nested(line))
    same(BODIES["put"], claim_body(claim, article.text))
    same(BODIES["article"], article_body(article))
    same(BODIES["speaker"], speaker_body(data.draw(speakers)))
    same(BODIES["assign"], assignment_body(data.draw(assignments)))
    same(BODIES["status"], status_body(Status(article.id, "ana")))
    same(BODIES["refuse"], refusal_body(data.draw(refusals)))
    decision = decision_body(data.draw(decisions(article)), article.text)
    same(BODIES["decide"], decision)
    same(LINES["decision/1"], {"format": "decision/1", **decision})


@pytest.mark.parametrize(
    ("format", "keys"),
    [
        ("claims/1", CLAIM_KEYS),
        ("speaker/1", SPEAKER_KEYS),
        ("decision/1", DECISION_KEYS),
        ("article/1", tuple(key for key in ARTICLE_KEYS if key != "length")),
    ],
)
def test_same_keys(format: str, keys: tuple[str, ...]) -> None:
    """Models and codec know the same keys in the same order."""
    assert tuple(LINES[format].model_fields) == keys


def test_every_kind_of_event_has_a_shape() -> None:
    """Only schemes are checked elsewhere."""
    assert BODIES.keys() == set(KINDS) - {"scheme"}
    assert body_faults("scheme", {}) == []
    assert [fault.key for fault in body_faults("status", {"article": "a", "annotator": "ana"})] == ["status"]


@pytest.mark.parametrize(
    ("path", "value", "key", "said"),
    [
        ("spans.content.0.start", "0", "spans.content[0].start", '"0" has the wrong type; a whole number'),
        ("spans.content.0.start", 0.0, "spans.content[0].start", "without a decimal point"),
        ("spans.content.0.start", True, "spans.content[0].start", "true has the wrong type"),
        ("spans.content.0.start", -1, "spans.content[0].start", "greater than or equal to 0"),
        ("spans.content.0.text", None, "spans.content[0].text", "null has the wrong type"),
        ("spans.content.0.label", "x", "spans.content[0].label", "not known"),
        ("spans", [], "spans", "a list has the wrong type; an object"),
        ("spans.content", {}, "spans.content", "an object has the wrong type; a list"),
        ("fields.flags", [1], "fields.flags", "a field holds a text"),
        ("fields.flags", None, "fields.flags", "null cannot be taken"),
        ("fields.flags", {"a": 1}, "fields.flags", "an object cannot be taken"),
        ("layer", "silver", "layer", '"silver" is not a value of this key; one of'),
        ("origin", {"content": "guessed"}, "origin.content", '"guessed" is not a value'),
        ("annotator", "ana@home", "annotator", "only letters, digits"),
        ("annotator", "", "annotator", "at least 1 character"),
        ("annotator", "a" * 65, "annotator", "at most 64"),
        ("id", "c\x1b[2J", "id", "no control characters"),
        ("note", "a\0b", "note", "NUL"),
        ("article.sha256", "abc", "article.sha256", "another form"),
        ("created", "yesterday", "created", "another form"),
        ("seconds", "1.5", "seconds", '"1.5" has the wrong type; a number.'),
        ("score", "0.5", "score", "has the wrong type"),
        ("seconds", -1, "seconds", "greater than or equal to 0"),
        ("speakers", ["mayor"], "speakers[0]", '"mayor" has the wrong type; an object'),
        ("speakers.0.type", "planet", "speakers[0].type", "is not a value of this key"),
        ("links.0", {"type": "responds_to"}, "links[0].target", "the key is missing"),
    ],
)
def test_other_shapes(path: str, value: object, key: str, said: str) -> None:
    """One wrong key is one fault, which names the key, what is there and what would be right."""
    record = json.loads(json.dumps(LINE))
    container, last = dig(record, path)
    container[last] = value
    (fault,) = shape_faults(record, ClaimLine)
    assert fault.key == key
    assert said in str(fault)
    assert "\x1b" not in str(fault)


def test_all_faults_at_once() -> None:
    """Three wrong keys are three faults."""
    record = {**LINE, "annotator": 1, "spans": {"content": [{"start": "a", "end": 5}]}}
    assert sorted(fault.key for fault in shape_faults(record, ClaimLine)) == [
        "annotator",
        "spans.content[0].start",
        "spans.content[0].text",
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("claims/1", None),
        (
            "claims/2",
            "format: the record is claims/2, which a newer version of annotator wrote; this version understands",
        ),
        ("claims/0", 'the record is "claims/0"'),
        ("article/1", 'the record is "article/1"'),
        (1, "the record is 1"),
        (None, "the key is missing"),
    ],
)
def test_versions(found: object, said: str | None) -> None:
    """A newer version is refused with a sentence that says what is understood."""
    fault = version_fault(found, "claims/1")
    assert fault is None if said is None else said in str(fault)


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_fresh(name: str) -> None:
    """The published schema is the one that the models make; else: python -m annotator.formats.json_schema schemas."""
    text = json_schemas()[f"{name}.schema.json"]
    assert (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8") == text
    Draft202012Validator.check_schema(json.loads(text))


@given(datasets())
@settings(max_examples=40)
def test_exports_satisfy_schemas(data: Any) -> None:
    """Every line of every export is valid for an independent validator of the published schemas."""
    files = {"claims.jsonl": write(CLAIMS, data).get("", b""), **write(BUNDLE, data)}
    validators = {
        name.removesuffix(".schema.json") + "s.jsonl": Draft202012Validator(json.loads(text))
        for name, text in json_schemas().items()
    }
    for name, held in files.items():
        for line in held.split(b"\n")[:-1] if name.endswith(".jsonl") else ():
            validators[name].validate(json.loads(line))


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ({}, True),
        ({"format": "claims/2"}, False),
        ({"spans": 1}, False),
        ({"unknown": [1]}, True),
        ({"seconds": -1}, False),
    ],
)
def test_schema_refuses(change: dict[str, object], valid: bool) -> None:
    """The published schema of a claim refuses what the reader refuses, and lets unknown keys pass."""
    schema = json.loads((FOLDER / "claim.schema.json").read_text(encoding="utf-8"))
    assert Draft202012Validator(schema).is_valid({**LINE, **change}) is valid
    assert (shape_faults({**LINE, **change}, ClaimLine) == []) is valid


def test_article_lines_may_be_short() -> None:
    """People who bring texts need only say format, id and text."""
    assert shape_faults({"format": "article/1", "id": "a", "text": "b"}, ArticleLine) == []
