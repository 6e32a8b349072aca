"""The guess: a mapping from the words of a file and of the scheme alone; what fits nowhere stays open."""

from __future__ import annotations

from annotator.core.naming import plain
from annotator.core.scheme import Field, Role, Scheme
from annotator.core.standoff.mapping import CLOSED, JOIN, NOTE, PIECE, SPEAKER, Inventory, LabelMapping

_PIECES = frozenset({"part", "partof", "piece", "pieceof", "continues", "continuation", "discontinuous"})
_JOINS = frozenset({"join", "belongsto", "claim", "partofclaim"})
_SPEAKERS = frozenset({"speaker", "speakers", "speakername", "saidby", "wikidata"})
_NOTES = frozenset({"note", "notes", "comment", "comments", "annotatornotes"})


def bare(word: str) -> str:
    """A word by its letters and digits alone, without case and accents: `Source-Of` is `sourceof`.

    >>> bare("Source-Of")
    'sourceof'
    """
    return "".join(char for char in plain(word) if char.isalnum())


def guess(used: Inventory, scheme: Scheme) -> LabelMapping:
    """What the file's words most likely are; an entry that is empty is open."""
    role: dict[str, str] = {}
    implied: dict[str, dict[str, str]] = {}
    for label in used.labels:
        found = _role(label, scheme)
        if not found:
            said = _values(label, scheme)
            if len(said) == 1:
                found, implied[label] = scheme.primary.key, said[0]
        role[label] = found
    relation = {type: _relation(type, scheme) for type in used.relations}
    fields: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    for name in used.attributes:
        fields[name], values[name] = _field(name, used, scheme)
    return LabelMapping(role, implied, relation, fields, {name: held for name, held in values.items() if held})


def _called(item: Role | Field) -> set[str]:
    return {bare(item.key), bare(item.label)} - {""}


def _role(label: str, scheme: Scheme) -> str:
    wanted = bare(label)
    for role in scheme.roles:
        if wanted in _called(role):
            return role.key
    numbered = _numbered(wanted, "role", [role.key for role in scheme.roles])
    return scheme.primary.key if wanted in ("claim", "claims") else numbered


def _values(word: str, scheme: Scheme) -> list[dict[str, str]]:
    """The fields that have a value of this name, and the value."""
    return [
        {item.key: value.key}
        for item in scheme.fields
        if item.type in CLOSED
        for value in item.values
        if bare(word) in (bare(value.key), bare(value.label))
    ]


def _relation(type: str, scheme: Scheme) -> str:
    wanted = bare(type)
    for link in scheme.links:
        if wanted == bare(link):
            return link
    for role in scheme.roles:
        if not role.primary and any(wanted in (name, f"{name}of", f"has{name}") for name in _called(role)):
            return role.key
    keys = [*(role.key for role in scheme.roles if not role.primary), *scheme.links, PIECE]
    known = PIECE if wanted in _PIECES else JOIN if wanted in _JOINS else ""
    part = _numbered(wanted.removesuffix("of"), "role", [role.key for role in scheme.roles])
    return known or part or _numbered(wanted, "relation", keys)


def _numbered(wanted: str, kind: str, keys: list[str]) -> str:
    """The key that an export without Latin letters calls by its number, as `role2`; empty when it is none."""
    number = wanted.removeprefix(kind)
    at = int(number) if number != wanted and number.isdecimal() and len(number) < 4 else 0
    return keys[at - 1] if 0 < at <= len(keys) else ""


def _field(name: str, used: Inventory, scheme: Scheme) -> tuple[str, dict[str, str]]:
    """The field of an attribute and what its values are; both may be open."""
    numbered = _numbered(bare(name), "field", [*(item.key for item in scheme.fields), SPEAKER, NOTE])
    if numbered in (SPEAKER, NOTE):
        return numbered, {}
    wanted = bare(numbered or name)
    held = list(used.values.get(name, ()))
    for item in scheme.fields:
        if wanted in _called(item):
            if item.type not in CLOSED:
                return item.key, {}
            return item.key, {word: _key(word, item) for word in held if not item.value(word)}
    # `Flags_headline` is what tools without lists make of a flag: present or absent.
    for place, item in enumerate(scheme.fields, 1):
        for number, value in enumerate(item.values if item.type == "multi" else (), 1):
            heads, tails = {*_called(item), f"field{place}"}, {bare(value.key), f"value{number}"}
            if wanted in {head + tail for head in heads for tail in tails} and set(held) <= {"true"}:
                return item.key, {"true": value.key}
    return SPEAKER if wanted in _SPEAKERS else NOTE if wanted in _NOTES else "", {}


def _key(word: str, item: Field) -> str:
    wanted = bare(word)
    return next((value.key for value in item.values if wanted in (bare(value.key), bare(value.label))), "")
