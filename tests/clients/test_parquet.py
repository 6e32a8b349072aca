"""Parquet that pyarrow and pandas have written is read by us, row by row."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from annotator.core.records.corpus import Chosen, Raw
from annotator.core.records.format import Source
from annotator.formats.corpora.parquet import CORPUS
from tests.formats.corpora.reading import found

pyarrow = pytest.importorskip("pyarrow", reason="not installed: tests/clients/requirements-parquet.txt")
parquet = pytest.importorskip("pyarrow.parquet")
pandas = pytest.importorskip("pandas")


def written(table: object, **more: object) -> bytes:
    """A table as pyarrow writes it."""
    out = io.BytesIO()
    parquet.write_table(table, out, **more)
    return out.getvalue()


def test_what_pyarrow_writes() -> None:
    """Texts whole, typed columns as metadata, lists as they are, rows as lines; unused columns are said."""
    texts = ["Rents fell.", "Größe 👩🏽‍🔬 e\u0301\r\n=1+1", "=SUM(A1)"]
    table = pyarrow.table(
        {
            "body": texts,
            "key": pyarrow.array([1, 2, 3], pyarrow.int64()),
            "published": pyarrow.array([date(2026, 5, 11), None, date(2026, 5, 12)]),
            "authors": [["Ana", "Ben"], ["Ana"], None],
            "score": [0.5, float("nan"), 2.0],
            "vector": [[0.1] * 4] * 3,
        }
    )
    for more in ({}, {"row_group_size": 1}, {"compression": "zstd", "use_dictionary": False}):
        raws, faults, notes = found(CORPUS, written(table, **more), text="body", id="key", keep=("score",))
        assert not faults
        assert [each.text for each in raws] == texts
        assert [(each.name, each.line) for each in raws] == [("1", 1), ("2", 2), ("3", 3)]
        assert [each.meta for each in raws] == [
            {"date": "2026-05-11", "author": ["Ana", "Ben"], "score": 0.5},
            {"author": ["Ana"]},
            {"date": "2026-05-12", "score": 2.0},
        ]
        assert notes == ['left out: "vector"; --meta NAME keeps a column']


def test_what_pandas_writes(tmp_path: Path) -> None:
    """Its index and its missing values, times with and without a zone."""
    frame = pandas.DataFrame(
        {
            "text": ["Rents fell.", None, "Prices rose."],
            "id": ["a", "b", None],
            "date": pandas.to_datetime(["2026-05-11", "2026-05-12", "2026-05-13"]),
            "language": pandas.Categorical(["en", None, "de"]),
        },
        index=["x", "y", "z"],
    )
    frame.to_parquet(tmp_path / "news.parquet")
    raws, faults, _ = found(CORPUS, (tmp_path / "news.parquet").read_bytes())
    assert [(each.text, each.meta) for each in raws] == [("Rents fell.", {"date": "2026-05-11", "language": "en"})]
    assert faults[0] == "2: text: there is no text; a text in each record."
    assert faults[1].startswith("3: id: there is no id")
    frame["date"] = datetime(2026, 5, 11, 8, tzinfo=UTC)
    frame["id"] = [1.0, 2.0, 3.0]
    frame.to_parquet(tmp_path / "news.parquet", index=False)
    raws, _, _ = found(CORPUS, (tmp_path / "news.parquet").read_bytes())
    assert [(each.name, each.meta["date"]) for each in raws] == [
        ("1", "2026-05-11T08:00:00+00:00"),
        ("3", "2026-05-11T08:00:00+00:00"),
    ]


ZONE = pyarrow.timestamp("us", "Mars/X")
ODD = [
    ("a far day", pyarrow.array([1, 10**7], pyarrow.date32()), ["1970-01-02", "29349-01-26"]),
    (
        "a far time",
        pyarrow.array([0, 253402300800000], pyarrow.timestamp("ms")),
        ["1970-01-01", "10000-01-01 00:00:00.000"],
    ),
    ("an unknown zone", pyarrow.array([5, None], ZONE), ["1970-01-01 00:00:00.000005Z", None]),
]


@pytest.mark.parametrize(("column", "dates"), [row[1:] for row in ODD], ids=[row[0] for row in ODD])
def test_times_that_python_has_not(column: object, dates: list[str | None]) -> None:
    """They are kept as words; the others in the column are what they are anywhere."""
    raws, faults, _ = found(CORPUS, written(pyarrow.table({"text": ["Rents fell.", "Prices rose."], "date": column})))
    assert not faults
    assert [each.meta.get("date") for each in raws] == dates


BARE = """
import sys
class NoPandas:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pandas":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, NoPandas())
from annotator.formats.corpora.parquet import CORPUS
from tests.formats.corpora.reading import found
print(found(CORPUS, sys.stdin.buffer.read())[0][0].meta)
"""


def test_billionths_of_a_second_without_pandas() -> None:
    """pyarrow makes times of pandas of them; where that is not installed, they are kept as words."""
    table = pyarrow.table({"text": ["Rents fell."], "date": pyarrow.array([5], pyarrow.timestamp("ns"))})
    done = subprocess.run([sys.executable, "-c", BARE], input=written(table), capture_output=True, check=False)
    assert (done.stdout, done.stderr) == (b"{'date': '1970-01-01 00:00:00.000000005'}\n", b"")


def test_a_time_in_a_list_that_python_has_not() -> None:
    """There is no word for it: a sentence."""
    column = pyarrow.array([[10**7]], pyarrow.list_(pyarrow.date32()))
    _, (fault,), _ = found(CORPUS, written(pyarrow.table({"text": ["Rents fell."], "author": column})))
    assert "the file cannot be read as Parquet" in fault


WHOLE = written(pyarrow.table({"text": ["Rents fell. " * 50] * 3000, "id": [str(n) for n in range(3000)]}))
BAD = [
    ("nothing", b"", "the file cannot be read as Parquet"),
    ("text", b"text,id\na,b\n", "the file cannot be read as Parquet"),
    ("truncated", WHOLE[: len(WHOLE) // 2], "the file cannot be read as Parquet"),
    ("a hole", WHOLE[:9] + bytes(200) + WHOLE[209:], "the file cannot be read as Parquet"),
    ("no rows", written(pyarrow.table({"text": pyarrow.array([], pyarrow.string())})), "it is empty"),
    ("no column", written(pyarrow.table({"body": ["x"]})), '--text names it; there are "body"'),
    ("numbers", written(pyarrow.table({"text": [1]})), "1: text: 1 is no text"),
    ("NUL", written(pyarrow.table({"text": ["a\x00b"]})), "1: text: a NUL stands at character 1"),
    ("bytes", written(pyarrow.table({"text": [b"Rents fell."]})), "1: text: "),
]


@pytest.mark.parametrize(("raw", "said"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_files(raw: bytes, said: str) -> None:
    """Each is a sentence."""
    _, faults, _ = found(CORPUS, raw)
    assert len(faults) == 1
    assert said in faults[0]


def test_bytes_that_are_no_utf8() -> None:
    """A column that calls itself text and is none."""
    bad = pyarrow.Array.from_buffers(
        pyarrow.string(), 1, [None, pyarrow.py_buffer(b"\0\0\0\0\2\0\0\0"), pyarrow.py_buffer(b"\xff\xfe")]
    )
    _, (fault,), _ = found(CORPUS, written(pyarrow.table({"text": bad})))
    assert "the file cannot be read as Parquet" in fault


def test_a_large_file_is_read_in_little_memory(tmp_path: Path) -> None:
    """100 MB of texts in one row group: what is held at a time is a small part of it."""
    path = tmp_path / "large.parquet"
    text = "Rents fell by 4.1% in May, the ministry said. " * 100
    rows = pyarrow.table({"text": [f"{number} {text}" for number in range(22_000)]})
    parquet.write_table(rows, path, row_group_size=22_000, compression="none", use_dictionary=False)
    size = path.stat().st_size
    assert size > 100_000_000
    del rows
    pyarrow.default_memory_pool().release_unused()
    before = pyarrow.total_allocated_bytes()
    most = count = 0
    for each in CORPUS.read(Source(str(path), lambda: path.open("rb")), Chosen()):
        if isinstance(each, Raw):
            count += 1
            most = max(most, pyarrow.total_allocated_bytes() - before)
    assert count == 22_000
    assert most < size // 10
