"""Trimming and growing the ends of the selection, or of the part in hand, by a word."""

from __future__ import annotations

from collections.abc import Callable

from annotator.core import textobject
from annotator.core.command import Call, command, refuse
from annotator.core.commands.move import reshape
from annotator.core.span import Span
from annotator.core.state import State
from annotator.core.text.segment import Segments

Cut = Callable[[Segments, Span], Span]


def _cuts(name: str, keys: str, what: str, hint: str, cut: Cut) -> None:
    """One command for one end and one direction."""

    @command(name, keys, what, group="Select", hint=hint)
    def trim(state: State, call: Call) -> State:
        before = state.selection
        if before.empty:
            return refuse(state, "Select words first; then this key moves an end of the selection by a word.")
        span = cut(call.segments, before.span)
        if span == before.span:
            return refuse(state, "This end cannot move any further.")
        forward = before.anchor <= before.head
        anchor, head = (span.start, span.end) if forward else (span.end, span.start)
        return reshape(state, call, anchor, head)


_cuts("trim-start", "[  <", "Take a word off the left end.", "trim left", textobject.trim_start)
_cuts("grow-start", "]  >", "Add a word at the left end.", "", textobject.grow_start)
_cuts("trim-end", "{  (", "Take a word off the right end.", "trim right", textobject.trim_end)
_cuts("grow-end", "}  )", "Add a word at the right end.", "", textobject.grow_end)
