"""Formats whose library is not installed: one sentence with the command, before anything is written."""

from __future__ import annotations

import sys

import pytest

from annotator import plugins
from annotator.core.records.format import Losses
from annotator.core.records.optional import MissingError
from tests.formats.standoff.hostile import hostile


@pytest.mark.parametrize(
    ("name", "module", "library", "extra"),
    [
        ("hf", "pyarrow", "pyarrow", "hf"),
        ("spacy", "spacy", "spacy", "spacy"),
        ("xlsx", "xlsxwriter", "xlsxwriter", "excel"),
    ],
)
def test_missing(name: str, module: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is begun."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingError) as raised:
        next(plugins.writer(name).write(hostile(), Losses()))
    assert str(raised.value) == f"{library} is not installed; install it with: pip install 'annotator[{extra}]'"
