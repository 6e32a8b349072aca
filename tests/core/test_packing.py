"""Packing and assignment: brute force, what is never worse, and components far too large to look at every way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, permutations
from random import Random

import pytest

from annotator.core.compare import packing, reading
from annotator.core.compare.assignment import assign
from annotator.core.compare.greedy import greedy, heaviest
from annotator.core.compare.packing import pack

Weights = list[dict[int, int]]


def tangle(random: Random, people: int, count: int, length: int = 40) -> tuple[list[int], Weights]:
    """Owners and weights of claims in text order, the weight of two being what they share."""
    spans = sorted((start := random.randrange(length), start + random.randrange(1, 30)) for _ in range(count))
    owners = [random.randrange(people) for _ in spans]
    weights: Weights = [
        {
            early: min(spans[early][1], end) - start
            for early in range(late)
            if owners[early] != owners[late] and spans[early][1] > start
        }
        for late, (start, end) in enumerate(spans)
    ]
    return owners, weights


def weigh(clusters: Sequence[Sequence[int]], weights: Weights) -> int:
    """The sum over all pairs of a cluster."""
    return sum(weights[max(pair)].get(min(pair), 0) for cluster in clusters for pair in combinations(cluster, 2))


def weigh_groups(groups: Sequence[int], weights: Weights) -> int:
    """The same where each claim has the number of its group."""
    return sum(
        weight for late, here in enumerate(weights) for early, weight in here.items() if groups[early] == groups[late]
    )


def of(owner: int, owners: list[int]) -> list[int]:
    """The claims of one."""
    return [claim for claim, whose in enumerate(owners) if whose == owner]


@pytest.mark.parametrize("seed", range(4))
def test_an_assignment_is_as_heavy_as_brute_force_finds(seed: int) -> None:
    """Every way to give the claims of the one to those of the other, some of them to nobody."""
    random = Random(seed)
    for _ in range(60):
        owners, weights = tangle(random, 2, random.randrange(2, 10))
        one, two = of(0, owners), of(1, owners)
        found = assign(one, two, weights)
        few, many = sorted((one, two), key=len)
        best = max(weigh(list(zip(few, chosen, strict=True)), weights) for chosen in permutations([*many], len(few)))
        assert weigh(found, weights) == best
        assert len({claim for pair in found for claim in pair}) == 2 * len(found)
        assert all(early < late and weights[late][early] for early, late in found)
        assert assign(two, one, weights) == found or weigh(assign(two, one, weights), weights) == best


def test_an_assignment_passes_over_other_owners() -> None:
    """Only pairs between the two, though everybody's weights are given."""
    owners, weights = tangle(Random(1), 4, 30)
    assert all({owners[a], owners[b]} == {0, 2} for a, b in assign(of(0, owners), of(2, owners), weights))


def test_two_owners_of_two_thousand_claims() -> None:
    """One component, each place under a dozen claims of both: still exact."""
    owners, weights = tangle(Random(2), 2, 2000, length=2500)
    found = pack(owners, weights)
    assert found.exact
    # A claim may be worth something to several; a limit is what each would have at best.
    limit = sum(max(row.values(), default=0) for row in weights)
    assert 0 < weigh(found.clusters, weights) < limit


@pytest.mark.parametrize("people", [3, 6])
def test_what_is_too_large_says_so(people: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two thousand claims all over each other: clusters in a bounded number of steps, not called exact, and not worse
    than the heaviest pairs first."""
    monkeypatch.setattr(reading, "WORK", 200_000)
    owners, weights = tangle(Random(3), people, 2000, length=3000)
    found = pack(owners, weights)
    assert not found.exact
    assert sorted(claim for cluster in found.clusters for claim in cluster) == list(range(2000))
    assert all(len({owners[claim] for claim in cluster}) == len(cluster) for cluster in found.clusters)
    groups, _ = greedy(owners, weights)
    assert weigh(found.clusters, weights) >= weigh_groups(groups, weights)


def test_few_ways_are_never_called_exact_when_they_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with almost no ways, many packings are still proven; each of these is the heaviest."""
    held = [tangle(random, random.randrange(3, 6), random.randrange(4, 12)) for random in map(Random, range(150))]
    best = [weigh(pack(*each).clusters, each[1]) for each in held]
    assert all(pack(*each).exact for each in held)
    monkeypatch.setattr(packing, "FEW", 0)
    assert [weigh(pack(*each).clusters, each[1]) for each in held] == best
    monkeypatch.setattr(reading, "WORK", 1)
    few = [pack(*each) for each in held]
    assert {each.exact for each in few} == {True, False}
    for (owners, weights), known, found in zip(held, best, few, strict=True):
        groups, apart = greedy(owners, weights)
        assert weigh_groups(groups, weights) <= weigh(found.clusters, weights) <= known
        assert not heaviest(owners, weights, groups, apart) or weigh_groups(groups, weights) == known
        assert not found.exact or weigh(found.clusters, weights) == known
