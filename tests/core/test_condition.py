"""Conditions of `--where`: what each finds, and what is said of one that finds nothing by mistake."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.claim import Claim, Layer
from annotator.core.errors import Fault
from annotator.core.release.condition import Condition, condition
from annotator.core.speaker import Speaker
from tests.values import SCHEME

META = {
    "outlet": "Harbor Post",
    "date": "2026-05-17T08:00:00Z",
    "author": ["Ann", "Bo"],
    "words": 812,
    "stance": "left",
    "edition": "1.10",
}
CLAIM = Claim(
    "c1",
    "rents",
    "ana",
    speakers=("ilse", "union"),
    fields={
        "stance": "denies",
        "evidence": "hearsay",
        "flags": ("discuss", "headline"),
        "sure": True,
        "weight": 3.0,
        "about": ("ilse",),
        "remark": "",
    },
)
REGISTRY = {
    "ilse": Speaker("ilse", "Ilse", merged_into="ilse_brandt"),
    "ilse_brandt": Speaker("ilse_brandt", "Ilse Brandt", "person"),
    "union": Speaker("union", "Union", "organization"),
}


def holds(words: str, claim: Claim = CLAIM) -> bool:
    """Whether a condition holds for the claim, its article or its layer."""
    found = condition(words, SCHEME, META)
    assert isinstance(found, Condition), found
    if found.level == "article":
        return found.of_article("rents", META)
    if found.level == "layer":
        return found.of_layer(Layer("rents", "ana"))
    return found.of_claim(claim, REGISTRY)


@pytest.mark.parametrize(
    "words",
    [
        "stance=denies",
        " stance = asserts , denies ",
        "stance!=asserts,hedges",
        "evidence>=hearsay",
        "evidence<attributed",
        "evidence>none",
        "flags=headline",
        "flags=discuss,headline",
        "sure=true",
        "sure!=false",
        "weight=3",
        "weight=3.0",
        "weight>2.5",
        "weight<=3",
        "about=ilse",
        "about!=",
        "remark=",
        "speaker=ilse_brandt",
        "speaker=union,nobody",
        "speaker.type=organization",
        "speaker.type!=media",
        "annotator=ana,ben",
        "kind=human",
        "round!=pilot",
        "article=rents",
        "outlet=Harbor Post",
        "date>=2026-05",
        "date<=2026-05",
        "date=2026-05",
        "date=2026-05-17",
        "date<2026-06",
        "date>2025",
        "date=2026",
        "author=Bo",
        "words>800",
        "words<1000",
        "meta.stance=left",
        "meta.outlet=Harbor Post",
    ],
)
def test_it_holds(words: str) -> None:
    """Each of these, and not its opposite."""
    assert holds(words)
    opposite = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
    found = condition(words, SCHEME, META)
    assert isinstance(found, Condition)
    turned = f"{found.name}{opposite[found.comparison]}{','.join(found.values)}"
    assert not holds(turned)


@pytest.mark.parametrize(
    "words",
    [
        "stance=asserts",
        "evidence>attributed",
        "date>2026",
        "speaker=ilse",
        "flags=",
        "outlet>2026-05",
        "edition=1.1",
        "edition=1.1e0",
    ],
)
def test_it_does_not_hold(words: str) -> None:
    """A merged speaker counts as the one it turned out to be; a month holds all of its days."""
    assert not holds(words)


def test_what_is_open_is_not_anything() -> None:
    """A claim without the field is neither above nor below, has no value, and is not that of another."""
    bare = Claim("c1", "rents", "ana")
    assert holds("stance=", bare)
    assert holds("stance!=denies", bare)
    assert not holds("stance=denies", bare)
    assert not holds("evidence>=none", bare)
    assert not holds("evidence<attributed", bare)
    assert not holds("weight<5", bare)


@pytest.mark.parametrize(
    ("words", "talk"),
    [
        ("stance", "'stance' is no condition; a name, a comparison and a value, such as stance=denies"),
        ("=denies", "is no condition"),
        ("stance=denis", "stance has no value 'denis'; did you mean denies?"),
        ("stanse=denies", "nothing is called 'stanse' here; did you mean stance?"),
        ("stance>=denies", "the values of stance have no order"),
        ("evidence>=none,hearsay", "needs one value"),
        ("evidence>=", "needs one value"),
        ("weight=heavy", "'heavy' is no number, as weight is"),
        ("weight>nan", "'nan' is no number"),
        ("sure=yes", "sure has no value 'yes'; one of true, false"),
        ("speaker.type=robot", "speaker.type has no value 'robot'"),
        ("kind=humans", "kind has no value 'humans'; did you mean human?"),
        ("meta.nothing=x", "nothing is called 'meta.nothing'"),
        ("flags=headlines", "did you mean headline?"),
    ],
)
def test_faults(words: str, talk: str) -> None:
    """Each is a sentence that says what would be right."""
    found = condition(words, SCHEME, META)
    assert isinstance(found, Fault)
    assert talk in str(found)


@given(st.text(max_size=30), st.sampled_from(["", "stance", "date", "weight", "meta.author"]))
def test_any_words_are_a_condition_or_a_fault(words: str, head: str) -> None:
    """Never an error; a condition can be asked of anything."""
    found: Any = condition(head + words, SCHEME, META)
    if isinstance(found, Condition):
        found.of_article("rents", META) if found.level == "article" else None
        found.of_claim(CLAIM, REGISTRY) if found.level == "claim" else None
    else:
        assert str(found)
