"""No limit refuses what an export has written, and a record from elsewhere that is too long stops no other."""

from __future__ import annotations

import pytest

from annotator import plugins
from annotator.core.records import limits
from annotator.core.records.dataset import Dataset
from annotator.formats.doccano import FORMAT as DOCCANO
from annotator.formats.label_studio.format import FORMAT as LABEL_STUDIO
from tests.formats.reading import read, said, write
from tests.formats.standoff.hostile import hostile
from tests.values import SCHEME

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
