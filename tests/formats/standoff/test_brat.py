"""brat folders: what is written, what is read, what is refused, and what another program reads in them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.config.scheme import read_scheme
from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Losses, Reading, Wanted
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from annotator.core.standoff.mapping import LabelMapping
from annotator.formats.brat.format import FORMAT
from tests.formats.reading import read, said, write
from tests.formats.standoff.hostile import hostile
from tests.values import SCHEME

EMPTY = Dataset(scheme=SCHEME)
TEXT = "Rents fell, the mayor said. 👍 Rents rose."
ANA = Wanted("ana")


def folder(ann: str, text: str = TEXT) -> dict[str, bytes]:
    """A folder as brat keeps it, with one text."""
    return {"news/rents.txt": text.encode(), "news/rents.ann": ann.encode(), "news/annotation.conf": b"[entities]\n"}


def told(reading: Reading) -> dict[str, dict[str, Any]]:
    """Id → the claim's words, fields and speakers."""
    found = {}
    for layer, content in reading.data.layers.items():
        text = reading.data.articles[layer.article].text
        for claim in content.claims:
            words = {role: " … ".join(text[s:e] for s, e in parts) for role, parts in claim.spans.items()}
            found[claim.id] = {**words, **claim.fields, **({"who": claim.speakers} if claim.speakers else {})}
    return found


def test_a_folder_of_brats() -> None:
    """Discontinuous spans, relations, attributes, references, notes and events, as brat writes them."""
    ann = (
        "T1\tClaim 0 5;6 10\tRents fell\n"
        "T2\tSource 12 21\tthe mayor\n"
        "T3\tCue 22 26\tsaid\n"
        "R1\tSourceOf Arg1:T2 Arg2:T1\t\n"
        "R2\tCueOf Arg1:T3 Arg2:T1\n"
        "A1\tStance T1 denies\n"
        "A2\tFlags_headline T1\n"
        "N1\tReference T2 Wikidata:Q1\tIlse Brandt\n"
        "#1\tAnnotatorNotes T1\twhy?\n"
        "T4\tClaim 30 40\tRents rose\n"
        "R3\tresponds_to Arg1:T4 Arg2:T1\n"
        "*\tPartOf T4\n"
    )
    reading = read(FORMAT, folder(ann), EMPTY, ANA)
    assert said(reading) == []
    assert told(reading) == {
        "T1": {
            "content": "Rents … fell",
            "source": "the mayor",
            "cue": "said",
            "stance": "denies",
            "flags": ("headline",),
            "who": ("ilse_brandt",),
        },
        "T4": {"content": "Rents rose"},
    }
    assert reading.data.speakers["ilse_brandt"].wikidata == "Q1"
    (content,) = reading.data.layers.values()
    assert [claim.note for claim in content.claims] == ["why?", ""]
    assert content.claims[1].links[0].target == "T1"
    assert content.status == "done"
    assert list(reading.data.layers) == [Layer("rents", "ana")]
    assert reading.mapping is not None
    assert reading.mapping.roles == {"Claim": "content", "Source": "source", "Cue": "cue"}


def test_events() -> None:
    """A trigger with arguments is a claim; a second event on one trigger is a second claim."""
    ann = (
        "T1\tClaim 0 10\tRents fell\nT2\tSource 12 21\tthe mayor\nT3\tCue 22 26\tsaid\n"
        "E1\tClaim:T1 Source:T2 Cue2:T3\nE2\tClaim:T1\nA1\tStance E2 hedges\n"
    )
    reading = read(FORMAT, folder(ann), EMPTY, ANA)
    assert said(reading) == []
    assert told(reading) == {
        "T1": {"content": "Rents fell", "source": "the mayor", "cue": "said"},
        "E2": {"content": "Rents fell", "stance": "hedges"},
    }


@pytest.mark.parametrize(
    ("text", "ann", "expected"),
    [
        (TEXT, "T1\tClaim 31 42\tRents rose.\n", "documents whose offsets are UTF-16 units, converted: 1."),
        (
            "Rents fell.\r\nRents rose.\r\n",
            "T1\tClaim 12 22\tRents rose\n",
            "documents whose offsets are code points, a line end of two characters counted as one, converted: 1.",
        ),
        (
            "\ufeffRents fell.",
            "T1\tClaim 1 6\tRents\n",
            "documents whose offsets are code points, the byte order mark counted, converted: 1.",
        ),
    ],
)
def test_other_units(text: str, ann: str, expected: str) -> None:
    """Found by the words, converted, and said."""
    reading = read(FORMAT, folder(ann, text), EMPTY, ANA)
    assert said(reading) == []
    assert list(reading.notes) == [expected]


def test_line_ends() -> None:
    """A span over a line end is quoted with a blank; CRLF inside a span is two characters."""
    ann = "T1\tClaim 0 12\tRents fell. \nT2\tClaim 7 18\tell.  Rents\n"
    reading = read(
        FORMAT, folder(ann.replace("fell. \n", "fell.\r\n").replace("\r\n", " \n"), "Rents fell.\nRents"), EMPTY, ANA
    )
    assert said(reading) == [
        "news/rents.ann:2: the span [7, 18) is empty, lies outside the article or cuts a character in two; "
        "0 ≤ start < end ≤ 17, counted in code points."
    ]


@pytest.mark.parametrize(
    ("ann", "expected"),
    [
        (
            "T1\tClaim 0 5\tRent\n",
            'rents.ann:1: the quoted text is "Rent"; 0 to 5, counted in code points, is "Rents".',
        ),
        ("T1\tClaim 5 5\t\n", "rents.ann:1: the span [5, 5) is empty"),
        ("T1\tClaim 0 99999\tRents\n", "rents.ann:1: the span [0, 99999) is empty, lies outside the article"),
        ("T1\tClaim 0 " + "9" * 5000 + "\tRents\n", "rents.ann:1: the line "),
        (
            "T1\tClaim 0 5\tRents\nT1\tClaim 6 10\tfell\n",
            'rents.ann:2: the id "T1" is given twice; an id for each line.',
        ),
        ("T1\tClaim 0 5\tRents\nR1\tSourceOf Arg1:T9 Arg2:T1\n", 'rents.ann:2: the relation "SourceOf" leads to "T9"'),
        ("T1\tClaim 0 5\tRents\nA1\tStance T9 denies\n", 'rents.ann:2: there is no "T9"; the id of another line.'),
        ("T1\tClaim 0 5\tRents\nE1\tClaim:T9\n", 'rents.ann:2: there is no trigger "T9"; the id of a T line.'),
        ("T1\tClaim 0 5\tRents\nT2\tCl", 'rents.ann:2: the line "T2\\tCl" cannot be read; T1, a tab, a label'),
        ("X1\tClaim\n", 'rents.ann:1: the line "X1\\tClaim" cannot be read; a line that begins with T, R, E'),
        ("T1\tPER 0 5\tRents\n", 'rents.ann:1: [roles]: the mapping does not say what the label "PER" is'),
        (
            "T1\tClaim 0 5\tRents\nA1\tStance T1 no\n",
            '[values.Stance]: the mapping does not say what the value "no" is',
        ),
    ],
)
def test_one_fault(ann: str, expected: str) -> None:
    """Each with file, line and reason."""
    (fault,) = said(read(FORMAT, folder(ann), EMPTY, ANA))
    assert expected in fault


@pytest.mark.parametrize("line", ["A1\tT1", "R1\tSourceOf Arg1:T2 T1", "T3\tClaim x y\tT1", "T1\tClaim 6 10\tfell"])
def test_a_broken_line_takes_its_claims_with_it(line: str) -> None:
    """Of the claims that it names none is imported, whatever else is right; the others can be."""
    ann = f"T1\tClaim 0 5\tRents\n{line}\nT4\tClaim 30 40\tRents rose\n"
    reading = read(FORMAT, folder(ann), EMPTY, ANA)
    assert len(reading.faults) == 1
    assert list(told(reading)) == ["T4"]


def test_a_mapping_closes_what_is_open() -> None:
    """With it the same file comes in."""
    ann = "T1\tPER 0 5\tRents\nA1\tStance T1 no\n"
    mapping = LabelMapping({"PER": "content"}, values={"Stance": {"no": "denies"}}, fields={"Stance": "stance"})
    reading = read(FORMAT, folder(ann), EMPTY, ANA._replace(mapping=mapping))
    assert said(reading) == []
    assert told(reading) == {"T1": {"content": "Rents", "stance": "denies"}}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"x.ann": b"", "y.txt": b"Rents"}, "x.ann: there is no text to it; a file x.txt beside it."),
        ({"x.txt": b"caf\xe9", "x.ann": b""}, "x.txt: byte 3 is not UTF-8; save the file as UTF-8."),
        ({"x.txt": b" \n", "x.ann": b""}, "x.txt: the text is empty; an article with words in it."),
        ({"x.md": b"a"}, "x.md: there is no text in it; a folder of .txt and .ann files."),
        (
            {"a/x.txt": b"Rents", "b/x.txt": b"Other"},
            'b/x.txt: text: the article "x" has another text in an earlier line',
        ),
        (
            {"x.txt": b"Rents", "x.ann": b"T1\tClaim 0 5\tRents\n"},
            "x.txt: the file does not say who annotated; say it with",
        ),
        ({"index.jsonl": b'{"file":1}\n'}, "index.jsonl:1: file: 1 cannot be taken"),
        ({"index.jsonl": b'{"file":"x","id":"x","layers":[1]}\n'}, "index.jsonl:1: layers[0]: 1 cannot be taken"),
    ],
)
def test_odd_folders(files: dict[str, bytes], expected: str) -> None:
    """Files that do not belong together, or are none."""
    assert any(expected in fault for fault in said(read(FORMAT, files, EMPTY)))


def test_written() -> None:
    """What a person finds in the folder."""
    rents = freeze("Rents & Co", "Rents\nfell, =she said")
    claims = (
        Claim("c1", rents.id, "ana", spans={"content": (Span(0, 10),)}, fields={"flags": ("discuss",), "sure": True}),
        Claim("c2", rents.id, "ana", spans={"content": (Span(5, 6),)}, note="only a line end"),
    )
    data = Dataset({rents.id: rents}, {Layer(rents.id, "ana"): Content("done", claims)}, scheme=SCHEME)
    losses = Losses()
    files = write(FORMAT, data, losses)
    assert sorted(files) == ["ana/Rents---Co.ann", "ana/Rents---Co.txt", "annotation.conf", "index.jsonl"]
    lines = files["ana/Rents---Co.ann"].decode().splitlines()
    assert lines[:3] == ["T1\tClaim 0 5;6 10\tRents fell", "A1\tFlags_discuss T1", "A2\tSure T1 true"]
    assert json.loads(lines[3].split("\t")[2])["id"] == "c1"
    assert list(losses) == [
        "spans split at line ends: 1",
        "parts of a claim that cover only line ends: 1",
        "claims without a span that could be shown: 1",
    ]
    assert "Stance\tArg:<ENTITY>, Value:asserts|hedges|denies" in files["annotation.conf"].decode().splitlines()


@pytest.mark.parametrize(
    ("wikidata", "extra", "lost"),
    [
        ("Q1", {}, ""),
        ("Q1 or\nQ2", {}, "items of Wikidata with blanks in them, kept in the record alone: 1"),
        ("Q1", {"file": 7, "more": [1]}, "unknown article keys named file, left out: 1"),
    ],
)
def test_what_the_folder_has_no_place_for(wikidata: str, extra: dict[str, Any], lost: str) -> None:
    """It is counted, and the folder is read back without it."""
    rents = replace(freeze("rents", "Rents fell"), extra=extra)
    claim = Claim("c1", "rents", "ana", spans={"content": (Span(0, 5),)}, speakers=("mayor",))
    mayor = Speaker("mayor", "Ilse Brandt", wikidata=wikidata)
    layers = {Layer("rents", "ana"): Content("done", (claim,))}
    losses = Losses()
    files = write(FORMAT, Dataset({"rents": rents}, layers, {"mayor": mayor}, scheme=SCHEME), losses)
    assert {*losses} - {"claims whose speakers stand in the record alone: 1"} == {lost} - {""}
    reading = read(FORMAT, files, EMPTY)
    assert said(reading) == []
    assert (reading.data.layers, reading.data.speakers) == (layers, {"mayor": mayor})
    assert reading.data.articles["rents"].extra == {key: value for key, value in extra.items() if key != "file"}


def test_every_mark_is_one_line_of_its_label_and_span() -> None:
    """No two entities on one span, no control character, no separator that some reader takes for a line end."""
    for name, data in write(FORMAT, hostile()).items():
        text = data.decode()
        if name.endswith(".ann"):
            marks = [line.split("\t")[1] for line in text.split("\n") if line.startswith("T")]
            assert len(marks) == len(set(marks))
            assert text.splitlines(keepends=True) == [line + "\n" for line in text.split("\n")[:-1]]
        assert "\r" not in text


def test_pybrat_reads_every_span(tmp_path: Path) -> None:
    """pybrat finds the same spans with the same words in the sample project."""
    from pybrat.parser import BratParser

    root = Path(__file__).parents[3]
    scheme, _ = read_scheme((root / "samples" / "scheme.toml").read_text("utf-8"))
    from annotator.formats.bundle import FORMAT as BUNDLE

    bundle = {path.name: path.read_bytes() for path in (root / "samples").iterdir() if path.is_file()}
    data = read(BUNDLE, bundle, Dataset(scheme=scheme)).data
    for name, held in write(FORMAT, data).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(held)
    count = 0
    for annotator in ("ana", "ben", "cleo"):
        for example in BratParser(error="raise").parse(tmp_path / annotator):
            article = data.articles[str(example.id)]
            content = data.layers[Layer(article.id, annotator)]
            wanted = {parts for claim in content.claims for parts in claim.spans.values()}
            found = {tuple(Span(each.start, each.end) for each in entity.spans) for entity in example.entities}
            assert found == wanted
            assert example.text == article.text
            for entity in example.entities:
                assert entity.mention == " ".join(article.text[each.start : each.end] for each in entity.spans)
            count += len(found)
    assert count > 1000
