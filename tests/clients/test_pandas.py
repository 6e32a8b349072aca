"""pandas reads the table and the workbook as the same frame, and each span has the words of the article."""

from __future__ import annotations

import io
import json

import pandas
import pytest
from openpyxl.utils.escape import unescape

from annotator.core.records.dataset import Dataset
from annotator.core.text.cell import plain
from annotator.formats.csv.columns import PIECES
from annotator.formats.csv.format import FORMAT as CSV
from annotator.formats.csv.xlsx import FORMAT as XLSX
from tests.clients.sample import sample
from tests.formats.reading import write
from tests.formats.standoff.hostile import hostile


@pytest.mark.parametrize("data", [sample(), hostile()], ids=["sample", "hostile"])
def test_both_are_the_same_frame(data: Dataset) -> None:
    """Every cell a text; words by their offsets; the record is JSON."""
    said = {"dtype": str, "keep_default_na": False}
    table = pandas.read_csv(io.BytesIO(write(CSV, data)[""]), encoding="utf-8-sig", **said)
    # The C parser takes any line end for one; within quotes it leaves them as they are.
    table = table.map(plain)
    book = pandas.read_excel(io.BytesIO(write(XLSX, data)[""]), **said).map(unescape)
    pandas.testing.assert_frame_equal(table, book)
    assert len(book) == sum(len(content.claims) for content in data.layers.values())
    for row in book.to_dict("records"):
        text = data.articles[row["article"]].text
        for role in ("content", "source", "cue"):
            pairs = [tuple(map(int, pair.split("-"))) for pair in row[f"{role}_offsets"].split(";") if pair]
            assert row[f"{role}_text"] == PIECES.join(text[start:end] for start, end in pairs)
        assert json.loads(row["record"])["id"] == row["id"]
