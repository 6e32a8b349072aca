"""Which layers are compared and which are left out, under which schemes, against what, and what is counted again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.core.claim import Layer, SchemeRef
from annotator.core.records.format import Reading
from annotator.project.compare.choice import Wanted
from annotator.project.compare.measure import Tallies, agreement
from annotator.project.exchange.incoming import write
from annotator.project.project import Project
from tests.agreement.marked import row
from tests.compared import DAMS, RENTS, WAGES, Marked, dataset, grown, left_out, project

Opened = Callable[..., Project]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Makes a project of a dataset, and closes it in the end."""

    def make(*held: Marked, **more: object) -> Project:
        return project(tmp_path / "p", dataset(*held, **more))  # type: ignore[arg-type]

    return make


def test_done_human_layers_of_the_main_round_count(opened: Opened) -> None:
    """What is not done, of another round, or a model's is left out with its reason."""
    with opened(
        Marked("ana"),
        Marked("ben"),
        Marked("cleo", status="open"),
        Marked("dora", round="pilot"),
        Marked("rules", kind="model"),
        Marked("ana", "b"),
    ) as held:
        found = agreement(held)
        assert found.annotators == ("ana", "ben")
        assert [each.id for each in found.articles] == ["a"]
        assert left_out(found) == [
            ("b", "read by one annotator only"),
            ("cleo on a", "not done"),
            ("dora/pilot on a", "of another round"),
            ("rules/model on a", "a model's layer counts when it is named or scored"),
        ]
        assert agreement(held, Wanted(unfinished=True)).annotators == ("ana", "ben", "cleo")
        assert agreement(held, Wanted(annotators=("ana", "rules"))).annotators == ("ana", "rules/model")
        assert agreement(held, Wanted(articles=("a",))).left_out[0].what == "cleo on a"


def test_a_plan_says_who_was_asked(opened: Opened) -> None:
    """Who was not assigned does not count; who was and has not begun is named; an article without a plan is free."""
    with opened(
        Marked("ana"), Marked("ben"), Marked("cleo"), Marked("ana", "b"), Marked("ben", "b"),
        plan=[("a", "ana"), ("a", "ben"), ("a", "dora")],
    ) as held:  # fmt: skip
        found = agreement(held)
        assert found.annotators == ("ana", "ben")
        assert left_out(found) == [("cleo on a", "not assigned"), ("dora on a", "assigned, not begun")]
        assert len(found.articles) == 2


def test_many_articles_of_one_reason_are_counted(opened: Opened) -> None:
    """Five are named."""
    with opened(*(Marked("ana", f"a{at}") for at in range(8))) as held:
        assert left_out(agreement(held)) == [("a0, a1, a2, a3, a4 and 3 more", "read by one annotator only")]


def test_an_annotator_who_found_nothing_counts(opened: Opened) -> None:
    """A done layer without claims is a reader; recall is undefined only where the others have nothing either."""
    with opened(Marked("ana"), Marked("ben", rows=())) as held:
        found = agreement(held)
        assert found.overall.f1.value == 0
        assert dict(found.kinds) == {"missing": 1}
        ben = next(each for each in found.people if each.name == "ben")
        assert (ben.claims, ben.length, ben.found.value, ben.shared.reason) == (0, None, 0, "no claims")


def test_several_rounds_are_each_annotator_with_themselves(opened: Opened) -> None:
    """Pairs of one person only, over all articles that were done twice; the rest is said."""
    with opened(
        Marked("ana"), Marked("ana", round="recheck"), Marked("ben"), Marked("ben", round="recheck", rows=[row(WAGES)]),
        Marked("cleo"), Marked("ana", "b"), Marked("ana", "b", round="recheck", rows=[row(RENTS, "denies")]),
    ) as held:  # fmt: skip
        found = agreement(held, Wanted(rounds=("main", "recheck")))
        assert found.repeated
        assert found.annotators == ("ana", "ana/recheck", "ben", "ben/recheck")
        assert [(each.annotators, each.articles, each.overlap.f1.value) for each in found.pairs] == [
            (("ana", "ana/recheck"), 2, 1),
            (("ben", "ben/recheck"), 1, 0),
        ]
        assert (found.overall.claims, found.overall.matched) == (6, 2)
        assert dict(found.kinds) == {"agree": 1, "missing": 2, "field:stance": 1}
        assert left_out(found) == [("cleo on a", "done in one of these rounds only")]
        one = agreement(held, Wanted(rounds=("recheck",)))
        assert (one.annotators, one.repeated) == (("ana", "ben"), False)
        assert [each.round for each in one.rounds] == ["main", "recheck"]


def test_change_by_round(opened: Opened) -> None:
    """Every round that two have done on one article, when there are two such rounds."""
    people = [
        Marked(name, round=round, rows=[row(RENTS, stance)])
        for name, round, stance in (
            ("ana", "main", "asserts"),
            ("ben", "main", "asserts"),
            ("ana", "pilot", "asserts"),
            ("ben", "pilot", "denies"),
        )
    ]
    with opened(*people) as held:
        found = agreement(held)
        assert [(each.round, each.articles, each.overlap.f1.value) for each in found.rounds] == [
            ("main", 1, 1),
            ("pilot", 1, 1),
        ]
        assert [each.fields["stance"].value for each in found.rounds] == [None, 0]


def test_what_has_not_changed_is_not_counted_again(opened: Opened) -> None:
    """Kept tallies give the report that is made from nothing; a change in one article costs one."""
    with opened(
        *(
            Marked(name, article, round=round)
            for name in ("ana", "ben")
            for article in "abc"
            for round in ("main", "pilot")
        )
    ) as held:
        kept = Tallies()
        first = agreement(held, tallies=kept)
        assert (first, kept.counted) == (agreement(held), 6)
        assert agreement(held, tallies=kept) == first
        assert kept.counted == 6
        data = dataset(Marked("ben", "b", rows=[row(RENTS, "denies"), row(DAMS)]))
        write(held, Reading(replace(data, articles={})))
        changed = agreement(held, tallies=kept)
        assert kept.counted == 7
        assert changed == agreement(held) != first


def test_claims_of_an_older_scheme_have_no_value_of_what_has_grown(opened: Opened) -> None:
    """The field counts where all was made under the scheme of now; spans and the other fields count everywhere."""
    held, old = grown(opened(Marked("ana"), Marked("ben"), Marked("ana", "b"), Marked("ben", "b"), Marked("ben", "c")))
    with held:
        write(held, Reading(replace(dataset(Marked("ana", "b", scheme=old)), articles={})))
        found = agreement(held)
        stance, evidence = (next(each for each in found.fields if each.key == key) for key in ("stance", "quote"))
        assert (stance.percent.n, stance.coverage) == (1, 0.5)
        assert evidence.coverage == 0
        assert found.overall.f1.value == 1
        assert ("stance of ana on b", "made under claims 1.0, in which it is not the same") in left_out(found)
        assert not [what for what, _ in left_out(agreement(held, Wanted(fields=("quote",)))) if "stance" in what]


def test_the_change_by_round_knows_what_has_grown(opened: Opened) -> None:
    """A round made under an older scheme has the same numbers whichever round is asked for."""
    layers = [Marked(name, round=round) for name in ("ana", "ben") for round in ("main", "pilot")]
    held, old = grown(opened(*layers))
    with held:
        data = dataset(*(each._replace(scheme=old) for each in layers if each.round == "pilot"))
        write(held, Reading(replace(data, articles={})))
        seen = [
            {row.round: row.fields["stance"] for row in agreement(held, Wanted(rounds=(round,))).rounds}
            for round in ("main", "pilot")
        ]
        assert seen[0] == seen[1]
        assert [(round, each.reason) for round, each in seen[0].items()] == [
            ("main", "one value only"),
            ("pilot", "no unit has two values"),
        ]


def test_the_wanted_round_is_counted_once(opened: Opened) -> None:
    """Though it stands among the rounds as well."""
    layers = [Marked(name, round=round) for name in ("ana", "ben") for round in ("main", "pilot")]
    kept = Tallies()
    with opened(*layers) as held:
        assert [row.round for row in agreement(held, tallies=kept).rounds] == ["main", "pilot"]
        assert kept.counted == 2


def test_a_field_that_nobody_could_fill_is_withheld(opened: Opened) -> None:
    """When all claims are older, the reason says so rather than that no unit has two values."""
    held, old = grown(opened(Marked("ana"), Marked("ben")))
    with held:
        data = dataset(Marked("ana", scheme=old), Marked("ben", scheme=old))
        write(held, Reading(replace(data, articles={})))
        stance = next(each for each in agreement(held).fields if each.key == "stance")
        assert stance.alpha.reason == "all claims were made under a scheme in which it is not the same"


def test_a_scheme_that_was_never_here_leaves_the_layer_out(opened: Opened) -> None:
    """Its values may mean anything."""
    foreign = SchemeRef("other", "3.0", "x" * 64)
    with opened(Marked("ana"), Marked("ben"), Marked("cleo", scheme=foreign)) as held:
        found = agreement(held)
        assert found.annotators == ("ana", "ben")
        assert left_out(found) == [("cleo on a", "made under the scheme other 3.0, which this project has never had")]


def test_offsets_of_another_text_leave_the_layer_out(opened: Opened) -> None:
    """They lie outside of this one."""
    with opened(Marked("ana"), Marked("ben"), Marked("cleo")) as held:
        layer = Layer("a", "cleo")
        (claim,) = held.layers()[layer].claims
        long = replace(claim, spans={"content": tuple(part._replace(end=900) for part in claim.spans["content"])})
        data = held.dataset()
        broken = replace(data, layers={**data.layers, layer: data.layers[layer]._replace(claims=(long,))})
        from annotator.project.compare.choice import Reasons, choose, fitting

        reasons = Reasons()
        chosen = choose(broken, Wanted(), reasons)
        assert list(fitting(broken, chosen, Wanted(), "content", reasons)["a"]) == ["ana", "ben"]
        assert reasons.rows()[0].why == "its offsets do not fit the text: it was made on another text"


def test_claims_without_content_are_said(opened: Opened) -> None:
    """They count as nobody's; the layer still counts."""
    with opened(Marked("ana"), Marked("ben")) as held:
        layer = Layer("a", "ben")
        (claim,) = held.layers()[layer].claims
        bare = replace(claim, id="bare", spans={})
        data = replace(held.dataset(), articles={}, layers={layer: held.layers()[layer]._replace(claims=(bare,))})
        write(held, Reading(data))
        found = agreement(held)
        assert left_out(found) == [("some claims of ben on a", "without content, on which claims are matched")]
        assert found.overall.claims == 2
