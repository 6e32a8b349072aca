"""The workbook, opened by openpyxl: every cell is the text that CSV has, no cell is a formula."""

from __future__ import annotations

import csv
import io
import os
import tempfile
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses
from annotator.core.span import Span
from annotator.core.text.cell import plain, risky
from annotator.formats.csv import xlsx
from annotator.formats.csv.format import FORMAT as CSV
from annotator.formats.csv.xlsx import FORMAT
from tests.clients.sample import sample
from tests.formats.reading import write
from tests.formats.standoff.hostile import hostile
from tests.values import SCHEME, words

ODD = ["=1+1", "@x", "+1", "-1", "'=x", "<r>bold</r>", "<r><t>x</t></r>"]
ODD += ["_x0041_", "\r\n\tx ", "a\x00\x1f\x0b", "\ufffe\uffff"]


def opened(file: bytes) -> list[list[str]]:
    """The cells of all sheets below each other; what is escaped for XML is undone, as spreadsheets do."""
    book = openpyxl.load_workbook(io.BytesIO(file))
    found = []
    for sheet in book:
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row if cell.value is not None} <= {"s", "inlineStr"}
            found.append(["" if cell.value is None else unescape(str(cell.value)) for cell in row])
    return found


def one(note: str, text: str = "Rents fell.", whole: bool = False) -> Dataset:
    """A claim with a note."""
    size = len(text) if whole else 5
    claim = Claim("c", "a", "ana", spans={"content": (Span(0, size),)}, note=note)
    return Dataset({"a": freeze("a", text)}, {Layer("a", "ana"): Content("done", (claim,))}, scheme=SCHEME)


@pytest.mark.parametrize("data", [sample(), hostile()], ids=["sample", "hostile"])
def test_the_same_cells_as_csv(data: Dataset) -> None:
    """Row by row; what CSV marks is marked here by the format of the cell, and its text is untouched."""
    sheet = write(CSV, data)[""].decode("utf-8-sig")
    wanted = [[plain(cell) for cell in row] for row in csv.reader(io.StringIO(sheet, newline=""))]
    file = write(FORMAT, data)[""]
    assert opened(file) == wanted
    for row in openpyxl.load_workbook(io.BytesIO(file))["claims"].iter_rows(min_row=2):
        assert all(bool(cell.quotePrefix) == risky(unescape(str(cell.value))) for cell in row if cell.value)


@pytest.mark.parametrize("note", ODD)
def test_odd_cells(note: str) -> None:
    """Signs of formulas, the library's own markup, what XML cannot hold."""
    head, row = opened(write(FORMAT, one(note))[""])
    assert row[head.index("note")] == note


@settings(max_examples=40)
@given(words | st.sampled_from(ODD).flatmap(lambda odd: words.map(lambda word: odd + word)))
def test_every_note(note: str) -> None:
    """The file is XML, and the cell has the note."""
    file = write(FORMAT, one(note))[""]
    with zipfile.ZipFile(io.BytesIO(file)) as held:
        assert held.testzip() is None
        for name in held.namelist():
            ElementTree.fromstring(held.read(name))
    head, row = opened(file)
    assert row[head.index("note")] == note


def test_long_cells() -> None:
    """Cut between graphemes, counted in UTF-16 units as spreadsheets do; a record that does not fit is left out."""
    losses = Losses()
    head, row = opened(write(FORMAT, one("n" * 40_000, "👩🏽‍🔬" * 8_000, whole=True), losses)[""])
    words = row[head.index("content_text")]
    assert len(words.encode("utf-16-le")) // 2 <= 32_767
    assert set(words.replace("👩🏽‍🔬", "")) == set()
    assert len(row[head.index("note")]) == 32_767
    assert row[head.index("record")] == ""
    assert dict(losses.counts) == {
        "cells of content_text that were cut after 32,767 characters": 1,
        "cells of note that were cut after 32,767 characters": 1,
        "records longer than the 32,767 characters of a cell, left out": 1,
    }


def test_more_rows_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """A further sheet with a header of its own; no claim is lost."""
    monkeypatch.setattr(xlsx, "ROWS", 100)
    data = sample()
    book = openpyxl.load_workbook(io.BytesIO(write(FORMAT, data)[""]))
    claims = sum(len(content.claims) for content in data.layers.values())
    assert book.sheetnames[:2] == ["claims", "claims 2"]
    assert sum(sheet.max_row - 1 for sheet in book) == claims
    assert {sheet.max_row for sheet in list(book)[:-1]} == {100}


def test_the_same_bytes() -> None:
    """No time of day in the file."""
    assert write(FORMAT, sample()) == write(FORMAT, sample())
    book = openpyxl.load_workbook(io.BytesIO(write(FORMAT, one("x"))[""]))
    assert book.properties.created == book.properties.modified == datetime(1980, 1, 1)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export that breaks off in the middle leaves no file, and none open."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    begun = FORMAT.write(sample(), Losses())
    next(begun)
    assert os.listdir(tmp_path) != []
    begun.close()
    data = sample()
    torn = replace(data, layers={**data.layers, max(data.layers): None})  # type: ignore[dict-item]
    with pytest.raises(AttributeError):
        list(FORMAT.write(torn, Losses()))
    assert os.listdir(tmp_path) == []


def test_a_portion() -> None:
    """A single file has what it is given; an export of nothing is a header."""
    data = replace(sample(), layers={})
    (head,) = opened(write(FORMAT, data)[""])
    assert head[:3] == ["id", "article", "annotator"]
