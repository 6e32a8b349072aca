"""Weighted sums over many resamples of the same parts at once.

A sum over parts is wanted for each of a thousand resamples. In place of a thousand sums of two hundred products, the
weights of a part in all resamples stand side by side in one long integer, 64 bits each: a product with it multiplies
all of them, and a sum of such products adds all of them up. Sums of whole numbers are exact, others to some 15 digits.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from math import frexp, ldexp
from operator import mul

_LANE = 8
"""Bytes that a sum may take."""
_ROOM = 8 * _LANE - 2
"""Bits that it may take, so that rounding its parts up does not reach its neighbour."""


class Resamples:
    """Resamples: for each, how often each part is drawn.

    >>> two = Resamples([[1, 1, 1], [0, 2, 1]])
    >>> two.sums([10, 20, 30]), two.sums([0.5, -1, 0])
    ([60, 70], [-0.5, -2.0])
    """

    def __init__(self, draws: Sequence[Sequence[int]]) -> None:
        """`draws[resample][part]` is 0 or more. Raises ValueError when the draws differ in length."""
        self.draws = draws
        self._sizes = [sum(draw) for draw in draws]
        self._lanes = [
            int.from_bytes(array("Q", weights).tobytes(), sys.byteorder) for weights in zip(*draws, strict=True)
        ]

    def __len__(self) -> int:
        return len(self.draws)

    def __iter__(self) -> Iterator[Sequence[int]]:
        return iter(self.draws)

    def sums(self, column: Sequence[float]) -> list[float]:
        """For each resample, the sum of the column, which has a number for each part, each times the part's weight.

        Raises ValueError when there is not one number for each part.
        """
        if not self.draws:
            return []
        low = min([0, *column])
        most = (max([0, *column]) - low) * max(self._sizes)
        whole = all(isinstance(number, int) for number in column)
        if whole and most >= 1 << _ROOM:
            return [sum(map(mul, draw, column)) for draw in self.draws]
        # Numbers that are not whole are made whole, in units as small as there is room for.
        shift = _ROOM - 1 - frexp(most)[1]
        total = 0
        for number, lane in zip(column, self._lanes, strict=True):
            if number != low:
                total += (int(number - low) if whole else round(ldexp(number - low, shift))) * lane
        found: list[int] = memoryview(total.to_bytes(_LANE * len(self), sys.byteorder)).cast("Q").tolist()
        if whole:
            # No division: what is whole stays exact beyond the digits of a float.
            return [each + low * size for each, size in zip(found, self._sizes, strict=True)]
        return [ldexp(each, -shift) + low * size for each, size in zip(found, self._sizes, strict=True)]
