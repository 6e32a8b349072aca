"""What can be changed in the registry, as functions from state to state: each says what it did, or why it did not.

Claims are never touched: they keep the ids that they were made with, and a merged speaker is resolved when it is read.
"""

from __future__ import annotations

from dataclasses import replace

from annotator.core.command import refuse, say
from annotator.core.naming import plain
from annotator.core.registry.roster import uses
from annotator.core.speaker import BUILT_IN, TYPES, Speaker, living, resolve
from annotator.core.state import State
from annotator.core.visible import visible

LONGEST = 200
"""Code points of a name, an alias, a role or an affiliation at most."""


def clean(text: str) -> str:
    """One line of what can be seen: controls, marks of direction and line ends become blanks, blanks become one.

    >>> clean(" Ana\\x1b[0m\\tRuiz ")
    'Ana [0m Ruiz'
    """
    return " ".join("".join(char if visible(char) == char else " " for char in text).split())


def types(state: State) -> tuple[str, ...]:
    """The types that a speaker can have in this scheme."""
    return state.scheme.speaker_types or TYPES[:-2]


def changeable(state: State, id: str) -> str:
    """Why nothing about a speaker can be changed; empty when it can."""
    if id in BUILT_IN:
        return f"{BUILT_IN[id].name} is built in and stays as it is."
    return "" if id in state.speakers else "This speaker is no more."


def put(state: State, speaker: Speaker, message: str) -> State:
    """The state whose registry has this speaker."""
    return say(replace(state, speakers={**state.speakers, speaker.id: speaker}), message)


def wrong(state: State, id: str, text: str, *, sure: bool) -> str:
    """Why a text cannot be a name or alias of a speaker; empty when it can.

    A name that somebody else has already is allowed when one is sure.
    """
    if not text:
        return "A name needs at least one letter or sign that can be seen."
    if len(text) > LONGEST:
        return f"A name has at most {LONGEST} characters; this one has {len(text)}."
    wanted = plain(text)
    for other in living(state.speakers).values():
        if other.id != id and not sure and any(plain(name) == wanted for name in (other.name, *other.aliases)):
            return f"{other.name} is called that already: Enter again allows it, m merges the two."
    return ""


def rename(state: State, id: str, text: str, *, sure: bool = False) -> State:
    """The speaker under another name; its id stays."""
    text = clean(text)
    problem = changeable(state, id) or wrong(state, id, text, sure=sure)
    if problem:
        return refuse(state, problem)
    speaker = state.speakers[id]
    if text == speaker.name:
        return say(state, f"{text} keeps its name.")
    aliases = tuple(alias for alias in speaker.aliases if alias != text)
    return put(state, replace(speaker, name=text, aliases=aliases), f"{speaker.name} is called {text} now.")


def retype(state: State, id: str) -> State:
    """The speaker with the next type of the scheme."""
    problem = changeable(state, id)
    if problem:
        return refuse(state, problem)
    speaker, offered = state.speakers[id], types(state)
    index = offered.index(speaker.type) + 1 if speaker.type in offered else 0
    type = offered[index % len(offered)]
    return put(state, replace(speaker, type=type), f"{speaker.name}: {type}.")


def describe(state: State, id: str, what: str, text: str) -> State:
    """The speaker with this role or affiliation; an empty text takes it away."""
    text = clean(text)
    problem = changeable(state, id)
    if not problem and len(text) > LONGEST:
        problem = f"The {what} has at most {LONGEST} characters; this one has {len(text)}."
    if problem:
        return refuse(state, problem)
    speaker = state.speakers[id]
    speaker = replace(speaker, role=text or None) if what == "role" else replace(speaker, affiliation=text or None)
    return put(state, speaker, f"{speaker.name}: {what} {text}." if text else f"{speaker.name}: no {what}.")


def add_alias(state: State, id: str, text: str, *, sure: bool = False) -> State:
    """The speaker with one more alias."""
    text = clean(text)
    problem = changeable(state, id) or wrong(state, id, text, sure=sure)
    if problem:
        return refuse(state, problem)
    speaker = state.speakers[id]
    if text in (speaker.name, *speaker.aliases):
        return refuse(state, f"{speaker.name} is called {text} already.")
    return put(state, replace(speaker, aliases=(*speaker.aliases, text)), f"{speaker.name} is called {text} too.")


def remove_alias(state: State, id: str, alias: str) -> State:
    """The speaker without an alias."""
    problem = changeable(state, id)
    if problem:
        return refuse(state, problem)
    speaker = state.speakers[id]
    if alias not in speaker.aliases:
        return refuse(state, f"{speaker.name} has no alias {alias}.")
    rest = tuple(other for other in speaker.aliases if other != alias)
    return put(state, replace(speaker, aliases=rest), f"{speaker.name} is not called {alias} any more.")


def merge(state: State, id: str, into: str) -> State:
    """The speaker merged into another one, or into the one that this one was merged into."""
    problem = changeable(state, id) or changeable(state, into)
    if problem:
        return refuse(state, problem)
    speaker, end = state.speakers[id], resolve(into, state.speakers)
    if into == id:
        return refuse(state, "A speaker cannot be merged into itself.")
    if end.id == resolve(id, state.speakers).id:
        # Seen from the list nobody offers this; another window can have been faster.
        return refuse(state, f"{state.speakers[into].name} and {speaker.name} are merged already: no circle is made.")
    after = replace(speaker, merged_into=end.id)
    return put(state, after, f"{speaker.name} is {end.name} now; no claim was changed, M takes them apart.")


def apart(state: State, id: str) -> State:
    """The speaker on its own again, with whatever was merged into it."""
    problem = changeable(state, id)
    if problem:
        return refuse(state, problem)
    speaker = state.speakers[id]
    if not speaker.merged_into:
        return refuse(state, f"{speaker.name} is not merged into anybody.")
    end = resolve(id, state.speakers)
    after = put(state, replace(speaker, merged_into=None), f"{speaker.name} and {end.name} are two again.")
    if end.merged_into:
        # Two windows that merged in opposite directions have made a circle: both are let go.
        after = put(after, replace(end, merged_into=None), after.message)
    return after


def delete(state: State, id: str, elsewhere: int) -> State:
    """The registry without the speaker, as long as no claim names it; `elsewhere` counts those of other layers."""
    problem = changeable(state, id)
    if problem:
        return refuse(state, problem)
    speaker = state.speakers[id]
    others = [each.name for each in state.speakers.values() if each.merged_into == id]
    if others:
        are = "is" if len(others) == 1 else "are"
        return refuse(state, f"{', '.join(others)} {are} merged into {speaker.name}: M takes them apart first.")
    count = uses(state, id) + elsewhere
    if count:
        claims = f"{count} claims name" if count > 1 else "1 claim names"
        return refuse(state, f"{claims} {speaker.name}: m merges it into another speaker instead.")
    rest = {key: each for key, each in state.speakers.items() if key != id}
    return say(replace(state, speakers=rest), f"{speaker.name} deleted; u brings it back.")
