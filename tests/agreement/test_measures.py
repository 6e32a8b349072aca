"""Measures of coded units: published values, degenerate input, names, and examples in docstrings."""

from __future__ import annotations

import doctest
import json
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Hashable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from annotator.agreement import measures
from annotator.agreement.measures import BUILT_IN, measure_of
from annotator.agreement.measures.ac1 import ac_from
from annotator.agreement.measures.alpha import alpha_from, coincidences
from annotator.agreement.measures.cohen import confusion, kappa_from
from annotator.agreement.measures.distance import JACCARD, MASI, ORDINAL, between, table
from annotator.agreement.measures.shares import shares
from annotator.core.compare.measure import Coding, Score
from annotator.core.errors import UsageError

CASES = Path(__file__).parent / "cases"
MODULES = [each.name for each in pkgutil.iter_modules(measures.__path__, f"{measures.__name__}.")]


def read(name: str) -> list[dict[str, Any]]:
    """The rows of a file of cases."""
    rows: list[dict[str, Any]] = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return rows


def coding_of(case: dict[str, Any]) -> Coding:
    """`units` holds [values of one unit, number of such units]."""
    units = [values for values, times in case["units"] for _ in range(times)]
    return Coding([list(row) for row in zip(*units, strict=True)])


def measured(row: dict[str, Any], coding: Coding) -> Score:
    """A measure by its name; the two that need a table of distances get it from the row."""
    by_table: dict[str, Callable[[Any], Score]] = {
        "alpha_table": lambda far: alpha_from(coincidences(coding), far),
        "cohen_table": lambda far: kappa_from(confusion(coding), far),
    }
    if row["measure"] in by_table:
        return by_table[row["measure"]](table(row["table"]))
    return measure_of(row["measure"]).measure(coding)


PUBLISHED = [
    pytest.param(case, row, id=f"{case['id']}-{row['measure']}") for case in read("coding") for row in case["expected"]
]


@pytest.mark.parametrize(("case", "row"), PUBLISHED)
def test_published_values(case: dict[str, Any], row: dict[str, Any]) -> None:
    """Every value that a paper or its author's own package gives, within what is printed; more digits where known."""
    score = measured(row, coding_of(case))
    assert score.value == pytest.approx(row["value"], abs=row["within"])
    assert score.value == pytest.approx(row["checked"], abs=1e-8)
    assert score.reason == ""


@pytest.mark.parametrize("row", read("sets")[0]["pairs"], ids=lambda row: f"{row['a']}-{row['b']}")
def test_distances_of_sets(row: dict[str, Any]) -> None:
    """MASI is Passonneau's: 1 - Jaccard times monotonicity."""
    a, b = frozenset(row["a"]), frozenset(row["b"])
    assert between(JACCARD, a, b) == pytest.approx(row["jaccard"])
    assert between(MASI, a, b) == pytest.approx(row["masi"])


DEGENERATE = [
    pytest.param(case, name, expected, id=f"{case['id']}-{name}")
    for case in read("degenerate")
    for name, expected in case["expected"].items()
]


@pytest.mark.parametrize(("case", "name", "expected"), DEGENERATE)
def test_degenerate_input(case: dict[str, Any], name: str, expected: str | float) -> None:
    """Undefined is None with its reason, never 0, 1 or NaN; what is defined is not clamped."""
    score = measure_of(name).measure(Coding(case["ratings"], tuple(case.get("order", ()))))
    if isinstance(expected, str):
        assert (score.value, score.reason) == (None, expected)
    else:
        assert score.value == pytest.approx(expected, abs=1e-9)
        assert score.reason == ""


def test_percent_has_two_definitions() -> None:
    """On Krippendorff's table with missing values: .8 weighs values alike, .81818 weighs units alike."""
    (case,) = (case for case in read("coding") if case["id"] == "gwet2014_raw4raters")
    coding = coding_of(case)
    assert measure_of("percent").measure(coding).value == pytest.approx(0.8)
    assert measure_of("percent_by_unit").measure(coding).value == pytest.approx(9 / 11)


def test_a_table_without_distances_is_undefined() -> None:
    """Values that a table puts at 0 leave nothing to divide by; they are still not one value."""
    coding = Coding([["a", "b"], ["b", "a"]])
    nowhere = table([("a", "b", 0.0)], default=0.0)
    reasons = [
        alpha_from(coincidences(coding), nowhere).reason,
        kappa_from(confusion(coding), nowhere).reason,
        ac_from(shares(coding), nowhere).reason,
    ]
    assert reasons == ["no distance between the values"] * 3


def test_gwet_wants_weights_that_are_fixed() -> None:
    """The ordinal distance depends on the counts, and is refused with a reason."""
    score = ac_from(shares(Coding([[1, 2], [2, 2]])), ORDINAL)
    assert (score.value, "ordinal" in score.reason) == (None, True)


def test_rows_of_different_length_are_an_error() -> None:
    """The caller has lost a unit: that is no question of agreement."""
    with pytest.raises(ValueError, match=r"differ in length: \[1, 2\]"):
        measure_of("alpha").measure(Coding([["a"], ["a", "b"]]))


def test_the_number_of_units_is_said() -> None:
    """n is the units with two values; three of five here."""
    n: Hashable = None
    coding = Coding([["a", "b", n, "a", n], ["a", "a", "b", "b", n]])
    names = ("alpha", "percent", "percent_by_unit", "cohen", "kappa_max", "fleiss", "scott", "bennett", "ac1")
    assert {measure_of(name).measure(coding).n for name in names} == {3}


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    """They are published ones, and they run."""
    failed, tried = doctest.testmod(import_module(name))
    assert failed == 0
    assert tried > 0


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_name_leads_to_its_measure(name: str) -> None:
    """Name, one line of help without a full stop, and a source with its year."""
    found = measure_of(name)
    assert found.name == name
    assert "\n" not in found.help
    assert found.source.strip("() 0123456789:.")
    assert any(character.isdigit() for character in found.source)


def test_a_built_in_measure_reads_no_metadata() -> None:
    """Nor does the table load a measure that nobody has asked for."""
    code = (
        "import sys\nfrom annotator.agreement.measures import measure_of\nmeasure_of('cohen')\n"
        "print('importlib.metadata' in sys.modules, 'annotator.agreement.measures.alpha' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=CASES.parents[2]
    )
    assert done.stdout.split() == ["False", "False"]


PLUG_INS = """
from annotator.core.compare.measure import Score
class Always:
    name, help, source = "always", "one", "nobody (2026)"
    def measure(self, coding):
        return Score(1.0, "", len(coding.ratings))
ALWAYS, HALF = Always(), object()
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with a good measure and two bad ones, as an installer would lay it out."""
    info = tmp_path / "my_measures-1.0.dist-info"
    info.mkdir()
    (tmp_path / "my_measures.py").write_text(PLUG_INS, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-measures\nVersion: 1.0\n", "utf-8")
    entries = (
        "always = my_measures:ALWAYS\nhalf = my_measures:HALF\ngone = my_measures:GONE\nalpha = my_measures:ALWAYS\n"
    )
    (info / "entry_points.txt").write_text(f"[annotator.measures]\n{entries}", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("installed")
def test_another_package_brings_a_measure() -> None:
    """By its entry point; a built-in name stays built in."""
    assert measure_of("always").measure(Coding([["a"], ["b"]])) == Score(1.0, "", 2)
    assert measure_of("alpha").help.startswith("Krippendorff")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("alpha-masi", r"no measure 'alpha-masi'; there is alpha_masi"),
        ("allways", r"there is always, alpha\."),
        ("xyzzy", r"there is percent, .*, ac2_quadratic, always, gone, half\."),
        ("half", r"'half' \(my_measures:HALF\) has no name, help, source, measure\."),
        ("gone", r"'gone' \(my_measures:GONE\) cannot be loaded: .*GONE.*"),
    ],
)
def test_what_cannot_be_used_is_said(name: str, sentence: str) -> None:
    """Near names, or all of them; what is missing."""
    with pytest.raises(UsageError, match=sentence):
        measure_of(name)


@pytest.mark.parametrize("scale", [1e-200, 1e200, 1.5e307])
def test_numbers_of_any_size(scale: float) -> None:
    """Alpha of intervals depends on no scale, though a float holds no squares of such numbers."""
    one, two = [1.0, 2.0, 3.0, 5.0], [1.0, 2.0, 4.0, 5.0]
    found = measure_of("alpha_interval").measure(Coding([[n * scale for n in one], [n * scale for n in two]]))
    assert found.value == pytest.approx(measure_of("alpha_interval").measure(Coding([one, two])).value)
