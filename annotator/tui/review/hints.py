"""What the hint bar offers in a review: first what Enter takes, then what settles the case."""

from __future__ import annotations

from annotator.core.commands.mark import begins
from annotator.core.commands.take import chosen
from annotator.core.edit import label_of
from annotator.core.keymap import Node
from annotator.core.review.case import Case
from annotator.core.review.majority import EXISTS, SPLIT, votes
from annotator.core.review.review import DECIDED, DEFERRED, OPEN, WAITING, Review
from annotator.core.state import State
from annotator.tui import hints
from annotator.tui.hints import Hint
from annotator.tui.review.sight import Sight

_CAV = ("c", "a", "v")
BACK: Hint = ("⌫", "back")


def after(state: State, node: Node | None, sight: Sight) -> tuple[Hint, ...]:
    """The hints for what is pending, selected, in hand, or in focus."""
    review = state.review
    elsewhere = hints.elsewhere(state, None)
    if review is None or elsewhere is not None:
        return elsewhere or ()
    versions = _versions(review)
    if state.pending and node is not None:
        of_version = ((versions, "as in that version"),) if "1" in node.next else ()
        return (*node.hints(), *of_version, BACK)
    case, span = sight.by_key.get(review.at), chosen(state)
    if case is not None and not case.clusters:
        # Nobody's version leads to it.
        versions = ""
    if span is not None:
        roles = zip(_CAV, state.scheme.roles, strict=False)
        marks = (
            (key, f"{role.label.lower()} {_target(state, case, begins(state, role, span))}") for key, role in roles
        )
        return (*marks, ("+", "piece"), ("[ ] { }", "trim, grow"), ("F", "extend to"), ("s q z p", "objects"), BACK)
    if state.hand:
        label = label_of(state.hand, state.scheme)
        reshape = (("x", f"other {label}"), ("[ ] { }", "trim, grow"), ("H L W B F", "extend"), ("o", "other end"))
        rest = _way_on(state, review, case, sight.status[case.key], versions) if case else []
        rest = [each for each in rest if each[0] != "x"]
        taken = ((versions, f"{label} of a version"),) if versions else ()
        return (*taken, *rest, *(reshape if versions else reshape[1:]), ("⌫", "put down"))
    if case is None:
        left = ("n", "next open") if sight.waiting else ("n", "on")
        return (left, ("Tab", "next case"), ("O", "show only"), ("g h", "queue"), ("u", "undo"), ("?", "help"))
    return (*_focus(state, review, case, sight.status[case.key], versions), ("?", "help"))


def _versions(review: Review) -> str:
    count = len(review.readers)
    return "1" if count < 2 else f"1-{count}" if count > 2 else "1 2"


def _target(state: State, case: Case | None, begins: bool) -> str:
    """Where a mark goes: to the gold of the case, or to a claim that nobody has."""
    span = chosen(state)
    if state.current is not None or case is None:
        return "→ new claim" if begins else "of gold"
    return "of gold" if span is not None and span.overlaps(case.span) else "→ new claim"


def _way_on(state: State, review: Review, case: Case, status: str, versions: str) -> list[Hint]:
    """What Enter takes or, while it refuses, the keys that settle what is open."""
    decided = bool(review.results(case)) or status != OPEN
    enter = enters(review, case, status)
    open_ = review.unsettled(case) if decided else review.draft(case).open
    return [*([("⏎", enter)] if enter else []), *_opened(state, review, case, open_, versions)]


def _focus(state: State, review: Review, case: Case, status: str, versions: str) -> tuple[Hint, ...]:
    found = _way_on(state, review, case, status, versions)
    draft = review.draft(case)
    if review.results(case) or status != OPEN:
        found += [("!", "open again")] if status == DEFERRED else []
        found += [("u", "undo"), *([(versions, "take a version")] if versions else []), ("d", "no such claim")]
        found += [("g a", "all like this")] if status == DECIDED and versions else []
    else:
        if EXISTS not in draft.open:
            found.append((versions, "take a version"))
            if SPLIT not in draft.open and review.sense.role not in draft.open:
                found.append(("x", f"other {label_of(review.sense.role, state.scheme)}"))
        found += [] if draft.rejects else [("d", "no such claim")]
        found += [("!", "defer"), (".", "like the last"), ("n", "pass by")]
    return (*found, ("#", "reason"), ("m", "note"))


def _opened(state: State, review: Review, case: Case, parts: tuple[str, ...], versions: str) -> list[Hint]:
    """The keys that settle what is open."""
    if EXISTS in parts:
        having = [str(number) for number, reader in enumerate(review.readers, 1) if case.of(reader)]
        return [(" ".join(having), "keep it")]
    if SPLIT in parts:
        return [("S", "keep the parts"), ("M", "keep the whole")]
    found: list[Hint] = []
    for part in parts:
        role, field, label = state.scheme.role(part), state.scheme.field_of(part), label_of(part, state.scheme)
        if role is not None and role.primary:
            found.append(("x", f"other {label}"))
        elif role is not None:
            at = state.scheme.roles.index(role)
            found.append((f"{_CAV[at] if at < len(_CAV) else f'r {role.hotkey}'} {versions}".rstrip(), label))
        elif field is not None:
            found.append((f"{field.leader or f'r {field.hotkey}'} {versions}".rstrip(), label))
        elif part == "speakers":
            found.append(("@", label))
    return found


def enters(review: Review, case: Case, status: str) -> str:
    """What Enter takes now; empty while it refuses."""
    if review.results(case) or status != OPEN:
        if review.unsettled(case):
            return ""
        return "right as it is, next" if status in WAITING else "next"
    draft, readers = review.draft(case), len(review.readers)
    if draft.open:
        return ""
    have = sum(1 for reader in review.readers if case.of(reader))
    if draft.rejects:
        return f"no such claim, {readers - have} of {readers}"
    return f"majority {_least(review, case, have)} of {readers}"


def _least(review: Review, case: Case, have: int) -> int:
    """How many the majority rests on in the part where it is the smallest."""
    counts = [have]
    if case.split:
        shapes = [len(case.of(reader)) for reader in review.readers]
        counts.append(shapes.count(len(review.draft(case).results)))
    for cluster in () if case.split else case.clusters:
        parts = (*(role.key for role in review.sense.scheme.roles), *review.sense.keys)
        for part in parts:
            said = votes(cluster, part, review.sense)
            if said.won and said.winner is not None:
                counts.append(len(said.values[0][1]))
    return min(counts)
