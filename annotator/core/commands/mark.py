"""Marking: the selection becomes a part of a claim; a stored part is taken up again; pieces, splits, merges."""

from __future__ import annotations

from dataclasses import replace

from annotator.core import textobject
from annotator.core.claim import Claim, Link
from annotator.core.command import Call, command, refuse, say
from annotator.core.commands.take import chosen, highlight, in_hand, shown, taken
from annotator.core.edit import absorbed, fresh, headlined, label_of, prefilled, unlinked, with_role
from annotator.core.proposal.ghost import further
from annotator.core.scheme import Role, open_parts
from annotator.core.span import Span, difference, hull, pieces
from annotator.core.state import Selection, State, everything


def here(state: State) -> tuple[Claim, ...]:
    """The claims with a part under the cursor or the selection, in order."""
    span = state.selection.span
    spot = Span(span.start, max(span.end, span.start + 1))
    return tuple(
        claim for claim in state.claims if any(part.overlaps(spot) for role in claim.spans.values() for part in role)
    )


BLANK = "Only blanks are selected."
ONE_PIECE = "The scheme allows one piece of {} only."


def trimmed(state: State, call: Call, role: Role, span: Span) -> Span | None:
    """The words to store: what an object has selected is tidied by the span rules; a selection by hand is exact. None
    where nothing is left."""
    if role.primary and state.selection.unit:
        tidy = textobject.tidy(call.segments, span)
        return tidy if tidy.length > 0 else None
    words = state.article.text[span.start : span.end]
    start = span.end - len(words.lstrip())
    end = span.start + len(words.rstrip())
    return Span(start, end) if start < end else None


def begins(state: State, role: Role, span: Span) -> bool:
    """Whether marking these words as this role begins a new claim instead of changing the active one.

    It does when no claim is active; when its content is elsewhere already; and, for any other role that is marked
    elsewhere, when the active claim lacks nothing any more. So nothing that is complete is ever overwritten unseen.
    """
    claim = state.current
    if claim is None:
        return True
    have = claim.pieces(role.key)
    if not have or any(part.overlaps(span) for part in have):
        return False
    return role.primary or not open_parts(claim, state.scheme)


def mark(state: State, call: Call, role: Role) -> State:
    """Mark the selected words as a role or, with nothing selected, take that part of the active claim up."""
    span = chosen(state)
    if span is None:
        return highlight(state, role) if state.ghost else take_up(state, role)
    span = trimmed(state, call, role, span)
    if span is None:
        return refuse(state, BLANK)
    ghost = state.ghost is not None
    state = taken(state, call) if ghost else state
    new = not ghost and begins(state, role, span)
    claim = fresh(state, call) if new else state.current or fresh(state, call)
    had = bool(claim.pieces(state.scheme.primary.key))
    claim = prefilled(with_role(claim, role.key, (span,)), state.scheme, call.segments)
    claim = claim if had else headlined(claim, state)
    after = replace(state.with_claim(claim), active=claim.id)
    after = in_hand(after, role.key, span)
    number = after.numbers[claim.id]
    return say(after, f"{'New claim' if new else 'Claim'} {number}: {role.label.lower()} marked.")


def take_up(state: State, role: Role) -> State:
    """Take up a part of the active claim (or of the only one here); again: its next piece."""
    claim = state.current or next(iter(here(state)), None)
    if state.review is not None and state.review.at and state.current is None:
        return say(
            replace(state, hand=role.key, held=None), f"{role.label}: a digit takes a version's, x the next one."
        )
    if claim is None:
        return refuse(state, f"Select the words of the {role.label.lower()} first.")
    parts = claim.pieces(role.key)
    number = state.numbers.get(claim.id, 0)
    if not parts and state.review is not None:
        return say(replace(state, hand=role.key, held=None), f"No {role.label.lower()}: a digit takes a version's.")
    if not parts:
        return refuse(state, f"Claim {number} has no {role.label.lower()} yet: select its words first.")
    index = 0
    if state.hand == role.key and state.held in parts:
        index = (parts.index(state.held) + 1) % len(parts)
    count = f" (piece {index + 1} of {len(parts)})" if len(parts) > 1 else ""
    after = in_hand(replace(state, active=claim.id), role.key, parts[index])
    return say(after, f"Claim {number}: {role.label.lower()} in hand{count}.")


def _marks(name: str, key: str, index: int, what: str) -> None:
    """One command for each of the first three roles of the scheme."""

    @command(name, key, what, group="Mark")
    def run(state: State, call: Call) -> State:
        if index >= len(state.scheme.roles):
            return refuse(state, f"This scheme has {len(state.scheme.roles)} roles.")
        return mark(state, call, state.scheme.roles[index])


_marks("mark-first", "c", 0, "Mark the scheme's first role (content), or take it up again.")
_marks("mark-second", "a", 1, "Mark the scheme's second role (source: the attributed speaker's words), or take it up.")
_marks("mark-third", "v", 2, "Mark the scheme's third role (cue), or take it up again.")


@command("mark-role", "", "Mark another role of the scheme, or take it up again.", group="Mark", needs="a role")
def mark_role(state: State, call: Call) -> State:
    """Reached through the leader of the other fields."""
    role = state.scheme.role(call.arg)
    return mark(state, call, role) if role else refuse(state, f"This scheme has no role {call.arg}.")


@command("add-piece", "+", "Add the selected words to the active claim as a further piece.", group="Mark", hint="piece")
def add_piece(state: State, call: Call) -> State:
    """A quotation broken by its cue is one claim with two pieces."""
    claim, span, role = state.current, chosen(state), state.scheme.primary
    if claim is None:
        return refuse(state, "No claim is active: Tab chooses one, c begins one.")
    if span is None:
        return refuse(state, "Select the words of the further piece first.")
    if not role.pieces:
        return refuse(state, ONE_PIECE.format(role.label.lower()))
    span = trimmed(state, call, role, span)
    if span is None:
        return refuse(state, BLANK)
    parts = pieces((*claim.pieces(role.key), span))
    claim = prefilled(with_role(claim, role.key, parts), state.scheme, call.segments)
    held = next((part for part in parts if part.contains(span.start)), parts[0])
    after = in_hand(state.with_claim(claim), role.key, held)
    return say(after, f"Claim {after.numbers[claim.id]}: {len(parts)} piece{'s' if len(parts) > 1 else ''}.")


@command("remove-piece", "-", "Take the piece in hand, or under the cursor, off the active claim.", group="Mark")
def remove_piece(state: State, call: Call) -> State:
    """The last piece of a required role stays: deleting the claim is `d`."""
    claim = state.current
    if claim is None:
        return refuse(state, "No claim is active: Tab chooses one.")
    spot = state.selection.span
    spot = Span(spot.start, max(spot.end, spot.start + 1))
    keys = [state.hand] if state.hand else [role.key for role in state.scheme.roles]
    for key in keys:
        parts = claim.pieces(key)
        gone = state.held if state.hand else next((part for part in parts if part.overlaps(spot)), None)
        if gone is None or gone not in parts:
            continue
        role = state.scheme.role(key)
        if len(parts) == 1 and role is not None and role.required:
            return refuse(state, f"It is the only piece of the {role.label.lower()}: d deletes the claim.")
        claim = prefilled(with_role(claim, key, difference(parts, (gone,))), state.scheme, call.segments)
        after = replace(state.with_claim(claim), hand="", held=None, selection=Selection(gone.start, gone.start))
        return say(after, f"Claim {after.numbers[claim.id]}: a piece of the {label_of(key, state.scheme)} is gone.")
    return refuse(state, "No piece of the active claim is under the cursor.")


@command(
    "new-claim", "C", "Begin a claim with the active one's source, cue and speaker.", group="Mark", hint="same cue"
)
def new_claim(state: State, call: Call) -> State:
    """A second claim on the same cue; the selection, if there is one, becomes its content."""
    base = state.current or state.claim(state.recent)
    if base is None:
        return refuse(state, "No claim is active whose source and cue could be taken.")
    primary = state.scheme.primary
    ghost = further(state, base, call.guide) if chosen(state) is None and call.guide else None
    if ghost is not None:
        return shown(state, ghost)
    claim = replace(
        fresh(state, call),
        spans={key: parts for key, parts in base.spans.items() if key != primary.key},
        speakers=base.speakers,
        attribution=base.attribution,
    )
    chose = chosen(state)
    span = trimmed(state, call, primary, chose) if chose else None
    if chose and span is None:
        return refuse(state, BLANK)
    if span is not None:
        claim = with_role(claim, primary.key, (span,))
    claim = prefilled(claim, state.scheme, call.segments)
    after = replace(state.with_claim(claim), active=claim.id, hand="", held=None)
    if span is None:
        mine = everything(claim, state.scheme)
        if not mine and not claim.speakers:
            return refuse(state, "The active claim has neither source nor cue nor speaker to take over.")
        return say(after, f"New claim {after.numbers[claim.id]} on the same cue: select its content, then c.")
    return say(in_hand(after, primary.key, span), f"New claim {after.numbers[claim.id]} on the same cue.")


@command("reply-claim", "R", "Begin another speaker's claim on the same content.", group="Mark", hint="same content")
def reply_claim(state: State, call: Call) -> State:
    """Two speakers on one proposition are two claims on the same words, linked `responds_to`."""
    base = state.current
    if base is None:
        return refuse(state, "No claim is active whose content could be taken.")
    primary = state.scheme.primary
    if not base.pieces(primary.key):
        return refuse(state, f"The active claim has no {primary.label.lower()} yet.")
    link = state.scheme.links[:1]
    claim = replace(
        fresh(state, call),
        spans={primary.key: base.pieces(primary.key)},
        links=tuple(Link(kind, base.id) for kind in link),
    )
    claim = prefilled(claim, state.scheme, call.segments)
    after = replace(state.with_claim(claim), active=claim.id, hand="", held=None)
    after = replace(after, selection=Selection(after.selection.head, after.selection.head))
    return say(after, f"New claim {after.numbers[claim.id]} on the same words: who says it?")


@command("split", "S", "Split the active claim: each piece becomes a claim of its own.", group="Mark", screen="label")
def split(state: State, call: Call) -> State:
    """The first piece keeps the claim; the others get copies of everything else."""
    claim, role = state.current, state.scheme.primary
    parts = claim.pieces(role.key) if claim else ()
    if claim is None or len(parts) < 2:
        return refuse(state, "Only a claim with several pieces can be split.")
    after = state.with_claim(prefilled(with_role(claim, role.key, parts[:1]), state.scheme, call.segments))
    for part in parts[1:]:
        twin = replace(claim, id=call.new_id(), created=call.now, seconds=0.0, derived_from=(claim.id,))
        after = after.with_claim(prefilled(with_role(twin, role.key, (part,)), state.scheme, call.segments))
    after = in_hand(after, role.key, parts[0])
    return say(after, f"{len(parts)} claims from one.")


@command("merge", "M", "Merge the active claim with the others here into one.", group="Mark", screen="label")
def merge(state: State, call: Call) -> State:
    """The pieces and links of all; all else from the active claim, and what is open there from the others. Links to the
    others lead to it."""
    claim, role = state.current, state.scheme.primary
    if claim is None:
        return refuse(state, "No claim is active: Tab chooses the one that stays.")
    around = Span(*hull(claim.pieces(role.key))) if claim.pieces(role.key) and chosen(state) is None else None
    spot = around or state.selection.span
    others = [
        other
        for other in state.claims
        if other.id != claim.id and any(part.overlaps(spot) for part in other.pieces(role.key))
    ]
    if not others:
        return refuse(state, "Nothing to merge: select words that reach into the other claim, then M.")
    parts = pieces(part for each in (claim, *others) for part in each.pieces(role.key))
    if len(parts) > 1 and not role.pieces:
        return refuse(state, ONE_PIECE.format(role.label.lower()))
    claim = absorbed(claim, others, state.scheme)
    after = state
    for other in others:
        after = unlinked(after, other.id, claim.id).without_claim(other.id)
    claim = prefilled(with_role(claim, role.key, parts), state.scheme, call.segments)
    after = in_hand(replace(after.with_claim(claim), active=claim.id), role.key, parts[0])
    return say(after, f"Claim {after.numbers[claim.id]} has taken in {len(others)} more.")
