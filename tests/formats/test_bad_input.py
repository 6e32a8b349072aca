"""One table of bad input over every format that is imported: what is refused, where, and what of the rest is taken."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from annotator import plugins
from annotator.core.article import freeze
from annotator.core.records.filename import file_names
from annotator.core.records.format import Reading, Source, Wanted
from tests.formats.foreign import EMPTY, FILES, KNOWN
from tests.formats.reading import read, said, write
from tests.formats.standoff.test_uima import Endless

TEXTLESS = ("claims", "csv", "decisions")
"""Formats that hold no texts, for a project that has them."""
NATIVE = ("claims", "articles", "bundle", "decisions")
JSON = (*NATIVE, "label_studio", "doccano", "prodigy", "web_annotation")
MANY = b"9" * 5000
BOM = b"\xef\xbb\xbf"
Edit = Callable[[dict[str, bytes]], dict[str, bytes]]


def swap(*pairs: tuple[bytes, bytes]) -> Edit:
    """Each text for another, wherever it stands, all at once."""

    def edit(files: dict[str, bytes]) -> dict[str, bytes]:
        for old, _ in pairs:
            assert any(old in held for held in files.values()), old
        found = {}
        for name, held in files.items():
            for number, (old, _) in enumerate(pairs):
                held = held.replace(old, b"\x00%d\x00" % number)
            for number, (_, new) in enumerate(pairs):
                held = held.replace(b"\x00%d\x00" % number, new)
            found[name] = held
        return found

    return edit


def cut(files: dict[str, bytes]) -> dict[str, bytes]:
    """The file of the claims ends in the middle of the second one."""
    name = next(name for name, held in files.items() if b"Rents rose" in held and not name.endswith(".txt"))
    return {**files, name: files[name][: files[name].rindex(b"Rents rose") + 4]}


def shifted(by: int) -> Edit:
    """The offsets of the first article in another unit: one more or less after the emoji."""
    pairs = []
    for number in (2, 12, 14, 23, 30, 40):
        old, new = (number, number + by) if by > 0 else (number - by, number)
        for head, tail in (
            (b'start": ', b","),
            (b'end": ', b","),
            (b'end": ', b"}"),
            (b'set": ', b","),
            (b'set": ', b"}"),
        ):
            pairs.append((b"%s%d%s" % (head, old, tail), b"%s%d%s" % (head, new, tail)))
        for head, tail in (
            (b'begin="', b'"'),
            (b'end="', b'"'),
            (b" ", b" "),
            (b" ", b"\t"),
            (b",", b"-"),
            (b"-", b","),
        ):
            pairs.append((b"%s%d%s" % (head, old, tail), b"%s%d%s" % (head, new, tail)))

    def edit(files: dict[str, bytes]) -> dict[str, bytes]:
        held = [
            pair for pair in pairs if any(pair[0] in each for name, each in files.items() if not name.endswith(".txt"))
        ]
        texts = {name: each for name, each in files.items() if name.endswith(".txt")}
        return {**swap(*held)({name: each for name, each in files.items() if name not in texts}), **texts}

    return edit


def marked(files: dict[str, bytes]) -> dict[str, bytes]:
    """Every file begins with a byte order mark."""
    return {name: BOM + held for name, held in files.items()}


def on_windows(files: dict[str, bytes]) -> dict[str, bytes]:
    """The names are those of another system."""
    return {"C:\\news\\" + name.replace("/", "\\"): held for name, held in files.items()}


Row = tuple[Edit, str, int]
"""How the files are changed, what some fault (or note) says, how many claims are taken."""


def each(names: tuple[str, ...], *row: Any) -> dict[str, Row]:
    """The same row for several formats."""
    return dict.fromkeys(names, row)


SPAN = b'"start": 2, "end": 12, "text": "Rents fell"'
START = b'"start": 2,'
TABLE: dict[str, dict[str, Row]] = {
    "truncated file": {
        "claims": (cut, "in.jsonl:2: this is not JSON at column", 1),
        "articles": (cut, "in.jsonl:1: this is not JSON at column", 0),
        "bundle": (cut, "articles.jsonl:1: this is not JSON at column", 0),
        "decisions": (cut, "in.jsonl:2: this is not JSON at column", 1),
        "csv": (cut, "in.csv:3: the row has 4 cells; 9, as in the header.", 1),
        "brat": (cut, 'rents.ann:5: the quoted text is "Rent"', 2),
        "label_studio": (cut, "in.json:1: the file ends in the middle of a record", 0),
        "doccano": (cut, "in.jsonl:1: this is not JSON at column", 0),
        "prodigy": (cut, "in.jsonl:1: this is not JSON at column", 0),
        "uima": (cut, "f/rents.xmi:5: this is no XML (unclosed token)", 1),
        "web_annotation": (cut, "in.jsonld:3: the file ends in the middle of a record", 1),
    },
    "wrong offset unit": {
        **each(
            ("claims",),
            shifted(1),
            'in.jsonl:1: spans.content[0].text: the quoted text is "Rents fell"; characters 3',
            1,
        ),
        **each(
            ("articles",), shifted(1), 'layers[0].claims[0].spans.content[0].text: the quoted text is "Rents fell"', 1
        ),
        **each(
            ("bundle",), shifted(1), "articles.jsonl:1: layers[0].claims[0].spans.content[0].text: the quoted text", 1
        ),
        **each(("decisions",), shifted(1), "in.jsonl:2: results[0].spans.content[0].text: the quoted text", 1),
        "csv": (
            shifted(1),
            'in.csv:2: content_text: the words are "Rents fell"; the offsets beside them hold "ents',
            1,
        ),
        "brat": (
            swap((b"2 12", b"3 13"), (b"14 23", b"15 24"), (b"30 40", b"31 41")),
            "documents whose offsets are UTF-16 units, converted: 1",
            3,
        ),
        **each(
            ("label_studio", "web_annotation"),
            shifted(1),
            "documents whose offsets are UTF-16 units, converted: 1",
            3,
        ),
        "prodigy": (shifted(1), "would end at words if counted otherwise; try --offsets utf16: 1", 3),
        **each(
            ("doccano", "uima"), shifted(-1), "would end at words if counted otherwise; try --offsets codepoints: 1", 3
        ),
    },
    "a quote that does not match": {
        **each(
            NATIVE,
            swap((SPAN, SPAN.replace(b"fell", b"sank"))),
            '.text: the quoted text is "Rents sank"; characters 2 to 12',
            2,
        ),
        "csv": (swap((b"ana,Rents fell", b"ana,Rents sank")), 'in.csv:2: content_text: the words are "Rents sank"', 2),
        "brat": (
            swap((b"\tRents fell", b"\tRents sank")),
            'rents.ann:1: the quoted text is "Rents sank"; 2 to 12, counted',
            2,
        ),
        "label_studio": (
            swap((SPAN, SPAN.replace(b"fell", b"sank"))),
            "annotations[0].result[0]: the quoted text is",
            2,
        ),
        "web_annotation": (
            swap((b'"exact": "Rents fell"', b'"exact": "Rents sank"')),
            'in.jsonld:1: the quoted text is "Rents sank"',
            2,
        ),
    },
    "an unknown label": {
        **each(
            (*NATIVE, "csv"),
            swap((b"denies", b"nay")),
            'fields.stance: the field has no value "nay"; one of asserts, hedges',
            2,
        ),
        "brat": (
            swap((b"Claim", b"Kitten")),
            'ann:1: [roles]: the mapping does not say what the label "Kitten" is (3 times',
            0,
        ),
        "label_studio": (
            swap((b"Claim", b"Kitten")),
            'in.json:1: [roles]: the mapping does not say what the label "Kitten"',
            0,
        ),
        "doccano": (
            swap((b"Claim", b"Kitten")),
            'in.jsonl:1: [roles]: the mapping does not say what the label "Kitten"',
            0,
        ),
        "prodigy": (
            swap((b"Claim", b"Kitten")),
            'in.jsonl:1: [roles]: the mapping does not say what the label "Kitten"',
            0,
        ),
        "uima": (
            swap((b"Claim", b"Kitten")),
            '[roles]: the mapping does not say what the label "Kitten" is (3 times',
            0,
        ),
        "web_annotation": (swap((b"stance:denies", b"stance:nay")), 'what the value "nay" is (once in the file)', 0),
    },
    "an id given twice": {
        "claims": (
            swap((b'"id": "c2"', b'"id": "c1"')),
            'in.jsonl:2: id: the id "c1" is given twice in the layer of ana on rents',
            2,
        ),
        "articles": (
            swap((b'"id": "c2"', b'"id": "c1"')),
            'in.jsonl:1: layers[0].claims[1].id: the id "c1" is given twice',
            2,
        ),
        "bundle": (
            swap((b'"id": "c2"', b'"id": "c1"')),
            'articles.jsonl:1: layers[0].claims[1].id: the id "c1" is given twice',
            2,
        ),
        "decisions": (swap((b'"d-c2"', b'"d-c1"')), 'in.jsonl:2: id: the decision "d-c1" is given twice', 2),
        "csv": (
            swap((b"c2,rents", b"c1,rents")),
            'in.csv:3: id: the id "c1" is given twice in the layer of ana on rents',
            2,
        ),
        "brat": (swap((b"T3\t", b"T1\t")), 'rents.ann:5: the id "T1" is given twice', 1),
        "label_studio": (
            swap((b'"id": "c2"', b'"id": "c1"')),
            'annotations[0].result[3]: the region "c1" is given twice',
            1,
        ),
        "doccano": (swap((b'"id": 3', b'"id": 1')), "in.jsonl:1: entities[2]: the id 1 is given twice", 1),
        "uima": (swap((b'xmi:id="4"', b'xmi:id="2"')), "f/rents.xmi:4: xmi:id 2: the id 2 is given twice", 1),
        "web_annotation": (swap((b'"id": "#c2"', b'"id": "#c1"')), 'in.jsonld:3: the id "#c1" is given twice', 1),
    },
    "two articles with one id": {
        "claims": (
            swap((b'"id": "quiet"', b'"id": "rents"')),
            "in.jsonl:3: article.sha256: the claim was made on another text",
            2,
        ),
        "articles": (
            swap((b'"id": "quiet"', b'"id": "rents"')),
            'in.jsonl:2: text: the article "rents" has another text in',
            2,
        ),
        "bundle": (
            swap((b'"id": "quiet"', b'"id": "rents"')),
            'articles.jsonl:2: text: the article "rents" has another',
            2,
        ),
        "decisions": (
            swap((b'"article": "quiet", "annot', b'"article": "rents", "annot')),
            "results[0].article: the claim is about another",
            2,
        ),
        "csv": (
            swap((b"q1,quiet", b"q1,rents")),
            'in.csv:4: content_text: the words are "Nothing"; the offsets beside them',
            2,
        ),
        "brat": (
            lambda files: {f"{'a' if 'rents' in name else 'b'}/x.{name[-3:]}": held for name, held in files.items()},
            'b/x.txt: text: the article "x" has another text',
            2,
        ),
        "label_studio": (
            swap((b'"data": {', b'"data": {"id": "x", ')),
            'in.json:2: text: the article "x" has another text in an earlier',
            2,
        ),
        "doccano": (
            swap((b'"relations"', b'"article": {"id": "x"}, "relations"')),
            'in.jsonl:2: text: the article "x" has another text',
            2,
        ),
        "prodigy": (
            swap((b'"answer"', b'"article": {"id": "x"}, "answer"')),
            'in.jsonl:2: text: the article "x" has another text',
            2,
        ),
        "uima": (
            lambda files: {name.replace("f/quiet", "f/a/rents"): held for name, held in files.items()},
            'text: the article "rents" has another text',
            2,
        ),
        "web_annotation": (
            lambda files: {
                "a/in.jsonld": files["in.jsonld"].replace(b"quiet.txt", b"none"),
                "a/rents.txt": files["rents.txt"],
                "b/in.jsonld": b"[" + files["in.jsonld"].splitlines()[-1].replace(b"quiet", b"rents"),
                "b/rents.txt": files["quiet.txt"],
            },
            'text: the article "rents" has another text',
            2,
        ),
    },
    "5,000 digits": {
        **each(
            ("claims", "decisions"),
            swap((START, b'"start": %s,' % MANY)),
            "in.jsonl:1: the number 99999999999999999999… is too large",
            2,
        ),
        **each(
            ("articles", "prodigy"),
            swap((START, b'"start": %s,' % MANY)),
            "in.jsonl:1: the number 99999999999999999999… is too large",
            1,
        ),
        "bundle": (
            swap((START, b'"start": %s,' % MANY)),
            "articles.jsonl:1: the number 99999999999999999999… is too large",
            1,
        ),
        "label_studio": (
            swap((START, b'"start": %s,' % MANY)),
            "in.json:1: the number 99999999999999999999… is too large",
            1,
        ),
        "doccano": (
            swap((b'"start_offset": 3', b'"start_offset": %s' % MANY)),
            "in.jsonl:1: the number 99999999999999999999… is",
            1,
        ),
        "web_annotation": (
            swap((START, b'"start": %s,' % MANY)),
            "in.jsonld:1: the number 99999999999999999999… is too large",
            2,
        ),
        "csv": (swap((b",2-12", b",%s-12" % MANY)), 'in.csv:2: content_offsets: "99999', 2),
        "brat": (swap((b"Claim 2 12", b"Claim %s 12" % MANY)), 'rents.ann:1: the line "T1\\tClaim 99999', 2),
        "uima": (swap((b'begin="3"', b'begin="%s"' % MANY)), 'f/rents.xmi:2: xmi:id 2: "99999', 2),
    },
    "NaN": {
        **each(
            ("claims", "decisions"),
            swap((START, b'"start": NaN,')),
            "in.jsonl:1: NaN is not JSON; leave the key out or",
            2,
        ),
        **each(
            ("articles", "prodigy"),
            swap((START, b'"start": NaN,')),
            "in.jsonl:1: NaN is not JSON; leave the key out or",
            1,
        ),
        "bundle": (swap((START, b'"start": NaN,')), "articles.jsonl:1: NaN is not JSON", 1),
        "label_studio": (swap((START, b'"start": NaN,')), "in.json:1: NaN is not JSON", 1),
        "doccano": (swap((b'"start_offset": 3', b'"start_offset": NaN')), "in.jsonl:1: NaN is not JSON", 1),
        "web_annotation": (swap((START, b'"start": NaN,')), "in.jsonld:1: NaN is not JSON", 2),
        "csv": (swap((b",2-12", b",NaN-12")), 'in.csv:2: content_offsets: "NaN-12" are no offsets', 2),
        "brat": (
            swap((b"Claim 2 12", b"Claim NaN 12")),
            'rents.ann:1: the line "T1\\tClaim NaN 12\\tRents fell" cannot be read',
            2,
        ),
        "uima": (swap((b'begin="3"', b'begin="NaN"')), 'f/rents.xmi:2: xmi:id 2: "NaN" to "13" is no span', 2),
    },
    "a lone surrogate": {
        **each(
            ("claims", "decisions"),
            swap((b"the mayor", rb"the \ud800yor")),
            "in.jsonl:1: a lone surrogate (U+D800) stands in the",
            2,
        ),
        **each(
            ("articles", "doccano", "prodigy"),
            swap((b"the mayor", rb"the \ud800yor")),
            "in.jsonl:1: a lone surrogate (U+D800)",
            1,
        ),
        "bundle": (swap((b"the mayor", rb"the \ud800yor")), "articles.jsonl:1: a lone surrogate (U+D800)", 1),
        "label_studio": (swap((b"the mayor", rb"the \ud800yor")), "in.json:1: a lone surrogate (U+D800)", 1),
        "web_annotation": (swap((b'"the mayor', rb'"the \ud800yor')), "in.jsonld:2: a lone surrogate (U+D800)", 3),
        "csv": (swap((b"the mayor", b"the \xed\xa0\x80yor")), "in.csv:2: byte 122 is not UTF-8", 0),
        "brat": (swap((b"the mayor", b"the \xed\xa0\x80yor")), "rents.txt: byte 21 is not UTF-8", 1),
        "uima": (
            swap((b"the mayor", b"the &#xD800;yor")),
            "f/rents.xmi:5: this is no XML (reference to invalid character number)",
            1,
        ),
    },
    "a byte order mark": {
        **each(
            ("claims", "decisions"),
            marked,
            "in.jsonl:1: a byte order mark stands at the beginning; save the file as UTF-8 without it",
            2,
        ),
        **each(("articles", "doccano", "prodigy"), marked, "in.jsonl:1: a byte order mark stands at the beginning", 1),
        "bundle": (marked, "articles.jsonl:1: a byte order mark stands at the beginning", 1),
        "label_studio": (marked, "in.json:1: a byte order mark stands at the beginning", 0),
        "web_annotation": (marked, "in.jsonld:1: a byte order mark stands at the beginning", 0),
        **each(("csv", "brat", "uima"), marked, "", 3),
    },
    "a path of Windows": {
        **each(
            ("claims", "decisions"),
            swap((b'"quiet"', rb'"C:\\news\\quiet.txt"')),
            'there is no article "C:\\\\news\\\\quiet.txt"|the project has no article "C:\\\\news\\\\quiet.txt"',
            2,
        ),
        **each(("articles", "bundle"), swap((b'"id": "quiet"', rb'"id": "C:\\news\\quiet.txt"')), "", 3),
        "csv": (
            swap((b"q1,quiet", rb"q1,C:\news\quiet.txt")),
            'in.csv:4: article: the project has no article "C:\\\\news',
            2,
        ),
        "label_studio": (
            swap((b'"data": {', rb'"data": {"id": "C:\\news\\x.txt", ')),
            'the article "C--news-x.txt" has another text',
            2,
        ),
        **each(("doccano", "prodigy"), swap((b'"text": "Noth', rb'"id": "C:\\news\\quiet.txt", "text": "Noth')), "", 3),
        **each(("brat", "uima"), on_windows, "", 3),
        "web_annotation": (swap((b'"quiet.txt"', rb'"C:\\news\\quiet.txt"')), "", 3),
    },
    "a formula": {
        "csv": (
            swap((b"note c1", b'"=HYPERLINK(""http://example.org"")"'), (b"note c2", b"+1"), (b"note q1", b"@SUM(1)")),
            "",
            3,
        ),
        **each(NATIVE, swap((b"note c1", b"=1+1"), (b"note c2", b"@SUM(1)")), "", 3),
    },
}
"""Kind → format → row. What is not here cannot be in such a file: Prodigy's spans have neither words nor ids."""
ROWS = [(kind, name, *row) for kind, rows in TABLE.items() for name, row in rows.items()]


def take(name: str, files: dict[str, bytes]) -> Reading:
    """What the format makes of the files."""
    return read(plugins.reader(name), files, KNOWN if name in TEXTLESS else EMPTY, Wanted("ana"))


def count(reading: Reading) -> int:
    """Claims, or decisions, that were taken."""
    return sum(len(held.claims) for held in reading.data.layers.values()) or len(reading.data.decisions)


def test_every_format_is_in_the_table() -> None:
    """A format that is imported has rows, and its files are sound before something is made wrong in them."""
    names = {each.name for each in plugins.readers(installed=False)}
    assert names == FILES.keys()
    for kind in (
        "truncated file",
        "wrong offset unit",
        "an unknown label",
        "two articles with one id",
        "5,000 digits",
        "NaN",
    ):
        assert TABLE[kind].keys() == names, kind
    for kind in ("a lone surrogate", "a byte order mark", "a path of Windows"):
        assert TABLE[kind].keys() == names, kind
    for name, files in FILES.items():
        assert (said(take(name, files)), count(take(name, files))) == ([], 3), name


@pytest.mark.parametrize(
    ("kind", "name", "edit", "expected", "taken"), ROWS, ids=[f"{row[1]}: {row[0]}" for row in ROWS]
)
def test_a_row(kind: str, name: str, edit: Edit, expected: str, taken: int) -> None:
    """The fault names file, line and reason, the rest stays; or it is taken for what it is, and said where in doubt."""
    files = edit(FILES[name])
    assert files != FILES[name]
    reading = take(name, files)
    told = [*said(reading), *reading.notes]
    assert not expected or any(each in one for each in expected.split("|") for one in told), told
    assert count(reading) == taken, told
    assert bool(expected) or said(reading) == []
    assert all(fault.file for fault in reading.faults)
    if taken < 3:
        assert reading.faults
    for fault in said(reading):
        assert len(fault) < 500
        assert fault.isprintable()


def test_a_formula_stays_text() -> None:
    """What came in as a formula is a note, and goes out as one that no spreadsheet works out."""
    csv = plugins.writer("csv")
    edit, _, _ = TABLE["a formula"]["csv"]
    reading = take("csv", edit(FILES["csv"]))
    notes = {claim.note for held in reading.data.layers.values() for claim in held.claims}
    assert notes == {'=HYPERLINK("http://example.org")', "+1", "@SUM(1)"}
    written = write(csv, replace(reading.data, articles=KNOWN.articles))[""].decode("utf-8-sig")
    assert all(f"'{note}" in written.replace('""', '"') for note in notes)


def test_a_path_is_no_path() -> None:
    """An id never leads out of the folder of an export."""
    ids = ["C:\\news\\quiet.txt", "..\\..\\up", "../up", "/etc/passwd", "CON", "a:b", "\u202egpj"]
    assert all(set("/\\:") & set(name) == set() and not name.startswith(".") for name in file_names(ids).values())
    assert freeze(ids[0], "Rents.").id == ids[0]


GIGABYTE = 1 << 30
SIZES = {"doccano": GIGABYTE}
LONG = 64 << 20
"""Bytes of the line in the other formats: eight times as long as a record may be."""
HEADS = {
    "claims": b'{"id":"x","note":"',
    "articles": b'{"id":"x","text":"',
    "bundle": b'{"id":"x","text":"',
    "decisions": b'{"note":"',
    "csv": b'id,article\nc1,"',
    "brat": b"T1\tClaim 0 3\t",
    "label_studio": b'[{"id": 1, "data": {"text": "',
    "doccano": b'{"text": "',
    "prodigy": b'{"text": "',
    "uima": FILES["uima"]["f/rents.xmi"].partition(b'sofaString="')[0] + b'sofaString="',
    "web_annotation": b'[{"body": "',
}


@pytest.mark.parametrize("name", sorted(HEADS))
def test_a_gigabyte_in_a_line(name: str) -> None:
    """It is refused with its file and line, and never held."""
    files = FILES[name]
    long = next(each for each in files if each.endswith((".jsonl", ".csv", ".ann", ".json", ".xmi", ".jsonld")))
    head, size = HEADS[name], SIZES.get(name, LONG)

    def source(each: str) -> Source:
        if each != long:
            return Source(each, lambda: io.BytesIO(files[each]))
        return Source(each, lambda: io.BufferedReader(Endless(head, size), 1 << 20))

    sources = [source(each) for each in files]
    tracemalloc.start()
    try:
        reading = plugins.reader(name).read(sources, KNOWN if name in TEXTLESS else EMPTY, Wanted("ana"))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert any(
        fault.file == long and fault.line and ("too long" in fault.what or "larger" in fault.what)
        for fault in reading.faults
    ), said(reading)
    assert most < 120 << 20, most
