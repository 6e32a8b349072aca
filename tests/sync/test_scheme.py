"""Whose scheme stands when it was changed, and that nobody is left with claims that their scheme does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.project.project import SCHEME, Project
from annotator.project.sync.scheme import THEIRS
from annotator.project.sync.share import share
from tests.sync.team import Team

BEFORE = "[[field.value]]"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Two people who have met once."""
    team = Team(tmp_path, "ana", "ben")
    team.sync("ana", "ben")
    return team


def change(team: Team, name: str, *keys: str, words: str = "") -> str:
    """Give the first field further values, or another word somewhere; the new file."""
    path = team.place / name / SCHEME
    text = path.read_text("utf-8")
    for key in keys:
        value = f'[[field.value]]\nkey = "{key}"\nhotkey = "{key[0]}"\nhelp = "new"\n\n'
        text = text.replace(BEFORE, value + BEFORE, 1)
    text = text.replace("would be wrong", words, 1) if words else text
    path.write_text(text, "utf-8")
    return text


def scheme_of(team: Team, name: str) -> str:
    """The file; the project opens with it."""
    with team.open(name):
        return (team.place / name / SCHEME).read_text("utf-8")


def test_a_scheme_travels(team: Team) -> None:
    """Word for word, comments and all, and everybody can open their project afterwards."""
    text = change(team, "ana", "wonders")
    team.sync("ana")
    done = team.sync("ben")
    assert done.scheme
    assert "scheme.toml is a later one now" in done.sentences()[0]
    assert scheme_of(team, "ben") == text
    assert team.sync("ben", "ana").sentences()[-1].endswith("are level.")
    assert team.same("ana", "ben")


def test_a_mere_word_travels_and_the_later_one_stands(team: Team) -> None:
    """Two help texts that were changed in two places."""
    change(team, "ana", words="would be false")
    with team.open("ana"):
        pass
    later = change(team, "ben", words="would be a mistake")
    team.sync("ben", "ana", "ben")
    assert scheme_of(team, "ana") == scheme_of(team, "ben") == later
    assert team.same("ana", "ben")


def test_a_richer_scheme_stands_whatever_the_clock_says(team: Team) -> None:
    """Ana's has a value more and is older; ben's later one says the same otherwise."""
    change(team, "ana", "wonders")
    with team.open("ana"):
        pass
    change(team, "ben", words="would be a mistake")
    with team.open("ben"):
        pass
    team.sync("ana", "ben", "ana", "ben")
    assert "wonders" in scheme_of(team, "ben")
    assert scheme_of(team, "ana") == scheme_of(team, "ben")
    assert team.same("ana", "ben")


def test_two_that_do_not_go_together(team: Team) -> None:
    """Nothing comes in; both files are there, and once they are one, everything does."""
    change(team, "ana", "wonders")
    theirs = change(team, "ben", "jokes")
    team.put("ben", "c1", "with the new value")
    team.sync("ben")
    before = team.everything("ana")
    done = team.sync("ana")
    (fault,) = map(str, done.faults)
    assert "the scheme was changed in two places: only the folder's has [[field]] stance.jokes" in fault
    assert "only this one has [[field]] stance.wonders" in fault
    assert (done.received.total(), team.notes("ana")) == (0, {})
    assert (team.place / "ana" / THEIRS).read_text("utf-8") == theirs
    assert len(team.everything("ana")[0]) == len(before[0]) + 1, "the own change is an event, nothing else is"
    both = change(team, "ana", "jokes")
    assert team.sync("ana").faults == []
    assert team.notes("ana") == {"a1 c1": "with the new value"}
    team.sync("ben", "ana")
    assert scheme_of(team, "ben") == scheme_of(team, "ana") == both
    assert team.same("ana", "ben")


def test_a_scheme_whose_file_has_not_arrived(team: Team) -> None:
    """Nothing comes in without it, because claims may need it."""
    change(team, "ana", "wonders")
    team.sync("ana")
    with team.open("ana") as project:
        text = team.folder / "texts" / f"{project.scheme.whole}.json"
    text.rename(text.with_suffix(".aside"))
    done = team.sync("ben")
    assert done.waiting == ["nothing comes in without the file of the changed scheme"]
    text.with_suffix(".aside").rename(text)
    assert team.sync("ben").scheme
    assert "wonders" in scheme_of(team, "ben")


@pytest.mark.parametrize("poor", [True, False])
def test_a_scheme_that_cannot_be_used(team: Team, poor: bool) -> None:
    """A file with faults, or with less than its event says, is refused with all that is wrong; the own one stays."""
    change(team, "ben", "wonders")
    with team.open("ben"):
        pass
    change(team, "ana", "wonders")
    with Project.open(team.place / "ana") as project:
        whole = project.scheme.whole
        less = (team.place / "origin" / SCHEME).read_text("utf-8")
        bad = f"# Less.\n{less}" if poor else "[scheme]\nid = 3\n"
        from annotator.core.article import text_hash
        from annotator.core.event import Batch, Change

        row = project.store.get("scheme", ("scheme",))
        assert row is not None
        change_ = Change("scheme", ("scheme",), {**row.body, "whole": text_hash(bad)}, row.event)
        project.store.record(Batch("bad", (change_,), "@program"), texts={text_hash(bad): bad})
        share(project, team.folder)
    before = scheme_of(team, "ben")
    done = team.sync("ben")
    assert done.faults != []
    assert done.received.total() == 0
    assert scheme_of(team, "ben") == before
    assert whole
