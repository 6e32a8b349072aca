"""Who is meant by words of the article, and what a new speaker of them is called."""

from __future__ import annotations

import pytest

from annotator.core.naming import guess_type, name_of, offered, same_name, usable
from annotator.core.proposal.mention import meant
from annotator.core.speaker import Speaker, living, new_id, resolve, slug, told_apart

BRANDT = Speaker("ilse_brandt", "Ilse Brandt", "person", ("the mayor",), role="mayor")
POST = Speaker("harbor_post", "Harbor Post", "media")
MINISTRY = Speaker("labour_ministry", "Labour Ministry", "organization")
REGISTRY = {each.id: each for each in (BRANDT, POST, MINISTRY)}


@pytest.mark.parametrize(
    ("words", "is_usable", "name", "type"),
    [
        ("Ilse Brandt", True, "Ilse Brandt", "person"),
        ("the labour ministry", True, "labour ministry", "organization"),
        ("The Harbor Post", True, "Harbor Post", "media"),
        ("critics", True, "critics", "group"),
        ("She", False, "She", "person"),
        ("  ", False, "", "person"),
        ("Ministry\n spokesman", True, "Ministry spokesman", "person"),
    ],
)
def test_new_names(words: str, is_usable: bool, name: str, type: str) -> None:
    """A new speaker's name is one line without article; pronouns name nobody."""
    assert (usable(words), name_of(words), guess_type(words)) == (is_usable, name, type)


@pytest.mark.parametrize(
    ("words", "speaker", "same"),
    [
        ("Brandt", BRANDT, True),
        ("ilse brandt", BRANDT, True),
        ("the Mayor", BRANDT, True),
        ("Ilse", BRANDT, False),
        ("the ministry's spokesman", MINISTRY, False),
        ("ministry", MINISTRY, False),
        ("Post", POST, False),
        ("The Harbor Post", POST, True),
    ],
)
def test_same_name(words: str, speaker: Speaker, same: bool) -> None:
    """Names, aliases and a person's surname; never a body by a part of its name."""
    assert same_name(words, speaker) is same


@pytest.mark.parametrize(
    ("typed", "words", "first", "new"),
    [
        ("", "Brandt", "ilse_brandt", ""),
        ("", "Ana Ruiz", "harbor_post", "Ana Ruiz"),
        ("", "he", "harbor_post", ""),
        ("min", "Brandt", "labour_ministry", "min"),
        ("mayor", "", "ilse_brandt", ""),
    ],
)
def test_offered(typed: str, words: str, first: str, new: str) -> None:
    """Exact matches first, then the article's speakers; a new name only when nobody has it."""
    people, name = offered(typed, words, ("harbor_post",), REGISTRY)
    assert (people[0].id, name) == (first, new)


def test_merged_speakers_are_resolved_and_not_offered() -> None:
    """A merge is followed when read, also from a name that was merged away; a circle ends at the same one."""
    merged = {**REGISTRY, "post": Speaker("post", "The Post", "media", merged_into="harbor_post")}
    assert resolve("post", merged) is POST
    assert "post" not in {each.id for each in offered("", "", (), merged)[0]}
    assert living(merged)["harbor_post"].aliases == ("The Post",)
    assert living(REGISTRY) == REGISTRY
    for words in ("The Post", "post"):
        assert offered("", words, ("post",), merged) == (offered("", "Harbor Post", ("harbor_post",), merged)[0], "")
        assert meant(words, merged, ()).id == "harbor_post"
    cycle = {"a": Speaker("a", "A", merged_into="b"), "b": Speaker("b", "B", merged_into="a")}
    assert resolve("a", cycle) == resolve("b", cycle)
    assert list(living(cycle)) == ["a"]
    assert resolve("nobody", REGISTRY).type == "unknown"


@pytest.mark.parametrize(
    ("name", "id"), [("Ilse Brandt", "ilse_brandt"), ("Žofie", "žofie"), ("  — ", "speaker"), ("王 小明", "王_小明")]
)
def test_slugs(name: str, id: str) -> None:
    """Letters of any script stay; everything else becomes one underscore."""
    assert slug(name) == id
    assert new_id(name, [id, f"{id}_2"]) == f"{id}_3"


def test_told_apart() -> None:
    """Every id leads to the name of the one behind it; two who live under one name are told apart."""
    registry = {
        "brandt": Speaker("brandt", "Brandt"),
        "brandt_2": Speaker("brandt_2", "Brandt"),
        "mayor": Speaker("mayor", "the mayor", merged_into="brandt"),
        "ruiz": Speaker("ruiz", "Ana Ruiz"),
        "ruiz_2": Speaker("ruiz_2", "Ana Ruiz", merged_into="ruiz"),
    }
    found = told_apart(registry)
    assert (found["brandt"], found["brandt_2"]) == ("Brandt (brandt)", "Brandt (brandt_2)")
    assert (found["mayor"], found["ruiz"], found["ruiz_2"]) == ("Brandt (brandt)", "Ana Ruiz", "Ana Ruiz")
    assert found["@author"] == "Author of the article"
