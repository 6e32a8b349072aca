"""A hand without a screen or a store: the same keys, commands and prompts as the label screen, state by state."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from annotator.core import keymap, prompt
from annotator.core.article import Article
from annotator.core.claim import SchemeRef
from annotator.core.command import Call
from annotator.core.commands import COMMANDS, perform
from annotator.core.proposal.guide import Guide, Source, nobody
from annotator.core.scheme import Scheme
from annotator.core.state import State
from annotator.core.text.segment import Segments
from annotator.core.text.wrap import Wrap

CELLS, ROWS = 66, 36
"""The article's width and height on a screen of 120 × 40."""


class Hand:
    """Presses keys on states; a state is never changed, so that ways can be tried and left."""

    def __init__(self, article: Article, scheme: Scheme, source: Source = nobody) -> None:
        self.article, self.scheme = article, scheme
        self.segments = Segments(article.text)
        self.rows = Wrap(article.text, CELLS)
        self.guide = Guide(self.segments, source)
        self.root, faults = keymap.build(COMMANDS, scheme)
        assert not faults
        self._numbers = itertools.count(1)
        self._ref = SchemeRef(scheme.id, scheme.version, scheme.meaning)

    def start(self) -> State:
        """The article as it opens, with an empty registry."""
        return State(self.article, self.scheme, "hand")

    def call(self) -> Call:
        """What a command may know."""
        return Call(
            segments=self.segments,
            rows=self.rows,
            page=ROWS,
            now=f"2026-01-01T00:00:00.{next(self._numbers):09d}Z",
            new_id=lambda: f"k{next(self._numbers):07d}",
            scheme=self._ref,
            guide=self.guide,
        )

    def press(self, state: State, keys: Sequence[str]) -> State:
        """The state after these keys, as the session would make it."""
        for key in keys:
            state = self._one(state, key)
        return state

    def _one(self, state: State, key: str) -> State:
        call = self.call()
        if state.prompt is not None:
            return prompt.feed(state, call, key)[0]
        fed = keymap.feed(self.root, state.pending, key)
        if fed.binding is None:
            return replace(state, pending=fed.pending, message="", warn=fed.cancelled or not fed.pending)
        return perform(fed.binding.command, state, replace(call, arg=fed.binding.arg))[0]
