"""`annotator agreement` on the sample project: every format, every word, and what a wrong call says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.agreement.show.number import share
from annotator.cli import run
from annotator.core.visible import cells
from annotator.project.practice.demo import demo
from tests.agreement.page.outline import checked

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample project."""
    found = tmp_path_factory.mktemp("agreement") / "p"
    demo(found).close()
    return found


@pytest.fixture
def call(folder: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls the verb; (status, stdout, stderr)."""

    def called(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = run(["-C", str(folder), "agreement", "--resamples", "50", *map(str, words)])
        except SystemExit as left:
            status = int(left.code or 0)
        found = capsys.readouterr()
        return status, found.out, found.err

    return called


def as_json(call: Call, *words: object) -> Any:
    """The report of a call that is fine."""
    status, out, talk = call("--format", "json", *words)
    assert (status, talk) == (0, "")
    return json.loads(out)


def test_the_table_has_five_parts_in_80_columns(call: Call) -> None:
    """Also with a breakdown: no line is wider, each part has its heading, and nothing is talked about."""
    status, out, talk = call("--by", "quote")
    assert (status, talk) == (0, "")
    assert [line[:3] for line in out.splitlines() if line.startswith("(")] == ["(a)", "(b)", "(c)", "(d)", "(e)"]
    assert max(map(cells, out.splitlines())) <= 80
    for words in ("Pairs", "Annotators beside the others", "By quote", "alpha by quote", "5 articles"):
        assert words in out


def test_gamma_or_its_reason_fits_the_table(call: Call) -> None:
    """With the extra the recipe, without it the way to it; and a wrong recipe is one sentence."""
    status, out, talk = call("--gamma", "--samples", "2")
    assert (status, talk) == (0, "")
    assert max(map(cells, out.splitlines())) <= 80
    assert ("sampler shift, samples 2" in out) != ("pip install 'annotator[gamma]'" in out)
    assert call("--gamma", "--sampler", "x")[::2] == (
        2,
        "There is no sampler 'x'; there is shift, shift-half, statistical.\n",
    )
    assert call("--gamma", "--precision", "1")[0] == 2


CONTRACT = ["format", "threshold", "articles", "annotators", "pairs", "fields", "kinds", "gamma"]
PAIR = ["annotators", "articles", "claims", "matched", "unmatched", "exact", "f1", "f1_exact", "mean_iou", "f1_soft"]
FIELD = ["measure", "level", "n", "disagreements", "agreement", "value", "interval", "reason", "coverage", "ac1"]


def test_the_json_contract(call: Call) -> None:
    """Keys, their order, and what is null says why."""
    found = as_json(call)
    assert list(found)[:8] == CONTRACT
    assert (found["format"], found["threshold"], found["articles"]) == ("agreement/1", 0.5, 5)
    assert found["annotators"] == ["ana", "ben", "cleo"]
    assert [each["annotators"] for each in found["pairs"]] == [["ana", "ben"], ["ana", "cleo"], ["ben", "cleo"]]
    assert all(list(each) == [*PAIR, "boundary", "interval", "reason", "fields"] for each in found["pairs"])
    assert list(found["fields"]) == ["speakers", "attribution", "stance", "evidence", "quote", "flags"]
    assert all(list(each)[: len(FIELD)] == FIELD for each in found["fields"].values())
    assert {key: each["level"] for key, each in found["fields"].items()}["evidence"] == "ordinal"
    assert list(found["kinds"])[:5] == ["agree", "missing", "boundary", "fragmentation", "split_merge"]
    assert found["gamma"] == {"value": None, "n": 0, "interval": None, "reason": "not asked for: --gamma"}
    assert (found["round"], found["left_out"]) == ("main", [])


def test_pairs_add_up(call: Call) -> None:
    """F1 is made of the counts beside it, and the overall counts are the sums of the pairs'."""
    found = as_json(call)
    for pair in found["pairs"]:
        assert pair["f1"] == pytest.approx(2 * pair["matched"] / sum(pair["claims"]), abs=1e-6)
        assert pair["unmatched"] == [claims - pair["matched"] for claims in pair["claims"]]
        low, high = pair["interval"]
        assert low <= pair["f1"] <= high
    assert found["overall"]["matched"] == sum(pair["matched"] for pair in found["pairs"])
    assert found["overall"]["claims"] == sum(sum(pair["claims"]) for pair in found["pairs"])


def test_a_file_appears_whole(call: Call, tmp_path: Path) -> None:
    """`-o` writes what stdout would have had, and says so on stderr."""
    target = tmp_path / "agreement.json"
    status, out, talk = call("--format", "json", "-o", target)
    assert (status, out) == (0, "")
    assert "3 annotators, 5 articles" in talk
    assert target.read_text("utf-8") == call("--format", "json")[1]


def test_the_page(call: Call, tmp_path: Path) -> None:
    """One file with all numbers of the JSON, and the words of the articles with the names of their speakers."""
    target = tmp_path / "report.html"
    words = ("--against", "gold", "--by", "quote")
    status, out, talk = call("--format", "html", "-o", target, *words)
    assert (status, out) == (0, "")
    assert "3 annotators, 5 articles" in talk
    made = checked(target.read_text("utf-8"))
    found = as_json(call, *words)
    for each in [*found["pairs"], found["overall"]]:
        assert all(share(each[key]) in made.said for key in ("f1", "f1_exact", "f1_soft", "mean_iou"))
    for each in found["fields"].values():
        assert share(each["value"]) in made.text
    for word in (
        "Harbor bridge “safe for decades”",
        "Ilse Brandt",
        "Lindqvist & Sons",
        "no such claim",
        "Scored against",
    ):
        assert word in made.text


@pytest.mark.parametrize(
    ("words", "talk"),
    [
        (["--by", "color"], "There is no breakdown by 'color'; there is quote, annotator, value, article, week"),
        (["--annotators", "anna"], "There is no annotator 'anna'; there is ana"),
        (["--against", "golden"], "There is no annotator 'golden'"),
        (["--round", "pilot"], "There is no round 'pilot'; there is main"),
        (["--fields", "stanze"], "The scheme has no field 'stanze'"),
        (["--articles", "nowhere"], "There is no article 'nowhere'"),
        (["--threshold", "1.5"], "The threshold 1.5 is no IoU"),
        (["--threshold", "nan"], "no IoU"),
        (["--threshold", "much"], "--threshold: 'much' is no number"),
        (["--measures", "kappa"], "There is no measure 'kappa'"),
        (["--resamples", "-1"], "not between 0 and"),
        (["--resamples", "many"], "'many' is no whole number"),
        (["--format", "pdf"], "--format: 'pdf' is none of table, "),
    ],
)
def test_wrong_usage_is_two(call: Call, words: list[str], talk: str) -> None:
    """A sentence on stderr, nothing on stdout."""
    status, out, said = call(*words)
    assert (status, out) == (2, "")
    assert talk in said
