"""A hand without a screen or a store: the same keys, commands and prompts as the label screen, state by state."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from annotator.core import keymap, prompt
from annotator.core.article import Article
from annotator.core.claim import SchemeRef
from annotator.core.command import Call
from annotator.core.commands import COMMANDS, label, perform
from annotator.core.proposal.guide import Guide, Source, nobody
from annotator.core.scheme import Scheme
from annotator.core.state import State
from annotator.core.text.segment import Segments
from annotator.core.text.wrap import Wrap
from annotator.tui.drawing.measure import measure

CELLS, ROWS = measure(120 - 42, plain=False).text, 40 - 3
"""The article's width and height on a screen of 120 × 40."""
MARGIN = 2
"""Rows that the cursor keeps from the edges of the page."""


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
        self._tops: dict[int, tuple[State, int]] = {}

    def start(self) -> State:
        """The article as it opens, with an empty registry."""
        return State(self.article, self.scheme, "hand")

    def forget(self, state: State) -> None:
        """Let go of every state but this one."""
        self._tops = {id(state): (state, self.top(state))}

    def top(self, state: State) -> int:
        """The first row in view, as the keys that led to this state have scrolled the page."""
        return self._tops[id(state)][1] if id(state) in self._tops else 0

    def visible(self, state: State, offset: int) -> bool:
        """Whether an offset is in view."""
        return self.top(state) <= self.rows.row_of(offset) < self.top(state) + ROWS

    def call(self, state: State) -> Call:
        """What a command may know."""
        return Call(
            segments=self.segments,
            rows=self.rows,
            page=ROWS,
            now=f"2026-01-01T00:00:00.{next(self._numbers):09d}Z",
            new_id=lambda: f"k{next(self._numbers):07d}",
            scheme=self._ref,
            guide=self.guide,
            top=self.top(state),
        )

    def press(self, state: State, keys: Sequence[str]) -> State:
        """The state after these keys, as the session would make it."""
        for key in keys:
            after = self._one(state, key)
            self._tops[id(after)] = (after, followed(self.rows, self.top(state), state, after))
            state = after
        return state

    def _one(self, state: State, key: str) -> State:
        call = self.call(state)
        if state.prompt is not None or state.jump is not None:
            return (prompt.feed if state.prompt is not None else label)(state, call, key)[0]
        fed = keymap.feed(self.root, state.pending, key)
        if fed.binding is None:
            return replace(state, pending=fed.pending, message="", warn=fed.cancelled or not fed.pending)
        return perform(fed.binding.command, state, replace(call, arg=fed.binding.arg))[0]


def followed(rows: Wrap, top: int, before: State, after: State) -> int:
    """The first row in view after a key: scrolled as little as keeps the cursor off the edges, as the screen does."""
    if after.selection == before.selection:
        return top
    selection = after.selection
    row = rows.row_of(selection.head - 1 if selection.anchor < selection.head else selection.head)
    if row + MARGIN >= top + ROWS:
        top = row + MARGIN - ROWS + 1
    if row - MARGIN < top:
        top = row - MARGIN
    return max(0, min(top, rows.count - ROWS))
