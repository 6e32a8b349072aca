"""The guess at what the words of a file are, and what stays open."""

from __future__ import annotations

import pytest

from annotator.core.span import Span
from annotator.core.standoff.document import Document, Mark, Place, Reference, Relation, Sheet, Value
from annotator.core.standoff.guess import guess
from annotator.core.standoff.mapping import Inventory, LabelMapping, open_faults
from tests.values import SCHEME


def used(labels: str = "", relations: str = "", values: tuple[tuple[str, Value], ...] = ()) -> Inventory:
    """What a file uses: labels and relations as words with blanks between."""
    marks = [
        Mark(str(number), (label,), (Span(0, 1),), values=values if not number else (), place=Place("f", number + 1))
        for number, label in enumerate(labels.split() or ["content"])
    ]
    ties = [Relation(type, "0", "0", Place("f", 9)) for type in relations.split()]
    inventory = Inventory()
    inventory.add(Document("x", sheets=[Sheet(marks=marks, relations=ties)]))
    return inventory


@pytest.mark.parametrize(
    ("label", "role", "implied"),
    [
        ("content", "content", {}),
        ("CLAIM", "content", {}),
        ("Claims", "content", {}),
        ("Source", "source", {}),
        ("c-u-e", "cue", {}),
        ("Denies", "content", {"stance": "denies"}),
        ("headline", "content", {"flags": "headline"}),
        ("none", "content", {"evidence": "none"}),
        ("PER", "", {}),
    ],
)
def test_labels(label: str, role: str, implied: dict[str, str]) -> None:
    """Keys and labels of roles, whatever their case; a value of a field means a claim with that value."""
    found = guess(used(label), SCHEME)
    assert found.roles == {label: role}
    assert found.implied.get(label, {}) == implied


@pytest.mark.parametrize(
    ("relation", "meant"),
    [
        ("SourceOf", "source"),
        ("has_cue", "cue"),
        ("cue", "cue"),
        ("PartOf", "@piece"),
        ("RespondsTo", "responds_to"),
        ("Claim", "@join"),
        ("Coref", ""),
    ],
)
def test_relations(relation: str, meant: str) -> None:
    """The role at the other end, a type of link, or a piece of the same part."""
    assert guess(used(relations=relation), SCHEME).relations == {relation: meant}


@pytest.mark.parametrize(
    ("name", "value", "field", "values"),
    [
        ("Stance", "Denies", "stance", {"Denies": "denies"}),
        ("stance", "supports", "stance", {"supports": ""}),
        ("Flags_headline", True, "flags", {"true": "headline"}),
        ("Sure", True, "sure", {}),
        ("Speaker", "Ilse Brandt", "@speaker", {}),
        ("Wikidata", Reference("Q1", "Ilse"), "@speaker", {}),
        ("AnnotatorNotes", "x", "@note", {}),
        ("Negation", True, "", {}),
    ],
)
def test_attributes(name: str, value: Value, field: str, values: dict[str, str]) -> None:
    """Fields by key and label, their values too; speakers and notes by what they are usually called."""
    found = guess(used(values=((name, value),)), SCHEME)
    assert found.fields == {name: field}
    assert found.values == ({name: values} if values else {})


def test_what_is_open() -> None:
    """Every word without a meaning is told at once, with the place of its first use and what it could be."""
    inventory = used("PER PER content", "Coref", (("Negation", True), ("Stance", "supports")))
    faults = [str(fault) for fault in open_faults(guess(inventory, SCHEME), inventory, SCHEME)]
    assert faults == [
        'f:1: [roles]: the mapping does not say what the label "PER" is (2 times in the file); one of content, source, '
        "cue, or @ignore.",
        'f:9: [relations]: the mapping does not say what the relation "Coref" is (once in the file); one of source, '
        "cue, responds_to, @join, @piece, or @ignore.",
        'f:1: [fields]: the mapping does not say what the attribute "Negation" is (once in the file); one of stance, '
        "evidence, flags, sure, weight, about, remark, @speaker, @note, or @ignore.",
        'f:1: [values.Stance]: the mapping does not say what the value "supports" is (once in the file); one of '
        "asserts, hedges, denies, or @ignore.",
    ]


def test_keys_need_no_entry() -> None:
    """A word that is exactly a key of the scheme is that key."""
    inventory = used("content source", "cue responds_to", (("stance", "denies"),))
    assert open_faults(LabelMapping(), inventory, SCHEME) == []
