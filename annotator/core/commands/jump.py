"""Jumping: labels on the words in view, and what the keys that follow make of them."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.command import Call, calm, command, refuse, say
from annotator.core.commands.move import put, reshape, spot
from annotator.core.commands.take import taken
from annotator.core.span import Span
from annotator.core.state import Jump, State
from annotator.core.text.label import labels


def in_view(call: Call) -> tuple[Span, ...]:
    """The words that begin on a row that is shown now, in order."""
    rows, segments = call.rows, call.segments
    start = rows.start(min(call.top, rows.count - 1))
    end = rows.end(min(call.top + call.page, rows.count) - 1)
    if end <= start or not segments.paragraphs():
        return ()
    near = range(segments.paragraph_index(start), segments.paragraph_index(end - 1) + 1)
    return tuple(word for index in near for word in segments.words_of(index) if start <= word.start < end)


def labelled(state: State, call: Call, *, extend: bool) -> State:
    """The state that shows labels: of one key in the sentence of the cursor, of two elsewhere, nearest first."""
    selection = state.selection
    at = spot(selection, call)
    sentence = call.segments.sentence(at)
    words = sorted(in_view(call), key=lambda word: (abs(word.start - at), word.start))
    if not extend and selection.empty:
        # The cursor is there already: the easiest label is worth more on another word.
        words = [word for word in words if word.start != selection.head]
    near = [word for word in words if sentence.contains(word.start)]
    far = [word for word in words if not sentence.contains(word.start)]
    if not words:
        return refuse(state, "No other word is in view.")
    found = dict(zip(labels(len(near), len(far)), (*near, *far), strict=False))
    what = "the selection reaches to its word" if extend else "the cursor goes to its word"
    return say(replace(state, jump=Jump(found, extend)), f"Type a label: {what}.")


@command("jump", "f", "Jump to a word: every word in view gets a label of one or two keys.", group="Move", hint="jump")
def jump(state: State, call: Call) -> State:
    """The bare cursor goes to the start of the word."""
    return labelled(state, call, extend=False)


@command("jump-extend", "F", "Extend the selection to a word that is chosen by its label.", group="Select")
def jump_extend(state: State, call: Call) -> State:
    """From the anchor to the end of a word behind it, to the start of one before it."""
    return labelled(state, call, extend=True)


def typed(state: State, call: Call, key: str) -> State:
    """The state after one key while labels are shown: at the word, with fewer labels, or without labels."""
    shown, left = state.jump, calm(state)
    if shown is None or key in ("backspace", "escape"):
        return left
    keys = shown.typed + key
    word = shown.labels.get(keys)
    if word is not None:
        return landed(left, call, word, extend=shown.extend)
    if any(label.startswith(keys) for label in shown.labels):
        return say(replace(left, jump=shown._replace(typed=keys)), f"Type the second key of the label: {keys} …")
    return refuse(left, f"{keys if len(key) == 1 else key} is no label here: nothing has moved.")


def landed(state: State, call: Call, word: Span, *, extend: bool) -> State:
    """The state in which the cursor stands on the word, or the selection reaches to it."""
    if not extend:
        return put(state, word.start, word.start)
    if state.ghost is not None and state.hand:
        state = taken(state, call)
    anchor = state.selection.anchor
    return reshape(state, call, anchor, word.end if word.start >= anchor else word.start)
