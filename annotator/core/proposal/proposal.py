"""What a proposer says: one possible claim with ranked alternatives for its parts, and who may say so."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from annotator.core.claim import FieldValue
from annotator.core.span import Pieces, Span, hull
from annotator.core.text.segment import Segments

CUE, QUOTATION, MODEL = "cue", "quotation", "model"
"""Where a proposal comes from: a cue of the lexicon, an unmarked quotation, a layer that a model has made."""

_NONE: Mapping[str, Any] = MappingProxyType({})


class Proposal(NamedTuple):
    """One possible claim. Offsets are code points of the article; alternatives are ranked, best first."""

    kind: str
    """cue, quotation, model, or the name of a plug-in."""
    cue: Pieces = ()
    sources: tuple[Pieces, ...] = ()
    """Alternatives; empty pieces stand for “no source”."""
    contents: tuple[Pieces, ...] = ()
    """Alternatives; at least one."""
    stance: str = ""
    """Key of the stance that the cue suggests, or empty."""
    outer: tuple[Pieces, ...] = ()
    """The words of those who tell it, outermost first: a cue inside a quotation."""
    roles: Mapping[str, Pieces] = _NONE
    """Further roles of the scheme, as a model or a plug-in gives them."""
    fields: Mapping[str, FieldValue] = _NONE
    """Values that are suggested."""
    speakers: tuple[str, ...] = ()
    """Ids that are suggested; empty: to be resolved from the words of the source."""
    score: float | None = None
    back: bool = False
    """Whether its first content was said before, by somebody else: it only points back to it."""
    again: bool = False
    """A second claim on a cue that is in use already."""

    @property
    def start(self) -> int:
        """Where it stands in the article: at its cue, or else where its first content begins."""
        return self.cue[0].start if self.cue else self.contents[0][0].start

    @property
    def key(self) -> str:
        """What a refusal remembers: the kind and the words that raised it, by their place."""
        at = hull(self.cue) if self.cue else hull(self.contents[0])
        return f"{self.kind}:{at.start}-{at.end}"


class Proposer(Protocol):
    """Proposes claims, paragraph by paragraph; the same text gives the same proposals."""

    def propose(self, segments: Segments, paragraph: Span) -> tuple[Proposal, ...]:
        """The possible claims whose cue, or first content, begins in this paragraph, in order."""

    def silent(self, segments: Segments) -> str:
        """Why nothing is proposed for this article (another language), as a sentence; empty when something may be."""
