"""The tutor's lesson: ten steps inside the real screen, each checked by the state and never by the key pressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.core.edit import complete
from annotator.core.state import State

ARTICLE = "harbor-bridge"
"""The sample article that the lesson is about."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and how the state shows that it was done."""

    text: str
    done: Callable[[State], bool]


def _origin(state: State, part: str, *origins: str) -> bool:
    """Whether some claim has this part with one of these origins."""
    return any(
        (part in claim.spans or part in claim.fields or (part == "speakers" and claim.speakers))
        and claim.origin.get(part, "manual") in origins
        for claim in state.claims
    )


def _primary(state: State) -> str:
    return state.scheme.primary.key


def _first_field(state: State) -> str:
    return next(field.key for field in state.scheme.fields if field.required)


STEPS = (
    Step(
        "Press n. The first proposal lights up: the content, who says it, and the word that says so. It is not stored.",
        lambda state: state.ghost is not None,
    ),
    Step("Press Enter: the proposal becomes a claim of yours.", lambda state: bool(state.claims)),
    Step(
        "In the panel, speaker, stance and evidence stand dim. Enter takes what is dim and goes on.",
        lambda state: complete(state) > 0,
    ),
    Step(
        "Press n until “The bridge is safe” lights up, a quotation that its cue breaks. "
        "x shows other contents: one half, or all of it.",
        lambda state: state.ghost is not None and bool(state.ghost.content or state.ghost.source),
    ),
    Step(
        "Trim it by hand: { takes a word off the right end, } gives it back; [ and ] do it on the left. "
        "To correct a proposal is to take it.",
        lambda state: _origin(state, _primary(state), "edited"),
    ),
    Step(
        "Choose the stance yourself: t, then the letter that the bottom row shows.",
        lambda state: _origin(state, _first_field(state), "manual", "edited"),
    ),
    Step(
        "Choose the speaker yourself: @ and Enter takes the words of the source; or a digit, for one you have used.",
        lambda state: _origin(state, "speakers", "manual", "edited"),
    ),
    Step(
        "Not every claim has a cue. Go to a sentence (j k, or f and the label on a word), select it with s, "
        "mark it with c.",
        lambda state: _origin(state, _primary(state), "manual"),
    ),
    Step(
        "Press n until a proposal is no claim; d refuses it for good. "
        "(u takes back whatever was last, U does it again.)",
        lambda state: bool(state.refused),
    ),
    Step(
        "g o goes to what is still open: finish it with Enter, t, y, @, or delete it with d. "
        "Then Z: the article is done.",
        lambda state: state.done,
    ),
)


class Lesson:
    """How far somebody has come."""

    def __init__(self) -> None:
        self.at = 0
        """Steps that are done."""

    @property
    def over(self) -> bool:
        """Whether all steps are done."""
        return self.at >= len(STEPS)

    def see(self, state: State) -> bool:
        """Look at the state after a key; whether a step was completed by it."""
        if self.over or not STEPS[self.at].done(state):
            return False
        self.at += 1
        return True

    def text(self) -> tuple[str, str]:
        """(where one is, what to do)."""
        if self.over:
            return (
                "All ten steps are done.",
                "Stay and label on, or leave with g q. `annotator init` makes a project for your own articles.",
            )
        return f"Step {self.at + 1} of {len(STEPS)}", STEPS[self.at].text
