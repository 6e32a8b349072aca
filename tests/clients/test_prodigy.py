"""Potato's importer for Prodigy reads our files. Prodigy itself is not run: it is sold, and on no public index."""

from __future__ import annotations

from pathlib import Path

from potato.importers.text.prodigy_importer import ProdigyImporter

from annotator.formats.prodigy import FORMAT
from tests.clients.sample import laid, sample


def test_every_span_is_read(tmp_path: Path) -> None:
    """The file is recognised, and each span has the words of the article."""
    data = sample()
    folder = laid(FORMAT, data, tmp_path / "prodigy")
    count = 0
    for annotator in ("ana", "ben", "cleo"):
        importer = ProdigyImporter()
        assert importer.detect_path(folder / f"{annotator}.jsonl")
        result = importer.parse_path(folder / f"{annotator}.jsonl")
        assert result.warnings == []
        layers = [layer for layer in sorted(data.layers) if layer.annotator == annotator]
        for layer, document in zip(layers, result.documents, strict=True):
            article = data.articles[layer.article]
            assert document.text == article.text
            parts = {part for claim in data.layers[layer].claims for held in claim.spans.values() for part in held}
            assert {(span.start, span.end) for span in document.spans} == parts
            assert all(span.text == article.text[span.start : span.end] for span in document.spans)
            count += len(document.spans)
    assert count > 1000
