"""Editing claims: every way in which a command makes the next version of a claim."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from annotator.core.claim import Claim, FieldValue, Link
from annotator.core.command import Call
from annotator.core.scheme import Field, Scheme, open_parts
from annotator.core.span import Pieces
from annotator.core.speaker import AUTHOR
from annotator.core.state import State
from annotator.core.text.segment import Segments

Touched = str
"""A role key, a field key, or `speakers`, `attribution`, `links`, `note`."""


def fresh(state: State, call: Call) -> Claim:
    """A new claim with nothing in it yet."""
    return Claim(
        id=call.new_id(),
        article=state.article.id,
        annotator=state.annotator,
        round=state.round,
        scheme=call.scheme,
        created=call.now,
        updated=call.now,
    )


def with_role(claim: Claim, role: str, parts: Pieces, origin: str = "manual") -> Claim:
    """The claim with these pieces in a role; empty ones are dropped, and without pieces the role is absent."""
    parts = tuple(part for part in parts if part.length > 0)
    spans = {key: value for key, value in claim.spans.items() if key != role}
    if parts:
        spans[role] = parts
    return touched(replace(claim, spans=spans), role, origin if parts else "")


def with_field(claim: Claim, key: str, value: FieldValue | None, origin: str = "manual") -> Claim:
    """The claim with this value in a field; None and the empty set leave it open."""
    fields = {name: old for name, old in claim.fields.items() if name != key}
    if value is not None and value != ():
        fields[key] = value
    return touched(replace(claim, fields=fields), key, origin if key in fields else "")


def with_speakers(claim: Claim, speakers: tuple[str, ...], origin: str = "manual") -> Claim:
    """The claim with these speakers; the last link of a chain follows them."""
    chain = (*claim.attribution[:-1], speakers) if claim.attribution and speakers else ()
    return touched(replace(claim, speakers=speakers, attribution=chain), "speakers", origin if speakers else "")


def touched(claim: Claim, part: Touched, origin: str) -> Claim:
    """The claim with the origin of a part: proposed, default or imported ones that a hand has changed are `edited`."""
    before = claim.origin.get(part, "manual")
    if origin == "manual" and before in ("proposed", "default", "edited", "imported"):
        origin = "edited"
    kept: Mapping[str, str] = {key: value for key, value in claim.origin.items() if key != part}
    return replace(claim, origin=kept if origin in ("", "manual") else {**kept, part: origin})


def prefilled(claim: Claim, scheme: Scheme, segments: Segments) -> Claim:
    """The claim with every field that is read off the quotation marks, as long as no hand has set it."""
    content = claim.pieces(scheme.primary.key)
    for field in scheme.fields:
        if field.default != "quotation":
            continue
        by_hand = field.key in claim.fields and claim.origin.get(field.key) != "default"
        if by_hand or not content:
            continue
        value = segments.quote_type(content)
        if value == "indirect" and not attributed(claim, scheme):
            value = "none"
        if field.value(value):
            claim = with_field(claim, field.key, value, "default")
    return claim


HEADLINE = "headline"
"""The value that says that a content stands in the headline, in whichever set field has it."""


def headlined(claim: Claim, state: State) -> Claim:
    """A new claim whose content stands in the title line, with the flag that says so; others as they are."""
    content = claim.pieces(state.scheme.primary.key)
    title = state.article.title
    if not content or not title or not state.article.text.lstrip().startswith(title):
        return claim
    end = state.article.text.index(title) + len(title)
    field = next((each for each in state.scheme.fields if each.type == "multi" and each.value(HEADLINE)), None)
    if field is None or field.key in claim.fields or content[-1].end > end:
        return claim
    return with_field(claim, field.key, (HEADLINE,), "default")


def attributed(claim: Claim, scheme: Scheme) -> bool:
    """Whether somebody other than the article's author answers for the claim, as far as it says."""
    marked = any(claim.pieces(role.key) for role in scheme.roles if role.speaker or role.cue)
    return marked or any(speaker != AUTHOR for speaker in claim.speakers)


def complete(state: State) -> int:
    """How many claims have nothing open."""
    return sum(not open_parts(claim, state.scheme) for claim in state.claims)


def label_of(part: str, scheme: Scheme) -> str:
    """The word for a role, a field or `speakers` in a sentence."""
    item = scheme.role(part) or scheme.field_of(part)
    if item:
        return (item.label or item.key).lower()
    return {"speakers": "speaker"}.get(part, part)


def next_value(claim: Claim, field: Field, key: str) -> FieldValue | None:
    """What pressing a value's key makes of the field: sets toggle, a repeated optional value is taken back."""
    now = claim.fields.get(field.key)
    if field.type in ("multi", "entity"):
        have = now if isinstance(now, tuple) else ()
        rest = tuple(item for item in have if item != key)
        return rest if key in have else tuple(sorted((*have, key)))
    if field.type == "boolean":
        return None if now is False else now is None
    new: FieldValue = int(key) if field.type == "number" and key.isdigit() else key
    return None if now == new and not field.required else new


def unlinked(state: State, id: str, to: str = "") -> State:
    """The state in which no claim of the layer links to this one; those that did link to `to`, if it is given."""
    for other in state.claims:
        links = led(other.links, {id}, to if to != other.id else "")
        if links != other.links:
            state = state.with_claim(replace(other, links=links))
    return state


def led(links: tuple[Link, ...], gone: Collection[str], to: str) -> tuple[Link, ...]:
    """Links of which those to claims of the layer that are gone lead to another one, or nowhere when `to` is empty."""
    found = (
        link if link.target not in gone or link.annotator or link.article else link._replace(target=to)
        for link in links
    )
    return tuple(dict.fromkeys(link for link in found if link.target))


def absorbed(claim: Claim, others: Sequence[Claim], scheme: Scheme) -> Claim:
    """The claim with what is open in it as others have it, first come first served, and with the links of all; its
    content stays."""
    links = claim.links
    for other in others:
        for key, value in other.fields.items():
            if key not in claim.fields:
                claim = with_field(claim, key, value, other.origin.get(key, "manual"))
        for key, spans in other.spans.items():
            if key != scheme.primary.key and not claim.pieces(key):
                claim = with_role(claim, key, spans, other.origin.get(key, "manual"))
        if not claim.speakers:
            claim = with_speakers(claim, other.speakers, other.origin.get("speakers", "manual"))
        if claim.speakers == other.speakers and other.attribution and not claim.attribution:
            origin = other.origin.get("attribution", "manual")
            claim = touched(replace(claim, attribution=other.attribution), "attribution", origin)
        claim = replace(claim, note=claim.note or other.note)
        links = (*links, *other.links)
    links = led(links, {claim.id, *(other.id for other in others)}, "")
    return claim if links == claim.links else touched(replace(claim, links=links), "links", "manual" if links else "")
