"""Chat messages: every quote stands in the user's turn where its occurrence says, and every answer fits the schema."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from annotator import plugins
from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from annotator.formats.llm import FORMAT, LIMIT, chunks, quote
from tests.formats.reading import write
from tests.formats.standoff.hostile import hostile
from tests.strategies import news
from tests.values import SCHEME, datasets

RENTS = freeze("rents", "Rents fell. Rents rose, the mayor said.")
CLAIM = Claim(
    "c1",
    "rents",
    "ana",
    spans={"content": (Span(0, 10), Span(12, 17)), "cue": (Span(34, 38),)},
    speakers=("mayor", "@author"),
    attribution=(("mayor",),),
    fields={"stance": "hedges", "flags": ("discuss",), "about": ("mayor",), "sure": False, "weight": 2},
    note="a note",
)
DATA = Dataset(
    {"rents": RENTS},
    {Layer("rents", "ana"): Content("done", (CLAIM,)), Layer("rents", "ben"): Content("open", (CLAIM,))},
    {"mayor": Speaker("mayor", "Ilse Brandt")},
    scheme=SCHEME,
)


def messages(data: Dataset, losses: Losses | None = None) -> list[dict[str, Any]]:
    """The records, each answer checked against the schema beside it."""
    files = write(FORMAT, data, losses)
    schema = json.loads(files["answer.schema.json"])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    found = [json.loads(line) for line in files["messages.jsonl"].decode().split("\n")[:-1]]
    for record in found:
        assert [turn["role"] for turn in record["messages"]] == ["system", "user", "assistant"]
        record["answer"] = json.loads(record["messages"][2]["content"])
        validator.validate(record["answer"])
    return found


def place(text: str, said: dict[str, Any]) -> Span:
    """Where a quote stands, as a reader of the answer finds it."""
    at = -1
    for _ in range(said["occurrence"] or 1):
        at = text.index(said["quote"], at + 1)
    assert said["occurrence"] or text.find(said["quote"], at + 1) < 0
    return Span(at, at + len(said["quote"]))


def holds(data: Dataset) -> None:
    """Hold every span of every claim against the quotes of its answer."""
    found: dict[tuple[str, ...], list[Any]] = {}
    for record in messages(data):
        text, start = record["messages"][1]["content"], record["char_start"]
        assert data.articles[record["doc_id"]].text[start : start + len(text)] == text
        key = tuple(record[name] for name in ("doc_id", "annotator", "round", "layer"))
        for answer in record["answer"]["claims"]:
            spans = {role: [place(text, said) for said in parts] for role, parts in answer["spans"].items() if parts}
            found.setdefault(key, []).append(
                {role: [(s + start, e + start) for s, e in parts] for role, parts in spans.items()}
            )
    wanted: dict[tuple[str, ...], list[Any]] = {}
    for article, layers in data.by_article():
        for layer, content in layers:
            for claim in content.claims if content.status == "done" else ():
                spans = {role: [tuple(part) for part in parts] for role, parts in claim.spans.items() if parts}
                if spans:
                    wanted.setdefault((article.id, *layer[1:]), []).append(spans)
    assert found == wanted


@given(datasets())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_quotes(data: Dataset) -> None:
    """Every quote leads to its span and to no other; every answer fits the schema."""
    holds(data)


def test_hostile() -> None:
    """So do those of articles that break readers."""
    holds(hostile())


def test_answer() -> None:
    """One claim, key by key; the layer that is open is left out, and what no answer says is counted."""
    losses = Losses()
    (record,) = messages(DATA, losses)
    assert record["messages"][1]["content"] == RENTS.text
    assert record["answer"] == {
        "claims": [
            {
                "spans": {
                    "content": [{"quote": "Rents fell", "occurrence": None}, {"quote": "Rents", "occurrence": 2}],
                    "source": [],
                    "cue": [{"quote": "said", "occurrence": None}],
                },
                "speakers": ["Ilse Brandt", "Author of the article"],
                "fields": {
                    "stance": "hedges",
                    "evidence": None,
                    "flags": ["discuss"],
                    "sure": False,
                    "weight": 2,
                    "about": ["Ilse Brandt"],
                    "remark": None,
                },
            }
        ]
    }
    assert {key: record[key] for key in ("doc_id", "char_start", "annotator", "round", "layer")} == {
        "doc_id": "rents",
        "char_start": 0,
        "annotator": "ana",
        "round": "main",
        "layer": "human",
    }
    assert dict(losses.counts) == {"layers that are not done, left out": 1, "notes": 1, "chains of attribution": 1}
    assert all(f"- {field.key}: " in record["messages"][0]["content"] for field in SCHEME.fields)


@pytest.mark.parametrize(
    ("text", "span", "occurrence"),
    [("aaa", Span(0, 2), 1), ("aaa", Span(1, 3), 2), ("aaa", Span(0, 3), None), ("🇫🇷🇫🇷", Span(2, 4), 2)],
)
def test_occurrence(text: str, span: Span, occurrence: int | None) -> None:
    """Places that overlap count, too."""
    assert quote(text, span) == {"quote": text[span.start : span.end], "occurrence": occurrence}


@given(news)
@settings(max_examples=40)
def test_chunks(text: str) -> None:
    """Chunks make up the text, in order, whatever it is."""
    text *= 1 + LIMIT // (len(text) + 1)
    found = chunks(text)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(text[start:end].strip() for start, end in found) or len(found) == 1


def test_long_articles() -> None:
    """A long article is cut at paragraphs; a claim over a border is left out and counted, the next is quoted anew."""
    paragraph = "Rents fell, the mayor said. " * 100
    article = freeze("long", "\n\n".join([paragraph.strip()] * 8))
    first, second = chunks(article.text)[:2]
    spans = [Span(0, 10), Span(first.end - 20, second.start + 10), Span(second.start, second.start + 10)]
    claims = tuple(Claim(f"c{n}", "long", "ana", spans={"content": (span,)}) for n, span in enumerate(spans))
    losses = Losses()
    data = replace(DATA, articles={"long": article}, layers={Layer("long", "ana"): Content("done", claims)})
    found = messages(data, losses)
    assert all(len(record["messages"][1]["content"]) <= LIMIT + 2 for record in found)
    assert [len(record["answer"]["claims"]) for record in found] == [1, 1] + [0] * (len(found) - 2)
    assert found[1]["answer"]["claims"][0]["spans"]["content"] == [{"quote": "Rents fell", "occurrence": 1}]
    assert dict(losses.counts) == {"claims that reach from one chunk into another, left out": 1}


def test_portions() -> None:
    """A split has a file for each portion, an empty one too; the same state gives the same bytes."""
    data = replace(DATA, portions=("train", "test"), split={"rents": "train"})
    files = write(FORMAT, data)
    names = [f"{stem}.{portion}.jsonl" for portion in ("train", "test") for stem in ("messages", "completions")]
    assert list(files) == ["answer.schema.json", *names]
    assert files["messages.test.jsonl"] == files["completions.test.jsonl"] == b""
    assert files["messages.train.jsonl"] == write(FORMAT, DATA)["messages.jsonl"]


def test_named() -> None:
    """It is in the table of formats."""
    assert plugins.writer("llm") is FORMAT


def test_completions_are_the_messages() -> None:
    """Turn by turn the same chats, parted before the answer, with the same keys beside them."""
    files = write(FORMAT, DATA)
    whole, parted = (
        [json.loads(line) for line in files[f"{stem}.jsonl"].decode().split("\n")[:-1]]
        for stem in ("messages", "completions")
    )
    assert whole
    for one, two in zip(whole, parted, strict=True):
        assert [turn["role"] for turn in two["completion"]] == ["assistant"]
        assert two.pop("prompt") + two.pop("completion") == one["messages"]
        assert two == {key: value for key, value in one.items() if key != "messages"}
