"""The sample project, as an export writes it and as a client's file comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from annotator.config.scheme import read_scheme
from annotator.core.claim import Layer
from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Wanted
from annotator.core.records.line import Context, claim_line
from annotator.formats.bundle import FORMAT
from tests.formats.reading import read, said, write

ROOT = Path(__file__).parents[2]


def sample() -> Dataset:
    """The sample project without its gold, which is made of decisions."""
    scheme, faults = read_scheme((ROOT / "samples" / "scheme.toml").read_text("utf-8"))
    assert faults == []
    files = {path.name: path.read_bytes() for path in (ROOT / "samples").iterdir() if path.is_file()}
    return read(FORMAT, files, Dataset(scheme=scheme)).data


def laid(format: Any, data: Dataset, folder: Path) -> Path:
    """An export, as it lies on a disk."""
    for name, held in write(format, data).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held)
    return folder


def taken(format: Any, path: Path, data: Dataset, wanted: Wanted = Wanted()) -> Dataset:  # noqa: B008
    """What comes back from a file or folder into an empty project with the same scheme; no record is refused."""
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    held = {str(each.relative_to(path.parent)): each.read_bytes() for each in files}
    reading = read(format, held, Dataset(scheme=data.scheme), wanted)
    assert said(reading) == [], said(reading)
    return reading.data


def lines(data: Dataset, registry: Dataset) -> dict[tuple[Layer, str], dict[str, Any]]:
    """Every claim as its line."""
    context = Context(registry.speakers, data.scheme)
    return {
        (layer, claim.id): claim_line(claim, data.articles[layer.article], context)
        for layer, content in data.layers.items()
        for claim in content.claims
    }
