"""What the hint bar offers: the keys that make sense next, most likely first."""

from __future__ import annotations

from annotator.core.claim import Claim
from annotator.core.command import keys_of
from annotator.core.commands import propose
from annotator.core.commands.mark import begins
from annotator.core.commands.tag import digit
from annotator.core.commands.take import chosen
from annotator.core.keymap import OTHERS, ROLE_COMMANDS, Node
from annotator.core.reference import on_cap
from annotator.core.scheme import Role, open_parts
from annotator.core.speaker import resolve
from annotator.core.state import State
from annotator.tui.drawing.paint import fitted

Hint = tuple[str, str]
"""(keys, label)."""
SIGNS = {"enter": "⏎", "backspace": "⌫"}
TRIM = ("trim-start", "grow-start", "trim-end", "grow-end")
OBJECTS = ("select-sentence", "select-quotation", "select-clause", "select-paragraph")
EXTEND = ("extend-left", "extend-right", "extend-word", "extend-back-word", "jump-extend")

NAME_CELLS = 18
"""Cells of a speaker's name behind its digit, at most."""


def keys(state: State, *names: str) -> str:
    """The first key of each of these commands, as it stands on its cap; what has no key is left out."""
    found = (next(iter(keys_of(name, state)), "") for name in names)
    return " ".join(SIGNS.get(key, on_cap(key)) for key in found if key)


def hint(state: State, label: str, *names: str) -> tuple[Hint, ...]:
    """One hint for these commands; none where the person has taken their keys away."""
    found = keys(state, *names)
    return ((found, label),) if found else ()


def role_key(state: State, index: int) -> str:
    """The key of a role: its command's, or behind the leader of the others."""
    if index < len(ROLE_COMMANDS):
        return keys(state, ROLE_COMMANDS[index])
    return f"{OTHERS} {state.scheme.roles[index].hotkey}"


def marks(state: State) -> tuple[tuple[str, Role], ...]:
    """The first roles of the scheme, each with its key."""
    return tuple((role_key(state, at), role) for at, role in enumerate(state.scheme.roles[: len(ROLE_COMMANDS)]))


def elsewhere(state: State, node: Node | None) -> tuple[Hint, ...] | None:
    """The hints while the keys do not go to the article, or go on what is pending; None otherwise."""
    if state.prompt is not None:
        return ()
    if state.roster is not None:
        return (
            *hint(state, "move", "list-down", "list-up"),
            *hint(state, "narrow", "narrow"),
            *hint(state, "redo", "redo"),
            *hint(state, "back to the article", "leave-speakers"),
        )
    if state.jump is not None:
        return (("a-z 0-9", "type a label"), ("⌫", "leaves"))
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
    if span is not None:
        number = state.numbers.get(claim.id, 0) if claim else 0
        roles = (
            (key, f"{role.label.lower()} {'→ new claim' if begins(state, role, span) else f'of {number}'}")
            for key, role in marks(state)
            if key
        )
        more = hint(state, f"piece of {number}", "add-piece") if claim and scheme.primary.pieces else ()
        return (*roles, *more, *cutting(state), *hint(state, "back", "back"))
    if state.hand:
        return (
            *hint(state, "trim, grow", *TRIM),
            *hint(state, "extend", *EXTEND),
            *hint(state, "other end", "swap-ends"),
            *_next(state, claim),
            *hint(state, "put down", "back"),
        )
    if claim is not None:
        return (
            *_next(state, claim),
            *hint(state, "same cue", "new-claim"),
            *hint(state, "same words", "reply-claim"),
            *hint(state, "delete", "delete"),
            *hint(state, "let go", "back"),
        )
    return (
        *hint(state, "select", *OBJECTS),
        *hint(state, "word", "word", "back-word"),
        *hint(state, "jump", "jump"),
        *hint(state, "claim", "next-claim"),
        *hint(state, "next proposal" if state.proposals == "on" else "next sentence", "next-thing"),
        *hint(state, "search", "search"),
        *hint(state, "done", "done"),
        *hint(state, "undo", "undo"),
        *hint(state, "help", "help"),
        *hint(state, "quit", "quit"),
    )


def cutting(state: State) -> tuple[Hint, ...]:
    """What changes the selection before it is marked."""
    return (
        *hint(state, "trim, grow", *TRIM),
        *hint(state, "extend to", "jump-extend"),
        *hint(state, "objects", *OBJECTS),
    )


def _ghost(state: State) -> tuple[Hint, ...]:
    """What can be done with the proposal that is shown."""
    roles = tuple((key, role.label.lower()) for key, role in marks(state) if key)
    part = state.scheme.role(state.hand) or state.scheme.primary
    label = (part.label or part.key).lower()
    return (
        *hint(state, "take this claim", "accept"),
        *hint(state, f"other {label}", "alternative"),
        *((key, label) for key, label in roles if label != part.label.lower()),
        *hint(state, "trim, grow", *TRIM),
        *hint(state, "no claim", "delete"),
        *hint(state, "next, previous", "next-thing", "previous-thing"),
        *hint(state, "put aside", "back"),
    )


def _next(state: State, claim: Claim | None) -> tuple[Hint, ...]:
    """What the active claim still lacks, by the key that gives it; then the way on."""
    if claim is None:
        return ()
    missing = open_parts(claim, state.scheme)
    found: list[Hint] = []
    for part in missing:
        if part == "speakers":
            found += [*digits(state), *hint(state, "speaker", "registry")]
        role = state.scheme.role(part)
        field = state.scheme.field_of(part)
        if role is not None:
            found.append((role_key(state, state.scheme.roles.index(role)), role.label.lower()))
        if field is not None:
            found.append((field.leader or f"r {field.hotkey}", field.label.lower()))
    enter = propose.offer(state)
    if enter:
        found[:0] = hint(state, enter, "accept")
    if not missing:
        found += [(field.leader, field.label.lower()) for field in state.scheme.fields if field.leader]
        found += [*hint(state, "speaker", "registry"), (OTHERS, "other fields"), *hint(state, "note", "note")]
    return tuple(each for each in found if each[0])


def digits(state: State) -> tuple[Hint, ...]:
    """The speakers behind the digits."""
    people = [
        each
        for number in range(1, 8)
        if (id := digit(state, number))
        for each in hint(state, fitted(resolve(id, state.speakers).name, NAME_CELLS)[0], f"speaker-{number}")
    ]
    return (*people[:4], *hint(state, "author", "speaker-8"), *hint(state, "unknown", "speaker-9"))
