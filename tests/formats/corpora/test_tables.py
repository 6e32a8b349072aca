"""Tables of articles: which columns are what, and every record that is refused with its line and why."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.records import limits
from annotator.core.records.corpus import Chosen, Raw
from annotator.core.records.format import Source
from annotator.core.records.limits import KEPT
from annotator.formats.corpora.columns import Rows
from annotator.formats.corpora.csv import CORPUS as CSV
from annotator.formats.corpora.jsonl import CORPUS as JSONL
from tests.formats.corpora.reading import found

HEAD = b"id,text\n"
LONG = b"x" * (limits.LINE + 9)

CSV_ROWS = [
    ("plain", HEAD + b"a,Rents fell.\nb,Prices rose.\n", ["Rents fell.", "Prices rose."], []),
    ("semicolons", b"id;text\na;Rents, he said, fell.\n", ["Rents, he said, fell."], []),
    ("tabs", b"id\ttext\na\tRents fell.\n", ["Rents fell."], []),
    ("signature", b"\xef\xbb\xbf" + HEAD + b"a,Gr\xc3\xb6\xc3\x9fe.\n", ["Größe."], []),
    ("CRLF", b'id,text\r\na,"One.\r\nTwo."\r\n', ["One.\r\nTwo."], []),
    ("line separator", HEAD + "a,One\u2028Two\x85Three.\n".encode(), ["One\u2028Two\x85Three."], []),
    ("blank rows", HEAD + b"\n\na,Rents fell.\n\n", ["Rents fell."], []),
    ("utf-16", "id,text\na,Größe.\n".encode("utf-16"), ["Größe."], []),
    ("empty text", HEAD + b"a,\nb,  \nc,Right.\n", ["Right."], ["2: text: the text is empty", "3: text"]),
    ("no id", HEAD + b",Rents fell.\n", [], ["2: id: there is no id"]),
    ("a cell too many", HEAD + b'a,"One\nmore.",x\nb,Right.\n', ["Right."], ["2: the row has 3 cells; 2, as in"]),
    ("NUL", HEAD + b"a,Re\x00nts\n", [], ["binary"]),
    ("open quotation mark", HEAD + b'a,Right.\nb,"Rents fell.\nc,More.\n', ["Right."], ["3: the row cannot be read"]),
    ("a quotation mark too many", HEAD + b'a,"Rents" fell.\nb,Right.\n', [], ["2: the row cannot be read (',' exp"]),
    ("truncated character", HEAD + b"a,Gr\xc3\xb6\xc3\x9fe.\nb,Gr\xc3", [], ["3: the line is not utf-8"]),
    ("a row too long", HEAD + b"a,Right.\nb," + LONG + b"\nc,Right.\n", ["Right."], ["3: the row is longer than 8 MB"]),
    (
        "a cell too long",
        HEAD + b'a,"' + (b"x" * 999 + b"\n") * (limits.LINE // 1000 + 1) + b'"\n',
        [],
        ["2: the row is longer than 8 MB"],
    ),
    ("a large cell", HEAD + b'a,"' + b"x" * 1_000_000 + b'"\n', ["x" * 1_000_000], []),
    ("nothing", b"", [], ["it is empty"]),
    ("a header alone", HEAD, [], []),
    (
        "no such column",
        b"key,body\n1,x\n",
        [],
        ['1: there is no column text; --text names it; there are "key", "body"'],
    ),
    ("a column twice", b"text,text\nx,y\n", [], ['1: the column "text" stands twice']),
]


@pytest.mark.parametrize(("raw", "texts", "faults"), [row[1:] for row in CSV_ROWS], ids=[row[0] for row in CSV_ROWS])
def test_csv(raw: bytes, texts: list[str], faults: list[str]) -> None:
    """The texts of the rows, and where and why others are none."""
    raws, wrong, _ = found(CSV, raw)
    assert [each.text for each in raws] == texts
    assert len(wrong) == len(faults)
    for said, wanted in zip(wrong, faults, strict=True):
        assert wanted in said


def lines(*records: object) -> bytes:
    """JSON Lines of these; bytes and strings as they are."""
    return b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in records)


RIGHT = {"id": "a", "text": "Right."}
JSON_ROWS = [
    ("plain", lines(RIGHT, b"", {"id": "b", "text": "Größe."}), ["Right.", "Größe."], []),
    ("line separator", lines(b'{"id":"a","text":"One\xe2\x80\xa8Two."}'), ["One\u2028Two."], []),
    ("signature", b"\xef\xbb\xbf" + lines(RIGHT), ["Right."], []),
    ("CRLF", b'{"id":"a","text":"Right."}\r\n{"id":"b","text":"Too."}\r\n', ["Right.", "Too."], []),
    ("lone surrogate", lines(RIGHT, b'{"id":"b","text":"x\\ud800"}'), ["Right."], ["2: a lone surrogate (U+D800)"]),
    ("NaN", lines(RIGHT, b'{"id":NaN,"text":"x"}'), ["Right."], ["2: NaN is not JSON"]),
    ("5,000 digits", lines(RIGHT, b'{"id":' + b"9" * 5000 + b"}"), ["Right."], ["2: the number 9999"]),
    ("NUL", lines(RIGHT, {"id": "b", "text": "a\x00b"}), ["Right."], ["2: text: a NUL stands at character 1"]),
    ("empty", lines(RIGHT, {"id": "b", "text": " \n"}), ["Right."], ["2: text: the text is empty"]),
    ("null", lines(RIGHT, {"id": "b", "text": None}), ["Right."], ["2: text: there is no text"]),
    ("a number", lines(RIGHT, {"id": "b", "text": 7}), ["Right."], ["2: text: 7 is no text"]),
    ("a list", lines(RIGHT, {"id": "b", "text": ["x"]}), ["Right."], ["2: text: a list is no text"]),
    ("no text", lines(RIGHT, {"id": "b", "body": "x"}), ["Right."], ["2: there is no column text"]),
    ("no object", lines(RIGHT, [1]), ["Right."], ["2: the line is a list"]),
    ("ends in the middle", lines(RIGHT) + b'\n{"id":"b","text":"Tw', ["Right."], ["2: this is not JSON"]),
    ("not UTF-8", lines(RIGHT, b'{"text":"\xff"}'), ["Right."], ["2: byte 9 is not UTF-8"]),
    (
        "a line too long",
        lines(RIGHT, b'{"text":"' + LONG + b'"}', RIGHT),
        ["Right."] * 2,
        ["2: the record is too long"],
    ),
    ("wrong from the first", lines({"body": "x"}, {"body": "y"}), [], ["1: there is no column text"]),
    ("one list", b'[\n{"text":"x"},\n{"text":"y"}\n]\n', [], ["1: the file is one list; one JSON object in each line"]),
    ("nothing", b"", [], ["it is empty"]),
    ("blank", b"\n \n", [], ["it is empty"]),
]


@pytest.mark.parametrize(("raw", "texts", "faults"), [row[1:] for row in JSON_ROWS], ids=[row[0] for row in JSON_ROWS])
def test_jsonl(raw: bytes, texts: list[str], faults: list[str]) -> None:
    """The texts of the lines, and where and why others are none."""
    raws, wrong, _ = found(JSONL, raw)
    assert [each.text for each in raws] == texts
    assert len(wrong) == len(faults)
    for said, wanted in zip(wrong, faults, strict=True):
        assert wanted in said


def test_columns_become_metadata_by_their_names() -> None:
    """In any spelling; what fits nowhere is left out and said, or kept when it is named."""
    head = "Text,ID,Headline,Site Name,authors,Pub-Date,lang,URL,section,words\n"
    row = "Rents fell.,7,Rents,Harbor Post,Ana Ruiz,2026-05-11,en,https://post.example/a,city,2\n"
    (raw,), faults, notes = found(CSV, (head + row).encode())
    assert not faults
    assert (raw.name, raw.title, raw.line) == ("7", "Rents", 2)
    assert raw.meta == {
        "outlet": "Harbor Post",
        "author": "Ana Ruiz",
        "date": "2026-05-11",
        "language": "en",
        "address": "https://post.example/a",
    }
    assert notes == ['left out: "section", "words"; --meta NAME keeps a column']
    (raw,), _, notes = found(CSV, (head + row).encode(), keep=("section",))
    assert raw.meta["section"] == "city"
    assert notes == ['left out: "words"; --meta NAME keeps a column']
    _, faults, _ = found(CSV, (head + row).encode(), keep=("sektion",), text="Body")
    assert '--text: there is no column "Body"' in faults[0]
    assert 'did you mean "section"?' in faults[1]


def test_json_metadata_may_stand_in_an_object() -> None:
    """Beside the text or below it; lists of authors stay lists, and numbers stay numbers where a column is kept."""
    inner = {"lang": "de", "authors": ["Ana", "Ben"], "year": 2026, "score": 0.5, "text": "Not this."}
    record = {"id": 5.0, "text": "Rents fell.", "lang": "en", "meta": inner}
    (raw,), faults, _ = found(JSONL, lines(record), keep=("year",))
    assert not faults
    assert raw.name == "5"
    assert raw.meta == {"language": "en", "author": ["Ana", "Ben"], "year": 2026}
    assert raw.source == lines(record)


def test_objects_and_bytes_are_words() -> None:
    """An object is its name or value, else JSON; bytes are UTF-8, else hexadecimal; nothing is as Python has it."""
    record = {
        "id": b"a1",
        "text": "Rents fell.",
        "outlet": {"@type": "Organization", "name": "Post"},
        "title": {"@value": "Rents", "@language": "en"},
        "language": {"code": "en"},
        "author": [{"name": "Ana"}, "Ben", {}],
        "key": b"\xff\x00",
    }
    raw = Rows(Chosen(keep=("key",))).article(record, 1, 1)
    assert isinstance(raw, Raw)
    assert (raw.name, raw.title) == ("a1", "Rents")
    assert raw.meta == {"outlet": "Post", "language": '{"code": "en"}', "author": ["Ana", "Ben", "{}"], "key": "ff00"}


def test_numbers_that_json_does_not_keep() -> None:
    """Sixty-four bits, as tables of posts have them, become text; what is smaller stays a number."""
    record = {"text": "Rents fell.", "tweet": 2**53, "tweets": [2**63, -(2**53)], "year": 2**53 - 1, "is": True}
    raw = Rows(Chosen(keep=("tweet", "tweets", "year", "is"))).article(record, 1, 1)
    assert isinstance(raw, Raw)
    assert raw.meta == {
        "tweet": "9007199254740992",
        "tweets": ["9223372036854775808", "-9007199254740992"],
        "year": 2**53 - 1,
        "is": True,
    }


def test_odd_values_are_counted() -> None:
    """Dates that cannot be compared are kept; what is too long for metadata is not."""
    rows = [{"text": "x.", "date": "May 3", "author": "A" * 2000}, {"text": "y.", "date": "2026-05-03T10:00"}]
    raws, _, notes = found(JSONL, lines(*rows))
    assert [each.meta for each in raws] == [{"date": "May 3"}, {"date": "2026-05-03T10:00"}]
    assert [each.number for each in raws] == [1, 2]
    assert 'left out: values of "author" of more than 1,000 characters: 1' in notes
    assert 'dates not written like 2026-05-31 are kept, and cannot be compared: 1, such as "May 3"' in notes


def test_deep_values_are_counted() -> None:
    """What could go out with no article is left out."""
    deep: list[object] = []
    for _ in range(KEPT - 1):
        deep = [deep]
    (raw,), _, notes = found(JSONL, lines({"text": "x.", "a": deep, "b": deep[0]}), keep=("a", "b"))
    assert raw.meta == {"b": deep[0]}
    assert f'left out: values of "a" with {KEPT} or more levels of nesting: 1' in notes


@pytest.mark.parametrize(
    ("encoding", "declared", "note"),
    [("latin-1", "", "a guess"), ("cp1252", "cp1252", "as declared"), ("utf-16-le", "utf-16-le", "as declared")],
)
def test_other_encodings_are_said(encoding: str, declared: str, note: str) -> None:
    """Guessed for the whole file from what is not ASCII in it, wherever it first comes; or as declared."""
    text = "Die Größe der Brücke ist überall ähnlich groß für Fußgänger, sagte der Bürgermeister."
    text = f"{text} {text}"
    raw = ("text\n" + ("plain words " * 9000 + "\n") * 30 + f'"{text}"\n').encode(encoding)
    raws, faults, notes = found(CSV, raw, encoding=declared)
    assert not faults
    assert raws[-1].text == text
    assert note in notes[0]


JAPANESE = "家賃は五月に四パーセント下がったと、大臣は水曜日に述べた。市長はその数字を作り話だと呼んだ。"
KOREAN = "장관은 수요일에 임대료가 오월에 사 퍼센트 내렸다고 말했다. 시장은 그 수치가 꾸며낸 것이라고 했다."


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp949", KOREAN), ("shift_jis", JAPANESE), ("euc_jp", JAPANESE)],
    ids=["cp949", "shift_jis", "euc_jp"],
)
def test_large_files_of_two_bytes_a_character(encoding: str, text: str, more: int) -> None:
    """What an encoding is guessed by ends with a character, wherever the lines are."""
    raw = ("text\n" + "x" * more + f"{text * 3}\n" * 1200).encode(encoding)
    raws, faults, notes = found(CSV, raw)
    assert not faults
    assert raws[-1].text == text * 3
    assert "a guess" in notes[0]


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("klingon", "'klingon' is no encoding of text"),
        ("rot13", "is no encoding of text"),
        ("ascii", "2: the line is not"),
    ],
)
def test_a_wrong_encoding_is_a_sentence(declared: str, said: str) -> None:
    """An unknown name, one that is none of text, and one that does not fit."""
    _, (fault,), _ = found(CSV, b"text\nCaf\xe9.\n", encoding=declared)
    assert said in fault


class Endless(io.RawIOBase):
    """A file of so many bytes that are made when they are read."""

    def __init__(self, head: bytes, size: int) -> None:
        self.head, self.size, self.at = head, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (self.size if whence == 2 else self.at if whence == 1 else 0)
        return self.at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = max(0, min(len(buffer), self.size - self.at))
        head = self.head[self.at : self.at + count]
        buffer[:count] = head + b"x" * (count - len(head))
        self.at += count
        return count


@pytest.mark.parametrize("corpus", [CSV, JSONL], ids=["csv", "jsonl"])
def test_a_line_of_a_gigabyte_is_never_held(corpus: object) -> None:
    """It is refused with its line, in the memory that a line may have."""
    head = b'text\n"' if corpus is CSV else b'{"text":"'
    source = Source("big", lambda: io.BufferedReader(Endless(head, 1 << 28)))  # type: ignore[arg-type]
    tracemalloc.start()
    faults = [str(each) for each in corpus.read(source, Chosen())]  # type: ignore[attr-defined]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(faults) == 1
    assert "long" in faults[0]
    assert peak < 12 * limits.LINE


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"]), min_size=1)), min_size=1))
def test_what_csv_writes_is_read(rows: list[tuple[str]]) -> None:
    """Whatever the texts are: commas, quotation marks, line ends; only blank texts and NULs are refused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([("text", "n"), *((text, "1") for (text,) in rows)])
    raws, faults, _ = found(CSV, out.getvalue().encode())
    right = [text for (text,) in rows if text.strip() and "\x00" not in text]
    if not any("\x00" in text for (text,) in rows):
        assert [each.text for each in raws] == right
    assert all("empty" in fault or "NUL" in fault or "binary" in fault for fault in faults)


@given(st.binary(max_size=200), st.sampled_from([CSV, JSONL]))
def test_any_bytes_are_answered(raw: bytes, corpus: object) -> None:
    """Articles, faults and notes, never anything else."""
    head = b"text\n" if corpus is CSV else b'{"text":"'
    for each in (raw, head + raw):
        _all(corpus.read(Source("file", lambda each=each: io.BytesIO(each)), Chosen()))  # type: ignore[attr-defined, misc]


def _all(found: Iterator[object]) -> list[Raw]:
    return [each for each in found if isinstance(each, Raw)]
