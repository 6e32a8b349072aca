"""Importing into a project that has something already: what a file does not say stands, and nothing is overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.core.claim import Layer
from annotator.core.event import Batch, Body, Change
from annotator.core.record import speaker_body
from annotator.core.records.decision import decision_body
from annotator.core.records.gold import imported
from annotator.core.speaker import Speaker
from annotator.project.practice.demo import demo
from annotator.project.project import PROGRAM, Project
from tests.cli.test_verbs import Shell, shell

__all__ = ["shell"]

TEXTS = ("Rents fell. Ships sank.", "Ships sank. Rents fell.")
UNCHANGED = "0 claims, 0 articles, 0 speakers, 0 other records imported; "


def record(folder: Path, kind: str, body: Body, *key: str) -> None:
    """Write one record as an older version or another writer would have."""
    with Project.open(folder) as project:
        project.store.record(Batch(f"b-{kind}-{key[-1]}", (Change(kind, key, body),), PROGRAM))


def claim(shell: Shell, number: int, **more: object) -> dict[str, Any]:
    """A claim line on the first words of an article."""
    with Project.open(shell.folder / "p") as project:
        article = project.article(f"p-article{number}")
    words = article.text[:10]
    return {
        "format": "claims/1",
        "id": "c1",
        "article": {"id": article.id, "sha256": article.sha256},
        "annotator": "gold",
        "layer": "gold",
        "spans": {"content": [{"start": 0, "end": 10, "text": words}]},
        **more,
    }


def exported(shell: Shell, *words: str) -> list[dict[str, Any]]:
    """The lines of an export of claims."""
    return [json.loads(line) for line in shell("-C", shell.folder / "p", "export", *words).out.splitlines()]


def test_gold_claims_of_one_id(shell: Shell) -> None:
    """Two articles and two rounds may use the same id; an edited claim replaces itself; a very long id is an id."""
    p = shell.project("p", *TEXTS)
    lines = [claim(shell, 1), claim(shell, 2), claim(shell, 1, round="pilot"), claim(shell, 1, id="x" * 200)]
    assert "4 claims, " in shell("-C", p, "import", shell.lines(*lines)).talk
    held = exported(shell, "--layer", "gold")
    assert sorted((each["article"]["id"][-1], each["round"], each["id"][:2]) for each in held) == [
        *(("1", "main", "c1"), ("1", "main", "xx"), ("1", "pilot", "c1"), ("2", "main", "c1"))
    ]
    lines[1]["note"] = "edited"
    assert "1 claim, " in shell("-C", p, "import", shell.lines(*lines)).talk
    held = exported(shell, "--layer", "gold")
    assert [each["note"] for each in held if each["article"]["id"] == "p-article2"] == ["edited"]
    assert shell("-C", p, "export", "--format", "bundle", "-o", shell.folder / "bundle").status == 0
    shell("init", shell.folder / "q")
    assert shell("-C", shell.folder / "q", "import", shell.folder / "bundle").status == 0


def test_gold_of_an_earlier_version(shell: Shell) -> None:
    """Its decision was named by the claim's id alone: it is found again, for its own article and for no other."""
    p = shell.project("p", *TEXTS)
    shell("-C", p, "import", shell.lines(claim(shell, 1)))
    with Project.open(p) as project:
        (decision,) = project.dataset().decisions
        text = project.article("p-article1").text
        event = project.store.get("decide", decision.key)
        assert event is not None
    other = shell.project("old", *TEXTS)
    old = {**decision_body(decision, text), "id": "c1-import"}
    old = json.loads(json.dumps(old).replace("p-article", "old-article"))
    record(other, "decide", old, "c1-import")
    lines = [claim(shell, 1, note="edited"), claim(shell, 2)]
    path = shell.folder / "both.jsonl"
    path.write_text("".join(json.dumps(each).replace("p-article", "old-article") + "\n" for each in lines))
    assert "2 claims, " in shell("-C", other, "import", path).talk
    assert UNCHANGED in shell("-C", other, "import", path).talk
    with Project.open(other) as project:
        found = {each.article: (each.id, each.results[0].note) for each in project.dataset().decisions}
    assert found == {
        "old-article1": ("c1-import", "edited"),
        "old-article2": (imported(replace(decision.results[0], article="old-article2"), "@import").id, ""),
    }


def test_who_answers_for_gold(shell: Shell) -> None:
    """`--as` names the adjudicator, also of gold that came in without."""
    p = shell.project("p", *TEXTS)
    path = shell.lines(claim(shell, 1))
    for words, by in (((), "@import"), (("--as", "rosa"), "rosa"), ((), "rosa"), (("--as", "ben"), "ben")):
        assert shell("-C", p, "import", path, *words).status == 0
        with Project.open(p) as project:
            assert [each.adjudicator for each in project.dataset().decisions] == [by]
    assert UNCHANGED in shell("-C", p, "import", path).talk


def test_speakers_stand(shell: Shell) -> None:
    """What the project knows of a speaker is not taken from it by a file that names one, nor a merge undone."""
    p = shell.project("p", *TEXTS)
    known = Speaker("mayor", "Ilse Brandt", "person", ("Brandt",), "mayor", wikidata="Q1", merged_into="brandt")
    record(p, "speaker", speaker_body(known), "mayor")
    record(p, "speaker", speaker_body(Speaker("brandt", "Ilse Brandt")), "brandt")
    said = [{"id": "mayor", "name": "Mayor", "type": "person"}, {"id": "new", "name": "New", "type": "person"}]
    path = shell.lines(claim(shell, 1, annotator="ana", layer="human", speakers=said))
    found = shell("-C", p, "import", path)
    assert "1 claim, 0 articles, 1 speaker" in found.talk
    assert "speakers whose records in the project say something else, which stand: 1." in found.talk
    with Project.open(p) as project:
        assert project.speakers()["mayor"] == known
        assert project.speakers()["new"].name == "New"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, with two of its speakers merged."""
    folder = tmp_path_factory.mktemp("sample") / "demo"
    demo(folder).close()
    with Project.open(folder) as project:
        speakers, held = project.speakers(), project.layers().values()
        used = sorted({id for content in held for claim in content.claims for id in claim.speakers})
        one, two = [id for id in used if not id.startswith("@")][:2]
        current = project.store.get("speaker", (one,))
        assert current is not None
        body = speaker_body(replace(speakers[one], merged_into=two))
        project.store.record(Batch("b-merge", (Change("speaker", (one,), body, current.event),), PROGRAM))
    return folder


@pytest.mark.parametrize("format", ["claims", "articles", "csv", "brat", "label_studio", "web_annotation", "decisions"])
def test_our_own_export_changes_nothing(shell: Shell, sample: Path, format: str) -> None:
    """An export that nobody touched comes back as it was, gold and merged speakers included."""
    assert shell("-C", sample, "export", "--format", format, "-o", shell.folder / "out").status == 0
    found = shell("-C", sample, "import", shell.folder / "out", "--format", format)
    assert UNCHANGED in found.talk, found.talk


def test_an_article_without_metadata(shell: Shell) -> None:
    """Keys that a line does not have are kept; those that it has are taken."""
    p = shell.project("p", TEXTS[0])
    line = {"format": "article/1", "id": "p-article1", "text": TEXTS[0], "layers": []}
    full = {**line, "title": "Rents", "meta": {"outlet": "Post"}, "source_sha256": "0" * 64, "more": 1}
    assert "1 article" in shell("-C", p, "import", shell.lines(full)).talk
    assert UNCHANGED in shell("-C", p, "import", shell.lines(line)).talk
    assert "1 article" in shell("-C", p, "import", shell.lines({**line, "meta": {"outlet": "Mail"}}, line)).talk
    (found,) = exported(shell, "--format", "articles")
    keys = ("title", "meta", "source_sha256", "more")
    assert [found[key] for key in keys] == ["Rents", {"outlet": "Mail"}, "0" * 64, 1]


def _csv(shell: Shell, path: Path) -> Path:
    out = shell.folder / "out.csv"
    shell("-C", shell.folder / "p", "export", "--format", "csv", "-o", out)
    return out


@pytest.mark.parametrize("made", [lambda shell, path: path, _csv])
def test_made_without_proposals(shell: Shell, made: Callable[[Shell, Path], Path]) -> None:
    """A file that says nothing of it does not take away that a layer was made without proposals."""
    p = shell.project("p", TEXTS[0])
    path = shell.lines(claim(shell, 1, annotator="ana", layer="human"))
    shell("-C", p, "import", path)
    with Project.open(p) as project:
        current = project.store.get("status", ("p-article1", "human", "ana", "main"))
        assert current is not None
        change = Change("status", current.key, {**current.body, "proposals": "off"}, current.event)
        project.store.record(Batch("b-off", (change,), PROGRAM))
    path = made(shell, path)
    path.write_text(path.read_text("utf-8").replace("c1", "c2"), "utf-8")
    assert "1 claim" in shell("-C", p, "import", path).talk
    with Project.open(p) as project:
        content = project.layers()[Layer("p-article1", "ana")]
        assert (content.proposals, len(content.claims)) == ("off", 2)
