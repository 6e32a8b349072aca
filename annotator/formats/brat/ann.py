"""One `.ann` file: text-bound annotations, relations, events, attributes, references and notes, line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from annotator.core.errors import Fault
from annotator.core.record import excerpt
from annotator.core.records.canonical import parse
from annotator.core.span import Span
from annotator.core.standoff.document import Carried, Mark, Place, Reference, Relation, Sheet, Value
from annotator.formats.standoff.reading import carried_claim

NOTES = "AnnotatorNotes"
_T = re.compile(r"(T\S*)\t(\S+) (\d{1,12} \d{1,12}(?:;\d{1,12} \d{1,12})*)(?:\t(.*))?", re.DOTALL)
_R = re.compile(r"(R\S*)\t(\S+) [^\s:]+:(\S+) [^\s:]+:(\S+)\s*")
_E = re.compile(r"(E\S*)\t([^\s:]+):(\S+)((?: [^\s:]+:\S+)*)\s*")
_A = re.compile(r"([AM]\S*)\t(\S+) (\S+)(?: (.*?))?\s*", re.DOTALL)
_N = re.compile(r"(N\S*)\t\S+ (\S+) ([^\s:]+):(\S+)(?:\t(.*))?", re.DOTALL)
_NOTE = re.compile(r"(#\S*)\t(\S+) (\S+)(?:\t(.*))?", re.DOTALL)
_EQUIV = re.compile(r"\*\t(\S+)((?: \S+)+)\s*")
_IDS = re.compile(r"\b[TE]\d+\b")
_FORMS = {
    "T": "T1, a tab, a label, start and end, a tab, the words",
    "R": "R1, a tab, a type, Arg1:T1 Arg2:T2",
    "E": "E1, a tab, Type:T1 and arguments such as Arg:T2",
    "A": "A1, a tab, a name, T1 and perhaps a value",
    "M": "M1, a tab, a name and T1",
    "N": "N1, a tab, Reference T1 Wikidata:Q42, a tab, a name",
    "#": "#1, a tab, AnnotatorNotes T1, a tab, the note",
    "*": "*, a tab, Equiv T1 T2",
}


def read_ann(text: str, file: str, notes: Counter[str]) -> tuple[Sheet, list[Fault]]:
    """The sheet of a file, and every line that is none. `notes` counts what has no home here."""
    reading = _Ann(file, notes)
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        if line.strip():
            reading.line(line, Place(file, number))
    return reading.finish(), reading.faults


class _Ann:
    def __init__(self, file: str, notes: Counter[str]) -> None:
        self.file, self.notes = file, notes
        self.faults: list[Fault] = []
        self._marks: dict[str, Mark] = {}
        self._events: dict[str, str] = {}
        """Id of an event → id of the mark that stands for it."""
        self._standing: set[str] = set()
        """Marks that stand for an event."""
        self._relations: list[Relation] = []
        self._values: list[tuple[str, str, Value, Place]] = []
        """(target, attribute, value, where)."""
        self._carried: list[Carried] = []
        self._ids: set[str] = set()
        self._wrong: set[str] = set()
        """Marks and events that a broken line is about: no claim is made of them."""
        self._later: list[Callable[[], None]] = []

    def line(self, line: str, place: Place) -> None:
        """Take one line."""
        take = {
            "T": (_T, self._text_bound),
            "R": (_R, self._relation),
            "E": (_E, self._event),
            "A": (_A, self._attribute),
            "M": (_A, self._attribute),
            "N": (_N, self._reference),
            "#": (_NOTE, self._note),
            "*": (_EQUIV, self._equivalence),
        }.get(line[0])
        match = take[0].fullmatch(line) if take else None
        if take is None or match is None:
            right = _FORMS.get(line[0], "a line that begins with T, R, E, A, M, N, * or #")
            self.faults.append(place.fault(f"the line {excerpt(line)} cannot be read", right))
            self._wrong |= set(_IDS.findall(line))
            return
        if line[0] not in "*#":
            if match[1] in self._ids:
                self.faults.append(place.fault(f"the id {excerpt(match[1])} is given twice", "an id for each line"))
                self._wrong |= set(_IDS.findall(line))
                return
            self._ids.add(match[1])
        take[1](match, place)

    def finish(self) -> Sheet:
        """The sheet, once every line is known: events have found their triggers, attributes their marks."""
        for late in self._later:
            late()
        for target, name, value, place in self._values:
            id = self._events.get(target, target)
            if id in self._wrong:
                continue
            if id in self._marks:
                mark = self._marks[id]
                self._marks[id] = replace(mark, values=(*mark.values, (name, value)))
            else:
                self._elsewhere(target, "attributes", place)
        for id in self._wrong - self._events.keys():
            self._marks.setdefault(id, Mark(id, (), (), place=Place(self.file)))
        for id in {self._events.get(id, id) for id in self._wrong}:
            self._marks[id] = replace(self._marks[id], wrong=True)
        ends = [
            relation._replace(
                head=self._events.get(relation.head, relation.head), tail=self._events.get(relation.tail, relation.tail)
            )
            for relation in self._relations
        ]
        hung = [each._replace(mark=self._events.get(each.mark, each.mark)) for each in self._carried]
        return Sheet(marks=list(self._marks.values()), relations=ends, carried=hung)

    def _elsewhere(self, target: str, what: str, place: Place) -> None:
        """Something is said of what is no mark: of a relation, which has no place for it, or of nothing."""
        if target in self._ids:
            self.notes[f"{what} of relations, left out"] += 1
        else:
            self.faults.append(place.fault(f"there is no {excerpt(target)}", "the id of another line"))

    def _text_bound(self, match: re.Match[str], place: Place) -> None:
        id, label, offsets, words = match.groups()
        spans = tuple(Span(*map(int, pair.split(" "))) for pair in offsets.split(";"))
        self._marks[id] = Mark(id, (label,), spans, words, place=place)

    def _relation(self, match: re.Match[str], place: Place) -> None:
        self._relations.append(Relation(match[2], match[3], match[4], place))

    def _equivalence(self, match: re.Match[str], place: Place) -> None:
        ids = match[2].split()
        self._relations += [Relation(match[1], head, tail, place) for head, tail in pairwise(ids)]

    def _event(self, match: re.Match[str], place: Place) -> None:
        """An event is its trigger's mark; of several on one trigger, each further one is a mark of its own."""
        id, label, trigger, given = match.groups()

        def find() -> None:
            mark = self._marks.get(trigger)
            if mark is None:
                self.faults.append(place.fault(f"there is no trigger {excerpt(trigger)}", "the id of a T line"))
            elif trigger in self._standing:
                self._marks[id] = replace(mark, id=id, labels=(label,), place=place)
                self._events[id] = id
            else:
                self._marks[trigger] = replace(mark, labels=(label,))
                self._events[id] = trigger
                self._standing.add(trigger)

        self._later.append(find)
        for argument in given.split():
            name, _, target = argument.partition(":")
            self._relations.append(Relation(name.rstrip("0123456789") or name, target, id, place))

    def _attribute(self, match: re.Match[str], place: Place) -> None:
        self._values.append((match[3], match[2], match[4] or True, place))

    def _reference(self, match: re.Match[str], place: Place) -> None:
        _, target, source, item, name = match.groups()
        self._values.append((target, source, Reference(item, name or ""), place))

    def _note(self, match: re.Match[str], place: Place) -> None:
        _, kind, target, words = match.groups()
        if kind != NOTES:
            self.notes[f"notes of the kind {kind}, left out"] += 1
            return
        found = self._records(words or "", target, place)
        if found:
            self._carried += found
        elif words:
            self._values.append((target, NOTES, words, place))

    def _records(self, words: str, target: str, place: Place) -> list[Carried]:
        """The claims that an export has put into a note; none when a person wrote it."""
        if not words.startswith(('{"', '[{"')):
            return []
        try:
            value = parse(words)
        except ValueError:
            self.notes["notes that look like a claim and cannot be read, taken as notes"] += 1
            return []
        held = [carried_claim(each, place, target) for each in (value if isinstance(value, list) else [value])]
        return [each for each in held if each]
