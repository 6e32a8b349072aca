"""doccano itself imports our file and exports it, and we read what it has made of it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.core.claim import Layer
from annotator.core.records.format import Wanted
from annotator.core.standoff.offset import UTF16, to_units
from annotator.formats.doccano import FORMAT
from tests.clients.sample import laid, lines, sample, taken

SERVER = Path(__file__).with_name("doccano_server.py")
TEXT = "👩🏽‍🔬 Rents fell 🇫🇷,\nthe mayor said."


def through(path: Path, out: Path) -> Path:
    """What doccano exports after it has imported a file."""
    command = [sys.executable, "-W", "ignore", SERVER, path, out]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return out


def test_our_layers_go_through(tmp_path: Path) -> None:
    """Every claim of a layer comes back whole: spans, ties, and what doccano keeps without knowing it."""
    whole = sample()
    data = replace(whole, layers={layer: held for layer, held in whole.layers.items() if layer.annotator == "ana"})
    folder = laid(FORMAT, data, tmp_path / "out")
    back = through(folder / "ana.jsonl", tmp_path / "all.jsonl")
    before, after = (
        [json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in (folder / "ana.jsonl", back)
    )
    for one, two in zip(before, after, strict=True):
        assert one["text"] == two["text"]
        spans = [
            sorted((entity["start_offset"], entity["end_offset"], entity["label"]) for entity in each["entities"])
            for each in (one, two)
        ]
        assert spans[0] == spans[1]
        assert len(one["relations"]) == len(two["relations"])
    found = taken(FORMAT, back, data)
    assert lines(found, data) == lines(data, data)
    assert sum(len(held.claims) for held in found.layers.values()) > 200


def test_a_project_of_theirs(tmp_path: Path) -> None:
    """Spans in doccano's own units, UTF-16: in, out through doccano again, and in as the same."""
    at = to_units(TEXT, UTF16)

    def entity(id: int, label: str, words: str) -> dict[str, Any]:
        start = TEXT.index(words)
        return {"id": id, "label": label, "start_offset": at[start], "end_offset": at[start + len(words)]}

    record = {
        "text": TEXT,
        "entities": [entity(5, "Claim", "Rents fell 🇫🇷"), entity(6, "Source", "the mayor")],
        "relations": [{"id": 7, "from_id": 6, "to_id": 5, "type": "source"}],
    }
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps(record) + "\n", "utf-8")
    data = sample()
    first = taken(FORMAT, through(path, tmp_path / "theirs.jsonl"), data, Wanted("ana"))
    ((layer, held),) = first.layers.items()
    (claim,) = held.claims
    words = {role: [TEXT[start:end] for start, end in parts] for role, parts in claim.spans.items()}
    assert words == {"content": ["Rents fell 🇫🇷"], "source": ["the mayor"]}
    again = through(laid(FORMAT, first, tmp_path / "out") / "ana.jsonl", tmp_path / "again.jsonl")
    assert lines(taken(FORMAT, again, data), first) == lines(first, first)
    assert layer == Layer(layer.article, "ana")
