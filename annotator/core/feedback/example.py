"""Examples: what this team's own gold has to show for each value of a field, chosen the same way every time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from annotator.core.claim import Claim
from annotator.core.feedback.pairing import Settled
from annotator.core.feedback.wording import quoted
from annotator.core.scheme import Field

MOST = 6
READABLE = range(20, 121)
"""Characters of words that say enough and are read at a glance."""


class Example(NamedTuple):
    """One gold claim that shows a value."""

    value: str
    """The value's key; `yes` or `no` of a boolean field."""
    words: str
    """What it was given to, in quotation marks."""
    why: str
    """What the adjudicator noted, or whoever made the claim; often empty."""
    article: str


def examples(
    field: Field, settled: Iterable[Settled], texts: Mapping[str, str], role: str, most: int = MOST
) -> tuple[Example, ...]:
    """Up to `most` examples, one for each value before a second of any, in the scheme's order of values.

    Those whose decision was about this field come first, then those with a note. `texts` has article id → text, and
    what lies in another article is passed over; `role` is the primary role, whose words are shown.
    """
    found: dict[str, list[tuple[tuple[object, ...], Example]]] = {}
    for decision, gold in settled:
        about = f"field:{field.key}" in decision.kinds
        for claim in gold:
            words = quoted(claim.pieces(role), texts.get(claim.article, ""))
            why = " ".join((decision.note or claim.note).split())
            if claim.article not in texts or not words:
                continue
            rank = (not (about and decision.note), not why, len(words) not in READABLE, len(words), claim.article)
            place = (*rank, claim.pieces(role)[0], claim.id)
            for value in _values(claim, field):
                found.setdefault(value, []).append((place, Example(value, words, why, claim.article)))
    keys = [value.key for value in field.values] or ["yes", "no"]
    queues = [_distinct(found[key]) for key in keys if key in found]
    chosen: list[tuple[int, int, Example]] = []
    for turn in range(most):
        for at, queue in enumerate(queues):
            if turn < len(queue) and len(chosen) < most:
                chosen.append((at, turn, queue[turn]))
    return tuple(example for _, _, example in sorted(chosen, key=lambda each: each[:2]))


def _values(claim: Claim, field: Field) -> tuple[str, ...]:
    """The keys that a claim shows; none of texts and entities, which have no values of their own."""
    value = claim.fields.get(field.key)
    if value is None or field.type in ("entity", "text"):
        return ()
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return value if isinstance(value, tuple) else (f"{value:g}" if isinstance(value, float) else str(value),)


def _distinct(ranked: list[tuple[tuple[object, ...], Example]]) -> list[Example]:
    """The best first, and the same words only once."""
    found: dict[str, Example] = {}
    for _, example in sorted(ranked, key=lambda each: each[0]):
        found.setdefault(example.words.casefold(), example)
    return list(found.values())
