"""Words made to fit: long ones cut in their middle, so that both ends stay; items packed whole into rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, takewhile

import regex

from annotator.tui.drawing.paint import Run, flow, width

_ELLIPSIS = " … "
_STEPS = ((False, 20), (True, 24), (False, 8), (True, 8))
"""(whether it is words that only some have, cells that are left of a run): what gives way first."""
BETWEEN: Run = (" · ", "rule")


def elided(runs: Sequence[Run], cells: int) -> list[Run]:
    """The runs in at most about `cells`, the longest cut in its middle each time: first of what all have."""
    made = list(runs)
    for apart, least in _STEPS:
        for _ in made:
            over = sum(width(text) for text, _ in made) - cells
            if over <= 0:
                return made
            size, at = max(
                ((width(text), at) for at, (text, name) in enumerate(made) if (name == "apart") == apart),
                default=(0, 0),
            )
            room = max(least, size - over - len(_ELLIPSIS))
            if room + len(_ELLIPSIS) >= size:
                break
            text, name = made[at]
            made[at] = (shortened(text, room), name)
    return made


def shortened(text: str, cells: int) -> str:
    """The two ends of a text, in about `cells` without the ellipsis, cut at blanks where there are any near."""
    half = max(1, cells // 2)
    if width(text) <= 2 * half:
        return text
    clusters = regex.findall(r"\X", text)
    left, right = "".join(_within(clusters, half)), "".join(reversed(_within(clusters[::-1], half)))
    head, blank, _ = left.rpartition(" ")
    if blank and len(head) > half // 2:
        left = head
    _, blank, rest = right.partition(" ")
    if blank and len(rest) > half // 2:
        right = rest
    return left.rstrip() + _ELLIPSIS + right.lstrip()


def _within(clusters: Sequence[str], cells: int) -> Sequence[str]:
    """The first of these that take at most so many cells; one at least."""
    ends = accumulate(width(cluster) for cluster in clusters)
    return clusters[: max(1, sum(1 for _ in takewhile(lambda end: end <= cells, ends)))]


def packed(items: Iterable[Sequence[Run]], cells: int, most: int) -> list[list[Run]]:
    """Items with a dot between them, as many as fit whole into each row; a long one is broken between its words."""
    rows: list[list[Run]] = []
    left = 0
    for item in items:
        taken = sum(width(text) for text, _ in item)
        if rows and taken + len(BETWEEN[0]) <= left:
            rows[-1] += [BETWEEN, *item]
            left -= taken + len(BETWEEN[0])
            continue
        if len(rows) == most:
            rows[-1].append((" …", "quiet"))
            break
        broken = flow(item, cells, most - len(rows))
        rows += broken
        left = cells - sum(width(text) for text, _ in broken[-1])
    return rows
