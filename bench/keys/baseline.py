"""The same spans under the keys of others: token stepping, as SLATE has it, and shift with the arrows."""

from __future__ import annotations

from annotator.core.span import Span
from annotator.core.text.segment import Segments
from bench.keys.hand import CELLS
from bench.keys.target import Layer


def stepping(layer: Layer) -> list[int]:
    """Keys for each claim's spans when the cursor goes and grows by a token, and one key marks.

    From the last token of the span before, in the order content, source, cue; sentence steps are not used, because
    SLATE's own move by a line, and a paragraph is one.
    """
    segments = Segments(layer.article.text)
    words = [word for index in range(len(segments.paragraphs())) for word in segments.words_of(index)]
    starts = [word.start for word in words]

    def at(offset: int) -> int:
        return max((index for index, start in enumerate(starts) if start <= offset), default=0)

    counts, here = [], 0
    for spans in _spans(layer):
        keys = 0
        for start, end in spans:
            first, last = at(start), at(max(start, end - 1))
            keys += abs(first - here) + (last - first) + 1
            here = last
        counts.append(keys)
    return counts


def arrows(layer: Layer) -> list[int]:
    """Keys for each claim's spans with the arrows: down and along to the start, shift to the end, one key marks."""
    counts, here = [], 0
    for spans in _spans(layer):
        keys = 0
        for start, end in spans:
            rows, rest = divmod(abs(start - here), CELLS)
            keys += rows + min(rest, CELLS - rest) + (end - start) + 1
            here = end
        counts.append(keys)
    return counts


def _spans(layer: Layer) -> list[list[Span]]:
    """The spans of each claim: content, source, cue."""
    return [[part for parts in claim.spans.values() for part in parts] for claim in layer.claims]
