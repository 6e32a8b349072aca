"""A proposer from another package: the example of docs/proposals.md, installed and used."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.errors import UsageError
from annotator.project.create import create
from annotator.project.proposing import ProjectProposing, plug_in
from tests.hand import ROOT, Hand


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package of the page, as an installer would lay it out."""
    page = (ROOT / "docs" / "proposals.md").read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    entry = re.search(r'^percent = "(my_package:Percent)"$', page, re.MULTILINE)
    assert code is not None
    assert entry is not None
    site = tmp_path / "site"
    info = site / "my_package-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "my_package.py").write_text(code[1], "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[annotator.proposers]\npercent = {entry[1]}\n", "utf-8")
    monkeypatch.syspath_prepend(str(site))


@pytest.mark.usefixtures("installed")
def test_it_proposes_beside_the_rules(tmp_path: Path) -> None:
    """Its proposals are walked in their place, with its name as their kind."""
    with create(tmp_path / "p") as project:
        project.config = replace(project.config, proposers=("rules", "percent"))
        text = "The mayor said that rents fell. Wages rose by 12 percent in May. That was all."
        hand = Hand(tmp_path, text, proposing=ProjectProposing(project)).press("n n")
        assert hand.message == "Proposed by percent."
        hand.press("⏎")
        assert hand.contents == [["12 percent in May"]]
        hand.close()


def test_an_unknown_one_is_named() -> None:
    """The sentence says what is known."""
    with pytest.raises(UsageError, match=r"'nobody'.*rules, models"):
        plug_in("nobody")
