"""Real files, mutated: a reader never raises, and what it takes is true of the text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.claim import Layer
from annotator.core.record import canonical
from annotator.core.records.check import claim_faults
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Reading, Wanted
from annotator.core.records.line import Context, claim_line
from annotator.formats.brat.format import FORMAT as BRAT
from annotator.formats.doccano import FORMAT as DOCCANO
from annotator.formats.label_studio.format import FORMAT as LABEL_STUDIO
from annotator.formats.prodigy import FORMAT as PRODIGY
from annotator.formats.uima.format import FORMAT as UIMA
from annotator.formats.web_annotation.format import FORMAT as WEB_ANNOTATION
from tests.formats.reading import read, write
from tests.formats.standoff.hostile import hostile
from tests.values import SCHEME

EMPTY = Dataset(scheme=SCHEME)
WHOLE = hostile()
LAYERS = (Layer("emoji", "ana"), Layer("crlf", "ana"), Layer("emoji", "ben", "pilot"))
SMALL = replace(
    WHOLE,
    articles={id: WHOLE.articles[id] for id in ("emoji", "crlf")},
    layers={layer: WHOLE.layers[layer] for layer in LAYERS},
)
FORMATS = [BRAT, LABEL_STUDIO, PRODIGY, DOCCANO, UIMA, WEB_ANNOTATION]
FILES = {each.name: write(each, SMALL) for each in FORMATS}
ODD: list[Any] = [
    *(None, True, -1, 0, 1, 3, 10**15, 0.5, 1e300, "", "x", "ana", "\x1b[31m\u202e", "9" * 5000, [], {}, [1], [[]]),
    *({"a": 1}, {"id": "x", "spans": {}}, {"id": "x", "spans": {"content": [{"start": 0, "end": 1, "text": "?"}]}}),
]
BYTES = [
    b"",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"NaN",
    b"1e999",
    b"9" * 400,
    b"\n",
    b"\r",
    b"\t",
    b'"',
    b"\\ud800",
    b"]",
    b"-",
]
each_format = pytest.mark.parametrize("format", FORMATS, ids=lambda each: each.name)
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sound(reading: Reading) -> None:
    """Everything that was taken holds of its article and its scheme, can be written, and faults are sentences."""
    context = Context(reading.data.speakers, SCHEME)
    for layer, content in reading.data.layers.items():
        article = reading.data.articles[layer.article]
        for claim in content.claims:
            line = claim_line(claim, article, context)
            assert claim_faults(line, article, SCHEME) == []
            canonical(line)
    for fault in reading.faults:
        assert len(str(fault)) < 1000


@each_format
@given(st.data())
@quick
def test_bytes(format: Any, data: st.DataObject) -> None:
    """A file that is cut, or in which some bytes were replaced."""
    files = dict(FILES[format.name])
    name = data.draw(st.sampled_from(sorted(files)))
    held = files[name]
    at = data.draw(st.integers(0, len(held)))
    gone = data.draw(st.sampled_from([0, 1, 5, len(held)]))
    files[name] = held[:at] + data.draw(st.sampled_from(BYTES)) + held[at + gone :]
    sound(read(format, files, EMPTY, data.draw(st.sampled_from([Wanted(), Wanted("zoe", "model", "x")]))))


@pytest.mark.parametrize("format", [LABEL_STUDIO, PRODIGY, DOCCANO, WEB_ANNOTATION], ids=lambda each: each.name)
@given(st.data())
@quick
def test_values(format: Any, data: st.DataObject) -> None:
    """A record in which a value anywhere is another, a key is missing, or one stands twice."""
    files = dict(FILES[format.name])
    name = data.draw(st.sampled_from(sorted(name for name in files if name.endswith(("json", "jsonl", "jsonld")))))
    text = files[name].decode()
    records = json.loads(text) if not name.endswith("jsonl") else [json.loads(line) for line in text.splitlines()]
    here: Any = records
    for _ in range(data.draw(st.integers(1, 9))):
        key = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else list(range(len(here)))))
        if not isinstance(here[key], (dict, list)) or not here[key]:
            break
        last, here = (here, key), here[key]
    else:
        here, key = last
    odd = data.draw(st.sampled_from(ODD))
    if isinstance(here, list) and data.draw(st.booleans()):
        here.append(here[key])
    elif isinstance(here, dict) and data.draw(st.booleans()):
        del here[key]
    else:
        here[key] = odd
    if not name.endswith("jsonl"):
        files[name] = json.dumps(records).encode()
    else:
        files[name] = b"".join(json.dumps(record).encode() + b"\n" for record in records)
    sound(read(format, files, EMPTY, Wanted("zoe") if data.draw(st.booleans()) else Wanted()))


@given(st.data())
@quick
def test_lines(data: st.DataObject) -> None:
    """An .ann file in which lines are swapped, doubled, taken away, or have words of others."""
    files = dict(FILES["brat"])
    name = data.draw(st.sampled_from(sorted(name for name in files if name.endswith(".ann"))))
    lines = files[name].decode().split("\n")
    one, two = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    words, others = lines[one].split(" "), lines[two].split(" ")
    words[data.draw(st.integers(0, len(words) - 1))] = data.draw(st.sampled_from(others))
    change = data.draw(st.sampled_from(["swap", "double", "delete", "words"]))
    if change == "swap":
        lines[one], lines[two] = lines[two], lines[one]
    elif change == "delete":
        del lines[one]
    else:
        lines[one] = lines[two] if change == "double" else " ".join(words)
    files[name] = "\n".join(lines).encode()
    sound(read(BRAT, files, EMPTY))
