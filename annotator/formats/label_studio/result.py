"""One annotation's `result`: regions, what is chosen and written for them, and relations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotator.core.records.canonical import parse
from annotator.core.records.check import shown
from annotator.core.span import Span
from annotator.core.standoff.document import Mark, Place, Relation, Sheet, Value
from annotator.formats.label_studio.config import LAYER, RECORD
from annotator.formats.standoff.reading import Found, carried_claim, whole

_VALUES = {"choices": "choices", "textarea": "text", "number": "number", "rating": "rating"}
"""Type of result → where its value is."""
RELATED = "related"
"""What a relation without a label is called."""


def read_result(results: list[Any], place: Place, found: Found) -> Sheet:
    """The sheet of a list of results; whose it is, the annotation around it says."""
    reading = _Result(found)
    for number, result in enumerate(results):
        where = place._replace(key=f"{place.key}.result[{number}]")
        if isinstance(result, dict):
            reading.take(result, where)
        else:
            found.faults.append(where.fault(f"{shown(result)} is no result", "an object"))
    return reading.finish()


class _Result:
    def __init__(self, found: Found) -> None:
        self.found = found
        self.sheet = Sheet()
        self._marks: dict[str, Mark] = {}
        self._values: list[tuple[str, str, Value, Place]] = []
        self._wrong: set[str] = set()

    def take(self, result: dict[str, Any], place: Place) -> None:
        """Take one result."""
        type, id = str(result.get("type")), result.get("id")
        if type == "relation":
            self._relation(result, place)
        elif type == "labels":
            self._region(result, place)
        elif type in _VALUES and result.get("from_name") != LAYER:
            self._value(id, result, place)
        elif type == "hypertextlabels":
            self._fault(place, id, "the region is one of HTML", "a task with plain text; annotate text, not HyperText")
        elif result.get("from_name") != LAYER:
            self.found.notes[f"results of the type {shown(result.get('type'))}, left out"] += 1

    def finish(self) -> Sheet:
        """The sheet, with what is said about regions that were found."""
        for id, name, value, place in self._values:
            mark = self._marks.get(id)
            if mark is None:
                if id not in self._wrong:
                    self.found.notes[f"values of {name} that belong to no region, left out"] += 1
                continue
            record = self._record(name, value)
            if record:
                carried = carried_claim(record, place, id)
                if carried:
                    self.sheet.carried.append(carried)
                    continue
            self._marks[id] = replace(mark, values=(*mark.values, (name, value)))
        self.sheet.marks = [
            replace(mark, wrong=True) if id in self._wrong else mark for id, mark in self._marks.items()
        ]
        return self.sheet

    def _fault(self, place: Place, id: Any, what: str, right: str) -> None:
        self.found.faults.append(place.fault(what, right))
        if isinstance(id, str):
            self._wrong.add(id)
            self._marks.setdefault(id, Mark(id, (), (), place=place))

    def _record(self, name: str, value: Value) -> Any:
        if name != RECORD or not isinstance(value, str):
            return None
        try:
            return parse(value)
        except ValueError:
            self.found.notes["records that cannot be read, taken as text"] += 1
            return None

    def _relation(self, result: dict[str, Any], place: Place) -> None:
        ends = [result.get("from_id"), result.get("to_id")]
        labels = result.get("labels") or [RELATED]
        if isinstance(labels, str):
            labels = [labels]
        if not all(isinstance(end, str) for end in ends) or not _texts(labels):
            what = f"the relation from {shown(ends[0])} to {shown(ends[1])} cannot be taken"
            self.found.faults.append(place.fault(what, "ids of two regions, and a list of labels"))
            self._wrong |= {end for end in ends if isinstance(end, str)}
            return
        if result.get("direction") == "left":
            ends.reverse()
        self.sheet.relations += [Relation(label, str(ends[0]), str(ends[1]), place) for label in labels]

    def _region(self, result: dict[str, Any], place: Place) -> None:
        value, id = result.get("value"), result.get("id")
        held = value if isinstance(value, dict) else {}
        start, end, words = whole(held.get("start")), whole(held.get("end")), held.get("text")
        labels: Any = held.get("labels")
        named = isinstance(id, str) and bool(id)
        id = str(id) if named else f"region-{len(self._marks) + 1}"
        if start is None or end is None:
            what = f"{shown(held.get('start'))} to {shown(held.get('end'))} is no span"
            self._fault(place, id, what, "start and end, whole numbers")
        elif not _texts(labels) or not isinstance(words, (str, type(None))):
            self._fault(place, id, f"the labels are {shown(labels)}", "a list of texts, and the words as a text")
        elif id in self._marks:
            self._fault(place, id, f"the region {shown(id)} is given twice", "an id of its own for each region")
        else:
            self._marks[id] = Mark(id, tuple(labels), (Span(start, end),), words, place=place, named=named)

    def _value(self, id: Any, result: dict[str, Any], place: Place) -> None:
        held, name = result.get("value"), result.get("from_name")
        if not isinstance(id, str):
            what = name if isinstance(name, str) else shown(name)
            self.found.notes[f"values of {what} that belong to no region, left out"] += 1
            return
        given = held.get(_VALUES[result["type"]]) if isinstance(held, dict) else None
        several = given if isinstance(given, list) else [given]
        values = [each for each in several if isinstance(each, (str, int, float))]
        if not isinstance(name, str) or len(values) < len(several):
            self._fault(
                place, id, f"{shown(given)} is no value of {shown(name)}", "a text, a number, or a list of texts"
            )
            return
        self._values += [(id, name, each, place) for each in values]


def _texts(labels: Any) -> bool:
    return isinstance(labels, list) and bool(labels) and all(isinstance(each, str) for each in labels)
