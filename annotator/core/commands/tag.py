"""Tagging: speaker, fields, chain, links and note of the active claim."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.claim import Claim, FieldValue, Link
from annotator.core.command import Call, Outcome, command, refuse, say
from annotator.core.commands.mark import BLANK, here, trimmed
from annotator.core.commands.take import chosen, in_hand
from annotator.core.edit import fresh, next_value, prefilled, touched, with_field, with_role, with_speakers
from annotator.core.naming import usable
from annotator.core.proposal.dim import words_of
from annotator.core.registry.roster import uses
from annotator.core.scheme import DISCUSS
from annotator.core.speaker import AUTHOR, UNKNOWN, Speaker, resolve
from annotator.core.state import Prompt, State


def target(state: State) -> Claim | None:
    """The claim that a tag goes to: the active one, or else the only one under the cursor."""
    if state.current is not None or (state.review is not None and state.review.at):
        # In a review a tag is meant for the case in focus, whatever gold lies under the cursor.
        return state.current
    found = here(state)
    return found[0] if len(found) == 1 else None


NO_CLAIM = "No claim is active: Tab chooses one, c marks a new one."
NO_GOLD = "There is no gold claim to tag yet: a digit takes a version; of a split S keeps the parts, M the whole."


def claimless(state: State) -> State:
    """The state with a refusal: there is nothing that a tag could go to."""
    return refuse(state, NO_GOLD if state.review is not None else NO_CLAIM)


def store(state: State, call: Call, claim: Claim, what: str, value: object) -> State:
    """The state with the claim in place, active, and the tag remembered for repeat."""
    last = dict(state.last) if state.active == claim.id else {}
    last[what] = value
    claim = prefilled(claim, state.scheme, call.segments)
    return replace(state.with_claim(claim), active=claim.id, last=tuple(last.items()))


def speak(state: State, call: Call, ids: tuple[str, ...]) -> State:
    """The state in which these speakers answer for the claim."""
    claim = target(state)
    if claim is None:
        return claimless(state)
    after = store(state, call, with_speakers(claim, ids), "speakers", ids)
    names = " and ".join(resolve(id, state.speakers).name for id in ids)
    return say(after, f"Claim {after.numbers[claim.id]}: {names}.")


def one_more(state: State, call: Call, id: str) -> State:
    """The state in which one more speaker answers for the claim, or one of several does no longer."""
    claim = target(state)
    if claim is None:
        return claimless(state)
    rest = tuple(other for other in claim.speakers if resolve(other, state.speakers).id != id)
    if rest == claim.speakers:
        return speak(state, call, (*claim.speakers, id))
    if not rest:
        return refuse(state, "It is the only speaker of the claim: a digit puts another in its place.")
    return speak(state, call, rest)


def digit(state: State, number: int) -> str:
    """The speaker behind a digit: those of the article in the order of use, 8 the author, 9 unknown; or empty."""
    if number == 8:
        return AUTHOR
    if number == 9:
        return UNKNOWN
    id = state.digits[number - 1] if number <= min(len(state.digits), 7) else ""
    # A speaker that was undone or deleted leaves its digit to nobody.
    return resolve(id, state.speakers).id if id in state.speakers or uses(state, id) else ""


def _digits() -> None:
    for number in range(1, 10):

        @command(
            f"speaker-{number}",
            str(number),
            f"Take speaker {number} of the list."
            if number < 8
            else f"Take {'the author of the article' if number == 8 else 'an unknown speaker'} as the speaker.",
            group="Tag",
            arg=str(number),
            screen="label",
        )
        def take(state: State, call: Call) -> State:
            id = digit(state, int(call.arg))
            if not id:
                return refuse(state, f"No speaker has the digit {call.arg} yet: @ chooses from the registry.")
            return speak(state, call, (id,))


_digits()


def _asks(state: State, kind: str, label: str, field: str = "", text: str = "") -> State:
    if target(state) is None and not (state.review and state.review.at):
        return claimless(state)
    return replace(state, prompt=Prompt(kind, label, text, field=field))


@command("registry", "@", "Choose the speaker from the registry, or make a new one.", group="Tag", hint="speaker")
def registry(state: State, call: Call) -> State:
    """Enter takes the first offer: who stands dim, or for words that are new a new speaker of that name; after a
    pronoun that leads to nobody, none."""
    after = _asks(state, "speaker", "speaker (Tab: type of a new one)")
    words = words_of(state, state.current) if state.current and chosen(state) is None else ""
    lost = after.prompt and words and not usable(words) and not state.dim.speakers and state.review is None
    return replace(after, prompt=replace(after.prompt, index=-1)) if after.prompt and lost else after


@command("one-more-speaker", "A", "Add one more speaker to the claim.", group="Tag", hint="+ speaker")
def one_more_speaker(state: State, call: Call) -> State:
    """Compound speakers: “Ruiz and Brandt said”."""
    return _asks(state, "one-more", "one more speaker")


@command("chain", "", "Say who told it: the outer source of a chain.", group="Tag")
def chain(state: State, call: Call) -> State:
    """The Post wrote that Brandt said: Post › Brandt."""
    if not state.scheme.attribution:
        return refuse(state, "This scheme has no chains of attribution.")
    claim = target(state)
    if claim is not None and not claim.speakers:
        return refuse(state, "Choose the speaker first; then the outer source is put before it.")
    return _asks(state, "chain", "told by")


@command("link", "", "Link the claim to another one.", group="Tag")
def link(state: State, call: Call) -> State:
    """Chosen again, the same link is taken back."""
    if not state.scheme.links:
        return refuse(state, "This scheme has no links.")
    if len(state.claims) < 2:
        return refuse(state, "There is no other claim to link to.")
    return _asks(state, "link", "link to")


@command("note", "m", "Write a note on the claim.", group="Tag", hint="note", screen="label")
def note(state: State, call: Call) -> State:
    """The note that is there is edited."""
    if not state.scheme.note:
        return refuse(state, "This scheme has no notes.")
    claim = target(state)
    return _asks(state, "note", "note", text=claim.note if claim else "")


@command("set-value", "", "Set a field of the claim.", group="Tag", needs="a value of a field")
def set_value(state: State, call: Call) -> Outcome:
    """The argument is `field=value`; sets toggle, a repeated optional value is taken back."""
    return give(state, call, call.arg)


def give(state: State, call: Call, choice: str) -> State:
    """The state in which the claim has a value, given as `field=value`."""
    key, _, value = choice.partition("=")
    field, claim = state.scheme.field_of(key), target(state)
    if field is None:
        return refuse(state, f"This scheme has no field {key}.")
    if claim is None:
        return claimless(state)
    new = next_value(claim, field, value)
    after = store(state, call, with_field(claim, key, new), key, new)
    return say(after, f"Claim {after.numbers[claim.id]}: {field.label.lower()} {shown(field.label, new)}.")


def shown(label: str, value: FieldValue | None) -> str:
    """A field's value in a sentence."""
    if value is None or value == ():
        return "left open"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


@command("ask-value", "", "Type the value of a field.", group="Tag", needs="a field")
def ask_value(state: State, call: Call) -> State:
    """For numbers, texts and entities."""
    field, claim = state.scheme.field_of(call.arg), target(state)
    if field is None:
        return refuse(state, f"This scheme has no field {call.arg}.")
    old = claim.fields.get(field.key, "") if claim and field.type != "entity" else ""
    kind = "entity" if field.type == "entity" else "value"
    return _asks(state, kind, field.label.lower(), field=field.key, text=str(old))


@command(
    "discuss",
    "!",
    "Put the claim on the team's meeting list, or take it off.",
    group="Tag",
    hint="discuss",
    screen="label",
)
def discuss(state: State, call: Call) -> State:
    """Toggles the value `discuss` of the first set field that has it."""
    field = state.scheme.meeting
    if field is not None:
        return give(state, call, f"{field.key}={DISCUSS}")
    return refuse(state, "This scheme has no field with the value discuss.")


@command(
    "repeat",
    ".",
    "Repeat the last tagging on the selection or the active claim.",
    group="Tag",
    hint="repeat",
    screen="label",
)
def repeat(state: State, call: Call) -> State:
    """Selected words become a new claim first."""
    if not state.last:
        return refuse(state, "Nothing has been tagged yet.")
    span, primary = chosen(state), state.scheme.primary
    claim = state.current
    if span is not None:
        span = trimmed(state, call, primary, span)
        if span is None:
            return refuse(state, BLANK)
        claim = with_role(fresh(state, call), primary.key, (span,))
    if claim is None:
        return claimless(state)
    for what, value in state.last:
        if what == "speakers" and isinstance(value, tuple):
            claim = with_speakers(claim, value)
        elif what != "speakers" and state.scheme.field_of(what) and isinstance(value, str | bool | int | float | tuple):
            claim = with_field(claim, what, value)
    claim = prefilled(claim, state.scheme, call.segments)
    after = replace(state.with_claim(claim), active=claim.id)
    if span is not None:
        after = in_hand(after, primary.key, span)
    return say(after, f"Claim {after.numbers[claim.id]}: tagged like the one before.")


def told_by(state: State, call: Call, id: str) -> State:
    """The state in which one more outer source stands before the claim's chain; `-` clears the chain."""
    claim = target(state)
    if claim is None:
        return claimless(state)
    links = () if id == "-" else ((id,), *(claim.attribution or (claim.speakers,)))
    claim = touched(replace(claim, attribution=links), "attribution", "manual" if links else "")
    after = replace(state.with_claim(claim), active=claim.id)
    names = " › ".join(" and ".join(resolve(each, state.speakers).name for each in group) for group in links)
    return say(after, f"Claim {after.numbers[claim.id]}: {names or 'no chain'}.")


def linked(state: State, call: Call, type: str, other: str) -> State:
    """The state with a link to another claim, or without it when it was there."""
    claim = target(state)
    if claim is None:
        return claimless(state)
    new = Link(type, other)
    gone = new in claim.links
    links = tuple(link for link in claim.links if link != new) if gone else (*claim.links, new)
    after = state.with_claim(touched(replace(claim, links=links), "links", "manual" if links else ""))
    verb = "no longer linked to" if gone else type.replace("_", " ")
    return say(after, f"Claim {after.numbers[claim.id]}: {verb} claim {after.numbers.get(other, 0)}.")


def noted(state: State, text: str) -> State:
    """The state with this note on the claim."""
    claim = target(state)
    if claim is None:
        return claimless(state)
    text = text.replace("\x00", "").strip()
    after = replace(state.with_claim(replace(claim, note=text)), active=claim.id)
    return say(after, f"Claim {after.numbers[claim.id]}: {'note kept' if text else 'no note'}.")


def registered(state: State, speaker: Speaker) -> State:
    """The state whose registry has this speaker."""
    return replace(state, speakers={**state.speakers, speaker.id: speaker})
