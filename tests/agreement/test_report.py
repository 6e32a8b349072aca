"""The report of a few lines by hand, its laws, intervals, slices and scores."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.build import Asked, report
from annotator.agreement.report import Report
from annotator.agreement.tally import Tally, tally
from annotator.core.claim import SchemeRef
from annotator.core.compare.sense import Sense
from annotator.core.errors import UsageError
from annotator.core.scheme import Field, Value
from tests.agreement.marked import SENSE, Row, layers, row
from tests.agreement.test_tally import FOUR, Read, read

ASKED = Asked("Test", SchemeRef("claims", "1.0", "m"), SENSE, 0.5, "main", resamples=40)


def tallied(*articles: dict[str, list[Row]], sense: Sense = SENSE) -> list[Tally]:
    """Tallies of articles a0, a1, …"""
    return [tally(*layers(f"a{at}", **rows), sense, 0.5) for at, rows in enumerate(articles)]


def made(*articles: dict[str, list[Row]], **asked: object) -> Report:
    """The report of marked texts."""
    return report(tallied(*articles), replace(ASKED, **asked))  # type: ignore[arg-type]


def test_the_five_parts_by_hand() -> None:
    """One article: F1, mean IoU, boundaries, the values' alpha, AC1 and percent, and kinds."""
    found = made(FOUR)
    seen = found.overall
    assert (seen.claims, seen.matched, seen.exact) == (7, 3, 2)
    assert seen.f1.value == pytest.approx(6 / 7)
    assert seen.f1_exact.value == pytest.approx(4 / 7)
    assert seen.f1_soft.value == pytest.approx(2 * (2 + 6 / 11) / 7)
    assert seen.mean_iou.value == pytest.approx((2 + 6 / 11) / 3)
    assert (seen.boundary.start.value, seen.boundary.end.value) == (0, pytest.approx(5 / 3))
    assert seen.boundary.end_bias.value == pytest.approx(-5 / 3)
    stance = next(each for each in found.fields if each.key == "stance")
    # Values a: 3, h: 2, d: 1 and one disagreement of three: 1 - (2/6) / ((36 - 14) / 30).
    assert stance.alpha.value == pytest.approx(6 / 11)
    assert stance.ac1.value == pytest.approx((2 / 3 - 11 / 36) / (1 - 11 / 36))
    assert (stance.percent.value, stance.disagreements) == (pytest.approx(2 / 3), 1)
    assert (stance.alpha.n, stance.coverage) == (3, pytest.approx(6 / 7))
    assert stance.alpha.no_interval == "an interval needs two articles"
    assert dict(found.kinds) == {"agree": 1, "boundary": 1, "field:stance": 1, "missing": 1}
    assert next(iter(found.kinds)) == "agree"
    assert (found.components, found.rate("missing")) == (4, 0.25)


def test_confusion_is_symmetric_and_in_the_order_of_the_scheme() -> None:
    """Each meeting on both sides; the diagonal is agreement."""
    stance = next(each for each in made(FOUR).fields if each.key == "stance")
    assert stance.confusion.values == ("asserts", "hedges", "denies")
    assert stance.confusion.counts == ((1, 0, 1), (0, 1, 0), (1, 0, 0))


def test_people_by_hand() -> None:
    """Found, shared, length, boundaries and bias, from each one's side."""
    ana, ben = made(FOUR).people
    assert (ana.claims, ana.words, ana.per_thousand) == (4, 9, pytest.approx(4000 / 9))
    assert (ana.found.value, ana.shared.value) == (1, 0.75)
    assert (ben.found.value, ben.shared.value) == (0.75, 1)
    assert (ana.length, ben.length) == (pytest.approx(43 / 4), pytest.approx(29 / 3))
    assert (ana.boundary.end_bias.value, ben.boundary.end_bias.value) == (pytest.approx(5 / 3), pytest.approx(-5 / 3))
    assert ben.bias["stance"] == {"asserts": pytest.approx(1 / 3), "hedges": 0, "denies": pytest.approx(-1 / 3)}


def test_whose_claims_begin_earlier() -> None:
    """From each one's side: ana begins six characters before ben and ends with him."""
    early, late = "<Rents fell>.", "Rents <fell>."
    rows = {"ana": [row(early)], "ben": [row(late)]}
    found = report([tally(*layers("a", **rows), SENSE, 0.3)], replace(ASKED, threshold=0.3))
    assert [(each.boundary.start_bias.value, each.boundary.end_bias.value) for each in found.people] == [
        (-6, 0),
        (6, 0),
    ]
    assert found.pairs[0].overlap.boundary.start_bias.value == 6


def test_undefined_is_none_with_its_reason() -> None:
    """Nothing compared, nothing matched, one value only: no number stands in for a reason."""
    nothing = made()
    assert (nothing.overall.f1.value, nothing.overall.f1.reason) == (None, "no claims")
    assert {each.alpha.reason for each in nothing.fields} == {"no unit has two values"}
    apart = made({"ana": [row("<Rents> fell.")], "ben": [row("Rents <fell>.")]})
    assert (apart.overall.f1.value, apart.overall.mean_iou.reason) == (0, "no matched claims")
    alike = made({"ana": [row("<Rents fell>.")], "ben": [row("<Rents fell>.")]})
    stance = next(each for each in alike.fields if each.key == "stance")
    assert (stance.alpha.value, stance.alpha.reason, stance.percent.value) == (None, "one value only", 1)
    assert stance.hint == ""


def test_a_value_that_prevails_is_said() -> None:
    """Above 80 %: alpha is low although nearly all is equal, so AC1 and percent are to be read beside it."""
    plain = "Rents fell. " * 10
    marks = [plain[: 12 * at] + "<Rents fell>" + plain[12 * at + 10 :] for at in range(10)]
    found = made(
        {"ana": [row(each) for each in marks], "ben": [row(each) for each in marks[:9]] + [row(marks[9], "denies")]}
    )
    stance = next(each for each in found.fields if each.key == "stance")
    assert stance.alpha.value == pytest.approx(0.0)
    assert (stance.ac1.value or 0) > 0.85
    assert stance.hint.startswith("asserts has 95 % of all values")


def test_numbers_are_a_line_and_no_scale() -> None:
    """Values that the scheme names for a number are names: any other number can be said, and none is a stranger."""
    weight = Field(
        "weight", "number", "Weight", "w", values=(Value("1", "l", "low"), Value("10", "h", "high")), counts=True
    )
    fields = tuple(weight if each.key == "weight" else each for each in SENSE.scheme.fields)
    sense = Sense(replace(SENSE.scheme, fields=fields), {})
    rows = [(1, 1), (10, 7), (2, 2)]
    marks = ["<Rents> fell again.", "Rents <fell> again.", "Rents fell <again>."]
    held = {
        name: [row(mark, weight=said[side]) for mark, said in zip(marks, rows, strict=True)]
        for side, name in enumerate(("ana", "ben"))
    }
    found = report(tallied(held, sense=sense), replace(ASKED, sense=sense))
    seen = next(each for each in found.fields if each.key == "weight")
    assert seen.level == "interval"
    # One difference of 3, both ways; over all pairs of 1 1 2 2 7 10 the squares sum to 2 (6 · 159 - 23²).
    assert seen.alpha.value == pytest.approx(1 - 5 * 18 / 850)
    assert seen.ac1.reason == ""
    assert seen.confusion.values == ("1", "2", "7", "10")
    assert seen.confusion.labels == ("low", "2", "7", "high")


def test_a_confusion_can_be_read() -> None:
    """Of many values the most frequent, in either table; the rest is counted."""
    weight = Field("weight", "number", "Weight", "w", counts=True)
    sense = Sense(
        replace(SENSE.scheme, fields=tuple(weight if each.key == "weight" else each for each in SENSE.scheme.fields)),
        {},
    )
    letters = "abcdefghijklmnopqrstuvwxy"
    held = {
        name: [row(letters.replace(each, f"<{each}>"), weight=max(3, at)) for at, each in enumerate(letters[:many])]
        for name, many in (("ana", 25), ("ben", 24))
    }
    tallies = tallied(held, sense=sense)
    # 3 has four claims of each, and then 4 to 22: of those that occur once, the first in writing.
    seen = next(each for each in report(tallies, replace(ASKED, sense=sense)).fields if each.key == "weight").confusion
    assert (len(seen.values), seen.values[0], sum(map(sum, seen.counts)), seen.rest) == (20, "3", 23, 1)
    (scored,) = report([], replace(ASKED, sense=sense, against="ben"), scores=tallies).scored
    table = scored.confusion["weight"]
    assert (table.values[-1], len(table.values), table.values[0]) == ("(no claim)", 21, "3")
    assert (sum(map(sum, table.counts)), table.rest, len(scored.fields["weight"])) == (23, 2, 22)


def test_slices_by_hand() -> None:
    """By value: a claim is in the slice of its own value, whoever has it; the field itself has no alpha there."""
    found = {each.name: each for each in made(FOUR, by="value").slices}
    asserts = found["Stance: asserts"]
    # ana's third and both first claims, ben's fourth: 4, of which the pair, and ben's half of the last, are matched.
    assert (asserts.claims, asserts.overlap.matched, asserts.overlap.exact) == (4, 1.5, 1.5)
    assert asserts.overlap.f1.value == pytest.approx(2 * 1.5 / 4)
    assert (found["Stance: hedges"].overlap.matched, type(found["Stance: hedges"].overlap.matched)) == (1, int)
    assert (found["Stance: denies"].claims, found["Stance: denies"].overlap.f1.value) == (1, 1)
    assert asserts.fields["stance"].reason == "the slices are chosen by it"
    assert found["Stance: hedges"].overlap.boundary.end.value == 5
    people = {each.name: each for each in made(FOUR, by="annotator").slices}
    assert people["ana"].overlap.f1.value == pytest.approx(6 / 7)
    assert [each.name for each in made(FOUR, FOUR, by="article").slices] == ["a0", "a1"]
    assert [(each.name, each.claims) for each in made(FOUR, FOUR, by="week").slices] == [("undated", 14)]


def test_a_breakdown_that_does_not_exist() -> None:
    """Also of an empty report."""
    for articles in ((), (FOUR,)):
        with pytest.raises(UsageError, match="There is no breakdown by 'color'"):
            made(*articles, by="color")
        with pytest.raises(UsageError, match="no field `quote`"):
            made(*articles, by="quote")


def test_scores_by_hand() -> None:
    """Against ben: all of his are found, one of four is too much; a value is right when the claim and the value are."""
    tallies = tallied(FOUR)
    (seen,) = report([], replace(ASKED, against="ben"), scores=tallies).scored
    assert (seen.name, seen.precision.value, seen.recall.value) == ("ana", 0.75, 1)
    values = {each.value: (each.precision.value, each.recall.value, each.f1.value) for each in seen.fields["stance"]}
    assert values["asserts"] == (0.5, 0.5, 0.5)
    assert values["hedges"] == (1, 1, 1)
    assert values["denies"] == (0, None, 0)
    table = seen.confusion["stance"]
    assert table.values == ("asserts", "hedges", "denies", "(no claim)")
    assert table.counts == ((1, 0, 1, 0), (0, 1, 0, 0), (0, 0, 0, 0), (1, 0, 0, 0))
    (other,) = report([], replace(ASKED, against="ana"), scores=tallies).scored
    assert (other.precision.value, other.recall.value) == (1, 0.75)


def test_a_value_called_open_is_a_value() -> None:
    """It is not taken for a claim whose value is open."""
    states = Field("state", "nominal", "State", "n", values=(Value("open", "o"), Value("shut", "s")), counts=True)
    sense = Sense(replace(SENSE.scheme, fields=(*SENSE.scheme.fields, states)), {})
    rows = {"ana": [row("<Rents fell>.", state="open")], "ben": [row("<Rents fell>.", state="open")]}
    found = report([], replace(ASKED, sense=sense, against="ben"), scores=tallied(rows, sense=sense))
    assert [(each.value, each.f1.value) for each in found.scored[0].fields["state"]] == [("open", 1)]


def test_intervals_hold_the_value_and_come_again() -> None:
    """With two articles there is one; the same seed gives the same."""
    again = {"ana": FOUR["ana"][:2], "ben": FOUR["ben"][:2]}
    one, two = made(FOUR, again), made(FOUR, again)
    assert one == two
    f1 = one.overall.f1
    assert f1.low is not None
    assert f1.high is not None
    assert f1.low <= (f1.value or 0) <= f1.high
    assert one.character.low is not None
    assert made(FOUR, again, resamples=0).overall.f1.low is None
    assert one.planning.startswith("Intervals over 2 articles are too narrow")


@settings(max_examples=8)
@given(st.lists(read(), max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_articles_is_nothing(drawn: list[Read], random: Random) -> None:
    """Tallies in any order give the same report, to the last digit."""
    tallies = [tally(replace(article, id=f"a{at}"), held, SENSE, 0.5) for at, (article, held) in enumerate(drawn)]
    asked = replace(ASKED, by="value")
    assert report(tallies, asked) == report(random.sample(tallies, len(tallies)), asked)
