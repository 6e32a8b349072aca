"""Prodigy's tasks: answers, tokens, relations by token, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotator.core.claim import Layer
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses, Reading, Wanted
from annotator.formats.prodigy import FORMAT
from tests.formats.reading import dig, read, said, write
from tests.formats.standoff.hostile import hostile
from tests.formats.standoff.test_brat import told
from tests.values import SCHEME

EMPTY = Dataset(scheme=SCHEME)
TEXT = "👍 Rents fell, she said"
WORDS = [(0, 1), (2, 7), (8, 12), (12, 13), (14, 17), (18, 22)]
TOKENS = [{"text": TEXT[s:e], "start": s, "end": e, "id": n, "ws": True} for n, (s, e) in enumerate(WORDS)]
TASK: dict[str, Any] = {
    "text": TEXT,
    "tokens": TOKENS,
    "spans": [
        {"start": 2, "end": 12, "token_start": 1, "token_end": 2, "label": "CLAIM"},
        {"start": 14, "end": 17, "token_start": 4, "token_end": 4, "label": "SOURCE"},
        {"start": 18, "end": 22, "token_start": 5, "token_end": 5, "label": "CUE"},
    ],
    "relations": [
        {"head": 4, "child": 2, "label": "SourceOf", "head_span": {"start": 14, "end": 17}, "child_span": None},
        {"head": 5, "child": 1, "label": "CueOf"},
    ],
    "answer": "accept",
    "meta": {"source": "Post", "id": "C:\\news\\a.txt"},
    "_input_hash": -5,
    "_task_hash": 7,
    "_session_id": "claims-ana",
    "_annotator_id": "ana",
}


def take(*tasks: Any, wanted: Wanted = Wanted()) -> Reading:  # noqa: B008
    """What is read from a file of these tasks."""
    return read(FORMAT, b"".join(json.dumps(each).encode() + b"\n" for each in tasks), EMPTY, wanted)


def test_a_task() -> None:
    """Spans by characters, relations by span and by token, ids that no folder can lead out of."""
    reading = take(TASK)
    assert said(reading) == []
    (claim,) = told(reading).values()
    assert claim == {"content": "Rents fell", "source": "she", "cue": "said"}
    assert list(reading.data.layers) == [Layer("C--news-a.txt", "ana")]
    assert reading.data.articles["C--news-a.txt"].meta == {"source": "Post", "id": "C:\\news\\a.txt"}


def test_answers() -> None:
    """What was rejected or ignored is no label; it is counted. Without an answer a task was made by hand."""
    reading = take(
        {**TASK, "answer": "reject"},
        {**TASK, "answer": "ignore"},
        {key: TASK[key] for key in ("text", "spans")},
        wanted=Wanted("zoe"),
    )
    assert said(reading) == []
    assert reading.notes[:2] == (
        "tasks whose answer is reject, left out: 1.",
        "tasks whose answer is ignore, left out: 1.",
    )
    ((layer, content),) = reading.data.layers.items()
    assert layer.annotator == "zoe"
    assert layer.article.startswith("text-")
    assert len(content.claims) == 3


def test_a_span_of_tokens_alone() -> None:
    """Its characters are those of the first token up to the end of the last one."""
    reading = take({**TASK, "spans": [{"token_start": 1, "token_end": 2, "label": "CLAIM"}], "relations": []})
    assert [claim["content"] for claim in told(reading).values()] == ["Rents fell"]


def test_ids_stay_when_spans_are_added() -> None:
    """Claims have no ids in the file; they get the same ones from their content every time."""
    first = take({**TASK, "relations": []})
    more = take({**TASK, "spans": [{"start": 0, "end": 1, "label": "CLAIM"}, *TASK["spans"]], "relations": []})
    assert set(told(first)) < set(told(more))


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (
            *("spans.0.token_end", 3),
            "spans[0]: the span [2, 12) is not that of its tokens 1 to 3; [2, 13); token_end is the last token itself.",
        ),
        ("spans.0.end", 99, "spans[0]: the span [2, 12) is not"),
        ("spans.0", 1, "spans[0]: the span 1 has no start, end and label"),
        ("spans.0.label", None, "spans[0]: the span an object has no start, end and label"),
        ("spans.0.start", "2", None),
        (
            "spans.0.text",
            "Rents rose",
            'spans[0]: the quoted text is "Rents rose"; 2 to 12, counted in code points, is',
        ),
        ("spans", 1, "spans: 1 is no list; a list."),
        ("relations.1.head", 3, 'relations[1]: the relation "CueOf" leads to tokens that are in no span'),
        ("relations.1.label", None, "relations[1]: the relation null leads to tokens"),
        ("relations.1", "x", "relations[1]: the relation null leads to tokens"),
        ("answer", "maybe", 'the answer is "maybe"; a task with a text, and the answer accept, reject or ignore.'),
        ("text", 5, "the text is 5; a task with a text"),
        ("text", "", "the text is empty"),
    ],
)
def test_one_fault(path: str, value: Any, expected: str | None) -> None:
    """Each wrong thing is told once, with line and the way to it."""
    record = json.loads(json.dumps(TASK))
    if path == "spans.0.end":
        expected = "spans[0]: the span [2, 99) is not that of its tokens 1 to 2; [2, 12)"
    if path in ("spans", "text"):
        record |= {"relations": [], "spans": []}
    container, last = dig(record, path)
    container[last] = value
    faults = said(take(record))
    if expected is None:
        assert faults == []
        return
    # A relation to a span that is none is told, too.
    (fault,) = [each for each in faults if path.startswith("relations") or "relations[" not in each]
    assert fault.startswith("in.jsonl:1: ")
    assert expected in fault


def test_the_same_text_twice_by_one_annotator() -> None:
    """Two answers to one task would be two claims with one id; the second is refused."""
    faults = said(take(TASK, TASK))
    assert faults
    assert all(fault.startswith("in.jsonl:2: spans[0].id: the id ") and "is given twice" in fault for fault in faults)


def test_written() -> None:
    """One file for each layer; no hashes and no tokens; each span's words are those of the native record."""
    data = hostile()
    losses = Losses()
    files = write(FORMAT, data, losses)
    assert sorted(files) == ["ana.jsonl", "ben-pilot.jsonl", "bot-main-model.jsonl", "cleo.jsonl", "gold.jsonl"]
    for line in files["ana.jsonl"].splitlines():
        record = json.loads(line)
        assert not {"_input_hash", "_task_hash", "tokens", "relations"} & record.keys()
        wanted = {
            (part["start"], part["end"], part["text"])
            for claim in record["claims"]
            for parts in claim["spans"].values()
            for part in parts
        }
        assert {(s["start"], s["end"], record["text"][s["start"] : s["end"]]) for s in record["spans"]} == wanted
    assert losses.counts["ties between spans, kept in the record alone"]
