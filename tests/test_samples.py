"""The sample bundle is sound: texts as their files, complete claims, annotators who disagree, gold from decisions."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.core.article import clean
from annotator.core.compare.component import components
from annotator.core.scheme import open_parts
from annotator.core.span import iou
from annotator.project.practice.demo import demo
from annotator.project.project import Project

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The demo project."""
    return demo(tmp_path_factory.mktemp("demo") / "p")


def test_texts_are_those_of_the_files(sample: Project) -> None:
    """Each article is its raw file, cleaned one-to-one, without the signature."""
    articles = sample.articles()
    assert len(articles) >= 5
    for path in (SAMPLES / "articles").iterdir():
        article = articles[path.stem]
        assert article.text == clean(path.read_bytes().decode("utf-8-sig"))
        assert 600 <= len(article.text.split()) <= 1500


def test_layers(sample: Project) -> None:
    """Two annotators on all articles, a third on three; all done, and nothing open in any claim."""
    layers = sample.layers()
    names = [layer.annotator for layer in layers]
    assert {name: names.count(name) for name in set(names)} == {"ana": 5, "ben": 5, "cleo": 3}
    assert {content.status for content in layers.values()} == {"done"}
    for content in layers.values():
        assert len(content.claims) >= 20
        assert not [claim.id for claim in content.claims if open_parts(claim, sample.scheme)]


def test_every_kind_of_disagreement_occurs(sample: Project) -> None:
    """Seen by one only, other boundaries, other pieces, split, other stance, evidence and speaker."""
    kinds: set[str] = set()
    layers = sample.layers()
    groups = [
        group
        for article in sample.article_ids()
        for group in components(
            (claim for layer, content in layers.items() if layer.article == article for claim in content.claims),
            "content",
        )
    ]
    for each in groups:
        by_name: dict[str, list[int]] = {}
        for number, claim in enumerate(each):
            by_name.setdefault(claim.annotator, []).append(number)
        if len(by_name) == 1:
            kinds.add("missing")
        if len(by_name) > 1 and len({len(numbers) for numbers in by_name.values()}) > 1:
            kinds.add("split_merge")
        for one, two in combinations(each, 2):
            if one.annotator == two.annotator or iou(one.pieces("content"), two.pieces("content")) < 0.5:
                continue
            if one.pieces("content") != two.pieces("content"):
                kinds.add("boundary")
            if len(one.pieces("content")) != len(two.pieces("content")):
                kinds.add("fragmentation")
            kinds |= {f"field:{key}" for key in ("stance", "evidence") if one.fields[key] != two.fields[key]}
            if one.speakers != two.speakers:
                kinds.add("speakers")
    assert kinds >= {
        *("missing", "boundary", "fragmentation", "split_merge", "speakers"),
        "field:stance",
        "field:evidence",
    }


def test_the_bundle_is_what_an_export_writes(sample: Project, tmp_path: Path) -> None:
    """Exported again, it is the same byte for byte; gold for two articles comes from decisions."""
    assert run(["-C", str(sample.folder), "export", "--format", "bundle", "-o", str(tmp_path / "b")]) == 0
    for path in (tmp_path / "b").iterdir():
        assert path.read_bytes() == (SAMPLES / path.name).read_bytes(), path.name
    decisions = [json.loads(line) for line in (SAMPLES / "decisions.jsonl").read_text("utf-8").splitlines()]
    assert {each["article"] for each in decisions} == {"harbor-bridge", "river-fever"}
    assert {each["action"] for each in decisions} == {"import"}


def test_the_shipped_scheme_and_guidelines_are_the_ready_ones() -> None:
    """The sample project's copies are those in schemas/."""
    for mine, ready in (("scheme.toml", "claims.toml"), ("guidelines.md", "guidelines.md")):
        assert (SAMPLES / mine).read_bytes() == (SAMPLES.parent / "schemas" / ready).read_bytes()
