"""How numbers are written for people: as papers print them, and a dash where there is none.

>>> share(0.8154), share(-0.02), share(1.0), share(None)
('.815', '-.020', '1.000', '–')
>>> percent(0.174), apart(4.15), signed(-2.28), signed(0.04), per_thousand(67.12)
('17 %', '4.2', '-2.3', '0.0', '67.1')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from annotator.agreement.report import Estimate, GammaRow
from annotator.core.text.plural import plural as plural

NONE = "–"


def share(value: float | None) -> str:
    """A coefficient or a share, three places, without the zero before the point."""
    if value is None:
        return NONE
    written = f"{value:.3f}"
    if float(written) == 0:
        return ".000"
    return written.replace("0.", ".", 1) if abs(value) < 1 and not written.endswith("1.000") else written


def percent(value: float | None) -> str:
    """A share in whole percent."""
    return NONE if value is None else f"{100 * value:.0f} %"


def apart(value: float | None) -> str:
    """A distance in characters, or another mean: one place."""
    return NONE if value is None else f"{value + 0.0:.1f}"


per_thousand = apart


def signed(value: float | None) -> str:
    """An offset in characters with its sign."""
    if value is None:
        return NONE
    return "0.0" if abs(value) < 0.05 else f"{value:+.1f}"


def interval(of: Estimate, write: Callable[[float | None], str] = share) -> str:
    """`[.719, .756]`; empty when there is none."""
    return "" if of.low is None else f"[{write(of.low)}, {write(of.high)}]"


def reasons(estimates: Iterable[Estimate]) -> list[str]:
    """Why some of these have no value, each reason once."""
    return list(dict.fromkeys(each.reason for each in estimates if each.value is None and each.reason))


def recipe(of: GammaRow) -> str:
    """How gamma was made, as one line; empty when it was not."""
    told = of.recipe.items()
    return ", ".join(f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in told)
