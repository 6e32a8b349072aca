"""The style of the page: `style.css` with the colours of both lights, the steps of the scale, and what filters."""

from __future__ import annotations

from functools import cache
from pkgutil import get_data

from annotator.agreement.page.palette import DAY, NIGHT, variables


@cache
def _sheet() -> str:
    """The sheet without comments and line ends."""
    lines = (get_data(__package__, "style.css") or b"").decode("utf-8").split("\n")
    return "".join(line.strip() for line in lines if not line.startswith("/*"))


def style(kinds: int) -> str:
    """The whole style, for a page with so many kinds of disagreement to choose from."""
    steps = "".join(f".h{at}{{background:var(--h{at});color:var(--t{at})}}" for at in range(len(DAY.scale)))
    only = "".join(
        f"body:has(#only-{at}:checked) :is(.passage:not(.k{at}),.reading:not(:has(.k{at}))){{display:none}}"
        for at in range(kinds)
    )
    return (
        f":root{{{variables(DAY)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(NIGHT)}}}}}"
        f"{_sheet()}{steps}{only}"
    )
