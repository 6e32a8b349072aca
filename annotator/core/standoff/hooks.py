"""Hooks: which of the claims that travel beside the marks belongs to which of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.core.span import Pieces, Span, pieces
from annotator.core.standoff.document import Carried, Mark, Sheet
from annotator.core.standoff.style import Style
from annotator.core.standoff.unit import Unit, Units


class Hooks:
    """The heads of a sheet (one for each claim or shared span), and the carried claims that hang on each."""

    def __init__(self, sheet: Sheet, units: Units, style: Style, text: str) -> None:
        self._style, self._text = style, text
        self._primary = units.scheme.primary.key
        self.heads = list(units.heads())
        self.held: dict[Unit, list[Carried]] = {}
        self.lost: list[Carried] = []
        """Those whose marks are gone from the file."""
        if not sheet.tied:
            self._gather(sheet, units)
            return
        self._known = set(self.heads)
        self._firsts: dict[tuple[str, Pieces], list[Unit]] = {}
        for unit in self.heads:
            self._firsts.setdefault((unit.role, unit.spans), []).append(unit)
        for carried in sheet.carried:
            head = self._named(carried, units) if carried.mark else self._alike(carried)
            if head is None:
                self.lost.append(carried)
            else:
                self.held.setdefault(head, []).append(carried)

    def _named(self, carried: Carried, units: Units) -> Unit | None:
        """The head on which a claim says that it hangs: the unit, or the claim that it has become a part of."""
        unit = units.of.get(carried.mark)
        if unit is None:
            return None
        return unit if unit in self._known else next(iter(unit.owners), None)

    def _alike(self, carried: Carried) -> Unit | None:
        """A head with the claim's own spans; of several, one that nothing hangs on and whose other parts agree most."""
        shown = roles_shown(carried.record, self._style, self._text)
        first = self._first(shown)
        found = self._firsts.get((first, shown.get(first, ())), [])
        free = [unit for unit in found if unit not in self.held] or (found if self._style.shared else [])

        def agreeing(unit: Unit) -> int:
            return sum(shown.get(role) == part.spans for role, part in unit.parts) - len(unit.parts)

        return max(free, key=agreeing, default=None)

    def _first(self, shown: Mapping[str, Pieces]) -> str:
        return self._primary if shown.get(self._primary) else next((role for role, spans in shown.items() if spans), "")

    def _gather(self, sheet: Sheet, units: Units) -> None:
        """Without relations, a claim is put together from the marks that its spans name, one mark for several if need
        be; what is left over stands alone."""
        known: dict[tuple[str, Span], Mark] = {}
        for unit in self.heads:
            for mark in unit.marks:
                for span in mark.spans:
                    known.setdefault((unit.role, span), mark)
        used: set[tuple[str, Span]] = set()
        refused = any(mark.wrong for mark in sheet.marks)
        gathered: list[Unit] = []
        for carried in sheet.carried:
            shown = roles_shown(carried.record, self._style, self._text)
            first = self._first(shown)
            found = {role: [span for span in spans if (role, span) in known] for role, spans in shown.items()}
            if not found.get(first):
                self.lost.append(carried)
                if refused:
                    # Its first mark may be the one that is refused: then the others are not what somebody left over.
                    used |= {(role, span) for role, spans in found.items() for span in spans}
                continue
            made = {
                role: Unit(role, [known[role, span] for span in spans], {}) for role, spans in found.items() if spans
            }
            head = made.pop(first)
            head.parts = list(made.items())
            used |= {(role, span) for role, spans in found.items() for span in spans}
            gathered.append(head)
            self.held[head] = [carried]
        alone = [unit for unit in self.heads if not all((unit.role, span) in used for span in unit.spans)]
        self.heads = [*gathered, *alone]


def roles_shown(record: Mapping[str, Any], style: Style, text: str) -> dict[str, Pieces]:
    """Role → spans of a carried claim, as the format shows them."""
    spans = record.get("spans", {})
    return {
        role: style.shown(pieces((part["start"], part["end"]) for part in parts), text) for role, parts in spans.items()
    }
