"""Names for other tools: they accept them, no two are one, and the guess finds the way back from each."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from annotator.core.claim import Layer
from annotator.core.scheme import Field, Role, Scheme, Value
from annotator.core.span import Span
from annotator.core.standoff.document import Document, Mark, Relation, Sheet
from annotator.core.standoff.guess import guess
from annotator.core.standoff.mapping import CLOSED, NOTE, PIECE, SPEAKER, Inventory, field_of, value_of
from annotator.formats.brat.conf import attributes
from annotator.formats.standoff.naming import layer_files, names
from tests.docs import READY, scheme
from tests.values import SCHEME

GERMAN = replace(
    SCHEME,
    roles=(Role("inhalt", "Äußerung", primary=True), Role("quelle", "Wer spricht?"), Role("ürsprung", "Ürsprung")),
    fields=(
        Field("haltung", "nominal", "Haltung?", "h", values=(Value("bejaht", "b"),)),
        Field("note", "text", "Note", "n"),
        Field("speaker", "entity", "Speaker", "s"),
    ),
    links=("antwortet auf", "note"),
)
RUSSIAN = replace(
    SCHEME,
    roles=(Role("слова", "Слова", primary=True), Role("кто", "Кто")),
    fields=(
        Field("отношение", "nominal", "Отношение", "h", values=(Value("да", "d"), Value("нет", "n"))),
        Field("знаки", "multi", "Знаки", "z", values=(Value("вопрос", "v"),)),
    ),
    links=("ответ",),
)


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize(
    "given", [*map(scheme, READY), SCHEME, GERMAN, RUSSIAN], ids=[*READY, "test", "german", "russian"]
)
def test_there_and_back(given: Scheme, plain: bool) -> None:
    """Every role, relation, field and value of a scheme, as an export names it."""
    called = names(given, plain=plain)
    for table in called:
        assert len({name.casefold() for name in table.values()}) == len(table)
        assert all(re.fullmatch(r"[A-Za-z][\w-]*" if plain else r"[^\W\d][\w-]*", name) for name in table.values())
        assert all(name.isascii() for name in table.values()) or not plain
    marks = [Mark(key, (name,), (Span(0, 1),)) for key, name in called.roles.items()]
    values = [
        (called.fields[item.key], value.key) for item in given.fields if item.type in CLOSED for value in item.values
    ]
    values += [(name, "x") for key, name in called.fields.items() if key in (SPEAKER, NOTE)]
    flags = {
        name: (item, value)
        for item in given.fields
        if item.type == "multi"
        for name, value in zip(attributes(item, called), item.values, strict=True)
    }
    marks[0] = replace(marks[0], values=(*values, *((name, True) for name in flags)))
    used = Inventory()
    ties = [Relation(name, "", "") for name in called.relations.values()]
    used.add(Document("x", sheets=[Sheet(marks=marks, relations=ties)]))
    found = guess(used, given)
    assert {key: found.roles[name] for key, name in called.roles.items()} == {key: key for key in called.roles}
    assert {key: found.relations[name] for key, name in called.relations.items()} == {
        key: key for key in called.relations
    }
    for key, name in called.fields.items():
        if name in found.fields:
            assert found.fields[name] == key
    for item in given.fields:
        for value in item.values if item.type in CLOSED else ():
            assert value_of(found, called.fields[item.key], value.key, item) == value.key
    for name, (item, value) in flags.items():
        assert field_of(found, name, given) == item.key
        assert value_of(found, name, True, item) == value.key
    assert PIECE in called.relations


def test_layers_have_files_of_their_own() -> None:
    """Also where names differ in case alone, or look like another layer's."""
    layers = [
        Layer("x", "ana"),
        Layer("y", "ana"),
        Layer("x", "Ana"),
        Layer("x", "ana", "pilot"),
        Layer("x", "ana-pilot"),
    ]
    found = layer_files([*layers, Layer("x", "bot", "main", "model"), Layer("x", "con")])
    assert found[layers[0]] == found[layers[1]]
    assert len({name.casefold() for name in found.values()}) == 6
