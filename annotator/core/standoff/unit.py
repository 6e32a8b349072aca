"""Units: the marks of a sheet, tied by its relations into the parts of claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.core.errors import Fault
from annotator.core.record import excerpt
from annotator.core.scheme import Scheme
from annotator.core.span import Pieces, pieces
from annotator.core.standoff.document import Mark, Place, Relation, Sheet, Value
from annotator.core.standoff.mapping import IGNORE, JOIN, PIECE, LabelMapping, relation_of, role_of


@dataclass(slots=True, eq=False)
class Unit:
    """Marks that are one part of a claim, and what hangs on it. A unit of the primary role is a claim."""

    role: str
    marks: list[Mark]
    implied: dict[str, str]
    """What the labels say besides the role: field → value."""
    parts: list[tuple[str, Unit]] = field(default_factory=list)
    """(role, unit) of the claim's other parts."""
    links: list[tuple[str, Unit]] = field(default_factory=list)
    """(type, unit of another claim)."""
    owners: list[Unit] = field(default_factory=list)
    """The claims of which it is a part."""
    broken: bool = False
    """A relation of it has a fault."""
    rank: int = 0
    """Place in the order of the file."""

    @property
    def spans(self) -> Pieces:
        """All its pieces."""
        return pieces(span for mark in self.marks for span in mark.spans)

    @property
    def place(self) -> Place:
        """Where its first mark stands."""
        return self.marks[0].place

    @property
    def wrong(self) -> bool:
        """Whether a mark of it, or of a part of it, has a fault."""
        return self.broken or any(
            mark.wrong for unit in (self, *(part for _, part in self.parts)) for mark in unit.marks
        )

    def values(self) -> Iterator[tuple[str, Value, Place]]:
        """(attribute, value, where) of its own marks, then of its parts', each mark once."""
        for unit in dict.fromkeys((self, *(part for _, part in self.parts))):
            for mark in unit.marks:
                yield from ((name, value, mark.place) for name, value in mark.values)


class Units:
    """The units of a sheet, in the order of their first marks."""

    def __init__(self, sheet: Sheet, mapping: LabelMapping, scheme: Scheme) -> None:
        self.mapping, self.scheme = mapping, scheme
        self.faults: list[Fault] = []
        self.of: dict[str, Unit] = {}
        """Id of a mark → its unit."""
        self.all: list[Unit] = []
        self._primary = scheme.primary.key
        self._tied: set[tuple[Unit, str, Unit]] = set()
        for mark in sheet.marks:
            self._add(mark)
        if not sheet.tied:
            return
        meanings = [(relation_of(mapping, each.type, scheme), each) for each in sheet.relations]
        for meant, relation in meanings:
            if meant == PIECE:
                self._unite(relation)
        for meant, relation in meanings:
            if meant not in (PIECE, IGNORE):
                self._tie(meant, relation)
        self.all = sorted((unit for unit in self.all if unit.marks), key=lambda unit: unit.rank)

    def heads(self) -> Iterator[Unit]:
        """What claims are made of: units of the primary role, and others that belong to none; ignored ones left out."""
        for unit in self.all:
            if unit.role == self._primary or (not unit.owners and unit.role != IGNORE):
                yield unit

    def _add(self, mark: Mark) -> None:
        roles: list[str] = []
        implied: dict[str, str] = {}
        for label in mark.labels:
            role = role_of(self.mapping, label, self.scheme)
            if role != IGNORE and role not in roles:
                roles.append(role)
            implied |= self.mapping.implied.get(label, {})
        unit = Unit(roles[0] if roles else IGNORE, [mark], implied, rank=len(self.all))
        if len(roles) > 1:
            unit.broken = True
            self.faults.append(mark.place.fault(f"the mark is {' and '.join(roles)} at once", "labels of one role"))
        self.all.append(unit)
        self.of[mark.id] = unit

    def _ends(self, relation: Relation) -> tuple[Unit, Unit] | None:
        found = [self.of.get(id) for id in (relation.head, relation.tail)]
        for id, unit in zip((relation.head, relation.tail), found, strict=True):
            if unit is None:
                what = f"the relation {excerpt(relation.type)} leads to {excerpt(id)}, which is not there"
                self._fault(relation, [each for each in found if each], what, "the id of a mark")
                return None
        assert found[0]
        assert found[1]
        return found[0], found[1]

    def _unite(self, relation: Relation) -> None:
        ends = self._ends(relation)
        if ends is None or ends[0] is ends[1]:
            return
        first, second = ends if ends[0].rank < ends[1].rank else ends[::-1]
        if first.role != second.role:
            what = f"the relation {excerpt(relation.type)} makes one part of {first.role} and {second.role}"
            self._fault(relation, list(ends), what, "two marks of one role")
            return
        # The smaller one goes into the larger one: a long chain costs the same from either end.
        into, other = (first, second) if len(first.marks) >= len(second.marks) else (second, first)
        at = len(first.marks) if into is first else 0
        into.marks[at:at] = other.marks
        into.implied = first.implied | second.implied
        into.broken |= other.broken
        into.rank = first.rank
        for mark in other.marks:
            self.of[mark.id] = into
        other.marks = []

    def _tie(self, meant: str, relation: Relation) -> None:
        ends = self._ends(relation)
        if ends is None:
            return
        head, tail = ends
        if meant != JOIN and not self.scheme.role(meant):
            if head.role == tail.role == self._primary:
                head.links.append((meant, tail))
            elif IGNORE not in (head.role, tail.role):
                what = f"the link {meant} leads from {head.role} to {tail.role}"
                self._fault(relation, [head, tail], what, f"from {self._primary} to {self._primary}")
            return
        firsts = [unit for unit in ends if unit.role == self._primary]
        if len(firsts) != 1 or head is tail:
            what = f"the relation {excerpt(relation.type)} ties {head.role} to {tail.role}"
            self._fault(relation, [head, tail], what, f"one end is {self._primary}, and only one")
            return
        claim, part = (head, tail) if head is firsts[0] else (tail, head)
        role = part.role if meant == JOIN else meant
        if role == IGNORE:
            return
        if (claim, role, part) not in self._tied:
            self._tied.add((claim, role, part))
            claim.parts.append((role, part))
            part.owners.append(claim)

    def _fault(self, relation: Relation, units: list[Unit], what: str, right: str) -> None:
        if not any(mark.wrong for unit in units for mark in unit.marks):
            self.faults.append(relation.place.fault(what, right))
        for unit in units:
            unit.broken = True
