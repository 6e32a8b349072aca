"""seqeval finds in the table of two columns the spans that we wrote, and scores one annotator against another."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from annotator.core.records.dataset import Dataset
from annotator.core.records.format import Losses
from annotator.formats.conll import FORMAT
from tests.clients.sample import sample
from tests.formats.reading import write
from tests.formats.standoff.hostile import hostile

# The library warns where a file has no span.
pytestmark = pytest.mark.filterwarnings("default")


def tags(file: bytes) -> list[list[str]]:
    """The tags, sentence by sentence."""
    blocks = file.decode("utf-8").strip("\n").split("\n\n")
    return [[line.split("\t")[1] for line in block.split("\n")] for block in blocks]


@pytest.mark.parametrize("data", [sample(), hostile()], ids=["sample", "hostile"])
def test_every_span_is_an_entity(data: Dataset) -> None:
    """Strict IOB2: as many entities of each kind as spans were written, and a file is wholly right by itself."""
    from seqeval.metrics import f1_score
    from seqeval.scheme import IOB2, Entities

    losses, found = Losses(), Counter[str]()
    for name, file in write(FORMAT, data, losses).items():
        if name.endswith(".bio.tsv"):
            held = tags(file)
            entities = [each for sentence in Entities(held, IOB2).entities for each in sentence]
            begun = Counter(tag[2:] for sentence in held for tag in sentence if tag.startswith("B-"))
            assert Counter(each.tag for each in entities) == begun
            found += begun
            assert f1_score(held, held, mode="strict", scheme=IOB2) == (1.0 if entities else 0.0)
    left_out = losses.counts["spans that overlap a longer one, left out of the one column of bio.tsv"]
    assert sum(found.values()) == losses.written["spans"] - left_out


def test_one_annotator_against_another(tmp_path: Path) -> None:
    """The same articles in the same tokens: neither nothing nor everything is alike."""
    from seqeval.metrics import classification_report
    from seqeval.scheme import IOB2

    data = sample()
    files = write(FORMAT, data)
    flat = [[tag for sentence in tags(files[f"{name}.bio.tsv"]) for tag in sentence] for name in ("ana", "ben")]
    assert len(flat[0]) == len(flat[1])
    report = classification_report([flat[0]], [flat[1]], mode="strict", scheme=IOB2, output_dict=True)
    assert set(report) > {"Content", "Source", "Cue"}
    assert 0.2 < report["micro avg"]["f1-score"] < 1
