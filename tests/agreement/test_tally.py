"""The tally of one article by hand, its laws, and the published examples of alignment as a report counts them."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.joining import together
from annotator.agreement.tally import Tally, tally
from annotator.core.article import Article, freeze
from annotator.core.claim import Claim, SchemeRef
from annotator.core.compare.sense import Sense
from tests.agreement.marked import SENSE, Row, layers, row
from tests.core.align_cases import CASES, Case
from tests.core.test_align import SENSE as SPECIFIED
from tests.core.test_align import claim as specified
from tests.values import articles, claims


def counted(threshold: float = 0.5, **rows: list[Row]) -> Tally:
    """The tally of marked text."""
    article, held = layers(**rows)
    return tally(article, held, SENSE, threshold)


# Twelve code points "Rents fell." and so on: the first is found by both alike, the second with other boundaries (IoU
# 6/11), the third by ana alone, the fourth by both with another stance.
FOUR = {
    "ana": [
        row("<Rents fell>. Wages rose. Dams hold. Taxes went up."),
        row("Rents fell. <Wages rose.> Dams hold. Taxes went up.", "hedges"),
        row("Rents fell. Wages rose. <Dams hold>. Taxes went up."),
        row("Rents fell. Wages rose. Dams hold. <Taxes went up>.", "denies"),
    ],
    "ben": [
        row("<Rents fell>. Wages rose. Dams hold. Taxes went up."),
        row("Rents fell. <Wages >rose. Dams hold. Taxes went up.", "hedges"),
        row("Rents fell. Wages rose. Dams hold. <Taxes went up>."),
    ],
}


def test_two_annotators_by_hand() -> None:
    """Counts of pairs, offsets, values and kinds."""
    found = counted(**FOUR)
    held = found.pairs["ana", "ben"]
    assert (held.pairing.first, held.pairing.second) == (4, 3)
    assert (held.pairing.exact, held.pairing.matched) == (2, 3)
    assert held.pairing.overlap == held.pairing.matched_overlap == pytest.approx(2 + 6 / 11)
    assert dict(held.offsets.starts) == {0: 3}
    assert dict(held.offsets.ends) == {0: 2, -5: 1}
    assert held.fields["stance"] == {("asserts", "asserts"): 1, ("hedges", "hedges"): 1, ("denies", "asserts"): 1}
    stance = found.fields["stance"]
    assert (stance.entered, stance.disagreements) == (6, 1)
    assert found.kinds == {"agree": 1, "boundary": 1, "missing": 1, "field:stance": 1}
    assert (found.claims, found.words, found.mass) == (7, 9, 3.0)
    assert [len(each.component.clusters) for each in found.shown] == [1, 1, 1, 1]


def test_the_threshold_decides_what_matches() -> None:
    """6/11 is above one half and below 0.6: then neither the pair counts, nor what it says."""
    found = counted(0.6, **FOUR)
    held = found.pairs["ana", "ben"]
    assert (held.pairing.matched, held.pairing.overlap) == (2, pytest.approx(2 + 6 / 11))
    assert held.pairing.matched_overlap == 2
    assert held.fields["stance"] == {("asserts", "asserts"): 1, ("denies", "asserts"): 1}
    assert found.fields["stance"].entered == 4
    assert found.kinds["boundary"] == 1


def test_who_does_not_reach_the_threshold_is_missing_for_a_field() -> None:
    """Of three in one cluster the third overlaps both by less than one half: no value, and never a category."""
    found = counted(
        ana=[row("<Rents fell> in May.", "hedges")],
        ben=[row("<Rents fell> in May.", "asserts")],
        cleo=[row("Rents <fell in May>.", "denies")],
    )
    assert [len(each.component.clusters[0]) for each in found.shown] == [3]
    assert found.fields["stance"].rows == {("hedges", "asserts", None): 1}
    assert found.fields["stance"].entered == 2


def test_open_values_are_missing_and_empty_sets_are_values() -> None:
    """An open stance enters nothing; no flag is the empty set, which agrees with no flag."""
    found = counted(ana=[row("<Rents fell>.", "")], ben=[row("<Rents fell>.", "denies")])
    assert found.fields["stance"].rows == {(None, "denies"): 1}
    assert (found.fields["stance"].entered, found.fields["flags"].entered) == (0, 2)
    assert found.fields["flags"].rows == {(frozenset(), frozenset()): 1}
    assert found.kinds == {"agree": 1}


def test_half_a_mass_for_what_is_trivial() -> None:
    """A quotation mark more is a boundary, counted half."""
    found = counted(ana=[row("He said “<Rents fell>”.")], ben=[row("He said <“Rents fell”>.")])
    assert (dict(found.kinds), found.mass) == ({"boundary": 1}, 0.5)


def test_an_annotator_who_found_nothing_is_a_reader() -> None:
    """Every claim of the other is missed; somebody without a layer misses nothing."""
    article, held = layers(ana=[row("<Rents fell>.")])
    found = tally(article, {**held, "ben": ()}, SENSE, 0.5)
    assert found.readers == ("ana", "ben")
    assert found.pairs["ana", "ben"].pairing.second == 0
    assert found.kinds == {"missing": 1}
    assert tally(article, held, SENSE, 0.5).kinds == {"agree": 1}
    assert tally(article, held, SENSE, 0.5).pairs == {}


def test_claims_without_content_are_no_claims() -> None:
    """There is nothing to match them on."""
    article, held = layers(ana=[row("<Rents fell>.")], ben=[row("<Rents fell>.")])
    bare = replace(held["ana"][0], id="bare", spans={})
    found = tally(article, {**held, "ana": (*held["ana"], bare)}, SENSE, 0.5)
    assert (found.claims, found.kinds) == (2, {"agree": 1})


def test_the_week_of_the_last_claim() -> None:
    """ISO weeks; what has no time is undated."""
    article, held = layers(ana=[row("<Rents fell>."), row("<Rents> fell.")])
    times = ("2026-01-11T09:00:00.000Z", "2026-01-12T09:00:00.000Z")
    dated = tuple(replace(each, created=time) for each, time in zip(held["ana"], times, strict=True))
    assert tally(article, {"ana": dated}, SENSE, 0.5).week == "2026-W03"
    assert tally(article, {"ana": dated[:1]}, SENSE, 0.5).week == "2026-W02"
    assert tally(article, held, SENSE, 0.5).week == "undated"


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_published_examples(case: Case) -> None:
    """Each component counts once for each of its kinds; everybody named has read the article."""
    held: dict[str, list[Claim]] = {name: [] for name in case.annotators}
    for id, by, spans, speaker, stance in case.claims:
        held[by].append(specified(id, by, *spans, stance=stance, speaker=speaker))
    found = tally(freeze("a", "x" * 200), held, SPECIFIED, 0.5)
    kinds = [kind for _, expected in case.expected for kind in expected]
    assert dict(found.kinds) == {kind: kinds.count(kind) for kind in kinds}
    assert found.mass == sum(kinds != ["agree"] for _, kinds in case.expected)
    assert sum(held.pairing.matched for held in found.pairs.values()) <= sum(
        len(each) * (len(each) - 1) / 2 for clusters, _ in case.expected for each in clusters
    )


def test_claims_under_a_scheme_that_means_something_else_are_silent() -> None:
    """They have no value of the fields that are not the same, whatever they say there; all others count."""
    _, held = layers(ana=[row("<Rents fell>.")], ben=[row("<Rents fell>.", "denies")])
    old = replace(held["ben"][0], scheme=SchemeRef("claims", "0.9", "old"))
    sense = Sense(SENSE.scheme, {}, {"old": frozenset({"stance", "flags"})})
    assert [sense.value(old, key) for key in ("stance", "flags")] == [None, None]
    assert sense.row(old) == tuple(sense.value(old, key) for key in sense.keys)
    assert sense.value(held["ben"][0], "stance") == "denies"


Read: TypeAlias = tuple[Article, dict[str, tuple[Claim, ...]]]


@st.composite
def read(draw: st.DrawFn) -> Read:
    """An article and what one to four people have marked in it."""
    article = draw(articles)
    names = draw(st.lists(st.sampled_from(["ana", "ben", "cleo", "dora"]), min_size=1, unique=True))
    held = {}
    for name in names:
        made = draw(st.lists(claims(article), max_size=4))
        held[name] = tuple(replace(each, id=f"{name}{at}", annotator=name) for at, each in enumerate(made))
    return article, held


@settings(max_examples=20)
@given(read(), st.randoms(use_true_random=False), st.sampled_from([0.2, 0.5, 1.0]))
def test_the_order_of_input_is_nothing(drawn: Read, random: Random, threshold: float) -> None:
    """Layers and claims in any order give the same tally."""
    article, held = drawn
    names = random.sample(list(held), len(held))
    shuffled = {name: tuple(random.sample(held[name], len(held[name]))) for name in names}
    one, other = (tally(article, each, SENSE, threshold) for each in (held, shuffled))
    assert one.pairs == other.pairs
    assert one.fields == other.fields
    assert (one.kinds, one.mass, one.shown, one.character) == (other.kinds, other.mass, other.shown, other.character)


@settings(max_examples=20)
@given(read())
def test_what_always_holds(drawn: Read) -> None:
    """Matches are no more than claims, every component is counted, values entered are no more than claims."""
    article, held = drawn
    found = tally(article, held, SENSE, 0.5)
    for pair, each in found.pairs.items():
        assert each.pairing.exact <= each.pairing.matched <= min(each.pairing.first, each.pairing.second)
        assert len({id(match.first) for match in each.matches}) == len(each.matches)
        assert all(match.first.annotator == pair[0] and match.second.annotator == pair[1] for match in each.matches)
    assert sum(len(shown.component.members) for shown in found.shown) == found.claims
    assert all(0 <= each.entered <= found.claims for each in found.fields.values())
    assert max(found.kinds.values(), default=0) <= len(found.shown)


def test_two_groups_of_one_article_add_up() -> None:
    """Each with themselves: pairs inside each group only, the sums of both, values in their own columns."""
    article, held = layers(
        **{
            "ana": [row("<Rents fell>.")],
            "ana/recheck": [row("<Rents fell>.", "denies")],
            "ben": [row("<Rents fell>.", "hedges")],
            "ben/recheck": [row("<Rents fell>.", "hedges")],
        }
    )
    parts = [
        tally(article, {who: held[who] for who in (name, f"{name}/recheck")}, SENSE, 0.5) for name in ("ana", "ben")
    ]
    found = together(parts)
    assert list(found.pairs) == [("ana", "ana/recheck"), ("ben", "ben/recheck")]
    assert found.fields["stance"].rows == {("asserts", "denies", None, None): 1, (None, None, "hedges", "hedges"): 1}
    assert (found.fields["stance"].entered, found.fields["stance"].disagreements) == (4, 1)
    assert (found.kinds, len(found.shown), found.claims) == ({"field:stance": 1, "agree": 1}, 2, 4)
    assert found.mass == together(parts[::-1]).mass == 1
    assert together(parts[:1]).pairs == parts[0].pairs
