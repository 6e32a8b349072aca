"""A layer that a model has made, as proposals: walked, corrected and accepted like those of the rules."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.core.claim import Claim
from annotator.core.proposal.proposal import MODEL, Proposal
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.core.text.segment import Segments


class ModelLayer:
    """The claims of one or several model layers of one article; the highest score comes first on the same words."""

    def __init__(self, claims: Iterable[Claim], scheme: Scheme) -> None:
        primary = scheme.primary.key
        held = [claim for claim in claims if claim.pieces(primary)]
        held.sort(key=lambda claim: (-(claim.score or 0.0), claim.annotator, claim.id))
        made = (_proposal(claim, scheme) for claim in held)
        self.proposals = tuple(sorted(_joined(made), key=lambda each: each.start))

    def silent(self, segments: Segments) -> str:
        """Why it says nothing: no model has labelled this article."""
        return "" if self.proposals else "No model has labelled this article."

    def propose(self, segments: Segments, paragraph: Span) -> tuple[Proposal, ...]:
        """The proposals that begin in one paragraph."""
        return tuple(each for each in self.proposals if paragraph.start <= each.start < paragraph.end)


def _proposal(claim: Claim, scheme: Scheme) -> Proposal:
    source = next((role.key for role in scheme.roles if role.speaker), "")
    cue = next((role.key for role in scheme.roles if role.cue), "")
    primary = scheme.primary.key
    return Proposal(
        kind=MODEL,
        cue=claim.pieces(cue),
        sources=(claim.pieces(source),),
        contents=(claim.pieces(primary),),
        roles={key: parts for key, parts in claim.spans.items() if key not in (source, cue, primary)},
        fields=claim.fields,
        speakers=claim.speakers,
        score=claim.score,
    )


def _joined(found: Iterable[Proposal]) -> list[Proposal]:
    """One proposal for all that say the same words; what else they say comes from the one with the highest score."""
    kept: dict[object, Proposal] = {}
    for each in found:
        kept.setdefault((each.cue, each.contents[0]), each)
    return list(kept.values())
