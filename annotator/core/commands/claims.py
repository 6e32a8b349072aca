"""The claims of the article: choosing, deleting, finishing, undoing."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.claim import Claim
from annotator.core.command import Call, Effect, command, refuse, say
from annotator.core.commands.mark import here
from annotator.core.edit import label_of, unlinked
from annotator.core.scheme import open_parts
from annotator.core.span import hull
from annotator.core.speaker import resolve
from annotator.core.state import Prompt, Selection, State, everything


def shown(state: State) -> tuple[Claim, ...]:
    """The claims that the filter lets through."""
    return tuple(claim for claim in state.claims if passes(claim, state)) if state.only else state.claims


def passes(claim: Claim, state: State) -> bool:
    """Whether the filter lets a claim through."""
    kind, _, key = state.only.partition(":")
    if kind == "open":
        return bool(open_parts(claim, state.scheme))
    if kind == "speaker":
        who = resolve(key, state.speakers).id
        return any(resolve(id, state.speakers).id == who for id in claim.speakers)
    field, _, wanted = key.partition("=")
    value = claim.fields.get(field, ())
    return not kind or (isinstance(value, tuple) and wanted in value)


def only(state: State, key: str) -> State:
    """The state with another filter. What is active is let go, but for the gold claim of the case in focus."""
    if not key or not state.active or state.review is not None:
        return replace(state, only=key)
    start = state.selection.span.start
    selection = Selection(start, start) if state.hand else state.selection
    return replace(state, only=key, active="", hand="", held=None, selection=selection, trail=())


def activate(state: State, claim: Claim, *, move: bool = True) -> State:
    """The state with this claim active and the cursor on it."""
    parts = everything(claim, state.scheme)
    selection = state.selection
    if move and parts:
        selection = Selection(parts[0].start, parts[0].start)
    elif not selection.empty:
        selection = Selection(selection.head, selection.head)
    return replace(state, active=claim.id, selection=selection, hand="", held=None, goal=None, trail=(), ghost=None)


def _turn(state: State, step: int) -> State:
    """The next claim under the cursor, then the next one in the article."""
    claims = shown(state)
    if not claims:
        return refuse(state, "No claim is shown." if state.only else "There is no claim yet: select words, then c.")
    order = [claim.id for claim in claims]
    known = set(order)
    near = [claim for claim in here(state) if claim.id in known]
    ids = [claim.id for claim in near]
    if near and state.active not in ids:
        return _chosen(activate(state, near[0 if step > 0 else -1], move=False))
    if state.active in ids and 0 <= ids.index(state.active) + step < len(near):
        return _chosen(activate(state, near[ids.index(state.active) + step], move=False))
    if state.active in known:
        index = (order.index(ids[-1 if step > 0 else 0] if ids else state.active) + step) % len(order)
        return _chosen(activate(state, claims[index]))
    starts = [(everything(claim, state.scheme) or ((0, 0),))[0][0] for claim in claims]
    after = [claim for claim, start in zip(claims, starts, strict=True) if start >= state.selection.head]
    before = [claim for claim, start in zip(claims, starts, strict=True) if start < state.selection.head]
    pick = (after or before)[0] if step > 0 else (before or after)[-1]
    return _chosen(activate(state, pick))


def _chosen(state: State) -> State:
    claim = state.current
    if claim is None:
        return state
    missing = open_parts(claim, state.scheme)
    words = ", ".join(label_of(part, state.scheme) for part in missing)
    return say(state, f"Claim {state.numbers.get(claim.id, 0)}" + (f": {words} open." if missing else "."))


@command(
    "next-claim",
    "tab",
    "Make the next claim here, then in the article, the active one.",
    group="Claims",
    screen="label",
)
def next_claim(state: State, call: Call) -> State:
    """Any stored claim can become the active one."""
    return _turn(state, 1)


@command("previous-claim", "shift+tab", "Make the claim before the active one.", group="Claims", screen="label")
def previous_claim(state: State, call: Call) -> State:
    """The other way round."""
    return _turn(state, -1)


def complete(state: State, claim: Claim) -> State:
    """The state that goes on after a claim in which nothing is open."""
    parts = everything(claim, state.scheme)
    end = hull(parts).end if parts else state.selection.head
    after = replace(state, active="", hand="", held=None, selection=Selection(end, end), goal=None, trail=())
    return say(replace(after, recent=claim.id), f"Claim {state.numbers.get(claim.id, 0)} is complete.")


def delete_claim(state: State, call: Call) -> State:
    """The state without the active claim; undo brings it back, together with the links that pointed to it."""
    claim = state.current
    if claim is None:
        return refuse(state, "No claim is active: Tab chooses the one to delete.")
    number = state.numbers.get(claim.id, 0)
    head = state.selection.head
    after = unlinked(state, claim.id).without_claim(claim.id)
    return say(replace(after, selection=Selection(head, head)), f"Claim {number} deleted; u brings it back.")


@command(
    "undo",
    "u",
    "Take the last change back; without limit, across restarts.",
    group="Claims",
    hint="undo",
    screen="label registry review",
)
def undo(state: State, call: Call) -> tuple[State, Effect]:
    """The shell holds the stacks."""
    return replace(state, ghost=None), Effect("undo")


@command("redo", "U", "Do again what was taken back.", group="Claims", screen="label registry review")
def redo(state: State, call: Call) -> tuple[State, Effect]:
    """The shell holds the stacks."""
    return replace(state, ghost=None), Effect("redo")


@command(
    "back",
    "backspace  escape",
    "Back out: put the part down, drop the selection, let the claim go.",
    group="Claims",
    screen="label",
)
def back(state: State, call: Call) -> State:
    """One step each time; in a prompt it deletes, and leaves it when it is empty."""
    head = Selection(state.selection.head, state.selection.head)
    if state.ghost is not None:
        return say(replace(state, ghost=None, hand="", held=None, selection=head), "The proposal is put aside.")
    if state.hand or not state.selection.empty:
        return replace(state, hand="", held=None, selection=head, trail=(), goal=None)
    if state.active:
        return say(replace(state, active=""), "No claim is active.")
    if state.only:
        return say(replace(state, only=""), "All claims are shown.")
    if state.search:
        return replace(state, search="")
    return refuse(state, "Nothing to back out of; g q quits, and all is saved.")


@command(
    "next-open", "g o", "Go to the next claim with something open.", group="Claims", hint="next open", screen="label"
)
def next_open(state: State, call: Call) -> State:
    """In reading order, from the active claim on."""
    waiting = [claim for claim in state.claims if open_parts(claim, state.scheme)]
    if not waiting:
        return say(state, "Nothing is open in this article.")
    ids = [claim.id for claim in state.claims]
    start = ids.index(state.active) + 1 if state.active in ids else 0
    pick = next((claim for claim in waiting if ids.index(claim.id) >= start), waiting[0])
    return _chosen(activate(state, pick))


@command(
    "show-only", "O", "Show only some claims: open ones, one speaker's, one flag's.", group="Claims", screen="label"
)
def show_only(state: State, call: Call) -> State:
    """A list to choose from; the first row shows all again."""
    return replace(state, prompt=Prompt("only", "show only"))


@command(
    "done",
    "Z",
    "The article is done: refuse, and go there, while something is open.",
    group="Claims",
    hint="done",
    screen="label",
)
def done(state: State, call: Call) -> State:
    """Without claims it asks to be pressed again: read, nothing found."""
    state = replace(state, ghost=None)
    if state.done:
        return say(state, "This article is done already; edits keep it done. g n goes on.")
    waiting = [claim for claim in state.claims if open_parts(claim, state.scheme)]
    if waiting:
        claim = waiting[0]
        words = ", ".join(label_of(part, state.scheme) for part in open_parts(claim, state.scheme))
        more = f" ({len(waiting) - 1} more wait)" if len(waiting) > 1 else ""
        after = activate(state, claim)
        return refuse(after, f"Not done yet: claim {state.numbers.get(claim.id, 0)} still needs {words}{more}.")
    if not state.claims and state.confirm != "done":
        return replace(refuse(state, "No claim is marked. Z again says: read, nothing found."), confirm="done")
    count = len(state.claims)
    found = f"{count} claim{'s' if count > 1 else ''}" if count else "read, nothing found"
    return say(replace(state, done=True), f"Done: {found}. g n goes to the next article.")


@command("reopen", "", "Say that the article is not done after all.", group="Claims", screen="label")
def reopen(state: State, call: Call) -> State:
    """Only through the palette, so that no slip of the hand does it."""
    return say(replace(state, done=False), "The article is open again.") if state.done else say(state, "It is open.")
