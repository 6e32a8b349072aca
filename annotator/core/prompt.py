"""The prompt: a line being typed, the choices it leaves, and what Enter makes of it."""

from __future__ import annotations

from dataclasses import replace

from annotator.core import naming
from annotator.core.command import Call, Effect, keys_of, refuse
from annotator.core.commands import COMMANDS, claims, draft, go, perform, registry, settled, tag, value
from annotator.core.commands.take import accepted, chosen, pieces_of, taken
from annotator.core.proposal import dim
from annotator.core.proposal.mention import named
from annotator.core.registry.change import types
from annotator.core.scheme import source_role
from annotator.core.speaker import BUILT_IN, Speaker, living, new_id, resolve
from annotator.core.state import Choice, Prompt, State, everything
from annotator.core.text.grapheme import CLUSTER

LISTS = ("speaker", "one-more", "chain", "link", "palette", "only", "entity", "reason", *registry.LISTS)
"""Prompts with a numbered list; in all but the palette a digit takes a row."""
NEW = "+"
"""The key of the choice that makes a new speaker."""
SHOWN = 9
"""Rows of the list that are in view, at most; a digit reaches each of them."""
PASTED = 10_000
"""Characters that are pasted at once, at most."""
UNCHOSEN = "These words name nobody: a digit or ↓ chooses a speaker, or type a name."


def words_of(state: State) -> str:
    """The words that would name a new speaker: the selection, or the active claim's source."""
    span = chosen(state)
    if span is not None and span.length <= 120:
        return state.article.text[span.start : span.end]
    role = source_role(state.scheme)
    if state.ghost is not None and role is not None:
        return " ".join(state.article.text[start:end] for start, end in pieces_of(state, role))
    return dim.words_of(state, state.current) if state.current else ""


def choices(state: State) -> tuple[Choice, ...]:
    """The rows that the prompt offers now; empty when it only takes text."""
    prompt = state.prompt
    if prompt is None:
        return ()
    if prompt.kind in ("speaker", "one-more", "chain", "entity"):
        return _speakers(state, prompt)
    if prompt.kind == "link":
        return tuple(choice for choice in _links(state) if prompt.text.casefold() in choice.label.casefold())
    if prompt.kind == "only":
        return tuple(choice for choice in _filters(state) if prompt.text.casefold() in choice.label.casefold())
    if prompt.kind == "reason":
        return _reasons(prompt)
    if prompt.kind == "palette":
        parts = prompt.text.casefold().split()
        return tuple(
            Choice(row.name, row.help, next(iter(keys_of(row.name, state)), ""))
            for row in COMMANDS.values()
            if row.name != "palette"
            and not row.needs
            and ("review" if state.review else "label") in row.screens
            and all(part in f"{row.name} {row.help}".casefold() for part in parts)
        )[:SHOWN]
    return registry.choices(state, prompt)[:SHOWN] if prompt.kind in registry.LISTS else ()


def _speakers(state: State, prompt: Prompt) -> tuple[Choice, ...]:
    words = words_of(state) if prompt.kind == "speaker" else ""
    people, new = naming.offered(prompt.text, words, state.digits, state.speakers)
    guessed = naming.guess_type(new)
    if new and not prompt.text and words:
        new, guessed = named(words)
        people = tuple(sorted(people, key=lambda each: not naming.same_name(new, each)))
        new = "" if any(naming.same_name(new, each) for each in people) else new
    exact = sum(1 for each in people if naming.same_name(prompt.text.strip() or words, each)) if people else 0
    rows = [Choice(each.id, each.name, _about(each)) for each in people]
    if (new and prompt.kind != "chain") or (new and prompt.text):
        type = prompt.field if prompt.field in types(state) and prompt.kind != "entity" else guessed
        rows.insert(0 if not prompt.text or not rows else exact, Choice(NEW, f"new: {new}", type))
    if prompt.kind == "chain" and not prompt.text:
        # The last row that is shown, however many speakers there are.
        rows = [*rows[: SHOWN - 1], Choice("-", "no chain", "only the speaker")]
    if prompt.kind == "speaker" and not prompt.text and chosen(state) is None and state.review is None:
        order = dim.foremost(state, words, [row.key for row in rows])
        rows.sort(key=lambda row: order.index(row.key))
    return tuple(rows[:SHOWN])


def _about(speaker: Speaker) -> str:
    return ", ".join(part for part in (speaker.role, speaker.affiliation) if part) or speaker.type


def _links(state: State) -> tuple[Choice, ...]:
    text = state.article.text
    rows = []
    here = next((index for index, claim in enumerate(state.claims) if claim.id == state.active), None)
    # What a claim answers mostly stands close to it: the nearest come first, those before it sooner than those behind.
    near = here if here is not None else _before(state)
    order = sorted(range(len(state.claims)), key=lambda index: (abs(index - near), index))
    for other in (state.claims[index] for index in order if index != here):
        parts = everything(other, state.scheme)
        words = text[parts[0].start : parts[0].end] if parts else "(no words yet)"
        who = ", ".join(resolve(each, state.speakers).name for each in other.speakers)
        for type in state.scheme.links:
            label = f"{type.replace('_', ' ')} {state.numbers.get(other.id, 0)} {words[:60]}"
            rows.append(Choice(f"{type}:{other.id}", label, who))
    return tuple(rows)


def _before(state: State) -> int:
    """How many claims begin before the selection."""
    return sum(
        next(iter(everything(each, state.scheme)), state.selection.span) < state.selection.span for each in state.claims
    )


def _reasons(prompt: Prompt) -> tuple[Choice, ...]:
    from annotator.core.commands.review import remark

    typed = "_".join(prompt.text.casefold().split())
    rows = [Choice(each, each.replace("_", " ")) for each in remark.REASONS if typed in each]
    if typed and typed not in remark.REASONS:
        rows.append(Choice(typed, prompt.text.strip(), "a reason of your own"))
    return tuple(rows)


def _filters(state: State) -> tuple[Choice, ...]:
    if state.review is not None:
        from annotator.core.commands.review import cases

        return tuple(Choice(*row) for row in cases.filters(state.review))
    rows = [Choice("", "all claims"), Choice("open", "claims with something open")]
    used = dict.fromkeys(resolve(id, state.speakers).id for claim in state.claims for id in claim.speakers)
    rows += [Choice(f"speaker:{id}", f"speaker {resolve(id, state.speakers).name}") for id in used]
    for field in state.scheme.fields:
        if field.type == "multi":
            flag = f"flag:{field.key}="
            rows += [Choice(flag + value.key, f"{field.label.lower()} {value.label}") for value in field.values]
    return tuple(rows)


def first_shown(prompt: Prompt, count: int) -> int:
    """The first of the rows in view; a list that is longer moves along with the row that is chosen."""
    return max(0, min(prompt.index, count - 1) - SHOWN + 1)


def _index(prompt: Prompt, rows: tuple[Choice, ...], key: str) -> int | None:
    """The row that a key takes: -1 for what is typed, None when the key takes nothing."""
    if key == "enter":
        return min(prompt.index, len(rows) - 1) if rows else -1  # An index of -1: no row is chosen yet.
    # Behind a blank a digit belongs to a name: Radio 4.
    listed = prompt.kind in LISTS and prompt.kind != "palette" and not prompt.text.endswith(" ")
    first = first_shown(prompt, len(rows))
    return first + int(key) - 1 if listed and key in [*"123456789"[: len(rows) - first]] else None


def meant(state: State, key: str) -> str:
    """The key of the choice that a key takes now; empty when it takes none."""
    rows = choices(state)
    index = _index(state.prompt, rows, key) if state.prompt else None
    return rows[index].key if index is not None and index >= 0 else ""


def feed(state: State, call: Call, key: str, meant: str = "") -> tuple[State, tuple[Effect, ...]]:
    """One key into the open prompt: typing, choosing, taking, leaving.

    `meant` is the choice that the hand saw: where another window has changed the list, it is looked for by its key.
    """
    prompt = state.prompt
    if prompt is None:
        return state, ()
    rows = choices(state)
    if key == "escape" or (key == "backspace" and not prompt.text):
        return draft.dropped(replace(state, prompt=None, message="", warn=False), state), ()
    if key == "backspace":
        return _typed(state, "".join(CLUSTER.findall(prompt.text)[:-1])), ()
    if key in ("down", "up") and rows:
        at = prompt.index + 1 if key == "down" else max(prompt.index, 0) - 1
        return replace(state, prompt=replace(prompt, index=at % len(rows))), ()
    if key in ("tab", "shift+tab") and prompt.kind in ("speaker", "one-more", "chain"):
        offered = types(state)
        now = next((row.detail for row in rows if row.key == NEW), offered[0])
        step = 1 if key == "tab" else -1
        index = (offered.index(now) + step) % len(offered) if now in offered else 0
        return replace(state, prompt=replace(prompt, field=offered[index])), ()
    wanted = _index(prompt, rows, key)
    if meant:
        wanted = next((at for at, row in enumerate(rows) if row.key == meant), -1)
        if wanted < 0:
            return refuse(state, "Changed in another window: what was chosen is no longer in the list."), ()
    if wanted is not None:
        return take(state, call, wanted)
    if key == "space":
        key = " "
    if len(key) == 1 and key.isprintable():
        return _typed(state, prompt.text + key), ()
    return state, ()


def pasted(state: State, text: str) -> State:
    """The state with a text typed into the open prompt at once, on one line: no character of it takes a choice."""
    if state.prompt is None:
        return state
    words = "".join(char for char in " ".join(text.split()) if char.isprintable())
    after = _typed(state, state.prompt.text + words[:PASTED])
    return refuse(after, f"Only the first {PASTED:,} characters are pasted.") if len(words) > PASTED else after


def _typed(state: State, text: str) -> State:
    """The state in which this is what has been typed."""
    return replace(
        state, prompt=replace(state.prompt or Prompt(""), text=text, index=0), message="", warn=False, confirm=""
    )


def take(state: State, call: Call, index: int) -> tuple[State, tuple[Effect, ...]]:
    """Enter, or a digit: the row of this index, or the typed text where there are no rows (-1)."""
    prompt = state.prompt
    rows = choices(state)
    closed = replace(state, prompt=None, message="", warn=False, confirm="")
    if prompt is None:
        return state, ()
    if prompt.kind in LISTS and index < 0:
        return refuse(state, "Nothing fits what was typed." if prompt.index >= 0 else UNCHOSEN), ()
    row = rows[index] if index >= 0 else Choice("", "")
    if prompt.kind == "palette":
        return perform(row.key, closed, replace(call, arg=COMMANDS[row.key].arg))
    if prompt.kind == "search":
        return go.to_match(closed, call, 1, wanted=prompt.text), ()
    if prompt.kind == "only":
        return claims.only(closed, row.key), ()
    asked = draft.overtaken(state)
    if asked is not None:
        return asked, ()
    after = registry.taken(state, prompt, row) if prompt.kind in registry.KINDS else _take(closed, call, prompt, row)
    return settled(state, after if after.prompt else draft.taken(after, state), call), ()


def _take(state: State, call: Call, prompt: Prompt, row: Choice) -> State:
    now = taken(state, call)
    if state.review is not None:
        from annotator.core.commands.review import focus, remark

        if prompt.kind == "remark":
            return remark.remarked(state, call, note=prompt.text)
        if prompt.kind == "reason":
            return remark.remarked(state, call, tag=row.key)
        now = focus.taken(state) if focus.takes("set-value", state) else state
    return accepted(state, now, _given(now, call, prompt, row))


def _given(state: State, call: Call, prompt: Prompt, row: Choice) -> State:
    """The state in which the claim has what was asked for."""
    if prompt.kind == "note":
        return tag.noted(state, prompt.text)
    if prompt.kind == "value":
        return value.typed(state, call, prompt)
    if prompt.kind == "link":
        type, _, other = row.key.partition(":")
        return tag.linked(state, call, type, other)
    id = row.key
    if id == NEW:
        name = row.label.removeprefix("new: ")
        id = new_id(name, [*state.speakers, *BUILT_IN])
        state = tag.registered(state, Speaker(id, name, row.detail))
    elif prompt.kind == "speaker":
        state = _alias(state, id)
    if prompt.kind == "speaker":
        return tag.speak(state, call, (id,))
    if prompt.kind == "one-more":
        return tag.one_more(state, call, id)
    if prompt.kind == "chain":
        return tag.told_by(state, call, id)
    return tag.give(state, call, f"{prompt.field}={id}")


def _alias(state: State, id: str) -> State:
    """The words that name a speaker become an alias when they share a word with the name; pronouns never do."""
    speaker = state.speakers.get(id)
    words = naming.name_of(words_of(state))
    if speaker is None or not naming.usable(words) or len(words) > 60:
        return state
    if naming.same_name(words, living(state.speakers).get(id, speaker)):
        return state
    if not set(naming.plain(words).split()) & set(naming.plain(speaker.name).split()):
        return state
    return tag.registered(state, replace(speaker, aliases=(*speaker.aliases, words)))
