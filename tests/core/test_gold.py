"""Gold is the fold of decisions; what was decided on other grounds is stale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from annotator.core.claim import Claim, Link
from annotator.core.records.decision import IMPORT, RULE, Decision
from annotator.core.records.gold import beside_of, counting, fold, imported, input_of
from annotator.core.span import Span


def claim(id: str, start: int, end: int, **more: object) -> Claim:
    """A claim of the annotator that its id begins with."""
    return Claim(id, "rents", id[0], spans={"content": (Span(start, end),)}, **more)  # type: ignore[arg-type]


A, B, C = claim("a1", 0, 10), claim("b1", 2, 12), claim("a2", 50, 60)
GOLD = claim("g1", 0, 12)


def decided(id: str, *inputs: Claim, by: str = "lead", at: str = "2026-01-01", **more: object) -> Decision:
    """A decision that takes these inputs and results in gold claim g1 unless told otherwise."""
    more.setdefault("results", (GOLD,))
    more.setdefault("action", "take")
    return Decision(id, "rents", adjudicator=by, created=at, inputs=tuple(map(input_of, inputs)), **more)  # type: ignore[arg-type]


def test_results_are_gold() -> None:
    """Results make the gold layer, whoever they came from; what was settled is named."""
    gold = fold([decided("d1", A, B)], [A, B, C], "content")
    assert [(found.id, found.annotator, found.layer) for found in gold.claims] == [("g1", "gold", "gold")]
    assert gold.settled == {A.key: "d1", B.key: "d1"}
    assert gold.stale == gold.deferred == frozenset()


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], ""),
        ([decided("d1", A, B, action="reject", results=())], ""),
        ([decided("d1", A), decided("d2", A, at="2026-01-02", results=())], ""),
        ([decided("d2", A, at="2026-01-02"), decided("d1", A, results=())], "g1"),
        ([decided("d1", A), decided("d2", B, results=(claim("g2", 2, 12),))], "g1 g2"),
        ([decided("d1", A, results=(claim("g2", 0, 4), claim("g3", 5, 9)))], "g2 g3"),
        ([decided("d1", A, B), decided("r1", A, B, by=RULE, at="2027-01-01", results=())], "g1"),
        ([decided("d1", action="add"), decided("d2", action="add", results=(claim("g2", 70, 80),))], "g1 g2"),
    ],
)
def test_which_decision_counts(decisions: list[Decision], expected: str) -> None:
    """The newest decision about a claim is in force, a person's before a rule's; decisions without inputs add up."""
    for order in (decisions, decisions[::-1]):
        assert " ".join(found.id for found in fold(order, [A, B], "content").claims) == expected


@pytest.mark.parametrize(
    ("change", "stale"),
    [
        (lambda: [A, B, C], False),
        (lambda: [replace(A, note="later", seconds=9.0), B, C], False),
        (lambda: [replace(A, fields={"stance": "denies"}), B, C], True),
        (lambda: [replace(A, spans={"content": (Span(0, 11),)}), B, C], True),
        (lambda: [B, C], True),
        (lambda: [A, B, C, claim("c1", 11, 20)], True),
        (lambda: [A, B, C, claim("c1", 12, 20)], False),
        (lambda: [A, B, replace(C, spans={"content": (Span(9, 60),)})], True),
        (lambda: [A, B, C, replace(claim("c1", 0, 20), round="pilot")], False),
        (lambda: [A, B, C, replace(claim("c1", 0, 20), article="other")], False),
    ],
)
def test_stale(change: Callable[[], list[Claim]], stale: bool) -> None:
    """Stale: an input changed what it says, or a claim joined or left what the inputs overlap with."""
    gold = fold([decided("d1", A, B)], change(), "content")
    assert gold.stale == (frozenset({"d1"}) if stale else frozenset())
    assert len(gold.claims) == 1


def test_one_component_in_two_decisions() -> None:
    """Each decision knows the claims that it leaves to the other, so only a change makes it stale."""
    long, left, right = claim("a1", 0, 20), claim("b1", 0, 12), claim("b2", 13, 20)
    one = decided("d1", long, left, beside=(beside_of(right),))
    two = decided("d2", right, beside=(beside_of(long), beside_of(left)), results=())
    assert fold([one, two], [long, left, right], "content").stale == frozenset()
    changed = replace(right, fields={"stance": "denies"})
    assert fold([one, two], [long, left, changed], "content").stale == {"d2"}
    assert fold([one, two], [long, left], "content").stale == {"d1", "d2"}


def test_deferred_and_counting() -> None:
    """A deferred decision is named; only named adjudicators, rules and imports make gold."""
    later = decided("d1", A, action="defer", results=())
    assert fold([later], [A], "content").deferred == {"d1"}
    mine, rule, foreign = decided("d2", A), decided("d3", A, by=RULE), decided("d4", A, by="ana")
    brought = imported(GOLD, IMPORT)
    assert counting([mine, rule, foreign, brought], {"lead"}) == (mine, rule, brought)


def test_importing_twice_is_once() -> None:
    """An imported gold claim makes the same decision each time, and comes back out of the fold."""
    one, two = imported(GOLD, IMPORT, "2026-01-01"), imported(GOLD, IMPORT, "2026-01-02")
    edited = imported(replace(GOLD, fields={"stance": "denies"}), IMPORT)
    assert one.id == two.id == edited.id
    others = [C, replace(GOLD, article="other"), replace(GOLD, round="pilot")]
    assert len({one.id, *(imported(each, IMPORT).id for each in others)}) == 4
    assert fold([one], [], "content").claims == (replace(GOLD, annotator="gold", layer="gold"),)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (Link("on", "c1"), ()),
        (Link("on", "c1", "ana"), ("g1",)),
        (Link("on", "c1", "ben"), ("g2",)),
        (Link("on", "c2", "ben"), ("g1",)),
        (Link("on", "c4"), ("g2",)),
        (Link("on", "c9", "ana"), ()),
        (Link("on", "g2"), ("g2",)),
        (Link("on", "g3"), ()),
    ],
)
def test_links_lead_to_the_claim_of_whose_they_are(link: Link, expected: tuple[str, ...]) -> None:
    """Annotators may use the same ids; where a link does not say whose it means, and could mean several, it is none."""

    def of(who: str, id: str, start: int) -> Claim:
        return replace(claim(id, start, start + 9), annotator=who)

    ana, ben = [of("ana", f"c{n}", 20 * n) for n in (1, 2, 3)], [of("ben", f"c{3 - n}", 20 * n) for n in (1, 2, 3)]
    more = of("ben", "c4", 40)
    results = [claim("g1", 20, 29), claim("g2", 40, 49), replace(claim("g3", 60, 69), links=(link,))]
    inputs = [(ana[0], ben[0]), (ana[1], ben[1], more), (ana[2], ben[2])]
    made = [decided(f"d{at}", *held, results=(results[at],)) for at, held in enumerate(inputs)]
    gold = {found.id: found for found in fold(made, [*ana, *ben, more], "content").claims}
    assert gold["g3"].links == tuple(Link("on", id) for id in expected)
