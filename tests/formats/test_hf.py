"""The card of the dataset folder, which needs no library. What loads the folder is in tests/clients."""

from __future__ import annotations

from annotator.formats.hf.card import card
from tests.formats.standoff.hostile import hostile


def test_card() -> None:
    """Sizes, languages and files; a name that YAML would take for something else is quoted."""
    data = hostile()
    made = {"claims": ["train"], "articles": ["train", "no"], "sentences": ["train", "no"]}
    lines = card(data, made, 1000, ["no"]).split("\n")
    assert lines[:7] == [
        "---",
        "task_categories:",
        "- token-classification",
        "size_categories:",
        "- 1K<n<10K",
        "language:",
        '- "no"',
    ]
    assert '  - split: "no"' in lines
    assert '    path: "data/sentences-no.parquet"' in lines
    assert '    path: "data/claims-no.parquet"' not in lines
