"""Opening an article for review: rows of the store become the review, its undo stacks, and the events behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from annotator.core.article import Article
from annotator.core.claim import Claim, Layer
from annotator.core.compare.sense import Sense, sense_of
from annotator.core.event import EventId, Key
from annotator.core.history import Entry, History, Swap, fold
from annotator.core.record import claim_from_body, speaker_from_body
from annotator.core.records.decision import Decision, decision_from_body
from annotator.core.records.gold import GOLD, surroundings
from annotator.core.review.case import cases
from annotator.core.review.review import Review
from annotator.core.review.settle import shown
from annotator.core.scheme import Scheme
from annotator.core.speaker import Speaker
from annotator.core.state import State
from annotator.project.changes import value
from annotator.project.compare.gold import Readers, fits
from annotator.project.opening import Read
from annotator.project.review.setup import Setup, by_reader
from annotator.store import Store
from annotator.store.stack import stack

SCREEN = "review"


@dataclass(frozen=True, slots=True)
class ReviewRead(Read):
    """What the store had, at one moment, for the review of one article."""

    review: Review | None = None


def read_review(store: Store, article: Article, scheme: Scheme, setup: Setup) -> ReviewRead:
    """Read the layers that are done, the decisions, the registry, and the undo stacks of the review screen."""
    heads: dict[tuple[str, Key], EventId] = {}
    speakers: dict[str, Speaker] = {}
    with store.snapshot():
        claims, readers = layers(store, article, setup.round)
        for row in store.current("speaker"):
            heads["speaker", row.key] = row.event
            speakers[row.key[0]] = speaker_from_body(row.body)
        # An id that was given up can be given again, by whoever decides the same case or makes the same speaker next.
        for kind in ("speaker", "decide"):
            heads.update({(kind, key): event for key, event in store.gone(kind)})
        decisions = {}
        for row in store.about("decide", article.id):
            heads["decide", row.key] = row.event
            decisions[row.key[0]] = decision_from_body(row.body)
        history, far = _stacks(store, setup.adjudicator, article.id, heads)
    kept = {id: each for id, each in decisions.items() if setup.shows(each)}
    review = review_of(article, claims, readers, kept, sense_of(scheme, speakers), setup, far)
    return ReviewRead((), speakers, False, {}, history, heads, review)


def layers(store: Store, article: Article, round: str) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """(the claims of those who have read an article, who they are); a layer made on another text is left out."""
    held = {
        reader: [claim_from_body(row.body) for row in store.current("put", (article.id, "human", reader, round))]
        for reader in present(store, article.id).of(article.id, round)
    }
    kept = {reader: claims for reader, claims in held.items() if fits(claims, len(article.text))}
    return tuple(claim for claims in kept.values() for claim in claims), tuple(kept)


def present(store: Store, article: str) -> Readers:
    """Who has read an article and who was given it."""
    done = [row.key for row in store.current("status", (article,)) if row.body.get("status") == "done"]
    plan = [row.key for row in store.current("assign", (article,))]
    return Readers((Layer(id, who, round, kind) for id, kind, who, round in done), plan)


def review_of(
    article: Article,
    claims: Iterable[Claim],
    readers: tuple[str, ...],
    decisions: dict[str, Decision],
    sense: Sense,
    setup: Setup,
    far: dict[str, Decision] | None = None,
) -> Review:
    """The review of one article, nothing in focus."""
    held = tuple(claims)
    found = cases(article.id, by_reader(held, readers), sense, article.text)
    return Review(
        article=article.id,
        adjudicator=setup.adjudicator,
        readers=setup.columns(article.id, readers),
        cases=found,
        sense=sense,
        around=surroundings(held, sense.role),
        decisions=decisions,
        far=far or {},
        seed=setup.seed,
        blind=setup.blind,
        ends={(claim.annotator, claim.id): case.key for case in found for claim in case.members},
    )


def _stacks(
    store: Store, adjudicator: str, article: str, heads: dict[tuple[str, Key], EventId]
) -> tuple[History, dict[str, Decision]]:
    """The undo stacks, and the decisions of other articles that lie on them as they are now."""
    entries: list[Entry] = []
    far: dict[str, Decision] = {}
    for batch in stack(store, adjudicator, article, SCREEN):
        swaps = []
        for made in batch.changes:
            swaps.append(Swap(made.kind, made.key, value(made.kind, made.prev_body), value(made.kind, made.body)))
            if (made.kind, made.key) not in heads:
                head = store.head(made.kind, made.key)
                if head is not None:
                    heads[made.kind, made.key] = head
            about = made.body or made.prev_body or {}
            if made.kind == "decide" and about.get("article") != article:
                row = store.get("decide", made.key)
                if row is not None:
                    far[made.key[0]] = decision_from_body(row.body)
                    heads["decide", made.key] = row.event
        entries.append(Entry(batch.id, tuple(swaps), batch.ref))
    return fold(entries), far


def fresh(article: Article, scheme: Scheme, round: str, found: ReviewRead) -> State:
    """The state with which an article opens for review."""
    state = State(article, scheme, GOLD, round, speakers=found.speakers, suggests=False)
    return shown(state, cast(Review, found.review))


def _still(review: Review, old: Review) -> str:
    """The key of the case in focus: another one, when claims have joined it or left it."""
    if review.case(old.at) is not None:
        return old.at
    focus = old.focus
    held = {claim.key for claim in focus.members} if focus else set()
    return next((case.key for case in review.cases if any(claim.key in held for claim in case.members)), "")


def again(state: State, found: ReviewRead) -> State:
    """The state on the screen with what another window has written."""
    review, old = found.review, state.review
    if review is None or old is None:
        return state
    kept = replace(review, at=_still(review, old), remarks=old.remarks, queued=old.queued)
    if kept == old and found.speakers == state.speakers:
        return state
    return shown(replace(state, speakers=found.speakers), kept)
