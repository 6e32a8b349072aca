"""XMI as INCEpTION and others write it: layers, slots, relations, and what is refused."""

from __future__ import annotations

import io
import json
import tracemalloc
from dataclasses import replace
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from annotator.core.article import freeze
from annotator.core.claim import Layer
from annotator.core.records import limits
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses, Reading, Source, Wanted
from annotator.core.standoff.mapping import LabelMapping
from annotator.formats.uima.characters import escaped, restored, shown, unescaped
from annotator.formats.uima.format import FORMAT
from annotator.formats.uima.layers import layers_of
from tests.formats.reading import read, said, write
from tests.formats.standoff.hostile import hostile
from tests.formats.standoff.test_brat import told
from tests.formats.standoff.test_round_trips import same
from tests.values import SCHEME

EMPTY = Dataset(scheme=SCHEME)
ANA = Wanted("ana")
TEXT = "👩🏽‍🔬 says rents fell"
LAYERS = """
webanno.custom.Claim uima.tcas.Annotation: stance=String flags=StringArray source=FSArray about=webanno.custom.Source
webanno.custom.ClaimSourceLink uima.cas.TOP: role=String target=webanno.custom.Source
webanno.custom.Source uima.tcas.Annotation: Speaker=String
webanno.custom.Link uima.tcas.Annotation: Governor=uima.tcas.Annotation Dependent=uima.tcas.Annotation label=String
custom.Span uima.tcas.Annotation: label=String
de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token uima.tcas.Annotation: form=String
de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData uima.tcas.DocumentAnnotation: documentTitle=String \
documentId=String
"""
MARKS = """
<custom:Claim xmi:id="10" sofa="1" begin="13" end="23" stance="denies" source="12">\
<flags>headline</flags></custom:Claim>
<custom:ClaimSourceLink xmi:id="12" target="11"/>
<custom:Source xmi:id="11" sofa="1" begin="0" end="7" Speaker="Ilse Brandt"/>
"""


def system(layers: str = LAYERS) -> bytes:
    """A type system: each line a type, what it comes from, and its features."""
    types = ""
    for line in layers.strip().splitlines():
        head, _, features = line.partition(": ")
        name, parent = head.split()
        types += f"<typeDescription><name>{name}</name><supertypeName>{parent}</supertypeName><features>"
        for feature in features.split():
            key, _, range = feature.partition("=")
            range = range if "." in range else f"uima.cas.{range}"
            types += (
                f"<featureDescription><name>{key}</name><rangeTypeName>{range}</rangeTypeName></featureDescription>"
            )
        types += "</features></typeDescription>"
    head = '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>'
    return f"{head}{types}</types></typeSystemDescription>".encode()


def xmi(marks: str = MARKS, text: str = TEXT, members: str = "10 11", head: str = "") -> bytes:
    """A file with these structures."""
    spaces = {
        "xmi": "http://www.omg.org/XMI",
        "cas": "http:///uima/cas.ecore",
        "custom": "http:///webanno/custom.ecore",
        "built": "http:///custom.ecore",
        "seg": "http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore",
        "meta": "http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore",
    }
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in spaces.items())
    sofa = f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{text}"/>'
    view = f'<cas:View sofa="1" members="{members}"/>'
    return f'{head}<xmi:XMI {declared} xmi:version="2.0">{marks.strip()}{sofa}{view}</xmi:XMI>'.encode()


def take(data: bytes, types: bytes | None = None, wanted: Wanted = ANA, name: str = "in.xmi") -> Reading:
    """What is read from a folder with one file and its type system."""
    return read(FORMAT, {f"f/{name}": data, "f/TypeSystem.xml": types or system()}, EMPTY, wanted)


def words(reading: Reading) -> list[dict[str, str]]:
    """Role → words of each claim."""
    return [{role: each[role] for role in each if SCHEME.role(role)} for each in told(reading).values()]


def test_layers_and_slots() -> None:
    """UTF-16 offsets, a list, a slot in a link, a text feature on another layer."""
    reading = take(xmi())
    assert said(reading) == []
    assert words(reading) == [{"content": "rents fell", "source": "👩🏽‍🔬"}]
    ((layer, held),) = reading.data.layers.items()
    assert layer == Layer("in", "ana")
    assert held.claims[0].fields == {"stance": "denies", "flags": ("headline",)}
    assert [reading.data.speakers[id].name for id in held.claims[0].speakers] == ["Ilse Brandt"]
    assert take(xmi()).data == reading.data


@pytest.mark.parametrize(
    ("marks", "members"),
    [
        (MARKS.replace('source="12"', 'source="13"') + '<cas:FSArray xmi:id="13" elements="12"/>', "10 11"),
        (
            MARKS.replace('source="12"', 'about="11"').replace('<custom:ClaimSourceLink xmi:id="12" target="11"/>', ""),
            "10 11",
        ),
        (
            MARKS.replace('source="12"', "")
            + '<custom:Link xmi:id="14" sofa="1" begin="13" end="23" Governor="11" Dependent="10" label="source"/>',
            "10 11 14",
        ),
        (
            MARKS.replace("<flags>headline</flags>", "").replace('stance="denies"', 'stance="denies" flags="15"')
            + '<cas:StringArray xmi:id="15"><elements>headline</elements></cas:StringArray>',
            "10 11",
        ),
        (MARKS + '<seg:Token xmi:id="16" sofa="1" begin="0" end="7" form="x"/>', "10 11 16"),
        (MARKS + '<custom:Claim xmi:id="17" sofa="1" begin="8" end="12"/>', "10 11"),
    ],
    ids=["array", "reference", "relation layer", "list apart", "token", "deleted"],
)
def test_other_ways_of_saying_it(marks: str, members: str) -> None:
    """Arrays of their own, plain references, relation layers; tokens and what no view holds are passed over."""
    mapping = LabelMapping(
        {"Claim": "content", "Source": "source"}, fields={"Speaker": "@speaker"}, relations={"about": "source"}
    )
    reading = take(xmi(marks, members=members), wanted=ANA._replace(mapping=mapping) if "about" in marks else ANA)
    assert said(reading) == []
    assert words(reading) == [{"content": "rents fell", "source": "👩🏽‍🔬"}]


def test_the_layer_that_inception_brings() -> None:
    """Its label is the label, not its name."""
    marks = '<built:Span xmi:id="10" sofa="1" begin="13" end="23" label="Claim"/>'
    assert words(take(xmi(marks, members="10"))) == [{"content": "rents fell"}]


@pytest.mark.parametrize(
    ("name", "id", "layer"),
    [
        ("ana.xmi", "ana", Layer("rents", "ana")),
        ("CURATION_USER.xmi", "CURATION_USER", Layer("rents", "gold", "main", "gold")),
        ("rents.xmi", "something", Layer("rents", "zoe")),
    ],
)
def test_who_and_what(name: str, id: str, layer: Layer) -> None:
    """INCEpTION names a file after its annotator, and the document in the metadata; else `--as` says."""
    meta = (
        f'<meta:DocumentMetaData xmi:id="20" sofa="1" begin="0" end="23" documentTitle="rents.txt" documentId="{id}"/>'
    )
    wanted = Wanted("zoe") if layer.annotator == "zoe" else Wanted()
    assert list(take(xmi(MARKS + meta, members="10 11 20"), None, wanted, name).data.layers) == [layer]


@pytest.mark.parametrize(
    ("title", "id"),
    [("rents.txt", "rents"), ("a/rents.HTML", "rents"), ("Rents fell by 4.1% in May", "Rents-fell-by-4.1--in-May")],
)
def test_the_id_is_the_whole_title(title: str, id: str) -> None:
    """Without the ending of a file, which no other dot begins."""
    meta = f'<meta:DocumentMetaData xmi:id="20" sofa="1" begin="0" end="23" documentTitle="{title}"/>'
    assert list(take(xmi(MARKS + meta, members="10 11 20")).data.articles) == [id]


def test_two_texts() -> None:
    """Each is an article of its own."""
    second = '<cas:Sofa xmi:id="2" sofaNum="2" sofaID="other" mimeType="text" sofaString="Rents rose."/>'
    view = '<custom:Claim xmi:id="30" sofa="2" begin="0" end="5"/><cas:View sofa="2" members="30"/>'
    reading = take(xmi(MARKS + second + view))
    assert said(reading) == []
    assert sorted(reading.data.articles) == ["in-_InitialView", "in-other"]


MANY = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
THERE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            xmi(head=MANY),
            "f/in.xmi:1: the file has a document type (<!DOCTYPE), which can name entities and other files",
        ),
        (xmi(head=THERE), "f/in.xmi:1: the file has a document type"),
        (xmi(MARKS.replace("Ilse Brandt", "&a;")), "f/in.xmi:3: this is no XML (undefined entity)"),
        (xmi()[:-60], "f/in.xmi:3: this is no XML (unclosed token)"),
        (xmi()[:400], "f/in.xmi:1: this is no XML (unclosed token)"),
        (b"", "f/in.xmi:1: this is no XML (no element found)"),
        (b"\x00", "f/in.xmi:1: this is no XML ("),
        (b'<?xml version="1.0" encoding="odd"?><a/>', "f/in.xmi:1: the encoding of the file is not known; UTF-8."),
        (b"<a/>", "f/in.xmi:1: the file is <a>; <xmi:XMI>, UIMA CAS XMI (XML 1.0)."),
        (b"<a>" * 70, "f/in.xmi:1: elements are nested more than 64 levels deep"),
        (xmi(text="&#xD800;"), "f/in.xmi:3: this is no XML (reference to invalid character number)"),
        (xmi(text="a\x0bb"), "f/in.xmi:3: this is no XML (not well-formed (invalid token))"),
        (
            xmi(MARKS.replace('"13"', '"1"')),
            "f/in.xmi:1: xmi:id 10: the span [1, 23) is empty, lies outside the article",
        ),
        (xmi(MARKS.replace('"13"', '"99"')), "xmi:id 10: the span [99, 23) is empty, lies outside the article"),
        (xmi(MARKS.replace('"13"', f'"{"9" * 5000}"')), 'xmi:id 10: "9999999999'),
        (xmi(MARKS.replace('"13"', '"NaN"')), 'xmi:id 10: "NaN" to "23" is no span; begin and end, whole numbers.'),
        (xmi(MARKS.replace('begin="13"', "")), 'xmi:id 10: "" to "23" is no span; begin and end, whole numbers.'),
        (xmi(MARKS.replace('xmi:id="11"', 'xmi:id="10"')), "f/in.xmi:3: xmi:id 10: the id 10 is given twice"),
        (xmi(MARKS.replace('xmi:id="11"', "")), "f/in.xmi:3: Source: the id is missing; a whole number."),
        (xmi(MARKS.replace('target="11"', 'target="77"')), 'the relation "source" leads to "77", which is not there'),
        (xmi(members="10 11 77"), 'f/in.xmi: the view names the structure "77", which is not there'),
        (xmi(MARKS.replace('"denies"', '"nay"')), 'the mapping does not say what the value "nay" is'),
        (
            xmi(MARKS.replace("custom:Source", "custom:Other")),
            'the type "webanno.custom.Other" is not in the type system',
        ),
    ],
)
def test_one_fault(data: bytes, expected: str) -> None:
    """Each wrong thing with file, line and the structure; nothing is taken from another file or made larger."""
    faults = said(take(data))
    assert any(expected in fault for fault in faults), faults


def test_what_is_right_beside_it() -> None:
    """A broken structure refuses the claim that it belongs to, not the file."""
    more = '<custom:Claim xmi:id="18" sofa="1" begin="8" end="12"/>'
    reading = take(xmi(MARKS.replace('"13"', '"99"') + more, members="10 11 18"))
    assert len(said(reading)) == 1
    assert words(reading) == [{"content": "says"}]


def test_no_type_system() -> None:
    """A file alone cannot be understood."""
    faults = said(read(FORMAT, {"in.xmi": xmi()}, EMPTY, ANA))
    assert faults == [
        "in.xmi: there is no type system beside the file; name the folder that holds it and its TypeSystem.xml."
    ]


def test_the_type_system_above() -> None:
    """The nearest one counts, whatever lies elsewhere."""
    files = {"f/a/in.xmi": xmi(), "f/TypeSystem.xml": system(), "f/b/TypeSystem.xml": b"<typeSystemDescription/>"}
    assert said(read(FORMAT, files, EMPTY, ANA)) == []


class Endless(io.RawIOBase):
    """A file of any size that nobody holds: a head, then the same character."""

    def __init__(self, head: bytes, size: int) -> None:
        self.head, self.left = head, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self.head[: len(buffer)] or b"x" * min(len(buffer), self.left)
        self.head, self.left = self.head[len(buffer) :], self.left - len(data)
        buffer[: len(data)] = data
        return len(data)


def test_a_gigabyte() -> None:
    """A text without an end is refused early."""
    head = xmi().partition(b"sofaString=")[0] + b'sofaString="'
    endless = Source("f/in.xmi", lambda: io.BufferedReader(Endless(head, 1 << 30)))
    types = Source("f/TypeSystem.xml", lambda: io.BytesIO(system()))
    tracemalloc.start()
    try:
        faults = said(FORMAT.read([endless, types], EMPTY, ANA))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert faults == ["f/in.xmi:3: the file is larger than 32 MB; one article in a file."]
    assert most < 4 * limits.XML


def test_circles() -> None:
    """A type that comes from itself, and marks that are tied in a circle, end."""
    loop = LAYERS + "webanno.custom.One webanno.custom.Two\nwebanno.custom.Two webanno.custom.One\n"
    assert said(take(xmi(), system(loop))) == []
    tied = '<custom:Link xmi:id="14" sofa="1" begin="0" end="1" Governor="10" Dependent="10" label="responds_to"/>'
    assert said(take(xmi(MARKS + tied, members="10 11 14"))) == []


@pytest.mark.parametrize("text", ["", "a", "\\u0041 \\", "a\x00b\x1f", "\ufffe\uffff\ufffd", "\\u005cu0041\x07"])
def test_characters(text: str) -> None:
    """What XML cannot hold comes back."""
    assert unescaped(escaped(text)) == text
    assert restored(*shown(text)) == text
    assert all(char not in escaped(text) + shown(text)[0] for char in "\x00\x07\x1f\ufffe\uffff")


def test_they_are_counted() -> None:
    """In the text they are shown as U+FFFD."""
    data = hostile()
    odd = freeze("emoji", data.articles["emoji"].text.replace("Žofie", "Ž\ufffefie"))
    losses = Losses()
    one = {layer: held for layer, held in data.layers.items() if layer == Layer("emoji", "ana")}
    data = replace(data, articles={"emoji": odd}, layers=one)
    files = write(FORMAT, data, losses)
    assert losses.counts["characters that XML cannot hold, shown as U+FFFD"] == 1
    reading = read(FORMAT, files, EMPTY)
    assert said(reading) == []
    assert reading.data.articles == data.articles
    same(data, reading.data)


def test_names() -> None:
    """Fields whose names the layers have taken get other ones, and the guess finds the way back."""
    words = ("begin", "Cue", "Self-report")
    fields = tuple(replace(SCHEME.fields[0], key=f"f{number}", label=word) for number, word in enumerate(words))
    layers = layers_of(replace(SCHEME, fields=fields))
    assert [layers.names.fields[f"f{number}"] for number in range(3)] == ["f0", "f1", "Selfreport"]
    features = [feature.name.casefold() for feature in next(iter(layers.types()))[2]]
    assert len(set(features)) == len(features)


CAS: dict[str, Any] = {
    "%TYPES": {
        "webanno.custom.Claim": {
            "%NAME": "webanno.custom.Claim",
            "%SUPER_TYPE": "uima.tcas.Annotation",
            "flags": {"%NAME": "flags", "%RANGE": "uima.cas.String[]"},
            "source": {"%NAME": "source", "%RANGE": "webanno.custom.Link[]"},
            "sure": {"%NAME": "sure", "%RANGE": "uima.cas.Boolean"},
        },
        "webanno.custom.Link": {"%NAME": "webanno.custom.Link", "target": {"%RANGE": "webanno.custom.Source"}},
        "webanno.custom.Source": {"%NAME": "webanno.custom.Source", "%SUPER_TYPE": "uima.tcas.Annotation"},
    },
    "%FEATURE_STRUCTURES": [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": TEXT},
        {
            "%ID": 2,
            "%TYPE": "webanno.custom.Claim",
            "@sofa": 1,
            "begin": 13,
            "end": 23,
            "sure": True,
            "@flags": 4,
            "@source": 5,
        },
        {"%ID": 3, "%TYPE": "webanno.custom.Source", "@sofa": 1, "begin": 0, "end": 7},
        {"%ID": 4, "%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["headline"]},
        {"%ID": 5, "%TYPE": "webanno.custom.Link[]", "%ELEMENTS": [6]},
        {"%ID": 6, "%TYPE": "webanno.custom.Link", "@target": 3},
    ],
    "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3]}},
}


def take_json(cas: Any) -> Reading:
    """What is read from CAS JSON, which needs no type system beside it."""
    return read(FORMAT, {"in.json": json.dumps(cas).encode()}, EMPTY, ANA)


def test_cas_json() -> None:
    """The same structures; a file of JSON that is no CAS is left out."""
    reading = take_json(CAS)
    assert said(reading) == []
    assert words(reading) == [{"content": "rents fell", "source": "👩🏽‍🔬"}]
    ((claim,),) = [held.claims for held in reading.data.layers.values()]
    assert claim.fields == {"flags": ("headline",), "sure": True}
    assert FORMAT.recognises(["in.json"], json.dumps(CAS).encode()[:2000])
    assert take_json({"name": "settings"}).notes == ("files of JSON that are no CAS, left out: 1.",)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("%FEATURE_STRUCTURES", {}, "in.json:1: %FEATURE_STRUCTURES: an object is no list of structures"),
        ("%FEATURE_STRUCTURES.1", 7, "%FEATURE_STRUCTURES[1]: 7 is no structure; an object with %ID and %TYPE."),
        ("%FEATURE_STRUCTURES.1.begin", 99, "%FEATURE_STRUCTURES[1]: the span [99, 23) is empty, lies outside"),
        ("%FEATURE_STRUCTURES.1.begin", 13.5, '%FEATURE_STRUCTURES[1]: "13.5" to "23" is no span'),
        ("%FEATURE_STRUCTURES.1.begin", [], '%FEATURE_STRUCTURES[1]: "" to "23" is no span'),
        ("%FEATURE_STRUCTURES.2.%ID", 2, "%FEATURE_STRUCTURES[2]: the id 2 is given twice"),
        ("%FEATURE_STRUCTURES.2.%ID", "x", "%FEATURE_STRUCTURES[2]: the id is missing; a whole number."),
        ("%FEATURE_STRUCTURES.5.@target", 77, 'the relation "source" leads to "77", which is not there'),
        ("%TYPES", {}, 'the type "webanno.custom.Claim" is not in the type system'),
        ("%TYPES.webanno!custom!Claim", 7, "%TYPES.webanno.custom.Claim: 7 is no type; an object with its features."),
        ("%VIEWS._InitialView.%MEMBERS", [2, 3, 77], 'the view names the structure "77", which is not there'),
    ],
)
def test_one_fault_of_json(path: str, value: Any, expected: str) -> None:
    """Each wrong thing with file, line and the structure."""
    record = json.loads(json.dumps(CAS))
    *steps, last = [int(step) if step.isdigit() else step.replace("!", ".") for step in path.split(".")]
    held: Any = record
    for step in steps:
        held = held[step]
    held[last] = value
    faults = said(take_json(record))
    assert any(expected in fault for fault in faults), faults


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip file of these members."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return out.getvalue()


def test_zip_files() -> None:
    """As INCEpTION exports a document: what is inside counts as if it lay in a folder, its type system for it alone."""
    files = {"p/annotation/rents.txt/ana.zip": zipped({"ana.xmi": xmi(), "TypeSystem.xml": system()})}
    reading = read(FORMAT, files, EMPTY, ANA)
    assert said(reading) == []
    assert list(reading.data.layers) == [Layer("ana", "ana")]


def test_a_whole_project() -> None:
    """Zip files in a zip file, one for each document and person; what nobody has done yet is left out."""
    meta = '<meta:DocumentMetaData xmi:id="20" sofa="1" begin="0" end="23" documentTitle="rents.txt" documentId="WHO"/>'

    def of(who: str) -> bytes:
        whole = xmi(MARKS + meta.replace("WHO", who), members="10 11 20")
        return zipped({f"{who}.xmi": whole, "TypeSystem.xml": system()})

    names = {"annotation": ("ana", "ben", "INITIAL_CAS"), "curation": ("CURATION_USER",)}
    members = {f"{folder}/rents.txt/{who}.zip": of(who) for folder, whose in names.items() for who in whose}
    project = zipped({"exportedproject.json": b'{"name": "news"}', **members})
    reading = read(FORMAT, {"project.zip": project}, EMPTY)
    assert FORMAT.recognises(["project.zip"], project)
    assert not FORMAT.recognises(["news.zip"], zipped({"news.txt": b"x"}))
    assert said(reading) == []
    layers = [Layer("rents", "ana"), Layer("rents", "ben"), Layer("rents", "gold", "main", "gold")]
    assert sorted(reading.data.layers) == layers
    assert "documents as they were before anybody had annotated them, left out: 1." in reading.notes


def test_a_zip_file_that_holds_too_much() -> None:
    """It is not unpacked further than a file is read."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive, archive.open("a.xmi", "w") as member:
        for _ in range(160):
            member.write(b" " * (1 << 20))
    files = {"f.zip": out.getvalue(), "TypeSystem.xml": system()}
    tracemalloc.start()
    try:
        faults = said(read(FORMAT, {f"f/{name}": data for name, data in files.items()}, EMPTY, ANA))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert any("larger than 32 MB" in fault for fault in faults), faults
    assert most < 3 * limits.XML


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"PK\x03\x04", "f.zip: this is no zip file that can be read; unpack it first."),
        (b"", "f.zip: this is no zip file that can be read; unpack it first."),
        (zipped({"a.xmi": xmi()}), "f.zip/a.xmi: there is no type system beside the file"),
        (
            zipped({"a.xmi": b"<a>" + b" " * (limits.XML + 9), "TypeSystem.xml": system()}),
            "f.zip/a.xmi:1: the file is larger than",
        ),
        (zipped({"a.xmi": xmi(), "TypeSystem.xml": system()}).replace(b"rents", b"rants"), ""),
        (zipped({"a.txt": b"x"}), "f.zip: there is no CAS in it"),
    ],
    ids=["cut", "empty", "alone", "large", "other bytes", "nothing"],
)
def test_bad_zip_files(data: bytes, expected: str) -> None:
    """Broken ones, and one that unpacks to more than it should."""
    faults = said(read(FORMAT, {"f.zip": data}, EMPTY, ANA))
    assert any(expected in fault for fault in faults) or not expected, faults


def test_a_broken_member() -> None:
    """Its bytes are not what they are said to be."""
    data = bytearray(zipped({"a.xmi": xmi(), "TypeSystem.xml": system()}))
    data[60:90] = b"\xff" * 30
    faults = said(read(FORMAT, {"f.zip": bytes(data)}, EMPTY, ANA))
    assert faults
    assert all(fault.startswith("f.zip") for fault in faults)
