"""Whom the words of a source mean, and what a new speaker would be called."""

from __future__ import annotations

import pytest

from annotator.core.proposal.mention import meant, named
from annotator.core.speaker import UNKNOWN, Speaker

REGISTRY = {
    each.id: each
    for each in (
        Speaker("ilse_brandt", "Ilse Brandt", "person", aliases=("the Iron Mayor",), role="mayor"),
        Speaker("labour_ministry", "Labour Ministry", "organization"),
        Speaker("polar_office", "Polar Office", "organization"),
        Speaker("residents", "residents", "group"),
        Speaker("old", "Old Name", "person", merged_into="ilse_brandt"),
    )
}
BEFORE = ("ilse_brandt", "labour_ministry", "residents")


@pytest.mark.parametrize(
    ("words", "id", "question"),
    [
        ("Ilse Brandt", "ilse_brandt", False),
        ("Brandt", "ilse_brandt", False),
        ("the Iron Mayor", "ilse_brandt", False),
        ("the mayor, Ilse Brandt,", "ilse_brandt", False),
        ("the mayor", "ilse_brandt", False),
        ("she", "ilse_brandt", True),
        ("it", "labour_ministry", True),
        ("they", "residents", True),
        ("the ministry", "labour_ministry", True),
        ("a source close to the talks", UNKNOWN, False),
        ("an official who asked not to be named", UNKNOWN, False),
    ],
)
def test_who_is_meant(words: str, id: str, question: bool) -> None:
    """By name, alias, surname, role; a pronoun or “the ministry” only as a question."""
    found = meant(words, REGISTRY, BEFORE)
    assert (found.id, found.question) == (id, question)
    assert found.new is None


@pytest.mark.parametrize(
    "words",
    ["the ministry's spokesman", "a spokesman for the Labour Ministry", "the labour ministry's chief economist"],
)
def test_a_title_is_no_body(words: str) -> None:
    """A title-like phrase never stands for the body that it names."""
    found = meant(words, REGISTRY, BEFORE)
    assert found.id != "labour_ministry"


@pytest.mark.parametrize(
    ("words", "name", "type"),
    [
        ("the board's chair, Dag Rønning", "Dag Rønning", "person"),
        ("Mayor Ilse Brandt", "Ilse Brandt", "person"),
        ("Lidia Maro, the head of the National Election Authority", "Lidia Maro", "person"),
        ("Hanna Vogt of the University of Tarnov", "Hanna Vogt", "person"),
        ("Marit Sol, 81, who every spring carries a lamp", "Marit Sol", "person"),
        ("the Polar Office", "Polar Office", "organization"),
        ("A study by the University of Sund, published in June,", "University of Sund", "organization"),
        ("critics", "critics", "group"),
        ("the regional water board", "regional water board", "organization"),
    ],
)
def test_what_a_new_speaker_is_called(words: str, name: str, type: str) -> None:
    """The name in the words, without title, relative clause and apposition."""
    assert named(words, opens=words[0].isupper()) == (name, type)


def test_nobody_is_meant_by_a_pronoun_without_anybody_before() -> None:
    """No guess is better than a wrong one."""
    assert meant("she", {}, ()).id == ""
