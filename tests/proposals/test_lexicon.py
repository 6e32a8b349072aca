"""The lexicon: what ships, how verbs inflect, what a project may add, and which faults are named."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from annotator.config.lexicon import read_lexicon
from annotator.core.errors import FaultsError
from annotator.core.text.segment import Segments
from annotator.project.create import create
from annotator.project.proposing import own_lexicon
from annotator.proposals.lexicon import inflected, lexicon
from annotator.proposals.rules import Rules
from tests.hand import ROOT, scheme
from tests.proposals.reading import rules, words

SHIPPED = (ROOT / "schemas" / "lexicons" / "en.toml").read_text("utf-8")


def test_what_ships() -> None:
    """At least 250 entries, without a fault; every stance is one of the default scheme."""
    data, faults = read_lexicon(SHIPPED)
    assert faults == []
    assert data is not None
    assert rules().lexicon.count >= 250
    stances = {entry.stance for found in rules().lexicon.entries.values() for entry in found}
    field = scheme().field_of("stance")
    assert field is not None
    assert stances == {value.key for value in field.values}
    verbs = {*data["verbs"], *data["careful"]}
    assert set(data["forms"]) <= verbs


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("claim", "claim claims claimed claiming"),
        ("deny", "deny denies denied denying"),
        ("argue", "argue argues argued arguing"),
        ("stress", "stress stresses stressed stressing"),
        ("say", "say says sayed saying"),
        ("agree", "agree agrees agreed agreeing"),
        ("convey", "convey conveys conveyed conveying"),
    ],
)
def test_regular_forms(verb: str, forms: str) -> None:
    """By rule; irregular verbs stand in the table of forms."""
    assert inflected(verb) == tuple(forms.split())


def test_a_project_adds_changes_and_takes_away() -> None:
    """A later file wins, entry by entry."""
    own = {"verbs": {"thunder": "asserts", "say": "off"}, "before": {"per": "asserts"}}
    mine = Rules(lexicon(tomllib.loads(SHIPPED), own))
    text = "Ruiz thundered that rents fell. Brandt said that they rose. Rents fell, per the agency."
    segments = Segments(text)
    found = mine.propose(segments, segments.paragraphs()[0])
    assert [words(text, each.cue) for each in found] == ["thundered", "per"]


@pytest.mark.parametrize("mark", ["'", "’"])
@pytest.mark.parametrize("written", ["'", "’"])
def test_an_apostrophe_is_one_however_it_is_written(mark: str, written: str) -> None:
    """In the lexicon as in the text; an entry that is taken away is so in either form."""
    own = {"phrases": {f"can{written}t stand": "denies"}}
    text = f"The mayor can{mark}t stand that rents fell in the city."
    segments = Segments(text)
    for more, expected in (({}, [f"can{mark}t stand"]), ({"phrases": {"can't stand": "off"}}, [])):
        found = Rules(lexicon(tomllib.loads(SHIPPED), own, more)).propose(segments, segments.paragraphs()[0])
        assert [words(text, each.cue) for each in found] == expected


@pytest.mark.parametrize("entry", [r'"thunder\n" = "asserts"', r'thunder = "asserts\n"'])
def test_no_line_end_in_an_entry(entry: str) -> None:
    """Neither in the words nor in the stance."""
    assert read_lexicon(f"[verbs]\n{entry}\n")[0] is None


FAULTY = """
[lexicon]
language = "de"
[verbs]
Say = "asserts"
tell = 3
[verb]
x = "asserts"
[forms]
say = "said"
[phrases]
"points  out" = "not a key!"
"""


def test_all_faults_at_once() -> None:
    """Each with its line and what would be right; nothing of the file is used."""
    data, faults = read_lexicon(FAULTY, file="lexicon.toml")
    assert data is None
    assert [fault.line for fault in faults] == [3, 5, 6, 7, 10, 12, 12]
    assert all(fault.right for fault in faults)
    assert read_lexicon("[verbs\n")[0] is None
    assert "too large" in str(read_lexicon("# " + "x" * 300_000)[1][0])


def test_a_faulty_lexicon_of_a_project(tmp_path: Path) -> None:
    """It is refused as a whole; without a file there is nothing to refuse."""
    with create(tmp_path / "p") as project:
        assert own_lexicon(project.folder) == {}
        (project.folder / "lexicon.toml").write_text(FAULTY, "utf-8")
        with pytest.raises(FaultsError) as caught:
            own_lexicon(project.folder)
        assert len(caught.value.faults) == 7
