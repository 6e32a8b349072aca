"""Opening an article for labelling: rows of the store become the state, its undo stacks, and the events behind them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

from annotator.core.article import Article
from annotator.core.claim import Claim
from annotator.core.event import EventId, Key
from annotator.core.history import Entry, History, Swap, fold
from annotator.core.record import claim_from_body
from annotator.core.registry.roster import named_by
from annotator.core.speaker import Speaker
from annotator.core.state import State, in_order
from annotator.project.changes import value

if TYPE_CHECKING:
    from annotator.core.records.assignment import Refusal
    from annotator.core.scheme import Scheme
    from annotator.store import Store


@dataclass(frozen=True, slots=True)
class Read:
    """What the store had, at one moment, for one annotator's layer of one article."""

    claims: tuple[Claim, ...]
    speakers: dict[str, Speaker]
    done: bool
    refused: dict[str, Refusal]
    history: History
    heads: dict[tuple[str, Key], EventId]


def read(store: Store, article: str, annotator: str, round: str) -> Read:
    """Read a layer, the registry, the status, and the undo stacks of the label screen."""
    from annotator.store.stack import stack

    heads: dict[tuple[str, Key], EventId] = {}
    claims: list[Claim] = []
    layer = (article, "human", annotator, round)
    with store.snapshot():
        for row in store.current("put", layer):
            found = value("put", row.body)
            heads[("put", row.key)] = row.event
            if isinstance(found, Claim):
                claims.append(found)
        # A tombstone is no row of the projection, yet the next change of that key must name it: whoever makes the next
        # speaker of a name gives its id again, and a sync that takes a text to another id empties this layer.
        for kind, prefix in (("speaker", ()), ("put", layer), ("refuse", (article, annotator, round))):
            heads.update({(kind, key): event for key, event in store.gone(kind, prefix)})
        speakers: dict[str, Speaker] = {}
        for row in store.current("speaker"):
            each = value("speaker", row.body)
            heads[("speaker", row.key)] = row.event
            if isinstance(each, Speaker):
                speakers[each.id] = each
        refused: dict[str, Refusal] = {}
        for row in store.current("refuse", (article, annotator, round)):
            heads[("refuse", row.key)] = row.event
            refused[row.key[-1]] = cast("Refusal", value("refuse", row.body))
        status = store.get("status", layer)
        batches = stack(store, annotator, article, "label")
        stacked = ((made.kind, made.key) for batch in batches for made in batch.changes)
        for place in (("status", layer), *stacked):
            if place not in heads and (head := store.head(*place)) is not None:
                heads[place] = head
    entries = [
        Entry(
            batch.id,
            tuple(
                Swap(made.kind, made.key, value(made.kind, made.prev_body), value(made.kind, made.body))
                for made in batch.changes
            ),
            batch.ref,
        )
        for batch in batches
    ]
    done = status is not None and value("status", status.body) is True
    return Read(tuple(claims), speakers, done, refused, fold(entries), heads)


def used_elsewhere(store: Store, scheme: Scheme, speaker: str, layer: Key) -> int:
    """How many claims name this speaker, this layer left out; what decisions have made of claims counts."""
    from annotator.store.walk import mentions

    bodies = [body for key, body in mentions(store, "put", speaker) if key[:4] != layer]
    bodies += [body for _, made in mentions(store, "decide", speaker) for body in made.get("results", ())]
    return sum(speaker in named_by(claim_from_body(body), scheme) for body in bodies)


def fresh_state(article: Article, scheme: Scheme, annotator: str, round: str, found: Read) -> State:
    """The state with which an article opens: numbers and digits in the order in which the claims were made."""
    made = sorted(found.claims, key=lambda claim: (claim.created, claim.id))
    digits: dict[str, None] = {}
    for claim in made:
        digits.update(dict.fromkeys(id for id in claim.speakers if not id.startswith("@")))
    return State(
        article=article,
        scheme=scheme,
        annotator=annotator,
        round=round,
        claims=in_order(list(found.claims), scheme),
        speakers=found.speakers,
        done=found.done,
        refused=found.refused,
        digits=tuple(digits),
        numbers={claim.id: number for number, claim in enumerate(made, 1)},
    )


T = TypeVar("T")


def same(old: T | None, new: T) -> T:
    """The old value where the new one says the same."""
    return old if old is not None and old == new else new


def adopted(state: State, found: Read) -> State:
    """The state on the screen with what another window has written; numbers and digits keep their meaning.

    What is as it was stays the very same value, because that is how a screen knows what it need not paint again.
    """
    old = {claim.id: claim for claim in state.claims}
    claims = tuple(same(old.get(claim.id), claim) for claim in in_order(list(found.claims), state.scheme))
    numbers = dict(state.numbers)
    digits = list(state.digits)
    for claim in sorted(found.claims, key=lambda claim: (claim.created, claim.id)):
        numbers.setdefault(claim.id, max(numbers.values(), default=0) + 1)
        digits += [id for id in claim.speakers if id not in digits and not id.startswith("@")]
    ids = {claim.id for claim in found.claims}
    alive = state.active in ids
    holds = state.ghost is not None or (alive and _holds(found.claims, state))
    return replace(
        state,
        claims=same(state.claims, claims),
        speakers=same(state.speakers, found.speakers),
        done=found.done,
        refused=same(state.refused, found.refused),
        numbers=same(state.numbers, numbers),
        digits=same(state.digits, tuple(digits)),
        active=state.active if alive else "",
        hand=state.hand if holds else "",
        held=state.held if holds else None,
    )


def _holds(claims: tuple[Claim, ...], state: State) -> bool:
    claim = next((each for each in claims if each.id == state.active), None)
    return claim is not None and bool(state.hand) and state.held in claim.pieces(state.hand)
