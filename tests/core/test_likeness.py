"""Near-duplicates: copies whatever their case and blanks, edited and shortened texts; not what only shares a notice."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.release.likeness import SHARE, Sketch, families, likeness, sketch

NOTICE = " This article may be shared by everybody who names its author, its outlet and its date of publication."


def news(seed: int, words: int = 400) -> str:
    """A text of its own."""
    draw = random.Random(seed)
    return " ".join("".join(draw.choices("abcdefghijklmnop", k=draw.randint(2, 9))) for _ in range(words)) + NOTICE


def edited(text: str, places: int, seed: int = 0) -> str:
    """The text with that many words changed."""
    draw = random.Random(seed)
    words = text.split()
    for place in draw.sample(range(len(words)), places):
        words[place] = "CHANGED"
    return " ".join(words)


def alike(a: str, b: str) -> bool:
    """Whether two texts are one family."""
    return len(families({"a": sketch(a), "b": sketch(b)})) == 1


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (news(1), news(1), True),
        (news(1), news(1).upper().replace(" ", "  \n"), True),
        (news(1), "“" + news(1).replace("e ", "e, ") + "” — (agency)", True),
        (news(1), edited(news(1), 12), True),
        (news(1), news(1)[: len(news(1)) * 3 // 4], True),
        (news(1), edited(news(1), 150), False),
        (news(1), news(2), False),
        (news(1, 20), news(2, 20), False),
        ("Rents fell.", "rents   FELL", True),
        ("Rents fell.", "Rents rose.", False),
        ("…", "…", True),
        ("…", "!", False),
        ("東京の家賃が五月に下がったと大臣が語った。" * 3, "東京の家賃が五月に下がったと、大臣が語った。" * 3, True),
        ("東京の家賃が五月に下がったと大臣が語った。", "大阪の市長は新しい橋を安全だと呼び続けている。", False),
    ],
    ids=[f"row{number}" for number in range(1, 15)],
)
def test_rows(a: str, b: str, same: bool) -> None:
    """What is alike and what is not."""
    assert alike(a, b) == same


SKETCHES = [sketch(edited(news(number % 5), 20 * (number // 5), number)) for number in range(20)]
ALL = {f"t{number:02d}": found for number, found in enumerate(SKETCHES)}


def by_brute_force(sketches: dict[str, Sketch]) -> list[list[str]]:
    """Every pair compared, then joined until nothing joins."""
    groups = [{name} for name in sorted(sketches)]
    joined = True
    while joined:
        joined = False
        for one in groups:
            for two in groups:
                if one is not two and any(likeness(sketches[a], sketches[b]) >= SHARE for a in one for b in two):
                    groups.remove(two)
                    one |= two
                    joined = True
                    break
            if joined:
                break
    return sorted(sorted(group) for group in groups)


def test_no_pair_is_missed() -> None:
    """Families are those of a comparison of all pairs; among these texts some are alike and some only nearly."""
    found = families(ALL)
    assert sorted(found) == by_brute_force(ALL)
    assert {len(family) for family in found} != {1}
    assert len(found) > 5


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.sampled_from(SKETCHES), max_size=8))
def test_no_pair_is_missed_among_any(sketches: dict[str, Sketch]) -> None:
    """Whatever else is there."""
    assert sorted(families(sketches)) == by_brute_force(sketches)


def test_a_thousand_versions_of_one_text_are_quick() -> None:
    """Each is compared with few others, and all are one family; so are a thousand copies."""
    words = news(1, 60).split()
    versions = {f"v{number:04d}": sketch(" ".join([*words, f"Version {number}."])) for number in range(1000)}
    assert len(families(versions)) == 1
    copies = dict.fromkeys((f"c{number:04d}" for number in range(1000)), sketch(news(2)))
    assert len(families(versions | copies)) == 2


@given(st.text(max_size=200))
def test_any_text_is_a_copy_of_itself(text: str) -> None:
    """Also one without a word."""
    assert alike(text, text)
    assert likeness(sketch(text), sketch(text)) == 1.0
