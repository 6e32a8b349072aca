"""Weighted sums over many resamples of the same parts at once.

A sum over parts is wanted for each of a thousand resamples. In place of a thousand sums of two hundred products, the
weights of a part in all resamples stand side by side in one long integer, 64 bits each: a product with it multiplies
all of them, and a sum of such products adds all of them up. Sums of whole numbers are exact, others to some 15 digits.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from operator import mul

_LANE = 8
"""Bytes that a sum may take, with a bit to spare."""


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
        low = min(column, default=0)
        low = min(low, 0)
        room = 8 * _LANE - 1 - int((max(column, default=0) - low + 1) * max(self._sizes)).bit_length()
        if room < 0:
            return [sum(map(mul, draw, column)) for draw in self.draws]
        # Numbers that are not whole are made whole, in units as small as there is room for.
        unit = 1 if all(isinstance(number, int) for number in column) else 1 << room
        total = 0
        for number, lane in zip(column, self._lanes, strict=True):
            if number != low:
                total += round((number - low) * unit) * lane
        found: list[int] = memoryview(total.to_bytes(_LANE * len(self), sys.byteorder)).cast("Q").tolist()
        if unit == 1 and not low:
            return list(found)
        return [each / unit + low * size for each, size in zip(found, self._sizes, strict=True)]
