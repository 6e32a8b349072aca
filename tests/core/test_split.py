"""The split: everybody has one side, copies stay together, nobody moves while the project grows."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import Fault
from annotator.core.release.split import BY, Dealt, Split, deal, split_of

IDS = [f"a{number:02d}" for number in range(24)]
OUTLETS = ["Post", "Times", "Herald", ""]
DATES = ["2026-01-05", "2026-01-05T10:00:00Z", "2026-02", "2025-12-31", "2026-03-01", "", "last week"]


@st.composite
def splits(draw: st.DrawFn, by: tuple[str, ...] = BY) -> Split:
    """Any split."""
    shares = draw(st.lists(st.integers(1, 9), min_size=2, max_size=3))
    return Split(tuple(share / sum(shares) for share in shares), draw(st.sampled_from(by)), draw(st.integers(0, 3)))


@st.composite
def corpora(draw: st.DrawFn, by: str) -> tuple[dict[str, str], list[list[str]]]:
    """Articles with what the split goes by, and families of those that are alike."""
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=len(IDS)))
    values = {"article": [""], "outlet": OUTLETS, "date": DATES}[by]
    groups = {id: draw(st.sampled_from(values)) for id in ids}
    numbers = {id: draw(st.integers(0, 12)) for id in ids}
    families: dict[int, list[str]] = {}
    for id in ids:
        families.setdefault(numbers[id], []).append(id)
    return groups, [family for family in families.values() if len(family) > 1]


def sides(dealt: Dealt, family: list[str]) -> set[str]:
    """The portions that a family lies in."""
    return {dealt.portions[id] for id in family if id in dealt.portions}


@given(st.data())
def test_everybody_has_one_side_and_copies_share_it(data: st.DataObject) -> None:
    """Each article is in a portion or left out with a reason; no family lies in two; the order of input is nothing."""
    split = data.draw(splits())
    groups, families = data.draw(corpora(split.by))
    dealt = deal(split, groups, families)
    assert dealt.portions.keys() | dealt.left_out.keys() == groups.keys()
    assert not dealt.portions.keys() & dealt.left_out.keys()
    assert set(dealt.portions.values()) <= set(split.names)
    assert all(dealt.left_out.values())
    for family in families:
        assert len(sides(dealt, family)) <= 1
    backwards = deal(split, dict(reversed(groups.items())), [family[::-1] for family in families[::-1]])
    assert backwards == dealt


@given(st.data())
def test_nobody_moves_while_the_project_grows(data: st.DataObject) -> None:
    """What an earlier release has placed stays there, whatever comes, however families join, whatever the seed."""
    split = data.draw(splits())
    groups, families = data.draw(corpora(split.by))
    first = set(data.draw(st.lists(st.sampled_from(sorted(groups)), unique=True))) if groups else set()
    before = deal(
        split,
        {id: value for id, value in groups.items() if id in first},
        [[id for id in family if id in first] for family in families if len(first & set(family)) > 1],
    )
    # A newcomer may make two old families one.
    if len(families) > 1 and data.draw(st.booleans()):
        families = [families[0] + families[1], *families[2:]]
    later = Split(split.shares, split.by, data.draw(st.integers(0, 3)))
    after = deal(later, groups, families, before.portions)
    assert {id: after.portions.get(id) for id in before.portions} == before.portions
    for family in families:
        new = [id for id in family if id not in before.portions]
        old = {before.portions[id] for id in family if id in before.portions}
        for id in new:
            if id in after.portions:
                assert old <= {after.portions[id]}
        assert len(sides(after, new)) <= 1


@given(st.integers(0, 60), splits(("article",)))
def test_the_shares_are_kept(count: int, split: Split) -> None:
    """Of articles that are not alike, each portion has its share, to one article."""
    dealt = deal(split, {f"a{number}": "" for number in range(count)}, [])
    found = Counter(dealt.portions.values())
    for name, share in zip(split.names, split.shares, strict=True):
        assert abs(found[name] - share * count) < 2
    assert found.total() == count


def test_the_seed_makes_the_order() -> None:
    """The same seed deals alike, another one does not."""
    groups = dict.fromkeys(IDS, "")
    one, two, three = (deal(Split((0.5, 0.5), seed=seed), groups, []) for seed in (1, 1, 2))
    assert one == two != three


@given(st.data())
def test_by_date_goes_forward(data: st.DataObject) -> None:
    """Nothing in train is later than anything in dev, nor that than anything in test; without a date: left out."""
    split = data.draw(splits(("date",)))
    groups, _ = data.draw(corpora("date"))
    dealt = deal(split, groups, [])
    ranks = {name: place for place, name in enumerate(split.names)}
    days = sorted((groups[id][:10], ranks[portion]) for id, portion in dealt.portions.items())
    assert [rank for _, rank in days] == sorted(rank for _, rank in days)
    assert {id for id in groups if groups[id] in ("", "last week")} == set(dealt.left_out)


def test_by_date_a_newcomer_goes_with_those_before_it() -> None:
    """The borders of the earlier release stand, so what is new and late is in test."""
    split = Split((0.5, 0.5), "date")
    old = deal(split, {"a": "2026-01-01", "b": "2026-02-01"}, [])
    assert old.portions == {"a": "train", "b": "test"}
    new = {"a": "2026-01-01", "b": "2026-02-01", "c": "2026-01-31", "d": "2026-12-01", "e": "2020-01-01"}
    assert deal(split, new, [], old.portions).portions == {
        "a": "train",
        "b": "test",
        "c": "train",
        "d": "test",
        "e": "train",
    }


@given(st.data())
def test_an_outlet_lies_on_one_side(data: st.DataObject) -> None:
    """No two portions share an outlet; a copy in another outlet's portion is left out, and says of what it is one."""
    split = data.draw(splits(("outlet",)))
    groups, families = data.draw(corpora("outlet"))
    dealt = deal(split, groups, families)
    for outlet in OUTLETS[:-1]:
        assert len({dealt.portions[id] for id in dealt.portions if groups[id] == outlet}) <= 1
    for id, why in dealt.left_out.items():
        assert "no outlet" in why if not groups[id] else "it is alike to a" in why


def test_a_newcomer_between_two_sides_is_left_out() -> None:
    """It is alike to articles of both, so it can be in neither; its old relatives stay where they are."""
    earlier = {"a": "train", "b": "test"}
    dealt = deal(Split((0.5, 0.5)), {"a": "", "b": "", "c": ""}, [["a", "b", "c"]], earlier)
    assert dealt.portions == earlier
    assert dealt.left_out == {"c": "what it belongs with lies in test and in train already"}


@pytest.mark.parametrize(
    ("words", "shares"),
    [("80/10/10", (0.8, 0.1, 0.1)), ("8/2", (0.8, 0.2)), ("1/1", (0.5, 0.5)), ("99.5/0.5", (0.995, 0.005))],
)
def test_splits_are_written_as_shares(words: str, shares: tuple[float, ...]) -> None:
    """They may add up to anything."""
    found = split_of(words)
    assert isinstance(found, Split)
    assert found.shares == pytest.approx(shares)


@pytest.mark.parametrize(
    "words",
    ["", "80", "80/20/0", "80/-20", "a/b", "1/2/3/4", "80%/20%", "1e9/1", "inf/1", "nan/1", "80 / 20", "9" * 5000],
)
def test_no_split(words: str) -> None:
    """What is no split is a sentence with an example."""
    found = split_of(words)
    assert isinstance(found, Fault)
    assert "80/10/10" in str(found)


def test_an_unknown_way() -> None:
    """Splits go by article, date or outlet."""
    assert "one of article, date, outlet" in str(split_of("1/1", "author"))
