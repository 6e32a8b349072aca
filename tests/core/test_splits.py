"""Splits: one long claim where another has several, also where one claim lies over everything."""

from __future__ import annotations

from annotator.core.compare.alignment import align
from annotator.core.compare.kinds import findings
from tests.core.test_align import SENSE, claim, layers


def test_two_long_claims_are_two_splits() -> None:
    """Each long claim is split by those parts that lie inside it, and by nobody else's."""
    held = [claim("a", "ana", (0, 100)), claim("b", "ana", (200, 300))]
    held += [claim(f"c{at}", "ben", (at, at + 48)) for at in (0, 50, 200, 250)]
    found = [findings(each, ("ana", "ben"), SENSE) for each in align(layers(held), SENSE)]
    assert [[(each.kind, each.by) for each in some] for some in found] == [[("split_merge", ("ben",))]] * 2


def test_a_claim_that_holds_long_claims_and_parts() -> None:
    """Halves of the whole are a split, quarters of one half another; of the whole they cover too little."""
    held = [claim("whole", "ana", (0, 100)), claim("left", "ben", (0, 48)), claim("right", "ben", (50, 100))]
    held += [claim("one", "cleo", (0, 22)), claim("two", "cleo", (24, 48))]
    (component,) = align(layers(held), SENSE)
    found = findings(component, ("ana", "ben", "cleo"), SENSE)
    assert sorted(each.by for each in found if each.kind == "split_merge") == [("ben",), ("cleo",)]
    assert [each.by for each in found if each.kind == "missing"] == [("ana",), ("cleo",)]


def test_one_claim_over_the_whole_article() -> None:
    """It ties a thousand claims into one component, which is still exact; the clusters without it are as before."""
    held = [
        claim(f"{by}{n}", by, (10 * n + shift, 10 * n + 8 + shift))
        for shift, by in enumerate(("ana", "ben", "cleo"))
        for n in range(400)
        if (n + shift) % 7
    ]
    alone = [cluster for component in align(layers(held), SENSE) for cluster in component.clusters]
    whole = claim("whole", "ana", (0, 4010))
    (component,) = align(layers([*held, whole]), SENSE)
    assert component.exact
    others = [each for each in component.clusters if "whole" not in [member.claim.id for member in each]]
    assert len(others) == len(alone) - 1
    assert all(each in alone for each in others)
    found = findings(component, ("ana", "ben", "cleo"), SENSE)
    assert {each.kind for each in found} == {"boundary", "missing", "split_merge"}
