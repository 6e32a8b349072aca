"""From two states to what must be stored, and from stored rows back to values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast

from annotator.core.claim import Claim
from annotator.core.event import Body, Change, EventId, Key
from annotator.core.history import Swap, Thing
from annotator.core.record import claim_body, claim_from_body, speaker_body, speaker_from_body
from annotator.core.speaker import Speaker
from annotator.core.state import State

if TYPE_CHECKING:
    from annotator.core.records.assignment import Refusal
    from annotator.core.records.decision import Decision
    from annotator.core.review.review import Review

Heads = Mapping[tuple[str, Key], EventId]
"""(kind, key) → the event that is current for it, as far as this window knows."""


def status_key(state: State) -> Key:
    """The key of the status of one's own layer."""
    return (state.article.id, "human", state.annotator, state.round)


def refusal_key(state: State, id: str) -> Key:
    """The key of a refusal in one's own layer."""
    return (state.article.id, state.annotator, state.round, id)


def swaps(before: State, after: State) -> tuple[Swap, ...]:
    """Everything stored that differs between two states of one article: speakers, claims, refusals, status."""
    found: list[Swap] = []
    if before.speakers is not after.speakers:
        for id in dict.fromkeys((*before.speakers, *after.speakers)):
            old, new = before.speakers.get(id), after.speakers.get(id)
            if old != new:
                found.append(Swap("speaker", (id,), old, new))
    if before.review is not None and after.review is not None:
        return (*found, *_decisions(before.review, after.review))
    if before.claims is not after.claims:
        were = {claim.id: claim for claim in before.claims}
        are = {claim.id: claim for claim in after.claims}
        for id in dict.fromkeys((*were, *are)):
            if were.get(id) != are.get(id):
                claim = are.get(id) or were[id]
                found.append(Swap("put", claim.key, were.get(id), are.get(id)))
    if before.refused is not after.refused:
        for id in dict.fromkeys((*before.refused, *after.refused)):
            was, now = before.refused.get(id), after.refused.get(id)
            if was != now:
                found.append(Swap("refuse", refusal_key(after, id), was, now))
    if before.done != after.done:
        found.append(Swap("status", status_key(after), before.done, after.done))
    return tuple(found)


def _decisions(before: Review, after: Review) -> Iterator[Swap]:
    """What is decided otherwise; gold claims are what follows from it and are never stored."""
    for were, are in ((before.decisions, after.decisions), (before.far, after.far)):
        if were is not are:
            for id in dict.fromkeys((*were, *are)):
                if were.get(id) != are.get(id):
                    yield Swap("decide", (id,), were.get(id), are.get(id))


def apply(state: State, made: tuple[Swap, ...]) -> State:
    """The state after these swaps."""
    from dataclasses import replace

    if state.review is not None:
        state = _decided(state, state.review, made)
    for swap in made:
        if swap.kind == "put":
            after = swap.after
            state = state.with_claim(after) if isinstance(after, Claim) else state.without_claim(swap.key[-1])
        elif swap.kind == "speaker":
            registry = {id: each for id, each in state.speakers.items() if id != swap.key[0]}
            if isinstance(swap.after, Speaker):
                registry[swap.key[0]] = swap.after
            state = replace(state, speakers=registry)
        elif swap.kind == "refuse":
            refused = {id: each for id, each in state.refused.items() if id != swap.key[-1]}
            if swap.after is not None:
                refused[swap.key[-1]] = cast("Refusal", swap.after)
            state = replace(state, refused=refused)
        elif swap.kind == "status":
            state = replace(state, done=bool(swap.after))
    return state


def _decided(state: State, review: Review, made: tuple[Swap, ...]) -> State:
    """The state with other decisions, each where it belongs: in this article or among those made from here."""
    from dataclasses import replace

    from annotator.core.review.settle import shown

    near, far = dict(review.decisions), dict(review.far)
    for swap in made:
        if swap.kind == "decide":
            about = cast("Decision", swap.after or swap.before)
            held = near if about.article == review.article else far
            held.pop(swap.key[0], None)
            if swap.after is not None:
                held[swap.key[0]] = cast("Decision", swap.after)
    return (
        shown(state, replace(review, decisions=near, far=far))
        if near != review.decisions or far != review.far
        else state
    )


def thing(state: State, kind: str, key: Key) -> Thing:
    """What the state has for a key now."""
    if kind == "decide" and state.review is not None:
        return state.review.decisions.get(key[0]) or state.review.far.get(key[0])
    if kind == "put":
        return state.claim(key[-1])
    if kind == "speaker":
        return state.speakers.get(key[0])
    if kind == "refuse":
        return state.refused.get(key[-1])
    return state.done


def change(swap: Swap, text: str, heads: Heads, proposals: str = "on") -> Change:
    """The stored form of a swap, made from what is current as far as this window knows."""
    made = body(swap.kind, swap.key, swap.after, text, proposals)
    return Change(swap.kind, swap.key, made, heads.get((swap.kind, swap.key)))


def body(kind: str, key: Key, value: Thing, text: str, proposals: str = "on") -> Body | None:
    """The body of an event; None when the thing is no more. `proposals`: whether the layer was made with them."""
    if isinstance(value, Claim):
        return claim_body(value, text)
    if isinstance(value, Speaker):
        return speaker_body(value)
    if kind == "refuse" and value is not None:
        from annotator.core.records.assignment import refusal_body

        return refusal_body(cast("Refusal", value))
    if kind == "decide" and value is not None:
        from annotator.core.records.decision import decision_body

        return decision_body(cast("Decision", value), text)
    if kind == "status":
        from annotator.core.records.assignment import Status, status_body

        article, layer, annotator, round = key
        done = "done" if value else "open"
        return status_body(Status(article, annotator, round, layer, done, "" if proposals == "on" else proposals))
    return None


def value(kind: str, stored: Body | None) -> Thing:
    """The value of a stored body."""
    if kind == "status":
        return stored is not None and stored.get("status") == "done"
    if stored is None:
        return None
    if kind == "refuse":
        from annotator.core.records.assignment import refusal_from_body

        return refusal_from_body(stored)
    if kind == "decide":
        from annotator.core.records.decision import decision_from_body

        return decision_from_body(stored)
    return claim_from_body(stored) if kind == "put" else speaker_from_body(stored)
