"""The dataset folder without its library: one sentence; the card without any. What loads it is in tests/clients."""

from __future__ import annotations

import sys

import pytest

from annotator import plugins
from annotator.core.records.format import Losses
from annotator.core.records.library import MissingError
from annotator.formats.hf.card import card
from annotator.formats.hf.format import FORMAT
from tests.formats.standoff.hostile import hostile


def test_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is begun; the sentence has the command."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingError) as raised:
        next(plugins.writer("hf").write(hostile(), Losses()))
    assert str(raised.value) == "pyarrow is not installed; install it with: pip install 'annotator[hf]'"
    assert plugins.writer("hf") is FORMAT


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
