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
from annotator.tui.hints import Hint, hint
from annotator.tui.review.sight import Sight

OTHER = "alternative-part"
"""The command that offers what else a part may be."""


def after(state: State, node: Node | None, sight: Sight) -> tuple[Hint, ...]:
    """The hints for what is pending, selected, in hand, or in focus."""
    review = state.review
    elsewhere = hints.elsewhere(state, None)
    back = hint(state, "back", "leave-case")
    if review is None or elsewhere is not None:
        return elsewhere or ()
    versions = _versions(review)
    if state.pending and node is not None:
        of_version = ((versions, "as in that version"),) if "1" in node.next else ()
        return (*node.hints(), *of_version, *back)
    case, span = sight.by_key.get(review.at), chosen(state)
    if case is not None and not case.clusters:
        # Nobody's version leads to it.
        versions = ""
    if span is not None:
        roles = (
            (key, f"{role.label.lower()} {_target(state, case, begins(state, role, span))}")
            for key, role in hints.marks(state)
            if key
        )
        return (*roles, *hint(state, "piece", "add-piece"), *hints.cutting(state), *back)
    if state.hand:
        label = label_of(state.hand, state.scheme)
        other = hint(state, f"other {label}", OTHER)
        reshape = (
            *hint(state, "trim, grow", *hints.TRIM),
            *hint(state, "extend", *hints.EXTEND),
            *hint(state, "other end", "swap-ends"),
        )
        rest = _way_on(state, review, case, sight.status[case.key], versions) if case else []
        rest = [each for each in rest if each[0] != hints.keys(state, OTHER)]
        taken = ((versions, f"{label} of a version"),) if versions else ()
        return (*taken, *rest, *(other if versions else ()), *reshape, *hint(state, "put down", "leave-case"))
    if case is None:
        return (
            *hint(state, "next open" if sight.waiting else "on", "next-case"),
            *hint(state, "next case", "any-case"),
            *hint(state, "show only", "only-kind"),
            *hint(state, "queue", "home"),
            *hint(state, "undo", "undo"),
            *hint(state, "help", "help"),
        )
    return (*_focus(state, review, case, sight.status[case.key], versions), *hint(state, "help", "help"))


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
    return [*(hint(state, enter, "majority") if enter else ()), *_opened(state, review, case, open_, versions)]


def _focus(state: State, review: Review, case: Case, status: str, versions: str) -> tuple[Hint, ...]:
    found = _way_on(state, review, case, status, versions)
    draft = review.draft(case)
    if review.results(case) or status != OPEN:
        found += hint(state, "open again", "defer") if status == DEFERRED else ()
        found += hint(state, "undo", "undo")
        found += [(versions, "take a version")] if versions else []
        found += hint(state, "no such claim", "reject")
        found += hint(state, "all like this", "all-like-this") if status == DECIDED and versions else ()
    else:
        if EXISTS not in draft.open:
            found.append((versions, "take a version"))
            if SPLIT not in draft.open and review.sense.role not in draft.open:
                found += hint(state, f"other {label_of(review.sense.role, state.scheme)}", OTHER)
        found += () if draft.rejects else hint(state, "no such claim", "reject")
        found += hint(state, "defer", "defer")
        found += hint(state, "like the last", "repeat-decision")
        found += hint(state, "pass by", "next-case")
    return (*found, *hint(state, "reason", "reason"), *hint(state, "note", "remark"))


def _opened(state: State, review: Review, case: Case, parts: tuple[str, ...], versions: str) -> list[Hint]:
    """The keys that settle what is open."""
    if EXISTS in parts:
        having = [str(number) for number, reader in enumerate(review.readers, 1) if case.of(reader)]
        return [(" ".join(having), "keep it")]
    if SPLIT in parts:
        return [*hint(state, "keep the parts", "keep-parts"), *hint(state, "keep the whole", "keep-whole")]
    found: list[Hint] = []
    for part in parts:
        role, field, label = state.scheme.role(part), state.scheme.field_of(part), label_of(part, state.scheme)
        if role is not None and role.primary:
            found += hint(state, f"other {label}", OTHER)
        elif role is not None:
            key = hints.role_key(state, state.scheme.roles.index(role))
            found += [(f"{key} {versions}".rstrip(), label)] if key else []
        elif field is not None:
            found.append((f"{field.leader or f'r {field.hotkey}'} {versions}".rstrip(), label))
        elif part == "speakers":
            found += hint(state, label, "registry")
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
