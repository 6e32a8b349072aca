"""Drafts: what is being typed and would be missed, and how it goes on when it is opened again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from annotator.core import naming
from annotator.core.claim import Claim
from annotator.core.command import refuse
from annotator.core.commands.claims import activate
from annotator.core.commands.tag import target
from annotator.core.speaker import called, living
from annotator.core.state import Draft, Place, State

OF_A_SPEAKER = ("name", "alias", "role", "affiliation")
NAMING = ("speaker", "one-more", "entity")
"""Prompts in which mostly somebody is looked for; only a name that nobody has would be missed."""
SHOWN = 60
"""Characters that are shown of what another window has put in the place of something."""
OF_NO_CLAIM = ("search", "palette", "only")
SAID = ("said-note", "said-reason")
"""A note and reasons that wait for a decision of a review: not half-typed, and not stored with anything yet."""
KEPT = "A half-typed {} is kept: open it again to go on."
BACK = "what was being typed there goes on when it is back"
OVERTAKEN = "Another window has made it {}: Enter again replaces that."
KINDS = ("note", "remark", "value", *NAMING, *OF_A_SPEAKER)


def place(state: State) -> Place | None:
    """Where the open prompt writes to; None when what is typed there is nothing to keep."""
    prompt = state.prompt
    if prompt is None or prompt.kind not in KINDS:
        return None
    if prompt.kind in OF_A_SPEAKER:
        return Place("", prompt.field, prompt.kind)
    about = _about(state)
    # Behind the name of a speaker stands the type of a new one, which Tab changes.
    field = prompt.field if prompt.kind in ("value", "entity") else ""
    return Place(state.article.id, about, prompt.kind, field) if about else None


def stored(state: State, at: Place) -> str:
    """What is there now, as the prompt would show it."""
    claim = _claim(state)
    if at.kind == "remark":
        from annotator.core.commands.review.focus import focus_of
        from annotator.core.commands.review.remark import remark_of

        found = focus_of(state)
        return remark_of(*found).note if found else ""
    if at.kind == "note":
        return claim.note if claim else ""
    if at.kind == "value":
        return str(claim.fields.get(at.field, "")) if claim else ""
    speaker = state.speakers.get(at.about)
    return str(getattr(speaker, at.kind, None) or "") if speaker and at.kind in OF_A_SPEAKER else ""


def typed(state: State) -> dict[Place, Draft]:
    """What is being typed now, if it would be missed."""
    at = place(state)
    if at is None or state.prompt is None:
        return {}
    text, base = state.prompt.text, state.prompt.base
    if not text.strip() or text in (base, stored(state, at)) or (at.kind in NAMING and _known(state, text)):
        return {}
    return {at: Draft(text, base)}


def _known(state: State, text: str) -> bool:
    wanted = naming.plain(text)
    return any(wanted in naming.plain(name) for each in living(state.speakers).values() for name in called(each))


def wanted(state: State) -> dict[Place, Draft]:
    """All that has to be kept while this is on the screen."""
    left = {at: each for at, each in state.drafts.items() if each.text}
    return {**left, **typed(state), **_said(state)}


def _said(state: State) -> dict[Place, Draft]:
    review = state.review
    if review is None or not review.remarks:
        return {}
    said = {}
    for case, remark in review.remarks.items():
        for kind, text in zip(SAID, (remark.note, " ".join(remark.tags)), strict=True):
            if text:
                said[Place(state.article.id, case, kind)] = Draft(text)
    return said


def _saying(state: State, drafts: Mapping[Place, Draft]) -> State:
    """The state with the notes and reasons that wait for a decision on one of its cases."""
    review = state.review
    if review is None:
        return replace(state, drafts=drafts)
    from annotator.core.review.review import NO_REMARK

    remarks, rest = dict(review.remarks), {}
    for at, each in drafts.items():
        now = remarks.get(at.about, NO_REMARK)
        if review.case(at.about) is None or at.kind not in SAID:
            rest[at] = each
        elif at.kind == SAID[0]:
            remarks[at.about] = now._replace(note=each.text)
        else:
            remarks[at.about] = now._replace(tags=tuple(each.text.split()))
    return replace(state, drafts=rest, review=replace(review, remarks=remarks))


def resumed(state: State) -> State:
    """The state whose prompt, just opened, goes on with what was typed there before."""
    at = place(state)
    if at is None or state.prompt is None:
        return state
    now, found = stored(state, at), state.drafts.get(at)
    state = replace(state, prompt=replace(state.prompt, base=now))
    if state.prompt is None or not found or not found.text:
        return state
    changed = found.base != now
    message = "Half-typed, kept from last time; Esc drops it."
    if changed:
        message = "Half-typed, kept from last time. What is saved has changed since; Esc shows it."
    return replace(state, prompt=replace(state.prompt, text=found.text), message=message, warn=changed)


def overtaken(state: State) -> State | None:
    """The state that asks once more, when what Enter would replace is not what the prompt was opened on; else None."""
    at = place(state)
    if at is None or state.prompt is None:
        return None
    now = stored(state, at)
    if now in (state.prompt.base, state.prompt.text.strip()):
        return None
    words = f"“{now if len(now) <= SHOWN else now[:SHOWN] + '…'}”" if now else "empty"
    return refuse(replace(state, prompt=replace(state.prompt, base=now)), OVERTAKEN.format(words))


def taken(state: State, before: State) -> State:
    """The state without the draft of the prompt that was open before: it goes once what was made of it is saved."""
    at = place(before)
    if at not in state.drafts:
        return state
    return replace(state, drafts={key: each for key, each in state.drafts.items() if key != at})


def dropped(state: State, before: State) -> State:
    """The state in which nobody wants what was being typed before: it goes at once, whatever is unsaved besides."""
    at = place(before)
    return replace(state, drafts={**state.drafts, at: Draft("")}) if at else state


def aside(before: State, state: State) -> State:
    """The state that the mouse has made of `before`. What is typed is meant for one claim or case: where another one is
    at hand now, the prompt is closed, and what was half-typed is kept."""
    if before.prompt is None or before.prompt.kind in OF_NO_CLAIM or _about(before) == _about(state):
        return state
    kept = typed(before)
    words = next((_where(before, at) for at in kept), "")
    return replace(
        state, prompt=None, drafts={**state.drafts, **kept}, message=KEPT.format(words) if words else state.message
    )


def adrift(state: State, before: State) -> State:
    """The state that another window has made of `before`: a prompt on a claim or case that is gone is closed."""
    asked, about = before.prompt if before.ghost is None else None, _about(before)
    here = state.claim(about) if state.review is None else state.review.case(about)
    if asked is None or asked.kind in (*OF_NO_CLAIM, *OF_A_SPEAKER) or before.roster is not None or not about or here:
        return state
    gone = f"Claim {before.numbers.get(about, 0)} was deleted" if before.review is None else "That case was changed"
    return lapsed(replace(state, prompt=None), before, f"{gone} in another window.")


def lapsed(state: State, before: State, why: str) -> State:
    """The state in which something cannot be done, with why: what was typed for it is kept."""
    kept = typed(before)
    said = f"{why.rstrip('.')}; {BACK}." if kept else why
    return refuse(replace(state, drafts={**state.drafts, **kept}), said)


def _claim(state: State) -> Claim | None:
    return target(state) if state.ghost is None else None


def _about(state: State) -> str:
    """The claim's id, or the key of the proposal that is shown; in a review the case, which stays while gold claims
    come and go."""
    if state.ghost is not None:
        return state.ghost.proposal.key
    claim = _claim(state)
    return state.review.at if state.review is not None else claim.id if claim else ""


def greeted(state: State, drafts: Mapping[Place, Draft]) -> State:
    """The state of an article that was opened just now, with its drafts; the first of a claim makes it active."""
    state = _saying(state, drafts)
    for at in state.drafts:
        claim = state.claim(at.about)
        if claim is not None:
            state = activate(state, claim)
        words = _where(state, at)
        if words:
            return replace(state, message=KEPT.format(words))
    return state


def _where(state: State, at: Place) -> str:
    """What a draft is, and on what; empty when that is not to be seen here."""
    words = {"remark": "note", "one-more": "speaker"}.get(at.kind, at.kind)
    if at.kind == "value" or at.kind == "entity":
        field = state.scheme.field_of(at.field)
        words = field.label.lower() if field else at.field
    if at.about in state.numbers:
        return f"{words} on claim {state.numbers[at.about]}"
    if state.ghost is not None and at.about == state.ghost.proposal.key:
        return f"{words} on the proposal"
    if state.review is not None and (case := state.review.case(at.about)) is not None:
        return f"{words} on case {state.review.everything.index(case) + 1}"
    if at.about in state.speakers and at.kind in OF_A_SPEAKER:
        return f"{words} for {state.speakers[at.about].name}"
    return ""
