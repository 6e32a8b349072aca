"""One law over every format that reads and writes: what goes out comes back, on each article that breaks readers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from annotator import plugins
from annotator.core.claim import Claim
from annotator.core.record import label_hash
from annotator.core.records.dataset import Dataset
from annotator.core.span import Span
from annotator.core.text.grapheme import CLUSTER
from tests.formats.reading import read, said, write
from tests.formats.standoff.hostile import TEXTS, hostile
from tests.values import SCHEME

LOSSY = {"decisions": "it holds gold alone, as decisions; tests/formats/test_decisions.py"}
"""Formats that read and write, and do not hold layers."""
TEXTLESS = {"claims", "csv"}
"""Formats that hold claims without the texts, for a project that has these."""
GOLDLESS = {"bundle"}
"""Formats in which gold is the decisions that it is folded from."""
FORMATS = {
    name: each
    for name, each in ((each.name, each) for each in plugins.readers(installed=False))
    if hasattr(each, "write") and name not in LOSSY
}
WHOLE = hostile()


def of(id: str) -> Dataset:
    """One article with its layers."""
    layers = {layer: held for layer, held in WHOLE.layers.items() if layer.article == id}
    return replace(WHOLE, articles={id: WHOLE.articles[id]}, layers=layers)


def words(claim: Claim, text: str) -> dict[str, list[tuple[Span, str]]]:
    """Role → its spans and what stands there."""
    return {
        role: [(part, text[part.start : part.end]) for part in parts] for role, parts in claim.spans.items() if parts
    }


def test_the_articles_are_hostile() -> None:
    """Each has what its name says, and claims that nest, overlap, have gaps, share a span, and cut clusters in two."""
    assert "\u200d" in TEXTS["emoji"]
    assert "🇩🇪🇫🇷" in TEXTS["emoji"]
    assert "e\u0301" in TEXTS["accents"]
    assert any(char > "\uffff" for char in TEXTS["japanese"])
    assert "\u200f" in TEXTS["arabic"]
    assert "\r\n" in TEXTS["crlf"]
    assert TEXTS["formula"].startswith("=")
    for id, article in WHOLE.articles.items():
        (claims,) = [held.claims for layer, held in of(id).layers.items() if layer[1:3] == ("ana", "main")]
        spans = [claim.pieces("content") for claim in claims]
        assert any(len(parts) > 1 for parts in spans)
        assert len(set(spans)) < len(spans)
        whole, half = spans[0][0], spans[1][0]
        assert whole.start < half.start < half.end == whole.end
        assert article.text[whole.start : whole.end] == article.text
    edges = {edge for match in CLUSTER.finditer(WHOLE.articles["emoji"].text) for edge in match.span()}
    assert any(
        edge not in edges
        for held in of("emoji").layers.values()
        for claim in held.claims
        for part in claim.pieces("content")
        for edge in part
    )


@pytest.mark.parametrize("id", sorted(TEXTS))
@pytest.mark.parametrize("name", sorted(FORMATS))
def test_out_and_in(name: str, id: str) -> None:
    """Spans, words, fields, speakers, links and notes are the same; and so are the bytes of a second export."""
    format: Any = FORMATS[name]
    data = of(id)
    if name in GOLDLESS:
        data = replace(data, layers={layer: held for layer, held in data.layers.items() if layer.kind != "gold"})
    known = replace(data, layers={}) if name in TEXTLESS else Dataset(scheme=SCHEME)
    files = write(format, data)
    reading = read(format, {name or "in": held for name, held in files.items()}, known)
    assert said(reading) == []
    article = {**known.articles, **reading.data.articles}[id]
    assert (article.text, article.sha256) == (data.articles[id].text, data.articles[id].sha256)
    for layer, held in data.layers.items():
        if name in TEXTLESS and not held.claims:
            continue
        found = {claim.id: claim for claim in reading.data.layers[layer].claims}
        assert found.keys() == {claim.id for claim in held.claims}
        for claim in held.claims:
            one = found[claim.id]
            assert words(one, article.text) == words(claim, article.text)
            assert label_hash(one) == label_hash(claim)
            assert one.note == claim.note
    again = replace(reading.data, articles={id: article}, speakers=data.speakers, files=data.files)
    assert write(format, again) == files
