"""Wording: what a claim says in a part, and what kind a difference is, in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.compare.kinds import BOUNDARY, FRAGMENTATION, SPLIT
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS
from annotator.core.edit import label_of
from annotator.core.feedback.difference import MISSED, REJECTED, part_of
from annotator.core.scheme import Field, Scheme
from annotator.core.span import Pieces
from annotator.core.speaker import Speaker, resolve

OPEN = "left open"
NOWHERE = "not marked"
_KINDS = {
    MISSED: "missed: gold has such a claim",
    REJECTED: "not in gold: there is no such claim",
    SPLIT: "split or merged: one claim or several",
    BOUNDARY: "boundary: it begins or ends elsewhere",
    FRAGMENTATION: "pieces: it is cut elsewhere",
    SPEAKERS: "speaker: somebody else answers for it",
    ATTRIBUTION: "chain: it was told by others",
}


class Wording(NamedTuple):
    """How claims are put into words."""

    scheme: Scheme
    registry: Mapping[str, Speaker]

    def kind(self, kind: str) -> str:
        """A kind of difference, as a heading."""
        if kind in _KINDS:
            return _KINDS[kind]
        label = self.label(part_of(kind, self.scheme))
        return f"{label}: {'marked elsewhere' if kind.startswith('role:') else 'another value'}"

    def label(self, part: str) -> str:
        """A role, a field, `speakers` or `attribution`."""
        return {ATTRIBUTION: "chain"}.get(part) or label_of(part, self.scheme)

    def said(self, claim: Claim, part: str, text: str) -> str:
        """What a claim has in a role, a field, `speakers` or `attribution`."""
        if self.scheme.role(part) is not None:
            return quoted(claim.pieces(part), text) or NOWHERE
        if part == SPEAKERS:
            return self._names(claim.speakers) or OPEN
        if part == ATTRIBUTION:
            return " › ".join(self._names(link) for link in claim.attribution) or "no chain"
        return self._value(claim, self.scheme.field_of(part))

    def summary(self, claim: Claim) -> str:
        """Speakers and the values that are set, in the scheme's order: what is known of a claim besides its words."""
        found = [self._names(claim.speakers)] if claim.speakers else []
        found += [
            self._value(claim, field)
            for field in self.scheme.fields
            if field.counts and claim.fields.get(field.key) not in (None, ())
        ]
        return " · ".join(found) or "nothing said of it"

    def _value(self, claim: Claim, field: Field | None) -> str:
        value = claim.fields.get(field.key) if field else None
        if field is None or value is None:
            return "none" if field is not None and field.type in ("multi", "entity") else OPEN
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple):
            shown = [self._name(each) if field.type == "entity" else _label(field, each) for each in value]
            return ", ".join(shown) or "none"
        return f"{value:g}" if isinstance(value, float) else _label(field, str(value))

    def _names(self, ids: Iterable[str]) -> str:
        return " and ".join(map(self._name, ids))

    def _name(self, id: str) -> str:
        return resolve(id, self.registry).name


def quoted(parts: Pieces, text: str) -> str:
    """The words of the pieces, in quotation marks, with white space collapsed; empty when there are none."""
    words = [" ".join(text[start:end].split()) for start, end in parts]
    return f"“{' … '.join(words)}”" if words else ""


def _label(field: Field, key: str) -> str:
    known = field.value(key)
    return (known.label or known.key) if known else key
