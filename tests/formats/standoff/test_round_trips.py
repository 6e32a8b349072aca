"""Laws over every stand-off format: what goes out comes back, whole, and is written as the same bytes again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.core.claim import Claim, Layer
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Wanted
from annotator.core.records.line import Context, claim_line
from annotator.core.standoff.style import Style
from annotator.formats.brat.format import FORMAT as BRAT
from annotator.formats.brat.reader import STYLE as BRAT_STYLE
from annotator.formats.doccano import DoccanoFormat
from annotator.formats.label_studio.format import FORMAT as LABEL_STUDIO
from annotator.formats.prodigy import FORMAT as PRODIGY
from annotator.formats.uima.format import FORMAT as UIMA
from annotator.formats.web_annotation.format import FORMAT as WEB_ANNOTATION
from tests.formats.reading import read, said, write
from tests.formats.standoff.hostile import hostile
from tests.values import SCHEME, datasets

FORMATS = [BRAT, LABEL_STUDIO, PRODIGY, DoccanoFormat(), DoccanoFormat("codepoints"), UIMA, WEB_ANNOTATION]
NAMES = ["brat", "label_studio", "prodigy", "doccano", "doccano-codepoints", "uima", "web_annotation"]
EMPTY = Dataset(scheme=SCHEME)
each_format = pytest.mark.parametrize("format", FORMATS, ids=NAMES)


def lines(data: Dataset, registry: Dataset) -> dict[tuple[Layer, str], dict[str, Any]]:
    """Every claim as its line, speakers as the registry has them."""
    context = Context(registry.speakers, SCHEME)
    return {
        (layer, claim.id): claim_line(claim, data.articles[layer.article], context)
        for layer, content in data.layers.items()
        for claim in content.claims
    }


def shown(claim: Claim, text: str, style: Style) -> bool:
    """Whether the format can show anything of the claim."""
    return any(style.shown(parts, text) for parts in claim.spans.values())


def same(data: Dataset, found: Dataset, style: Style = Style()) -> None:  # noqa: B008
    """Hold the claims, statuses and articles of what came back against what went out."""
    kept = {
        layer: content._replace(
            claims=tuple(claim for claim in content.claims if shown(claim, data.articles[layer.article].text, style))
        )
        for layer, content in data.layers.items()
    }
    data = replace(data, layers=kept)
    assert lines(found, data) == lines(data, data)
    assert {layer: held._replace(claims=()) for layer, held in found.layers.items()} == {
        layer: held._replace(claims=()) for layer, held in data.layers.items()
    }
    assert {id: found.articles[id] for id in {layer.article for layer in data.layers}} == {
        id: data.articles[id] for id in {layer.article for layer in data.layers}
    }


@each_format
def test_hostile_articles(format: Any) -> None:
    """Emoji, accents, astral Japanese, right-to-left, CRLF, nested, overlapping, discontinuous and shared spans."""
    data = hostile()
    files = write(format, data)
    reading = read(format, files, EMPTY)
    assert said(reading) == []
    same(data, reading.data, BRAT_STYLE if format is BRAT else Style())
    assert write(format, replace(reading.data, speakers=data.speakers)) == files
    assert [note for note in reading.notes if "changed" in note or "gone" in note] == []


@each_format
@given(data=datasets())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_read_back(format: Any, data: Dataset) -> None:
    """Any layers at all."""
    files = write(format, data)
    reading = read(format, files, EMPTY)
    assert said(reading) == []
    same(data, reading.data, BRAT_STYLE if format is BRAT else Style())
    assert write(format, data) == files


@each_format
def test_repetition_changes_nothing(format: Any) -> None:
    """Imported into the project that it came from, and once more, every record is the one that is there already."""
    data = hostile()
    files = write(format, data)
    once = read(format, files, EMPTY)
    known = replace(once.data, speakers={**once.data.speakers})
    twice = read(format, files, known)
    assert said(twice) == []
    assert twice.data.articles == {}
    assert twice.data.layers == once.data.layers
    assert all(known.speakers[id] == speaker for id, speaker in twice.data.speakers.items())


@each_format
def test_the_layer_and_the_round_can_be_said(format: Any) -> None:
    """`--as`, `--layer` and `--round` hold, whatever the file says."""
    data = hostile()
    layer = Layer("emoji", "ana")
    one = replace(data, layers={layer: data.layers[layer]})
    reading = read(format, write(format, one), EMPTY, Wanted("zoe", "model", "pilot"))
    assert set(reading.data.layers) == {Layer("emoji", "zoe", "pilot", "model")}


@each_format
def test_a_split_has_files_of_its_own(format: Any) -> None:
    """No file has articles of two portions; together they hold everything that lies in one."""
    whole = hostile()
    sides = {id: ("train", "test", "")[number % 3] for number, id in enumerate(sorted(whole.articles))}
    files = write(
        format, replace(whole, portions=("train", "test"), split={id: side for id, side in sides.items() if side})
    )
    kept = {layer: held for layer, held in whole.layers.items() if sides[layer.article]}
    reading = read(format, files, EMPTY)
    assert said(reading) == []
    same(replace(whole, layers=kept), reading.data, BRAT_STYLE if format is BRAT else Style())
    for name, data in files.items():
        side = next((each for each in ("train", "test") if each in name), "")
        assert side or name in ("annotation.conf", "config.xml", "TypeSystem.xml")
        assert not any(
            f'"id":"{id}","title"'.encode() in data.replace(b"&quot;", b'"') for id in sides if sides[id] != side
        )
