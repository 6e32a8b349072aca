"""No limit refuses what an export has written, and a record from elsewhere that is too long stops no other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from annotator import plugins
from annotator.core.article import freeze
from annotator.core.claim import Claim, Layer
from annotator.core.records import limits
from annotator.core.records.canonical import canonical
from annotator.core.records.dataset import Content, Dataset
from annotator.core.records.decision import Decision
from annotator.core.span import Span
from annotator.core.speaker import Speaker
from annotator.formats.doccano import FORMAT as DOCCANO
from annotator.formats.label_studio.format import FORMAT as LABEL_STUDIO
from tests.formats.reading import read, said, write
from tests.formats.standoff.hostile import hostile
from tests.values import SCHEME

DEEP = ("claims", "articles", "bundle", "decisions")
"""Formats of ours: what they refuse is never written by any other."""

BOTH = sorted({each.name for each in plugins.readers()} & {each.name for each in plugins.writers()})


@pytest.mark.parametrize("name", BOTH)
def test_our_own_exports_pass(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Although lines of them are longer than a line from elsewhere may be."""
    data = hostile()
    files = write(plugins.writer(name), data)
    before = said(read(plugins.reader(name), files, data))
    monkeypatch.setattr(limits, "LINE", 1000)
    assert said(read(plugins.reader(name), files, data)) == before


@pytest.mark.parametrize(
    ("format", "files"),
    [
        (DOCCANO, {"ana.jsonl": b'{"text": "LONG"}\n{"text": "Rents.", "entities": []}\n'}),
        (LABEL_STUDIO, {"tasks.json": b'[{"data": {"text": "LONG"}},\n{"data": {"text": "Rents."}}]'}),
    ],
    ids=lambda each: getattr(each, "name", ""),
)
def test_a_long_record_is_named(
    format: plugins.Reader, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its file and line; the others are read."""
    monkeypatch.setattr(limits, "LINE", 60)
    long = {name: held.replace(b"LONG", b"x" * 60) for name, held in files.items()}
    reading = read(format, long, Dataset(scheme=SCHEME))
    (fault,) = [each for each in reading.faults if "too long" in each.what]
    assert (fault.file, fault.line) == (next(iter(files)), 1)
    assert [article.text for article in reading.data.articles.values()] == ["Rents."]


def nested(levels: int) -> Any:
    """A list in a list, and so on."""
    return [nested(levels - 1)] if levels > 1 else []


def kept(levels: int) -> Dataset:
    """Unknown keys and metadata of so many levels, wherever there may be any."""
    extra = {"more": nested(levels)}
    article = replace(freeze("a", "Rents fell.", meta={"m": nested(levels - 1)}), extra=extra)
    claim = Claim("c1", "a", "ana", spans={"content": (Span(0, 5),)}, speakers=("s",), extra=extra)
    gold = replace(claim, annotator="gold", layer="gold")
    decision = Decision("d1", "a", "import", "@import", results=(gold,), created="2026-01-01T00:00:00Z", extra=extra)
    layers = {Layer("a", "ana"): Content("done", (claim,))}
    speaker = Speaker("s", "S", extra=extra)
    return Dataset({"a": article}, layers, {"s": speaker}, decisions=(decision,), scheme=SCHEME)


@pytest.mark.parametrize("name", BOTH)
def test_what_is_kept_can_go_out(name: str) -> None:
    """The deepest that any format of ours takes in, each of them reads in its own export."""
    data = kept(limits.KEPT)
    known = data if name in ("claims", "decisions", "csv") else Dataset(scheme=SCHEME)
    assert said(read(plugins.reader(name), write(plugins.writer(name), data), known)) == []


@pytest.mark.parametrize("name", DEEP)
def test_what_is_deeper_is_refused(name: str) -> None:
    """One level more, and every record is told with the way to it."""
    data = kept(limits.KEPT + 1)
    faults = said(read(plugins.reader(name), write(plugins.writer(name), data), data))
    assert faults
    assert all(f"at most {limits.KEPT} levels of nesting" in fault for fault in faults)


def test_what_is_deeper_in_the_marks_of_a_tool() -> None:
    """The metadata of a document, too."""
    record = {"text": "Rents.", "entities": [], "article": {"id": "x", "meta": {"m": nested(limits.KEPT)}}}
    (fault,) = said(read(DOCCANO, canonical(record) + b"\n", Dataset(scheme=SCHEME)))
    assert f"at most {limits.KEPT} levels of nesting" in fault
