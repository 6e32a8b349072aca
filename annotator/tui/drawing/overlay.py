"""Labels over words, one character for each cell that they cover: a row stays as wide as it is without them."""

from __future__ import annotations

from bisect import bisect_left

from annotator.core.span import Span
from annotator.core.state import Jump
from annotator.tui.drawing.glyphs import Glyphs


class Overlay:
    """What is still to be typed of each label, by the place of its word."""

    __slots__ = ("_offsets", "_texts")

    def __init__(self, jump: Jump) -> None:
        typed = len(jump.typed)
        left = sorted((word.start, key[typed:]) for key, word in jump.labels.items() if key.startswith(jump.typed))
        self._offsets = [offset for offset, _ in left]
        self._texts = [text for _, text in left]

    def over(self, glyphs: Glyphs) -> tuple[Glyphs, tuple[Span, ...]]:
        """The row with the labels drawn over the first cells of their words, and what they cover, in code points."""
        first, last = bisect_left(self._offsets, glyphs.start), bisect_left(self._offsets, glyphs.end)
        return glyphs.covered(list(zip(self._offsets[first:last], self._texts[first:last], strict=True)))
