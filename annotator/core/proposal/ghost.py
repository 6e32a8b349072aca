"""The ghost: a proposal as the claim that it would become."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from annotator.core.claim import Claim, Link
from annotator.core.edit import headlined, prefilled, with_field, with_role
from annotator.core.proposal.dim import dim
from annotator.core.proposal.guide import Guide, Passes
from annotator.core.proposal.proposal import Proposal
from annotator.core.scheme import Role, Scheme, cue_role, source_role
from annotator.core.span import Pieces, difference, intersection, pieces
from annotator.core.state import Dim, Ghost, State
from annotator.core.text.segment import Segments

ID = "?"
"""The id under which the ghost is drawn; no claim has it."""


def alternatives(proposal: Proposal, role: Role) -> tuple[Pieces, ...]:
    """What a proposal offers for a role, best first."""
    if role.primary:
        return proposal.contents
    if role.speaker:
        return proposal.sources
    return (proposal.cue,) if role.cue and proposal.cue else ()


def content_of(ghost: Ghost) -> Pieces:
    """The content that is chosen now."""
    return ghost.proposal.contents[ghost.content]


def claim_of(state: State, ghost: Ghost, segments: Segments) -> Claim:
    """The claim that the ghost would become, with the id of ghosts and no times."""
    scheme, proposal = state.scheme, ghost.proposal
    claim = Claim(ID, state.article.id, state.annotator, state.round)
    base = state.claim(ghost.base) if ghost.base else None
    for key, parts in proposal.roles.items():
        if scheme.role(key):
            claim = with_role(claim, key, parts, "proposed")
    source, cue = source_role(scheme), cue_role(scheme)
    if source and proposal.sources:
        claim = with_role(claim, source.key, proposal.sources[ghost.source], "proposed")
    if cue:
        claim = with_role(claim, cue.key, proposal.cue, "proposed")
    if base is not None:
        spans = {key: parts for key, parts in base.spans.items() if key != scheme.primary.key}
        claim = replace(claim, spans=spans, speakers=base.speakers, attribution=base.attribution, origin={})
    claim = with_role(claim, scheme.primary.key, content_of(ghost), "proposed")
    for key, value in proposal.fields.items():
        field = scheme.field_of(key)
        if field is not None and field.default == "quotation":
            claim = with_field(claim, key, value, "proposed")
    if scheme.links:
        twin = twin_of(state, content_of(ghost))
        if twin is not None and ghost.base != twin.id:
            claim = replace(
                claim, links=(Link(scheme.links[0], twin.id),), origin={**claim.origin, "links": "proposed"}
            )
    return headlined(prefilled(claim, scheme, segments), state)


def drawn(state: State, segments: Segments) -> State:
    """The state as it is drawn: the ghost stands among the claims, under an id of its own, and is the active one."""
    if state.ghost is None:
        return state
    return replace(state.with_claim(claim_of(state, state.ghost, segments)), active=ID, digits=state.digits)


def twin_of(state: State, content: Pieces) -> Claim | None:
    """The first claim on exactly these words: another speaker's answer to it is linked."""
    return next((each for each in state.claims if each.pieces(state.scheme.primary.key) == content), None)


def unused(state: State) -> Passes:
    """A test of proposals: whether no claim stands on its words yet, and the annotator has not refused it."""
    cue, primary = cue_role(state.scheme), state.scheme.primary
    cued = [claim for claim in state.claims if cue and claim.pieces(cue.key)]
    cues = pieces(part for claim in cued for part in claim.pieces(cue.key if cue else ""))
    contents = pieces(part for claim in state.claims for part in claim.pieces(primary.key))
    bare = {claim.pieces(primary.key) for claim in state.claims if not (cue and claim.pieces(cue.key))}

    def passes(proposal: Proposal) -> bool:
        if proposal.key in state.refused:
            return False
        if proposal.cue:
            known = not proposal.back and any(each in bare for each in proposal.contents)
            return not known and not touches(cues, proposal.cue)
        return not touches(contents, proposal.contents[0])

    return passes


def touches(parts: Pieces, others: Pieces) -> bool:
    """Whether two sorted lists of pieces share a code point; the first may be long."""
    for other in others:
        at = bisect_right(parts, other.start, key=lambda part: part.end)
        if at < len(parts) and parts[at].start < other.end:
            return True
    return False


def further(state: State, base: Claim, guide: Guide) -> Ghost | None:
    """A ghost for one more claim on the cue of a claim: the best content that none of its cue's claims has yet."""
    cue, primary = cue_role(state.scheme), state.scheme.primary
    if cue is None:
        return None
    proposal = guide.on(base.pieces(cue.key))
    if proposal is None:
        return None
    taken: Pieces = ()
    for claim in state.claims:
        if claim.pieces(cue.key) == base.pieces(cue.key):
            taken = (*taken, *claim.pieces(primary.key))
    rest = [parts for parts in proposal.contents if not any(intersection((each,), parts) for each in taken)]
    rest += [
        left for parts in proposal.contents if (left := difference(parts, taken)) and left not in rest and left != parts
    ]
    rest = [parts for parts in rest if _words(state, parts) > 2]
    if not rest:
        return None
    return Ghost(proposal._replace(contents=tuple(dict.fromkeys(rest)), again=True), base=base.id)


def _words(state: State, parts: Pieces) -> int:
    words = (word for start, end in parts for word in state.article.text[start:end].split())
    return sum(any(char.isalnum() for char in word) for word in words)


def dimmed(state: State, guide: Guide | None) -> Dim:
    """What Enter would give the open parts of the ghost or of the active claim."""
    if guide is None or not state.suggests or (state.ghost is None and state.current is None) or not guide.knows:
        return Dim()
    if state.ghost is not None:
        return dim(state, claim_of(state, state.ghost, guide.segments), state.ghost.proposal, guide.segments)
    claim = state.current
    if claim is None:
        return Dim()
    return dim(state, claim, behind(claim, state.scheme, guide), guide.segments)


def behind(claim: Claim, scheme: Scheme, guide: Guide) -> Proposal | None:
    """The proposal that a claim may come from: the one on its cue, else one without a cue on its content."""
    cue = cue_role(scheme)
    found = guide.on(claim.pieces(cue.key)) if cue else None
    return found or guide.about(claim.pieces(scheme.primary.key))
