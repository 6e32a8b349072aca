"""dkpro-cassis, the CAS library of INCEpTION's makers, reads our files, and makes projects that we read."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import cassis
import pytest

from annotator.config.mapping import read_mapping
from annotator.core.claim import Layer
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Wanted
from annotator.formats.standoff.naming import page_files
from annotator.formats.uima.format import FORMAT
from annotator.formats.uima.layers import layers_of
from tests.clients.sample import laid, lines, sample, taken
from tests.formats.reading import read, said
from tests.formats.standoff.hostile import hostile

TEXT = "👩🏽‍🔬 Rents\r\nfell 🇫🇷, the mayor said. Rents rose, Zoe\u0308 said; she denies it."


# The library opens its own files in a way that Python has given up.
pytestmark = pytest.mark.filterwarnings("ignore:open_binary is deprecated")


@pytest.mark.parametrize("data", [sample(), hostile()], ids=["sample", "hostile"])
def test_cassis_reads_what_we_write(data: Dataset, tmp_path: Path) -> None:
    """Every file with its type system; each span has the words of the article, and slots hold spans of their role."""
    assert data.scheme is not None
    folder = laid(FORMAT, data, tmp_path / "inception")
    types = cassis.load_typesystem(folder / "TypeSystem.xml")
    roles = {f"webanno.custom.{name}": key for key, name in layers_of(data.scheme).names.roles.items()}
    files, spans, slots = page_files(data.layers), 0, 0
    for layer, content in data.layers.items():
        text = data.articles[layer.article].text
        cas = cassis.load_cas_from_xmi(folder / f"{files[layer]}.xmi", types)
        assert cas.sofa_string == text
        found: set[tuple[str, tuple[int, int]]] = set()
        for mark in cas.select("uima.tcas.Annotation"):
            if mark.type.name in roles:
                assert mark.get_covered_text() == text[mark.begin : mark.end]
                found.add((roles[mark.type.name], (mark.begin, mark.end)))
                for link in mark.Source.elements if roles[mark.type.name] == "content" and mark.Source else ():
                    assert roles[link.target.type.name] == "source"
                    slots += 1
        assert found == {
            (role, part) for claim in content.claims for role in claim.spans for part in claim.pieces(role)
        }
        spans += len(found)
    assert spans > 40
    assert slots > 5


def test_what_cassis_writes_again_comes_back_whole(tmp_path: Path) -> None:
    """Through the library and back, every claim is what it was."""
    data = hostile()
    folder = laid(FORMAT, data, tmp_path / "out")
    types = cassis.load_typesystem(folder / "TypeSystem.xml")
    again = tmp_path / "again"
    again.mkdir()
    types.to_xml(again / "TypeSystem.xml")
    for path in folder.glob("*.xmi"):
        cassis.load_cas_from_xmi(path, types).to_xmi(again / path.name)
    assert lines(taken(FORMAT, again, data), data) == lines(taken(FORMAT, folder, data), data)


def of_layers() -> Any:
    """A file of an INCEpTION project with layers of its own: slots, relations, tokens, a list."""
    types = cassis.load_dkpro_core_typesystem()
    claim = types.create_type("webanno.custom.Statement", "uima.tcas.Annotation")
    person = types.create_type("webanno.custom.Person", "uima.tcas.Annotation")
    link = types.create_type("webanno.custom.StatementSayerLink", "uima.cas.TOP")
    reply = types.create_type("webanno.custom.Answers", "uima.tcas.Annotation")
    types.create_feature(claim, "Position", "uima.cas.String")
    types.create_feature(claim, "Marks", "uima.cas.StringArray")
    types.create_feature(claim, "Sayer", "uima.cas.FSArray", elementType=link, multipleReferencesAllowed=False)
    types.create_feature(person, "identity", "uima.cas.String")
    types.create_feature(link, "role", "uima.cas.String")
    types.create_feature(link, "target", person)
    for end in ("Dependent", "Governor"):
        types.create_feature(reply, end, claim)
    cas = cassis.Cas(types)
    cas.sofa_string, cas.sofa_mime = TEXT, "text/plain"

    def at(words: str) -> dict[str, int]:
        start = TEXT.index(words)
        return {"begin": start, "end": start + len(words)}

    name = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
    meta = types.create_type(name, "uima.tcas.DocumentAnnotation")
    for key in ("documentTitle", "documentId"):
        types.create_feature(meta, key, "uima.cas.String")
    token = types.get_type("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token")
    cas.add(meta(begin=0, end=len(TEXT), documentTitle="rents.txt", documentId="ana"))
    cas.add(token(**at("Rents")))
    who = person(**at("the mayor"), identity="Ilse Brandt")
    strings, array = types.get_type("uima.cas.StringArray"), types.get_type("uima.cas.FSArray")
    first = claim(
        **at("Rents\r\nfell 🇫🇷"),
        Position="affirms",
        Marks=strings(elements=["headline"]),
        Sayer=array(elements=[link(role="", target=who)]),
    )
    second = claim(**at("Rents rose"), Position="rejects")
    cas.add_all([who, first, second, reply(**at("Rents rose"), Governor=second, Dependent=first)])
    return cas


MAPPING = """
[roles]
Statement = "content"
Person = "source"
[relations]
Sayer = "source"
Answers = "responds_to"
[fields]
Position = "stance"
Marks = "flags"
identity = "@speaker"
[values.Position]
affirms = "asserts"
rejects = "denies"
"""


@pytest.mark.parametrize("form", ["xmi", "json", "zip"])
def test_a_project_of_theirs(form: str, tmp_path: Path) -> None:
    """What is open in the guess is said; with the mapping it comes in, goes out, and comes in as the same."""
    cas = of_layers()
    folder, place = tmp_path / "export", tmp_path / "place"
    folder.mkdir()
    place.mkdir()
    if form == "json":
        cas.to_json(folder / "ana.json")
    else:
        into = place if form == "zip" else folder
        cas.to_xmi(into / "ana.xmi")
        cas.typesystem.to_xml(into / "TypeSystem.xml")
    if form == "zip":
        shutil.make_archive(str(folder / "ana"), "zip", place)
    data = sample()
    assert data.scheme is not None
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    files = {f"export/{name}": held for name, held in files.items()}
    guessed = read(FORMAT, files, Dataset(scheme=data.scheme))
    for word in ("Statement", "Answers", "Position"):
        assert any(f'"{word}"' in each for each in said(guessed))
    assert guessed.data.layers == {}
    mapping, faults = read_mapping(MAPPING, data.scheme, file="map.toml")
    assert faults == []
    first = taken(FORMAT, folder, data, Wanted(mapping=mapping))
    ((layer, held),) = first.layers.items()
    assert layer == Layer("rents", "ana")
    text = first.articles["rents"].text
    one, two = held.claims
    words = {role: [text[start:end] for start, end in parts] for role, parts in one.spans.items()}
    assert words == {"content": ["Rents \nfell 🇫🇷"], "source": ["the mayor"]}
    assert [first.speakers[id].name for id in one.speakers] == ["Ilse Brandt"]
    assert (one.fields, two.fields) == ({"stance": "asserts", "flags": ("headline",)}, {"stance": "denies"})
    assert [(link.type, link.target) for link in two.links] == [("responds_to", one.id)]
    again = taken(FORMAT, laid(FORMAT, first, tmp_path / "again"), data)
    assert lines(again, first) == lines(first, first)
