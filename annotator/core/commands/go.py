"""Going places: search, next thing to do, other articles, help, and out."""

from __future__ import annotations

from dataclasses import replace

from annotator.core.command import Call, Effect, command, refuse, say
from annotator.core.commands.move import put
from annotator.core.scheme import open_parts
from annotator.core.state import Prompt, State
from annotator.core.text import motion
from annotator.core.text.search import find_all


@command("search", "/", "Search in the article; case and accents do not matter.", group="Go", hint="search")
def search(state: State, call: Call) -> State:
    """Enter goes to the first match after the cursor."""
    return replace(state, prompt=Prompt("search", "search", text=""))


def to_match(state: State, call: Call, step: int, *, wanted: str = "") -> State:
    """The state with the next or previous match selected; round the end of the article if need be."""
    wanted = wanted or state.search
    if not wanted:
        return refuse(state, "Nothing was searched for yet: / searches.")
    spans = find_all(state.article.text, wanted)
    if not spans:
        return refuse(replace(state, search=""), f"“{wanted}” does not stand in this article.")
    head = state.selection.span
    if step > 0:
        index = next((i for i, span in enumerate(spans) if span.start >= head.end), 0)
    else:
        index = next((i for i in range(len(spans) - 1, -1, -1) if spans[i].start < head.start), len(spans) - 1)
    found = call.segments.whole(spans[index])
    after = put(replace(state, search=wanted), found.start, found.end, unit="")
    return say(after, f"Match {index + 1} of {len(spans)}.")


@command("next-match", ";", "Go to the next match of the search.", group="Go")
def next_match(state: State, call: Call) -> State:
    """Round the end."""
    return to_match(state, call, 1)


@command("previous-match", ",", "Go to the match before.", group="Go")
def previous_match(state: State, call: Call) -> State:
    """Round the start."""
    return to_match(state, call, -1)


def next_sentence(state: State, call: Call) -> State:
    """The state with the next sentence selected: the one that starts after the selection."""
    start = call.segments.sentence(state.selection.head)
    offset = state.selection.span.end
    if state.selection.empty and state.selection.head <= start.start:
        return put(state, start.start, start.end, unit="sentence")
    while offset < len(call.segments.text):
        span = call.segments.sentence(offset)
        if span.start >= state.selection.span.end and span.end > span.start:
            return put(state, span.start, span.end, unit="sentence")
        offset = max(span.end, motion.right(call.segments, offset))
    return refuse(state, "This was the last sentence.")


def previous_sentence(state: State, call: Call) -> State:
    """The state with the sentence before selected: the last one that ends before the selection."""
    offset = state.selection.span.start
    while offset > 0:
        offset = motion.left(call.segments, offset)
        span = call.segments.sentence(offset)
        if span.end <= state.selection.span.start and span.end > span.start:
            return put(state, span.start, span.end, unit="sentence")
        offset = min(span.start, offset)
    return refuse(state, "This is the first sentence.")


@command("next-article", "g n", "Go to the next article.", group="Go", hint="next article")
def next_article(state: State, call: Call) -> tuple[State, Effect]:
    """In the order of the project."""
    return state, Effect("next")


@command("previous-article", "g p", "Go to the article before.", group="Go", hint="previous article")
def previous_article(state: State, call: Call) -> tuple[State, Effect]:
    """In the order of the project."""
    return state, Effect("previous")


def topic(state: State) -> str:
    """The part whose guideline is wanted: what is in hand, else what is open first, else the first role.

    In a review also what the versions differ in.
    """
    scheme = state.scheme
    if state.review is not None:
        from annotator.core.commands.review.focus import disputed

        return state.hand or next(iter(disputed(state)), scheme.primary.key)
    claim = state.current
    missing = open_parts(claim, scheme) if claim else ()
    part = state.hand or (missing[0] if missing else "")
    if not part and claim and state.last:
        part = state.last[-1][0]
    return part or scheme.primary.key


@command("guideline", "g d", "Read the guideline for the part at hand.", group="Go", hint="guideline")
def guideline(state: State, call: Call) -> tuple[State, Effect]:
    """The passage that the scheme names for it."""
    part = call.arg or topic(state)
    item = state.scheme.field_of(part) or state.scheme.role(part)
    return state, Effect("guideline", (item.guideline if item else "") or part)


@command("about", "g i", "Read what is known of this article.", group="Go", hint="about")
def about(state: State, call: Call) -> tuple[State, Effect]:
    """Outlet, author, date, language, address, and where its text comes from."""
    return state, Effect("about")


@command("home", "g h", "Show the articles of the project.", group="Go", hint="home")
def home(state: State, call: Call) -> tuple[State, Effect]:
    """With what is done and what waits."""
    return state, Effect("home")


@command("agreement", "g r", "See how far the annotators agree; numbers only.", group="Go", hint="agreement")
def agreement(state: State, call: Call) -> tuple[State, Effect]:
    """Of what is done, by everybody."""
    return state, Effect("agreement")


@command("feedback", "g f", "Read where gold differs from you; in a review, from all.", group="Go", hint="feedback")
def feedback(state: State, call: Call) -> tuple[State, Effect]:
    """Line by line, with both versions and why; of everybody in numbers."""
    return state, Effect("feedback")


@command("meeting", "g m", "Read what the guidelines do not settle.", group="Go", hint="meeting")
def meeting(state: State, call: Call) -> tuple[State, Effect]:
    """While labelling, of the articles that one has done."""
    return state, Effect("meeting")


@command("quit", "g q", "Quit; everything is saved already.", group="Go", hint="quit")
def quit(state: State, call: Call) -> tuple[State, Effect]:
    """There is nothing to confirm."""
    return state, Effect("quit")


@command("help", "?", "Show what the keys do here.", group="Go", hint="help", screen="label registry review")
def help(state: State, call: Call) -> tuple[State, Effect]:
    """The whole table, by group."""
    return state, Effect("help")


@command("palette", ":", "Find a command by its name.", group="Go")
def palette(state: State, call: Call) -> State:
    """Type a part of its name or sentence."""
    return replace(state, prompt=Prompt("palette", "command"))
