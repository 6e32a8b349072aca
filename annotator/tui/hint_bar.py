"""The bar at the bottom: one row that says what is under the cursor or what happened, one with the keys.

While something is typed, it grows upwards over the article: the choices, then the line being typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import regex
from textual.events import Resize
from textual.geometry import Size
from textual.strip import Strip

from annotator.core.prompt import SHOWN, first_shown
from annotator.core.scheme import Scheme
from annotator.core.state import Choice, Prompt, State
from annotator.tui.drawing.marks import Marks
from annotator.tui.drawing.paint import Run, columns, fitted, strip, width
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.sheet import Sheet

TYPED = 20
"""Cells of what is being typed that are in view, at least, beside what is said about it."""
NARROW = 100
"""Columns below which the panel stands in a strip under the article."""
LOW = 18
"""Rows below which there is no room for a strip."""
STRIP = 7
"""Rows of that strip."""
AROUND = 6
"""Rows that a list leaves free: the top line, its own rule and line, three of the article."""
APART = 3
"""Cells between what the first row says and hints at its right."""

Hint: TypeAlias = tuple[str, str]
"""(keys, what they do now)."""


class HintBar(Sheet):
    """Two rows; more while a prompt is open."""

    DEFAULT_CSS = "HintBar { height: auto; }"

    def __init__(self, theme: Theme = DARK, *, id: str | None = None) -> None:
        super().__init__(theme, id=id)
        self._rows: list[list[Run]] = [[], []]
        self._marks: Marks | None = None
        self._scheme: Scheme | None = None
        self._given: tuple[State, Sequence[Choice], Sequence[Hint], str] | None = None

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self._rows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as there are rows."""
        return self.count

    def show(self, state: State, choices: Sequence[Choice] = (), hints: Sequence[Hint] = (), problem: str = "") -> None:
        """Show what the last key did or what is under the cursor, the hints, and the prompt if one is open.

        `problem` is what keeps changes from being saved; it comes before everything else.
        """
        self._given = (state, choices, hints, problem)
        cells = self.size.width
        first = self._first(state, problem)
        if state.prompt is not None:
            rows = prompt_rows(state.prompt, choices, first, cells, self._room())
        else:
            rows = key_rows(first, hints, cells, " ".join(state.pending))
        before, self._rows = self._rows, rows
        if len(rows) != len(before):
            self.repaint()
            self.refresh(layout=True)
        else:
            self.refresh_rows(index for index, (a, b) in enumerate(zip(before, rows, strict=True)) if a != b)

    def _room(self) -> int:
        """Choices for which the screen has rows; one at least, because that is what Enter takes."""
        wide, high = self.app.size
        return max(1, high - AROUND - (STRIP if wide < NARROW and high >= LOW else 0))

    def _first(self, state: State, problem: str) -> list[Run]:
        if problem:
            return [(problem, "warn")]
        if state.message:
            return [(state.message, "warn" if state.warn else "text")]
        # While a key waits for its second one, the row is free for what that can be.
        return self.here(state) if state.roster is None and not state.pending else []

    def here(self, state: State) -> list[Run]:
        """What is under the cursor, when there is nothing else to say."""
        return here(state, self._at(state))

    def _at(self, state: State) -> list[str]:
        """Ids of the claims under the cursor or the selection."""
        if self._marks is None or self._scheme is not state.scheme:
            self._marks, self._scheme = Marks(state.scheme), state.scheme
        self._marks.replace(state.claims)
        span = state.selection.span
        found = self._marks.over(span.start, max(span.end, span.start + 1))
        return list(dict.fromkeys(mark.part.claim for mark in found))

    def paint_row(self, row: int, edge: str) -> Strip:
        """One row of the bar."""
        return strip(self._rows[row], self.theme, self.size.width)

    def on_resize(self, event: Resize) -> None:
        """Cut for the new width."""
        super().on_resize(event)
        if self._given is not None:
            self.show(*self._given)
        self.repaint()


def here(state: State, ids: Sequence[str]) -> list[Run]:
    """What is under the cursor, and how much is selected: `2 claims here ▸#4 #3`."""
    runs: list[Run] = []
    if ids:
        runs.append((f"{len(ids)} claim{'s' if len(ids) > 1 else ''} here", "quiet"))
        for id in sorted(ids, key=lambda id: (id != state.active, state.numbers.get(id, 0))):
            number = state.numbers.get(id, 0)
            runs += [(" ▸" if id == state.active else " ", "accent"), (f"#{number}", f"hue:{number}")]
    elif state.active:
        number = state.numbers.get(state.active, 0)
        runs += [("active ", "quiet"), ("▸", "accent"), (f"#{number}", f"hue:{number}")]
    return [*runs, *held(state)]


def held(state: State) -> list[Run]:
    """The part in hand, and how much is selected."""
    runs: list[Run] = []
    if state.hand:
        role = state.scheme.role(state.hand)
        runs += [("   in hand ", "quiet"), ((role.label or role.key).lower() if role else state.hand, "accent")]
    if not state.selection.empty:
        count = len(state.article.text[slice(*state.selection.span)].split())
        runs.append((f"   {count} word{'s' if count != 1 else ''} selected", "quiet"))
    return runs


def keys(hints: Sequence[Hint], cells: int, pending: str = "") -> list[Run]:
    """The hints that fit, each as key and label; an ellipsis when some do not."""
    runs: list[Run] = [(" ", "text")]
    used = 1
    if pending:
        runs.append((f"{pending}▸ ", "accent"))
        used += width(pending) + 2
    for index, (key, label) in enumerate(hints):
        gap = "  " if index else ""
        taken = len(gap) + width(key) + 1 + width(label)
        if used + taken > cells - (2 if index < len(hints) - 1 else 0):
            runs.append((" …", "quiet"))
            break
        runs += [(gap, "text"), (key, "key"), (f" {label}", "quiet")]
        used += taken
    return runs


def key_rows(first: Sequence[Run], hints: Sequence[Hint], cells: int, pending: str = "") -> list[list[Run]]:
    """What there is to say and the hints; hints for which their row is too short end at the right of the row above."""
    said: list[Run] = [(" ", "text"), *first]
    row = keys(hints, cells, pending)
    shown = sum(name == "key" for _, name in row)
    beside = cells - sum(width(text) for text, _ in said) - APART
    rest = keys(hints[shown:], beside)
    if not any(name == "key" for _, name in rest):
        return [said, row]
    return [columns(said, [*rest, (" ", "text")], cells), row[:-1]]


def prompt_rows(
    prompt: Prompt, choices: Sequence[Choice], note: Sequence[Run], cells: int, most: int = SHOWN
) -> list[list[Run]]:
    """A rule, the numbered choices, and the line being typed with its cursor.

    Where there is room for fewer choices than have a number, those up to the chosen one are in view.
    """
    rows: list[list[Run]] = [[("─" * cells, "rule")]]
    column = min(48, max((width(choice.label) for choice in choices), default=0)) + 3
    first = first_shown(prompt, len(choices))
    seen = max(first, min(prompt.index, len(choices) - 1) - most + 1)
    for at, choice in enumerate(choices[seen : min(first + SHOWN, seen + most)], seen):
        chosen, number = at == prompt.index, at - first + 1
        words, used = fitted(choice.label, column - 3)
        head: Run = ("▸" if chosen else " ", "accent")
        label = (words + " " * (column - used), "strong" if chosen else "text")
        rows.append([head, (f"{number} ", "key"), label, (choice.detail, "quiet")])
    asks = f" {prompt.label} " if prompt.label else " "
    hint = list(note) if any(text.strip() for text, _ in note) else []
    room = max(4, cells - width(asks) - 2)
    beside = sum(width(text) for text, _ in hint) + 3 if hint else 0
    if beside > room - TYPED:
        # What is being typed stays in view; what is said about it takes the place of the rule.
        rows[0], hint, beside = [(" ", "text"), *hint], [], 0
    typed, cursor = tail(prompt.text, room - beside), (" ", "cursor")
    rows.append(columns([(asks, "accent"), (typed, "text"), cursor], [*hint, (" ", "text")] if hint else [], cells))
    return rows


def tail(text: str, cells: int) -> str:
    """The end of a long text, behind an ellipsis, so that what is being typed stays in view."""
    if width(text) <= cells:
        return text
    clusters = regex.findall(r"\X", text)
    kept: list[str] = []
    used = 1
    for cluster in reversed(clusters):
        used += width(cluster)
        if used > cells:
            break
        kept.append(cluster)
    return "…" + "".join(reversed(kept))
