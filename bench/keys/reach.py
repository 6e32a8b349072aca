"""The shortest way to select some words: a place to start from, an object, and its ends moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.core.commands.mark import trimmed
from annotator.core.scheme import Role
from annotator.core.span import Span
from annotator.core.state import State
from bench.keys.hand import Hand

Keys = tuple[str, ...]
STEPS = 7
"""Keys that one end is moved by, at most; farther, a jump is shorter."""
OBJECTS: tuple[Keys, ...] = (
    *[(key,) * times for key in "sqzp" for times in (1, 2, 3)],
    ("e", "e"),
    ("e", "e", "e"),
)


def reach(hand: Hand, state: State, target: Span, role: Role, limit: int = 40) -> Keys | None:
    """The fewest keys after which the selection would be marked as exactly these words; None when no way is found."""
    best: Keys | None = None
    for keys, placed in _placements(hand, state, target):
        room = min(limit, len(best) - 1 if best is not None else limit)
        for more, chosen in _objects(hand, placed, target):
            start = (*keys, *more)
            if len(start) > room or chosen.hand:
                # What is still in hand would be cut anew, not selected.
                continue
            ends = _adjusted(hand, chosen, target, role, room - len(start))
            if ends is not None and (best is None or len(start) + len(ends) < len(best)):
                best = (*start, *ends)
                room = len(best) - 1
    return best


def jump(hand: Hand, state: State, offset: int, *, extend: bool = False) -> Keys | None:
    """The keys that jump to the word that begins, or with `extend` ends, at an offset; None when it has no label."""
    first = "F" if extend else "f"
    shown = hand.press(state, (first,))
    if shown.jump is None or not hand.visible(state, offset):
        return None
    for label, word in shown.jump.labels.items():
        reached = word.start if not extend or word.start < state.selection.anchor else word.end
        if reached == offset:
            return (first, *label)
    return None


def _placements(hand: Hand, state: State, target: Span) -> Iterator[tuple[Keys, State]]:
    """Places to start from, with the keys that lead there."""
    yield (), state
    for key in ("w", "b", "j", "k"):
        at = state
        for times in range(1, 5):
            at = hand.press(at, (key,))
            yield (key,) * times, at
            if key in "wb" and at.selection.head == target.start:
                break
    if hand.guide.silence:
        at = state
        for times in range(1, 8):
            at = hand.press(at, ("n",))
            yield ("n",) * times, at
            if at.selection.span.start > target.start:
                break
    word = hand.segments.word(target.start)
    near = word.start if word else hand.segments.next_word(target.start)
    keys = jump(hand, state, near)
    if keys is not None:
        at = hand.press(state, keys)
        yield keys, at
        if near != target.start:
            steps = ("h",) * (near - target.start) if near > target.start else ("l",) * (target.start - near)
            if len(steps) <= STEPS:
                yield (*keys, *steps), hand.press(at, steps)
    text = hand.article.text
    for size in (2, 3, 4, 5, 6, 8):
        words = text[target.start : target.start + size]
        if len(words) < size or not words.strip() or "\n" in words:
            break
        typed: Keys = ("/", *("space" if char == " " else char for char in words), "enter")
        at = hand.press(state, typed)
        if at.selection.span.start == target.start:
            yield typed, at
            break


def _objects(hand: Hand, state: State, target: Span) -> Iterator[tuple[Keys, State]]:
    """The selection as it is, the objects here, and what lies between here and a label."""
    yield (), state
    for keys in OBJECTS:
        after = hand.press(state, keys)
        if not after.warn and after.selection.span != state.selection.span:
            yield keys, after
    if state.selection.head == target.start and state.selection.empty:
        inside = hand.segments.words_in(target)
        far = jump(hand, state, inside[-1].end, extend=True) if inside else None
        if far is not None:
            yield far, hand.press(state, far)


def _adjusted(hand: Hand, state: State, target: Span, role: Role, room: int) -> Keys | None:
    """The keys that move the ends of a selection to the target; None when more than `room` are needed."""
    keys: Keys = ()
    if _is(hand, state, target, role):
        return keys
    if state.selection.empty:
        if state.selection.head != target.start:
            return None
        return _moved(hand, state, target, role, room, ("W", "L"))
    for side in ("end", "start"):
        found = side_right(hand, state, target, role, room - len(keys), side)
        if found is None:
            return None
        keys = (*keys, *found)
        state = hand.press(state, found)
        if _is(hand, state, target, role):
            return keys
    return None


def _is(hand: Hand, state: State, target: Span, role: Role) -> bool:
    return not state.selection.empty and trimmed(state, hand.call(state), role, state.selection.span) == target


def _right(hand: Hand, state: State, target: Span, role: Role, side: str) -> bool:
    """Whether one end would be marked right."""
    span = trimmed(state, hand.call(state), role, state.selection.span)
    if span is None:
        return False
    return span.end == target.end if side == "end" else span.start == target.start


def side_right(hand: Hand, state: State, target: Span, role: Role, room: int, side: str) -> Keys | None:
    """The keys that put one end right: by words, by a jump, by characters."""
    if _right(hand, state, target, role, side):
        return ()
    best: Keys | None = None
    shrink, grow = ("{", "}") if side == "end" else ("[", "]")
    for key in (shrink, grow):
        at, pressed = state, 0
        while pressed < min(room, STEPS + 5):
            after = hand.press(at, (key,))
            if after.warn or after.selection == at.selection:
                break
            at, pressed = after, pressed + 1
            if _right(hand, at, target, role, side):
                best = _shorter(best, (key,) * pressed)
                break
    forward = state.selection.anchor <= state.selection.head
    turn: Keys = () if forward == (side == "end") else ("o",)
    turned = hand.press(state, turn)
    best = _shorter(best, _jumped(hand, turned, turn, target, role, side))
    distance = (target.end - state.selection.span.end) if side == "end" else (target.start - state.selection.span.start)
    if 0 < abs(distance) <= STEPS:
        steps = (*turn, *(("L" if distance > 0 else "H"),) * abs(distance))
        if _right(hand, hand.press(state, steps), target, role, side):
            best = _shorter(best, steps)
    return best if best is not None and len(best) <= room else None


def _jumped(hand: Hand, state: State, turn: Keys, target: Span, role: Role, side: str) -> Keys | None:
    """The keys that put one end right by a label on its word, and by characters from there."""
    inside = hand.segments.words_in(target)
    if not inside:
        return None
    far = jump(hand, state, inside[-1].end if side == "end" else inside[0].start, extend=True)
    if far is None:
        return None
    at, keys = hand.press(state, far), (*turn, *far)
    for _ in range(3):
        if _right(hand, at, target, role, side):
            return keys
        step = ("L",) if side == "end" else ("H",)
        at, keys = hand.press(at, step), (*keys, *step)
    return None


def _moved(hand: Hand, state: State, target: Span, role: Role, room: int, by: Sequence[str]) -> Keys | None:
    """From a bare cursor at the first character: extended by words, then by characters."""
    best: Keys | None = None
    at, keys = state, ()
    for _ in range(min(room, STEPS)):
        at, keys = hand.press(at, (by[0],)), (*keys, by[0])
        if _is(hand, at, target, role):
            return _shorter(best, keys)
        distance = target.end - at.selection.head
        if 0 < abs(distance) <= 4:
            steps = (*keys, *(("L" if distance > 0 else "H"),) * abs(distance))
            if len(steps) <= room and _is(hand, hand.press(at, steps[len(keys) :]), target, role):
                best = _shorter(best, steps)
        if at.selection.head >= target.end:
            break
    return best


def _shorter(best: Keys | None, keys: Keys | None) -> Keys | None:
    if keys is None or (best is not None and len(best) <= len(keys)):
        return best
    return keys
