"""Measures of agreement, one per file, and the table of those that have a name.

A measure of coded units is a `CodingMeasure`; packages bring more under the entry-point group `annotator.measures`
(`name = "module:object"`). Measures of spans (`pairwise`, `boundary`, `character`) take what their docstrings say.
Everything is a pure function; nothing is loaded before it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.core.compare.measure import CodingMeasure

GROUP = "annotator.measures"
_HERE = "annotator.agreement.measures"

BUILT_IN: dict[str, str] = {
    "percent": f"{_HERE}.percent:PERCENT",
    "percent_by_unit": f"{_HERE}.percent:PERCENT_BY_UNIT",
    "cohen": f"{_HERE}.cohen:COHEN",
    "cohen_linear": f"{_HERE}.cohen:COHEN_LINEAR",
    "cohen_quadratic": f"{_HERE}.cohen:COHEN_QUADRATIC",
    "kappa_max": f"{_HERE}.cohen:KAPPA_MAX",
    "fleiss": f"{_HERE}.fleiss:FLEISS",
    "scott": f"{_HERE}.fleiss:SCOTT",
    "bennett": f"{_HERE}.fleiss:BENNETT",
    "alpha": f"{_HERE}.alpha:NOMINAL_ALPHA",
    "alpha_ordinal": f"{_HERE}.alpha:ORDINAL_ALPHA",
    "alpha_interval": f"{_HERE}.alpha:INTERVAL_ALPHA",
    "alpha_ratio": f"{_HERE}.alpha:RATIO_ALPHA",
    "alpha_jaccard": f"{_HERE}.alpha:JACCARD_ALPHA",
    "alpha_masi": f"{_HERE}.alpha:MASI_ALPHA",
    "ac1": f"{_HERE}.ac1:AC1",
    "ac2_linear": f"{_HERE}.ac1:AC2_LINEAR",
    "ac2_quadratic": f"{_HERE}.ac1:AC2_QUADRATIC",
}
"""Name → where the measure stands, `module:object`."""


def measure_of(name: str) -> CodingMeasure:
    """The measure of this name: built in, or else of an installed package.

    Raises UsageError when there is none, with near names, or when the package's entry cannot be used.
    """
    if name in BUILT_IN:
        module, _, place = BUILT_IN[name].partition(":")
        built_in: CodingMeasure = getattr(import_module(module), place)
        return built_in
    return _plug_in(name)


def _plug_in(name: str) -> CodingMeasure:
    # Reading the metadata of all installed packages is slow, and the built-in measures never need it.
    from difflib import get_close_matches
    from importlib.metadata import entry_points

    from annotator.core.errors import UsageError

    brought = entry_points(group=GROUP)
    entry = next((each for each in brought if each.name == name), None)
    if entry is None:
        known = list(dict.fromkeys([*BUILT_IN, *sorted(each.name for each in brought)]))
        near = get_close_matches(name, known, cutoff=0.5) or known
        raise UsageError(f"There is no measure {name!r}; there is {', '.join(near)}.")
    try:
        found = entry.load()
    except (ImportError, AttributeError) as problem:
        raise UsageError(f"The measure {name!r} ({entry.value}) cannot be loaded: {problem}.") from problem
    missing = [part for part in ("name", "help", "source", "measure") if not hasattr(found, part)]
    if missing:
        raise UsageError(f"The measure {name!r} ({entry.value}) has no {', '.join(missing)}.")
    measure: CodingMeasure = found
    return measure
