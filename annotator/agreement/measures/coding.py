"""Coded units, as every measure reads them: distinct rows with their number, and why a coding says nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

from annotator.core.compare.measure import Coding, Score

NO_DATA = "no data"
ONE_ANNOTATOR = "one annotator"
NOT_TWO = "not two annotators"
NO_PAIR = "no unit has two values"
ONE_VALUE = "one value only"
NO_DISTANCE = "no distance between the values"
LISTED = 3
"""Values that a reason names; the rest are counted."""

Rows: TypeAlias = Mapping[tuple[Hashable | None, ...], int]
"""What the annotators have said about one unit, in their order → in how many units they have said just that."""


class Named(NamedTuple):
    """A measure under its name: the shape of every built-in one (a `CodingMeasure`)."""

    name: str
    help: str
    source: str
    measure: Callable[[Coding], Score]


def rows(coding: Coding) -> Rows:
    """Distinct rows of the coding, counted: what comes after is paid once per distinct row, not per unit.

    Raises ValueError when the annotators' rows differ in length.

    >>> rows(Coding([["a", "a", "b"], ["a", "a", None]]))
    Counter({('a', 'a'): 2, ('b', None): 1})
    """
    lengths = {len(row) for row in coding.ratings}
    if len(lengths) > 1:
        raise ValueError(f"The annotators' rows differ in length: {sorted(lengths)}; each needs one place per unit.")
    return Counter(zip(*coding.ratings, strict=True))


def silence(coding: Coding) -> str:
    """Why nothing can be measured whatever the measure: `no data`, `one annotator`; empty when something may be.

    >>> silence(Coding([[], []])), silence(Coding([["a", "b"]])), silence(Coding([["a"], ["b"]]))
    ('no data', 'one annotator', '')
    """
    said = sum(any(value is not None for value in row) for row in coding.ratings)
    return {0: NO_DATA, 1: ONE_ANNOTATOR}.get(said, "")


def strangers(values: Mapping[Hashable, float], order: tuple[Hashable, ...]) -> str:
    """Which values are not on the scale, as a reason; empty when all are or there is no scale.

    >>> strangers({"low": 3, "lwo": 1}, ("low", "high"))
    "not on the scale: 'lwo'"
    """
    known = set(order)
    outside = [value for value in values if value not in known] if order else []
    return f"not on the scale: {listed(outside)}" if outside else ""


def listed(values: Iterable[Hashable]) -> str:
    """Values in a reason: a few of them, in an order that is always the same.

    >>> listed(["b", frozenset("ba"), 2, "a", "c"])
    "'a', 'b', 'c' and 2 more"
    >>> listed([frozenset("ba"), frozenset()])
    "{'a', 'b'}, {}"
    """
    words = sorted(
        f"{{{', '.join(sorted(map(repr, value)))}}}" if isinstance(value, frozenset) else repr(value)
        for value in values
    )
    more = f" and {len(words) - LISTED} more" if len(words) > LISTED else ""
    return ", ".join(words[:LISTED]) + more
