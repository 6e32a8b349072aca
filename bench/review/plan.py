"""The fewest keys that settle a case as gold has it: something to start from, and each part that is not right yet.

Compared are spans, speakers, and the fields that count; chains and links are left out. The last Enter, which goes on,
is counted. Where the case is reached by `n` or that Enter, the way to it costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.compare.sense import ATTRIBUTION, Sense
from annotator.core.prompt import choices
from annotator.core.review.case import Case
from annotator.core.review.majority import part_of, parts_of
from annotator.core.scheme import Field, Role
from annotator.core.span import Span
from annotator.core.state import State
from bench.keys.reach import Keys, reach
from bench.review.chair import Chair

ROLE_KEYS = ("c", "a", "v")
LONGEST = 60
ENOUGH = 3
"""Keys for a part below which no longer way is looked for."""
CUTS = 8
"""Words that one end is moved by, at most; beyond, words are selected and marked."""


class Plan(NamedTuple):
    """The keys of one case."""

    keys: Keys
    majority: bool
    """Whether most say what gold says, so that Enter alone does it."""


def plan(hand: Chair, case: Case, wanted: Sequence[Claim]) -> Plan | None:
    """The keys that make these gold claims of a case; None when no way is found."""
    state = hand.at(case)
    review = state.review
    assert review is not None
    if same(hand.results(state), wanted, review.sense) and review.status(case) != "open":
        return Plan((), True)
    best: Keys | None = None
    for start in _starts(len(review.readers), case, bool(wanted)):
        after = hand.press(state, start)
        if start == ("enter",):
            # Enter goes on, so what it made is looked at where it was made.
            if after.review is not None and after.review.decision(case) is not None:
                made = after.review.results(case)
                if same(made, wanted, review.sense):
                    return Plan(start, True)
            continue
        if after.warn:
            continue
        room = len(best) if best is not None else LONGEST
        keys = _finished(hand, after, start, wanted, review.sense, room)
        if keys is not None and (best is None or len(keys) < len(best)):
            best = keys
    return Plan((*best, "enter"), False) if best is not None else None


def same(made: Sequence[Claim], wanted: Sequence[Claim], sense: Sense) -> bool:
    """Whether gold is as it is wanted."""
    return len(made) == len(wanted) and all(not _wrong(one, two, sense) for one, two in zip(made, wanted, strict=True))


def _starts(readers: int, case: Case, some: bool) -> Iterator[Keys]:
    yield ("enter",)
    yield ("d",)
    for number in range(1, readers + 1):
        yield (str(number),)
    if case.split:
        yield ("S",)
        yield ("M",)
    elif some:
        yield ()


def _wrong(made: Claim, wanted: Claim, sense: Sense) -> tuple[str, ...]:
    return tuple(
        part
        for part in parts_of(sense)
        if part != ATTRIBUTION and part_of(made, part, sense) != part_of(wanted, part, sense)
    )


def _finished(hand: Chair, state: State, start: Keys, wanted: Sequence[Claim], sense: Sense, room: int) -> Keys | None:
    """From a start to gold as it is wanted: claims too many go, then every wrong part is put right."""
    made = hand.results(state)
    keys = start
    while len(made) > len(wanted) and len(made) > 1:
        at = next(
            (n for n, claim in enumerate(made) if n >= len(wanted) or _far(claim, wanted[n], sense)), len(made) - 1
        )
        steps = ("tab",) * (at - [claim.id for claim in made].index(state.active) if state.active else at)
        state, keys = hand.press(state, (*steps, "d")), (*keys, *steps, "d")
        made = hand.results(state)
    if not start and len(wanted) == 1:
        return _righted(hand, state, keys, 0, wanted, sense, room)
    if len(made) != len(wanted):
        return None
    at = 0
    for number, claim in enumerate(wanted):
        if not _wrong(hand.results(state)[number], claim, sense):
            continue
        steps = ("tab",) * (number - at)
        state, keys, at = hand.press(state, steps), (*keys, *steps), number
        found = _righted(hand, state, keys, number, wanted, sense, room)
        if found is None:
            return None
        state, keys = hand.press(state, found[len(keys) :]), found
    return keys if same(hand.results(state), wanted, sense) else None


def _far(claim: Claim, other: Claim, sense: Sense) -> bool:
    role = sense.role
    one, two = claim.pieces(role), other.pieces(role)
    return not any(part.overlaps(each) for part in one for each in two)


def _righted(
    hand: Chair, state: State, keys: Keys, number: int, wanted: Sequence[Claim], sense: Sense, room: int
) -> Keys | None:
    """Put every part of one gold claim right, each by the fewest keys."""
    target = wanted[number]
    while len(keys) < room:
        made = hand.results(state)
        wrong = list(_wrong(made[number], target, sense)) if number < len(made) else list(parts_of(sense))
        review = state.review
        assert review is not None
        case = review.focus
        left = [part for part in review.unsettled(case) if part not in wrong] if case and made else []
        if not wrong and made and not left:
            return keys
        best: tuple[Keys, State] | None = None
        for part in (*wrong, *left):
            for way in _ways(hand, state, part, target, sense):
                if best is not None and len(best[0]) <= ENOUGH:
                    break
                if best is not None and len(way) >= len(best[0]):
                    continue
                after = hand.press(state, way)
                now = hand.results(after)
                fits = number < len(now) and part_of(now[number], part, sense) == part_of(target, part, sense)
                if fits and not after.warn:
                    best = way, after
            if best is not None:
                break
        if best is None:
            return None
        keys, state = (*keys, *best[0]), best[1]
    return None


def _ways(hand: Chair, state: State, part: str, target: Claim, sense: Sense) -> Iterator[Keys]:
    scheme = sense.scheme
    review = state.review
    assert review is not None
    readers = range(1, len(review.readers) + 1)
    role = scheme.role(part)
    field = scheme.field_of(part)
    if role is not None:
        yield from _role_ways(hand, state, role, target, readers)
    elif field is not None:
        yield from _field_ways(state, field, target, readers, sense)
    else:
        opened = hand.press(state, ("@",))
        for number, row in enumerate(choices(opened), 1):
            if (row.key,) == target.speakers:
                yield "@", str(number)
        for id in target.speakers[:1]:
            name = hand.first.speakers[id].name if id in hand.first.speakers else ""
            typed = tuple("space" if char == " " else char for char in name)
            for size in range(1, len(typed) + 1):
                yield ("@", *typed[:size], "enter")
        yield ("@", "8") if target.speakers == ("@author",) else ("@", "9")


def _field_ways(state: State, field: Field, target: Claim, readers: range, sense: Sense) -> Iterator[Keys]:
    leader = (field.leader,) if field.leader else ("r", field.hotkey)
    for number in readers:
        yield (*leader, str(number))
    value = target.fields.get(field.key)
    if field.type == "multi":
        have = frozenset(state.current.fields.get(field.key, ()) if state.current else ())  # type: ignore[arg-type]
        change = have ^ frozenset(value if isinstance(value, tuple) else ())
        keys = {each.key: each.hotkey for each in field.values}
        yield tuple(key for each in sorted(change) for key in (*leader, keys[each]))
        for number in readers:
            for size in (1, 2):
                for some in combinations(sorted(keys), size):
                    yield (*leader, str(number), *(key for each in some for key in (*leader, keys[each])))
        return
    known = field.value(str(value)) if value is not None else None
    if known is not None:
        yield (*leader, known.hotkey)


def _role_ways(hand: Chair, state: State, role: Role, target: Claim, readers: range) -> Iterator[Keys]:
    key = ROLE_KEYS[[each.key for each in hand.scheme.roles].index(role.key)]
    for number in readers:
        yield key, str(number)
    for times in range(1, 7):
        yield (*(() if role.primary else (key,)), *("x",) * times)
    parts = target.pieces(role.key)
    if not parts:
        yield key, "-"
        return
    if len(parts) == 1:
        taken = hand.press(state, (key,))
        if taken.held is not None:
            cut = _cut(hand, taken, parts[0])
            if cut is not None:
                yield (key, *cut)
    keys: Keys = ()
    at = hand.press(state, ("backspace",)) if state.hand or not state.selection.empty else state
    put_down: Keys = ("backspace",) if at is not state else ()
    for number, part in enumerate(parts):
        way = reach(hand, at, part, role)
        if way is None:
            return
        step = (*way, "+" if number else key)
        keys, at = (*keys, *step), hand.press(at, step)
        if number + 1 < len(parts):
            keys, at = (*keys, "backspace"), hand.press(at, ("backspace",))
    yield (*put_down, *keys)


def _cut(hand: Chair, state: State, wanted: Span) -> Keys | None:
    """The keys that move the ends of the part in hand by words."""
    keys: Keys = ()
    for side, pair in (("end", "{}"), ("start", "[]")):
        for key in pair:
            at = state
            for times in range(CUTS + 1):
                if at.held is not None and getattr(at.held, side) == getattr(wanted, side):
                    keys, state = (*keys, *(key,) * times), at
                    break
                at = hand.press(at, (key,))
            else:
                continue
            break
        else:
            return None
    return keys if state.held == wanted else None
