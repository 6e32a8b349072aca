"""The roster: one row for each speaker, then the words of sources that do not lead to a speaker yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from annotator.core.claim import Claim
from annotator.core.naming import plain, same_name, usable
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.core.speaker import AUTHOR, BUILT_IN, UNKNOWN, Speaker, living, resolve
from annotator.core.state import State

DIGITS: Mapping[str, str] = {AUTHOR: "8", UNKNOWN: "9"}
"""The digits that are the same in every article."""


class Row(NamedTuple):
    """One speaker."""

    key: str
    """Its id."""
    speaker: Speaker
    """As it is registered: without the names of those that were merged into it."""
    digit: str
    """What takes it in this article, or empty."""
    claims: int
    """Claims of one's own layer that it answers for, also under an id that was merged into it."""
    merged: tuple[str, ...]
    """Ids that stand for it."""


class Mention(NamedTuple):
    """Words of a source that are no name of the speaker of their claim."""

    key: str
    claim: str
    span: Span
    words: str
    """On one line."""
    speaker: str
    """Id of the claim's first speaker; empty while it has none."""


Item: TypeAlias = Row | Mention


def named_by(claim: Claim, scheme: Scheme) -> frozenset[str]:
    """Ids of all speakers that a claim names: who says it, the links of its chain, what its fields of speakers hold."""
    ids = {*claim.speakers, *(id for link in claim.attribution for id in link)}
    for item in scheme.fields:
        value = claim.fields.get(item.key)
        if item.type == "entity" and isinstance(value, tuple):
            ids.update(value)
    return frozenset(ids)


def uses(state: State, id: str) -> int:
    """How many claims of one's own layer name this very id."""
    return sum(id in named_by(claim, state.scheme) for claim in state.claims)


def items(state: State) -> tuple[Item, ...]:
    """All rows of the screen, as far as they are not narrowed away: those with a digit first, then by name."""
    typed = plain(_typed(state))
    digits: dict[str, str] = {}
    for number, id in enumerate(state.digits[:7], 1):
        digits.setdefault(resolve(id, state.speakers).id, str(number))
    claims: dict[str, int] = {}
    for claim in state.claims:
        for id in {resolve(each, state.speakers).id for each in claim.speakers}:
            claims[id] = claims.get(id, 0) + 1
    merged: dict[str, list[str]] = {}
    for id, each in state.speakers.items():
        end = resolve(id, state.speakers).id if each.merged_into else id
        if end != id:
            merged.setdefault(end, []).append(id)
    known = living(state.speakers)
    order = sorted(known.values(), key=lambda each: (digits.get(each.id, "~"), plain(each.name), each.id))
    rows = [
        Row(
            each.id,
            state.speakers.get(each.id, each),
            digits.get(each.id) or DIGITS.get(each.id, ""),
            claims.get(each.id, 0),
            tuple(sorted(merged.get(each.id, ()))),
        )
        for each in (*order, *BUILT_IN.values())
        if not typed or any(typed in plain(words) for words in _words(each))
    ]
    return (*rows, *(mention for mention in unresolved(state) if typed in plain(mention.words)))


def _typed(state: State) -> str:
    """What narrows the roster: the line that is being typed for it, or the one that was kept."""
    if state.prompt is not None and state.prompt.kind == "narrow":
        return state.prompt.text
    return state.roster.typed if state.roster else ""


def _words(speaker: Speaker) -> tuple[str, ...]:
    return (speaker.name, *speaker.aliases, speaker.role or "", speaker.affiliation or "", speaker.id, speaker.type)


def unresolved(state: State) -> tuple[Mention, ...]:
    """The pieces of sources that lead to nobody, in reading order.

    Of a claim without a speaker it is every piece. Of any other it is a piece that is neither a pronoun nor a name or
    alias of one of its speakers; a claim of the author or of nobody known needs no name.
    """
    known = living(state.speakers)
    roles = [role.key for role in state.scheme.roles if role.speaker]
    found: list[Mention] = []
    for claim in state.claims if state.scheme.speakers else ():
        people = [resolve(id, state.speakers) for id in claim.speakers]
        if any(each.id in BUILT_IN for each in people):
            continue
        names = [known.get(each.id, each) for each in people]
        for part in (part for role in roles for part in claim.pieces(role)):
            words = " ".join(state.article.text[part.start : part.end].split())
            if names and (not usable(words) or any(same_name(words, each) for each in names)):
                continue
            speaker = people[0].id if people else ""
            found.append(Mention(f"claim {claim.id} {part.start}", claim.id, part, words, speaker))
    return tuple(sorted(found, key=lambda each: (each.span, each.claim)))


def at(state: State, rows: tuple[Item, ...]) -> int:
    """The index of the chosen row: where it is now, or where what it stood for is; the first when it is no more.

    -1 when there is no row.
    """
    wanted = state.roster.at if state.roster else ""
    keys = [row.key for row in rows]
    for key in (wanted, resolve(wanted, state.speakers).id):
        if key in keys:
            return keys.index(key)
    return 0 if keys else -1
