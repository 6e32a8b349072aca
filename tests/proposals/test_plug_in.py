"""A proposer from another package: the example of docs/proposals.md, installed and used."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.errors import UsageError
from annotator.project.create import create
from annotator.project.proposing import ProjectProposing, check_proposers, plug_in
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


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("raise RuntimeError('no licence')", "cannot be loaded: no licence."),
        ("import no_such_thing", "cannot be loaded: No module named 'no_such_thing'."),
        ("def Broken():\n    raise RuntimeError('no model')", "cannot be made: no model."),
        ("Broken = 3", "cannot be made: 'int' object is not callable."),
    ],
)
def test_one_that_fails_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, expected: str
) -> None:
    """Before the screen is there, and whatever the package raises."""
    info = tmp_path / "broken_one-1.0.dist-info"
    info.mkdir()
    (tmp_path / "broken_one.py").write_text(code, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-one\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[annotator.proposers]\nbroken = broken_one:Broken\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "broken_one", raising=False)
    with pytest.raises(UsageError, match=f"^The proposer 'broken' of the package broken-one {re.escape(expected)}$"):
        check_proposers(("rules", "broken"))
