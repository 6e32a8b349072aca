"""Proposals on the screen: the next one, its alternatives, taking it, refusing it for good."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.claim import Claim
from annotator.core.command import Call, command, refuse, say
from annotator.core.commands.claims import complete, delete_claim
from annotator.core.commands.go import next_sentence, previous_sentence
from annotator.core.commands.take import in_hand, lit, pieces_of, shown, taken
from annotator.core.edit import label_of, prefilled, with_field, with_role, with_speakers
from annotator.core.proposal.ghost import alternatives, behind, content_of, unused
from annotator.core.proposal.proposal import QUOTATION, Proposal
from annotator.core.scheme import open_parts
from annotator.core.span import Pieces, hull
from annotator.core.speaker import Speaker, resolve
from annotator.core.state import Dim, Ghost, State

LONGEST = 40
"""Characters of a cue in a sentence."""


def _offset(state: State, step: int) -> int:
    """From where the next proposal is looked for: the one that is shown, or the edge of the selection."""
    if state.ghost is not None:
        return state.ghost.proposal.start
    span = state.selection.span
    if state.selection.empty:
        return span.start - 1 if step > 0 else span.start
    return span.end - 1 if step > 0 else span.start


def _turn(state: State, call: Call, step: int) -> State:
    guide = call.guide
    if guide is None or guide.silence:
        walked = next_sentence(state, call) if step > 0 else previous_sentence(state, call)
        return walked if guide is None or walked.warn else say(walked, guide.silence)
    passes = unused(state)
    offset = _offset(state, step)
    found = guide.after(offset, passes) if step > 0 else guide.before(offset, passes)
    again = ""
    if found is None:
        found = guide.after(-1, passes) if step > 0 else guide.before(len(call.segments.text), passes)
        again = " From the top." if step > 0 else " From the end."
    if found is None:
        left = replace(state, ghost=None, hand="", held=None)
        return refuse(left, "Nothing is left to propose: s z q select by hand, Z says that the article is done.")
    after = shown(state, Ghost(found))
    return say(after, f"{_named(found, state)}{again}")


def _named(proposal: Proposal, state: State) -> str:
    """The proposal in a sentence."""
    text = state.article.text
    if proposal.cue:
        words = " ".join(text[start:end] for start, end in proposal.cue)
        what = f"Cue “{words[:LONGEST]}”."
    else:
        what = "A quotation without a cue." if proposal.kind == QUOTATION else f"Proposed by {proposal.kind}."
    score = f" Score {proposal.score:.2f}." if proposal.score is not None else ""
    return what + score


@command(
    "next-thing",
    "n",
    "Show the next proposal: a cue, then a quotation that nobody has marked.",
    group="Go",
    screen="label",
)
def next_thing(state: State, call: Call) -> State:
    """Without proposals, the next sentence, so that the hand stays the same."""
    return _turn(state, call, 1)


@command("previous-thing", "N", "Show the proposal before.", group="Go", screen="label")
def previous_thing(state: State, call: Call) -> State:
    """Without proposals, the sentence before."""
    return _turn(state, call, -1)


@command(
    "alternative",
    "x",
    "Show the next alternative for the highlighted part.",
    group="Mark",
    hint="other",
    screen="label",
)
def alternative(state: State, call: Call) -> State:
    """For the ghost as for a claim on a cue; after the last one the first comes again."""
    scheme = state.scheme
    role = scheme.role(state.hand) or scheme.primary
    ghost = state.ghost
    if ghost is None:
        return _other(state, call, role.key)
    found = alternatives(ghost.proposal, role)
    if ghost.base and not role.primary:
        found = ()
    label = label_of(role.key, scheme)
    if len(found) < 2:
        return refuse(state, f"There is no other {label}: select its words, or trim it.")
    index = ((ghost.content if role.primary else ghost.source) + 1) % len(found)
    changed = ghost._replace(content=index) if role.primary else ghost._replace(source=index)
    after = replace(state, ghost=changed)
    after = lit(after, role) if pieces_of(after, role) else replace(after, hand=role.key, held=None)
    words = "" if pieces_of(after, role) else ": none"
    return say(after, f"{label.capitalize()} {index + 1} of {len(found)}{words}.")


def _other(state: State, call: Call, key: str) -> State:
    """The next alternative for a part of a stored claim."""
    claim, role = state.current, state.scheme.role(key)
    if claim is None or role is None:
        return refuse(state, "No proposal is shown: n shows the next one.")
    proposal = behind(claim, state.scheme, call.guide) if call.guide else None
    found: tuple[Pieces, ...] = alternatives(proposal, role) if proposal else ()
    label = label_of(key, state.scheme)
    now = claim.pieces(key)
    if not found or found == (now,):
        return refuse(state, f"There is no other {label} to offer: trim it, or select its words.")
    index = (found.index(now) + 1) % len(found) if now in found else 0
    claim = prefilled(with_role(claim, key, found[index], "proposed"), state.scheme, call.segments)
    after = state.with_claim(claim)
    after = in_hand(after, key, found[index][0]) if found[index] else replace(after, hand="", held=None)
    return say(after, f"Claim {after.numbers[claim.id]}: {label} {index + 1} of {len(found)}.")


@command(
    "accept",
    "enter",
    "Take what is dim: the proposal; then the open values, and go on.",
    group="Claims",
    screen="label",
)
def accept(state: State, call: Call) -> State:
    """One step, printed in the hint bar; refuses, and names what is open, when nothing can be taken."""
    if state.ghost is not None:
        return _accepted(state, call)
    claim = state.current
    if claim is None:
        return refuse(state, "No claim is active: n shows the next proposal, or select words, then c.")
    missing = open_parts(claim, state.scheme)
    if missing and state.dim:
        state, claim = filled(state, claim, state.dim)
        missing = open_parts(claim, state.scheme)
    number = state.numbers.get(claim.id, 0)
    if missing:
        words = ", ".join(label_of(part, state.scheme) for part in missing)
        return refuse(state, f"Claim {number} still needs: {words}.")
    return complete(state, claim)


def _accepted(state: State, call: Call) -> State:
    """The ghost becomes a claim, with its content in hand for trimming."""
    after = taken(state, call)
    claim = after.current
    if claim is None:
        return after
    parts = claim.pieces(state.scheme.primary.key)
    after = in_hand(after, state.scheme.primary.key, parts[0]) if parts else after
    return say(after, f"New claim {after.numbers[claim.id]}.")


def filled(state: State, claim: Claim, dim: Dim) -> tuple[State, Claim]:
    """The state and the claim with every open part that the dim values give; speakers that are new are registered."""
    if dim.speakers and not claim.speakers:
        registry = {**state.speakers, **{each.id: each for each in dim.new}}
        state = replace(state, speakers=registry) if dim.new else state
        claim = with_speakers(claim, dim.speakers, "default")
        if dim.attribution:
            claim = replace(claim, attribution=dim.attribution, origin={**claim.origin, "attribution": "default"})
    for key, value in dim.fields.items():
        if key not in claim.fields:
            claim = with_field(claim, key, value, "default")
    return state.with_claim(claim), claim


@command(
    "delete",
    "d",
    "No such claim: refuse the proposal for good, or delete the active claim.",
    group="Claims",
    screen="label",
)
def delete(state: State, call: Call) -> State:
    """A refusal is kept as an example of what is no claim; undo takes it back."""
    ghost = state.ghost
    if ghost is None:
        return delete_claim(state, call)
    from annotator.core.records.assignment import Refusal

    proposal = ghost.proposal
    if proposal.again:
        return say(replace(state, ghost=None, hand="", held=None), "No further claim on this cue.")
    span = hull(proposal.cue) if proposal.cue else hull(content_of(ghost))
    refusal = Refusal(
        article=state.article.id,
        annotator=state.annotator,
        id=proposal.key,
        round=state.round,
        cue=span,
        text=state.article.text[span.start : span.end],
        offered=proposal.kind,
    )
    after = replace(state, refused={**state.refused, proposal.key: refusal}, ghost=None, hand="", held=None)
    return say(after, "Refused for good: it is not proposed again; u takes that back.")


def offer(state: State) -> str:
    """What Enter does now, in a few words for the hint bar; empty when it takes nothing."""
    if state.ghost is not None:
        return "take this claim"
    claim = state.current
    if claim is None:
        return ""
    words = list(dim_words(state, state.dim))
    still = [part for part in open_parts(claim, state.scheme) if not gives(state.dim, part)]
    if still:
        return f"take {', '.join(words)}" if words else ""
    return f"take {', '.join(words)}, go on" if words else "go on"


def gives(dim: Dim, part: str) -> bool:
    """Whether the dim values have something for a part."""
    return bool(dim.speakers) if part == "speakers" else part in dim.fields


def dim_words(state: State, dim: Dim, part: str = "") -> tuple[str, ...]:
    """The dim values in words, or those of one part; a guessed speaker with a question mark, a new one with a plus."""
    registry: dict[str, Speaker] = {**state.speakers, **{each.id: each for each in dim.new}}
    words = []
    for id in dim.speakers if part in ("", "speakers") else ():
        mark = "?" if dim.question else ""
        plus = "+" if any(each.id == id for each in dim.new) else ""
        # Those who tell it stand before the speaker.
        tellers = "".join(f"{resolve(link[0], registry).name} › " for link in dim.attribution[:-1])
        words.append(f"{tellers}{plus}{resolve(id, registry).name}{mark}")
    for key, value in dim.fields.items():
        if part not in ("", key):
            continue
        field = state.scheme.field_of(key)
        found = field.value(value) if field and isinstance(value, str) else None
        words.append((found.label or found.key).lower() if found else str(value))
    return tuple(words)
