"""The table of a case in rows of a width: signs, who says it, gold, and the words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import groupby

import regex

from annotator.core.compare.sense import ATTRIBUTION, SPEAKERS
from annotator.core.edit import label_of
from annotator.core.review.majority import EXISTS, INTERSECTION, SPLIT
from annotator.core.review.recipe import joined
from annotator.core.span import Pieces, difference, intersection
from annotator.core.speaker import resolve
from annotator.core.state import State
from annotator.tui.claim_rows import dots, names, said
from annotator.tui.claim_rows import words as words_of
from annotator.tui.drawing.paint import Run, flat, flow, width
from annotator.tui.review.fitting import elided, packed
from annotator.tui.review.table import ASKED, DIFFERS, EMPTY, MAJORITY, NONE, SAME, TAKEN, WOULD_BE_NONE, Block, Line

SPACED = 5
"""Versions up to which their numbers stand apart."""
LABEL_CELLS = 11
AROUND = 16
"""Characters on each side that show where words stand."""
HEADS = {EXISTS: "claim", SPLIT: "how many", ATTRIBUTION: "told by"}
_SIGNS = {TAKEN: "strong", MAJORITY: "quiet", ASKED: "warn", NONE: "strong", WOULD_BE_NONE: "quiet"}
_COUNTS: Mapping[Hashable, str] = {0: "no such claim", 1: "one claim"}
_BLANKS = regex.compile(r"\s+")


class TableRows:
    """The rows of a case's blocks for a panel of this width."""

    def __init__(self, state: State, readers: int, cells: int, *, settled: bool, low: bool) -> None:
        """`low`: height is scarce, so one row for each value, and one for all that nobody disputes."""
        self.state, self.readers, self.cells, self.settled, self.low = state, readers, cells, settled, low
        scheme = state.scheme
        parts = [*(role.key for role in scheme.roles), SPEAKERS, *(field.key for field in scheme.fields)]
        words = [*(label_of(part, scheme) for part in parts), *HEADS.values()]
        self.label = 3 + min(LABEL_CELLS, max(map(width, words)))
        """Cells of the sign and the label."""
        columns = 2 * readers - 1 if readers <= SPACED else readers
        self.room = max(8, cells - self.label - columns - 6)
        """Cells of the words."""

    def head(self) -> list[Run]:
        """The numbers above their columns, and G."""
        gap = " " if self.readers <= SPACED else ""
        digits = gap.join(str(number) for number in range(1, self.readers + 1))
        return [(" " * (self.label + 1), "text"), (digits, "quiet"), ("  ", "text"), ("G", "strong")]

    def rows(self, block: Block) -> list[list[Run]]:
        """All rows of a block."""
        found: list[list[Run]] = []
        agreed: list[list[Run]] = []
        for part, group in groupby(block.lines, key=lambda line: line.part):
            lines = list(group)
            if self.low and lines[0].differs == SAME and not self._primary(part) and len(lines) == 1:
                agreed.append(self._agreed(lines[0]))
                continue
            core = self._core(lines)
            told = [self._text(line) for line in lines]
            for at, line in enumerate(lines):
                alone = len(lines) == 1
                style = self._style(line, block, alone=alone)
                twice = bool(told[at]) and told.count(told[at]) > 1
                found += self._line(line, block, self._words(line, core, style, twice=twice), first=not at, alone=alone)
        if agreed:
            pad = " " * (self.label + 1)
            lead: list[Run] = [("   all", "quiet"), (" " * (self.label - 5), "text")]
            for row in packed(agreed, max(8, self.cells - len(pad)), 2):
                found.append([*lead, *row])
                lead = [(pad, "text")]
        return found

    def _primary(self, part: str) -> bool:
        return part in (self.state.scheme.primary.key, EXISTS, SPLIT)

    def _agreed(self, line: Line) -> list[Run]:
        if self.state.scheme.role(line.part) is not None or self._field_says_itself(line.part):
            return self._words(line, (), "quiet")
        return [(f"{self._named(line.part)} ", "quiet"), *self._words(line, (), "quiet")]

    def _field_says_itself(self, part: str) -> bool:
        field = self.state.scheme.field_of(part)
        return part == SPEAKERS or (field is not None and field.required)

    def _named(self, part: str) -> str:
        return HEADS.get(part) or label_of(part, self.state.scheme)

    def _style(self, line: Line, block: Block, *, alone: bool) -> str:
        """Once it is decided, gold is strong, and what gold has not is quiet."""
        if not self.settled:
            return "text"
        if line.gold == TAKEN:
            return "strong"
        return "text" if alone and block.gold is not None else "quiet"

    def _line(self, line: Line, block: Block, runs: list[Run], *, first: bool, alone: bool) -> list[list[Run]]:
        most = 1 if self.low else 2 if alone else 3
        words = elided(runs, self.room * most - (most - 1) * 6)
        name = self._named(line.part) if first else ""
        head: list[Run] = [
            (" ", "text"),
            (line.differs if first and line.differs else " ", "warn" if first and line.differs == DIFFERS else "quiet"),
            (" ", "text"),
            (f"{name:.{self.label - 3}}".ljust(self.label - 3), "text" if line.differs else "quiet"),
            (" ", "text"),
            *self._who(line, block),
            ("  ", "text"),
            (line.gold or " ", _SIGNS.get(line.gold, "text")),
            ("  ", "text"),
        ]
        rows: list[list[Run]] = []
        for row in flow(words, self.room, most):
            rows.append([*head, *row])
            head = [(" " * (self.cells - self.room), "text")]
        return rows

    def _who(self, line: Line, block: Block) -> Iterable[Run]:
        gap = " " if self.readers <= SPACED else ""
        for number in range(1, self.readers + 1):
            lead = gap if number > 1 else ""
            if number in line.who:
                yield lead + str(number), "text" if line.differs else "quiet"
            else:
                yield lead + ("·" if number in block.present or line.claim is None else " "), "rule"

    def _core(self, lines: Sequence[Line]) -> Pieces:
        """What all lines of a role have, when there are several to compare."""
        role = lines[0].part
        marked = [parts for line in lines if line.claim is not None and (parts := line.claim.pieces(role))]
        return joined(marked, INTERSECTION) if len(marked) > 1 else ()

    def _text(self, line: Line) -> str:
        """The words of a role's line; empty for others."""
        return words_of(line.claim.pieces(line.part), self.state) if line.claim is not None else ""

    def _words(self, line: Line, core: Pieces, style: str, *, twice: bool = False) -> list[Run]:
        """A value in words; of a role, what only some have stands apart.

        `twice`: another version has the same words in another place, so that it is to be seen which are meant.
        """
        state, claim = self.state, line.claim
        if line.part == EXISTS:
            count = len(line.who)
            return [
                (
                    "no such claim" if line.gold in (NONE, WOULD_BE_NONE) else f"marked by {count} of {self.readers}",
                    style,
                )
            ]
        if line.part == SPLIT:
            return [(_COUNTS.get(line.value, f"{line.value} claims"), style)]
        if claim is None or line.value in EMPTY:
            return [(self._nothing(line), "default")]
        if state.scheme.role(line.part) is not None:
            quoted = list(self._quoted(claim.pieces(line.part), core, style))
            return self._placed(quoted, claim.pieces(line.part)) if twice else quoted
        if line.part == SPEAKERS:
            return [(names(claim, state), style)]
        if line.part == ATTRIBUTION:
            chain = [" & ".join(resolve(id, state.speakers).name for id in link) for link in claim.attribution]
            return [(" › ".join(chain), style)] if chain else [("no chain", "default")]
        field, value = state.scheme.field_of(line.part), claim.fields.get(line.part)
        if field is None or value is None:
            return [("none", "default")]
        scale = f"{dots(field, value)} " if field.type == "ordinal" and len(field.values) > 1 else ""
        return [(scale + said(field, value, state), style)]

    def _placed(self, quoted: list[Run], parts: Pieces) -> list[Run]:
        """Words between those that stand around them in the article."""
        text = self.state.article.text
        before = _BLANKS.sub(" ", flat(text[max(0, parts[0].start - AROUND) : parts[0].start]))
        after = _BLANKS.sub(" ", flat(text[parts[-1].end : parts[-1].end + AROUND]))
        # Whole words only, as long as there are any.
        before, after = before.partition(" ")[2] or before, after.rpartition(" ")[0] or after
        return [("…" + before, "quiet"), *quoted, (after + "…", "quiet")]

    def _nothing(self, line: Line) -> str:
        field = self.state.scheme.field_of(line.part)
        if self.state.scheme.role(line.part) is not None:
            return "not marked"
        if line.part == ATTRIBUTION:
            return "no chain"
        return "none" if field is not None and field.type in ("multi", "entity") else "left open"

    def _quoted(self, parts: Pieces, core: Pieces, style: str) -> Iterable[Run]:
        """The words of pieces; those outside of the core stand apart."""
        text = self.state.article.text
        apart = "quiet" if style == "quiet" else "apart"
        for at, part in enumerate(parts):
            if at:
                yield " … ", style
            inside = intersection((part,), core) if core else (part,)
            for piece in sorted((*inside, *difference((part,), inside))):
                words = _BLANKS.sub(" ", flat(text[piece.start : piece.end]))
                yield words, style if piece in inside else apart
