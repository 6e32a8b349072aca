"""Deciding a case: a version, the majority, one part from somebody, other boundaries, parts or whole, nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.core.claim import Claim
from annotator.core.command import Call, Outcome, command, refuse, say
from annotator.core.commands.mark import merge, split
from annotator.core.commands.review.cases import onward
from annotator.core.commands.review.focus import NO_CASE, decide, focus_of, kept, missing, put_in, taken_up, worked
from annotator.core.edit import label_of
from annotator.core.review.case import Case
from annotator.core.review.majority import (
    EXISTS,
    INTERSECTION,
    MAJORITY,
    SPLIT,
    UNION,
    copied,
    parts_of,
    votes,
    whole,
    with_pieces,
)
from annotator.core.review.recipe import fits, joined
from annotator.core.review.review import OPEN, STALE, WAITING, Review
from annotator.core.review.settle import confirmed
from annotator.core.span import Pieces
from annotator.core.state import State


def take_version(state: State, call: Call, reader: str) -> State:
    """The state in which a reader's version is gold, whole."""
    found = focus_of(state)
    if found is None:
        return refuse(state, NO_CASE)
    review, case = found
    claims = case.of(reader)
    number = review.readers.index(reader) + 1
    if not claims:
        return refuse(state, f"Version {number} has no such claim; d says that there is none.")
    results = kept(state, case, [whole(claim, review.sense) for claim in claims])
    sources = dict.fromkeys((part for part in parts_of(review.sense)), reader)
    after = decide(state, call, case, "take", results, sources)
    return say(after, f"Gold is version {number}{missing(after)}")


def take_part(state: State, call: Call, part: str, reader: str) -> State:
    """The state in which one part of gold is a reader's."""
    found = focus_of(state)
    if found is None:
        return refuse(state, NO_CASE)
    review, case = found
    number, label = review.readers.index(reader) + 1, label_of(part, state.scheme)
    if not case.of(reader):
        return refuse(state, f"Version {number} has no such claim.")
    gold, results, sources = worked(state, case)
    other = review.counterpart(case, reader, gold) if gold else None
    if gold is None or other is None:
        return refuse(state, "S keeps the parts, M keeps the whole; then its parts can be changed.")
    made = copied(gold, other, part, state.scheme)
    after = decide(state, call, case, "compose", put_in(results, made), {**sources, part: reader})
    after = replace(after, active=made.id if made.id in {each.id for each in after.claims} else after.active)
    return say(taken_up(after, part), f"{label.capitalize()} of version {number}{missing(after)}")


def _digits() -> None:
    for number in range(1, 10):

        @command(
            f"version-{number}",
            str(number),
            f"Take version {number}; after a part or a leader, only that part of it.",
            group="Review",
            arg=str(number),
            screen="review",
        )
        def take(state: State, call: Call) -> State:
            return _numbered(state, call, state.hand, int(call.arg))


def _numbered(state: State, call: Call, part: str, number: int) -> State:
    found = focus_of(state)
    if found is None:
        return refuse(state, NO_CASE)
    if number > len(found[0].readers):
        return refuse(state, f"There are {len(found[0].readers)} versions.")
    reader = found[0].readers[number - 1]
    return take_part(state, call, part, reader) if part else take_version(state, call, reader)


_digits()


@command("version-part", "", "Take one part from a version.", group="Review", screen="review", needs="a field")
def version_part(state: State, call: Call) -> State:
    """The argument is `part=number`."""
    part, _, number = call.arg.partition("=")
    return _numbered(state, call, part, int(number))


@command(
    "majority",
    "enter",
    "Take the majority where there is one, and go to what is open next.",
    group="Review",
    screen="review",
)
def majority(state: State, call: Call) -> Outcome:
    """Refuses, and names the open parts, when there is none. What is decided is confirmed and left."""
    found = focus_of(state)
    if found is None:
        return onward(state, 1)
    review, case = found
    results, status, old = review.results(case), review.status(case), review.decision(case)
    # What was put off has been decided by nobody: when its claims change, it is open.
    undecided = status == OPEN or (status == STALE and old is not None and old.action == "defer")
    if results or not undecided:
        unsettled = review.unsettled(case)
        if unsettled:
            return refuse(state, f"Still open: {_counted(review, case, unsettled, state)}.")
        if status in WAITING and old is not None:
            # Looked at and found right as it stands: on fresh grounds, and by a person.
            state = decide(state, call, case, *confirmed(review, case, old))
        return onward(state, 1)
    draft = review.draft(case)
    if draft.open:
        return refuse(state, _no_majority(review, case, draft.open, state))
    sources = dict.fromkeys(parts_of(review.sense), MAJORITY)
    return onward(decide(state, call, case, "majority", draft.results, sources if draft.results else {}), 1)


def _no_majority(review: Review, case: Case, parts: Sequence[str], state: State) -> str:
    """What is open and why, in one sentence."""
    if EXISTS in parts:
        have = sum(1 for reader in review.readers if case.of(reader))
        return f"No majority: {have} of {len(review.readers)} marked it. A digit keeps it, d says there is none."
    if SPLIT in parts:
        return "No majority: one claim or several? S keeps the parts, M the whole, a digit a version."
    return f"No majority: {_counted(review, case, parts, state)}."


def _counted(review: Review, case: Case, parts: Sequence[str], state: State) -> str:
    """Parts in a sentence, each with how many say what."""
    words = []
    for part in parts if len(case.clusters) == 1 else ():
        counts = [
            str(len(who)) for value, who in votes(case.clusters[0], part, review.sense).values if value is not None
        ]
        words.append(label_of(part, state.scheme) + (f" ({' : '.join(counts)})" if len(counts) > 1 else ""))
    return ", ".join(words or [label_of(part, state.scheme) for part in parts])


@command("reject", "d", "There is no such claim.", group="Review", hint="no claim", screen="review")
def reject(state: State, call: Call) -> State:
    """Nobody is right. Of several gold claims of a case, the active one goes."""
    found = focus_of(state)
    if found is None:
        return refuse(state, NO_CASE)
    review, case = found
    results = review.results(case)
    old = review.decision(case)
    rest = [review.kept(claim) for claim in results if claim.id != state.active] if len(results) > 1 else []
    if rest:
        after = decide(state, call, case, "edit", rest, dict(old.sources) if old else {})
        return say(after, "This gold claim is gone; the other stays.")
    if not case.clusters and not review.outside(case) and old is not None and not old.inputs:
        after = decide(state, call, case, "reject", (), {})
        return say(after, "What was added is gone.")
    return say(decide(state, call, case, "reject", (), {}), "Gold: no such claim. Enter goes on.")


@command(
    "alternative-part",
    "x",
    "Show the next alternative for the part in hand: versions, all, common.",
    group="Review",
    hint="other",
    screen="review",
)
def alternative(state: State, call: Call) -> State:
    """Each distinct version of a role, then their union and intersection; of the content when nothing is in hand."""
    found = focus_of(state)
    if found is None:
        return refuse(state, NO_CASE)
    review, case = found
    gold, results, sources = worked(state, case)
    role = state.scheme.role(state.hand) or state.scheme.primary
    label = label_of(role.key, state.scheme)
    if gold is None or not case.clusters:
        return refuse(state, f"There is no other {label}: select its words, or trim it.")
    offers = _offers(review, case, gold, role.key)
    if len(offers) < 2:
        return refuse(state, f"All have the same {label}: select other words, or trim it.")
    now = gold.pieces(role.key)
    at = next((index for index, (_, parts) in enumerate(offers) if parts == now), -1)
    source, parts = offers[(at + 1) % len(offers)]
    made = with_pieces(gold, role.key, parts)
    after = decide(state, call, case, "compose", put_in(results, made), {**sources, role.key: source})
    after = taken_up(replace(after, active=made.id), role.key)
    if not parts:
        after = replace(after, hand=role.key)
    name = source if source in (UNION, INTERSECTION) else f"version {review.readers.index(source) + 1}"
    return say(after, f"{label.capitalize()}: {name} ({(at + 1) % len(offers) + 1} of {len(offers)}).")


def _offers(review: Review, case: Case, gold: Claim, role: str) -> list[tuple[str, Pieces]]:
    """(where it is from, the pieces), each distinct once: of each reader what the gold claim is compared with."""
    own = {reader: claim for reader in review.readers if (claim := review.counterpart(case, reader, gold))}
    found: dict[Pieces, str] = {}
    for reader, claim in own.items():
        found.setdefault(claim.pieces(role), reader)
    for how in (UNION, INTERSECTION):
        parts = joined([claim.pieces(role) for claim in own.values()], how)
        if fits(parts, role, review.sense.scheme):
            found.setdefault(parts, how)
    return [(source, parts) for parts, source in found.items()]


@command(
    "keep-parts",
    "S",
    "Keep the parts: several claims where another has one; else split the gold claim.",
    group="Review",
    screen="review",
)
def keep_parts(state: State, call: Call) -> Outcome:
    """The first version with most claims here."""
    return _shape(state, call, parts=True)


@command(
    "keep-whole",
    "M",
    "Keep the whole: one claim where another has several; else merge the gold claims here.",
    group="Review",
    screen="review",
)
def keep_whole(state: State, call: Call) -> Outcome:
    """The first version with fewest claims here: mostly one."""
    return _shape(state, call, parts=False)


def _shape(state: State, call: Call, *, parts: bool) -> Outcome:
    found = focus_of(state)
    if found is None:
        return refuse(state, NO_CASE)
    review, case = found
    if not case.split:
        return split(state, call) if parts else merge(state, call)
    having = {reader: n for reader in review.readers if (n := len(case.of(reader)))}
    wanted = (max if parts else min)(having.values())
    if len(set(having.values())) == 1:
        return refuse(state, "Who marked it has as many claims as the others: take a version by its digit.")
    reader = next(reader for reader, n in having.items() if n == wanted)
    results = kept(state, case, [whole(claim, review.sense) for claim in case.of(reader)])
    after = decide(state, call, case, "compose", results, dict.fromkeys(parts_of(review.sense), reader))
    number = review.readers.index(reader) + 1
    what = "the whole" if len(results) == 1 else f"{len(results)} parts"
    return say(
        after, f"Gold keeps {what}, as version {number} has {'it' if len(results) == 1 else 'them'}{missing(after)}"
    )
