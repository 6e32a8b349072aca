"""Alpha over the code points of the articles: every one is a unit, whatever the claims it lies in are matched with.

Its category is whether any claim of the annotator covers it, or the set of values of the claims that cover it. With
in and out, this is the idea of Krippendorff's alpha for unitizing (1995, On the reliability of unitizing continuous
data, Sociological Methodology 25; as alpha-U in Krippendorff, Mathet, Bouvry and Widlöcher 2016, Quality and Quantity
50) in its simplest form: chance moves single code points, not whole units. A claim that one annotator cuts in two
costs nothing here.

What comes out are `Coincidences`: those of several articles add up, and `alpha_from` makes the number of them, with the
nominal distance for in and out, and nominal, Jaccard or MASI for sets. Only the places where something begins or ends
are looked at, never every code point. An annotator who has not read the article is None, who has found nothing is ().
Undefined: as alpha; `one value only` also when nobody has marked anything. `n` is the number of code points.

>>> from annotator.agreement.measures.alpha import alpha_from
>>> from annotator.core.span import Span
>>> one, other = [(Span(0, 6),)], [(Span(0, 4),)]
>>> marked(10, [one, other]).values
{True: 10, False: 10}
>>> round(alpha_from(marked(10, [one, other])).value, 3)
0.62
>>> valued(10, [[((Span(0, 6),), "asserts")], [((Span(0, 4),), "denies")]]).values
{frozenset({'asserts'}): 6, frozenset({'denies'}): 4, frozenset(): 10}
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeAlias

from annotator.agreement.measures.alpha import Coincidences, coincidences_of
from annotator.core.span import Pieces

Valued: TypeAlias = tuple[Pieces, Hashable]
"""A claim's pieces and its value; None when it has none, which is still not the same as no claim."""


def marked(length: int, layers: Sequence[Sequence[Pieces] | None]) -> Coincidences:
    """In or out of any claim, for an article of `length` code points; `layers[annotator]` holds claims' pieces."""
    valued_layers = [None if layer is None else [(parts, True) for parts in layer] for layer in layers]
    counted: Counter[tuple[Hashable | None, ...]] = Counter()
    for row, n in _rows(length, valued_layers).items():
        counted[tuple(None if value is None else bool(value) for value in row)] += n
    return coincidences_of(counted)


def valued(length: int, layers: Sequence[Sequence[Valued] | None]) -> Coincidences:
    """The set of values of the claims that cover a code point, empty outside; `layers[annotator]` as `marked`."""
    return coincidences_of(_rows(length, layers))


def _rows(length: int, layers: Sequence[Sequence[Valued] | None]) -> Counter[tuple[Hashable | None, ...]]:
    """Rows of categories → code points, by a walk over all places where a piece begins or ends."""
    changes: defaultdict[int, list[tuple[int, Hashable, int]]] = defaultdict(list)
    for annotator, layer in enumerate(layers):
        for parts, value in layer or ():
            for start, end in parts:
                if not 0 <= start < end <= length:
                    raise ValueError(f"The piece {start}-{end} does not lie within {length} code points.")
                changes[start].append((annotator, value, 1))
                changes[end].append((annotator, value, -1))
    counted: Counter[tuple[Hashable | None, ...]] = Counter()
    covering: list[Counter[Hashable]] = [Counter() for _ in layers]
    row: list[Hashable | None] = [None if layer is None else frozenset() for layer in layers]
    at = 0
    for place in sorted(changes):
        if place > at:
            counted[tuple(row)] += place - at
            at = place
        for annotator, value, step in changes[place]:
            covering[annotator][value] += step
        for annotator in {annotator for annotator, _, _ in changes[place]}:
            row[annotator] = frozenset(value for value, n in covering[annotator].items() if n)
    if length > at:
        counted[tuple(row)] += length - at
    return counted
