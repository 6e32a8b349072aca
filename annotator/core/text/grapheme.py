"""Grapheme clusters: what a reader takes for one character."""

from __future__ import annotations

from annotator.core.text.pattern import lazy

_FLAG = r"[\U0001F1E6-\U0001F1FF]"

CLUSTER = lazy(rf"{_FLAG}{{2}}[\p{{GCB=Extend}}\p{{GCB=ZWJ}}\p{{GCB=SpacingMark}}]*+|\X")
r"""One cluster, matched at a boundary. The same as `\X`, which takes quadratic time on a long run of flags, because at
each of them it counts the letters before it; from a boundary on two letters always make a flag."""

FLAGS_BEFORE = lazy(rf"(?r){_FLAG}+")
"""The run of flag letters that ends at an offset (as `endpos` of `match`)."""
