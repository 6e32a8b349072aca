"""Feedback on a small reviewed project: each annotator's lines by hand, and every number of the lead's view."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from annotator.core.errors import UsageError
from annotator.core.feedback.wording import Wording
from annotator.core.records.dataset import Content
from annotator.project.feedback.board import lean
from annotator.project.feedback.lead import as_dict, lead
from annotator.project.feedback.own import Item, own
from annotator.project.feedback.show import difference
from annotator.project.project import Project
from tests.reviewed import DATA, RENTS, SAFE, reviewed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reviewed project."""
    return reviewed(tmp_path_factory.mktemp("reviewed") / "p")


@pytest.fixture
def project(folder: Path) -> Iterator[Project]:
    """It, open."""
    with Project.open(folder) as found:
        yield found


def lines(project: Project, name: str) -> list[tuple[str, str, str, str, str]]:
    """(claim, kind, difference in words, guideline, what the adjudicator said) of every item."""

    def why(item: Item) -> str:
        return " ".join((item.adjudicator, item.note, *item.tags))

    return [
        (item.words, ("~" if item.trivial else "") + item.kind, difference(item), item.passage, why(item))
        for item in own(project, name).items
    ]


HEDGED = ("field:stance", "you: hedges; gold: asserts", "stance", "rosa ")
TWO = (
    "“The bridge is safe … and will stay open”",
    "split_merge",
    "you: “The bridge is safe … and will stay open”; gold: “The bridge is safe” | “and will stay open”",
    "content",
    "rosa two propositions guideline_gap",
)
DENIES = "rosa she denies the figure; “invented” is her word for it "
LINES: dict[str, list[tuple[str, ...]]] = {
    "ana": [("“It may spread”", *HEDGED), TWO],
    "ben": [
        ("“It may spread,”", "~boundary", "gold: “It may spread” (gold ends 1 character earlier)", "content", "rosa "),
        ("“It may spread,”", *HEDGED),
        (
            "“fell by 4.1% in May”",
            "boundary",
            "gold: “Rents fell by 4.1% in May” (gold begins 6 characters earlier)",
            "content",
            "rosa ",
        ),
        ("“fell by 4.1% in May”", "field:evidence", "you: supported; gold: attributed", "evidence", "rosa "),
        (
            "“the figure invented”",
            "boundary",
            "gold: “the figure” (gold ends 9 characters earlier)",
            "content",
            DENIES.rstrip(),
        ),
        ("“the figure invented”", "field:stance", "you: asserts; gold: denies", "stance", DENIES.rstrip()),
    ],
    "cleo": [
        ("“It may spread”", *HEDGED),
        (
            "“the ministry said on Monday”",
            "rejected",
            "gold has no such claim; you: Author of the article · asserts · none · indirect",
            "content",
            "rosa  slip",
        ),
        (
            "“the figure”",
            "missed",
            "gold has it: Ana Ruiz · denies · attributed · indirect",
            "content",
            DENIES.rstrip(),
        ),
        TWO,
    ],
}


@pytest.mark.parametrize("name", LINES)
def test_right_line_by_line(project: Project, name: str) -> None:
    """Everything in which gold differs from this annotator, in the order of the articles, and nothing else."""
    assert [(*line[:4], line[4].rstrip()) for line in lines(project, name)] == [
        (*line[:4], line[4].rstrip()) for line in LINES[name]
    ]


def test_the_numbers_of_an_article(project: Project) -> None:
    """What is settled, what of it gold has as it is, what gold has, and what waits."""
    found = {name: own(project, name) for name in LINES}
    assert {
        name: [(page.article, page.settled, page.same, page.gold, page.waiting) for page in each.pages]
        for name, each in found.items()
    } == {
        "ana": [("fire", 2, 1, 2, 0), ("rents", 3, 2, 4, 1)],
        "ben": [("fire", 2, 1, 2, 0), ("rents", 4, 2, 4, 0)],
        "cleo": [("fire", 2, 1, 2, 0), ("rents", 3, 1, 4, 0)],
    }
    assert (found["ana"].waiting, found["ben"].waiting) == (1, 0)


def test_only_what_is_done_is_shown(tmp_path: Path) -> None:
    """Whoever has not finished an article sees nothing of its gold."""
    layers = {
        layer: Content("open" if (layer.annotator, layer.article) == ("ana", "rents") else "done", held.claims)
        for layer, held in DATA.layers.items()
    }
    with Project.open(reviewed(tmp_path / "p", replace(DATA, layers=layers))) as project:
        found = own(project, "ana")
        assert [page.article for page in found.pages] == ["fire"]
        assert found.left_out == (("ana on rents", "not done"),)


def test_whose_decisions_make_gold(tmp_path: Path) -> None:
    """With omar's decisions as gold it is ana who differs on the figure, and the rest waits."""
    with Project.open(reviewed(tmp_path / "p", gold='["omar"]')) as project:
        assert [(item.kind, item.mine, item.gold) for item in own(project, "ana").items if item.article == "rents"] == [
            ("boundary", "“the figure”", "“the figure invented”"),
            ("field:stance", "denies", "asserts"),
        ]


def test_fields_that_others_could_not_know_do_not_count(tmp_path: Path) -> None:
    """A claim made before a field had its values is not blamed for them, others are; the page says what is left out."""
    folder = reviewed(tmp_path / "p")
    scheme = folder / "scheme.toml"
    added = '\n  [[field.value]]\n  key = "doubts"\n  hotkey = "o"\n  help = "doubts it"\n'
    text = scheme.read_text("utf-8")
    with Project.open(folder) as project:
        old = project.scheme
    scheme.write_text(text.replace('\n[[field]]\nkey = "evidence"', f'{added}\n[[field]]\nkey = "evidence"'), "utf-8")
    from annotator.core.claim import SchemeRef
    from annotator.core.event import Batch, Change
    from annotator.core.record import claim_body, claim_from_body

    with Project.open(folder) as project:
        row = next(row for row in project.store.current("put") if row.body["id"] == "b2")
        ref = SchemeRef(old.id, old.version, old.meaning)
        made = replace(claim_from_body(row.body), scheme=ref)
        change = Change("put", row.key, claim_body(made, RENTS.text), row.event)
        project.store.record(Batch("older", (change,), "ben"))
        found = own(project, "ben")
        kinds = ["boundary", "field:stance", "boundary", "field:evidence", "boundary"]
        assert [item.kind for item in found.items] == kinds
        assert ("stance of ben on rents", "made under claims 1.0, in which it is not the same") in found.left_out


def test_an_unknown_name_is_said(project: Project) -> None:
    """With the names that there are."""
    with pytest.raises(UsageError, match="no annotator 'dora'; there is ana, ben, cleo"):
        own(project, "dora")


def test_the_leads_numbers(project: Project) -> None:
    """Everything, as JSON has it."""
    found = as_dict(lead(project))
    people = {each["name"]: each for each in found["annotators"]}
    assert {name: (each["settled"], each["same"], each["kinds"]) for name, each in people.items()} == {
        "ana": (5, 3, {"field:stance": 1, "split_merge": 1}),
        "ben": (6, 3, {"boundary": 3, "field:evidence": 1, "field:stance": 2}),
        "cleo": (5, 2, {"field:stance": 1, "missed": 1, "rejected": 1, "split_merge": 1}),
    }
    # Of six claims gold begins 6 earlier once, and ends 9 and 1 earlier; a split says nothing about ends.
    assert people["ben"]["boundary"] == {"start": -1.0, "end": pytest.approx(-10 / 6), "n": 6}
    assert people["ana"]["boundary"] == {"start": 0.0, "end": 0.0, "n": 4}
    assert people["ben"]["confusion"]["stance"] == [
        {"annotator": "asserts", "gold": "asserts", "n": 4},
        {"annotator": "asserts", "gold": "denies", "n": 1},
        {"annotator": "hedges", "gold": "asserts", "n": 1},
    ]
    assert people["ben"]["bias"]["stance"] == {"asserts": 0, "denies": -1, "hedges": 1}
    assert people["cleo"]["weeks"] == [{"week": "2026-W03", "claims": 5, "differ": 3}]
    decisions = found["decisions"]
    assert decisions["actions"] == {
        "@rule": {"majority": 2},
        "omar": {"majority": 1, "take": 1},
        "rosa": {"defer": 1, "edit": 1, "majority": 1, "reject": 1, "take": 2},
    }
    assert decisions["tags"] == {"discuss": 1, "guideline_gap": 1, "slip": 1}
    assert decisions["seconds"]["by rosa"] == {"n": 6, "median": 10.0}
    assert decisions["seconds"]["kind boundary"] == {"n": 3, "median": 8.0}
    assert decisions["rules"] == [
        {"rule": "trivial_boundary", "n": 1, "looked_at": 1, "overturned": 1},
        {"rule": "unanimous", "n": 1, "looked_at": 0, "overturned": 0},
    ]
    # d1 and d5 are what most had said, d3 cuts what most left whole, and d7 changes a stance that all three gave.
    majority = decisions["majority"]
    assert (majority["n"], majority["overturned"]) == (4, 2)
    assert {part: (each["overturned"], each["of"]) for part, each in majority["parts"].items()} == {
        "exists": (0, 5),
        "content": (0, 2),
        "stance": (1, 2),
        **dict.fromkeys(("source", "cue", "speakers", "attribution", "evidence", "quote", "flags"), (0, 3)),
    }
    (both,) = decisions["adjudicators"]
    assert (both["names"], both["n"]) == (["omar", "rosa"], 2)
    assert {key: (each["same"], each["of"]) for key, each in both["same"].items()} == {
        "exists": (2, 2),
        "place": (1, 2),
        "speakers": (2, 2),
        "attribution": (2, 2),
        "stance": (1, 2),
        "evidence": (2, 2),
        "quote": (2, 2),
        "flags": (2, 2),
        "all": (1, 2),
    }


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(folder: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls a verb on the project; (status, stdout, stderr)."""

    def called(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = run(["-C", str(folder), *map(str, words)])
        except SystemExit as left:
            status = int(left.code or 0)
        found = capsys.readouterr()
        return status, found.out, found.err

    return called


@pytest.mark.parametrize("by", ["article", "kind", "passage"])
@pytest.mark.parametrize("format", ["text", "md"])
def test_every_page_has_every_difference(call: Call, project: Project, by: str, format: str) -> None:
    """However it is sorted, in 79 columns, with each difference once."""
    status, out, talk = call("feedback", "--as", "ben", "--by", by, "--format", format)
    assert (status, talk) == (0, "")
    flat = " ".join(out.split())
    for item in own(project, "ben").items:
        assert difference(item).split(" (")[0] in flat
    assert flat.count("supported; gold: attributed") == 1
    assert format == "md" or max(map(len, out.splitlines())) <= 79


def test_the_record(call: Call) -> None:
    """`--format json` is `feedback/1`, in ASCII."""
    status, out, _ = call("feedback", "--as", "cleo", "--format", "json")
    found: dict[str, Any] = json.loads(out)
    assert (status, found["format"], len(found["items"]), out.isascii()) == (0, "feedback/1", 4, True)
    assert found["items"][1] == {
        "article": "rents",
        "kind": "rejected",
        "trivial": False,
        "start": 27,
        "words": "“the ministry said on Monday”",
        "context": "Rents fell by 4.1% in May, the ministry said on Monday.",
        "mine": "Author of the article · asserts · none · indirect",
        "gold": "no claim",
        "shift": None,
        "passage": "content",
        "note": "",
        "tags": ["slip"],
        "adjudicator": "rosa",
        "decision": "d5",
        "claims": ["c5"],
        "gold_claims": [],
    }


def test_the_leads_page(call: Call) -> None:
    """It has a part for each thing that was counted."""
    for format in ("text", "md", "json"):
        status, out, talk = call("feedback", "--format", format)
        assert (status, talk) == (0, "")
    _, out, _ = call("feedback")
    for words in ("ana          2       5     60 %", "2026-W02  40 % of 5", "trivial_boundary", "omar rosa", "by rosa"):
        assert words in out
    assert max(map(len, out.splitlines())) <= 79


def test_a_lean_of_nothing_is_not_said() -> None:
    """As it would be written: to two places."""
    assert [lean(steps) for steps in (None, 0.0, -0.004, 0.25, -1.5)] == [
        *[""] * 3,
        ", 0.25 steps above gold on average",
        ", 1.50 steps below gold on average",
    ]


def test_hostile_words_stay_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A note with escapes and markup reaches neither the terminal nor the Markdown as such."""
    noted = tuple(
        replace(each, note="\x1b]0;x\x07<b>*bold*</b> [a](b) `c` | d") if each.id == "d5" else each
        for each in DATA.decisions
    )
    folder = reviewed(tmp_path / "p", replace(DATA, decisions=noted))
    capsys.readouterr()
    assert run(["-C", str(folder), "feedback", "--as", "cleo", "--format", "md"]) == 0
    out = capsys.readouterr().out
    assert r"␛\]0;x␇\<b\>\*bold\*\</b\> \[a\](b) \`c\` \| d" in out
    assert run(["-C", str(folder), "feedback", "--as", "cleo"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "<b>*bold*</b> [a](b) `c` | d" in " ".join(out.split())


def test_words_of_a_claim_are_those_of_the_text(project: Project) -> None:
    """The wording reads the project's registry."""
    found = Wording(project.scheme, project.speakers())
    gold = next(each for decision in DATA.decisions for each in decision.results if each.id == "g3")
    assert found.said(gold, "content", RENTS.text) == f"“{SAFE}”"
    assert found.said(gold, "speakers", RENTS.text) == "Ilse Brandt"
