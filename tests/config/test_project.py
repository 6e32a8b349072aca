"""annotator.toml: read with every fault at once, written, and kept as plain values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.config.project import ProjectConfig, config_from_dict, read_project, write_project
from annotator.config.scheme import read_scheme
from annotator.config.user import read_user

TEXT = """\
format = 1
id = "harbor"
title = "Harbor"
gold = ["ana"]

[proposals]
on = false
holdout = 0.1
"""


def test_reads_what_it_says() -> None:
    """Every key of the file, and what stands for those that are missing."""
    assert read_project(TEXT) == (ProjectConfig("harbor", "Harbor", ("ana",), False, 0.1), [])
    assert read_project('format = 1\nid = "x"') == (ProjectConfig("x", "x"), [])


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (
            "format = 1\n",
            "format = 2\n",
            "annotator.toml:1: format: the project has format 2; this program reads format",
        ),
        ("format = 1\n", "format = true\n", "annotator.toml:1: format: format is not right: true; it takes the number"),
        (
            "format = 1\n",
            'format = "1"\n',
            'annotator.toml:1: format: format is not right: "1"; it takes the number 1.',
        ),
        ("format = 1\n", "format = 0\n", "annotator.toml:1: format: format is not right: 0; it takes 1."),
        ("format = 1\n", "", "annotator.toml: format: format is missing; it is required."),
        ('"harbor"', '"har bor"', 'annotator.toml:2: id: id is not right: "har bor"; letters, digits, _ . and - only.'),
        ('"harbor"', "3", "annotator.toml:2: id: id is not right: 3; it takes a text in quotation marks."),
        ('"Harbor"', '"\\u001b[2J"', "annotator.toml:3: title: title is not right:"),
        ('"Harbor"', f'"{"x" * 201}"', "annotator.toml:3: title: title is not right:"),
        ('["ana"]', '"ana"', 'annotator.toml:4: gold: gold is not right: "ana"; it takes a list in square brackets.'),
        ('["ana"]', '["ana", "gold"]', 'annotator.toml:4: gold.1: gold.1 is not right: "gold"; choose another.'),
        ('["ana"]', '["@rule"]', 'annotator.toml:4: gold.0: gold.0 is not right: "@rule"; choose another.'),
        ('["ana"]', '["a b"]', "annotator.toml:4: gold.0: gold.0 is not right:"),
        (
            "on = false",
            "on = 0",
            "annotator.toml:7: proposals.on: proposals.on is not right: 0; it takes true or false.",
        ),
        ("0.1", "1.5", "proposals.holdout is not right: 1.5; it takes a number at most 1."),
        ("0.1", "-1", "proposals.holdout is not right: -1; it takes a number at least 0."),
        ("0.1", "nan", "proposals.holdout is not right: NaN; it takes a number at most 1."),
        (
            "holdout",
            "holdouts",
            "annotator.toml:8: proposals.holdouts: proposals.holdouts is unknown here; did you mean",
        ),
        ("title =", "titel =", "annotator.toml:3: titel: titel is unknown here; did you mean title."),
        ("[proposals]", "[proposals", "annotator.toml:6: this is not TOML:"),
    ],
)
def test_faults(good: str, bad: str, said: str) -> None:
    """Each says file, line, key, what is wrong and what would be right."""
    assert good in TEXT
    config, faults = read_project(TEXT.replace(good, bad, 1))
    assert config is None
    assert said in "\n".join(map(str, faults))


def test_all_faults_at_once_in_order() -> None:
    """Four mistakes are four faults, from the top of the file."""
    text = TEXT.replace('"harbor"', "1").replace("gold", "golden").replace("0.1", "7").replace("false", "1")
    assert [fault.line for fault in read_project(text)[1]] == [2, 4, 7, 8]


def test_a_newer_format_is_said_alone() -> None:
    """What a newer program wrote is not judged by the rules of this one."""
    assert len(read_project("format = 9\nunheard = 1")[1]) == 1


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000, "\x00", "=", "a = 1\na = 2"])
def test_never_a_traceback(text: str) -> None:
    """Whatever stands in the file, the answer is a sentence."""
    config, faults = read_project(text)
    assert config is None
    assert "this is not TOML" in str(faults[0])


def test_a_byte_order_mark_is_passed_over() -> None:
    """Some editors write one in front of every file."""
    assert read_project("\ufeff" + TEXT)[1] == []


names = st.text("abcXYZ019_.-é", min_size=1, max_size=12).filter(lambda name: name != "gold")
configs = st.builds(
    ProjectConfig,
    id=names,
    title=st.text(st.characters(blacklist_categories=["C"]), min_size=1, max_size=30),
    gold=st.lists(names, max_size=3).map(tuple),
    proposals_on=st.booleans(),
    holdout=st.floats(0, 1),
)


@settings(max_examples=60)
@given(configs)
def test_round_trips(config: ProjectConfig) -> None:
    """Written and read it is the same; so it is as the store keeps it."""
    assert read_project(write_project(config)) == (config, [])
    assert config_from_dict(json.loads(json.dumps(config.to_dict()))) == config


@pytest.mark.parametrize("text", ["KEY = 1\n", "[KEY]\nx = 1\n", "title = 'KEY'\nid = 1\n", "[[field]]\nKEY = 1\n"])
def test_what_is_far_too_long_is_cut(text: str, tmp_path: Path) -> None:
    """A sentence stays one, whatever key or value it is about."""
    text = text.replace("KEY", "x" * 70_000)
    (tmp_path / "config.toml").write_text(text, "utf-8")
    for faults in (read_project(text)[1], read_scheme(text)[1], read_user(tmp_path / "config.toml")[1]):
        assert faults
        assert max(len(str(fault)) for fault in faults) < 600
