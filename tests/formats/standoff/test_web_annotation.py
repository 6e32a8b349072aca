"""Web Annotations from elsewhere: selectors by position and by quote, tags, links, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.format import Reading, Wanted
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from annotator.core.standoff.mapping import LabelMapping
from annotator.formats.web_annotation.anchor import Selector, occurrences
from annotator.formats.web_annotation.format import FORMAT
from tests.formats.reading import dig, read, said, write
from tests.formats.standoff.hostile import hostile
from tests.formats.standoff.test_brat import told
from tests.values import SCHEME

EMPTY = Dataset(scheme=SCHEME)
ANA = Wanted("ana")
TEXT = "👩🏽‍🔬 says rents  fell. Rents rose, he said. Rents rose, she said."
PAGE = "https://example.org/rents"


def quote(exact: str, prefix: str = "", suffix: str = "") -> dict[str, Any]:
    """A selector by words."""
    return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}


def at(start: int, end: int) -> dict[str, Any]:
    """A selector by position."""
    return {"type": "TextPositionSelector", "start": start, "end": end}


def annotation(*selectors: dict[str, Any], tags: tuple[str, ...] = ("Claim",), **more: Any) -> dict[str, Any]:
    """An annotation on the text beside it."""
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags]
    target = {"source": PAGE, "selector": list(selectors)}
    return {"id": "https://example.org/a/1", "type": "Annotation", "body": bodies, "target": target, **more}


def take(record: Any, known: Dataset = EMPTY, wanted: Wanted = ANA, **texts: str) -> Reading:
    """What is read from a file and the texts beside it."""
    held = record if isinstance(record, bytes) else json.dumps(record).encode()
    beside = texts or ({"rents": TEXT} if known is EMPTY else {})
    return read(
        FORMAT, {"in.jsonld": held, **{f"{name}.txt": text.encode() for name, text in beside.items()}}, known, wanted
    )


def words(reading: Reading) -> list[str]:
    """The content of each claim, with whatever stands between its words in the article."""
    (article,) = reading.data.articles.values() or [freeze("rents", TEXT)]
    claims = [claim for held in reading.data.layers.values() for claim in held.claims]
    return [article.text[start:end] for claim in claims for start, end in claim.pieces("content")]


@pytest.mark.parametrize(
    ("selectors", "expected", "note"),
    [
        ([at(10, 21)], "rents  fell", "quote no words, whose offsets were taken as code points"),
        ([at(10, 21), quote("rents  fell")], "rents  fell", ""),
        ([at(13, 24), quote("rents  fell")], "rents  fell", "whose offsets are UTF-16 units, converted"),
        ([quote("rents  fell")], "rents  fell", "found by their words alone: 1."),
        ([quote("rents fell")], "rents  fell", "found by their words alone: 1."),
        ([{**quote("rents fell"), "type": ["TextQuoteSelector"]}], "rents  fell", "found by their words alone: 1."),
        ([quote("rents\nfell", "x y says", ". R")], "rents  fell", "found by their words alone: 1."),
        (
            [at(99, 108), quote("rents  fell")],
            "rents  fell",
            "found by their words because its position does not fit: 1.",
        ),
        ([at(0, 4), quote("Rents rose", ". ", ", she")], "Rents rose", "because its position does not fit: 1."),
        ([quote("Rents rose", "he said. ", "")], "Rents rose", "found by their words alone: 1."),
    ],
)
def test_where_it_is(selectors: list[dict[str, Any]], expected: str, note: str) -> None:
    """By position in code points or UTF-16 units, else by words that stand in one place."""
    reading = take(annotation(*selectors))
    assert said(reading) == []
    assert words(reading) == [expected]
    assert any(note in each for each in reading.notes) or not note
    assert bool(reading.notes) == bool(note)


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ([quote("Rents rose")], 'the quoted text "Rents rose" stands in 2 places, and nothing tells which is meant'),
        ([quote("Rents rose", "zz", "zz")], 'the quoted text "Rents rose" does not stand in the article'),
        ([quote("rents  fell", "zz", "zz")], 'the quoted text "rents  fell" does not stand in the article'),
        ([quote("e")], "stands in 8 places"),
        ([quote("Rents sank")], 'the quoted text "Rents sank" does not stand in the article'),
        ([at(0, 4), quote("Rents sank")], 'the quoted text is "Rents sank"; 0 to 4, counted in code points, is'),
        ([at(0, 4), quote("Rents rose")], "stands in 2 places"),
        ([quote(" ")], "stands in 12 places"),
        ([quote("")], "selects nothing"),
        ([at(5, 2)], "the span [5, 2) is empty"),
        ([at(0, 9**20)], "the number 12157665459056928801 is too large"),
        ([{"type": "XPathSelector", "value": "/p"}], 'the words cannot be found by "XPathSelector"'),
        ([{**at(0, 4), "type": {"x": 1}}], "the words cannot be found by an object"),
        ([{**at(0, 4), "type": [[]]}], "the words cannot be found by a list"),
        ([], "the words cannot be found by no selector"),
        ([{**at(0, 4), "start": "0"}], "selects nothing; start and end, whole numbers"),
        ([{**at(0, 4), "start": True}], "selects nothing; start and end, whole numbers"),
        ([{**quote("rents"), "prefix": 7}], "selects nothing"),
    ],
)
def test_where_it_is_not(selectors: list[dict[str, Any]], expected: str) -> None:
    """Nothing is guessed: in several places, or nowhere, it is a fault, and no claim is made."""
    reading = take(annotation(*selectors))
    assert any(expected in fault for fault in said(reading)), said(reading)
    assert said(reading)[0].startswith("in.jsonld:1: ")
    assert words(reading) == []


def test_overlapping_places() -> None:
    """All places are seen, also those that share characters."""
    assert len(occurrences(Selector(exact="aa"), "aaaa")) == 3
    assert occurrences(Selector(exact="aa", prefix="aa"), "aaaa") == [(2, 4)]


def test_tags_and_bodies() -> None:
    """A tag is a label, or an attribute with its value; what is written is the note; named bodies are attributes."""
    more = [
        {"type": "TextualBody", "value": "look again", "purpose": "commenting"},
        {"type": "TextualBody", "value": "headline", "purpose": "classifying", "label": "Flags"},
        {
            "type": "SpecificResource",
            "source": "http://www.wikidata.org/entity/Q42",
            "purpose": "identifying",
            "label": "Speaker",
        },
        {"type": "SpecificResource", "source": "https://example.org/why", "purpose": "linking"},
    ]
    record = annotation(quote("rents fell"), tags=("Claim", "stance: denies"))
    reading = take({**record, "body": [*record["body"], *more, "https://example.org/picture"]})
    assert said(reading) == []
    ((claim,),) = [held.claims for held in reading.data.layers.values()]
    assert claim.fields == {"stance": "denies", "flags": ("headline",)}
    assert claim.note == "look again"
    assert [reading.data.speakers[id].wikidata for id in claim.speakers] == ["Q42"]
    assert {"links to other pages, left out: 1.", "bodies that are addresses of other things, left out: 1."} <= {
        *reading.notes
    }


def test_an_answer_of_hypothesis() -> None:
    """Rows with tags, text and user; people have sheets of their own; replies and page notes are left out."""

    def row(id: str, user: str, tags: list[str], exact: str, **more: Any) -> dict[str, Any]:
        target = [{"source": PAGE, "selector": [quote(exact), {"type": "RangeSelector"}]}]
        return {
            "id": id,
            "user": f"acct:{user}@hypothes.is",
            "uri": PAGE,
            "tags": tags,
            "text": "",
            "target": target,
            **more,
        }

    rows = [
        row("1", "ana", ["Claim", "stance:denies"], "rents fell", text="sure?"),
        row("2", "ben", ["denies"], "says"),
        {"id": "3", "user": "acct:ana@hypothes.is", "uri": PAGE, "references": ["1"], "text": "yes"},
    ]
    reading = take({"total": 3, "rows": rows}, wanted=Wanted())
    assert said(reading) == []
    assert set(reading.data.layers) == {Layer("rents", "ana"), Layer("rents", "ben")}
    (one,), (two,) = (reading.data.layers[Layer("rents", name)].claims for name in ("ana", "ben"))
    assert (one.fields, one.note, two.fields) == ({"stance": "denies"}, "sure?", {"stance": "denies"})


def test_the_project_has_the_text() -> None:
    """By its address, whatever stands after it; without the text beside."""
    article = freeze("rents", TEXT, meta={"address": "http://example.org/rents/"})
    known = Dataset({"rents": article}, scheme=SCHEME)
    record = annotation(quote("rents fell"))
    record["target"]["source"] = f"{PAGE}#top"
    reading = take(record, known)
    assert said(reading) == []
    assert list(reading.data.layers) == [Layer("rents", "ana")]
    record["target"]["source"] = "https://example.org/other"
    faults = said(take(record, known))
    assert 'the text of "https://example.org/other" is not known; a .txt file of this name' in faults[0]


def test_links_and_several_targets() -> None:
    """Links between annotations of a list tie claims; several targets are pieces of one."""
    source = annotation(quote("says"), tags=("Source",), id="#2")
    source["body"].append({"purpose": "linking", "source": "#1", "label": "SourceOf"})
    claim = annotation(quote("rents fell"), id="#1")
    claim["target"] = [claim["target"], {"source": PAGE, "selector": quote("she said")}]
    reading = take([claim, source])
    assert said(reading) == []
    assert list(told(reading).values()) == [{"content": "rents  fell … she said", "source": "says"}]


def test_a_label_for_what_has_no_tag() -> None:
    """It is why it was made."""
    record = annotation(quote("rents fell"), tags=(), motivation="highlighting")
    assert 'the label "highlighting"' in said(take(record))[0]
    mapping = LabelMapping({"highlighting": "content"})
    assert words(take(record, wanted=ANA._replace(mapping=mapping))) == ["rents  fell"]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("first.items.1", 7, "first.items[1]: 7 is no annotation; an object with a target."),
        (
            "first.items.1.id",
            "https://example.org/a/1",
            'the id "https://example.org/a/1" is given twice; an id of its own.',
        ),
        (
            "first.items.0.target.source",
            7,
            "first.items[0].target: the annotation points into no text; targets with one source.",
        ),
        ("first.items.0.target", [{"source": "a"}, {"source": "b"}], "the annotation points into 2 texts"),
        ("first.items.0.body.0", {"type": "Choice"}, "first.items[0].body[0]: the body says null; a value"),
        (
            "first.items.0.body.0.value",
            7,
            "first.items[0].body[0]: the body says 7; a value, which is a text, or a source.",
        ),
        ("first.items", {"a": 1}, "first.items: an object is no list; a list."),
        ("first", "https://example.org/page1", 'the page is elsewhere ("https://example.org/page1")'),
        ("first", {}, "first: this is no annotation; an annotation, or a collection with its first page in it."),
        ("first.items.0.body.0.value", "Kitten", 'the mapping does not say what the label "Kitten" is'),
    ],
)
def test_one_fault(path: str, value: Any, expected: str) -> None:
    """Each wrong thing with line and the way to it; what is right beside it is taken."""
    items = [annotation(quote("rents fell")), annotation(quote("he said"), id="https://example.org/a/2")]
    record = {"@context": "http://www.w3.org/ns/anno.jsonld", "first": {"type": "AnnotationPage", "items": items}}
    container, last = dig(record, path)
    container[last] = value
    faults = said(take(record))
    assert faults[0].startswith("in.jsonld:1: ")
    assert any(expected in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"first": ', "in.jsonld:1: this is not JSON at column 11"),
        (b'[{"id": 1}', "in.jsonld:1: the file ends in the middle of a record"),
        (b'{"target": NaN}', "NaN is not JSON"),
        (b'{"target": "\\ud800"}', "a lone surrogate"),
        (b'{"target": ' + b"9" * 5000 + b"}", "is too large"),
        (b"\xef\xbb\xbf{}", "a byte order mark stands at the beginning"),
        (b"\xff", "byte 0 is not UTF-8"),
        (b"7", "the record is 7; a JSON object."),
    ],
)
def test_broken_files(data: bytes, expected: str) -> None:
    """Each with its line."""
    assert any(expected in fault for fault in said(take(data))), said(take(data))


def test_a_text_that_is_not_utf8() -> None:
    """It is said once, for all that points into it."""
    files = {
        "in.jsonld": json.dumps([annotation(quote("a")), annotation(quote("b"), id="#2")]).encode(),
        "rents.txt": b"\xff",
    }
    assert said(read(FORMAT, files, EMPTY, ANA)) == ["rents.txt: byte 0 is not UTF-8; save the file as UTF-8."]


def test_addresses_stay() -> None:
    """An annotation's address is its claim's, so that others can name it; the same in every export."""
    data = hostile()
    files = write(FORMAT, data)
    ids = [item["id"] for item in json.loads(files["emoji-ana.jsonld"])["first"]["items"]]
    assert "emoji-ana.jsonld#claim/T1" in ids
    assert "emoji-ana.jsonld#claim/T1/source" in ids
    assert len(ids) == len(set(ids))


def test_two_speakers_of_one_name() -> None:
    """Each has the address that is theirs, or none."""
    held = {id: Speaker(id, "J. Weber", wikidata=item) for id, item in (("a", "Q1"), ("b", ""), ("c", "Q3"))}
    claim = Claim("k", "rents", "ana", spans={"content": (Span(0, 4),)}, speakers=tuple(held))
    layers = {Layer("rents", "ana"): Content("done", (claim,))}
    files = write(FORMAT, Dataset({"rents": freeze("rents", TEXT)}, layers, held, scheme=SCHEME))
    (made,) = (data for name, data in files.items() if name.endswith(".jsonld"))
    bodies = json.loads(made)["first"]["items"][0]["body"]
    told_of = [body.get("source") for body in bodies if body["purpose"] == "identifying"]
    assert told_of == ["http://www.wikidata.org/entity/Q1", None, "http://www.wikidata.org/entity/Q3"]
