"""Exports that come back: what a filter or a split has left can be imported, as it lies there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.cli import run
from tests.cli.exporting import Caller, sample
from tests.hand import ROOT


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Caller:
    """Calls on a copy of the sample project."""
    return Caller(sample(tmp_path / "p"), capsys)


def test_links_into_other_layers_are_cut(call: Caller, tmp_path: Path) -> None:
    """A link leads to another annotator's claim as well as to one's own; what is left can be imported."""
    harbor = call.claims("--layer", "ana", "--articles", "harbor-bridge")
    gone = next(claim for claim in harbor if claim["fields"]["stance"] != "denies")
    kept = next(claim for claim in harbor if claim["fields"]["stance"] == "denies")
    links = [{"type": "responds_to", "target": each["id"], "annotator": "ana"} for each in (gone, kept)]
    more = {**kept, "id": "more", "annotator": "dora", "links": links}
    (tmp_path / "more.jsonl").write_text(json.dumps(more) + "\n", "utf-8")
    assert call("import", tmp_path / "more.jsonl").status == 0
    done = call("export", "--where", "stance=denies", "-o", tmp_path / "denied.jsonl")
    assert "links: to claims that are left out" in done.talk
    found = [json.loads(line) for line in (tmp_path / "denied.jsonl").read_text("utf-8").splitlines()]
    assert [each["links"] for each in found if each["id"] == "more"] == [links[1:]]
    new = tmp_path / "new"
    assert run(["init", str(new)]) == 0
    assert run(["-C", str(new), "add", str(ROOT / "samples" / "articles" / "harbor-bridge.txt")]) == 0
    denied = [json.dumps(each) + "\n" for each in found if each["article"]["id"] == "harbor-bridge"]
    (tmp_path / "denied.jsonl").write_text("".join(denied), "utf-8")
    assert run(["-C", str(new), "import", str(tmp_path / "denied.jsonl")]) == 0


def test_open_layers_are_not_read(call: Caller, tmp_path: Path) -> None:
    """Who has begun an article has not read it."""
    record = call.claims("--layer", "ana", "--articles", "harbor-bridge")[0]
    (tmp_path / "more.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    readers = {each["annotator"] for each in call.claims("--articles", "harbor-bridge") if each["layer"] == "human"}
    few = ("--articles", "harbor-bridge", "--min-annotators", str(len(readers) + 1))
    assert call("import", tmp_path / "more.jsonl", "--as", "dora", "--open").status == 0
    assert call.claims(*few) == []
    assert call("import", tmp_path / "more.jsonl", "--as", "dora").status == 0
    assert call.claims(*few) != []


@pytest.mark.parametrize("format", ["claims", "articles", "csv", "decisions", "brat"])
@pytest.mark.parametrize("named", [True, False])
def test_a_split_can_be_imported(call: Caller, tmp_path: Path, format: str, named: bool) -> None:
    """The manifest, a table for another program, and hidden files are no data, and the guess knows the folder."""
    call("export", "--format", format, "--split", "2/1/1", "--include-open", "-o", tmp_path / "split")
    for name in (".DS_Store", "._claims.txt", "._claims.jsonl"):
        (tmp_path / "split" / name).write_bytes(b"\0")
    if format == "csv":
        (tmp_path / "split" / "whole.xlsx").write_bytes(b"PK")
    done = call("import", tmp_path / "split", *(("--format", format) if named else ()))
    assert done.status == 0, done.talk
    assert "0 claims, 0 articles, 0 speakers, 0 other records imported; " in done.talk
