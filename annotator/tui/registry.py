"""The registry over the article: the rows of the roster, painted. What the keys do is in `core/commands/registry`."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Resize

from annotator.core.reference import on_cap
from annotator.core.registry.roster import Item, Mention, Row, at, items
from annotator.core.speaker import BUILT_IN, resolve
from annotator.core.state import State
from annotator.tui.drawing.paint import Run, fitted, width
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.listing import MARGIN, Line, Listing

BLANK = Line((("", "text"),))
NAME_CELLS = 28
"""Cells of a name at most; longer ones end in an ellipsis."""
TYPE_CELLS = 13
EVERYWHERE = ("undo", "help")
"""Labels of keys that are the same on other screens: they come last."""

Hint = tuple[str, str]
"""(key, label)."""


class Registry(Listing):
    """One row for each speaker, then the words that lead to nobody; the title and the keys never scroll away."""

    def __init__(self, theme: Theme = DARK, *, id: str | None = None) -> None:
        super().__init__(theme, id=id)
        self._head = 0
        self._given: tuple[State, Sequence[Hint]] | None = None
        self._shown: tuple[object, ...] = ()

    @property
    def pinned(self) -> int:
        """Rows of the title and the keys."""
        return self._head

    def follow(self, state: State, hints: Sequence[Hint]) -> None:
        """Show the registry of this state, or nothing while it is not open. Only rows that differ are painted."""
        self._given = state, hints
        self.display = state.roster is not None
        if state.roster is None:
            self._shown, self.lines, self.top = (), (), 0
            return
        rows = items(state)
        chosen = at(state, rows)
        now = (state.speakers, state.claims, state.digits, state.numbers, state.roster.typed, rows, self.size)
        if len(now) != len(self._shown) or any(a is not b and a != b for a, b in zip(now, self._shown, strict=True)):
            self._shown = now
            self._fill(state, rows, hints)
        key = rows[chosen].key if chosen >= 0 else ""
        before, self.at = self.at, next((i for i, line in enumerate(self.lines) if key and line.key == key), -1)
        if before != self.at:
            self.refresh_rows([row for row in (before, self.at) if row >= 0])
        if self.at >= 0 and self.size.height:
            self.reveal(self.at, self.at)

    def _fill(self, state: State, rows: Sequence[Item], hints: Sequence[Hint]) -> None:
        cells = max(20, self.size.width)
        lines = head(state, hints, cells - len(MARGIN), max(1, self.size.height // 4))
        self._head = len(lines)
        people = [row for row in rows if isinstance(row, Row)]
        most = min(NAME_CELLS, cells // 4)
        column = max((fitted(row.speaker.name, most)[1] for row in people), default=0)
        lines += [person(row, state, column) for row in people]
        lost = [row for row in rows if isinstance(row, Mention)]
        if lost:
            lines += [BLANK, Line((("Sources that lead to nobody", "title"), ("   Enter goes there", "quiet"))), BLANK]
            lines += [mention(row, state) for row in lost]
        if not rows:
            lines.append(Line((("Nobody fits what was typed; Backspace shows all again.", "quiet"),)))
        self.lines = tuple(lines)
        self.repaint()

    def on_resize(self, event: Resize) -> None:
        """Lay the keys out for the new width."""
        super().on_resize(event)
        if self._given is not None:
            self.follow(*self._given)


def head(state: State, hints: Sequence[Hint], room: int, most: int) -> list[Line]:
    """The title, how many there are, and the keys, one after the other in at most so many rows of `room` cells."""
    count = sum(not each.merged_into for each in state.speakers.values())
    typed = state.roster.typed if state.roster else ""
    only = f" · only “{typed}”" if typed else ""
    title = Line((("Speakers", "title"), (f"   {count} in this project{only}", "quiet")))
    keys: dict[str, list[str]] = {}
    for key, label in hints:
        keys.setdefault(label, []).append(on_cap(key))
    rows: list[list[Run]] = [[]]
    used = 0
    for label, names in sorted(keys.items(), key=lambda each: each[0] in EVERYWHERE):
        pair: list[Run] = [(" ".join(names), "key"), (f" {label}   ", "quiet")]
        cells = sum(width(text) for text, _ in pair)
        if used + cells - 3 > room and rows[-1]:
            rows.append([])
            used = 0
        rows[-1] += pair
        used += cells
    return [title, *(Line(tuple(row)) for row in rows[:most]), BLANK]


def person(row: Row, state: State, column: int) -> Line:
    """The row of a speaker: digit, name, type, then what there is of role, aliases, claims and merged ids."""
    each = row.speaker
    about = ", ".join(part for part in (each.role, each.affiliation) if part)
    also = f"also {', '.join(each.aliases)}" if each.aliases else ""
    count = f"{row.claims} claim{'s' if row.claims > 1 else ''} here" if row.claims else ""
    merged = (
        f"merged: {', '.join(state.speakers[id].name + ' (' + id + ')' for id in row.merged)}" if row.merged else ""
    )
    name, used = fitted(each.name, column)
    type = "" if each.id in BUILT_IN else each.type
    rest = " · ".join(part for part in (about, also, count, merged) if part)
    cells = (f"{row.digit:<3}", "key"), (name + " " * (column - used + 2), "text"), (f"{type:<{TYPE_CELLS}}", "quiet")
    return Line((*cells, (rest, "quiet")), row.key)


def mention(row: Mention, state: State) -> Line:
    """The row of words that lead to nobody: the claim, the words, and who is said to have said it."""
    number = state.numbers.get(row.claim, 0)
    who = f"not a name of {resolve(row.speaker, state.speakers).name}" if row.speaker else "no speaker yet"
    return Line(((f"claim {number:<4}", f"hue:{number}"), (f"“{row.words}”", "text"), (f"  {who}", "quiet")), row.key)
