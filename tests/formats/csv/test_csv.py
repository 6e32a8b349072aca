"""CSV: no cell is a formula, nothing is lost, and what is changed in a cell holds or is refused with its place."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import plugins
from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Reading, Wanted
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from annotator.core.text.cell import plain, safe
from annotator.formats.csv.format import FORMAT
from tests.formats.reading import read, said, write
from tests.formats.standoff.hostile import hostile
from tests.formats.standoff.test_round_trips import lines
from tests.values import SCHEME, datasets, words

RENTS = freeze("rents", "=SUM(A1) fell, the mayor said. Rents rose.")
MAYOR, POST = Speaker("mayor", "Ilse Brandt"), Speaker("post", "@post", "media")
CLAIM = Claim(
    "c1",
    "rents",
    "ana",
    spans={"content": (Span(0, 13), Span(31, 36)), "cue": (Span(25, 29),)},
    speakers=("post",),
    attribution=(("mayor",), ("post",)),
    fields={"stance": "asserts", "flags": ("discuss", "headline"), "sure": True, "weight": 1.5},
    note="+1",
)
KNOWN = Dataset({"rents": RENTS}, speakers={"mayor": MAYOR, "post": POST}, scheme=SCHEME)
DATA = replace(KNOWN, layers={Layer("rents", "ana"): Content("done", (CLAIM,))})


def cells(data: bytes) -> list[list[str]]:
    """The rows as Python's own reader has them."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet(rows: list[list[str]], **how: Any) -> bytes:
    """The rows as a spreadsheet would save them."""
    out = io.StringIO(newline="")
    csv.writer(out, **how).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def changed(**given: str | None) -> bytes:
    """The sheet of one claim with other cells; None takes the column out."""
    head, row = cells(write(FORMAT, DATA)[""])
    record = {key: value for key, value in {**dict(zip(head, row, strict=True)), **given}.items() if value is not None}
    return sheet([list(record), list(record.values())])


def claim(reading: Reading) -> Claim:
    """The one claim that was read."""
    ((only,),) = [content.claims for content in reading.data.layers.values()]
    return only


@given(
    st.one_of(st.text(), words, st.sampled_from("=+-@\t\r\0＝＋－＠' ").flatmap(lambda sign: words.map(sign.__add__)))
)
def test_safe(text: str) -> None:
    """No cell begins like a formula, blanks skipped or not, and each comes back."""
    cell = safe(text)
    assert plain(cell) == text
    for start in (cell[:1], cell.lstrip()[:1]):
        assert not start or start not in "=+-@\t\r\0＝＋－＠"


def test_bytes() -> None:
    """A byte order mark, CRLF, one row for a claim, offsets and words of both pieces."""
    losses = Losses()
    data = write(FORMAT, DATA, losses)[""]
    assert data.startswith(b"\xef\xbb\xbfid,article,annotator,round,layer,content_text,content_offsets,")
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 2
    head, row = cells(data)
    found = dict(zip(head, row, strict=True))
    assert json.loads(found.pop("record"))["attribution"] == [["mayor"], ["post"]]
    assert found == {
        "id": "c1",
        "article": "rents",
        "annotator": "ana",
        "round": "main",
        "layer": "human",
        "content_text": "'=SUM(A1) fell … Rents",
        "content_offsets": "0-13;31-36",
        "source_text": "",
        "source_offsets": "",
        "cue_text": "said",
        "cue_offsets": "25-29",
        "speakers": "post",
        "speaker_names": "'@post",
        "stance": "asserts",
        "evidence": "",
        "flags": "discuss;headline",
        "sure": "true",
        "weight": "1.5",
        "about": "",
        "remark": "",
        "note": "'+1",
    }
    assert list(losses) == ["cells that would be formulas, written with ' before them: 3"]


@given(datasets())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_read_back(data: Dataset) -> None:
    """Any claims at all come back as they were, and no cell is a formula."""
    _holds(data)


def test_hostile() -> None:
    """So do those of articles that break readers."""
    _holds(hostile())


def _holds(data: Dataset) -> None:
    written = write(FORMAT, data)[""]
    assert not [cell for row in cells(written) for cell in row if cell.lstrip()[:1] in tuple("=+-@\t\r\0＝＋－＠")]
    reading = read(FORMAT, written, replace(data, layers={}))
    assert said(reading) == []
    kept = replace(data, layers={layer: held for layer, held in data.layers.items() if held.claims})
    assert lines(replace(reading.data, articles=data.articles), data) == lines(kept, data)
    assert write(FORMAT, data)[""] == written


def test_other_spreadsheets() -> None:
    """Semicolons or tabs, everything quoted, no mark at the beginning, TRUE: the claim is the same."""
    rows = cells(write(FORMAT, DATA)[""])
    rows[1][rows[0].index("sure")] = "TRUE"
    for how in ({"delimiter": ";"}, {"delimiter": "\t"}, {"quoting": csv.QUOTE_ALL, "lineterminator": "\n"}):
        for data in (sheet(rows, **how), sheet(rows, **how).removeprefix(b"\xef\xbb\xbf")):
            assert FORMAT.recognises(["a.csv"], data)
            reading = read(FORMAT, data, KNOWN)
            assert said(reading) == []
            assert claim(reading) == CLAIM


@pytest.mark.parametrize(
    ("given", "check"),
    [
        ({"stance": "denies"}, lambda held: (held.fields["stance"], held.origin) == ("denies", {"stance": "imported"})),
        ({"stance": ""}, lambda held: "stance" not in held.fields),
        ({"flags": "discuss"}, lambda held: held.fields["flags"] == ("discuss",)),
        ({"sure": "FALSE"}, lambda held: held.fields["sure"] is False),
        ({"weight": "3"}, lambda held: held.fields["weight"] == 3),
        ({"speakers": "mayor"}, lambda held: (held.speakers, held.attribution[-1]) == (("mayor",), ("mayor",))),
        ({"speakers": "mayor", "speaker_names": "Ilse Brandt"}, lambda held: held.speakers == ("mayor",)),
        ({"note": "yes"}, lambda held: held.note == "yes"),
        ({"cue_text": "mayor", "cue_offsets": "19-24"}, lambda held: held.spans["cue"] == (Span(19, 24),)),
        ({"cue_text": "", "cue_offsets": ""}, lambda held: "cue" not in held.spans),
        ({"annotator": "zoe"}, lambda held: held.annotator == "zoe"),
        ({"record": "", "weight": "2"}, lambda held: (held.fields["weight"], held.note) == (2, "+1")),
        ({"record": None, "weight": "2"}, lambda held: held.spans == CLAIM.spans),
    ],
)
def test_changed_cells_hold(given: dict[str, str | None], check: Callable[[Claim], bool]) -> None:
    """What was changed in a sheet is taken, and the changed part is said to be imported."""
    reading = read(FORMAT, changed(**given), KNOWN)
    assert said(reading) == []
    assert check(claim(reading))


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"stance": "asertts"}, "in.jsonl:2: fields.stance: the field has no value"),
        ({"weight": "3,5"}, 'in.jsonl:2: fields.weight: "3,5" is not a number'),
        ({"content_offsets": "2026-05-03"}, 'in.jsonl:2: content_offsets: "2026-05-03" are no offsets; start-end'),
        ({"content_offsets": "0-12;31-36"}, "in.jsonl:2: content_text: the words are"),
        ({"content_text": "other"}, "in.jsonl:2: content_text: the words are"),
        ({"cue_offsets": "25-999"}, "in.jsonl:2: "),
        ({"speakers": "nobody"}, 'in.jsonl:2: speakers: there is no speaker "nobody"'),
        ({"speaker_names": "Post"}, 'in.jsonl:2: speaker_names: the speakers are called "@post"'),
        ({"article": "other"}, 'in.jsonl:2: article: the project has no article "other"'),
        ({"id": ""}, "in.jsonl:2: id: the key is missing"),
        ({"record": "{"}, "in.jsonl:2: record: this is not JSON"),
        ({"record": "[]"}, "in.jsonl:2: record: the cell is a list"),
        ({"record": '{"format":"claims/9"}'}, "in.jsonl:2: record.format: the record is claims/9"),
        ({"record": '{"format":"claims/1","id":5,"spans":{"content":[3]}}'}, "in.jsonl:2: record.id: 5 has the wrong"),
        ({"layer": "robot"}, "in.jsonl:2: layer: "),
    ],
)
def test_wrong_cells(given: dict[str, str], fault: str) -> None:
    """A row is refused whole, with file, line and column."""
    reading = read(FORMAT, changed(**given), KNOWN)
    assert said(reading)[0].startswith(fault), said(reading)
    assert not any(content.claims for content in reading.data.layers.values())


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "in.jsonl:1: there is no column article"),
        (b"id,id,article\r\n", "in.jsonl:1: the column id stands twice"),
        (b"id,article\r\n\r\n,\r\nc1\r\n", "in.jsonl:4: the row has 1 cells; 2, as in the header."),
        (b'id,article\r\nc1,"rents', "in.jsonl:2: the row cannot be read (unexpected end of data)"),
        (b"id,article\r\nc1,\xff", "in.jsonl:2: byte 15 is not UTF-8"),
    ],
)
def test_wrong_files(data: bytes, fault: str) -> None:
    """A broken sheet is told where it breaks."""
    assert said(read(FORMAT, data, KNOWN))[0].startswith(fault)


def test_unknown_columns_and_names() -> None:
    """A column of the reader's own is left out and said; the layer is whose the person says."""
    reading = read(FORMAT, changed(mood="good"), KNOWN, Wanted("ben"))
    assert reading.notes == ('in.jsonl: the column "mood" is not known, and is left out.',)
    assert set(reading.data.layers) == {Layer("rents", "ben")}


def test_a_field_may_be_called_note() -> None:
    """A field whose name a column has already gets another column."""
    fields = (*SCHEME.fields, replace(SCHEME.fields[-1], key="note"))
    data = replace(DATA, scheme=replace(SCHEME, fields=fields))
    assert "fields.note" in cells(write(FORMAT, data)[""])[0]


def test_named() -> None:
    """It is in the table of formats."""
    assert plugins.writer("csv") is FORMAT
