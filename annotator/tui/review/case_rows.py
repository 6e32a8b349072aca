"""What the panel says about the case in focus: pure rows of runs."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.core.claim import Claim
from annotator.core.commands.review.cases import filters
from annotator.core.commands.review.remark import remark_of
from annotator.core.edit import label_of
from annotator.core.review.case import Case
from annotator.core.review.review import DEFERRED, OPEN, PART, STALE, WAITING, Review
from annotator.core.span import Span
from annotator.core.state import State
from annotator.tui.drawing.paint import Run, columns, flow, width
from annotator.tui.review.fitting import packed, shortened
from annotator.tui.review.sight import Sight, revealed
from annotator.tui.review.table import blocks, settled
from annotator.tui.review.table_rows import TableRows
from annotator.tui.review.words import STATUS, Words

FEWEST = 3
"""Rows that are kept for the other cases of a component, at least."""


class CaseRows:
    """The rows of one state for a panel of this size."""

    def __init__(self, state: State, review: Review, sight: Sight, cells: int, height: int, *, low: bool) -> None:
        self.state, self.review, self.sight = state, review, sight
        self.cells, self.height, self.low = max(20, cells - 1), height, low
        self.case = sight.by_key.get(review.at)
        self.rows: list[list[Run]] = []
        self.keys: list[str] = []

    def made(self) -> tuple[list[list[Run]], list[str]]:
        """The rows, and of each the case that a click on it leads to."""
        self._put([self._head()])
        if self.case is None:
            self._nothing()
            return self.rows, self.keys
        status = self.sight.status[self.case.key]
        words = Words(self.state, self.review, self.case, named=revealed(self.review, status))
        self._gap()
        self._table()
        self._gap()
        self._differs(words)
        self._gap()
        self._outcome(words, status)
        self._gap()
        self._beside(self.case)
        return self.rows, self.keys

    def _put(self, rows: list[list[Run]], key: str = "") -> None:
        self.rows += rows
        self.keys += [key] * len(rows)

    def _gap(self) -> None:
        if not self.low and self.rows[-1]:
            self._put([[]])

    def _flow(self, runs: list[Run], most: int = 3, indent: int = 1) -> None:
        lead: Run = (" " * indent, "text")
        self._put([[lead, *row] for row in flow(runs, self.cells - indent, most)])

    def _pack(self, sentences: Iterable[str], style: str, most: int) -> None:
        items: list[list[Run]] = [[(sentence, style)] for sentence in sentences]
        self._put([[(" ", "text"), *row] for row in packed(items, self.cells - 1, most)])

    def _head(self) -> list[Run]:
        case, sight = self.case, self.sight
        left: list[Run] = [(" CASE ", "quiet")]
        if case is not None:
            status = sight.status[case.key]
            number = sight.numbers[case.key]
            tone = "warn" if status in WAITING else "good"
            left += [(str(number), f"hue:{number}"), (f" of {len(sight.cases)}  ", "quiet"), (STATUS[status], tone)]
        else:
            left += [(f"none of {len(sight.cases)}", "quiet")]
        right: list[Run] = [(f"{self._only()} ", "accent")] if self.state.only else []
        row = columns(left, right, self.cells + 1)
        if not self.low:
            return row
        # In the strip below the article the head is also the rule.
        return [
            (f" {'─' * (len(text) - 2)} ", "rule") if text.isspace() and len(text) > 2 else (text, name)
            for text, name in row
        ]

    def _only(self) -> str:
        """What the filter lets through, in words."""
        label = next((label for key, label, _ in filters(self.review) if key == self.state.only), "")
        return f"only {label or self.state.only.partition(':')[2]}"

    def _nothing(self) -> None:
        left = self.sight.waiting
        words = (
            f"{left} of {len(self.sight.cases)} cases wait here: n goes to the next." if left else "Nothing waits here."
        )
        self._gap()
        self._flow([(words, "quiet")])

    def _differs(self, words: Words) -> None:
        self._pack(words.kinds(), "text", 2 if self.low else 5)

    def _table(self) -> None:
        case, review = self.case, self.review
        if case is None:
            return
        made = blocks(review, case)
        rows = TableRows(*(self.state, len(review.readers), self.cells), settled=settled(review, case), low=self.low)
        if not self.low:
            self._put([rows.head()])
        golds = [block.gold for block in made if block.gold is not None]
        for at, block in enumerate(made):
            if at > 1 or (at and not case.split):
                self._gap()
            if len(golds) > 1 and block.gold is not None:
                self._put([self._part(block.gold, golds)])
            self._put(rows.rows(block))

    def _part(self, gold: Claim, golds: list[Claim]) -> list[Run]:
        """The head of one of several gold claims; the one that keys work on is pointed at."""
        here = bool(gold.id) and gold.id == self.state.active
        at = golds.index(gold) + 1
        return [(" ▸ " if here else "   ", "accent"), (f"part {at} of {len(golds)}", "strong" if here else "quiet")]

    def _outcome(self, words: Words, status: str) -> None:
        """What is open, what has changed, how it was decided, whose versions these are, notes and reasons."""
        case, review = self.case, self.review
        if case is None:
            return
        decision = review.decision(case)
        if status == PART:
            parts = ", ".join(label_of(part, self.state.scheme) for part in review.unsettled(case))
            self._flow([("still open: ", "quiet"), (parts, "warn")])
        if decision is not None and status == STALE:
            self._flow([("; ".join(words.changed(decision)), "warn")])
        if decision is not None and status != OPEN:
            self._flow([(words.decided(decision), "quiet")])
        if words.named:
            self._pack(words.legend(), "quiet", 3)
        remark = remark_of(review, case)
        if remark.tags:
            self._flow([("reason  ", "quiet"), (", ".join(tag.replace("_", " ") for tag in remark.tags), "text")])
        if remark.note:
            self._flow([("note  ", "quiet"), (remark.note, "text")])
        for who, note in words.notes():
            self._flow([(f"{who} noted  ", "quiet"), (note, "text")], 2)

    def _beside(self, case: Case) -> None:
        """One row for each other case of the component, as far as there is room."""
        others = self.sight.beside(case)
        if not others:
            return
        room = max(FEWEST, self.height - len(self.rows) - 1)
        fits = others if len(others) <= room else others[: room - 1]
        if not self.low:
            self._flow([("overlaps with", "quiet")])
        for other in fits:
            self._put([self._row(other)], other.key)
        if len(others) > len(fits):
            self._flow([(f"… and {len(others) - len(fits)} more", "quiet")], 1, 4)

    def _row(self, case: Case) -> list[Run]:
        """Another case in one row: number, words, who has it, how it stands."""
        number, status = self.sight.numbers[case.key], self.sight.status[case.key]
        who = "".join(str(at) for at, reader in enumerate(self.review.readers, 1) if case.of(reader))
        tail: list[Run] = [(f"  {who}  ", "quiet"), (f"{_brief(status)} ", "warn" if status in WAITING else "quiet")]
        room = self.cells - 6 - sum(width(text) for text, _ in tail)
        words = shortened(self._text(case.span), max(8, room - 3))
        return columns([(f" {number:>3} ", f"hue:{number}"), (words, "text")], tail, self.cells)

    def _text(self, span: Span) -> str:
        return " ".join(self.state.article.text[span.start : span.end].split())


def _brief(status: str) -> str:
    return {DEFERRED: "put off"}.get(status, status)
