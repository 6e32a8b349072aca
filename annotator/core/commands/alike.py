"""The same words elsewhere: all places at once, each as a claim of its own."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.claim import Claim
from annotator.core.command import Call, command, refuse, say
from annotator.core.commands.mark import BLANK, trimmed
from annotator.core.commands.take import chosen
from annotator.core.edit import HEADLINE, fresh, headlined, prefilled, with_role
from annotator.core.span import Span
from annotator.core.state import State
from annotator.core.text.search import find_all
from annotator.core.text.segment import Segments

NAME = "mark-all"
MOST = 100
"""Places that are marked in one go, at most: more of them are no claim but a common word."""
LONGEST = 40
"""Characters of the words in a sentence."""


@command(
    NAME,
    "g a",
    "Mark every other place where the same words stand.",
    group="Mark",
    hint="mark all like this",
    screen="label",
)
def mark_all(state: State, call: Call) -> State:
    """The first press says how many there are, the second marks them."""
    found = _phrase(state, call)
    if isinstance(found, str):
        return refuse(state, found)
    text, role = state.article.text, state.scheme.primary
    words = " ".join(text[found.start : found.end].split())
    words = f"“{words if len(words) <= LONGEST else words[: LONGEST - 1] + '…'}”"
    spans = tuple(
        span
        for each in find_all(text, text[found.start : found.end])
        if not (span := call.segments.whole(each)).overlaps(found)
    )
    marked = [part for claim in state.claims for part in claim.pieces(role.key)]
    places, taken = [], 0
    for span in spans:
        if not whole(call.segments, span):
            continue
        if any(part.start <= span.start and span.end <= part.end for part in marked):
            taken += 1
        else:
            places.append(span)
        if len(places) > MOST:
            return refuse(state, f"{words} stands in more than {MOST} other places: select more words.")
    if not places:
        where = "is marked wherever else it stands" if taken else "stands nowhere else"
        return refuse(state, f"{words} {where} in this article.")
    base = state.current
    parts = base.pieces(role.key) if base else ()
    like = base if len(parts) == 1 and (parts[0] == found or parts[0] in spans) else None
    count = f"{len(places)} other place{'s' if len(places) > 1 else ''}"
    if state.confirm != NAME:
        tagged = f", tagged like claim {state.numbers.get(like.id, 0)}" if like else ""
        asks = f"{words} stands in {count}. Again: a new claim on each{tagged}."
        return replace(refuse(state, asks), confirm=NAME)
    after = state
    for span in places:
        after = after.with_claim(_copy(state, call, like, span))
    return say(after, f"{words} is marked in {count}; u takes all of it back.")


def _phrase(state: State, call: Call) -> Span | str:
    """The words to look for, or why there are none: those selected, or the active claim's only piece of content."""
    role, claim, span = state.scheme.primary, state.current, chosen(state)
    if span is not None:
        span = trimmed(state, call, role, span)
        if span is None:
            return BLANK
        return span if call.segments.words_in(span) and whole(call.segments, span) else "Select whole words first."
    if claim is None:
        return "Select words, or choose a claim by Tab: then the same words are looked for elsewhere."
    parts = claim.pieces(role.key)
    if len(parts) != 1:
        number = state.numbers.get(claim.id, 0)
        has = f"{len(parts)} pieces" if parts else f"no {role.label.lower()} yet"
        return f"Claim {number} has {has}: select the words to look for."
    return parts[0] if whole(call.segments, parts[0]) else "The claim begins or ends inside a word: select whole words."


def whole(segments: Segments, span: Span) -> bool:
    """Whether neither end of the span parts a word."""
    around = (segments.word(edge) for edge in span)
    return not any(word and word.start < edge for word, edge in zip(around, span, strict=True))


def _copy(state: State, call: Call, like: Claim | None, span: Span) -> Claim:
    """A new claim on these words, with what was said about the same words; what its place tells is read anew."""
    claim, scheme = fresh(state, call), state.scheme
    if like is not None:
        fields = {
            key: tuple(each for each in value if each != HEADLINE) if isinstance(value, tuple) else value
            for key, value in like.fields.items()
        }
        fields = {key: value for key, value in fields.items() if value != ()}
        kept = {*fields, "speakers", "attribution"}
        claim = replace(
            claim,
            speakers=like.speakers,
            attribution=like.attribution,
            fields=fields,
            origin={part: origin for part, origin in like.origin.items() if part in kept},
            derived_from=(like.id,),
        )
    return headlined(prefilled(with_role(claim, scheme.primary.key, (span,)), scheme, call.segments), state)
