"""What the hint bar offers: the keys that make sense next, most likely first."""

from __future__ import annotations

from annotator.core.claim import Claim
from annotator.core.commands import propose
from annotator.core.commands.mark import begins
from annotator.core.commands.tag import digit
from annotator.core.commands.take import chosen
from annotator.core.keymap import Node
from annotator.core.scheme import open_parts
from annotator.core.speaker import resolve
from annotator.core.state import State

Hint = tuple[str, str]
"""(keys, label)."""


def elsewhere(state: State, node: Node | None) -> tuple[Hint, ...] | None:
    """The hints while the keys do not go to the article, or go on what is pending; None otherwise."""
    if state.prompt is not None:
        return ()
    if state.roster is not None:
        return (("j k", "move"), ("/", "narrow"), ("U", "redo"), ("⌫", "back to the article"))
    if state.jump is not None:
        return (("a-z", "type a label"), ("⌫", "leaves"))
    if state.pending and node is not None:
        return (*node.hints(), ("⌫", "back"))
    return None


def after(state: State, node: Node | None) -> tuple[Hint, ...]:
    """The hints for what is pending, selected, in hand, or active."""
    away = elsewhere(state, node)
    if away is not None:
        return away
    if state.ghost is not None and chosen(state) is None:
        return _ghost(state)
    claim, span, scheme = state.current, chosen(state), state.scheme
    keys = ("c", "a", "v")
    roles = tuple(zip(keys, scheme.roles, strict=False))
    if span is not None:
        number = state.numbers.get(claim.id, 0) if claim else 0
        marks = tuple(
            (key, f"{role.label.lower()} {'→ new claim' if begins(state, role, span) else f'of {number}'}")
            for key, role in roles
        )
        more = (("+", f"piece of {number}"),) if claim and scheme.primary.pieces else ()
        return (*marks, *more, ("[ ] { }", "trim, grow"), ("F", "extend to"), ("s q z p", "objects"), ("⌫", "back"))
    if state.hand:
        return (
            ("[ ] { }", "trim, grow"),
            ("H L W B F", "extend"),
            ("o", "other end"),
            *_next(state, claim),
            ("⌫", "put down"),
        )
    if claim is not None:
        return (*_next(state, claim), ("C", "same cue"), ("R", "same words"), ("d", "delete"), ("⌫", "let go"))
    return (
        ("s q z p", "select"),
        ("w b", "word"),
        ("f", "jump"),
        ("Tab", "claim"),
        ("n", "next proposal" if state.proposals == "on" else "next sentence"),
        ("/", "search"),
        ("Z", "done"),
        ("u", "undo"),
        ("?", "help"),
        ("g q", "quit"),
    )


def _ghost(state: State) -> tuple[Hint, ...]:
    """What can be done with the proposal that is shown."""
    roles = tuple((key, role.label.lower()) for key, role in zip(("c", "a", "v"), state.scheme.roles, strict=False))
    part = state.scheme.role(state.hand) or state.scheme.primary
    label = (part.label or part.key).lower()
    return (
        ("⏎", "take this claim"),
        ("x", f"other {label}"),
        *((key, label) for key, label in roles if label != part.label.lower()),
        ("[ ] { }", "trim, grow"),
        ("d", "no claim"),
        ("n N", "next, previous"),
        ("⌫", "put aside"),
    )


def _next(state: State, claim: Claim | None) -> tuple[Hint, ...]:
    """What the active claim still lacks, by the key that gives it; then the way on."""
    if claim is None:
        return ()
    missing = open_parts(claim, state.scheme)
    found: list[Hint] = []
    for part in missing:
        if part == "speakers":
            found += [*digits(state), ("@", "speaker")]
        role = state.scheme.role(part)
        field = state.scheme.field_of(part)
        if role is not None:
            index = state.scheme.roles.index(role)
            found.append(("cav"[index] if index < 3 else f"r {role.hotkey}", role.label.lower()))
        if field is not None:
            found.append((field.leader or f"r {field.hotkey}", field.label.lower()))
    enter = propose.offer(state)
    if enter:
        found.insert(0, ("⏎", enter))
    if not missing:
        found += [(field.leader, field.label.lower()) for field in state.scheme.fields if field.leader]
        found += [("@", "speaker"), ("r", "other fields"), ("m", "note")]
    return tuple(found)


def digits(state: State) -> tuple[Hint, ...]:
    """The speakers behind the digits."""
    taken = ((number, digit(state, number)) for number in range(1, 8))
    people = tuple((str(number), resolve(id, state.speakers).name) for number, id in taken if id)
    return (*people[:4], ("8", "author"), ("9", "unknown"))
