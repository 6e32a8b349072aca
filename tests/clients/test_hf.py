"""Hugging Face's datasets loads the folder, offline, and every row says what the project says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses
from annotator.core.records.line import Context, claim_line
from annotator.core.text.segment import Segments
from annotator.formats.hf.format import FORMAT
from tests.clients.sample import laid, sample
from tests.formats.reading import write
from tests.formats.standoff.hostile import hostile

datasets = pytest.importorskip("datasets", reason="datasets is not installed: tests/clients/requirements-hf.txt")


def rows(folder: Path, config: str, split: str, cache: Path) -> list[dict]:  # type: ignore[type-arg]
    """The rows as the library has them."""
    found = datasets.load_dataset(str(folder), config, split=split, cache_dir=str(cache))
    return [dict(row) for row in found]


@pytest.mark.parametrize("data", [sample(), hostile()], ids=["sample", "hostile"])
def test_every_row(data: Dataset, tmp_path: Path) -> None:
    """Claims, articles and sentences, each span with its words, and sentences without claims of done layers only."""
    folder, cache = laid(FORMAT, data, tmp_path / "hf"), tmp_path / "cache"
    context = Context(data.speakers, data.scheme)
    wanted = [
        claim_line(claim, article, context)
        for article, layers in data.by_article()
        for _, content in layers
        for claim in content.claims
    ]
    found = rows(folder, "claims", "train", cache)
    assert len(found) == len(wanted)
    for row, line in zip(found, wanted, strict=True):
        assert (row["id"], row["article"], row["annotator"]) == (line["id"], line["article"]["id"], line["annotator"])
        assert row["spans"] == [{"role": role, **part} for role, parts in line["spans"].items() for part in parts]
        assert json.loads(row["fields"]) == line["fields"]
        record = json.loads(row["record"])
        assert {**record, "spans": {}} == {**line, "spans": {}}
    texts = {row["id"]: row["text"] for row in rows(folder, "articles", "train", cache)}
    assert texts == {id: article.text for id, article in data.articles.items()}
    sentences = rows(folder, "sentences", "train", cache)
    assert all(texts[row["article"]][row["start"] : row["end"]] == row["text"] for row in sentences)
    done = [(article, content) for article, layers in data.by_article() for _, content in layers]
    assert len(sentences) == sum(
        len(Segments(article.text).sentences()) for article, content in done if content.status == "done"
    )
    touched = {(row["article"], row["annotator"], id) for row in sentences for id in row["claims"]}
    assert any(not row["claims"] for row in sentences)
    assert touched == {
        (layer.article, layer.annotator, claim.id)
        for layer, content in data.layers.items()
        for claim in content.claims
        if content.status == "done"
        and any(
            start < one.end and one.start < end
            for start, end in claim.pieces("content")
            for one in Segments(data.articles[layer.article].text).sentences()
        )
    }


def test_the_card_and_a_split(tmp_path: Path) -> None:
    """The card is one of huggingface_hub's; each portion is a split, but an empty one; twice the same bytes."""
    from huggingface_hub import DatasetCard

    data = sample()
    ids = sorted(data.articles)
    data = replace(data, portions=("train", "dev", "test"), split={ids[0]: "test", **dict.fromkeys(ids[1:], "train")})
    folder = laid(FORMAT, data, tmp_path / "hf")
    said = DatasetCard.load(folder / "README.md").data.to_dict()
    assert said["task_categories"] == ["token-classification"]
    assert [config["config_name"] for config in said["configs"]] == ["claims", "articles", "sentences"]
    losses = Losses()
    assert write(FORMAT, data, losses) == write(FORMAT, data)
    assert losses.counts["files without a row, left out"] == 3
    for config in ("claims", "articles", "sentences"):
        found = datasets.load_dataset(str(folder), config, cache_dir=str(tmp_path / "cache"))
        key = "id" if config == "articles" else "article"
        articles = {split: {row[key] for row in found[split]} for split in found}
        assert articles == {"train": set(ids[1:]), "test": {ids[0]}}
