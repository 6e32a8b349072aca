"""`--where` on the verbs that list, plan and open articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.project.project import Project
from annotator.project.review.desk import ReviewDesk
from annotator.project.review.setup import Setup
from tests.cli.test_verbs import Shell, shell

__all__ = ["shell"]

ROWS = """id,text,title,outlet,date,author
a,Rents fell.,Rents,Harbor Post,2026-05-11,Ana
b,Prices rose.,Prices,Herald,2026-04-02,Ben
c,It rained.,Rain,Harbor Post,2026-06-30,Ana
d,Nothing.,,,May 3,
"""


@pytest.fixture
def p(shell: Shell) -> Path:
    """Four articles of whom much is known, and of one little."""
    folder = shell.folder / "p"
    shell("init", folder)
    (shell.folder / "news.csv").write_text(ROWS, "utf-8")
    assert shell("-C", folder, "add", shell.folder / "news.csv").status == 0
    return folder


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        (["outlet=Harbor Post"], "ac"),
        (["outlet=Harbor Post,Herald", "date>=2026-05"], "ac"),
        (["date<2026-05"], "b"),
        (["author=Ana", "date=2026-05"], "a"),
        (["outlet="], "d"),
        (["outlet!="], "abc"),
        (["title=Rain"], "c"),
        (["article=a,d"], "ad"),
        (["meta.outlet=Herald"], "b"),
        (["outlet=Nobody"], ""),
    ],
)
def test_status(shell: Shell, p: Path, where: list[str], ids: str) -> None:
    """Only the articles for which all conditions hold, with what is known of them; the same for an export."""
    words = [word for each in where for word in ("--where", each)]
    found = json.loads(shell("-C", p, "status", "--json", *words).out)["articles"]
    assert [row["id"] for row in found] == list(ids)
    assert all(row["meta"].get("outlet") in ("Harbor Post", "Herald", None) for row in found)
    exported = shell("-C", p, "export", "--format", "articles", *words).out.splitlines()
    assert [json.loads(line)["id"] for line in exported] == list(ids)
    shown = shell("-C", p, "status", *words).out
    assert all(f"only {each}" in shown for each in where)
    assert ("No article fits." in shown) is not bool(ids)


def test_the_table_says_where_it_appeared(shell: Shell, p: Path) -> None:
    """In what is left of 80 columns, or not at all; who is done stays in its column."""
    shell("-C", p, "assign", "ALL", "--to", "ana", "ben")
    lines = shell("-C", p, "status").out.splitlines()
    (row,) = [line for line in lines if line.startswith("a ")]
    assert row.split("  ")[0] == "a"
    assert "Harbor Post · 2026-05-11" in row
    assert len({len(line) for line in lines[3:7]}) == 1
    shell("-C", p, "assign", "ALL", "--to", *(f"reader-number-{n}" for n in range(4)))
    assert "Harbor" not in shell("-C", p, "status").out


def test_assign(shell: Shell, p: Path) -> None:
    """Only what fits is given to somebody; ids and conditions are not mixed."""
    assert "2 assigned" in shell("-C", p, "assign", "ALL", "--where", "outlet=Harbor Post", "--to", "ana").talk
    found = shell("-C", p, "assign", "a", "--where", "outlet=Herald", "--to", "ana")
    assert found.status == 2
    assert "--where chooses among ALL articles" in found.talk


@pytest.mark.parametrize("verb", [("status",), ("assign", "ALL", "--to", "ana")])
@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("stance=denies", "'stance=denies' is about claims; here only articles are chosen: article, author, date"),
        ("annotator=ana", "'annotator=ana' is about layers"),
        ("outlett=x", "nothing is called 'outlett' here; did you mean outlet?"),
        ("outlet", "is no condition"),
        ("\x1b[31m=x", "nothing is called"),
    ],
)
def test_what_is_no_condition_on_articles(shell: Shell, p: Path, verb: tuple[str, ...], where: str, said: str) -> None:
    """A sentence, and exit 2."""
    found = shell("-C", p, *verb, "--where", where)
    assert found.status == 2
    assert said in found.talk
    assert "\x1b" not in found.talk


def test_a_screen_needs_an_article(shell: Shell, p: Path) -> None:
    """None that fits, or one that does not, is a sentence."""
    from annotator.core.errors import UsageError
    from annotator.project.corpus.choosing import among, chosen

    with Project.open(p) as project:
        assert chosen(project, ["outlet=Herald"]) == ["b"]
        with pytest.raises(UsageError, match="No article fits outlet=Nobody"):
            chosen(project, ["outlet=Nobody"])
        with pytest.raises(UsageError, match="a is not among the articles that fit outlet=Herald"):
            among("a", ["b"], ["outlet=Herald"])


def test_the_queue_of_a_review(shell: Shell, tmp_path: Path) -> None:
    """Cases of the articles that fit, and of no others."""
    demo = tmp_path / "demo"
    assert shell("demo", "--copy-to", demo).status == 0
    with Project.open(demo) as project:
        every = ReviewDesk(project, Setup("rosa"))
        list(every.survey())
        desk = ReviewDesk(project, Setup("rosa"), where=("article=harbor-bridge,glacier-survey",))
        list(desk.survey())
        assert set(desk.ids) == {"harbor-bridge", "glacier-survey"}
        assert {item.article for item in desk.queue()} <= set(desk.ids) < {item.article for item in every.queue()}
        assert desk.waiting()[1] < every.waiting()[1]
