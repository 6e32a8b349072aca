"""One field over some articles: what counts as a category, and what is said beside alpha."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from annotator.agreement.bootstrap import Draws
from annotator.agreement.fields import NO_AC1, field_row
from annotator.agreement.report import FieldRow
from annotator.agreement.tally import tally
from annotator.core.compare.sense import Sense
from tests.agreement.marked import SENSE, Row, layers, row

TEXT = "Rents fell. Wages rose. Dams hold. Rains came."
RENTS, WAGES, DAMS, RAINS = (TEXT.replace(each, f"<{each}>") for each in TEXT[:-1].split(". "))


def rows(**rows: list[Row]) -> dict[str, FieldRow]:
    """Every field of one article, with the measures that count categories."""
    article, held = layers("a", **rows)
    stance = SENSE.scheme.field_of("stance")
    assert stance is not None
    retired = replace(stance, values=tuple(replace(each, retired=each.key == "denies") for each in stance.values))
    scheme = replace(
        SENSE.scheme, fields=tuple(retired if each.key == "stance" else each for each in SENSE.scheme.fields)
    )
    sense = Sense(scheme, {})
    made = [tally(article, held, sense, 0.5)]
    return {key: field_row(key, made, sense, Draws(0), measures=("ac1", "bennett", "cohen")) for key in sense.keys}


THREE = {"ana": [row(RENTS), row(WAGES, "hedges"), row(DAMS)], "ben": [row(RENTS), row(WAGES), row(DAMS)]}


@pytest.mark.parametrize(
    ("own", "theirs", "categories"),
    [
        (None, None, 2),
        (row(RAINS, "denies"), row(RAINS, "denies"), 3),
        (row(RAINS, "denies"), row(RAINS, ""), 3),
    ],
    ids=["nobody used it", "both", "one alone"],
)
def test_a_retired_value_is_a_category_where_it_was_used(own: Row | None, theirs: Row | None, categories: int) -> None:
    """Beside another value or alone; in the report's AC1 as in the measure of that name."""
    more = {"ana": [own] if own else [], "ben": [theirs] if theirs else []}
    stance = rows(**{name: [*held, *more[name]] for name, held in THREE.items()})["stance"]
    paired = 4 if theirs and theirs[1]["stance"] else 3
    percent = 1 - 1 / paired
    assert stance.ac1.value is not None
    assert stance.others["ac1"].value == pytest.approx(stance.ac1.value)
    assert stance.others["bennett"].value == pytest.approx((percent - 1 / categories) / (1 - 1 / categories))


def test_sets_have_no_ac1_under_any_name() -> None:
    """What is undefined in the report is undefined when it is asked for."""
    found = rows(**THREE)
    for key in ("speakers", "flags"):
        assert (found[key].ac1.reason, found[key].others["ac1"].reason) == (NO_AC1, NO_AC1)


def test_what_prevails_in_a_set() -> None:
    """The empty set is no value at all, and there is no AC1 to read."""
    held: dict[str, Any] = {
        "ana": [row(each) for each in (RENTS, WAGES, DAMS, RAINS)],
        "ben": [*(row(each) for each in (RENTS, WAGES, DAMS)), row(RAINS, flags=("headline",))],
    }
    assert rows(**held)["flags"].hint == (
        "no value at all has 88 % of all values, so a few others move alpha much; read percent beside it."
    )
