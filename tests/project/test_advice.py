"""Advice at the point of decision: the passage, rulings since, and examples from gold that one may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.config.rulings import Ruling, Rulings, write_rulings
from annotator.core.records.dataset import Content
from annotator.core.visible import cells
from annotator.project.desk import Desk
from annotator.project.feedback.advice import Advice, advice
from annotator.project.project import Project
from annotator.tui import pages
from tests.reviewed import DATA, reviewed


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """The reviewed project with one ruling on stance."""
    folder = reviewed(tmp_path / "p")
    ruling = Ruling("irony", "An ironic \x1b[31mclaim is asserted.", "2026-02-03", "stance", "1.1")
    (folder / "rulings.toml").write_text(write_rulings(Rulings("1.1", (ruling,))), "utf-8")
    with Project.open(folder) as found:
        yield found


def shown(found: Advice) -> list[tuple[str, str, str, str]]:
    """(value, words, why, article) of all examples."""
    return [tuple(example) for _, examples in found.examples for example in examples]  # type: ignore[misc]


def test_passage_rulings_and_examples(project: Project) -> None:
    """In the scheme's order of values, one of each first, those with a note before others."""
    found = advice(project, "stance", ["fire", "rents"])
    assert found.passage.startswith("## Stance")
    assert (found.version, [each.name for each in found.rulings]) == ("1.1", ["irony"])
    assert shown(found) == [
        ("asserts", "“The bridge is safe”", "two propositions", "rents"),
        ("asserts", "“and will stay open”", "two propositions", "rents"),
        ("asserts", "“Rents fell by 4.1% in May”", "", "rents"),
        ("asserts", "“The fire began in the cellar”", "", "fire"),
        ("asserts", "“It may spread”", "", "fire"),
        ("denies", "“the figure”", "she denies the figure; “invented” is her word for it", "rents"),
    ]
    assert shown(advice(project, "stance", ["rents"], most=2)) == [shown(found)[0], shown(found)[5]]


def test_only_from_the_articles_that_are_named(project: Project) -> None:
    """And what was put off, rejected or decided by others is no example."""
    assert {row[3] for row in shown(advice(project, "evidence", ["fire"]))} == {"fire"}
    assert shown(advice(project, "stance", [])) == []
    assert all("invented" not in row[1] for row in shown(advice(project, "stance", ["rents"], most=99)))


@pytest.mark.parametrize(("topic", "head"), [("content", "## Content"), ("speakers", "# "), ("nothing", "# ")])
def test_other_topics_have_a_passage_and_no_examples(project: Project, topic: str, head: str) -> None:
    """All of the guidelines where they have no such heading."""
    found = advice(project, topic, ["rents"])
    assert found.passage.startswith(head)
    assert found.examples == ()


def test_a_broken_rulings_file_hinders_nobody(project: Project) -> None:
    """The passage is shown without it."""
    (project.folder / "rulings.toml").write_text("oh no", "utf-8")
    assert advice(project, "stance", []).rulings == ()


def test_an_annotator_sees_gold_of_what_is_done(tmp_path: Path) -> None:
    """The desk names the articles that its annotator has done, and no others."""
    layers = {
        layer: Content("open" if (layer.annotator, layer.article) == ("cleo", "rents") else "done", held.claims)
        for layer, held in DATA.layers.items()
    }
    with Project.open(reviewed(tmp_path / "p", replace(DATA, layers=layers))) as project:
        assert {row[3] for row in shown(Desk(project, "cleo").advice("stance"))} == {"fire"}
        assert {row[3] for row in shown(Desk(project, "ben").advice("stance"))} == {"fire", "rents"}
        assert shown(Desk(project, "dora").advice("stance")) == []


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_page(project: Project, width: int) -> None:
    """Passage, rulings, examples; no row is wider than the page, and nothing drives the terminal."""
    rows = [
        "".join(text for text, _ in line.runs) for line in pages.guideline(advice(project, "stance", ["rents"]), width)
    ]
    text = " ".join(" ".join(rows).split())
    assert "version 1.1" in text
    assert "irony, 2026-02-03: An ironic ␛[31mclaim is asserted." in text
    assert "denies “the figure” she denies the figure; “invented” is her word for it (rents)" in text
    assert text.index("Ruled since") < text.index("Stance in this team's gold")
    assert max(cells(row.rstrip()) for row in rows[2:]) <= width - 8


def test_a_project_without_guidelines(project: Project) -> None:
    """Examples alone, or a sentence."""
    (project.folder / "guidelines.md").unlink()
    assert "denies   “the figure”" in " ".join(
        "".join(text for text, _ in line.runs) for line in pages.guideline(advice(project, "stance", ["rents"]), 80)
    )
    (bare,) = [line.runs[0][0] for line in pages.guideline(Advice(""), 80)[-1:]]
    assert bare == "This project has no guidelines.md."
