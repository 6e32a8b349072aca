"""The list of claims beside the article: each in two rows, the active one in full."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from textual.events import MouseDown, Resize
from textual.message import Message
from textual.strip import Strip

from annotator.core.claim import Claim
from annotator.core.commands.claims import passes
from annotator.core.proposal.ghost import ID as GHOST
from annotator.core.scheme import open_parts
from annotator.core.speaker import resolve
from annotator.core.state import State
from annotator.tui.claim_rows import ClaimRows
from annotator.tui.drawing.paint import Run, columns, strip
from annotator.tui.drawing.theme import DARK, Theme
from annotator.tui.sheet import Sheet

HEAD = 2
"""Rows above the first claim: the header and a blank one."""


def filter_words(state: State) -> str:
    """What the filter keeps, in words; empty without one."""
    what, _, name = state.only.partition(":")
    if what == "speaker":
        return f"only {resolve(name, state.speakers).name}"
    if what == "flag":
        key, _, wanted = name.partition("=")
        field = state.scheme.field_of(key)
        found = field.value(wanted) if field else None
        return f"only {(found.label or found.key).lower() if found else wanted}"
    return "only open" if what == "open" else ""


class ClaimPanel(Sheet):
    """The claims of one's own layer. `show` repaints only the rows that changed."""

    class Chosen(Message):
        """A claim was clicked."""

        def __init__(self, claim_id: str) -> None:
            super().__init__()
            self.claim_id = claim_id

    def __init__(self, theme: Theme = DARK, *, id: str | None = None) -> None:
        super().__init__(theme, id=id)
        self.low = False
        """Whether it is the strip below the article: one row per claim, a rule on top."""
        self.state: State | None = None
        self._listed: tuple[Claim, ...] = ()
        self._starts: list[int] = [0]
        self._blocks: dict[str, tuple[list[Run], ...]] = {}
        self._counted: tuple[Claim, ...] | None = None
        self._open = 0
        self._header: list[Run] = []

    @property
    def count(self) -> int:
        """Number of rows."""
        return self._starts[-1] if self._listed else self.pinned + 1

    @property
    def pinned(self) -> int:
        """The header's rows, which never scroll away."""
        return 1 if self.low else HEAD

    def show(self, state: State) -> None:
        """Show this state; the active claim is scrolled into view when it is another one than before."""
        before, self.state = self.state, state
        if before is not None and not _differs(before, state):
            return
        if before is None or not self.size.width or _frame(before) != _frame(state):
            self.lay_out()
        else:
            self._change(before, state)
        if before is None or before.active != state.active or before.claims is not state.claims:
            self._follow()

    def _change(self, before: State, state: State) -> None:
        """Lay out anew what has changed; repaint its rows, and all rows below one that has moved."""
        old = {claim.id: claim for claim in before.claims}
        stale = {claim.id for claim in state.claims if old.get(claim.id) is not claim}
        if before.active != state.active or before.dim is not state.dim:
            stale |= {before.active, state.active}
        if before.numbers is not state.numbers:
            again = {id for id, number in state.numbers.items() if before.numbers.get(id) != number}
            stale |= again | {claim.id for claim in state.claims if any(link.target in again for link in claim.links)}
        listed, starts, blocks, header = self._listed, self._starts, dict(self._blocks), self._header
        for id in stale:
            self._blocks.pop(id, None)
        self._measure(state)
        changed = set() if header == self._header else {0}
        for index, claim in enumerate(self._listed):
            start = self._starts[index]
            if index >= len(listed) or listed[index].id != claim.id or starts[index] != start:
                break
            if claim.id in stale and claim.id in blocks:
                was, now = blocks[claim.id], self._block(claim)
                changed.update(start + i for i, (a, b) in enumerate(zip(was, now, strict=False)) if a != b)
                if len(was) != len(now):
                    self.refresh_from(start + min(len(was), len(now)))
        else:
            index = len(self._listed)
        if index < max(len(listed), len(self._listed)):
            self.refresh_from(min(starts[min(index, len(starts) - 1)], self._starts[index]))
        self.refresh_rows(changed)
        self.scroll_top(self.top)

    def _placed(self) -> list[tuple[Claim, int]]:
        return list(zip(self._listed, self._starts, strict=False))

    def lay_out(self) -> None:
        """Lay out and paint everything anew."""
        self._blocks.clear()
        if self.state is not None and self.size.width:
            self._measure(self.state)
            self.top = max(0, min(self.top, self.last_top))
            self._follow()
        self.repaint()

    def _measure(self, state: State) -> None:
        """Which claims are listed, where each begins, and what the header says."""
        claims = state.claims
        if state.only:
            claims = tuple(claim for claim in claims if passes(claim, state) or claim.id == state.active)
        if self._counted is not state.claims:
            self._counted = state.claims
            self._open = sum(1 for claim in state.claims if claim.id != GHOST and open_parts(claim, state.scheme))
            live = {claim.id for claim in state.claims}
            self._blocks = {id: block for id, block in self._blocks.items() if id in live}
        self._listed = claims
        self._starts = [*accumulate(map(self._height, claims), initial=self.pinned)]
        self._header = self._headed(state)

    def _height(self, claim: Claim) -> int:
        """Rows of a claim; only the active one has to be laid out for this."""
        if self.state and claim.id == self.state.active:
            return len(self._block(claim))
        return 1 if self.low else 2

    def _block(self, claim: Claim) -> tuple[list[Run], ...]:
        """The rows of a claim, made once for as long as it stays the same."""
        found = self._blocks.get(claim.id)
        state = self.state
        if found is None and state is not None:
            rows = ClaimRows(claim, state, self.size.width - 1)
            active = claim.id == state.active
            if self.low:
                found = tuple(rows.low() if active else [rows.line()])
            else:
                found = (*(rows.full() if active else rows.short()), *([[]] if active else ()))
            self._blocks[claim.id] = found
        return found or ()

    def _follow(self) -> None:
        """Scroll so that the active claim is in view as a whole, as far as it fits."""
        state = self.state
        if state is None or not self.size.height:
            return
        for claim, start in self._placed():
            if claim.id == state.active:
                last = start + len(self._block(claim)) - 1
                self.reveal(start, min(last, start + self.page_rows - 1), margin=1)

    def _headed(self, state: State) -> list[Run]:
        left: list[Run] = [(" CLAIMS ", "quiet"), (str(sum(claim.id != GHOST for claim in state.claims)), "strong")]
        if filter_words(state):
            shown = sum(1 for claim in self._listed if passes(claim, state))
            left.append((f"  {filter_words(state)}: {shown}", "accent"))
        right: list[Run] = [(f"{self._open} open ", "warn")] if self._open else []
        if not self._open and state.claims:
            right = [("nothing open ", "quiet")]
        return columns(left, right, self.size.width)

    @property
    def _nothing(self) -> str:
        """What stands in place of a list without claims."""
        return " No claim is like that." if self.state and self.state.claims else " Nothing is marked yet."

    def paint_row(self, row: int, edge: str) -> Strip:
        """The header, a row of a claim, or a blank."""
        width = self.size.width
        if row == 0:
            if self.low:
                return self._rule(width)
            return strip(self._header, self.theme, width)
        index = bisect_right(self._starts, row) - 1
        if index < 0 or index >= len(self._listed):
            nothing = not self._listed and row == self.pinned
            return strip([(self._nothing, "quiet")] if nothing else [], self.theme, width)
        block = self._block(self._listed[index])
        return strip(block[row - self._starts[index]], self.theme, width)

    def _rule(self, cells: int) -> Strip:
        """The header of the low strip: the same words in a rule."""
        ruled = [
            (f" {'─' * (len(text) - 2)} ", "rule") if text.isspace() and len(text) > 2 else (text, name)
            for text, name in self._header
        ]
        return strip(ruled, self.theme, cells)

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new width: as wide as the screen means below the article."""
        self.low = self.size.width >= self.app.size.width
        self.lay_out()

    def on_mouse_down(self, event: MouseDown) -> None:
        """Click: this claim becomes the active one, says the app."""
        index = bisect_right(self._starts, self.top + event.y) - 1
        if event.y >= self.pinned and 0 <= index < len(self._listed):
            event.stop()
            self.post_message(self.Chosen(self._listed[index].id))


def _differs(before: State, state: State) -> bool:
    """Whether anything that the panel shows has changed."""
    return before is not state and (
        before.claims is not state.claims
        or before.active != state.active
        or before.numbers is not state.numbers
        or before.dim is not state.dim
        or _frame(before) != _frame(state)
    )


def _frame(state: State) -> tuple[object, ...]:
    """What every row depends on."""
    return (state.article.id, id(state.article.text), id(state.scheme), id(state.speakers), state.only)
