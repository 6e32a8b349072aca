"""Decisions in numbers: who made which, how long they took, how far adjudicators agree, and how rules fared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations
from statistics import median
from typing import NamedTuple

from annotator.core.compare.sense import Sense
from annotator.core.feedback.pairing import settles
from annotator.core.records.decision import IMPORT, RULE, TEAM, Decision
from annotator.core.review.majority import EXISTS
from annotator.core.span import Pieces
from annotator.project.feedback.overturned import said

PLACE, WHOLE = "place", "all"
"""What two adjudicators can agree on besides a part and that there is a claim: where it is, and all that it says."""


class Spent(NamedTuple):
    """How long decisions took."""

    n: int
    """Decisions whose time is known."""
    median: float
    """Seconds."""


class Both(NamedTuple):
    """Two adjudicators on claims that both have decided."""

    adjudicators: tuple[str, str]
    n: int
    """Decisions of both on the same claims."""
    agree: Mapping[str, tuple[int, int]]
    """`exists`, `place`, `all` or a part → (how often they say the same, of how many)."""


class Ruled(NamedTuple):
    """Decisions that one rule made."""

    rule: str
    n: int
    looked_at: int
    """Of these, on how many a person has decided too."""
    overturned: int
    """Of those, on how many the person said something else."""


class Decided(NamedTuple):
    """All of it."""

    actions: Mapping[str, Mapping[str, int]]
    """Adjudicator → action → decisions."""
    kinds: Mapping[str, int]
    """Kind of disagreement → decisions of people that saw it."""
    tags: Mapping[str, int]
    """Reason → decisions."""
    spent: Mapping[str, Spent]
    """`all`, `by NAME`, `action ACTION` or `kind KIND` → time."""
    both: tuple[Both, ...]
    ruled: tuple[Ruled, ...]


def by_people(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that somebody made on the screen, alone."""
    return tuple(each for each in decisions if each.adjudicator not in (RULE, IMPORT, TEAM) and each.action != "import")


def decided(decisions: Iterable[Decision], sense: Sense) -> Decided:
    """The numbers of all decisions, whether they make gold or not."""
    held = tuple(decisions)
    actions: dict[str, Counter[str]] = defaultdict(Counter)
    for each in held:
        actions[each.adjudicator][each.action] += 1
    own = by_people(held)
    kinds = Counter(kind for each in own for kind in each.kinds)
    tags = Counter(tag for each in held if each.adjudicator != RULE for tag in each.tags)
    return Decided(
        {name: dict(sorted(actions[name].items())) for name in sorted(actions)},
        dict(sorted(kinds.items())),
        dict(sorted(tags.items())),
        _spent(own),
        tuple(_both(own, sense)),
        tuple(_ruled(held, own, sense)),
    )


def _spent(own: Iterable[Decision]) -> dict[str, Spent]:
    times: dict[str, list[float]] = defaultdict(list)
    for each in own:
        if each.seconds > 0:
            for key in (
                "all",
                f"by {each.adjudicator}",
                f"action {each.action}",
                *(f"kind {kind}" for kind in each.kinds),
            ):
                times[key].append(each.seconds)
    return {key: Spent(len(times[key]), median(times[key])) for key in sorted(times)}


def _claims(decision: Decision) -> frozenset[Hashable]:
    return frozenset(settles(decision.article, each) for each in decision.inputs)


def _both(own: Iterable[Decision], sense: Sense) -> Iterable[Both]:
    """Every two who have decided the same claims."""
    groups: dict[frozenset[Hashable], dict[str, Decision]] = defaultdict(dict)
    for each in sorted(own, key=lambda one: (one.created, one.id)):
        if each.inputs and each.action != "defer":
            groups[_claims(each)][each.adjudicator] = each
    found: dict[tuple[str, str], list[tuple[Decision, Decision]]] = defaultdict(list)
    for people in groups.values():
        for one, two in combinations(sorted(people), 2):
            found[one, two].append((people[one], people[two]))
    for names, pairs in sorted(found.items()):
        yield Both(names, len(pairs), _agree(pairs, sense))


def _agree(pairs: Iterable[tuple[Decision, Decision]], sense: Sense) -> dict[str, tuple[int, int]]:
    same: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for one, two in pairs:
        held = {
            EXISTS: bool(one.results) == bool(two.results),
            WHOLE: said(one.results, sense) == said(two.results, sense),
        }
        if one.results and two.results:
            held[PLACE] = _places(one, sense.role) == _places(two, sense.role)
        if len(one.results) == len(two.results) == 1:
            for key in sense.keys:
                values = (sense.value(one.results[0], key), sense.value(two.results[0], key))
                if None not in values:
                    held[key] = values[0] == values[1]
        for key, agrees in held.items():
            of[key] += 1
            same[key] += agrees
    return {key: (same[key], of[key]) for key in (EXISTS, PLACE, *sense.keys, WHOLE) if of[key]}


def _places(decision: Decision, role: str) -> list[Pieces]:
    return sorted(claim.pieces(role) for claim in decision.results)


def _ruled(held: Iterable[Decision], own: Iterable[Decision], sense: Sense) -> Iterable[Ruled]:
    """The rules, each with how many of its decisions somebody looked at."""
    seen: dict[Hashable, list[Decision]] = defaultdict(list)
    for each in own:
        for key in _claims(each) if each.action != "defer" else ():
            seen[key].append(each)
    counts: dict[str, list[int]] = {}
    for each in held:
        if each.adjudicator == RULE:
            row = counts.setdefault(each.tags[0] if each.tags else each.action, [0, 0, 0])
            others = [other for key in _claims(each) for other in seen.get(key, ())]
            row[0] += 1
            row[1] += bool(others)
            row[2] += any(said(other.results, sense) != said(each.results, sense) for other in others)
    yield from (Ruled(rule, *counts[rule]) for rule in sorted(counts))
