"""How a report looks: the renderers on small reports, and the examples in their docstrings."""

from __future__ import annotations

import csv
import doctest
import io
import json
import pkgutil
import re
from dataclasses import replace
from importlib import import_module

import pytest

from annotator.agreement import show
from annotator.agreement.build import report as build
from annotator.agreement.report import Adjudication, Estimate, GammaRow, LeftOut, PairRow, Report
from annotator.agreement.show import FORMATS, TEXTS, renderer
from annotator.agreement.show.detail import pairs
from annotator.agreement.show.grid import grid
from annotator.agreement.show.latex import latex
from annotator.agreement.show.paragraph import paragraph
from annotator.agreement.show.record import as_dict, record
from annotator.agreement.show.table import table
from annotator.agreement.show.tidy import tidy
from annotator.core.visible import cells
from tests.agreement.marked import row
from tests.agreement.test_report import ASKED, tallied
from tests.agreement.test_tally import FOUR

MODULES = [each.name for each in pkgutil.iter_modules(show.__path__, f"{show.__name__}.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    """What a docstring shows is what happens."""
    assert doctest.testmod(import_module(name)).failed == 0


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_there(name: str) -> None:
    """The table names functions that exist."""
    assert callable(renderer(name))
    assert set(TEXTS) <= set(FORMATS)


@pytest.fixture(scope="module")
def report() -> Report:
    """Two articles, three people, a reference, a breakdown."""
    more = {**FOUR, "cleo": [row("<Rents fell. Wages rose>. Dams hold. Taxes went up.", "hedges", flags=("discuss",))]}
    tallies = tallied(more, FOUR)
    asked = replace(ASKED, by="value", against="ben", resamples=100)
    left = [LeftOut("dora on a1", "not done"), LeftOut("\x1b[31mred", "of another round")]
    return build(tallies, asked, scores=tallies, left_out=left)


def test_json_reads_back_and_is_the_same_twice(report: Report) -> None:
    """Plain values only; what is null has a reason beside it; control characters are escaped."""
    text = record(report)
    assert text == record(report)
    assert json.loads(text) == json.loads(json.dumps(as_dict(report)))
    assert text.isascii()
    assert "\x1b" not in text
    for each in (*as_dict(report)["pairs"], *as_dict(report)["fields"].values()):
        assert each["reason"] is not None or None not in (each.get("f1", 0), each.get("value", 0), each["interval"])


def test_csv_has_one_number_a_row(report: Report) -> None:
    """The same numbers as JSON, under their names; a reason where there is none."""
    rows = list(csv.DictReader(io.StringIO(tidy(report))))
    assert list(rows[0]) == ["table", "name", "of", "measure", "value", "low", "high", "n", "reason"]
    held = {(each["table"], each["name"], each["of"], each["measure"]): each for each in rows}
    assert len(held) == len(rows)
    found = as_dict(report)
    for pair in found["pairs"]:
        row = held["pair", " | ".join(pair["annotators"]), "", "f1"]
        assert float(row["value"]) == pair["f1"]
        assert [float(row[key]) for key in ("low", "high") if row[key]] == (pair["interval"] or [])
    assert float(held["field", "stance", "nominal", "alpha"]["value"]) == found["fields"]["stance"]["value"]
    assert held["confusion", "stance", "asserts | denies", "count"]["value"] == "2"
    assert float(held["scored", "ana", "stance=hedges", "precision"]["value"]) == 1
    assert held["field", "flags", "", "ac1"]["reason"] == "AC1 is not defined for sets of values"
    assert held["left out", "dora on a1", "", ""]["reason"] == "not done"
    assert all(not each["value"] or each["reason"] == "" or each["low"] == "" for each in rows)
    assert "\x1b" not in tidy(report)


def test_no_cell_of_the_csv_is_a_formula(report: Report) -> None:
    """What somebody has written has a mark before it; a number below zero has none."""
    odd = replace(report, left_out=(LeftOut("=HYPERLINK(1)", "+1 or -1"),), character=Estimate(-0.25))
    rows = list(csv.reader(io.StringIO(tidy(odd))))
    assert ["left out", "'=HYPERLINK(1)", "", "", "", "", "", "", "'+1 or -1"] in rows
    assert ["overall", "", "", "character_alpha", "-0.25", "", "", "", ""] in rows


@pytest.mark.parametrize(
    ("value", "written"),
    [(1 - 1e-9, "1"), (1e-9, "0"), (-1e-9, "0"), (0.9999999, "1"), (-0.25, "-0.25"), (3, "3"), (1 / 3, "0.333333")],
)
def test_a_number_in_the_csv(report: Report, value: float, written: str) -> None:
    """Six places and no more than it takes; the interval of gamma is there, in JSON too."""
    odd = replace(report, gamma=GammaRow(Estimate(value, "", 9, value, value)))
    (row,) = [each for each in csv.DictReader(io.StringIO(tidy(odd))) if each["measure"] == "gamma"]
    assert [row[key] for key in ("value", "low", "high")] == [written] * 3
    assert as_dict(odd)["gamma"]["interval"] == [float(written)] * 2


def test_latex_tables(report: Report) -> None:
    """One environment a table, every row as wide as its columns."""
    text = latex(report)
    tables = re.findall(r"\\begin{tabular}{(l r*)}(.*?)\\end{tabular}".replace(" ", ""), text, re.S)
    assert len(tables) == text.count(r"\begin{table}") == text.count(r"\end{table}") == 6
    for columns, body in tables:
        lines = [line for line in body.split("\n") if line.endswith(r"\\")]
        assert {len(re.findall(r"(?<!\\)&", line)) + 1 for line in lines} == {len(columns)}
    assert r"role:source" in text
    assert r"split\_merge" in text


def test_the_paragraph_is_filled_in(report: Report) -> None:
    """People, articles, scheme, round, numbers with intervals, what was left out, how gold was made."""
    said = " ".join(paragraph(report).split())
    for words in (
        "3 annotators (ana, ben, cleo) labelled 2 articles under version 1.0 of the scheme “claims” (round main)",
        "(round main), each by 2 to 3 of them",
        "15 claims",
        "100 resamples of the articles, seed 0",
        "for Stance (nominal;",
        "Against ben, ana (2 articles) has a precision of .750",
        "Not counted were: dora on a1 (not done); ␛[31mred (of another round).",
        "Disagreements have not been adjudicated.",
    ):
        assert words in said
    assert max(map(len, paragraph(report).splitlines())) <= 80


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (
            Adjudication(("rosa",), 2, 40, 7, 0, blind=True),
            "rosa settled 40 disagreements one by one, without being shown",
        ),
        (Adjudication(("omar", "rosa"), 1, 1, 0, 0, blind=False), "omar and rosa settled 1 disagreement one by one;"),
        (Adjudication((), 1, 0, 7, 0, blind=False), "7 groups on which all agreed were accepted by rule;"),
        (
            Adjudication((), 2, 0, 0, 74, blind=False, importers=("rosa",)),
            "74 gold claims of rosa came in as a finished layer",
        ),
        (Adjudication((), 1, 0, 0, 1, blind=False), "1 gold claim came in as a finished layer"),
    ],
)
def test_how_gold_was_made(report: Report, made: Adjudication, words: str) -> None:
    """By hand, blind or not; by rule; imported."""
    assert words in " ".join(paragraph(replace(report, adjudication=made)).split())


def test_each_annotator_with_themselves_is_said(report: Report) -> None:
    """In the heading and in the paragraph."""
    twice = tuple(f"{name}{round}" for name in ("ana", "ben") for round in ("", "/recheck"))
    again = replace(report, repeated=True, round="main, recheck", annotators=twice)
    assert "each annotator with themselves · 2 articles · rounds main, recheck" in table(again)
    said = " ".join(paragraph(again).split())
    assert "2 annotators (ana, ben) labelled 2 articles" in said
    assert "in the rounds main, recheck; each annotator's are compared with one another" in said


def test_values_that_were_mixed_up(report: Report) -> None:
    """Once for each pair of values in the overview, in its direction against a reference."""
    shown = table(report)
    assert "    Stance: asserts / denies 2" in shown
    assert "    Stance, ben > ana: asserts > denies 2" in shown


def test_a_table_cuts_names_and_breaks_columns() -> None:
    """A long name is cut; columns beyond the width stand below, the rows named again; wide letters count twice."""
    lines = grid(("", *(f"field{at:02}" for at in range(12))), [("日本" * 30, *["1"] * 12), ("b", *["2"] * 12)])
    assert max(map(cells, lines)) <= 79
    assert sum(line.startswith("    b ") for line in lines) == 3
    assert "…" in lines[1]


def test_pairs_of_whom_nothing_is_known_come_last(report: Report) -> None:
    """Undefined is not the least agreement."""
    pair = report.pairs[0]

    def row(name: str, f1: float | None) -> PairRow:
        seen = pair.overlap._replace(f1=Estimate(f1, "" if f1 is not None else "no claims"))
        return pair._replace(annotators=(name, "zoe"), overlap=seen)

    held = tuple(row(f"u{at:02}", None) for at in range(10)) + tuple(row(f"k{at:02}", at / 100) for at in range(15))
    shown = [line.split()[0] for line in pairs(replace(report, pairs=held))[2:22]]
    assert shown == [*(f"k{at:02}" for at in range(15)), *(f"u{at:02}" for at in range(5))]
