"""Dim values: what the open parts of a claim most likely are, from its cue, its source, and the claims before it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

import regex

from annotator.core import naming
from annotator.core.claim import Claim, FieldValue
from annotator.core.proposal.mention import Meant, meant
from annotator.core.proposal.proposal import Proposal
from annotator.core.scheme import CUE, PREFILLS, SOURCE, Scheme, source_role
from annotator.core.speaker import AUTHOR, BUILT_IN, UNKNOWN, Speaker, resolve
from annotator.core.state import Dim, State, everything
from annotator.core.text.pattern import lazy
from annotator.core.text.segment import Segments

NEAR = 60
"""Claims before this one that are looked at."""
_HEDGED = lazy(r"\b(?:may|might|probably|perhaps|possibly|likely|maybe|appears?|seems?|could)\b", regex.IGNORECASE)
_THINKS = lazy(r"\bI (?:think|believe|guess|suppose|hope)\b|\bwe (?:think|believe|hope)\b", regex.IGNORECASE)
_BASIS = lazy(
    r"\b(?:report|study|survey|audit|figures|data|tables?|documents?|minutes|analysis|research|statistics|records|census"
    r"|poll|review|test|tests|measurements?|letter|paper)\b",
    regex.IGNORECASE,
)


def dim(state: State, claim: Claim, proposal: Proposal | None, segments: Segments) -> Dim:
    """What Enter would give the open parts of a claim; `proposal` is the one that stands on its cue, if any."""
    scheme = state.scheme
    speakers, question = claim.speakers, False
    new: tuple[Speaker, ...] = ()
    chain: tuple[tuple[str, ...], ...] = ()
    if scheme.speakers and not claim.speakers and (said := _suggested(state, proposal)):
        speakers = said
    elif scheme.speakers and not claim.speakers:
        who, tellers = _speakers(state, claim, proposal, segments)
        if who.id:
            speakers, question = (who.id,), who.question
            new = tuple(each.new for each in (*tellers, who) if each.new)
            # The outermost comes first; without a teller there is no chain.
            chain = (*((each.id,) for each in tellers), speakers) if tellers and state.scheme.attribution else ()
    fields: dict[str, FieldValue] = {}
    registry = {**state.speakers, **{each.id: each for each in new}}
    for field in scheme.fields:
        if field.key in claim.fields or not (field.required or (proposal and field.key in proposal.fields)):
            continue
        value = _value(state, claim, proposal, field.default, field.key, speakers, registry)
        if value is not None and (not isinstance(value, str) or field.value(value) or field.type == "text"):
            fields[field.key] = value
    return Dim(() if claim.speakers else speakers, new, chain, question, fields)


def _value(
    state: State,
    claim: Claim,
    proposal: Proposal | None,
    default: str,
    key: str,
    speakers: tuple[str, ...],
    registry: Mapping[str, Speaker],
) -> FieldValue | None:
    if proposal is not None and key in proposal.fields:
        return proposal.fields[key]
    if default == CUE:
        suggested = _stance(state, claim, proposal)
        if suggested and suggested != "asserts":
            return suggested
        return _sticky(state, key) or suggested or None
    if key in state.sticky:
        return _sticky(state, key)
    if default == SOURCE:
        return _evidence(state, claim, speakers, registry)
    return default if default and default not in PREFILLS else None


def _sticky(state: State, key: str) -> FieldValue | None:
    """The value that the claim marked last has in a field, if the project wants it offered."""
    if key not in state.sticky or not state.claims:
        return None
    last = max(state.claims, key=lambda claim: (claim.created, claim.id))
    return last.fields.get(key)


def _stance(state: State, claim: Claim, proposal: Proposal | None) -> str:
    """What the cue suggests, firm unless the words themselves are not."""
    text = state.article.text
    words = " ".join(text[start:end] for start, end in claim.pieces(state.scheme.primary.key))
    base = proposal.stance if proposal is not None and proposal.stance else "asserts"
    if base == "asserts" and (_THINKS.search(words) or (_HEDGED.search(words) and not _quoted(claim))):
        return "hedges"
    return base


def _quoted(claim: Claim) -> bool:
    return any(value == "direct" for value in claim.fields.values() if isinstance(value, str))


def _evidence(
    state: State, claim: Claim, speakers: tuple[str, ...], registry: Mapping[str, Speaker]
) -> FieldValue | None:
    """What a speaker of this kind usually is: a crowd gives none, nobody traceable hearsay, a document a basis."""
    if not speakers:
        return None
    if speakers[0] == AUTHOR:
        return "none"
    if speakers[0] == UNKNOWN:
        return "hearsay"
    words = words_of(state, claim)
    if resolve(speakers[0], registry).type == "group":
        return "none"
    return "supported" if _BASIS.search(words) else "attributed"


def words_of(state: State, claim: Claim) -> str:
    """The words of the claim's source."""
    role = source_role(state.scheme)
    parts = claim.pieces(role.key) if role else ()
    return " ".join(state.article.text[start:end] for start, end in parts)


def _suggested(state: State, proposal: Proposal | None) -> tuple[str, ...]:
    """The speakers that a model or a plug-in suggests; nobody when one of them is not known."""
    said = proposal.speakers if proposal is not None else ()
    return said if all(id in state.speakers or id in BUILT_IN for id in said) else ()


def beside(state: State, claim: Claim) -> frozenset[str]:
    """Ids of those who answer for a claim that this one is linked with, either way: nobody responds to herself."""
    to = {link.target for link in claim.links}
    near = (other for other in state.claims if other.id in to or any(link.target == claim.id for link in other.links))
    return frozenset(resolve(id, state.speakers).id for other in near for id in other.speakers)


def foremost(state: State, words: str, ids: Sequence[str]) -> tuple[str, ...]:
    """The speakers that are offered for `words`, the likeliest first: who stands dim, then whoever the words name.
    Where they name nobody, those of this claim and of its partners come last."""
    claim, guess = state.current, state.dim.speakers[:1]
    there = beside(state, claim) | {resolve(id, state.speakers).id for id in claim.speakers} if claim else frozenset()
    last = frozenset() if naming.usable(words) else there - set(guess)
    return tuple(sorted(ids, key=lambda id: 0 if id in guess else 2 if id in last else 1))


def _speakers(
    state: State, claim: Claim, proposal: Proposal | None, segments: Segments
) -> tuple[Meant, tuple[Meant, ...]]:
    """Who answers for the claim, and through whom the article has it."""
    words = words_of(state, claim)
    before = _before(state, claim)
    role = source_role(state.scheme)
    parts = claim.pieces(role.key) if role else ()
    if words:
        opens = segments.sentence(parts[0].start).start == parts[0].start
        who = meant(words, state.speakers, before, opens=opens)
        return who, _chain(state, proposal, who, before)
    return _unnamed(state, claim, segments), ()


def _chain(state: State, proposal: Proposal | None, who: Meant, before: list[str]) -> tuple[Meant, ...]:
    """Those who tell it, for a cue inside a quotation, outermost first; nobody when one of them is not known."""
    if proposal is None or not proposal.outer or not who.id:
        return ()
    text = state.article.text
    registry = {**state.speakers, **({who.new.id: who.new} if who.new else {})}
    tellers = tuple(
        meant(" ".join(text[start:end] for start, end in parts), registry, before) for parts in proposal.outer
    )
    return tellers if all(each.id and each.id != who.id for each in tellers) else ()


def _earlier(state: State, start: int) -> tuple[Claim, ...]:
    """The claims that begin at or before an offset, the nearest few, in order."""
    scheme = state.scheme
    at = bisect_right(state.claims, start, key=lambda claim: _start(scheme, claim))
    return state.claims[max(0, at - NEAR) : at]


def _before(state: State, claim: Claim) -> list[str]:
    """Who spoke before this claim, in reading order, the latest last."""
    near = _earlier(state, _start(state.scheme, claim))
    return [id for other in near if other.id != claim.id for id in other.speakers if id != AUTHOR]


def _start(scheme: Scheme, claim: Claim) -> int:
    parts = everything(claim, scheme)
    return parts[0].start if parts else 1 << 60


def _unnamed(state: State, claim: Claim, segments: Segments) -> Meant:
    """Without a source: inside quotation marks whoever spoke last in the paragraph, else the article's author."""
    content = claim.pieces(state.scheme.primary.key)
    if not content:
        return Meant()
    paragraph = segments.paragraph(content[0].start)
    near = [
        other
        for other in _earlier(state, content[0].start)
        if other.id != claim.id
        and other.speakers
        and _start(state.scheme, other) >= paragraph.start
        and not beside(state, claim).intersection(resolve(id, state.speakers).id for id in other.speakers)
    ]
    quoted = segments.quotation(content[0].start) is not None
    if quoted and near:
        return Meant(near[-1].speakers[0], question=True)
    marked = any(claim.pieces(role.key) for role in state.scheme.roles if role.cue)
    if quoted or marked:
        return Meant(UNKNOWN, question=True) if marked else Meant()
    return Meant(AUTHOR, question=True)
