"""Alignment, clusters and kinds of disagreement: the published examples, brute force, and laws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from annotator.core.claim import Claim
from annotator.core.compare import packing
from annotator.core.compare.alignment import Component, align, marks, overlap, weights
from annotator.core.compare.kinds import Finding, findings, names
from annotator.core.compare.packing import NARROW, pack
from annotator.core.compare.sense import Sense
from annotator.core.scheme import Field, Role, Scheme, Value
from annotator.core.span import length, pieces
from tests.core.align_cases import CASES, Case

SCHEME = Scheme(
    "claims",
    "1.0",
    "Claims",
    (Role("content", "Content", primary=True, pieces=True), Role("source", "Source", speaker=True), Role("cue", "Cue")),
    (
        Field("stance", "nominal", "Stance", "s", "t", (Value("asserts", "a"), Value("denies", "d")), counts=True),
        Field("evidence", "ordinal", "Evidence", "e", "y", (Value("none", "n"),), counts=True),
        Field("flags", "multi", "Flags", "f", "i", (Value("headline", "h"),), counts=True, distance="masi"),
    ),
    ties=("speakers", "stance", "evidence", "position"),
    attribution=True,
)
SENSE = Sense(SCHEME, {"j_brandt": "ilse_brandt"})


def claim(id: str, by: str, *spans: tuple[int, int], stance: str = "asserts", speaker: str = "minister") -> Claim:
    """A claim with all that counts."""
    fields = {"stance": stance, "evidence": "none"}
    return Claim(id, "a", by, spans={"content": pieces(spans)}, speakers=(speaker,), fields=fields)


def layers(claims: Sequence[Claim], *names: str) -> dict[str, list[Claim]]:
    """Claims by annotator."""
    found: dict[str, list[Claim]] = {name: [] for name in names}
    for each in claims:
        found.setdefault(each.annotator, []).append(each)
    return found


def ids(components: Sequence[Component]) -> list[list[list[str]]]:
    """Ids of clusters of components."""
    return [[[m.claim.id for m in cluster] for cluster in component.clusters] for component in components]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_published_examples(case: Case) -> None:
    """Clusters and kinds as the specification by example has them."""
    held = [claim(id, by, *spans, stance=stance, speaker=speaker) for id, by, spans, speaker, stance in case.claims]
    found = align(layers(held, *case.annotators), SENSE)
    assert [
        (
            sorted(sorted(m.claim.id for m in cluster) for cluster in component.clusters),
            list(names(findings(component, case.annotators, SENSE))),
        )
        for component in found
    ] == [(sorted(map(sorted, clusters)), kinds) for clusters, kinds in case.expected]


def partitions(items: list[int]) -> Iterator[list[list[int]]]:
    """Every way to put items into groups."""
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for groups in partitions(rest):
        yield [[first], *groups]
        for at in range(len(groups)):
            yield [*groups[:at], [first, *groups[at]], *groups[at + 1 :]]


def brute(owners: list[int], table: list[dict[int, int]]) -> int:
    """The greatest weight, by trying everything."""
    best = 0
    for groups in partitions(list(range(len(owners)))):
        if all(len({owners[each] for each in group}) == len(group) for group in groups):
            best = max(best, weigh(groups, table))
    return best


def weigh(groups: Sequence[Sequence[int]], table: list[dict[int, int]]) -> int:
    """The weight of clusters."""
    return sum(table[max(pair)].get(min(pair), 0) for group in groups for pair in combinations(group, 2))


def tangle(random: Random, people: int, count: int, gaps: bool) -> list[Claim]:
    """A random component, or several: few starts and ends, so that equal overlaps are common."""
    made = []
    for number in range(count):
        spans = []
        for _ in range(random.choice((1, 1, 2)) if gaps else 1):
            start = random.randrange(0, 24)
            spans.append((start, start + random.choice((2, 4, 6, 6, 12))))
        stance = random.choice(("asserts", "denies"))
        made.append(claim(f"c{number}", f"p{random.randrange(people)}", *spans, stance=stance))
    return made


@pytest.mark.parametrize("seed", range(10))
def test_a_packing_is_as_heavy_as_brute_force_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred random components each: two to five annotators, up to eight claims, ties, gaps; as few claims are
    packed, and as many are."""
    random = Random(seed)
    for _ in range(100):
        held = tangle(random, random.randrange(2, 6), random.randrange(3, 9), gaps=True)
        group = marks(layers(held), "content")
        table = weights(group, SENSE)
        numbers = {by: at for at, by in enumerate(sorted({mark.by for mark in group}))}
        owners = [numbers[mark.by] for mark in group]
        best = brute(owners, table)
        for few in (8, 0):
            monkeypatch.setattr(packing, "FEW", few)
            found = pack(owners, table)
            assert found.exact
            assert sorted(each for cluster in found.clusters for each in cluster) == list(range(len(group)))
            assert all(len({owners[each] for each in cluster}) == len(cluster) for cluster in found.clusters)
            assert weigh(found.clusters, table) == best


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_claims_and_layers_does_not_matter(seed: int) -> None:
    """Shuffled input gives the same components, clusters and findings."""
    random = Random(seed)
    for _ in range(50):
        held = tangle(random, 3, 12, gaps=True)
        first = align(layers(held), SENSE)
        shuffled = random.sample(held, len(held))
        assert align(layers(shuffled), SENSE) == first
        people = sorted({each.annotator for each in held})
        for component in first:
            assert findings(component, people, SENSE) == findings(component, people[::-1], SENSE)


def test_two_owners_too_tangled_for_reading_are_assigned() -> None:
    """Thirty nested claims of each of two: more ways than are kept, and still exact."""
    held = [claim(f"{by}{n}", by, (n, 200 - 2 * n + shift)) for by, shift in (("a", 0), ("b", 1)) for n in range(30)]
    (component,) = align(layers(held), SENSE)
    assert component.exact
    assert [[m.claim.id[1:] for m in cluster] for cluster in component.clusters] == [[str(n)] * 2 for n in range(30)]


def test_sixty_annotators_on_one_place() -> None:
    """The same three nested claims of sixty people: three clusters, proven."""
    spans = [(0, 100), (0, 50), (50, 100)]
    held = [claim(f"{by:02}{n}", f"p{by:02}", span) for by in range(60) for n, span in enumerate(spans)]
    (component,) = align(layers(held), SENSE)
    assert component.exact
    assert sorted("".join({m.claim.id[2:] for m in cluster}) for cluster in component.clusters) == ["0", "1", "2"]
    assert [len(cluster) for cluster in component.clusters] == [60, 60, 60]


def test_what_is_too_tangled_says_so() -> None:
    """Nine annotators with eight claims each, all over each other: clusters are found, and not called exact."""
    random = Random(7)
    held = [
        claim(f"{by}{n}", f"p{by}", (start := random.randrange(0, 40), start + 60 + random.randrange(0, 40)))
        for by in range(9)
        for n in range(8)
    ]
    (component,) = align(layers(held), SENSE)
    assert not component.exact
    assert sorted(m.claim.id for m in component.members) == sorted(each.id for each in held)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"speaker": "second"}, ["b", "c"]),
        ({"stance": "denies"}, ["b", "c"]),
        ({}, ["a", "b"]),
    ],
    ids=["equal speakers", "equal stance", "earlier"],
)
def test_ties_are_decided_in_the_order_of_the_scheme(other: dict[str, str], expected: list[str]) -> None:
    """One claim between two that overlap it equally: the one that agrees, or the earlier."""
    held = [claim("a", "ana", (0, 10), **other), claim("b", "ben", (0, 20)), claim("c", "ana", (10, 20))]
    (component,) = align(layers(held), SENSE)
    assert expected in [sorted(m.claim.id for m in cluster) for cluster in component.clusters]


TEXT = 'He said that "rents fell", then left.'


@pytest.mark.parametrize(
    ("a", "b", "trivial"),
    [
        ((14, 24), (13, 25), True),
        ((14, 24), (8, 24), True),
        ((14, 24), (14, 31), False),
        ((14, 24), (3, 24), False),
    ],
    ids=["quotation marks", "that and a mark", "a word more", "the verb"],
)
def test_trivial_boundaries(a: tuple[int, int], b: tuple[int, int], trivial: bool) -> None:
    """Only white space, punctuation or "that" between two versions."""
    (component,) = align(layers([claim("a", "ana", a), claim("b", "ben", b)]), SENSE)
    assert findings(component, ("ana", "ben"), SENSE, TEXT) == (Finding("boundary", 0, trivial=trivial),)


def differing(**changes: object) -> list[str]:
    """Kinds between a claim and a copy with changes."""
    first = claim("a", "ana", (0, 10))
    second = replace(first, id="b", annotator="ben", **changes)  # type: ignore[arg-type]
    (component,) = align(layers([first, second]), SENSE)
    return list(names(findings(component, ("ana", "ben"), SENSE)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["agree"]),
        ({"fields": {"evidence": "none"}}, ["agree"]),
        ({"fields": {"stance": "asserts", "evidence": "none", "flags": ("headline",)}}, ["field:flags"]),
        ({"fields": {"stance": "denies", "evidence": "none", "confidence": 1}}, ["field:stance"]),
        ({"attribution": (("paper",), ("minister",))}, ["attribution"]),
        ({"attribution": (("minister",),)}, ["agree"]),
        ({"speakers": ("paper",), "attribution": (("paper",),)}, ["speakers"]),
        ({"speakers": ()}, ["agree"]),
        ({"spans": {"content": pieces([(0, 10)]), "cue": pieces([(12, 14)])}}, ["role:cue"]),
        ({"spans": {"content": pieces([(0, 4), (6, 10)])}}, ["fragmentation"]),
        ({"note": "look", "seconds": 4.0}, ["agree"]),
    ],
)
def test_kinds_of_what_differs(changes: dict[str, object], expected: list[str]) -> None:
    """Each part by its own name; open ones, notes and times differ from nothing."""
    assert differing(**changes) == expected


def test_merged_speakers_are_one() -> None:
    """A speaker is who they turned out to be."""
    held = [claim("a", "ana", (0, 9), speaker="j_brandt"), claim("b", "ben", (0, 9), speaker="ilse_brandt")]
    (component,) = align(layers(held), SENSE)
    assert names(findings(component, ("ana", "ben"), SENSE)) == ("agree",)


def test_a_reader_without_claims_missed_it() -> None:
    """Who read the article and marked nothing here is named; who did not read it is not."""
    (component,) = align(layers([claim("a", "ana", (0, 9))]), SENSE)
    assert findings(component, ("ana", "ben"), SENSE) == (Finding("missing", 0, ("ben",)),)
    assert names(findings(component, ("ana",), SENSE)) == ("agree",)


def test_overlap_is_the_share_as_a_whole_number() -> None:
    """Intersection over union of code points, floored at 40 bits, with and without gaps."""
    random = Random(3)
    for _ in range(300):
        a, b = (
            pieces([(s := random.randrange(30), s + random.randrange(1, 9)) for _ in range(random.randrange(1, 5))])
            for _ in "ab"
        )
        shared = len({x for p in a for x in range(*p)} & {x for p in b for x in range(*p)})
        share = Fraction(shared, length(a) + length(b) - shared)
        assert overlap(a, b) == int(share * 2**40)


def test_a_weight_is_the_overlap_then_the_ties_then_the_place() -> None:
    """For every two claims of different annotators that share something, and for no others."""
    random = Random(4)
    for _ in range(40):
        group = marks(layers(tangle(random, 3, 10, gaps=True)), "content")
        table = weights(group, SENSE)
        for late, mark in enumerate(group):
            shares = {at: overlap(group[at].parts, mark.parts) for at in range(late) if group[at].by != mark.by}
            assert {at: weight >> 88 for at, weight in table[late].items()} == {a: n for a, n in shares.items() if n}
            for at, weight in table[late].items():
                same = mark.claim.fields["stance"] == group[at].claim.fields["stance"]
                assert [weight >> bits & 1 for bits in (72, 56, 40)] == [1, same, 1]


def test_chains_stay_narrow() -> None:
    """Two thousand claims of two people, each overlapping the next: one component, read in one go."""
    held = [
        claim(f"{by}{n}", by, (10 * n + 5 * (by == "b"), 10 * n + 10 + 5 * (by == "b")))
        for by in "ab"
        for n in range(1000)
    ]
    (component,) = align(layers(held), SENSE)
    assert component.exact
    assert len(component.clusters) == 1000
    assert NARROW < 1000
