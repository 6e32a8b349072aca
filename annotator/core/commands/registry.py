"""The registry screen: one row for each speaker, and the keys that change the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from annotator.core import naming
from annotator.core.command import Call, command, refuse, say
from annotator.core.commands.claims import activate
from annotator.core.commands.tag import target
from annotator.core.registry import change
from annotator.core.registry.mentions import lit
from annotator.core.registry.roster import Item, Mention, Row, at, items
from annotator.core.speaker import BUILT_IN, Speaker, living, resolve
from annotator.core.state import Choice, Prompt, Roster, Selection, State

GROUP = "Speakers (g s)"
SCREEN = "registry"
KINDS = ("name", "role", "affiliation", "alias", "narrow", "unalias", "merge", "apart")
"""Prompts of this screen; `field` is the id of the speaker whom they are about."""
LISTS = ("unalias", "merge", "apart")
"""Those that offer a list."""


@command(
    "speakers",
    "g s",
    "Show the speakers of the project, to rename, describe or merge them.",
    group="Go",
    hint="speakers",
)
def speakers(state: State, call: Call) -> State:
    """The cursor is on the speaker of the claim at hand."""
    claim = target(state)
    first = resolve(claim.speakers[0], state.speakers).id if claim and claim.speakers else ""
    return replace(state, roster=Roster(first), prompt=None)


@command("leave-speakers", "backspace  escape", "Go back to the article.", group=GROUP, screen=SCREEN)
def leave(state: State, call: Call) -> State:
    """What narrows the list goes first; the chosen row stays chosen."""
    row = _chosen(state)
    if state.roster and state.roster.typed:
        return replace(state, roster=Roster(row.key if row else state.roster.at))
    return replace(state, roster=None)


def _chosen(state: State) -> Item | None:
    rows = items(state)
    index = at(state, rows)
    return rows[index] if index >= 0 else None


def _to(state: State, key: str) -> State:
    return replace(state, roster=replace(state.roster or Roster(), at=key))


def _walks(name: str, keys: str, what: str, step: Callable[[Call, int], int]) -> None:
    """A motion in the list: `step` gives rows to go, from the number of all."""

    @command(name, keys, f"Go {what}.", group=GROUP, screen=SCREEN)
    def walk(state: State, call: Call) -> State:
        rows = items(state)
        index = max(0, min(len(rows) - 1, at(state, rows) + step(call, len(rows))))
        return _to(state, rows[index].key) if rows else state


_walks("list-down", "j  down", "one row down", lambda call, count: 1)
_walks("list-up", "k  up", "one row up", lambda call, count: -1)
_walks("list-page-down", "space  pagedown", "one page down", lambda call, count: max(1, call.page - 2))
_walks("list-page-up", "pageup", "one page up", lambda call, count: -max(1, call.page - 2))
_walks("list-top", "g  home", "to the first row", lambda call, count: -count)
_walks("list-end", "G  end", "to the last row", lambda call, count: count)


@command("narrow", "/", "Type what narrows the list.", group=GROUP, screen=SCREEN)
def narrow(state: State, call: Call) -> State:
    """Names, aliases, roles, affiliations, types; Enter keeps it."""
    return replace(state, prompt=Prompt("narrow", "only", state.roster.typed if state.roster else ""))


def _edits(name: str, keys: str, hint: str, what: str, edit: Callable[[State, Call, Row], State]) -> None:
    """A command for the chosen speaker; a mention is none, and who is built in stays."""

    @command(name, keys, what, group=GROUP, hint=hint, screen=SCREEN)
    def run(state: State, call: Call) -> State:
        row = _chosen(state)
        if isinstance(row, Mention):
            return refuse(state, "This row is a mention and no speaker: Enter goes to its claim.")
        problem = change.changeable(state, row.key) if row else "No speaker is listed."
        if row is None or problem:
            return refuse(state, problem)
        return edit(_to(state, row.key), call, row)


def _asks(kind: str, row: Row, label: str, text: str = "") -> Prompt:
    return Prompt(kind, label, text, field=row.key)


@command(
    "rename", "enter  r", "Rename the speaker; on a mention, go to its claim.", group=GROUP, hint="name", screen=SCREEN
)
def rename(state: State, call: Call) -> State:
    """The id stays as it is, so no claim changes."""
    row = _chosen(state)
    if isinstance(row, Mention):
        claim = state.claim(row.claim)
        if claim is None:
            return refuse(state, "Its claim is no more.")
        after = replace(activate(state, claim), roster=None, selection=Selection(row.span.start, row.span.start))
        number = state.numbers.get(claim.id, 0)
        lacks = "is no name of its speaker; @ chooses another" if row.speaker else "has no speaker yet; @ names one"
        return say(after, f"Claim {number}: “{row.words}” {lacks}.")
    problem = change.changeable(state, row.key) if row else "No speaker is listed."
    if row is None or problem:
        return refuse(state, problem)
    return replace(_to(state, row.key), prompt=_asks("name", row, "name", row.speaker.name))


_edits("retype", "t", "type", "Give the speaker the next type.", lambda state, call, row: change.retype(state, row.key))


def _line(what: str, keys: str, help: str) -> None:
    def ask(state: State, call: Call, row: Row) -> State:
        return replace(
            state, prompt=_asks(what, row, f"{what} of {row.speaker.name}", getattr(row.speaker, what) or "")
        )

    _edits(what, keys, what, help, ask)


_line("role", "l", "Say what the speaker is: mayor, spokeswoman.")
_line("affiliation", "f", "Say to whom the speaker belongs.")


@command("add-alias", "a", "Add an alias; on a mention, its words.", group=GROUP, hint="+ alias", screen=SCREEN)
def add_alias(state: State, call: Call) -> State:
    """The words of a mention become an alias of the speaker of its claim."""
    row = _chosen(state)
    id = row.speaker if isinstance(row, Mention) else row.key if row else ""
    if isinstance(row, Mention) and not id:
        return refuse(state, "Its claim has no speaker yet: Enter goes there, @ names one.")
    problem = change.changeable(state, id) if row else "No speaker is listed."
    if row is None or problem:
        return refuse(state, problem)
    name = state.speakers[id].name
    text = naming.name_of(row.words)[: change.LONGEST] if isinstance(row, Mention) else ""
    return replace(_to(state, row.key), prompt=Prompt("alias", f"alias of {name}", text, field=id))


def _remove(state: State, call: Call, row: Row) -> State:
    if not row.speaker.aliases:
        return refuse(state, f"{row.speaker.name} has no alias.")
    if len(row.speaker.aliases) == 1:
        return change.remove_alias(state, row.key, row.speaker.aliases[0])
    return replace(state, prompt=_asks("unalias", row, "which alias goes?"))


_edits("remove-alias", "A", "− alias", "Take an alias away.", _remove)


def _merge(state: State, call: Call, row: Row) -> State:
    if len(living(state.speakers)) < 2:
        return refuse(state, "There is no other speaker to merge it into.")
    return replace(state, prompt=_asks("merge", row, f"{row.speaker.name} is really"))


_edits("merge-speaker", "m", "merge", "Merge the speaker into another one; claims are not rewritten.", _merge)


def _apart(state: State, call: Call, row: Row) -> State:
    if not row.merged:
        return refuse(state, f"Nobody is merged into {row.speaker.name}.")
    if len(row.merged) == 1:
        return change.apart(state, row.merged[0])
    return replace(state, prompt=_asks("apart", row, "who is somebody else?"))


_edits("take-apart", "M", "apart", "Take a merge apart.", _apart)
_edits(
    "delete-speaker",
    "d",
    "delete",
    "Delete a speaker that no claim of the project names.",
    lambda state, call, row: change.delete(state, row.key, call.elsewhere(row.key)),
)


def highlighted(state: State, id: str) -> State:
    """The state in which the speaker's mentions are highlighted or, when they were, no longer."""
    speaker = resolve(id, state.speakers)
    if state.lit and resolve(state.lit, state.speakers).id == speaker.id:
        return say(replace(state, lit=""), f"{speaker.name} is no longer highlighted.")
    if speaker.id in BUILT_IN:
        return refuse(state, f"{speaker.name} has no name that could be looked for.")
    after = replace(state, lit=speaker.id)
    count = len(lit(after))
    if not count:
        return refuse(state, f"{speaker.name} is not named in this article.")
    return say(after, f"{speaker.name}: {count} mention{'s' if count > 1 else ''}")


_edits(
    "highlight-row",
    "h",
    "highlight",
    "Highlight every mention of the speaker in the article, until pressed again.",
    lambda state, call, row: highlighted(state, row.key),
)


@command(
    "highlight-speaker", "g w", "Highlight every mention of the claim's speaker; again: off.", group="Go", hint="who"
)
def highlight_speaker(state: State, call: Call) -> State:
    """Of several speakers one after the other. Without a claim at hand it ends the highlighting."""
    claim = target(state)
    if claim is None or not claim.speakers:
        if state.lit:
            return highlighted(state, state.lit)
        lacks = "The claim has no speaker yet: @ names one." if claim else "No claim is active: Tab chooses one."
        return refuse(state, f"{lacks} g s, then h highlights anybody.")
    people = [resolve(id, state.speakers).id for id in claim.speakers]
    now = resolve(state.lit, state.speakers).id if state.lit else ""
    following = people[people.index(now) + 1 :] if now in people else people
    return highlighted(state, following[0] if following else now)


def choices(state: State, prompt: Prompt) -> tuple[Choice, ...]:
    """What a prompt of this screen offers, narrowed by what is typed; nothing where a line is typed."""
    id, typed = prompt.field, naming.plain(prompt.text)
    speaker = state.speakers.get(id)
    if speaker is None:
        return ()
    if prompt.kind == "unalias":
        return tuple(Choice(alias, alias) for alias in speaker.aliases if typed in naming.plain(alias))
    if prompt.kind == "apart":
        away = [each for each in state.speakers.values() if each.id != id and resolve(each.id, state.speakers).id == id]
        return tuple(Choice(each.id, each.name, each.id) for each in away if typed in naming.plain(each.name))
    if prompt.kind == "merge":
        people, _ = naming.offered(prompt.text, speaker.name, state.digits, state.speakers)
        others = [each for each in people if each.id != id and each.id not in BUILT_IN]
        if not typed:
            others.sort(key=lambda each: (not _alike(each, speaker), each.type != speaker.type))
        return tuple(Choice(each.id, each.name, each.role or each.type) for each in others)
    return ()


def _alike(one: Speaker, other: Speaker) -> bool:
    """Whether their names share a word: most likely they are the same."""
    words = [set(naming.plain(" ".join((each.name, *each.aliases))).split()) for each in (one, other)]
    return any(len(word) > 3 for word in words[0] & words[1])


def taken(state: State, prompt: Prompt, row: Choice) -> State:
    """What Enter makes of a prompt of this screen; a line that is refused stays open, to be corrected."""
    closed = replace(state, prompt=None, message="", warn=False, confirm="")
    id, text = prompt.field, prompt.text
    if prompt.kind == "narrow":
        chosen = _chosen(state)
        return replace(closed, roster=Roster(chosen.key if chosen else "", text.strip()))
    if prompt.kind == "merge":
        return change.merge(closed, id, row.key)
    if prompt.kind == "apart":
        return change.apart(closed, row.key)
    if prompt.kind == "unalias":
        return change.remove_alias(closed, id, row.key)
    # A name that somebody else has is allowed by a second Enter, pressed on the very same line.
    again = f"{prompt.kind} {text}"
    if prompt.kind == "name":
        after = change.rename(closed, id, text, sure=state.confirm == again)
    elif prompt.kind == "alias":
        after = change.add_alias(closed, id, text, sure=state.confirm == again)
    else:
        after = change.describe(closed, id, prompt.kind, text)
    return replace(after, prompt=prompt, confirm=again) if after.warn and id in state.speakers else after
