"""Moving the cursor and selecting: by grapheme, word, row, page, and by the objects of a news text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from annotator.core import textobject
from annotator.core.command import Call, command, refuse
from annotator.core.edit import prefilled, with_role
from annotator.core.span import Span, difference, pieces
from annotator.core.state import Selection, State
from annotator.core.text import motion

WIDE = ("sentence", "paragraph")
"""Units of a selection within which a smaller object is looked for from the beginning."""
Motion = Callable[[State, Call, int], tuple[int, int | None]]
"""From an offset to the next one and the cell column to keep."""


def put(state: State, anchor: int, head: int, *, unit: str = "", goal: int | None = None) -> State:
    """The state with another selection; what was in hand is put down."""
    return replace(state, selection=Selection(anchor, head, unit), goal=goal, hand="", held=None, trail=())


def at(state: State) -> int:
    """The offset from which objects and motions start."""
    return state.selection.head


def reshape(state: State, call: Call, anchor: int, head: int, *, goal: int | None = None, unit: str = "") -> State:
    """The state with the selection's ends moved; the part in hand, if any, is cut anew along with it."""
    selection = Selection(anchor, head, unit)
    if not state.hand or state.held is None or state.current is None:
        return replace(state, selection=selection, goal=goal)
    if selection.empty:
        return refuse(state, "A part cannot become empty: d deletes the claim, - removes a piece.")
    claim = state.current
    rest = difference(claim.pieces(state.hand), (state.held,))
    parts = pieces((*rest, selection.span))
    held = next(part for part in parts if part.contains(selection.span.start))
    if held != selection.span:
        # It has grown into another piece: what is in hand, and selected, is all of both.
        ends = (held.start, held.end) if anchor <= head else (held.end, held.start)
        selection, goal = Selection(*ends, unit), None
    claim = prefilled(with_role(claim, state.hand, parts), state.scheme, call.segments)
    return replace(state.with_claim(claim), selection=selection, goal=goal, held=held)


def _left(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return motion.left(call.segments, offset), None


def _right(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return motion.right(call.segments, offset), None


def _up(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return motion.up(call.rows, offset, state.goal)


def _down(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return motion.down(call.rows, offset, state.goal)


def _word(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return motion.word_forward(call.segments, offset), None


def _back(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return motion.word_backward(call.segments, offset), None


def _page_down(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return motion.page(call.rows, offset, call.page, state.goal)


def _page_up(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return motion.page(call.rows, offset, -call.page, state.goal)


def _row_start(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return motion.row_start(call.rows, offset), None


def _row_end(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return motion.row_end(call.rows, offset), None


def _top(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return 0, None


def _end(state: State, call: Call, offset: int) -> tuple[int, int | None]:
    return call.segments.snap(len(call.segments.text)), None


def _moves(name: str, keys: str, extending: str, what: str, step: Motion) -> None:
    """Two commands for one motion: move there, and extend the selection to there."""

    @command(name, keys, f"Move {what}.", group="Move")
    def go(state: State, call: Call) -> State:
        to, goal = step(state, call, at(state))
        return put(state, to, to, goal=goal)

    if not extending:
        return

    @command(f"extend-{name}", extending, f"Extend the selection {what}.", group="Select")
    def extend(state: State, call: Call) -> State:
        to, goal = step(state, call, at(state))
        return reshape(state, call, state.selection.anchor, to, goal=goal)


_moves("left", "h  left", "H  shift+left", "one character to the left", _left)
_moves("down", "j  down", "J  shift+down", "one row down", _down)
_moves("up", "k  up", "K  shift+up", "one row up", _up)
_moves("right", "l  right", "L  shift+right", "one character to the right", _right)
_moves("word", "w", "W", "to the next word", _word)
_moves("back-word", "b", "B", "to the word before", _back)
_moves("row-start", "home", "shift+home", "to the start of the row", _row_start)
_moves("row-end", "end", "shift+end", "to the end of the row", _row_end)
_moves("page-down", "space  pagedown", "shift+pagedown", "one page down", _page_down)
_moves("page-up", "pageup", "shift+pageup", "one page up", _page_up)
_moves("top", "g g", "", "to the start of the article", _top)
_moves("bottom", "G", "", "to the end of the article", _end)


def _selects(name: str, key: str, label: str, again: str) -> None:
    """One command for one text object: select it; pressed again, take more."""

    @command(f"select-{name}", key, f"Select the {label}; again: {again}.", group="Select", hint=label)
    def select(state: State, call: Call) -> State:
        selection = state.selection
        if selection.unit == name and not selection.empty and not state.hand:
            span = textobject.again(call.segments, name, selection.span)
            if span == selection.span:
                return refuse(state, f"There is no more {label} to take here.")
        else:
            inside = spot(selection, call)
            found = _next_quotation(state, call) if name == "quotation" and state.hand else None
            found = found or textobject.OBJECTS[name](call.segments, inside)
            if found is None:
                return refuse(state, f"No {label} stands here.")
            span = found
        return put(state, span.start, span.end, unit=name)


def spot(selection: Selection, call: Call) -> int:
    """Where an object is looked for: as the cursor is drawn, on the last character inside of what is selected.

    A sentence or paragraph that was selected to be read is narrowed from its beginning.
    """
    if selection.unit in WIDE:
        return selection.span.start
    return motion.left(call.segments, selection.head) if selection.anchor < selection.head else selection.head


def _next_quotation(state: State, call: Call) -> Span | None:
    """With a piece in hand, the next quotation of the paragraph: the rest of one that its cue has broken."""
    end = state.selection.span.end
    return next((each.inner for each in call.segments.quotations(end - 1) if each.outer.start >= end), None)


_selects("sentence", "s", "sentence", "the next one too")
_selects("quotation", "q", "quotation", "with its marks, then the one around it")
_selects("clause", "z", "clause", "the next one too")
_selects("paragraph", "p", "paragraph", "the next one too")


@command("expand", "e", "Widen the selection to the next larger object.", group="Select", hint="expand")
def expand(state: State, call: Call) -> State:
    """From word to clause, quotation, sentence, paragraph; what is left behind can be taken back by shrink."""
    span = textobject.expand(call.segments, state.selection.span)
    if span == state.selection.span:
        return refuse(state, "The whole article is selected already.")
    wider = reshape(state, call, span.start, span.end)
    return wider if wider.warn else replace(wider, trail=(*state.trail, state.selection))


@command("shrink", "E", "Take the last widening back.", group="Select")
def shrink(state: State, call: Call) -> State:
    """Back to the selection before the last expand."""
    if not state.trail:
        return refuse(state, "Nothing was widened: e widens the selection.")
    before = state.trail[-1]
    narrower = reshape(state, call, before.anchor, before.head, unit=before.unit)
    return narrower if narrower.warn else replace(narrower, trail=state.trail[:-1])


@command("swap-ends", "o", "Go to the other end of the selection, to extend it there.", group="Select")
def swap_ends(state: State, call: Call) -> State:
    """Anchor and head change places."""
    selection = state.selection
    if selection.empty:
        return refuse(state, "Nothing is selected.")
    return replace(state, selection=Selection(selection.head, selection.anchor, selection.unit))
