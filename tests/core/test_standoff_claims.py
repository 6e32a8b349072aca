"""From marks to claims: what relations tie, what attributes say, and what changed in the other tool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from annotator.core.article import freeze
from annotator.core.claim import Claim, Link
from annotator.core.records.format import Losses
from annotator.core.records.line import Context
from annotator.core.span import Span, pieces
from annotator.core.speaker import Speaker
from annotator.core.standoff.cast import Cast
from annotator.core.standoff.claims import Made, claims_of
from annotator.core.standoff.document import Mark, Place, Reference, Relation, Sheet, Value
from annotator.core.standoff.mapping import LabelMapping
from annotator.core.standoff.marks import sheet_of
from annotator.core.standoff.style import ALL, LISTS, Style
from tests.values import SCHEME

TEXT = "Rents fell, the mayor said. Rents rose, the paper wrote."
REGISTRY = {"mayor": Speaker("mayor", "Ilse Brandt", aliases=("the mayor",), wikidata="Q1")}
OPEN = ("Who", "Note", "W", "about", "remark")
"""Attributes whose values are no closed list."""
MAPPING = LabelMapping(
    {"Claim": "content", "Denial": "content", "Source": "source", "Cue": "cue", "PER": "@ignore"},
    {"Denial": {"stance": "denies"}},
    {"Of": "@join", "Part": "@piece", "Says": "source", "Answers": "responds_to", "Coref": "@ignore"},
    {"Stance": "stance", "Who": "@speaker", "Note": "@note", "Flag": "flags", "Skip": "@ignore", "W": "weight"},
    {
        "Stance": {"no": "denies", "?": "@ignore"},
        "Flag": {"true": "headline"},
        **{key: {"n/a": "@ignore"} for key in OPEN},
    },
    {"La maire": "mayor"},
)
BRAT, FULL = Style(pieces=True, line_ends=False, shared=True, fields=LISTS), Style(fields=ALL, speakers=True, note=True)


def mark(id: str, label: str, start: int, end: int, *values: tuple[str, Value]) -> Mark:
    """A mark at its own line."""
    return Mark(id, (label,), (Span(start, end),), values=values, place=Place("f", int(id.strip("TRE") or 0)))


def made(sheet: Sheet, style: Style = FULL, known: Iterable[Claim] = ()) -> tuple[Made, Counter[str]]:
    """The claims of a sheet, and what was noted; `known` are those that the layer has already."""
    notes: Counter[str] = Counter()
    cast, held = Cast(REGISTRY, MAPPING.speakers), {claim.id: claim for claim in known}
    return claims_of(sheet, TEXT, MAPPING, style, SCHEME, cast, notes, held), +notes


def told(found: Made) -> list[dict[str, Any]]:
    """Each claim without what is empty, its spans as pairs."""
    short = []
    for _, record in found.claims:
        spans = {role: [(part["start"], part["end"]) for part in parts] for role, parts in record["spans"].items()}
        rest = {key: record[key] for key in ("fields", "links", "note") if record[key]}
        who = [speaker["id"] for speaker in record["speakers"]]
        short.append({"id": record["id"], **spans, **rest, **({"who": who} if who else {})})
    return short


C1, C2 = mark("T1", "Claim", 0, 10), mark("T2", "Claim", 28, 38)
S3 = mark("T3", "Source", 12, 21)


@pytest.mark.parametrize(
    ("marks", "relations", "expected"),
    [
        ([C1], [], [{"id": "T1", "content": [(0, 10)]}]),
        ([C1, S3], [("Of", "T3", "T1")], [{"id": "T1", "content": [(0, 10)], "source": [(12, 21)]}]),
        ([C1, S3], [("Of", "T1", "T3")], [{"id": "T1", "content": [(0, 10)], "source": [(12, 21)]}]),
        ([C1, C2], [("Part", "T2", "T1")], [{"id": "T1", "content": [(0, 10), (28, 38)]}]),
        # A chain of pieces from its far end: the claim is that of its first mark, and stands where that stands.
        (
            *([C1, S3, C2, mark("T4", "Denial", 40, 43), mark("T5", "Claim", 50, 55)],),
            [("Part", "T5", "T4"), ("Part", "T4", "T1"), ("Of", "T3", "T4")],
            [
                {
                    "id": "T1",
                    "content": [(0, 10), (40, 43), (50, 55)],
                    "source": [(12, 21)],
                    "fields": {"stance": "denies"},
                },
                {"id": "T2", "content": [(28, 38)]},
            ],
        ),
        (
            *([C1, C2, S3], [("Of", "T3", "T1"), ("Of", "T3", "T2")]),
            [
                {"id": "T1", "content": [(0, 10)], "source": [(12, 21)]},
                {"id": "T2", "content": [(28, 38)], "source": [(12, 21)]},
            ],
        ),
        (
            *([C1, C2], [("Answers", "T2", "T1")]),
            [
                {"id": "T1", "content": [(0, 10)]},
                {"id": "T2", "content": [(28, 38)], "links": [{"type": "responds_to", "target": "T1"}]},
            ],
        ),
        # A label that is ignored counts once a relation gives it a role.
        (
            *([C1, mark("T4", "PER", 12, 21)], [("Says", "T4", "T1")]),
            [{"id": "T1", "content": [(0, 10)], "source": [(12, 21)]}],
        ),
        ([C1, mark("T4", "PER", 12, 21)], [("Coref", "T4", "T1")], [{"id": "T1", "content": [(0, 10)]}]),
        ([mark("T1", "Denial", 0, 10)], [], [{"id": "T1", "content": [(0, 10)], "fields": {"stance": "denies"}}]),
        (
            [mark("T1", "Claim", 0, 5, ("Stance", "no"), ("Stance", "?"), ("Note", "a"), ("Flag", True), ("Skip", 1))],
            [],
            [{"id": "T1", "content": [(0, 5)], "fields": {"stance": "denies", "flags": ["headline"]}, "note": "a"}],
        ),
        ([mark("T1", "Claim", 0, 5, ("W", "2.5"))], [], [{"id": "T1", "content": [(0, 5)], "fields": {"weight": 2.5}}]),
        (
            *([C1, mark("T3", "Source", 12, 21, ("Who", "The Mayor"))], [("Of", "T3", "T1")]),
            [{"id": "T1", "content": [(0, 10)], "source": [(12, 21)], "who": ["mayor"]}],
        ),
        ([mark("T1", "Claim", 0, 5, ("Who", "La maire"))], [], [{"id": "T1", "content": [(0, 5)], "who": ["mayor"]}]),
        (
            [mark("T1", "Claim", 0, 5, ("Who", Reference("Q1", "?")), ("Who", "Zoe Lind"))],
            [],
            [{"id": "T1", "content": [(0, 5)], "who": ["mayor", "zoe_lind"]}],
        ),
        # A value that is ignored, and an empty name, are none.
        ([mark("T1", "Claim", 0, 5, *((name, "n/a") for name in OPEN))], [], [{"id": "T1", "content": [(0, 5)]}]),
        ([mark("T1", "Claim", 0, 5, ("Who", " "), ("about", ""))], [], [{"id": "T1", "content": [(0, 5)]}]),
    ],
)
def test_made(marks: list[Mark], relations: list[tuple[str, str, str]], expected: list[dict[str, Any]]) -> None:
    """Claims as the mapping reads them, without a fault."""
    found, _ = made(Sheet(marks=marks, relations=[Relation(*each, Place("f", 9)) for each in relations]))
    assert [str(fault) for fault in found.faults] == []
    assert told(found) == expected
    assert all(record["origin"]["content"] == "imported" for _, record in found.claims)


def test_a_part_without_a_claim() -> None:
    """It is kept as a claim that is still open, and said."""
    found, notes = made(Sheet(marks=[C1, S3]))
    assert told(found) == [{"id": "T1", "content": [(0, 10)]}, {"id": "T3", "source": [(12, 21)]}]
    assert notes == {"spans of source that belong to no claim, each made an open claim of its own": 1}


@pytest.mark.parametrize(
    ("marks", "relations", "expected"),
    [
        ([C1], [("Of", "T9", "T1")], 'f:9: the relation "Of" leads to "T9", which is not there; the id of a mark.'),
        ([C1, C2], [("Of", "T1", "T2")], 'f:9: the relation "Of" ties content to content; one end is content'),
        ([C1, S3], [("Part", "T1", "T3")], 'f:9: the relation "Part" makes one part of content and source'),
        ([C1, S3], [("Answers", "T1", "T3")], "f:9: the link responds_to leads from content to source"),
        (
            *([mark("T1", "Denial", 0, 5, ("Stance", "asserts"))], []),
            'f:1: the field stance is "asserts" and "denies" at once; one value.',
        ),
        ([mark("T1", "Claim", 0, 5, ("W", "much"))], [], 'f:1: "much" is no value of the field weight; a number.'),
        ([mark("T1", "Claim", 0, 5, ("W", "9" * 5000))], [], "is no value of the field weight; a number."),
    ],
)
def test_refused(marks: list[Mark], relations: list[tuple[str, str, str]], expected: str) -> None:
    """One fault with its place; of the claims that it is about none is made."""
    found, _ = made(Sheet(marks=marks, relations=[Relation(*each, Place("f", 9)) for each in relations]))
    (fault,) = map(str, found.faults)
    assert expected in fault
    assert found.claims == []


def test_a_wrong_mark_takes_its_claim_with_it() -> None:
    """A claim is never half imported: neither without its source nor the source alone."""
    wrong = Mark("T3", ("Source",), (Span(12, 21),), wrong=True)
    found, _ = made(Sheet(marks=[C1, C2, wrong], relations=[Relation("Of", "T3", "T1")]))
    assert [claim["id"] for claim in told(found)] == ["T2"]


def test_ids_are_made_from_content() -> None:
    """Marks without an id of their own get one that is the same whenever the file is read again, and no other's."""
    marks = [Mark(f"n{number}", ("Claim",), (Span(0, 10),), named=False) for number in range(2)]
    first, second = [claim["id"] for claim in told(made(Sheet(marks=marks))[0])]
    assert first != second
    later = [C2, *(Mark(f"m{number}", ("Claim",), (Span(0, 10),), named=False) for number in range(2))]
    assert [claim["id"] for claim in told(made(Sheet(marks=later))[0])] == ["T2", first, second]


def test_ids_of_other_claims() -> None:
    """A mark that bears the id of another claim of the layer gets one made from its content, again and again."""
    other = Claim("T1", "a", "ana", spans={"content": (Span(28, 38),)})
    (first,) = told(made(Sheet(marks=[C1]), known=[other])[0])
    assert (first["id"][0], first["content"]) == ("x", [(0, 10)])
    now = [other, Claim(first["id"], "a", "ana", spans={"content": (Span(0, 10),)})]
    assert told(made(Sheet(marks=[C1]), known=now)[0]) == [first]
    same = Claim("T1", "a", "ana", spans={"content": (Span(0, 10),)}, fields={"stance": "denies"})
    assert told(made(Sheet(marks=[C1]), known=[same])[0])[0]["id"] == "T1"


ARTICLE = freeze("a", TEXT)
CARRIED = (
    Claim(
        *("c1", "a", "ana"),
        spans={"content": pieces([(0, 5), (6, 10)]), "source": (Span(12, 21),), "cue": (Span(22, 26),)},
        speakers=("mayor",),
        fields={"stance": "asserts", "flags": ("discuss",), "weight": 3, "about": ("mayor",)},
        links=(Link("responds_to", "c2"), Link("responds_to", "x", "ben")),
        note="why",
        seconds=4.5,
    ),
    Claim("c2", "a", "ana", spans={"content": (Span(28, 38),)}, links=(Link("responds_to", "c1"),)),
    Claim("c3", "a", "ana", spans={"content": (Span(28, 38),), "source": (Span(40, 49),)}, fields={"stance": "hedges"}),
)
"""Two claims on one span, one in pieces, everything that a claim can have."""
SAID = {"content": "Claim", "source": "Source", "cue": "Cue", "@piece": "Part", "responds_to": "Answers"}
FIELDS = {"stance": "Stance", "weight": "W", "@speaker": "Who", "@note": "Note", "flags": "flags"}


def drawn(style: Style) -> Sheet:
    """What an export shows of them, in the words of the mapping."""
    sheet = sheet_of(CARRIED, ARTICLE, Context(REGISTRY, SCHEME), style, Losses())
    names = {id(each): SAID[each.labels[0]] for each in sheet.marks}
    sheet.marks = [
        Mark(each.id, (names[id(each)],), each.spans, values=tuple((FIELDS[key], held) for key, held in each.values))
        for each in sheet.marks
    ]
    sheet.relations = [
        each._replace(type="Of" if each.type in SCHEME_ROLES else SAID[each.type]) for each in sheet.relations
    ]
    return sheet


SCHEME_ROLES = ("source", "cue")
both = pytest.mark.parametrize("style", [BRAT, FULL], ids=["brat", "full"])


@both
def test_unchanged(style: Style) -> None:
    """Untouched, every claim comes back as it went out, whatever the format cannot show."""
    sheet = drawn(style)
    records = [carried.record for carried in sheet.carried]
    found, notes = made(sheet, style)
    assert found.faults == []
    assert [record for _, record in found.claims] == records
    assert notes == {}


@both
def test_a_moved_span(style: Style) -> None:
    """The mark holds; what the format does not show stays; the part is said to be imported."""
    sheet = drawn(style)
    at = next(number for number, each in enumerate(sheet.marks) if each.labels == ("Source",))
    sheet.marks[at] = Mark(sheet.marks[at].id, ("Source",), (Span(16, 21),))
    found, notes = made(sheet, style)
    first = found.claims[0][1]
    assert first["spans"]["source"] == [{"start": 16, "end": 21, "text": "mayor"}]
    assert first["spans"]["content"] == sheet.carried[0].record["spans"]["content"]
    assert (first["seconds"], first["origin"], first["note"]) == (4.5, {"source": "imported"}, "why")
    assert notes == {"claims changed since they were exported": 1}


@both
def test_changed_attributes(style: Style) -> None:
    """A value that was changed, one that was added, one that was taken away."""
    sheet = drawn(style)
    first = sheet.marks[0]
    values = tuple((name, value) for name, value in first.values if name not in ("Stance", "flags"))
    sheet.marks[0] = Mark(first.id, first.labels, first.spans, values=(*values, ("Stance", "no")))
    record = made(sheet, style)[0].claims[0][1]
    assert record["fields"] == {"stance": "denies", "weight": 3, "about": ["mayor"]}
    assert record["origin"] == {"stance": "imported", "flags": "imported"}


def test_another_speaker() -> None:
    """Whoever is named in the other tool speaks, and the chain ends in them."""
    sheet = drawn(FULL)
    first, record = sheet.marks[0], sheet.carried[0].record
    record["attribution"] = [["paper"], ["mayor"]]
    values = tuple((name, "Zoe Lind" if name == "Who" else value) for name, value in first.values)
    sheet.marks[0] = Mark(first.id, first.labels, first.spans, values=values)
    found = made(sheet)[0].claims[0][1]
    assert [speaker["id"] for speaker in found["speakers"]] == ["zoe_lind"]
    assert found["attribution"] == [["paper"], ["zoe_lind"]]


@both
def test_what_was_removed(style: Style) -> None:
    """Without its marks a claim is gone, and the links to it; other layers' links stay."""
    sheet = drawn(style)
    gone = {carried.mark for carried in sheet.carried if carried.record["id"] != "c1"}
    sheet.marks = [each for each in sheet.marks if each.id not in gone and each.spans != (Span(40, 49),)]
    known = {each.id for each in sheet.marks}
    sheet.relations = [each for each in sheet.relations if {each.head, each.tail} <= known]
    found, notes = made(sheet, style)
    assert [record["id"] for _, record in found.claims] == ["c1"]
    assert [link["target"] for link in found.claims[0][1]["links"]] == ["x"]
    assert notes["claims whose marks are gone from the file, left out"] == 2


@both
def test_links_that_changed(style: Style) -> None:
    """A link that was drawn, and one that was taken away."""
    sheet = drawn(style)
    sheet.relations = [each for each in sheet.relations if each.type != "Answers" or each.head != "1"]
    found, _ = made(sheet, style)
    links = {record["id"]: [link["target"] for link in record["links"]] for _, record in found.claims}
    assert links == {"c1": ["x"], "c2": ["c1"], "c3": []}


@both
def test_a_part_that_was_added(style: Style) -> None:
    """It stands beside the one that was there; whether the scheme allows two is told later, with the claim."""
    sheet = drawn(style)
    sheet.marks.append(Mark("99", ("Source",), (Span(40, 49),)))
    sheet.relations.append(Relation("Of", "99", sheet.carried[0].mark))
    record = made(sheet, style)[0].claims[0][1]
    assert [part["text"] for part in record["spans"]["source"]] == ["the mayor", "the paper"]


def test_a_second_source_is_the_first_claims() -> None:
    """On a shared mark, what no claim explains goes to the first one."""
    sheet = drawn(BRAT)
    hook = sheet.carried[1].mark
    sheet.marks.append(Mark("99", ("Cue",), (Span(50, 55),)))
    sheet.relations.append(Relation("Of", "99", hook))
    found, _ = made(sheet, BRAT)
    spans = {record["id"]: record["spans"] for _, record in found.claims}
    assert [part["text"] for part in spans["c2"]["cue"]] == ["wrote"]
    assert spans["c3"] == sheet.carried[2].record["spans"]
