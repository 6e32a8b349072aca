"""Settling: a decision is made of a case, or of what a hand has changed in the gold claims on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.core.claim import Claim, FieldValue, SchemeRef
from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS, Sense
from annotator.core.records.decision import Decision
from annotator.core.records.gold import GOLD, input_of
from annotator.core.review.case import Case, decision_id, gold_id
from annotator.core.review.majority import INTERSECTION, MAJORITY, UNION, merged, part_of, parts_of
from annotator.core.review.recipe import joined
from annotator.core.review.review import AUDIT, NO_REMARK, Review
from annotator.core.scheme import Scheme
from annotator.core.state import State, in_order

EDITED = "edited"
"""The source of a part that the adjudicator has made."""


def shown(state: State, review: Review) -> State:
    """The state with this review in it: its gold claims are the claims of the screen, numbered by their cases."""
    numbers = {claim.id: at for at, case in enumerate(review.everything, 1) for claim in review.results(case)}
    for claim in review.gold.claims:
        numbers.setdefault(claim.id, len(review.everything))
    ids = {claim.id for claim in review.gold.claims}
    alive = state.active in ids
    return replace(
        state,
        review=review,
        claims=in_order(list(review.gold.claims), state.scheme),
        numbers=numbers,
        active=state.active if alive else "",
        held=state.held if alive else None,
    )


def decided(
    state: State,
    case: Case,
    action: str,
    results: Sequence[Claim],
    sources: Mapping[str, str],
    now: str,
    scheme: SchemeRef | None = None,
    *,
    spent: float = 0.0,
) -> State:
    """The state in which a case is decided; what was remarked before is said with it."""
    review = state.review
    if review is None:
        return state
    old = review.decision(case)
    mine = old is not None and old.adjudicator == review.adjudicator
    outside = {input_of(claim) for claim in review.outside(case)}
    if old is not None and mine:
        outside.update(item for item in old.inputs if item.layer == GOLD)
    inputs = tuple(sorted({*case.inputs(), *outside}))
    if inputs:
        id = decision_id(review.adjudicator, review.article, inputs)
    else:
        # Gold that stands on nobody's claim: deciding it again replaces what added it.
        id = old.id if old is not None and mine else decision_id(review.adjudicator, review.article, ())
    before = review.decisions.get(id)
    remark = review.remarks.get(case.key, NO_REMARK)
    held = before or (old if mine else None)
    made = Decision(
        id=id,
        article=review.article,
        action=action,
        adjudicator=review.adjudicator,
        inputs=inputs,
        beside=case.apart(),
        kinds=case.kinds,
        sources=dict(sources),
        results=_named(results, case, old, review, now, scheme),
        blind=review.blind,
        note=remark.note or (held.note if held else ""),
        tags=remark.tags or (held.tags if held else ()),
        seconds=round(spent + (held.seconds if held else 0.0), 1),
        created=now,
    )
    decisions = {**review.decisions, id: made}
    if not inputs and not results:
        del decisions[id]
    remarks = {key: each for key, each in review.remarks.items() if key != case.key}
    return focused(shown(state, replace(review, decisions=decisions, remarks=remarks)), case)


def _named(
    results: Sequence[Claim], case: Case, old: Decision | None, review: Review, now: str, scheme: SchemeRef | None
) -> tuple[Claim, ...]:
    """The results with ids: those that have one keep it."""
    taken = {claim.id for claim in results if claim.id}
    found: list[Claim] = []
    for number, claim in enumerate(results):
        id = claim.id
        if not id:
            id = next(
                made for at in range(number, number + len(results) + 1) if (made := gold_id(case.key, at)) not in taken
            )
            taken.add(id)
        created = next((each.created for each in (old.results if old else ()) if each.id == id), "") or now
        found.append(
            replace(
                claim,
                id=id,
                article=review.article,
                annotator=GOLD,
                layer=GOLD,
                scheme=scheme or claim.scheme,
                fields=_own_fields(claim, review.sense.scheme),
                origin={},
                created=created,
                updated=now,
                seconds=0.0,
            )
        )
    return tuple(found)


def _own_fields(claim: Claim, scheme: Scheme) -> dict[str, FieldValue]:
    """The fields without speakers among them, which some stores have: gold that is decided again is free of them."""
    return {
        key: value
        for key, value in claim.fields.items()
        if key not in (SPEAKERS, ATTRIBUTION) or scheme.field_of(key) is not None
    }


def focused(state: State, case: Case) -> State:
    """The state with a case in focus, and its first gold claim active."""
    review = state.review
    if review is None:
        return state
    if not case.clusters and review.case(case.key) is None:
        # What was added or left over was decided anew, under another name, or is no more.
        near = next((each for each in review.lone if each.span == case.span), None)
        return replace(state, review=replace(review, at=near.key if near else ""))
    ids = [claim.id for claim in review.results(case)]
    active = state.active if state.active in ids else (ids[0] if ids else "")
    return replace(state, review=replace(review, at=case.key), active=active, digits=_digits(state, review, case))


def _digits(state: State, review: Review, case: Case) -> tuple[str, ...]:
    """Speakers in the order of a list to choose from: those of the versions first, by column."""
    own = (id for reader in review.readers for claim in case.of(reader) for id in claim.speakers)
    gold = (id for claim in state.claims for id in claim.speakers)
    return tuple(dict.fromkeys(id for id in (*own, *gold) if not id.startswith("@")))


def drafts(review: Review, case: Case) -> tuple[tuple[Claim, ...], dict[str, str]]:
    """Gold claims to work on where nothing is decided yet: what has a majority is filled, the rest is open."""
    if not case.clusters:
        return (), {}
    found, open_ = review.draft(case)
    if not found and not case.split:
        claim, open_ = merged(case.clusters[0], review.sense, review.ends)
        found = (claim,)
    filled = [part for part in parts_of(review.sense) if part not in open_]
    named = tuple(replace(claim, id=gold_id(case.key, at)) for at, claim in enumerate(found))
    return named, dict.fromkeys(filled, MAJORITY)


def confirmed(review: Review, case: Case, old: Decision) -> tuple[str, tuple[Claim, ...], dict[str, str]]:
    """(action, gold, sources) of a decision that is found right as it stands.

    What somebody has changed since is no longer from there: gold keeps it by the adjudicator's own hand.
    """
    results = tuple(map(review.kept, review.results(case)))
    if not results:
        return "reject", (), {}
    action = "majority" if old.action in ("rule", "import") else old.action
    if review.status(case) == AUDIT:
        return action, results, dict(old.sources)
    sources = {
        part: source if all(_from(review, case, gold, part, source) for gold in results) else EDITED
        for part, source in old.sources.items()
    }
    return action if sources == old.sources else "edit", results, sources


def _from(review: Review, case: Case, gold: Claim, part: str, source: str) -> bool:
    """Whether a part of a gold claim is what its source says now."""
    sense = review.sense
    if source in (UNION, INTERSECTION):
        own = [claim for reader in review.readers if (claim := review.counterpart(case, reader, gold))]
        return joined([claim.pieces(part) for claim in own], source) == gold.pieces(part)
    if source == MAJORITY:
        found, filled = drafts(review, case)
        claims = found if part in filled else ()
    else:
        near = review.counterpart(case, source, gold)
        claims = (near,) if near else ()
    return any(part_of(claim, part, sense) == part_of(gold, part, sense) for claim in claims)


def changed_parts(before: Claim | None, after: Claim, sense: Sense) -> tuple[str, ...]:
    """The parts in which two versions of a gold claim differ."""
    return tuple(
        part
        for part in parts_of(sense)
        if part_of(after, part, sense) != (part_of(before, part, sense) if before else None)
    )


def settle(before: State, after: State, now: str, scheme: SchemeRef | None = None, *, spent: float = 0.0) -> State:
    """What a hand has changed in the gold claims, as decisions. The state before and after one command."""
    review = after.review
    if review is None or before.review is None or after.claims is before.claims:
        return after
    if before.review is not review and before.review.decisions is not review.decisions:
        return after
    were = {claim.id: claim for claim in before.claims}
    are = {claim.id: claim for claim in after.claims}
    changed = [id for id in are if are[id] != were.get(id)]
    gone = [id for id in were if id not in are]
    cases = _touched(review, changed, gone, are)
    if gone and changed and len({id for _, ids in cases.values() for id in ids if id in are}) == 1:
        cases = _joined(cases)
    for key, (case, ids) in cases.items():
        if case is None:
            after = _added(after, are[key], now, scheme, spent)
            continue
        kept = [claim.id for claim in review.results(case) if claim.id in are]
        results = [review.kept(are[id]) for id in dict.fromkeys((*kept, *(id for id in ids if id in are)))]
        old = review.decision(case)
        first, sources = drafts(review, case)
        sources = dict(old.sources) if old else sources
        known = {claim.id: claim for claim in first} | were
        for id in ids:
            if id in are:
                sources.update(dict.fromkeys(changed_parts(known.get(id), are[id], review.sense), EDITED))
        action = ("add" if old and old.action == "add" and not case.clusters else "edit") if results else "reject"
        after = decided(after, case, action, results, sources, now, scheme, spent=spent)
    return after


_Touched = dict[str, tuple[Case | None, list[str]]]


def _touched(review: Review, changed: Iterable[str], gone: Iterable[str], are: Mapping[str, Claim]) -> _Touched:
    """Case key → (case, gold claims of it that changed); claims that are new have their own id as key and no case."""
    found: _Touched = {}
    for id in (*changed, *gone):
        case = review.owner(id)
        if case is None and id in are:
            case = next((owner for made in are[id].derived_from if (owner := review.owner(made))), None)
        if case is None and review.focus is not None and id.startswith(gold_id(review.focus.key)):
            case = review.focus
        found.setdefault(case.key if case else id, (case, []))[1].append(id)
    return found


def _joined(cases: _Touched) -> _Touched:
    """One case of several, when one claim has taken the others in."""
    held = [case for case, _ in cases.values() if case is not None and case.clusters]
    if len(held) < 2:
        return cases
    first = held[0]
    whole = replace(
        first,
        clusters=tuple(cluster for case in held for cluster in case.clusters),
        beside=tuple(claim for claim in first.beside if all(claim not in case.members for case in held)),
        findings=tuple(finding for case in held for finding in case.findings),
    )
    return {whole.key: (whole, [id for _, ids in cases.values() for id in ids])}


def _added(state: State, claim: Claim, now: str, scheme: SchemeRef | None, spent: float) -> State:
    """A gold claim where no reader has one."""
    review = state.review
    if review is None:
        return state
    id = f"d{claim.id}"
    gold = replace(claim, annotator=GOLD, layer=GOLD, scheme=scheme or claim.scheme, origin={}, seconds=0.0)
    made = Decision(
        id,
        review.article,
        "add",
        review.adjudicator,
        results=(gold,),
        blind=review.blind,
        seconds=round(spent, 1),
        created=now,
    )
    after = shown(state, replace(review, decisions={**review.decisions, id: made}, at=id))
    # Its number on the screen is that of its case, which there is only now.
    message = f"Case {after.numbers[claim.id]}: a claim that nobody had."
    return replace(after, active=claim.id, message=message, warn=False)
