"""pyld and rdflib read our collections as JSON-LD and as a graph, and a graph made by them comes in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from pyld import jsonld
from rdflib import RDF, Graph, Namespace, URIRef

from annotator.core.claim import Layer
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Wanted
from annotator.core.records.line import Context, claim_line, nested
from annotator.formats.standoff.naming import page_files
from annotator.formats.web_annotation.annotation import CONTEXT
from annotator.formats.web_annotation.format import FORMAT
from tests.clients.sample import laid, lines, sample, taken
from tests.formats.standoff.hostile import hostile

# rdflib reads JSON-LD with a class of its own that it has given up.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
BASE = "https://example.org/claims/"
OA = Namespace("http://www.w3.org/ns/oa#")
_NODES = {
    "body": "oa:hasBody",
    "target": "oa:hasTarget",
    "source": "oa:hasSource",
    "selector": "oa:hasSelector",
    "creator": "http://purl.org/dc/terms/creator",
    "first": "as:first",
}
_TEXTS = {
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "name": "http://xmlns.com/foaf/0.1/name",
    "nickname": "http://xmlns.com/foaf/0.1/nick",
}
TERMS: dict[str, Any] = {
    "oa": str(OA),
    "as": "https://www.w3.org/ns/activitystreams#",
    "id": "@id",
    "type": "@type",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Person": "http://xmlns.com/foaf/0.1/Person",
    "Software": "as:Application",
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    **{term: {"@id": address, "@type": "@id"} for term, address in _NODES.items()},
    **_TEXTS,
}
TERMS |= {term: f"oa:{term}" for term in ("Annotation", "TextualBody", "SpecificResource")}
TERMS |= {term: f"oa:{term}" for term in ("TextPositionSelector", "TextQuoteSelector", "exact", "prefix", "suffix")}
TERMS |= {
    term: f"oa:{term}" for term in ("tagging", "classifying", "identifying", "commenting", "describing", "linking")
}
TERMS |= {
    term: {"@id": f"oa:{term}", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"}
    for term in ("start", "end")
}
TERMS |= {
    term: {"@id": f"as:{address}", "@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"}
    for term, address in (("total", "totalItems"), ("startIndex", "startIndex"))
}
"""Those terms of the context of Web Annotation that we write, in our own words: a test asks no network."""


def context(address: str, _: Any) -> dict[str, Any]:
    """The one document that is asked for."""
    assert address == CONTEXT
    return {"contextUrl": None, "documentUrl": address, "document": {"@context": TERMS}}


def graph(path: Path) -> Graph:
    """A collection as triples: expanded by pyld, read by rdflib."""
    document = json.loads(path.read_text("utf-8"))
    assert document["@context"] == CONTEXT
    known = {*TERMS, "@context", "text", "article", "layer"}
    assert document.keys() <= known
    assert all(
        key in known
        for item in document["first"]["items"]
        for each in (item, *item["body"], *item["target"])
        for key in each
    )
    expanded = jsonld.expand(document, {"base": BASE, "documentLoader": context})
    return Graph().parse(data=json.dumps(expanded), format="json-ld", publicID=BASE)


@pytest.mark.parametrize("data", [sample(), hostile()], ids=["sample", "hostile"])
def test_every_collection_is_a_graph(data: Dataset, tmp_path: Path) -> None:
    """Every target is words of the text that lies beside it; every claim is a body; links lead to annotations."""
    folder = laid(FORMAT, data, tmp_path / "web_annotation")
    files, spans = page_files(data.layers), 0
    for layer, content in data.layers.items():
        found = graph(folder / f"{files[layer]}.jsonld")
        annotations = set(found.subjects(RDF.type, OA.Annotation))
        assert all(isinstance(each, URIRef) and each.startswith(BASE) for each in annotations)
        marked = set()
        for target in found.objects(None, OA.hasTarget):
            source = unquote(str(found.value(target, OA.hasSource)).removeprefix(BASE))
            text = (folder / source).read_bytes().decode("utf-8")
            said: dict[Any, Any] = {}
            for selector in found.objects(target, OA.hasSelector):
                said |= {key: value.toPython() for key, value in found.predicate_objects(selector) if key != RDF.type}
            start, end = said[OA.start], said[OA.end]
            assert text == data.articles[layer.article].text
            assert said[OA.exact] == text[start:end]
            assert text[:start].endswith(said[OA.prefix])
            assert text[end:].startswith(said[OA.suffix])
            marked.add((start, end))
        assert marked == {tuple(part) for claim in content.claims for parts in claim.spans.values() for part in parts}
        spans += len(marked)
        bodies = list(found.subjects(OA.hasPurpose, OA.describing))
        records = [json.loads(str(found.value(each, RDF.value))) for each in bodies]
        held = Context(data.speakers, data.scheme)
        wanted = [nested(claim_line(claim, data.articles[layer.article], held)) for claim in content.claims]
        assert sorted(records, key=lambda each: each["id"]) == sorted(wanted, key=lambda each: each["id"])
        for link in found.subjects(OA.hasPurpose, OA.linking):
            assert found.value(link, OA.hasSource) in annotations
    assert spans > 40


def theirs(text: str) -> dict[str, Any]:
    """A page that pyld compacts from a graph of its own, with terms in another order and single values bare."""

    def annotation(id: str, tags: list[str], words: str, links: list[str]) -> dict[str, Any]:
        selector = {"@type": f"{OA}TextQuoteSelector", f"{OA}exact": words}
        target = {f"{OA}hasSource": {"@id": f"{BASE}rents.txt"}, f"{OA}hasSelector": selector}
        bodies: list[dict[str, Any]] = [
            {"@type": f"{OA}TextualBody", f"{OA}hasPurpose": {"@id": f"{OA}tagging"}, _TEXTS["value"]: tag}
            for tag in tags
        ]
        bodies += [
            {
                f"{OA}hasPurpose": {"@id": f"{OA}linking"},
                f"{OA}hasSource": {"@id": f"{BASE}{link}"},
                _TEXTS["label"]: "source",
            }
            for link in links
        ]
        return {"@id": f"{BASE}{id}", "@type": f"{OA}Annotation", f"{OA}hasBody": bodies, f"{OA}hasTarget": target}

    made = [
        annotation("1", ["Claim", "stance:denies"], "Rents fell 🇫🇷", ["2"]),
        annotation("2", ["Source"], "the mayor", []),
    ]
    found = jsonld.compact(made, CONTEXT, {"documentLoader": context})
    assert isinstance(found, dict)
    return found


def test_a_project_of_theirs(tmp_path: Path) -> None:
    """Annotations by quote alone come in, go out, and come in as the same."""
    text = "👩🏽‍🔬 Rents fell 🇫🇷,\nthe mayor said."
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "rents.txt").write_bytes(text.encode())
    (folder / "page.jsonld").write_text(json.dumps(theirs(text)), "utf-8")
    data = sample()
    first = taken(FORMAT, folder, data, Wanted("ana"))
    (claim,) = first.layers[Layer("rents", "ana")].claims
    words = {role: [text[start:end] for start, end in parts] for role, parts in claim.spans.items()}
    assert words == {"content": ["Rents fell 🇫🇷"], "source": ["the mayor"]}
    assert claim.fields == {"stance": "denies"}
    again = taken(FORMAT, laid(FORMAT, first, tmp_path / "again"), data)
    assert lines(again, first) == lines(first, first)
